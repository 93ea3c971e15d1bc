"""What a hall keeps of a person: who opened it, and that she is interested in a question, as long as the key is there.
Who asked is kept nowhere."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.models import Hall, HallLike, HallQuestion
from dreiklang.debates.models.halls import KEPT_DAYS
from dreiklang.foundation.privacy import Rule

_LIKES = "dass eine Frage aus einem Saal auch sie interessiert, unter zufälliger Kennung"
_TORN = "bis der Saal schließt; dann bleiben nur die Summen"
COLUMNS = [
    ("debates.HallLike.id", _LIKES, "sie selbst; alle nur die Summe", _TORN),
    ("debates.HallLike.question", _LIKES, "sie selbst; alle nur die Summe", _TORN),
    ("debates.Hall.by", "wer einen Saal geöffnet hat", "niemand", f"{KEPT_DAYS} Tage nach dem Tag des Saals"),
]


def _past(now):
    return Hall.objects.filter(on__lte=timezone.localdate(now) - timedelta(days=KEPT_DAYS))


RULES = [Rule("Fragen aus dem Saal", KEPT_DAYS, _past, lambda rows: rows.delete()[1].get("debates.Hall", 0))]


def likes_of(person) -> Q:
    """Of halls that still have their key."""
    found = []
    for hall in Hall.objects.exclude(key=None):
        voter = secret.voter_id(hall, person.pk)
        found += [secret.vote_id(voter, pk) for pk in hall.questions.values_list("pk", flat=True)]
    return Q(pk__in=found)


def export(person) -> dict:
    liked = HallQuestion.objects.filter(pk__in=HallLike.objects.filter(likes_of(person)).values("question"))
    opened = Hall.objects.filter(by=person).order_by("on", "title")
    return {
        "Fragen aus dem Saal, die mich auch interessieren": [one.text for one in liked.order_by("text")],
        "Säle, die ich geöffnet habe": [{"Saal": one.title, "von": person.name} for one in opened],
    }


def erase(person) -> None:
    HallLike.objects.filter(likes_of(person)).delete()
    Hall.objects.filter(by=person).update(by=None)
