"""A part of the network, told by Land, field of action, kind and size of the municipality, and association; or a group.

Only numbers of it are ever shown: whoever writes to a segment does not learn who is in it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dreiklang.exchange.models import Declined
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders
from dreiklang.people.models import FieldOfAction, Person, Tenure
from dreiklang.places.models import Association, Land, Municipality

SIZES = [
    ("-5000", _("unter 5.000")), ("5000-20000", _("5.000 bis unter 20.000")),
    ("20000-50000", _("20.000 bis unter 50.000")),
    ("50000-100000", _("50.000 bis unter 100.000")), ("100000-", _("ab 100.000")),
]  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """Whatever is empty is not asked. `group`: the one that the sender writes to, then nothing else is asked."""

    land: Land | None = None
    association: Association | None = None
    fields: tuple[FieldOfAction, ...] = ()
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    group: Group | None = None

    def people(self, sender) -> set:
        """The ids of those who get it: members who can sign in and take circulars, but not the sender."""
        if self.group is not None:
            found = holders(self.group.token)
        else:
            found = Person.objects.able().filter(is_member=True)
            if offices := self._offices():
                found = found.filter(pk__in=Tenure.objects.current().filter(offices).values("person"))
            if self.fields:
                found = found.filter(fields_of_action__in=self.fields)
        found = found.exclude(pk__in=Declined.objects.filter(kind=Declined.CIRCULARS).values("person")).exclude(
            pk=sender.pk
        )
        return set(found.values_list("pk", flat=True))

    def _offices(self) -> Q | None:
        """On tenures; None where nothing is asked of the office."""
        asked = Q()
        place = "office__municipality__"
        if self.land:
            asked &= Q((f"{place}district__land", self.land))
        if self.association:
            asked &= Q(office__association=self.association)
        if self.kinds:
            asked &= Q((f"{place}kind__in", self.kinds))
        if self.sizes:
            asked &= Q(*[_between(place, size) for size in self.sizes], _connector=Q.OR)
        return asked or None

    def said(self) -> str:
        """'Mitglieder in Musterland, Stadt, 20.000 bis unter 50.000 Einwohner, Handlungsfeld Sprache'"""
        if self.group is not None:
            return gettext("die Gruppe „%(name)s“") % {"name": self.group.name}
        words = [gettext("Mitglieder des Netzwerks")]
        if self.land:
            words.append(gettext("Land: %(what)s") % {"what": self.land.name})
        if self.association:
            words.append(gettext("Verband: %(what)s") % {"what": self.association.name})
        if self.kinds:
            kinds = dict(Municipality.KINDS)
            words.append(gettext("Art der Kommune: %(what)s") % {"what": _or(str(kinds[kind]) for kind in self.kinds)})
        if self.sizes:
            sizes = dict(SIZES)
            words.append(gettext("Einwohner: %(what)s") % {"what": _or(str(sizes[size]) for size in self.sizes)})
        if self.fields:
            words.append(gettext("Handlungsfeld: %(what)s") % {"what": _or(each.name for each in self.fields)})
        return "; ".join(words)

    def as_data(self) -> dict:
        """As it is kept with what was sent."""
        return {
            "land": self.land.pk if self.land else None, "association": self.association and self.association.pk,
            "fields": [each.pk for each in self.fields], "kinds": list(self.kinds), "sizes": list(self.sizes),
        }  # fmt: skip


def _between(place: str, size: str) -> Q:
    low, _dash, high = size.partition("-")
    asked = Q((f"{place}population__gte", int(low or 0)))
    return asked & Q((f"{place}population__lt", int(high))) if high else asked


def _or(words) -> str:
    return gettext(" oder ").join(words)
