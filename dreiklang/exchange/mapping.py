"""The map of one Land: its districts, how many colleagues each has, and the equal list."""

from typing import NamedTuple

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.exchange.looking import numbers_of_districts
from dreiklang.places.models import District, Land, Outline

_MARGIN = 6  # units around the Land
STEPS = (1, 2, 4, 7)  # from so many colleagues on a district is darker


class Area(NamedTuple):
    name: str
    said: str  # how many colleagues, in words; the same beside the map as in it
    path: str
    shape: str
    shade: int  # 0 for nobody, to 4


class Map:
    """`key` of a Land as the address says it; else hers, else the one where most are."""

    def __init__(self, reader, key: str, mine=None):
        outlined = Land.objects.filter(districts__outline__isnull=False).distinct()
        self.laender = list(outlined.order_by("name"))
        keys = [land.pk for land in self.laender]
        numbers = numbers_of_districts(reader)
        self.numbers_by_land = {land: sum(n for key, n in numbers.items() if key[:2] == land) for land in keys}
        most = max(keys, key=lambda each: self.numbers_by_land[each], default="")
        found = next((each for each in (key, mine.district.land_id if mine else "", most) if each in keys), "")
        self.land = next((land for land in self.laender if land.pk == found), None)
        self.areas, self.frame, self.source, self.link = [], "", "", ""
        if self.land:
            self._draw(numbers)

    def _draw(self, numbers: dict[str, int]) -> None:
        there = Outline.objects.filter(district__land=self.land)
        districts = District.objects.filter(land=self.land).select_related("outline").order_by("folded", "kind")
        names = [district.name for district in districts]
        for district in districts:
            number = numbers.get(district.pk, 0)
            outline = getattr(district, "outline", None)
            self.areas.append(
                Area(
                    f"{district.name} ({district.kind})" if names.count(district.name) > 1 else district.name,
                    _said(number), f"/austausch/kolleginnen/?kreis={district.pk}", outline.shape if outline else "",
                    sum(number >= step for step in STEPS),
                )
            )  # fmt: skip
        edges = there.aggregate(left=Min("left"), top=Min("top"), right=Max("right"), bottom=Max("bottom"))
        width, height = edges["right"] - edges["left"], edges["bottom"] - edges["top"]
        self.frame = f"{edges['left'] - _MARGIN} {edges['top'] - _MARGIN} {width + 2 * _MARGIN} {height + 2 * _MARGIN}"
        self.source, self.link = there.values_list("source", "link").first()

    @property
    def total(self) -> int:
        return self.numbers_by_land.get(self.land.pk, 0) if self.land else 0


def _said(number: int) -> str:
    if not number:
        return _("niemand")
    return ngettext("%(n)s Kollegin oder Kollege", "%(n)s Kolleginnen und Kollegen", number) % {"n": number}
