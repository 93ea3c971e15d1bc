from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory

from dreiklang.people.limits import is_too_much, is_too_often
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEN_MINUTES = timedelta(minutes=10)


def knock(address="192.0.2.1", what="guests") -> bool:
    return is_too_much(RequestFactory().post("/", REMOTE_ADDR=address), what, 2, TEN_MINUTES)


def test_more_than_the_most_is_too_much_until_the_time_is_over():
    with time_machine.travel("2031-03-03 09:00+00:00", tick=False) as clock:
        assert [knock(), knock(), knock()] == [False, False, True]
        clock.shift(TEN_MINUTES)
        assert knock() is False


def test_another_connection_and_another_matter_are_counted_for_themselves():
    assert [knock(), knock(), knock("192.0.2.2"), knock(what="reports")] == [False] * 4


def test_the_many_addresses_of_one_household_are_one_connection():
    answers = [knock(f"2001:db8:0:1::{number}") for number in range(3)]
    assert answers == [False, False, True]
    assert knock("2001:db8:0:2::1") is False


def test_one_person_is_counted_wherever_she_comes_from_and_for_herself():
    person, other = ben(), cem()
    with time_machine.travel("2031-03-03 09:00+00:00", tick=False) as clock:
        assert [is_too_often(person, "codes", 2, TEN_MINUTES) for _again in range(3)] == [False, False, True]
        assert not is_too_often(other, "codes", 2, TEN_MINUTES) and not is_too_often(person, "else", 2, TEN_MINUTES)
        clock.shift(TEN_MINUTES)
        assert not is_too_often(person, "codes", 2, TEN_MINUTES)
