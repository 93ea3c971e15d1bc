from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.makers import a_letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import ben
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.filling import fill_all
from dreiklang.seats.actions.registering import confirm_address, register, register_guest
from dreiklang.seats.forms import GuestForm
from dreiklang.seats.models import HOLD, Registration, Seats
from dreiklang.seats.tests.makers import a_guest, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def seats(clock):
    return some_seats(capacity=1, open_to="public")


def test_a_guests_seat_is_held_for_thirty_minutes(seats, clock):
    mine = a_guest(seats)
    assert (mine.state, mine.held_until) == (Registration.HELD, NOW + timedelta(minutes=30))
    assert (mine.name, mine.email, mine.person) == ("Gitta Gast", "gitta@example.net", None)
    assert mine.has_seat and seats.taken() == 1
    assert subjects() == ["Bitte bestätigen: Werkstatt"]
    clock.shift(timedelta(minutes=29, seconds=59))
    assert Registration.objects.get().has_seat and seats.taken() == 1
    clock.shift(timedelta(seconds=1))
    assert not Registration.objects.get().has_seat and seats.taken() == 0


def subjects() -> list[str]:
    """Sorted by their words: two letters may be written within one tick of the clock."""
    return sorted(Letter.objects.values_list("subject", flat=True))


def test_a_held_seat_that_lapsed_goes_to_the_next_who_comes_even_before_the_chore(seats, clock):
    guest = a_guest(seats)
    clock.shift(HOLD)
    assert register(seats, ben()).state == Registration.CONFIRMED
    guest.refresh_from_db()
    assert guest.state == Registration.LAPSED


def test_opening_the_link_changes_nothing_however_often(seats, client):
    mine = a_guest(seats)
    before = everything()
    for name in ("registration", "registration", "registration_calendar"):
        client.get(reverse(name, args=[mine.secret]))
    for name in ("confirmation", "cancellation"):
        assert client.get(reverse(name, args=[mine.secret])).status_code == 405
    assert everything() == before


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Seats, Registration, Letter, Act)]


def test_the_button_behind_the_link_confirms(seats, client):
    mine = a_guest(seats)
    page = client.get(reverse("registration", args=[mine.secret])).content.decode()
    assert "Noch ein Klick" in page and "Platz bestätigen" in page
    answer = client.post(reverse("confirmation", args=[mine.secret]), follow=True)
    assert answer.redirect_chain == [(reverse("registration", args=[mine.secret]), 302)]
    assert "Ihr Platz ist sicher." in answer.content.decode()
    mine.refresh_from_db()
    assert (mine.state, mine.held_until) == (Registration.CONFIRMED, None)
    assert subjects() == ["Bitte bestätigen: Werkstatt", "Ihr Platz ist sicher: Werkstatt"]


def test_the_button_works_only_from_our_own_page(seats):
    mine = a_guest(seats)
    answer = Client(enforce_csrf_checks=True).post(reverse("confirmation", args=[mine.secret]))
    assert answer.status_code == 403
    assert Registration.objects.get().state == Registration.HELD


def test_confirming_twice_writes_one_letter(seats, client):
    mine = confirm_address(confirm_address(a_guest(seats)))
    assert mine.state == Registration.CONFIRMED
    client.post(reverse("confirmation", args=[mine.secret]))
    assert subjects() == ["Bitte bestätigen: Werkstatt", "Ihr Platz ist sicher: Werkstatt"]


@pytest.mark.parametrize("chore_came_by", [True, False])
def test_after_thirty_minutes_the_button_says_in_a_sentence_that_it_is_too_late(seats, client, clock, chore_came_by):
    mine = a_guest(seats)
    clock.shift(HOLD)
    if chore_came_by:
        fill_all()
    answer = client.post(reverse("confirmation", args=[mine.secret]))
    assert answer.status_code == 409
    assert "Die 30 Minuten sind um, die Anmeldung ist verfallen." in answer.content.decode()
    assert "Sie sind nicht angemeldet." in client.get(reverse("registration", args=[mine.secret])).content.decode()
    assert subjects() == ["Bitte bestätigen: Werkstatt"]


def test_in_the_last_second_the_button_still_counts_and_what_was_confirmed_never_lapses(seats, clock):
    mine = a_guest(seats)
    clock.shift(HOLD - timedelta(seconds=1))
    confirm_address(mine)
    clock.shift(timedelta(days=3))
    assert fill_all() == 0
    assert Registration.objects.get().has_seat


def test_who_cancelled_or_was_taken_out_is_not_told_that_it_was_too_late(seats):
    mine = a_guest(seats)
    cancel(mine)
    with pytest.raises(Refusal) as refused:
        confirm_address(mine)
    assert "30 Minuten" not in refused.value.sentence and "melden Sie sich noch einmal an" in refused.value.sentence


def test_a_lapsed_guest_may_come_again(seats, clock):
    lapsed = a_guest(seats)
    clock.shift(HOLD)
    again = a_guest(seats)
    assert again.pk != lapsed.pk and again.state == Registration.HELD
    lapsed.refresh_from_db()
    assert lapsed.state == Registration.LAPSED


def test_a_known_address_gets_its_link_again_and_keeps_its_name(seats):
    mine = a_guest(seats)
    for email in ("gitta@example.net", " Gitta@Example.NET "):
        assert a_guest(seats, name="Jemand Anderes", email=email) == mine
    assert Registration.objects.get().name == "Gitta Gast"
    assert subjects() == ["Bitte bestätigen: Werkstatt"] * 3
    confirm_address(mine)
    assert a_guest(seats, name="Jemand Anderes") == mine
    assert "Ihre Anmeldung: Werkstatt" in subjects()
    assert "Jemand" not in Letter.objects.get(subject__startswith="Ihre Anmeldung").text


def test_a_second_click_does_not_prolong_the_hold(seats, clock):
    a_guest(seats)
    clock.shift(timedelta(minutes=20))
    assert a_guest(seats).held_until == NOW + timedelta(minutes=30)


def test_when_it_is_closed_known_and_unknown_addresses_hear_the_same(seats):
    """Otherwise a stranger could ask by the form who is registered."""
    confirm_address(a_guest(seats))
    for _ in range(9):
        a_letter("viel@example.net")
    letters = Letter.objects.count()
    Seats.objects.update(closes_at=NOW - timedelta(minutes=1))
    for email in ("gitta@example.net", "fremd@example.net", "viel@example.net"):
        with pytest.raises(Refusal, match="Die Anmeldung ist geschlossen"):
            a_guest(seats, email=email)
    assert Letter.objects.count() == letters


def test_a_form_of_a_guest_sent_twice_registers_once(seats):
    form = uuid4()
    assert a_guest(seats, public_id=form).pk == a_guest(seats, public_id=form).pk == form
    assert seats.registrations.count() == 1


def test_a_form_of_somebody_else_gives_a_guest_a_registration_of_her_own(clock):
    seats, form = some_seats(open_to="public"), uuid4()
    first, second = a_guest(seats, public_id=form), a_guest(seats, "Hugo Gast", "hugo@example.net", public_id=form)
    assert first.pk == form != second.pk
    assert Registration.objects.get(pk=form).email == "gitta@example.net"


def test_where_all_seats_are_taken_a_guest_confirms_her_place_in_the_line(seats, client):
    register(seats, ben())
    mine = a_guest(seats)
    assert (mine.state, mine.held_until, mine.rank()) == (Registration.WAITING, NOW + HOLD, 1)
    assert "Auf die Warteliste setzen" in client.get(reverse("registration", args=[mine.secret])).content.decode()
    page = client.post(reverse("confirmation", args=[mine.secret]), follow=True).content.decode()
    assert "Sie stehen jetzt auf der Warteliste." in page
    mine.refresh_from_db()
    assert (mine.state, mine.held_until) == (Registration.WAITING, None)
    assert "Warteliste, Nummer 1: Werkstatt" in subjects()


def test_a_guest_who_waits_unconfirmed_and_moves_up_is_held_anew(seats, clock):
    seated = register(seats, ben())
    mine = a_guest(seats)
    clock.shift(timedelta(minutes=20))
    cancel(seated)
    mine.refresh_from_db()
    assert (mine.state, mine.held_until) == (Registration.HELD, NOW + timedelta(minutes=50))
    assert "Sie sind nachgerückt: Werkstatt" not in subjects()  # her address has not answered yet
    clock.shift(timedelta(minutes=29))
    assert confirm_address(mine).state == Registration.CONFIRMED
    assert "Ihr Platz ist sicher: Werkstatt" in subjects()


def test_a_guest_who_never_answers_gives_way_also_in_the_line(seats, clock):
    seated = register(seats, ben())
    silent, patient = a_guest(seats), confirm_address(a_guest(seats, "Hugo Gast", "hugo@example.net"))
    clock.shift(HOLD)
    cancel(seated)
    silent.refresh_from_db(), patient.refresh_from_db()
    assert (silent.state, patient.state) == (Registration.LAPSED, Registration.CONFIRMED)


def test_what_was_called_off_cannot_be_confirmed_any_more(seats, client):
    mine = a_guest(seats)
    Seats.objects.update(is_open=False)
    answer = client.post(reverse("confirmation", args=[mine.secret]))
    assert answer.status_code == 409 and "Diese Veranstaltung ist abgesagt." in answer.content.decode()
    assert Registration.objects.get().state == Registration.HELD
    assert subjects() == ["Bitte bestätigen: Werkstatt"]


def test_after_six_letters_about_one_registration_within_the_hour_its_link_is_not_sent_again(seats, clock):
    mine = a_guest(seats)
    confirm_address(mine)
    for _ in range(10):
        assert a_guest(seats) == mine
    assert Letter.objects.filter(to="gitta@example.net").count() == 6
    clock.shift(timedelta(hours=1, seconds=1))
    a_guest(seats)
    assert Letter.objects.filter(to="gitta@example.net").count() == 7


def test_who_answers_may_register_for_as_much_as_she_likes(seats):
    for number in range(9):
        confirm_address(a_guest(some_seats(open_to="public", title=f"Vortrag {number}")))
    assert Registration.objects.holding_a_seat().count() == 9


def test_who_never_answers_does_not_hold_seats_all_over_the_house(seats):
    for number in range(5):
        a_guest(some_seats(open_to="public", title=f"Vortrag {number}"))
    with pytest.raises(Refusal, match="warten schon fünf Anmeldungen auf Bestätigung") as refused:
        a_guest(seats)
    assert refused.value.field == "email"
    assert a_guest(seats, email="hugo@example.net").has_seat


def test_holds_elsewhere_do_not_tell_whether_an_address_is_registered_here(seats):
    confirm_address(a_guest(seats))
    for number in range(5):
        a_guest(some_seats(open_to="public", title=f"Vortrag {number}"))
    for here in (seats, some_seats(open_to="public", title="Anderswo")):
        with pytest.raises(Refusal, match="warten schon fünf Anmeldungen auf Bestätigung"):
            a_guest(here)


def test_the_public_figure_does_not_tell_whether_an_address_is_registered(seats):
    confirm_address(a_guest(seats))
    before = list(seats.registrations.tally())
    a_guest(seats)
    a_guest(seats, email="hugo@example.net")
    assert list(seats.registrations.tally()) == before


def test_a_guest_reads_her_letters_in_the_language_in_which_she_registered(seats):
    register_guest(seats, "Gitta Gast", "gitta@example.net", language="en")
    assert Letter.objects.get().language == "en"


@pytest.mark.django_db(transaction=True)
def test_one_address_side_by_side_is_registered_once(clock):
    seats = some_seats(open_to="public")
    mine = side_by_side(*[lambda: a_guest(seats)] * 3)
    assert len({registration.pk for registration in mine}) == 1
    assert seats.registrations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_confirming_side_by_side_with_the_chore_gives_the_seat_to_one(clock):
    seats = some_seats(capacity=1, open_to="public")
    guest, member = a_guest(seats), register(seats, ben())
    clock.shift(HOLD)
    side_by_side(fill_all, lambda: confirm_address(guest))
    guest.refresh_from_db(), member.refresh_from_db()
    assert (guest.state, member.state) == (Registration.LAPSED, Registration.CONFIRMED)


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"name": ""}, "Bitte geben Sie Ihren Namen an."),
        ({"name": "Jetzt gratis www.boese.example"}, "Bitte geben Sie hier nur Ihren Namen an, keine Adresse."),
        ({"email": ""}, "Bitte geben Sie Ihre E-Mail-Adresse an."),
        ({"email": "gitta@"}, "Diese Adresse ist unvollständig."),
        ({"email": "gitta@example.net\nBcc: alle@example.net"}, "Diese Adresse ist unvollständig."),
    ],
)
def test_the_form_says_in_german_what_is_missing(typed, sentence):
    form = GuestForm({"name": "Gitta Gast", "email": "gitta@example.net"} | typed)
    (errors,) = form.errors.values()
    assert sentence in errors[0]


def test_the_form_needs_no_id_and_notices_machines():
    human = GuestForm({"name": " Gitta \n Gast ", "email": "gitta@example.net"})
    assert human.is_valid() and not human.is_trapped
    assert (human.cleaned_data["name"], human.cleaned_data["public_id"]) == ("Gitta Gast", None)
    machine = GuestForm({"name": "Gitta", "email": "gitta@example.net", "website": "https://boese.example"})
    assert machine.is_valid() and machine.is_trapped
    assert not GuestForm({"name": "Gitta", "email": "gitta@example.net", "public_id": "1"}).is_valid()
