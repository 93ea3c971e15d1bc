"""A first round of Zwanzig Minuten in the demo, and who has been here long."""

from dreiklang.exchange.actions import pairing, welcoming
from dreiklang.exchange.models import PairingWish
from dreiklang.people.models import Person, Release

_TAKE_PART = ("ben", "darko", "farid", "marek", "rosa", "samuel", "xenia")
_BEEN_HERE_LONG = ("ada", "ben", "dana", "olga", "mirja")


def furnish(tell=print) -> None:
    """Bring a first round of Zwanzig Minuten. Repeatable."""
    for person in _people(_BEEN_HERE_LONG):
        welcoming.put_away(person)
    if PairingWish.objects.exists():
        return
    for person in _people(_TAKE_PART):
        if Release.objects.standing().filter(person=person).exists():
            pairing.take_part(person)
    tell(f"Zwanzig Minuten: {pairing.pair_due()} Paare")


def _people(keys):
    return Person.objects.filter(is_demo=True, email__in=[f"{key}@example.org" for key in keys])
