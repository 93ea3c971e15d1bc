"""An event whose seats are given by application: what its page and Heute say, and that others pay nothing for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dreiklang.events.tests.makers import an_event
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.calling import call
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.describing import describe
from dreiklang.seats.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def event():
    event = an_event("Durchgang", days=60, capacity=1, open_to="members")
    call(event.seats, by=ada())
    return event


def page(client, person, path) -> str:
    client.force_login(person) if person else client.logout()
    return client.get(path).content.decode()


def test_a_visitor_is_led_to_the_application_through_signing_in(client, event):
    found = page(client, None, event.path)
    assert f"?next={reverse('application', args=[event.seats.pk])}" in found and "Anmelden und bewerben" in found
    assert "Platz halten" not in found


def test_a_member_applies_from_here_and_finds_her_state_again(client, event):
    person, team = ben(), ada(email="zwei@example.org")
    application = reverse("application", args=[event.seats.pk])
    assert application in page(client, person, event.path)
    mine = apply(event.seats, person, {})
    own = reverse("registration", args=[mine.secret])
    found = page(client, person, event.path)
    assert "Ihre Bewerbung ist eingegangen." in found and own in found and application not in found
    decide(event.seats, [mine], Registration.OFFERED, by=team, reason="Passt.")
    for path in (event.path, "/"):
        found = page(client, person, path)
        assert "Platz annehmen oder weitergeben" in found and own in found
    assert "Platz annehmen" not in page(client, cem(), "/")


def test_who_waits_reads_her_number_and_nobody_else_reads_anything_of_it(client, event):
    first, second = apply(event.seats, ben(), {}), apply(event.seats, cem(), {})
    team = ada(email="zwei@example.org")
    decide(event.seats, [first], Registration.OFFERED, by=team, reason="Passt.")
    decide(event.seats, [second], Registration.WAITING, by=team, reason="Voll.")
    assert "Sie sind Nummer 1 auf der Warteliste." in page(client, second.person, event.path)
    assert "Alle 1 Plätze vergeben" in page(client, None, event.path)


def test_after_the_deadline_nobody_is_invited_to_apply(client, event):
    describe(event.seats, closes_at=timezone.now())
    found = page(client, ben(), event.path)
    assert "Die Bewerbungsfrist ist vorbei." in found and "Jetzt bewerben" not in found


def test_the_team_comes_to_the_applications_with_one_click(client, event):
    assert reverse("applications", args=[event.seats.pk]) in page(client, ada(email="b@example.org"), event.path)
    assert reverse("applications", args=[event.seats.pk]) not in page(client, ben(), event.path)


def test_an_event_of_first_come_first_served_asks_nothing_about_applications(client):
    event, person = an_event("Vortrag"), ben()
    client.force_login(person)
    with CaptureQueriesContext(connection) as asked:
        client.get(event.path)
        client.post(f"{event.path}anmeldung/")
        client.post(f"{event.path}abmeldung/")
    tables = ("seats_quota", "seats_question", "seats_answer", "seats_draw", "people_tenure")
    assert Registration.objects.get().state == Registration.CANCELLED
    assert not [query["sql"] for query in asked if any(table in query["sql"] for table in tables)]
