"""What a debate keeps of a person. What she voted is hers only while a key ties it to her; then it is nobody's."""

from datetime import timedelta

from dreiklang.debates import secret
from dreiklang.debates.answering import answers_of
from dreiklang.debates.models import Debate, Participation, Statement, Voter
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
    takes_part = list(Debate.objects.filter(pk__in=Participation.objects.filter(person=person).values("debate")))
    rows = []
    for debate in takes_part:
        voter = secret.voter_id(debate, person.pk)
        answers = answers_of(voter) if voter is not None else {}
        texts = dict(Statement.objects.filter(pk__in=answers).values_list("pk", "text"))
        rows.append({
            "Debatte": debate.title,
            "Antworten": {texts[pk]: _SAID[value] for pk, value in answers.items()}
            if voter is not None else "niemand kann mehr sagen, welche",
        })  # fmt: skip
    proposed = Statement.objects.filter(proposer=person).values_list("text", flat=True)
    return {"Meine Debatten": rows, "Meine Aussagen, die warten": list(proposed)}


_SAID = {1: "stimme zu", 0: "weiter", -1: "stimme nicht zu"}


def erase(person) -> None:
    """What she said where it can still be tied to her goes with her; what was torn from her stays."""
    for debate in Debate.objects.filter(pk__in=Participation.objects.filter(person=person).values("debate")):
        if (voter := secret.voter_id(debate, person.pk)) is not None:
            Voter.objects.filter(pk=voter).delete()
    Participation.objects.filter(person=person).delete()
    Statement.objects.filter(proposer=person).update(proposer=None)
    Debate.objects.filter(by=person).update(by=None)
