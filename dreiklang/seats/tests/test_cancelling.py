import uuid

import pytest
from django.test import Client
from django.urls import reverse

from dreiklang.foundation.secret_links import seal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ben, cem
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import a_guest, some_seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats():
    return some_seats(capacity=1, open_to="public")


@pytest.mark.parametrize("whose", ["a member's", "a guest's"])
def test_a_seat_is_given_back_by_the_link_without_sign_in(seats, client, whose):
    mine = register(seats, ben()) if whose == "a member's" else confirm_address(a_guest(seats))
    next_in_line = register(seats, cem())
    page = client.get(reverse("registration", args=[mine.secret])).content.decode()
    assert "Abmelden und Platz weitergeben" in page
    answer = client.post(reverse("cancellation", args=[mine.secret]), follow=True)
    assert answer.redirect_chain == [(reverse("registration", args=[mine.secret]), 302)]
    assert "Sie sind abgemeldet." in answer.content.decode()
    assert states(mine, next_in_line) == ["cancelled", "confirmed"]
    assert Letter.objects.filter(to=mine.email, subject="Abgemeldet: Werkstatt").count() == 1


def states(*registrations) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def test_a_place_in_the_line_is_given_back_too(seats, client):
    register(seats, ben())
    mine = register(seats, cem())
    page = client.get(reverse("registration", args=[mine.secret])).content.decode()
    assert "Von der Warteliste nehmen" in page and "Sie verlieren dann Ihre Stelle" in page
    client.post(reverse("cancellation", args=[mine.secret]))
    assert states(mine) == ["cancelled"] and seats.taken() == 1


def test_a_second_click_is_harmless(seats, client):
    mine, second, third = register(seats, ben()), register(seats, cem()), confirm_address(a_guest(seats))
    for _ in range(3):
        assert client.post(reverse("cancellation", args=[mine.secret])).status_code == 302
    assert states(mine, second, third) == ["cancelled", "confirmed", "waiting"]
    assert Letter.objects.filter(subject__startswith="Abgemeldet").count() == 1


def test_an_old_link_does_not_touch_the_new_registration(seats, client):
    person = ben()
    old = cancel(register(seats, person))
    new = register(seats, person)
    client.post(reverse("cancellation", args=[old.secret]))
    assert states(old, new) == ["cancelled", "confirmed"]


def test_a_guest_who_never_confirmed_gives_back_without_a_letter(seats):
    mine = a_guest(seats)
    Letter.objects.all().delete()
    assert cancel(mine).state == Registration.CANCELLED
    assert not Letter.objects.exists() and seats.taken() == 0


ADDRESSES = {"registration": "get", "registration_calendar": "get", "confirmation": "post", "cancellation": "post"}
FORGERIES = {
    "made up": lambda mine: "x",
    "without a signature": lambda mine: str(mine.pk),
    "with an empty signature": lambda mine: f"{mine.pk}~",
    "of another purpose": lambda mine: seal(mine.pk, "invitation"),
    "without a purpose": lambda mine: seal(mine.pk, ""),
    "with a changed id": lambda mine: f"{uuid.uuid4()}~{mine.secret.split('~')[1]}",
    "with a changed end": lambda mine: mine.secret[:-1] + ("A" if mine.secret[-1] != "A" else "B"),
    "that was cut": lambda mine: mine.secret[:-4],
    "of nobody": lambda mine: seal(uuid.uuid4(), "registration"),
    "of the seats": lambda mine: seal(mine.seats.pk, "registration"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_forged_link_leads_nowhere(seats, client, name, forgery):
    mine = register(seats, ben())
    answer = getattr(client, ADDRESSES[name])(reverse(name, args=[FORGERIES[forgery](mine)]))
    assert answer.status_code == 404
    for word in ("Ben Okonkwo", "Werkstatt"):
        assert word not in answer.content.decode()
    assert states(mine) == ["confirmed"]


def test_a_true_link_leads_somewhere(seats, client):
    """The counter-test of the one above: only the token made the difference."""
    mine = register(seats, ben())
    for name, method in ADDRESSES.items():
        answer = getattr(client, method)(reverse(name, args=[mine.secret]))
        assert answer.status_code == {"get": 200, "post": 302}[method]
    assert states(mine) == ["cancelled"]


def test_the_button_works_only_from_our_own_page(seats):
    mine = register(seats, ben())
    answer = Client(enforce_csrf_checks=True).post(reverse("cancellation", args=[mine.secret]))
    assert answer.status_code == 403 and states(mine) == ["confirmed"]
