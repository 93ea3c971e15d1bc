"""Who will be there: numbers by kind, never a number that points at somebody."""

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from dreiklang.events.expected import LEAST_OF_A_KIND, LEAST_PEOPLE, audience, protected
from dreiklang.events.models import Part
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_field, a_person
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality
from dreiklang.seats.actions.registering import confirm_address, register, register_guest

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


def come(event, number, place=None, years=3, fields=(), start=0):
    """So many people take seats, each in office at this place for so many years."""
    for index in range(start, start + number):
        person = a_person(f"P{index}", f"p{index}-{place.key if place else 'x'}@example.org")
        person.fields_of_action.set(fields)
        if place:
            tenure = take_office(person, place, title="Integrationsbeauftragte")
            tenure.held_from = timezone.localdate() - timedelta(days=365 * years)
            tenure.save()
        register(event.seats, person)


def test_below_five_people_nothing_is_told():
    event = an_event()
    come(event, 4, a_municipality())
    assert audience(event) is None
    come(event, 1, start=9)
    assert audience(event).people == LEAST_PEOPLE


def test_people_are_counted_by_kind_and_size_of_their_municipality():
    event = an_event()
    village, town = a_municipality(), a_municipality("Großstadt", "99115004", kind="stadt", population=120_000)
    come(event, 4, village)
    come(event, 3, town)
    there = audience(event)
    assert there.kinds == [("Gemeinde", 4), ("Stadt", 3)]
    assert there.sizes == [("unter 10.000", 4), ("ab 100.000", 3)]


def test_a_kind_with_fewer_than_three_goes_into_the_rest():
    event = an_event()
    come(event, 5, a_municipality())
    come(event, 2, a_municipality("Stadt", "99115004", kind="stadt"))
    come(event, 1, a_municipality("Kreis", "99115000", kind=Municipality.LANDKREIS))
    assert audience(event).kinds == [("Gemeinde", 5), ("übrige", 3)]


def test_no_number_is_small_and_nothing_is_lost_whatever_the_counts():
    for counts in product(range(6), repeat=4):
        told = protected(Counter(dict(zip("abcd", counts, strict=True))))
        assert all(number >= LEAST_OF_A_KIND for _what, number in told), counts
        assert not told or sum(number for _what, number in told) == sum(counts)


def test_counts_told_as_they_are_would_be_noticed():
    """The twin: the sentence above fails for plain counting."""
    assert any(min(filter(None, counts), default=9) < LEAST_OF_A_KIND for counts in product(range(6), repeat=4))
    assert protected(Counter({"a": 5, "b": 1})) == []  # five and one would say what the one is
    assert protected(Counter({"a": 5, "b": 4, "c": 1})) == [("a", 5), ("übrige", 5)]


@pytest.mark.parametrize(("new", "told"), [(0, None), (2, None), (3, 3), (5, 5), (6, None), (8, None)])
def test_newcomers_are_told_unless_they_are_few_or_nearly_all(new, told):
    event = an_event()
    come(event, 8 - new, a_municipality())
    come(event, new, a_municipality("Neu", "99115004"), years=0)
    assert audience(event).newcomers == told


def test_what_at_least_three_work_at_is_told_the_most_first():
    event = an_event()
    language, work, rare = a_field("Sprache"), a_field("Arbeit"), a_field("Selten")
    come(event, 3, fields=[language, work])
    come(event, 2, fields=[work, rare], start=5)
    assert audience(event).fields == [("Arbeit", 5), ("Sprache", 3)]


def test_guests_without_account_are_a_number_beside_them():
    event = an_event()
    come(event, 5)
    for number in range(3):
        assert audience(event).guests is None
        confirm_address(register_guest(event.seats, "Gast", f"g{number}@example.net"))
    assert audience(event).guests == 3


def test_a_session_counts_those_of_its_block_and_who_joins():
    block = a_block(parts=1)
    session = block.sessions.get()
    come(block, 5)
    Part.objects.create(event=session, person=a_person("Gast", "gast@example.org"), role=Part.JOINER)
    assert (audience(block).people, audience(session).people) == (5, 6)


def test_as_many_queries_for_six_people_as_for_twelve(django_assert_num_queries):
    event, place = an_event(), a_municipality()
    come(event, 6, place)
    audience(event)
    come(event, 6, a_municipality("Zwei", "99115004"), start=20)
    with django_assert_num_queries(5):
        audience(event)
