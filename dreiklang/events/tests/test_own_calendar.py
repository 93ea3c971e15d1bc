"""All personal dates under one secret address, for the own calendar program."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dreiklang.events.actions import subscribing
from dreiklang.events.actions.publishing import call_off
from dreiklang.events.models import CalendarAddress, Event, Part
from dreiklang.events.tests.makers import a_block, a_trainer, an_event, queries_of
from dreiklang.foundation.tests.calendar_readers import NEEDS_ICAL_JS, in_ical_js, in_python
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.registering import register, register_guest

pytestmark = [pytest.mark.django_db, pytest.mark.once]
READERS = [pytest.param(in_python, id="python"), pytest.param(in_ical_js, id="ical.js", marks=NEEDS_ICAL_JS)]


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def feed(token: str) -> str:
    answer = Client().get(f"/kalender/{token}.ics")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(person) -> list[str]:
    return sorted(event["title"] for event in in_python(feed(subscribing.make_address(person)))["events"])


def made(client, act="make") -> str:
    """The token as the page shows it."""
    return re.search(r"/kalender/([\w-]+)\.ics", client.post("/konto/kalender/", {"act": act}).text)[1]


def test_everything_that_is_hers_stands_in_it_and_nothing_else():
    person, group = ben(), Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    join(group, person)
    block = a_block("Block", parts=2, days=1)
    register(block.seats, person)
    register(an_event("Vortrag", days=3).seats, person)
    an_event("Für die Gruppe", days=4, capacity=None, readers=group.token)
    a_trainer(a_block("Geleitet", parts=1, days=5), person)
    Part.objects.create(event=an_event("Dazu", days=9, readers="team"), person=person, role=Part.JOINER)
    an_event("Fremd")
    an_event("Für die Gruppe, mit Plätzen", readers=group.token)
    an_event("Mitglieder", readers="members", capacity=None)
    draft = an_event("Entwurf", state=Event.DRAFT)
    a_trainer(draft, person)
    waiting = an_event("Voll", capacity=0)
    register(waiting.seats, person)
    given_back = an_event("Zurückgegeben")
    cancel(register(given_back.seats, person))
    assert titles(person) == [
        "Block", "Block, Teil 1", "Block, Teil 2", "Dazu", "Für die Gruppe", "Geleitet", "Geleitet, Teil 1", "Vortrag",
    ]  # fmt: skip
    assert titles(cem()) == []


def test_the_team_finds_its_own_dates_and_not_all_of_the_house():
    an_event("Vortrag")
    assert titles(ada()) == []


@pytest.mark.parametrize("read", READERS)
def test_calendars_understand_it_summer_and_winter(settings, read):
    with time_machine.travel("2026-10-20T10:00+02:00", tick=False):
        person = ben()
        summer = an_event("Vor der Umstellung", days=3, place="Frauenhaus", street="", place_for_registered=True)
        winter = an_event("Danach", days=7, place="", street="", link="https://meet.example/geheim", summary="Kurz.")
        for event in (summer, winter):
            register(event.seats, person)
        first, second = read(feed(subscribing.make_address(person)))["events"]
    assert (first["starts"], second["starts"]) == ("2026-10-23T08:00:00+00:00", "2026-10-27T08:00:00+00:00")
    assert (first["place"], second["place"]) == ("Frauenhaus", "online")
    assert second["description"] == f"Kurz.\n\nOnline-Raum: {settings.SITE_URL}{winter.path}raum/"
    assert first["url"] == f"{settings.SITE_URL}{summer.path}"


def test_nobody_else_and_no_link_is_told():
    event, person = an_event(link="https://meet.example/geheim"), ben()
    for somebody in (person, cem()):
        register(event.seats, somebody)
    register_guest(event.seats, "Gitta Gast", "gitta@example.net")
    text = feed(subscribing.make_address(person))
    for secret in ("Ben", "Cem", "Gitta", "@example", "meet.example", "ATTENDEE", "ORGANIZER"):
        assert secret not in text


def test_what_was_called_off_stays_for_ninety_days_and_what_is_over_too():
    event, person = an_event(days=1), ben()
    register(event.seats, person)
    token = subscribing.make_address(person)
    call_off(event, reason="Krank", by=ada())
    assert in_python(feed(token))["events"][0]["status"] == "CANCELLED"
    with time_machine.travel(event.ends + timedelta(days=89, hours=23)):
        assert "Vortrag" in feed(token)
    with time_machine.travel(event.ends + timedelta(days=90, hours=1)):
        assert "Vortrag" not in feed(token)


def test_the_address_is_shown_once_and_only_a_hash_of_it_is_kept():
    client = client_of(ben())
    token = made(client)
    assert len(token) >= 43  # 256 bits
    assert token not in client.get("/konto/kalender/").text
    row = CalendarAddress.objects.values().get()
    assert set(row) == {"id", "person_id", "digest"} and token not in str(row) and row["digest"] in {
        CalendarAddress.digest_of(token)
    }  # fmt: skip


def test_a_new_address_ends_the_one_before_and_switching_off_ends_all():
    client = client_of(ben())
    first, second = made(client), made(client)
    assert Client().get(f"/kalender/{first}.ics").status_code == 404
    feed(second)
    assert "Abschalten" in client.get("/konto/kalender/").text
    client.post("/konto/kalender/", {"act": "end"})
    assert Client().get(f"/kalender/{second}.ics").status_code == 404 and not CalendarAddress.objects.exists()


def test_another_persons_address_is_not_touched():
    mine, other = client_of(ben()), client_of(cem())
    token = made(other)
    made(mine)
    mine.post("/konto/kalender/", {"act": "end"})
    feed(token)


@pytest.mark.parametrize("token", ["x", "0" * 43, "ä", "a" * 5000])
def test_a_made_up_address_is_a_404(token):
    subscribing.make_address(ben())
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_demo": True}])
def test_whoever_may_not_sign_in_has_no_calendar_either(fields):
    token = subscribing.make_address(a_person("Gesperrt X", **fields))
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_the_answer_is_private_leaves_no_trace_and_takes_few_queries():
    person = ben()
    token = subscribing.make_address(person)
    register(an_event("Eins").seats, person)
    before = list(CalendarAddress.objects.values())
    answer = Client().get(f"/kalender/{token}.ics")
    assert answer.headers["Cache-Control"] == "private, no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies and list(CalendarAddress.objects.values()) == before
    one = queries_of(Client(), f"/kalender/{token}.ics")
    for number in range(3):
        register(an_event(f"Nummer {number}").seats, person)
    assert queries_of(Client(), f"/kalender/{token}.ics") == one < 8


def test_the_account_leads_there():
    assert "/konto/kalender/" in client_of(ben()).get("/konto/").text
