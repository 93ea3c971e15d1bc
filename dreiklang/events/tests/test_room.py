"""The address of an online session: it leads there from a quarter of an hour before until the end."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, a_session, a_trainer, an_event
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import confirm_address, register, register_guest

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = "https://meet.example/geheim?a=1&b=2"


@pytest.fixture
def clock():
    with time_machine.travel("2031-03-05T10:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def session(clock):
    return a_session([ben()], link=LINK, place="", street="")


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def bens(event) -> Client:
    return client_of(event.seats.registrations.get().person)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(-3000, "Der Raum öffnet am"), (-16, "Der Raum öffnet am"), (-15, LINK), (119, LINK), (120, "ist vorbei")],
)
def test_the_room_opens_a_quarter_of_an_hour_before_and_closes_at_the_end(session, clock, minutes, says):
    clock.shift(timedelta(minutes=minutes))
    answer = bens(session).get(f"{session.path}raum/")
    if says == LINK:
        assert (answer.status_code, answer.url) == (302, LINK)
    else:
        assert answer.status_code == 200 and says in answer.text and "meet.example" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_before_it_opens_there_is_a_calendar_file(session, clock):
    clock.shift(timedelta(days=-1))
    html = bens(session).get(f"{session.path}raum/").text
    assert f"{session.path}kalender.ics" in html and "5. März 2031, 09:45 Uhr" in html


def test_whoever_may_not_read_the_link_does_not_get_in(session):
    assert client_of(cem()).get(f"{session.path}raum/").status_code == 403
    assert "/konto/anmelden/" in Client().get(f"{session.path}raum/").url
    members = an_event("Intern", readers="team", link=LINK, capacity=None)
    assert client_of(cem(email="c@x.org")).get(f"{members.path}raum/").status_code == 404


def test_without_the_rule_a_stranger_would_get_in(session, monkeypatch):
    monkeypatch.setattr("dreiklang.events.views.meeting.may_read_whereabouts", lambda *args: True)
    assert client_of(cem()).get(f"{session.path}raum/").url == LINK


def test_team_and_trainers_get_in_early_to_prepare(session, clock):
    clock.shift(timedelta(hours=-5))
    leader = a_trainer(session, a_person("Tina Trainer")).person
    for person, told in ((ada(), True), (leader, True)):
        assert ("meet.example" in client_of(person).get(f"{session.path}raum/").text) == told


def test_a_part_of_a_block_opens_for_whoever_has_a_seat_in_the_block(clock):
    block, person = a_block(parts=1), ben()
    register(block.seats, person)
    part = block.sessions.get()
    Event.objects.filter(pk=part.pk).update(link=LINK)
    clock.move_to(part.starts)
    assert client_of(person).get(f"{part.path}raum/").url == LINK
    assert client_of(cem()).get(f"{part.path}raum/").status_code == 403


def test_an_event_on_site_has_no_room_and_one_that_is_called_off_leads_nowhere(session):
    assert client_of(ada()).get(f"{an_event('Vor Ort').path}raum/").status_code == 404
    Event.objects.filter(pk=session.pk).update(state=Event.CANCELLED)
    answer = bens(session).get(f"{session.path}raum/")
    assert answer.status_code == 200 and "abgesagt" in answer.text


def test_the_address_in_the_letter_is_the_address_of_the_room(clock, settings):
    event, person = an_event(days=3, link=LINK), ben()
    register(event.seats, person)
    letter = Letter.objects.get(to=person.email)
    assert f"{settings.SITE_URL}{event.path}raum/" in letter.text and "meet.example" not in letter.text
    assert "meet.example" not in letter.calendar
    clock.move_to(event.starts)
    assert client_of(person).get(f"{event.path}raum/").url == LINK


def test_a_guest_finds_the_link_on_the_page_behind_her_letter(clock):
    event = an_event(days=3, link=LINK)
    mine = confirm_address(register_guest(event.seats, "Gitta Gast", "gitta@example.net"))
    letter = Letter.objects.order_by("-written_at", "-pk").filter(subject__startswith="Ihr Platz").get()
    assert "raum/" not in letter.text and "meet.example" not in letter.text
    assert mine.secret in letter.text.replace("\\", "")
    assert "meet.example" in Client().get(f"/anmeldung/{mine.secret}/").text
