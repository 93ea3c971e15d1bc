from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation.audit import history
from dreiklang.foundation.models import Act
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.cancelling import cancel, remove
from dreiklang.seats.actions.describing import call_off, describe, tell_of_move
from dreiklang.seats.actions.filling import fill_all
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.actions.steering import change_capacity, move_up
from dreiklang.seats.models import HOLD, Seats
from dreiklang.seats.tests.makers import WEEK_BEFORE, a_full_house, a_guest, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


@pytest.fixture
def seats():
    return some_seats(capacity=1, open_to="public")


def acts(seats: Seats) -> list[tuple]:
    """Newest first: (by, act, about, reason)."""
    return list(history(seats.log_name).values_list("by", "act", "about", "reason"))


RULE = "Platz frei, erste Stelle der Warteliste"


def test_moving_up_by_the_rule_names_the_rule(seats):
    seated, first = a_full_house(seats, waiting=1)
    cancel(seated)
    assert acts(seats) == [("rule", "seat.moved_up", str(first.pk), RULE)]


def test_moving_up_because_a_seat_lapsed_is_logged_too(seats):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        a_guest(seats)
        waiting = register(seats, ben())
        clock.shift(HOLD)
        fill_all()
    assert acts(seats) == [("rule", "seat.moved_up", str(waiting.pk), RULE)]


def test_a_new_number_of_seats_names_who_and_from_what_to_what(seats, team):
    _seated, first = a_full_house(seats, waiting=1)
    change_capacity(seats, 2, by=team)
    assert acts(seats) == [
        ("rule", "seat.moved_up", str(first.pk), RULE), (str(team.pk), "seats.capacity", "", "1 → 2"),
    ]  # fmt: skip


def test_moving_up_by_hand_names_who_the_reason_and_the_added_seat(seats, team):
    _seated, first = a_full_house(seats, waiting=1)
    move_up(first, by=team, reason=" Hält den Vortrag. ")
    assert acts(seats) == [
        (str(team.pk), "seat.moved_by_hand", str(first.pk), "Hält den Vortrag."),
        (str(team.pk), "seats.capacity", "", "1 → 2 (für die Person, die vorgezogen wird)"),
    ]


def test_taking_out_names_who_and_the_reason_and_stands_before_the_move_that_followed(seats, team):
    seated, first = a_full_house(seats, waiting=1)
    remove(seated, by=team, reason=" Doppelt ")
    assert acts(seats) == [
        ("rule", "seat.moved_up", str(first.pk), RULE), (str(team.pk), "seat.removed", str(seated.pk), "Doppelt"),
    ]  # fmt: skip


def test_every_line_has_a_reason_and_goes_after_a_year(seats, team):
    seated, first, second = a_full_house(seats, waiting=2)
    change_capacity(seats, 2, by=team)
    move_up(second, by=team, reason="Grund")
    remove(seated, by=team, reason="Grund")
    lines = Act.objects.all()
    assert lines.count() == 5
    for line in lines:
        assert line.reason and line.expires_at - line.at > timedelta(days=364)


def test_what_people_do_with_their_own_seats_is_not_logged(client, seats):
    """Neither registering nor waiting, confirming, cancelling, reading one's page or fetching the date."""
    guest, member = a_guest(seats), register(seats, ben())
    confirm_address(guest), register(seats, member.person), a_guest(seats)
    for name in ("registration", "registration_calendar"):
        client.get(reverse(name, args=[guest.secret]))
    cancel(member)
    client.post(reverse("cancellation", args=[guest.secret]))
    assert not Act.objects.exists()


def test_what_the_team_reads_is_not_logged_either(client, seats, team):
    (seated,) = a_full_house(seats)
    client.force_login(team)
    for address in (
        reverse("steering", args=[seats.pk]), reverse("steer_one", args=[seated.pk]),
        reverse("list_of_seats", args=[seats.pk]),
    ):  # fmt: skip
        assert client.get(address).status_code == 200
    assert not Act.objects.exists()


def test_telling_of_a_move_and_calling_off_are_the_owners_acts_and_not_logged_here(seats):
    register(seats, cem())
    describe(seats, where="anderswo")
    tell_of_move(seats, was=WEEK_BEFORE), call_off(seats, "Grund")
    assert acts(seats) == []


def test_the_log_names_no_names_and_no_addresses(seats, team):
    guest, member = confirm_address(a_guest(seats)), register(seats, ben())
    change_capacity(seats, 3, by=team)
    remove(guest, by=team, reason="Doppelt")
    remove(member, by=team, reason="Doppelt")
    for line in Act.objects.values():
        said = " ".join(str(value) for value in line.values())
        for word in ("Ben", "Gitta", "Ada", "@", guest.secret):
            assert word not in said


def test_the_team_reads_the_history_with_its_reasons_and_sees_nobodys_own_doing(client, seats, team):
    seated, first, second = a_full_house(seats, waiting=2)
    cancel(seated)
    remove(first, by=team, reason="Doppelt <b>")
    move_up(register(seats, ben()), by=team, reason="Rede")
    client.force_login(team)
    page = client.get(reverse("steering", args=[seats.pk])).content.decode()
    log = page.split('id="verlauf"')[1].split("</ul>")[0]
    for said in ("Nachgerückt", RULE, "Herausgenommen", "Doppelt &lt;b&gt;", "Von Hand vorgezogen", "Rede", "1 → 2"):
        assert said in log
    assert "seat." not in log and "Abgemeldet" not in log


def test_without_any_act_the_history_says_so(client, seats, team):
    client.force_login(team)
    assert "Noch keine Eingriffe." in client.get(reverse("steering", args=[seats.pk])).content.decode()
