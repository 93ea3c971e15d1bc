"""A session from its trainer's and a participant's side, on phones, with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.events.models import Attendance, Event, expected_at
from dreiklang.people.models import Person
from dreiklang.seats.actions.registering import register

pytestmark = pytest.mark.journey
SESSION = "/veranstaltungen/demo-grundlagen-rolle-und-auftrag/"


@pytest.fixture
def session(house) -> Event:
    """It has just begun; Ben has a seat in its block."""
    event, now = Event.objects.get(slug=SESSION.split("/")[-2]), timezone.now()
    register(event.part_of.seats, Person.objects.get(email="ben@example.org"))
    Event.objects.filter(pk=event.pk).update(starts=now - timedelta(minutes=5), ends=now + timedelta(hours=2))
    return Event.objects.get(pk=event.pk)


def said_by(window) -> str:
    return window.page.locator("#zaehler").inner_text()


def state_of(event, person) -> str:
    return "".join(Attendance.objects.filter(event=event, person=person).values_list("state", flat=True))


@pytest.mark.long
def test_a_trainer_is_named_ticks_on_a_phone_and_participants_check_in_by_code(visit, session):
    ada = visit("ada")
    ada.go(SESSION)
    ada.follow("Leitung festlegen")
    ada.fill("Name oder E-Mail-Adresse", "cem@example.org")
    ada.press("Suchen")
    ada.page.get_by_role("button", name="Als Leitung eintragen").click()
    ada.sees("Cem Aydoğan leitet jetzt und bekommt eine Nachricht.")
    assert ada.go(f"{SESSION}anwesenheit/").status == 403

    cem = visit()
    cem.page.set_viewport_size({"width": 360, "height": 740})
    cem.open_letter("cem@example.org", "Sie leiten: Rolle und Auftrag")
    cem.sign_in("cem@example.org", "dreiklang-demo")
    cem.go(SESSION)
    cem.follow("Anwesenheit")
    people = list(expected_at(session).exclude(email="ben@example.org")[:3])
    first, second, third = people
    cem.page.locator(f"#present-{first.pk}").check()
    cem.page.get_by_text("1 von ").wait_for()
    assert state_of(session, first) == "present"
    assert cem.page.locator(f"#tick-{first.pk} .tick__choice--present").count() == 1
    cem.page.locator(f"#excused-{second.pk}").check()
    cem.page.get_by_text("1 entschuldigt").wait_for()
    cem.page.locator(f"#none-{second.pk}").check()
    cem.page.get_by_text("1 entschuldigt").wait_for(state="detached")
    assert state_of(session, second) == ""
    box = cem.page.locator(f"#present-{first.pk}").bounding_box()
    assert box["height"] >= 44 and box["width"] >= 44

    dana = visit("dana", scripts=False, width=360)  # leads the whole block, with a telephone that knows no scripts
    dana.go(f"{SESSION}anwesenheit/")
    dana.page.locator(f"#present-{third.pk}").check()
    dana.press("Liste speichern")
    dana.sees("Gespeichert.")
    assert "2 von " in said_by(dana) and state_of(session, first) == "present"

    cem.follow("Code für alle im Raum zeigen")
    code = cem.page.locator(".beamer__code").inner_text()
    ben = visit("ben", width=360)
    ben.go(SESSION)
    ben.follow("Ich bin da: Code eingeben")
    ben.fill("Code", "XXXXXX")
    ben.press("Ich bin da")
    ben.sees("Dieser Code gilt nicht oder nicht mehr.")
    ben.go(f"{SESSION}dabei/?code={code.replace(' ', '')}")
    ben.press("Ich bin da")
    ben.sees("Danke, Sie sind als anwesend eingetragen.")
    cem.page.get_by_role("link", name="Zur Liste der Anwesenheit").click()
    assert "3 von " in said_by(cem)
