"""The line under which somebody stands who does not say her name: what she shares with at least so many readers.

Counted are not those whom a line fits, but those who would stand under it. Otherwise a line gives away who could not
have a narrower one: the only officer of a large city among twenty of middle-sized ones would be "Stadt" alone, although
"Stadt" fits all. So the readers are parted into lines, from the widest to the narrowest, and none is given to fewer
than `settings.FEWEST_ALIKE`. The line follows from the class of traits and the room, never from the person.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.groups.readers import holders
from dreiklang.people.models import Tenure
from dreiklang.places.models import Municipality
from dreiklang.places.sizes import NARROW

SIZES = NARROW  # inhabitants; a size is the number of bounds that are reached
YEARS = (2, 5)  # in office
_SAID = (10, 20, 50, 100)  # beyond the fewest; nobody is told how many exactly
_OFFICER = "officer"
# From wide to narrow: holds an office, kind of municipality, two sizes together, size, time in office.
Traits = tuple


@dataclass(frozen=True)
class Standing:
    line: str
    fits: int  # at least so many readers would stand there too, the asker among them


def standing_of(person, token: str) -> Standing | None:
    """How she stands among whoever holds the token; None where too few are like her, or she is not one of them.

    Four queries, however many read.
    """
    readers = holders(token)
    counts = _counts(readers)
    if without := readers.count() - sum(counts.values()):
        counts[()] = without
    if sum(counts.values()) < settings.FEWEST_ALIKE or not readers.filter(pk=person.pk).exists():
        return None
    parted = part(counts, settings.FEWEST_ALIKE)
    mine = next(iter(_counts(readers.filter(pk=person.pk))), ())
    stands = parted[mine]
    if stands is None:
        return None
    alike = sum(number for traits, number in counts.items() if parted[traits] == stands)
    return Standing(line(stands), max(settings.FEWEST_ALIKE, *(step for step in _SAID if step <= alike), 0))


def bearers(token: str, said: str) -> set[UUID]:
    """The ids of the readers who would stand under this line: among so many whoever asked under it is hidden."""
    readers = holders(token)
    traits = dict.fromkeys(readers.values_list("pk", flat=True), ()) | _each(readers)
    parted = part(Counter(traits.values()), settings.FEWEST_ALIKE)
    return {pk for pk, mine in traits.items() if parted[mine] is not None and line(parted[mine]) == said}


def _counts(readers) -> dict[Traits, int]:
    """Traits -> how many of these people have them. Whoever holds no office is not in it."""
    return Counter(_each(readers).values())


def _each(readers) -> dict[UUID, Traits]:
    """Person's id -> her traits, of whoever holds an office; of two offices the later."""
    place, today = "office__municipality", timezone.localdate()
    current = Tenure.objects.current()
    latest = current.filter(person=OuterRef("person")).order_by("-held_from", "pk").values("pk")[:1]
    rows = (
        current.filter(person__in=readers.values("pk"), pk=Subquery(latest))
        .annotate(
            size=_reached(*(When(**{f"{place}__population__lt": bound}) for bound in SIZES)),
            time=_reached(*(When(held_from__gt=_years_before(today, years)) for years in YEARS)),
        )
        .order_by()
        .values_list("person", f"{place}__kind", "size", "time")
    )
    return {person: (_OFFICER, kind, size // 2, size, time) for person, kind, size, time in rows}


def _reached(*bounds: When) -> Case:
    """0 below the first bound, 1 below the second …"""
    for number, bound in enumerate(bounds):
        bound.result = Value(number)
    return Case(*bounds, default=Value(len(bounds)), output_field=IntegerField())


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def part(counts: dict[Traits, int], fewest: int, line: Traits = ()) -> dict[Traits, Traits | None]:
    """Traits -> the beginning of them under which they stand. Under every beginning that is used stand `fewest` people
    or more, if there are so many at all. None for the few without an office who could be told from all others."""
    narrower = {}
    for traits, number in counts.items():
        narrower.setdefault(traits[: len(line) + 1], {})[traits] = number
    staying, found = narrower.pop(line, {}), {}
    for key, those in sorted(narrower.items()):
        if sum(those.values()) < fewest:
            staying |= those
        else:
            found |= part(those, fewest, key)
    if found and 0 < sum(staying.values()) < fewest:
        # The few are too few even together. The smallest company that stands widest already joins them.
        company = Counter()
        for traits, stands in found.items():
            company[stands] += counts[traits]
        joining = min(company, key=lambda stands: (len(stands), company[stands], stands))
        if not line and len(joining) > 1:  # or two of the team in a room would cost all officers their traits
            return found | dict.fromkeys(staying)
        staying |= {traits: counts[traits] for traits, stands in found.items() if stands == joining}
    return found | dict.fromkeys(staying, line)


@override(settings.LANGUAGE_CODE)  # it is kept and read by others: the asker's language would say something of her
def line(stands: Traits) -> str:
    """'Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren', or what of it is said."""
    if not stands:
        return _("Mitglied in diesem Raum")
    words = [_("Integrationsbeauftragte")]
    if len(stands) > 1:
        kind = str(dict(Municipality.KINDS)[stands[1]])
        words.append(f"{kind} {_size(*stands[2:4])}" if len(stands) > 2 else kind)
    if len(stands) > 4:
        words.append((_("seit unter 2 Jahren"), _("seit 2 bis 5 Jahren"), _("seit über 5 Jahren"))[stands[4]])
    return ", ".join(words)


def _size(two: int, one: int | None = None) -> str:
    first, last = (two * 2, two * 2 + 1) if one is None else (one, one)
    low = SIZES[first - 1] // 1000 if first else None
    high = SIZES[last] // 1000 if last < len(SIZES) else None
    if low is None:
        return _("unter %(n)s Tsd.") % {"n": high}
    if high is None:
        return _("über %(n)s Tsd.") % {"n": low}
    return _("%(low)s–%(high)s Tsd.") % {"low": low, "high": high}
