"""One file as a page: every fact looked up and checked, or a sentence that says which one is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import override

from dreiklang.foundation.files import Accepted, accept
from dreiklang.foundation.forms import seen_in_one_line
from dreiklang.foundation.licences import CC_BY, LICENCES
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.importing.front_matter import Facts, Fault
from dreiklang.library.importing.known import Known, Named
from dreiklang.library.importing.sections import in_sections
from dreiklang.library.models import Article, Review, Section
from dreiklang.people.models import FieldOfAction
from dreiklang.places.models import Land, Municipality

FILES = "files"  # the folder beside the texts
KEYS = (
    "titel", "art", "kurz", "handlungsfelder", "aufgaben", "groessen", "land", "kommune", "team", "von", "lizenz",
    "lesende", "stand", "geprueft_bis", "geprueft", "kosten", "personal", "dauer", "kontakt", "quellen", "dateien",
    "uebernommen",
)  # fmt: skip
READERS = {"öffentlich": PUBLIC, "Mitglieder": MEMBERS}
_MOST_TEXT, _MOST_DAYS, _MOST_OF_A_KIND = 500_000, 3660, 50


@dataclass
class Reviewed:
    who: Named
    side: str
    on: date | None


@dataclass
class Adopted:
    municipality: Municipality
    changed: str
    on: date


@dataclass
class PageFile:
    """A page as its file says it. `sections` are (role, heading, Markdown); `files` (title, file)."""

    file: str
    slug: str
    kind: str
    title: str
    summary: str
    sections: list[tuple[str, str, str]]
    readers: str
    licence: str
    fields: list[FieldOfAction] = field(default_factory=list)
    duties: str = ""
    sizes: str = ""
    land: Land | None = None
    municipality: Municipality | None = None
    team: Group | None = None
    team_name: str = ""
    authors: list[Named] = field(default_factory=list)
    as_of: date | None = None
    checked_until: date | None = None
    reviews: list[Reviewed] = field(default_factory=list)
    cost: str = ""
    staff: str = ""
    duration: str = ""
    contact: str = ""
    sources: list[dict] = field(default_factory=list)  # title, url, note
    files: list[tuple[str, Accepted]] = field(default_factory=list)
    adoptions: list[Adopted] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def page_file(path: Path, facts: Facts, text: str, known: Known) -> tuple[PageFile | None, list[Fault]]:
    """The page, or all that is wrong with it."""
    reader = _Reader(path, facts, known)
    with override("de"):
        page = reader.page(text)
    return (None, reader.faults) if reader.faults else (page, [])


class _Reader:
    def __init__(self, path: Path, facts: Facts, known: Known):
        self.path, self.facts, self.known = path, facts, known
        self.faults, self.remarks = [], []
        self.today = timezone.localdate()

    def page(self, text: str) -> PageFile:
        self._refuse_unknown_keys()
        kind = self._one_of("art", Article.KINDS, required=True)
        return PageFile(
            file=self.path.name, slug=self.path.stem.lower(), kind=kind, sections=self._sections(text, kind),
            title=self._line("titel", 150, required=True), summary=self._line("kurz", 300),
            readers=self._one_of("lesende", [(value, word) for word, value in READERS.items()]) or MEMBERS,
            licence=self._one_of("lizenz", LICENCES) or CC_BY,
            fields=self._each("handlungsfelder", self._field, most=3),
            duties="".join(sorted(self._marks("aufgaben", Article.DUTIES))),
            sizes="".join(sorted(self._marks("groessen", Article.SIZES))),
            land=self._ask("land", self._land), municipality=self._ask("kommune", self._municipality),
            team=self._ask("team", self._team), team_name=self._team_name(), authors=self._each("von", self._named),
            as_of=self._ask("stand", self._past), checked_until=self._ask("geprueft_bis", self._coming),
            reviews=self._each("geprueft", self._review),
            cost=self._one_of("kosten", Article.COSTS), staff=self._one_of("personal", Article.STAFF),
            duration=self._one_of("dauer", Article.DURATIONS), contact=self._line("kontakt", 300),
            sources=self._each("quellen", self._source), files=self._each("dateien", self._file),
            adoptions=self._each("uebernommen", self._adoption), remarks=self.remarks,
        )  # fmt: skip

    def _refuse_unknown_keys(self):
        for key in self.facts:
            if key not in KEYS:
                meant = "".join(f" Gemeint ist vielleicht „{one}“." for one in get_close_matches(key, KEYS, 1))
                self._fault(key, f"Diese Angabe gibt es nicht.{meant}")

    def _fault(self, key: str, sentence: str):
        self.faults.append(Fault(f"{key}: {sentence}", self.facts.lines.get(key)))

    def _ask(self, key: str, ask: Callable, default=None):
        """What `ask` makes of the value; its fault becomes one of this key."""
        if self.facts.get(key) in (None, "", []):
            return default
        try:
            return ask(self.facts[key])
        except (Fault, Refusal) as problem:
            self._fault(key, str(problem.sentence))
            return default

    def _each(self, key: str, ask: Callable, most: int = _MOST_OF_A_KIND) -> list:
        def ask_each(value):
            values = value if isinstance(value, list) else [value]
            if len(values) > most:
                raise Fault(f"Höchstens {most} sind möglich.")
            return [ask(one) for one in values]

        return self._ask(key, ask_each, [])

    def _line(self, key: str, most: int, *, required=False) -> str:
        said = self._ask(key, lambda value: _line(value, most), "")
        if required and not said and key not in {fault.sentence.partition(":")[0] for fault in self.faults}:
            self._fault(key, "Diese Angabe fehlt.")
        return said

    def _one_of(self, key: str, choices, *, required=False) -> str:
        by_label = {str(label).casefold(): value for value, label in choices}

        def ask(value):
            if _line(value, 100).casefold() not in by_label:
                raise Fault(f"„{value}“ gibt es nicht. Möglich sind: {', '.join(str(label) for _, label in choices)}.")
            return by_label[_line(value, 100).casefold()]

        if required and self.facts.get(key) in (None, ""):
            self._fault(key, "Diese Angabe fehlt.")
        return self._ask(key, ask, "")

    def _marks(self, key: str, choices) -> set[str]:
        known = dict(choices)

        def ask(value):
            mark = str(value).strip().lower() if isinstance(value, str | int) else ""
            if mark not in known:
                raise Fault(f"„{value}“ gibt es nicht. Möglich sind: {', '.join(known)}.")
            return mark

        return set(self._each(key, ask))

    def _field(self, value) -> FieldOfAction:
        slug = _line(value, 60)
        if slug not in self.known.fields:
            raise Fault(f"Das Handlungsfeld „{slug}“ gibt es nicht. Möglich sind: {', '.join(self.known.fields)}.")
        return self.known.fields[slug]

    def _land(self, value) -> Land | None:
        word = _line(value, 60)
        land = self.known.land(word)
        if land is None:
            self.remarks.append(f"Das Land „{word}“ steht hier nicht im Verzeichnis; die Seite nennt keines.")
        return land

    def _municipality(self, value) -> Municipality:
        return self.known.municipality(_line(value, 120))

    def _named(self, value) -> Named:
        """`ben@example.org`, `ben`, or `{name: Ben Okonkwo}` for somebody without an account here."""
        if isinstance(value, dict):
            return Named(_line(_only(value, "name").get("name"), 120))
        person = self.known.person(_line(value, 254))
        return Named(person.name, person)

    def _team(self, value) -> Group | None:
        return None if isinstance(value, dict) else self.known.team(_line(value, 120))

    def _team_name(self) -> str:
        value = self.facts.get("team")
        if isinstance(value, dict):
            return self._ask("team", lambda value: _line(_only(value, "name").get("name"), 120), "")
        return value.strip() if isinstance(value, str) else ""

    def _review(self, value) -> Reviewed:
        entry = _only(value, "von", "seite", "am")
        sides = {str(label): side for side, label in Review.SIDES}
        side = entry.get("seite", str(Review.SIDES[0][1]))
        if side not in sides:
            raise Fault(f"seite: Möglich sind {' und '.join(sides)}.")
        return Reviewed(self._named(entry.get("von")), sides[side], self._past(entry["am"]) if "am" in entry else None)

    def _source(self, value) -> dict:
        entry = _only(value, "titel", "url", "hinweis")
        url = _line(entry.get("url", ""), 500, may_be_empty=True)
        if url:
            try:
                URLValidator(schemes=["http", "https"])(url)
            except ValidationError:
                raise Fault(f"„{url}“ ist keine Webadresse.")
        note = _line(entry.get("hinweis", ""), 300, may_be_empty=True)
        return {"title": _line(entry.get("titel"), 200), "url": url, "note": note}

    def _file(self, value) -> tuple[str, Accepted]:
        entry = _only(value, "datei", "titel", "name")
        name = _line(entry.get("datei"), 200)
        path = self.path.parent / FILES / name
        if name != Path(name).name or "\\" in name or name.startswith("."):
            raise Fault(f"„{name}“ muss der Name einer Datei im Ordner „{FILES}“ sein, ohne weitere Ordner.")
        if path.is_symlink() or not path.is_file():
            raise Fault(f"Die Datei „{FILES}/{name}“ gibt es nicht.")
        shown = _line(entry.get("name", name), 120)
        if path.stat().st_size > 25 * 1024 * 1024:
            raise Fault(f"Die Datei „{name}“ ist zu groß.")
        try:
            file = accept(ContentFile(path.read_bytes(), name=shown))
        except Refusal as refusal:
            raise Fault(f"„{name}“: {refusal.sentence}")
        return _line(entry.get("titel", Path(name).stem), 200), file

    def _adoption(self, value) -> Adopted:
        entry = _only(value, "kommune", "text", "tage", "am")
        on = self._past(entry.get("am", entry.get("tage", 0)))
        text = _line(entry.get("text", ""), 600, may_be_empty=True)
        return Adopted(self._municipality(entry.get("kommune")), text, on)

    def _past(self, value) -> date:
        day = self._day(value, -1)
        if day > self.today:
            raise Fault("Dieser Tag liegt in der Zukunft.")
        return day

    def _coming(self, value) -> date:
        return self._day(value, 1)

    def _day(self, value, way: int) -> date:
        """A date, or a number of days from today in that direction."""
        value = value.date() if isinstance(value, datetime) else value
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            for form in ("%Y-%m-%d", "%d.%m.%Y"):
                try:
                    return datetime.strptime(value.strip(), form).date()
                except ValueError:
                    continue
            value = int(value) if value.strip().lstrip("-").isdecimal() and len(value) < 8 else None
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _MOST_DAYS:
            raise Fault("Erwartet wird ein Tag (2026-03-31) oder eine Zahl von Tagen.")
        return self.today + timedelta(days=way * value)

    def _sections(self, text: str, kind: str) -> list[tuple[str, str, str]]:
        if len(text) > _MOST_TEXT:
            self.faults.append(Fault("Der Text ist zu lang."))
            return []
        roles = {str(label).casefold(): role for role, label in Section.ROLES} if kind == Article.EXAMPLE else {}
        title, found = str(self.facts.get("titel", "")).strip(), []
        for heading, source in in_sections(text):
            if heading == title and not found:  # some write the title above the text again
                heading = ""
                if not source:
                    continue
            if len(heading) > 150:
                self.faults.append(Fault(f"Die Überschrift „{heading[:40]}…“ ist länger als 150 Zeichen."))
            found.append((roles.pop(heading.casefold(), ""), heading, source))
        return found


def _line(value, most: int, *, may_be_empty=False) -> str:
    if value is None and not may_be_empty:
        raise Fault("Hier fehlt etwas.")
    if not isinstance(value, str):
        raise Fault(f"„{value}“ ist kein Text. Bitte setzen Sie ihn in Anführungszeichen.")
    line = seen_in_one_line(value)
    if not line and not may_be_empty:
        raise Fault("Hier fehlt etwas.")
    if len(line) > most:
        raise Fault(f"Das sind {len(line)} Zeichen, möglich sind {most}.")
    return line


def _only(value, *keys: str) -> dict:
    if not isinstance(value, dict):
        raise Fault(f"Erwartet wird {{{', '.join(f'{key}: …' for key in keys)}}}.")
    if wrong := [key for key in value if key not in keys]:
        raise Fault(f"„{wrong[0]}“ gibt es hier nicht. Möglich sind: {', '.join(keys)}.")
    return value
