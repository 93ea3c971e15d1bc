from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from dreiklang.exchange.models import Pair, PairingWish, WelcomeDone
from dreiklang.foundation.privacy import Rule

DAYS = 730  # then two may be brought together again
_WISH, _PAIR = "Zwanzig Minuten: macht mit", "Zwanzig Minuten: damit zwei nicht zweimal zusammenkommen"
_TWO, _TILL = "die beiden selbst", f"{DAYS} Tage"
COLUMNS = [
    ("exchange.PairingWish.person", _WISH, "nur sie selbst", "bis sie nicht mehr mitmacht"),
    (
        "exchange.PairingWish.is_first",
        "wer zuletzt leer ausging, kommt zuerst dran",
        "niemand",
        "bis zur nächsten Runde",
    ),
    ("exchange.Pair.id", "Zuordnung", "niemand", _TILL),
    ("exchange.Pair.one", _PAIR, _TWO, _TILL),
    ("exchange.Pair.other", _PAIR, _TWO, _TILL),
    ("exchange.Pair.on", "Beginn der Runde", _TWO, _TILL),
    (
        "exchange.WelcomeDone.person",
        "hat die ersten Schritte ausgeblendet",
        "nur sie selbst",
        "bis zur Löschung des Kontos",
    ),
]


def _pairs_of(person):
    return Pair.objects.filter(Q(one=person) | Q(other=person)).select_related("one", "other").order_by("on")


def export(person) -> dict:
    wish = PairingWish.objects.filter(person=person).first()
    return {
        "Zwanzig Minuten": {
            "macht mit": wish is not None, "kommt zuerst dran": bool(wish and wish.is_first),
            "Gespräche mit": [
                {"Name": (pair.other if pair.one_id == person.pk else pair.one).name, "Runde": pair.on.isoformat()}
                for pair in _pairs_of(person)
            ],
        },
        "Erste Schritte ausgeblendet": WelcomeDone.objects.filter(person=person).exists(),
    }  # fmt: skip


def erase(person) -> None:
    PairingWish.objects.filter(person=person.pk).delete()
    WelcomeDone.objects.filter(person=person.pk).delete()
    Pair.objects.filter(Q(one=person.pk) | Q(other=person.pk)).delete()


def _old_pairs(now):
    return Pair.objects.filter(on__lte=timezone.localdate(now) - timedelta(days=DAYS))


RULES = [Rule("Paare aus Zwanzig Minuten", DAYS, _old_pairs, lambda due: due.delete()[0])]
