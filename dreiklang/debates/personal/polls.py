"""What a poll keeps of a person: what she answered is hers until the end, and then nobody's, for it is gone."""

from datetime import timedelta

from dreiklang.debates import secret
from dreiklang.debates.models import Ballot, Poll, PollOption, Turnout
from dreiklang.foundation.privacy import Rule

KEPT_DAYS = 90  # after the end: so long the outcome is told
_TOOK_PART = "dass jemand an einer Umfrage teilnahm: damit nur erinnert wird, wer fehlt, und alle das Ergebnis erfahren"
_BALLOT, _GONE = "Antwort unter zufälliger Kennung", "bis zum Ende der Umfrage; dann wird sie gezählt und gelöscht"
COLUMNS = [
    *[(f"debates.Turnout.{name}", _TOOK_PART, "niemand", f"{KEPT_DAYS} Tage nach dem Ende")
      for name in ("id", "poll", "person")],
    *[(f"debates.Ballot.{name}", _BALLOT, "niemand; gezählt, wer die Umfrage liest", _GONE)
      for name in ("id", "poll", "said")],
    ("debates.Poll.by", "wer eine Umfrage vorbereitet", "niemand", "bis zur Löschung des Kontos"),
]  # fmt: skip


def _over(now):
    return Turnout.objects.filter(poll__ends__lte=now - timedelta(days=KEPT_DAYS))


RULES = [Rule("wer an beendeten Umfragen teilnahm", KEPT_DAYS, _over, lambda rows: rows.delete()[0])]


def export(person) -> dict:
    polls = list(_took_part(person))
    said = {ballot.poll_id: ballot.said for ballot in Ballot.objects.filter(pk__in=ballots_of(person))}
    options = {poll.pk: [] for poll in polls}
    for option in PollOption.objects.filter(poll__in=polls):
        options[option.poll_id].append(option.text)
    return {
        "Meine Umfragen": [
            {"Umfrage": poll.question,
             "Antwort": _in_words(poll, said[poll.pk], options[poll.pk]) if poll.pk in said else "gezählt und gelöscht"}
            for poll in polls
        ],
        "Umfragen, die ich vorbereite": list(Poll.objects.filter(by=person).values_list("question", flat=True)),
    }  # fmt: skip


_STANCES = {"agree": "einverstanden", "concern": "leichte Bedenken", "objection": "schwerwiegender Einwand"}


def _in_words(poll: Poll, said, options: list[str]):
    if poll.kind == Poll.CONSENT:
        return {"Haltung": _STANCES[said["stance"]], "Worte": said["words"]}
    if poll.kind == Poll.RANKING:
        return [options[number] for number in said]
    return {text: number for text, number in zip(options, said, strict=True) if number}


def _took_part(person):
    return Poll.objects.filter(pk__in=Turnout.objects.filter(person=person).values("poll")).order_by("question", "pk")


def ballots_of(person) -> list:
    """Ids of hers, of polls that still know it."""
    found = [secret.voter_id(poll, person.pk) for poll in _took_part(person)]
    return [ballot for ballot in found if ballot is not None]


def erase(person) -> None:
    Ballot.objects.filter(pk__in=ballots_of(person)).delete()
    Turnout.objects.filter(person=person).delete()
    Poll.objects.filter(by=person).update(by=None)
