"""A question and its answer as the page shows them: only what the person may read now, and why it stands there."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dreiklang.groups.readers import tokens_of
from dreiklang.index.asking import Answer, Asker, Hit, ask
from dreiklang.index.kinds import kinds
from dreiklang.index.models import Row
from dreiklang.index.queries import Query, equal_words, parse
from dreiklang.index.snippets import Piece, Ways, marked, passage, snippet
from dreiklang.people.rules import is_member
from dreiklang.places.models import Land, Municipality

A_PAGE = 10
MOST_PAGES = 50
WHO_KNOWS = 3
FRESH = timedelta(days=60)  # so near a date raises what it belongs to noticeably
PARAMETERS = {"art": "kind", "land": "land", "kommune": "municipality_kind"}  # in the address -> facet


@dataclass(frozen=True)
class Choice:
    value: str
    said: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    kind: str
    hit: Hit
    title: list[Piece]
    text: list[Piece]
    address: str  # where in it the words stand
    reasons: list[str]
    warning: str = ""  # of what is there, but no longer good without a second look

    @property
    def when(self) -> str:
        day = self.hit.row.date
        return date_format(day, "DATE_FORMAT") if day and self.hit.row.kind == "event" else ""


@dataclass
class Found:
    query: Query
    answer: Answer
    shown: list[Shown]
    choices: list[tuple[str, str, list[Choice]]]  # parameter, what it says, its values
    people: list[Shown] = field(default_factory=list)  # who could know
    page: int = 1

    @property
    def pages(self) -> int:
        return min(MOST_PAGES, -(-self.answer.total // A_PAGE))


def asker_of(person) -> Asker:
    """With what is like hers: the municipality of the office that she holds."""
    office = person.current_office if person.is_authenticated else None
    if office is None:
        return Asker(tokens_of(person))
    return Asker(tokens_of(person), office.municipality.district.land_id, office.municipality.kind)


def find(typed: str, person, chosen: dict[str, str], *, page: int = 1, is_typing: bool = False,
         is_literal: bool = False, newest_first: bool = False) -> Found:  # fmt: skip
    """`chosen`: parameter of the address -> value. Counts and facets hold only what the person's tokens open; what is
    shown is looked at once more by the rules of its room."""
    query = parse(typed, equal_words())
    facets = {PARAMETERS[name]: value for name, value in chosen.items() if name in PARAMETERS and value}
    page = max(1, min(page, MOST_PAGES))
    leads_on = is_member(person) and not facets and not is_typing
    answer = ask(
        query, asker_of(person), chosen=facets, start=(page - 1) * A_PAGE, most=A_PAGE, is_typing=is_typing,
        is_literal=is_literal, newest_first=newest_first,
        beside={"kind": "person"} if leads_on else None, most_beside=WHO_KNOWS,
    )  # fmt: skip
    found = Found(query, answer, [], _choices(answer, facets), page=page)
    found.shown = _shown(answer.hits, query, person)
    listed = {shown.hit.row.pk for shown in found.shown}
    found.people = [each for each in _shown(answer.beside, query, person) if each.hit.row.pk not in listed]
    return found


def _shown(hits: list[Hit], query: Query, person) -> list[Shown]:
    readable = _readable(hits, person)
    ways = [frozenset(way) for word in query.words for way in word.alternatives]
    return [
        _as_shown(hit, ways, _warning(readable[hit.row.kind], hit.row))
        for hit in hits
        if hit.row.object_id in readable.get(hit.row.kind, ())
    ]


def _as_shown(hit: Hit, ways: Ways, warning: str) -> Shown:
    row, kind = hit.row, kinds()[hit.row.kind]
    number, text = passage(row.text, ways) if kind.shows_text else (None, "")
    return Shown(
        str(kind.said_of_one), hit, marked(row.title, ways), snippet(_readable_text(row, text), ways),
        row.address if number is None else kind.address_at(row, number), _reasons(hit), warning,
    )  # fmt: skip


def _warning(readable: set[str] | dict[str, str], row: Row) -> str:
    return readable[row.object_id] if isinstance(readable, dict) else ""


def _readable_text(row: Row, text: str) -> str:
    return " · ".join(line.strip() for line in [*row.keywords.split("\n"), text] if line.strip())


def _readable(hits: list[Hit], person) -> dict[str, set[str] | dict[str, str]]:
    """The rooms are asked, one question a kind: an entry may be older than what it speaks of."""
    by_kind = {}
    for hit in hits:
        by_kind.setdefault(hit.row.kind, []).append(hit.row.object_id)
    return {name: kinds()[name].readable(ids, person) for name, ids in by_kind.items() if name in kinds()}


def _reasons(hit: Hit) -> list[str]:
    """Why it stands higher than its words alone would put it."""
    reasons = []
    if hit.row.date and abs(hit.row.date - timezone.localdate()) <= FRESH:
        reasons.append(_("weil: aktuell"))
    if hit.is_like_hers:
        kind = dict(Municipality.KINDS)[hit.row.municipality_kind]
        reasons.append(_("weil: %(kind)s wie Ihre Kommune") % {"kind": kind})
    elif hit.is_of_her_land:
        reasons.append(_("weil: aus Ihrem Land"))
    return reasons


def _choices(answer: Answer, chosen: dict[str, str]) -> list[tuple[str, str, list[Choice]]]:
    said = {"art": _("Was"), "land": _("Land"), "kommune": _("Art der Kommune")}
    labels = {"kind": {name: str(kind.said) for name, kind in kinds().items()},
              "municipality_kind": dict(Municipality.KINDS)}  # fmt: skip
    if answer.facets["land"]:
        labels["land"] = dict(Land.objects.values_list("key", "name"))
    found = []
    for parameter, facet in PARAMETERS.items():
        values = [
            Choice(value, labels[facet].get(value, value), number, chosen.get(facet) == value)
            for value, number in answer.facets[facet].items()
        ]
        if len(values) > 1 or any(value.is_chosen for value in values):
            found.append((parameter, said[parameter], values))
    return found
