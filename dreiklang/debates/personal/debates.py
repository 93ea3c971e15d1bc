"""What a debate keeps of a person. What she voted is hers only while a key ties it to her; then it is nobody's."""

from datetime import timedelta

from dreiklang.debates import secret
from dreiklang.debates.models import Debate, Participation, Statement, Vote, Voter
from dreiklang.foundation.privacy import Rule

KEPT_DAYS = 90  # after the end: so long the outcome is told
_TAKES_PART = (
    "dass jemand an einer Debatte teilnahm: damit nur erinnert wird, wer fehlt, und alle das Ergebnis erfahren"
)
_LAST = f"{KEPT_DAYS} Tage nach dem Ende"
_VOTES, _TORN = "Antworten unter zufälliger Kennung", "bis zum Ende der Debatte; dann gehören sie niemandem mehr"
COLUMNS = [
    *[(f"debates.Participation.{name}", _TAKES_PART, "niemand", _LAST) for name in ("id", "debate", "person")],
    *[(f"debates.Voter.{name}", _VOTES, "niemand", _TORN)
      for name in ("id", "debate", "is_guest", "is_new", "is_counted")],
    *[(f"debates.Vote.{name}", _VOTES, "in Summen ab fünf, wer an der Debatte teilnimmt", _TORN)
      for name in ("id", "voter", "statement", "value")],
    ("debates.Statement.proposer", "wer eine Aussage vorschlug", "niemand", "bis zur Entscheidung darüber"),
    ("debates.Debate.by", "wer eine Debatte vorbereitet", "Programmteam", "bis zur Löschung des Kontos"),
]  # fmt: skip


def _over(now):
    return Participation.objects.filter(debate__ends__lte=now - timedelta(days=KEPT_DAYS))


RULES = [Rule("wer an beendeten Debatten teilnahm", KEPT_DAYS, _over, lambda rows: rows.delete()[0])]


def export(person) -> dict:
    rows = []
    for debate in _took_part(person):
        voter = secret.voter_id(debate, person.pk)
        rows.append({"Debatte": debate.title, "Antworten": _answers(voter) if voter is not None else _TORN_APART})
    proposed = Statement.objects.filter(proposer=person).values_list("text", flat=True)
    prepared = Debate.objects.filter(by=person).values_list("title", flat=True)
    return {
        "Meine Debatten": rows, "Meine Aussagen, die warten": list(proposed),
        "Debatten, die ich vorbereite": list(prepared),
    }  # fmt: skip


_TORN_APART = "niemand kann mehr sagen, welche"


def _answers(voter) -> list[dict]:
    votes = Vote.objects.filter(voter=voter).select_related("statement").order_by("statement__number")
    return [{"Aussage": one.statement.text, "Antwort": str(one.get_value_display())} for one in votes]


def _took_part(person):
    return Debate.objects.filter(pk__in=Participation.objects.filter(person=person).values("debate"))


def voters_of(person) -> list:
    """The ids under which she votes, of debates that still know it."""
    found = [secret.voter_id(debate, person.pk) for debate in _took_part(person)]
    return [voter for voter in found if voter is not None]


def erase(person) -> None:
    """What she said where it can still be tied to her goes with her; what was torn from her stays."""
    Voter.objects.filter(pk__in=voters_of(person)).delete()
    Participation.objects.filter(person=person).delete()
    Statement.objects.filter(proposer=person).update(proposer=None)
    Debate.objects.filter(by=person).update(by=None)
