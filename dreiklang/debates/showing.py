"""The newest published state of a debate as its page, its table, its JSON and its paper need it."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.debates.cells import AGREE, DISAGREE, PASS
from dreiklang.debates.models import Debate, State, Statement

KNOWN, NEW = "known", "new"
_NAMES = "ABCDE"


@dataclass
class Line:
    """One statement of a part with what is told of it. Bars are shares in per cent, None where no number is told."""

    number: int
    text: str
    votes: int | None  # None where whole fives are told
    said: str
    agree: int | None
    disagree: int | None
    passed: int | None

    @property
    def bar(self) -> list[tuple[str, int, str]]:
        """[(kind, per cent, what it is)], together 100; empty where only words are told."""
        told = [("agree", self.agree, _("stimmen zu")), ("disagree", self.disagree, _("stimmen nicht zu")),
                ("pass", self.passed, _("weiter"))]  # fmt: skip
        there = [(kind, number, label) for kind, number, label in told if number is not None]
        if not there:
            return []
        told = sum(number for _kind, number, _label in there)
        if not told:
            return []
        # Of whole fives up to four more stand behind each number: about four in all, drawn as the rest.
        of = told + 4 if self.votes is None else self.votes
        if of > told:
            there.append(("rest", of - told, _("alle anderen")))
        return [(kind, round(100 * number / of), label) for kind, number, label in there]


@dataclass
class Group:
    name: str  # "A"
    id: int
    size: int
    x: float
    y: float
    typical: list[tuple[Line, str]]  # with "stimmt zu" or "stimmt nicht zu"


@dataclass
class Part:
    name: str
    title: str
    voters: int
    is_small: bool
    sentence: str
    lines: list[Line]
    shared: list[Line]
    divides: list[Line]
    groups: list[Group]
    points: list[dict] = field(default_factory=list)


def shown_of(debate: Debate, state: State) -> dict[str, dict]:
    """The parts of a state, as plain data, without statements that were removed since."""
    gone = set(debate.statements.filter(state=Statement.REMOVED).values_list("number", flat=True))
    return {name: _without(part, gone) for name, part in state.shown["parts"].items()}


def _without(part: dict, gone: set[int]) -> dict:
    groups = [{**each, "typical": [one for one in each["typical"] if one["statement"] not in gone]}
              for each in part["groups"]]  # fmt: skip
    return part | {
        "rows": [row for row in part["rows"] if row["number"] not in gone], "groups": groups,
        **{name: [number for number in part[name] if number not in gone] for name in ("shared", "divides")},
    }  # fmt: skip


def parts_of(debate: Debate, state: State) -> list[Part]:
    parts = shown_of(debate, state)
    titles = {KNOWN: _("Wer schon dabei war"), NEW: _("Ohne Konto oder neu dabei")}
    return [_part(name, titles[name] if len(parts) > 1 else "", parts[name]) for name in (KNOWN, NEW) if name in parts]


def _part(name: str, title: str, shown: dict) -> Part:
    lines = {row["number"]: _line(row) for row in shown["rows"]}
    return Part(
        name, title, shown["voters"], shown["is_small"], trust_in(shown.get("trust")), list(lines.values()),
        [lines[number] for number in shown["shared"]], [lines[number] for number in shown["divides"]],
        [_group(each, lines) for each in shown["groups"]], shown["points"],
    )  # fmt: skip


def trust_in(trust: dict | None) -> str:
    """Whether groups can be told apart, as one sentence; empty where nobody looked for them yet."""
    if trust is None:
        return ""
    said = {
        "untested": _("Wie sicher die Gruppen sind, wurde nicht geprüft."),
        "few": _("Für Gruppen reicht es noch nicht: Erst ab 15 Personen wird danach gesucht."),
        "unsure": _(
            "Für Gruppen reicht es noch nicht: Ließe man ein Fünftel der Personen weg, ergäben sich oft andere Gruppen."
        ),
        "sure": _(
            "Auch ohne ein Fünftel der Personen finden sich dieselben Gruppen wieder (Übereinstimmung %(value)s von 1)."
        ),
    }[trust["verdict"]]
    return said % {"value": number_format(trust["value"] or 0, 2)}


def _group(each: dict, lines: dict[int, Line]) -> Group:
    sides = {"agree": _("stimmt zu"), "disagree": _("stimmt nicht zu"), "pass": _("geht weiter")}
    typical = [(lines[one["statement"]], sides[one["side"]]) for one in each["typical"] if one["statement"] in lines]
    return Group(_NAMES[each["id"]], each["id"], each["size"], each["x"], each["y"], typical)


def _line(row: dict) -> Line:
    return Line(row["number"], row["text"], row["votes"], said_of(row), row["agree"], row["disagree"], row["passed"])


def said_of(row: dict) -> str:
    """One sentence, whatever is told."""
    if row["votes"] is None:
        return _said_in_fives(row)
    of = {"n": row["votes"]}
    numbers = [
        (row["agree"], _("%(n)s stimmen zu")), (row["disagree"], _("%(n)s stimmen nicht zu")),
        (row["passed"], _("%(n)s gehen weiter")),
    ]  # fmt: skip
    if told := [label % {"n": number} for number, label in numbers if number is not None]:
        return _("Von %(n)s: %(told)s.") % {**of, "told": ", ".join(told)}
    does = {AGREE: _("stimmen zu"), DISAGREE: _("stimmen nicht zu"), PASS: _("gehen weiter")}.get(row["by"], "")
    match row["leaning"]:
        case "nearly all":
            return _("Fast alle von %(n)s %(do)s.") % {**of, "do": does}
        case "most":
            return _("Die meisten von %(n)s %(do)s.") % {**of, "do": does}
    return ngettext("%(n)s Antwort.", "%(n)s Antworten, ohne klare Mehrheit.", row["votes"]) % of


def _said_in_fives(row: dict) -> str:
    numbers = [
        (row["agree"], _("mindestens %(n)s stimmen zu")), (row["disagree"], _("mindestens %(n)s stimmen nicht zu")),
        (row["passed"], _("mindestens %(n)s gehen weiter")),
    ]  # fmt: skip
    told = ", ".join(label % {"n": number} for number, label in numbers if number)
    match row["leaning"]:
        case "nearly all":
            return _("Fast alle: %(told)s.") % {"told": told}
        case "most":
            return _("Die meisten: %(told)s.") % {"told": told}
    return f"{told[0].upper()}{told[1:]}." if told else _("Noch keine fünf, die gleich antworten.")


def how_many(part: Part) -> str:
    if not part.is_small:
        return _("%(n)s Personen haben geantwortet.") % {"n": number_format(part.voters, force_grouping=True)}
    return " ".join([
        _("Mindestens %(n)s Personen haben geantwortet.") % {"n": part.voters},
        _("Bis hundert Teilnehmende zählt jede Zahl in Fünfern: Aus „mindestens 10“ wird „mindestens 15“, wenn fünf "
          "mehr so antworten. So verrät kein Stand und kein Vergleich zweier Stände, was jemand geantwortet hat."),
    ])  # fmt: skip


def named(part: Part, group: Group) -> str:
    said = _("Gruppe %(name)s: mindestens %(n)s Personen") if part.is_small else _("Gruppe %(name)s: %(n)s Personen")
    return said % {"name": group.name, "n": group.size}


def map_explained() -> str:
    return _(
        "Jeder Kreis steht für mindestens fünf Personen, je größer, desto mehr. Nahe beieinander heißt: ähnlich "
        "geantwortet. Oben und unten, links und rechts bedeuten nichts."
    )


SIZE = 320  # of the map, in its own units; points lie within


def places(part: Part) -> list[dict]:
    """Circles of the map: where they lie, how large they are by the number of people, and of which group."""
    if not part.points:
        return []
    reach = max(max(abs(point["x"]), abs(point["y"])) for point in part.points) or 1
    return [
        {
            "x": _along(point["x"] / reach), "y": _along(-point["y"] / reach), "size": point["size"],
            "r": round(6 + 3.5 * point["size"] ** 0.5, 1),
            "group": _NAMES[point["group"]] if point["group"] is not None else "",
        }
        for point in part.points
    ]  # fmt: skip


def _along(share: float) -> float:
    """From -1…1 into the map, with room for a circle at its edge."""
    return round(SIZE / 2 * (1 + 0.85 * share), 1)
