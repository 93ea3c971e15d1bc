from math import exp
from random import Random
from time import process_time

import pytest

from dreiklang.places.actions.importing import import_municipalities
from dreiklang.places.models import Municipality
from dreiklang.places.nearness import Place, closeness, distance, near, near_to_all, nearest, parts
from dreiklang.places.tests.makers import REAL, WITHOUT_REAL, a_district, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def here():
    return a_municipality("Musterlingen", "98115003", population=9000)


def names(place, **kwargs) -> list[str]:
    return [found.municipality.name for found in near(place, **kwargs)]


def test_the_nearest_in_size_comes_first(here):
    a_municipality("Doppelt", "98115004", population=18_000)
    a_municipality("Halb", "98115005", population=4_000)
    a_municipality("Fast gleich", "98115006", population=9100)
    assert names(here) == ["Fast gleich", "Doppelt", "Halb"]


def test_another_kind_and_another_land_are_farther(here):
    a_municipality("Stadt", "98115004", kind="stadt", population=9000)
    a_municipality("Anderswo", "97115004", population=9000)
    a_municipality("Hier", "98115005", population=9500)
    a_municipality("Landkreis", "98115000", kind="landkreis", population=9000)
    assert names(here) == ["Hier", "Stadt", "Anderswo", "Landkreis"]


def test_a_large_town_within_a_district_is_like_those_without_one():
    """As Hannover, Aachen and Saarbrücken are by their law."""
    large = a_municipality("Groß", "98115001", kind="stadt", population=250_000)
    a_municipality("Kreisfrei", "98118000", kind=Municipality.KREISFREI, population=280_000)
    a_municipality("Mittel", "98115002", kind="stadt", population=150_000)
    found = near(large)
    assert [each.municipality.name for each in found] == ["Kreisfrei", "Mittel"]
    assert parts(Place.of(large), Place.of(found[0].municipality))["kind"] == 0


def test_the_reasons_are_said_in_german(here):
    a_municipality("Nachbarort", "98115004", population=9100)
    a_municipality("Kleinau", "98116001", population=900)
    a_municipality("Fernau", "98216001", population=8000, area=20)
    a_municipality("Stadt", "97115004", kind="stadt", population=40_000)
    assert {found.municipality.name: found.reasons for found in near(here)} == {
        "Nachbarort": [
            "ähnlich viele Einwohnerinnen und Einwohner (9.100)", "ähnlich dicht besiedelt (106 je km²)",
            "auch eine Gemeinde", "im selben Landkreis",
        ],
        "Kleinau": [
            "weniger Einwohnerinnen und Einwohner (900)", "auch eine Gemeinde", "im selben Regierungsbezirk",
        ],
        "Fernau": ["ähnlich viele Einwohnerinnen und Einwohner (8.000)", "auch eine Gemeinde", "im selben Land"],
        "Stadt": ["mehr Einwohnerinnen und Einwohner (40.000)"],
    }  # fmt: skip


def test_every_pair_of_kinds_has_its_weight():
    for number, (kind, _name) in enumerate(Municipality.KINDS):
        a_municipality(f"Ort {number}", f"9811500{number}", kind=kind)
    for place in Municipality.objects.all():
        assert len(near(place)) == 3


def test_equal_ones_come_in_the_order_of_their_keys_and_distance_grows(here):
    for number in (7, 5, 6):
        a_municipality(f"Ort {number}", f"9811500{number}", population=9000)
    assert names(here) == names(here) == ["Ort 5", "Ort 6", "Ort 7"]
    a_municipality("Weit", "98115009", population=90_000)
    distances = [found.distance for found in near(here)]
    assert distances == sorted(distances) and distances[0] == 0 < distances[-1]


def test_neither_itself_nor_what_is_no_longer_current_nor_what_is_empty_is_near(here):
    a_municipality("Früher", "98115004", is_current=False)
    a_municipality("Leer", "98115005", population=0)
    assert near(here) == []


def test_invented_municipalities_stay_among_themselves(here):
    invented = a_municipality("Erfunden", "99115003", district=a_district(is_fictional=True))
    assert near(here) == near(invented) == []


def test_a_place_without_inhabitants_has_neighbours_too(here):
    assert names(a_municipality("Leer", "98115005", population=0)) == ["Musterlingen"]


def test_not_more_than_asked_for_and_as_many_queries_for_three_as_for_one(here, django_assert_num_queries):
    here = Municipality.objects.with_district().get(pk=here.pk)
    for number in range(4, 9):
        a_municipality(f"Ort {number}", f"9811500{number}")
    for limit in (1, 3):
        with django_assert_num_queries(3):  # its indicators, those of its size, and what is said of the found
            assert len(names(here, limit=limit)) == limit


def test_two_at_hand_are_as_close_as_the_database_says(here):
    a_municipality("Stadt", "98115004", kind="stadt", population=40_000)
    a_municipality("Anderswo", "97115004", population=900)
    a_municipality("Landkreis", "98115000", kind="landkreis", population=90_000)
    for found in near(here):
        assert closeness(here, found.municipality) == pytest.approx(exp(-found.distance))
    assert closeness(here, here) == 1


def test_all_at_once_say_what_each_says_for_itself(here):
    for number in range(4, 40):
        kind = Municipality.KINDS[number % 4][0]
        key = f"{98 - number % 3}{number % 2}15{number:03d}"
        a_municipality(f"Ort {number}", key, kind=kind, population=300 * number**2, area=7 + number % 5)
    every = dict(near_to_all())
    assert len(every) == 37
    for place in Municipality.objects.with_district():
        assert every[place.key] == [(each.distance, each.municipality.key) for each in near(place)]


def test_nobody_farther_in_size_is_missed(here):
    """The search looks only so far as size alone allows: the same as looking at everybody."""
    dice = Random(7)
    others = [
        Place(f"{number:08d}", dice.choice(Municipality.KINDS)[0], dice.randrange(100, 500_000), dice.uniform(20, 4000))
        for number in range(400)
    ]
    others.sort(key=lambda place: place.population)
    for mine in others[::37]:
        by_all = sorted((distance(mine, other), other.key) for other in others if other.key != mine.key)[:5]
        assert [(far, other.key) for far, other in nearest(mine, others, 5)] == by_all


def test_density_tells_a_dense_town_from_a_wide_one(here):
    dense = a_municipality("Dicht", "98115004", population=9000, area=6)
    a_municipality("Weit", "98115005", population=9000, area=85)
    assert names(here) == ["Weit", "Dicht"]
    assert parts(Place.of(here), Place.of(dense))["density"] > 0.5


def test_berlin_has_nobody(here):
    berlin = a_municipality("Berlin", "96000000", kind="stadtkreis", population=3_755_251, area=891)
    a_municipality("Hamburg", "95000000", kind="stadtkreis", population=1_892_122, area=755)
    assert not any(found.is_near for found in near(berlin))


@pytest.mark.skipif(not REAL.exists(), reason=WITHOUT_REAL)
@pytest.mark.long
def test_in_the_official_register_one_is_found_within_fifty_milliseconds():
    import_municipalities(REAL.read_bytes())
    places = Municipality.objects.with_district().in_bulk(["08335043", "11000000", "13072039", "08111000"])
    near(places["08335043"])
    for place in places.values():
        before = process_time()
        near(place)
        assert process_time() - before < 0.05, place
