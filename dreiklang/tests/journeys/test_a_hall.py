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
    for window in (guest, ada, screen):
        window.page.clock.install()
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

    later(ada)
    ada.page.locator("#waiting li", has_text=ASKED).get_by_role("button", name="Aufnehmen").press("Enter")
    taken = ada.page.locator("#open li", has_text=ASKED)
    taken.get_by_role("button", name="In die Auswahl").click()
    ada.page.locator("#listed li", has_text=ASKED).get_by_role("button", name="Jetzt auf die Leinwand").click()
    ada.page.locator("#listed .is-now").wait_for()
    later(screen)
    screen.page.locator(".hall-screen__now", has_text=ASKED).wait_for()

    later(guest)
    guest.page.locator("#offene li", has_text=ASKED).wait_for()  # what she types stays, and where she is
    assert guest.page.evaluate("document.activeElement.name") == "source"
    assert guest.page.get_by_label("Ihre Frage").input_value() == "Noch eine, halb getippt"
    guest.page.locator("#offene li", has_text=ASKED).get_by_role("button", name="Interessiert mich auch").dblclick()
    guest.page.locator("#offene [aria-pressed=true]").wait_for()

    other.go(hall.path)
    other.page.locator("#offene li", has_text=ASKED).get_by_role("button", name="Interessiert mich auch").click()
    other.page.locator("#offene [aria-pressed=true]").wait_for()
    assert HallLike.objects.filter(question__text=ASKED).count() == 2
    later(ada)
    ada.page.locator("#listed li", has_text="interessiert 2 Personen").wait_for()
    for window in (guest, other):
        assert window.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    ada.page.locator("#listed li", has_text=ASKED).get_by_role("button", name="Beantwortet", exact=True).click()
    ada.page.locator("#answered li").wait_for()
    later(screen)
    screen.page.locator(".hall-screen__now", has_text="Was möchten Sie wissen?").wait_for()
    ada.follow("Saal schließen")
    ada.press("Saal für immer schließen")
    ada.sees("Der Saal ist geschlossen.")
    later(screen)
    screen.sees("Der Saal ist geschlossen. Danke für Ihre Fragen.")


def later(window) -> None:
    """So late that the page has asked whether anything is new."""
    window.page.clock.fast_forward(6_000)
