"""Traces of whoever would like to belong to a group, or shall."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.exchange.models import Coming, Wish
from dreiklang.foundation.privacy import Rule

_WISH = "Bitte um Aufnahme in eine Gruppe", "wer für die Gruppe spricht", f"bis zur Antwort, höchstens {Wish.DAYS} Tage"
_COMING = (
    "Wer zu einer Gruppe eingeladen ist", "wer für die Gruppe spricht, Team",
    f"bis zur Antwort, höchstens {Coming.DAYS} Tage",
)  # fmt: skip
COLUMNS = [
    ("exchange.Wish.id", "Zuordnung", "niemand", _WISH[2]),
    *[(f"exchange.Wish.{name}", *_WISH) for name in ("group", "person", "words", "on")],
    ("exchange.Coming.id", "Zuordnung", "niemand", _COMING[2]),
    *[(f"exchange.Coming.{name}", *_COMING) for name in ("group", "email", "name", "on", "is_invited", "is_asked")],
]


def _long_ago(model):
    return lambda now: model.objects.filter(on__lte=timezone.localdate(now) - timedelta(days=model.DAYS))


RULES = [
    Rule("Bitten um Aufnahme in eine Gruppe", Wish.DAYS, _long_ago(Wish), lambda due: due.delete()[0]),
    Rule("Wer zu einer Gruppe kommen soll", Coming.DAYS, _long_ago(Coming), lambda due: due.delete()[0]),
]


def export(person) -> dict:
    return {
        "Wo ich dazugehören möchte": [
            {"Gruppe": each.group.name, "wer": each.person.name, "Worte": each.words, "am": each.on.isoformat()}
            for each in Wish.objects.filter(person=person).select_related("group", "person")
        ],
        "Wo ich dazugehören soll": [
            {"Gruppe": each.group.name, "Adresse": each.email, "Name": each.name, "am": each.on.isoformat(),
             "eingeladen": each.is_invited, "gefragt": each.is_asked}
            for each in Coming.objects.filter(email=person.email).select_related("group")
        ],
    }  # fmt: skip


def erase(person) -> None:
    Wish.objects.filter(person=person).delete()
    Coming.objects.filter(email=person.email).delete()
