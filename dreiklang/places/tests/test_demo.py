import re

import pytest

from dreiklang.places.demo import furnish
from dreiklang.places.finding import find, pick
from dreiklang.places.models import Association, District, Land, Municipality
from dreiklang.places.names import search_form
from dreiklang.places.tests.makers import REAL, WITHOUT_REAL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def quiet(sentence: str) -> None:
    pass


@pytest.fixture
def musterland():
    furnish(quiet)
    return Land.objects.get(key="99")


def test_musterland_has_its_districts_towns_and_associations(musterland):
    assert musterland.is_fictional and musterland.name == "Musterland"
    kinds = list(Municipality.objects.values_list("kind", flat=True))
    assert (kinds.count("landkreis"), kinds.count("stadtkreis"), len(kinds)) == (10, 3, 131)
    assert set(Association.objects.values_list("slug", flat=True)) == {"staedtetag", "gemeindetag", "landkreistag"}


def test_sizes_are_those_of_a_real_land(musterland):
    places = Municipality.objects.exclude(kind="landkreis").order_by("population")
    assert places.first().population < 1000 and places.last().population > 200_000
    assert not places.filter(area__lte=0).exists()
    for district in Municipality.objects.filter(kind="landkreis"):
        own = places.filter(district=district.district_id)
        assert district.population == sum(own.values_list("population", flat=True))


def test_a_second_run_changes_nothing(musterland):
    before = rows()
    furnish(quiet)
    assert rows() == before


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Land, District, Municipality, Association)]


def test_two_namesakes_are_told_apart_by_their_district(musterland):
    assert [place.label for place in find("Lindenmühl")] == ["Lindenmühl (Tannwaldkreis)", "Lindenmühl (Oberauland)"]
    names = list(Municipality.objects.values_list("name", flat=True))
    assert {name for name in names if names.count(name) > 1} == {"Lindenmühl"}


def test_musterlingen_is_there(musterland):
    assert pick("Musterlingen").district.name == "Oberauland"


def test_it_says_what_it_did():
    said = []
    furnish(said.append)
    assert said == ["Musterland: 131 Kommunen in 13 Kreisen"]


@pytest.mark.skipif(not REAL.exists(), reason=WITHOUT_REAL)
def test_no_name_is_that_of_a_real_place(musterland):
    real = set()
    for line in REAL.read_text(encoding="utf-8").splitlines():
        name = line[22:72]
        real |= {search_form(name), search_form(name.split(",")[0]), search_form(re.split(r"[,(/]", name)[0])}
    invented = set(Municipality.objects.values_list("folded", flat=True))
    invented |= set(District.objects.values_list("folded", flat=True))
    assert not real & invented
