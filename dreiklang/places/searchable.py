"""Municipalities that can be found, by everybody: by name, district and Land."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind
from dreiklang.places.models import Municipality

MUNICIPALITY = "municipality"


def keep(lands: Iterable[str]) -> None:
    """Findable as these Länder (keys) have them now; what is no longer current is not."""
    there = Municipality.objects.filter(district__land__in=list(lands))
    remove(MUNICIPALITY, *there.filter(is_current=False).values_list("pk", flat=True))
    put(*_entries_of(there.current()))


def _entries_of(municipalities) -> Iterator[Entry]:
    return map(_entry, municipalities.with_district().order_by("pk").iterator(chunk_size=2000))


def _entry(municipality: Municipality) -> Entry:
    district = municipality.district
    # Not that it is a Gemeinde or a Stadt: thousands are, and whoever seeks something about Gemeinden means no list.
    is_telling = municipality.kind in (Municipality.LANDKREIS, Municipality.KREISFREI)
    about = [municipality.designation] if is_telling else []
    about += [f"{district.kind} {district.name}", district.land.name, municipality.key]
    return Entry(
        MUNICIPALITY, municipality.key, "public", municipality.path, municipality.label,
        keywords="\n".join(about), land=district.land_id, municipality_kind=municipality.kind,
    )  # fmt: skip


def _readable(ids: list[str], person) -> set[str]:
    return set(Municipality.objects.current().filter(pk__in=ids).values_list("pk", flat=True))


KINDS = [
    Kind(
        MUNICIPALITY, _("Kommunen"), _("Kommune"), lambda: _entries_of(Municipality.objects.current()), _readable
    ),
]  # fmt: skip
