"""Under which line somebody stands: what it says, whom it fits, and that it gives away nobody who is alone in it."""

from collections import Counter
from datetime import date
from random import Random

import pytest
import time_machine
from django.utils import translation

from dreiklang.dialogue import traits
from dreiklang.dialogue.tests.makers import a_circle
from dreiklang.dialogue.traits import line, part, standing_of
from dreiklang.groups.readers import MEMBERS
from dreiklang.people.models import Office, Person, Tenure
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality

pytestmark = pytest.mark.once

STADT, KREIS, GEMEINDE = Municipality.STADT, Municipality.LANDKREIS, Municipality.GEMEINDE
TODAY = "2026-03-02 10:00+01:00"
NEW, YOUNG, OLD = date(2025, 6, 1), date(2022, 6, 1), date(2015, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def officers(number, kind=STADT, population=30_000, since=NEW) -> list[Person]:
    """So many people who hold an office in municipalities of this kind and size."""
    made = []
    for _one in range(number):
        key = f"99115{Municipality.objects.count():03d}"
        place = a_municipality(f"Ort {key}", key, kind=kind, population=population)
        person = a_person(f"Person {key}", f"p{key}@example.org")
        Tenure.objects.create(office=Office.objects.create(municipality=place), person=person, held_from=since)
        made.append(person)
    return made


def lines(people, token=MEMBERS) -> list[str]:
    return [standing_of(person, token).line for person in people]


# --- what it says ---


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ((), "Mitglied in diesem Raum"),
        (("officer",), "Integrationsbeauftragte"),
        (("officer", STADT), "Integrationsbeauftragte, Stadt"),
        (("officer", GEMEINDE, 0), "Integrationsbeauftragte, Gemeinde unter 10 Tsd."),
        (("officer", STADT, 1), "Integrationsbeauftragte, Stadt 10–50 Tsd."),
        (("officer", KREIS, 2), "Integrationsbeauftragte, Landkreis über 50 Tsd."),
        (("officer", GEMEINDE, 0, 0), "Integrationsbeauftragte, Gemeinde unter 5 Tsd."),
        (("officer", GEMEINDE, 0, 1), "Integrationsbeauftragte, Gemeinde 5–10 Tsd."),
        (("officer", STADT, 1, 3, 0), "Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"),
        (("officer", "stadtkreis", 2, 5, 1), "Integrationsbeauftragte, Stadtkreis über 100 Tsd., seit 2 bis 5 Jahren"),
        (("officer", STADT, 2, 4, 2), "Integrationsbeauftragte, Stadt 50–100 Tsd., seit über 5 Jahren"),
    ],
)
def test_the_line_says(stands, said):
    assert line(stands) == said
    with translation.override("en"):  # the asker's language would say something of her
        assert line(stands) == said


@pytest.mark.django_db
def test_five_who_are_alike_stand_under_all_their_traits():
    said = "Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"
    assert lines(officers(5)) == [said] * 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("population", "since", "size", "time"),
    [
        (4_999, NEW, "unter 5", "unter 2"),
        (5_000, date(2024, 3, 3), "5–10", "unter 2"),
        (9_999, date(2024, 3, 2), "5–10", "2 bis 5"),
        (10_000, date(2021, 3, 3), "10–20", "2 bis 5"),
        (100_000, date(2021, 3, 2), "über 100", "über 5"),
    ],
)
def test_sizes_and_years_begin_where_they_say(population, since, size, time):
    assert f"Stadt {size} Tsd., seit {time} Jahren" in lines(officers(5, STADT, population, since))[0]


# --- it is widened ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"since": OLD}, "Integrationsbeauftragte, Stadt 20–50 Tsd."),
        ({"population": 15_000}, "Integrationsbeauftragte, Stadt 10–50 Tsd."),
        ({"population": 70_000}, "Integrationsbeauftragte, Stadt"),
        ({"kind": KREIS}, "Integrationsbeauftragte"),
    ],
)
def test_four_who_are_alike_stand_under_what_they_share_with_others(others, said):
    few = officers(4)
    rest = officers(1, **others)
    assert lines(few + rest) == [said] * 5


@pytest.mark.django_db
def test_whoever_holds_no_office_stands_as_a_member():
    people = [a_person(f"Person {n}", f"q{n}@example.org") for n in range(5)]
    assert lines(people) == ["Mitglied in diesem Raum"] * 5


@pytest.mark.django_db
def test_where_too_few_read_nobody_stands_under_a_line(settings):
    people = officers(5)
    room = a_circle(*people[:4])
    assert standing_of(people[0], room.readers) is None
    settings.FEWEST_ALIKE = 4
    assert standing_of(people[0], room.readers) is not None


@pytest.mark.django_db
def test_counted_are_those_who_read_and_can_sign_in():
    people = officers(6)
    room = a_circle(*people[:5])
    assert standing_of(people[0], room.readers).fits == 5
    assert standing_of(people[5], room.readers) is None  # she does not read there
    Person.objects.filter(pk=people[1].pk).update(is_active=False)
    assert standing_of(people[0], room.readers) is None


@pytest.mark.django_db
def test_an_office_that_was_left_says_nothing():
    people = officers(5)
    assert lines(people[:1]) == ["Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"]
    Tenure.objects.update(held_to=date(2026, 3, 1))
    assert lines(people[:1]) == ["Mitglied in diesem Raum"]


@pytest.mark.django_db
def test_one_who_is_alone_has_company_and_the_others_keep_their_lines():
    towns, villages, alone = officers(6), officers(5, GEMEINDE, 4_000), officers(1, KREIS, 200_000)
    assert set(lines(towns)) == {"Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"}
    assert set(lines(villages + alone)) == {"Integrationsbeauftragte"}


@pytest.mark.django_db
def test_two_without_an_office_cost_the_officers_nothing_and_stand_under_no_line():
    towns, team = officers(6), [a_person(f"Team {n}", f"t{n}@example.org") for n in range(2)]
    assert set(lines(towns)) == {"Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"}
    assert [standing_of(person, MEMBERS) for person in team] == [None, None]
    officers(3, KREIS, 200_000), officers(3, GEMEINDE, 3_000)
    assert set(lines(team)) == {"Mitglied in diesem Raum"}  # with those who stand as officers and no more


@pytest.mark.django_db
def test_nobody_is_told_how_many_exactly():
    assert {standing_of(person, MEMBERS).fits for person in officers(7)} == {5}
    assert standing_of(officers(5)[0], MEMBERS).fits == 10


@pytest.mark.django_db
def test_two_of_one_class_stand_under_the_same_line():
    people = officers(7) + officers(3, since=OLD) + officers(1, KREIS, 200_000)
    assert len(set(lines(people[:7]))) == 1


@pytest.mark.django_db
def test_a_room_of_hundreds_is_asked_as_often_as_one_of_five(django_assert_num_queries):
    people = officers(5)
    with django_assert_num_queries(4):
        standing_of(people[0], MEMBERS)
    officers(200, since=OLD)
    with django_assert_num_queries(4):
        standing_of(people[0], MEMBERS)


# --- it gives nobody away ---


def exposed(parted, counts) -> list:
    """Lines under which fewer than five stand, or whose words somebody who stands under them does not fit."""
    bearers = Counter()
    parted = {traits_: stands for traits_, stands in parted.items() if stands is not None}  # these do not ask so
    for traits_, stands in parted.items():
        bearers[stands] += counts[traits_]
    wrong = [stands for traits_, stands in parted.items() if traits_[: len(stands)] != stands]
    return wrong + [stands for stands, number in bearers.items() if number < 5]


def fitting_only(counts, fewest):
    """The twin: the narrowest line that fits so many, whoever else would stand under a narrower one."""
    found = {}
    for own in counts:
        for depth in range(len(own), -1, -1):
            if sum(number for each, number in counts.items() if each[:depth] == own[:depth]) >= fewest:
                found[own] = own[:depth]
                break
    return found


def a_house(chance: Random) -> dict:
    people = Counter()
    for _one in range(chance.randint(5, 60)):
        size = min(5, int(chance.expovariate(0.6)))
        kind = chance.choice([STADT, STADT, STADT, KREIS, GEMEINDE])
        own = ("officer", kind, size // 2, size, chance.choice([0, 0, 0, 1, 2]))
        people[own if chance.random() > 0.1 else ()] += 1
    return dict(people)


def test_no_line_has_fewer_than_five_in_any_of_two_thousand_houses():
    chance = Random(5)
    for _one in range(2000):
        counts = a_house(chance)
        assert exposed(part(counts, 5), counts) == []


def test_a_line_that_only_fits_five_is_found_out():
    """One officer of a large town among twenty of middle-sized ones: "Stadt" fits all, she alone would stand there."""
    counts = {("officer", STADT, 1, 3, 0): 20, ("officer", STADT, 2, 5, 0): 1}
    assert exposed(fitting_only(counts, 5), counts) == [("officer", STADT)]
    assert exposed(part(counts, 5), counts) == []
    chance = Random(5)
    houses = [a_house(chance) for _one in range(100)]
    assert sum(bool(exposed(fitting_only(counts, 5), counts)) for counts in houses) > 50


def test_the_narrowest_line_is_kept_where_nobody_needs_company():
    counts = {("officer", STADT, 1, 3, 0): 5, ("officer", STADT, 1, 3, 2): 5, ("officer", KREIS, 2, 5, 1): 9}
    assert all(traits_ == stands for traits_, stands in part(counts, 5).items())
    assert traits.YEARS == (2, 5)
