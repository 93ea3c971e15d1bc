"""Questions from an audience in Chromium: a guest on her phone, a moderator, and the screen that all see."""

import pytest

from dreiklang.debates.models import HallLike
from dreiklang.debates.tests.hall_makers import a_hall
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
ASKED = "Wer zahlt das Dolmetschen beim Elternabend?"


def test_what_somebody_asks_on_her_phone_is_taken_in_liked_and_stands_on_the_screen(visit):
    hall = a_hall(readers="public", is_checked=True, by=Person.objects.get(email="ada@example.org"))
    guest, other, ada, screen = visit(width=360), visit(scripts=False, width=360), visit("ada"), visit()
    ada.go(f"{hall.path}moderation/")
    screen.go(f"{hall.path}leinwand/")
    screen.sees(hall.code)

    guest.go("/dialog/debatten/saal/")
    guest.fill("Code von der Leinwand", hall.code.lower())
    guest.press("Zum Saal")
    guest.fill("Ihre Frage", ASKED)
    guest.press("Frage stellen")
    guest.sees("Danke. Ihre Frage wartet")
    guest.fill("Ihre Frage", "Noch eine, halb getippt")

    ada.page.locator("#waiting li", has_text=ASKED).get_by_role("button", name="Aufnehmen").press("Enter")  # by itself
    taken = ada.page.locator("#open li", has_text=ASKED)
    taken.get_by_role("button", name="In die Auswahl").click()
    ada.page.locator("#listed li", has_text=ASKED).get_by_role("button", name="Jetzt auf die Leinwand").click()
    screen.page.locator(".hall-screen__now", has_text=ASKED).wait_for()

    guest.page.locator("#offene li", has_text=ASKED).wait_for()  # by itself; what she types stays, and where she is
    assert guest.page.evaluate("document.activeElement.name") == "source"
    assert guest.page.get_by_label("Ihre Frage").input_value() == "Noch eine, halb getippt"
    guest.page.locator("#offene li", has_text=ASKED).get_by_role("button", name="Interessiert mich auch").dblclick()
    guest.page.locator("#offene [aria-pressed=true]").wait_for()

    other.go(hall.path)
    other.page.locator("#offene li", has_text=ASKED).get_by_role("button", name="Interessiert mich auch").click()
    other.page.locator("#offene [aria-pressed=true]").wait_for()
    assert HallLike.objects.filter(question__text=ASKED).count() == 2
    ada.page.locator("#listed li", has_text="interessiert 2 weitere Personen").wait_for()
    for window in (guest, other):
        assert window.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    ada.page.locator("#listed li", has_text=ASKED).get_by_role("button", name="Beantwortet", exact=True).click()
    screen.page.locator(".hall-screen__now", has_text="Was möchten Sie wissen?").wait_for()
    ada.follow("Saal schließen")
    ada.press("Saal für immer schließen")
    ada.sees("Der Saal ist geschlossen.")
    screen.sees("Der Saal ist geschlossen. Danke für Ihre Fragen.")
