import re

import pytest
from icalendar import Calendar

from dreiklang.events.models import Event
from dreiklang.seats.actions.steering import change_capacity

pytestmark = pytest.mark.journey
LECTURE = "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_registers_confirms_and_cancels(visit, scripts):
    window = visit(scripts=scripts)
    window.go("/")
    window.follow("Ankommen und bleiben: Was hält einen Ort zusammen?")
    window.fill("Ihr Name", "Vesna O'Brien")
    window.fill("Ihre E-Mail-Adresse", "vesna@example.net")
    window.press("Platz halten und Link per E-Mail bekommen")
    window.sees("Wir haben an vesna@example.net geschrieben")

    window.open_letter("vesna@example.net", "Bitte bestätigen")
    window.sees("Guten Tag Vesna O'Brien")
    window.follow("Anmeldung bestätigen")
    window.sees("Wir halten Ihren Platz bis")
    window.press("Platz bestätigen")
    window.sees("Ihr Platz ist sicher.")

    with window.page.expect_download() as download:
        window.follow("In den Kalender")
    entry = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")[0]
    assert entry["summary"] == "Ankommen und bleiben: Was hält einen Ort zusammen?"

    window.open_letter("vesna@example.net", "Ihr Platz ist sicher")
    window.follow("Anmeldung ansehen oder abmelden")
    window.page.get_by_text("Doch verhindert? Hier abmelden").click()
    window.press("Abmelden und Platz weitergeben")
    window.sees("Sie sind abgemeldet.")
    window.open_letter("vesna@example.net", "Abgemeldet")


def test_registering_needs_only_the_keyboard(visit):
    window = visit()
    window.go(LECTURE)
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    _tab_to(window, "name")
    window.page.keyboard.type("Kim Tastatur")
    _tab_to(window, "email")
    window.page.keyboard.type("kim@example.net")
    window.page.keyboard.press("Enter")
    window.sees("Wir haben an kim@example.net geschrieben")


def _tab_to(window, field: str):
    for _ in range(40):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("document.activeElement.name") == field:
            return
    raise AssertionError(f"The tab key never comes to {field}")


def test_what_was_typed_stays_when_something_is_missing(visit):
    window = visit(scripts=False)
    window.go(LECTURE)
    window.page.locator("form", has=window.page.get_by_label("Ihr Name")).evaluate("form => form.noValidate = true")
    window.fill("Ihr Name", "Vesna")
    window.fill("Ihre E-Mail-Adresse", "vesna@")
    window.press("Platz halten und Link per E-Mail bekommen")
    window.sees("Diese Adresse ist unvollständig. Sie sieht aus wie name@beispiel.de.")
    assert window.page.get_by_label("Ihr Name").input_value() == "Vesna"
    assert window.page.get_by_label("Ihre E-Mail-Adresse").input_value() == "vesna@"


def test_a_guest_who_waits_moves_up_when_somebody_cancels(visit):
    seats = Event.objects.get(slug=LECTURE.split("/")[-2]).seats
    change_capacity(seats, seats.taken(), by=None)
    window = visit()
    window.go(LECTURE)
    window.fill("Ihr Name", "Wanda Wartet")
    window.fill("Ihre E-Mail-Adresse", "wanda@example.net")
    window.press("Auf die Warteliste setzen")
    window.open_letter("wanda@example.net", "Bitte bestätigen")
    window.follow("Anmeldung bestätigen")
    window.press("Auf die Warteliste setzen")
    window.sees("Sie stehen auf der Warteliste, Nummer 1.")

    other = visit()
    other.open_letter("gitta@example.net", "Ihr Platz ist sicher: Ankommen")
    other.follow("Anmeldung ansehen oder abmelden")
    other.page.get_by_text("Doch verhindert? Hier abmelden").click()
    other.press("Abmelden und Platz weitergeben")

    window.page.reload()
    window.sees("Ihr Platz ist sicher.")
    window.open_letter("wanda@example.net", "Sie sind nachgerückt")
    assert re.search(r"Kontorhaus am Lindenufer", window.page.content())
