"""Thirty seats stay thirty, however many come at once: real requests, eight processes, on both databases."""

import pytest

from dreiklang.events.tests.makers import an_event
from dreiklang.tests.crowd import at_once, guests, members
from dreiklang.tests.offers import OFFERED, Offers
from dreiklang.tests.real_server import RealServer
from dreiklang.tests.storms import CANCELLING, MOVED_UP, SEATS, WAITING, faults, storm, told

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def server(django_db_setup):
    with RealServer() as server:
        yield server


@pytest.mark.long
def test_thirty_of_two_hundred_members_get_a_seat_and_the_rest_stand_in_line(server):
    what = storm(server, seed=1)
    assert faults(what) == []
    assert server.complaints() == []
    assert what.is_quick, what.seconds
    waiting = what.event.seats.registrations.waiting().select_related("person")
    numbers = [told(row)[0].removeprefix(WAITING) for row in waiting]
    assert numbers == [f" {number}" for number in range(1, 171)]


@pytest.mark.long
def test_members_and_guests_stand_in_one_line(server):
    what = storm(server, member_count=100, guest_count=100, seed=2)
    assert faults(what) == []
    assert server.complaints() == []
    assert what.is_quick, what.seconds


@pytest.mark.long
def test_the_first_in_line_move_up_while_ten_cancel_and_others_still_come(server):
    what = storm(server, cancelling=CANCELLING, seed=3)
    assert faults(what) == []
    assert server.complaints() == []
    assert what.is_quick, what.seconds
    seated = what.event.seats.registrations.holding_a_seat().select_related("person")
    assert [row for row in seated if MOVED_UP in told(row)], "niemand ist nachgerückt, also war nichts zu prüfen"


@pytest.mark.long
def test_a_double_click_registers_once(server):
    event, people = a_page_that_is_open(server)
    answers = at_once(lambda one: one.press(server, f"{event.path}anmeldung/"), [*people, *people][::-1])
    assert all(answer.is_good for answer in answers)
    everybody_is_registered_once(event, people)
    assert server.complaints() == []


@pytest.mark.long
def test_a_form_that_is_sent_again_because_no_answer_came_registers_once(django_db_setup):
    with RealServer() as server:  # its own: what nobody waits for must not come when another story has begun
        event, people = a_page_that_is_open(server)
        at_once(lambda one: one.press_and_hang_up(server, f"{event.path}anmeldung/"), people)
        answers = at_once(lambda one: one.press(server, f"{event.path}anmeldung/"), people)
        assert all(answer.is_good for answer in answers)
        everybody_is_registered_once(event, people)
        assert server.complaints() == []


def a_page_that_is_open(server):
    event, people = an_event(capacity=30), [*members(20), *guests(20)]
    at_once(lambda one: one.open(server, event.path, f"{event.path}anmeldung/"), people)
    return event, people


def everybody_is_registered_once(event, people) -> None:
    registered = event.seats.registrations.select_related("person")
    assert sorted(row.email for row in registered) == sorted(one.email for one in people)
    assert {str(row.pk) for row in registered} == {one.form["public_id"] for one in people}
    assert all(len(told(row)) == 1 for row in registered if row.person), "ein Brief je Anmeldung, nicht je Klick"


@pytest.mark.long
def test_offers_that_are_taken_passed_on_and_lapse_at_once_skip_nobody_and_oversell_nothing(server):
    offers = Offers(server, seed=4)
    while offers.run():
        assert offers.faults() == []
    assert server.complaints() == []
    assert len(offers.seats.registrations.filter(state="confirmed")) >= OFFERED // 2
    assert {"confirmed", "declined", "lapsed"} <= set(offers.seats.registrations.values_list("state", flat=True))


@pytest.mark.long
def test_a_twin_that_passes_offers_on_without_the_lock_oversells(django_db_setup):
    with RealServer("dreiklang.tests.twins.passing_on_without_lock") as twin:
        tries = (Offers(twin, seed=seed) for seed in range(6))
        assert any(offers.run(all_pass_on=True) and offers.oversold for offers in tries)


@pytest.mark.long
def test_a_twin_without_the_lock_oversells(django_db_setup):
    with RealServer("dreiklang.tests.twins.without_lock") as twin:
        storms = (storm(twin, member_count=80, seed=seed) for seed in range(5))
        assert any(what.event.seats.taken() > SEATS for what in storms)
