"""Twenty minutes with somebody one does not know yet: whoever wants is brought together with another now and then."""

from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.directory import Directory, fresh
from dreiklang.exchange.models import Pair, PairingWish
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal, unseal
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Block, Person, Release
from dreiklang.places.nearness import Place, distance

PURPOSE = "pairing"
_UNKNOWN = 5.0  # as far is somebody who does not say where she works
_LOOKED_AT = 40  # of so many nearest in size the nearest is taken, where many take part


@transaction.atomic
def take_part(person: Person) -> PairingWish:
    """From the next round on, until she ends it."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not Release.objects.standing().filter(person=person).exists():
        raise Refusal(_("Dafür brauchen Sie eine Karte: Ihr Gegenüber sieht Ihren Namen und schreibt Ihnen darüber."))
    return PairingWish.objects.get_or_create(person=person)[0]


@transaction.atomic
def end(person: Person) -> None:
    PairingWish.objects.filter(person=person).delete()


def end_link(person: Person) -> str:
    return f"/austausch/zwanzig-minuten/ende/{seal(person.pk, PURPOSE)}/"


def person_of(token: str) -> Person | None:
    said = unseal(token, PURPOSE)
    return Person.objects.filter(pk=UUID(said)).first() if said else None


def next_round() -> date | None:
    """Its first day; None where there was none yet, and it comes as soon as there are two."""
    last = Pair.objects.aggregate(last=Max("on"))["last"]
    return last + timedelta(weeks=settings.PAIR_WEEKS) if last else None


@transaction.atomic
def pair_due() -> int:
    """The chore: a round, where one is due. Who comes second waits at the wishes and then finds it done. Returns how
    many pairs there are of it."""
    findable = Release.objects.standing().values("person")
    wishes = list(
        PairingWish.objects.select_for_update(of=("self",)).filter(person__in=findable)
        .select_related("person").order_by("person")
    )  # fmt: skip
    due = next_round()
    if len(wishes) < 2 or (due and due > timezone.localdate()):
        return 0
    people, there = {wish.person_id: wish.person for wish in wishes}, fresh()
    first = {wish.person_id for wish in wishes if wish.is_first}
    pairs = match(sorted(people), first, _Apart(people, there), _parted(people))
    if not pairs:
        return 0  # all know each other; whoever joins next changes that
    Pair.objects.bulk_create(Pair(one_id=one, other_id=other) for one, other in pairs)
    met = {person for pair in pairs for person in pair}
    PairingWish.objects.filter(person__in=met).update(is_first=False)
    PairingWish.objects.filter(person__in=people.keys() - met).update(is_first=True)
    for one, other in pairs:
        _tell(people[one], people[other], there)
        _tell(people[other], people[one], there)
    return len(pairs)


def match(people: list, first: set, apart, parted: set) -> list[tuple]:
    """Pairs, each in order, as many as can be: first those who went without last time, each with the nearest; then the
    nearest of all. `apart(one, other)` says how far, `parted` holds the pairs that must not be."""
    allowed = [
        pair for pair in _looked_at(people, apart) if pair not in parted
    ]  # fmt: skip
    allowed.sort(key=lambda pair: (first.isdisjoint(pair), apart(*pair), pair))
    pairs, left = [], set(people)
    for one, other in allowed:
        if one in left and other in left:
            pairs.append((one, other))
            left -= {one, other}
    return _with_the_rest(pairs, sorted(left, key=lambda one: (one not in first, one)), parted)


def _looked_at(people: list, apart):
    """All pairs of few; of many, each with those that stand close to her in the order that `apart.order` gives."""
    if len(people) <= 2 * _LOOKED_AT:
        return combinations(people, 2)
    ordered = sorted(people, key=apart.order)
    return {
        tuple(sorted(pair))
        for place, one in enumerate(ordered)
        for pair in ((one, other) for other in ordered[place + 1 : place + 1 + _LOOKED_AT])
    }


def _with_the_rest(pairs: list, left: list, parted: set) -> list[tuple]:
    """Two who may not meet each other, or of whom nothing was looked at, may each meet one of a pair."""
    for one, other in combinations(left, 2):
        if any(one in pair or other in pair for pair in pairs):
            continue
        if _pair(one, other) not in parted:
            pairs.append(_pair(one, other))
            continue
        for pair in pairs:
            swapped = next(
                (new for a, b in (pair, pair[::-1]) if not (new := {_pair(one, a), _pair(other, b)}) & parted), None
            )  # fmt: skip
            if swapped:
                pairs = [each for each in pairs if each != pair] + sorted(swapped)
                break
    return pairs


def _pair(one, other) -> tuple:
    return (one, other) if one < other else (other, one)


class _Apart:
    """By what members see: whoever hides her municipality is not brought together by it."""

    def __init__(self, people, there: Directory):
        lines = {person: there.lines[there.persons[person]] for person in people if person in there.persons}
        self.places = {person: Place.of(line.municipality) for person, line in lines.items() if line.municipality}

    def __call__(self, one, other) -> float:
        here, there = self.places.get(one), self.places.get(other)
        return distance(here, there) if here and there else _UNKNOWN

    def order(self, one) -> tuple:
        place = self.places.get(one)
        return (place.population if place else 0, one)


def _parted(people) -> set[tuple]:
    """Who met, and who takes nothing from whom."""
    met = Pair.objects.filter(Q(one__in=people) & Q(other__in=people)).values_list("one", "other")
    blocked = Block.objects.filter(Q(person__in=people) & Q(whom__in=people)).values_list("person", "whom")
    return {_pair(one, other) for one, other in (*met, *blocked)}


def _tell(person: Person, other: Person, there: Directory) -> None:
    line = there.lines[there.persons[other.pk]]
    write(
        person.email, "letters/twenty_minutes.txt",
        {"person": person, "line": line, "end": end_link(person), "weeks": settings.PAIR_WEEKS},
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip
