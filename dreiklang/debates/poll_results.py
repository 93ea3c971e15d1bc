"""The result of a poll in sentences, and as lines with bars: nothing that tallies.py does not tell."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.debates import tallies
from dreiklang.debates.models import Poll, PollOption


@dataclass
class Line:
    text: str
    said: str
    share: int | None = None  # of the bar, in per cent; None where no number is told


@dataclass
class Result:
    headline: str
    is_good: bool  # of a consent round: it carries
    facts: list[str]
    lines: list[Line] = field(default_factory=list)
    words: list[tuple[str, str, list[str]]] = field(default_factory=list)  # kind, heading, texts; "" was taken out


def said_of(poll: Poll, options: list[PollOption]) -> Result | None:
    """None before it is counted."""
    if poll.result is None:
        return None
    say = {Poll.CONSENT: _consent, Poll.DOTS: _dots, Poll.RANKING: _ranking}[poll.kind]
    result = say(poll, poll.result, options)
    result.facts.insert(0, _how_many(poll.result["voters"]))
    return result


def _how_many(voters: int) -> str:
    if not voters:
        return _("Weniger als fünf haben geantwortet. Darum steht hier keine Zahl.")
    return _("Mindestens %(n)s haben geantwortet.") % {"n": voters}


def _consent(_poll: Poll, told: dict, _options: list) -> Result:
    headline = {
        tallies.CARRIES: _("Der Vorschlag trägt: Niemand hat einen schwerwiegenden Einwand."),
        tallies.TALK: _("Erst die Einwände besprechen: Es gibt mindestens einen schwerwiegenden."),
        tallies.FAILS: _("Der Vorschlag trägt nicht: Mindestens die Hälfte hat einen schwerwiegenden Einwand."),
        None: _("Niemand hat geantwortet."),
    }[told["verdict"]]
    facts, lines = [], []
    if told["nearly_all"]:
        facts.append(_("Fast alle sind einverstanden."))
    if told["agree"] or told["objections"]:
        of = max(told["voters"], told["agree"] + told["objections"])
        rows = [(_("einverstanden"), told["agree"]), (_("schwerwiegender Einwand"), told["objections"])]
        lines = [Line(text, _at_least(number), round(100 * number / of)) for text, number in rows if number]
    words = [
        (tallies.OBJECTION, _("Einwände in Worten"), told["words"][tallies.OBJECTION]),
        (tallies.CONCERN, _("Bedenken in Worten"), told["words"][tallies.CONCERN]),
    ]
    return Result(headline, told["verdict"] == tallies.CARRIES, facts, lines, [each for each in words if each[2]])


def _at_least(number: int) -> str:
    return _("mindestens %(n)s") % {"n": number}


def _dots(_poll: Poll, told: dict, options: list[PollOption]) -> Result:
    if (sums := told["sums"]) is None:
        return _only_first(told, options)
    best, most = tallies.first_of(sums), max(sums)
    if best is not None:
        headline = _("Vorn liegt: %(option)s") % {"option": options[best].text}
    elif most:
        names = [option.text for option in options if sums[option.number] == most]
        headline = _("Gleichauf liegen vorn: %(options)s") % {"options": " · ".join(names)}
    else:
        headline = _("Keine Option liegt klar vorn.")
    lines = [
        Line(option.text, _in_dots(sums[option.number]), round(100 * sums[option.number] / (most or 1)))
        for option in sorted(options, key=lambda option: (-sums[option.number], option.number))
    ]
    return Result(
        headline, False, [_("Optionen auf derselben Stufe gelten als gleichauf; genauer wird es nicht gesagt.")], lines
    )


def _in_dots(number: int) -> str:
    if not number:
        return _("weniger, als eine Zahl zu sagen erlaubt")
    return ngettext("mindestens %(n)s Punkt", "mindestens %(n)s Punkte", number) % {"n": number}


def _only_first(told: dict, options: list[PollOption]) -> Result:
    if not told["voters"]:
        return Result(_("Zu wenige Antworten für ein Ergebnis."), False, [])
    if told["first"] is None:
        return Result(_("Keine Option liegt klar vorn."), False, [_few()])
    return Result(_("Vorn liegt: %(option)s") % {"option": options[told["first"]].text}, False, [_few()])


def _few() -> str:
    return _("Bei so wenigen Antworten steht hier nur, was vorn liegt: Aus Zahlen ließe sich auf einzelne schließen.")


def _ranking(_poll: Poll, told: dict, options: list[PollOption]) -> Result:
    result = _only_first(told, options)
    if told["first"] is not None:
        result.facts.insert(0, _("Diese Option hat die meisten Punkte und gewinnt auch gegen jede andere einzeln."))
    elif told["voters"]:
        result.facts.insert(
            0,
            _("Keine hat allein die meisten Punkte und gewinnt zugleich gegen jede andere einzeln."),
        )
    if (thirds := told["thirds"]) is None:
        return result
    words = {
        tallies.HIGH: _("weit vorn: mindestens zwei Drittel der möglichen Punkte"),
        tallies.MIDDLE: _("in der Mitte"),
        tallies.LOW: _("weit hinten: weniger als ein Drittel der möglichen Punkte"),
    }
    result.facts.remove(_few())
    others = _("Sonst gelten Optionen auf derselben Stufe als gleichauf; genauer wird es nicht gesagt.")
    every = _("Optionen auf derselben Stufe gelten als gleichauf; genauer wird es nicht gesagt.")
    result.facts.append(every if told["first"] is None else others)
    ordered = sorted(options, key=lambda one: (one.number != told["first"], -thirds[one.number], one.number))
    result.lines = [
        Line(one.text, words[thirds[one.number]], (17, 50, 83)[thirds[one.number]]) for one in ordered
    ]  # fmt: skip
    return result
