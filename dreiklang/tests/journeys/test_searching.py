"""The officer with thirty seconds: she types, sees, and goes on with the keyboard."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_results_come_while_she_types_and_the_arrow_keys_walk_through_them(visit):
    window = visit("cem")
    window.go("/suche/")
    page = window.page
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("sprachmitt", delay=20)
    page.get_by_role("link", name="Werkstatt „Sprachmittlung in der Fläche“").wait_for()
    assert page.url.endswith("/suche/")  # the page stayed where it was
    assert page.locator("#ergebnisse mark").first.is_visible()
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/suche/" not in url)


def test_from_a_question_without_answer_to_somebody_who_knows(visit):
    window = visit("cem", scripts=False)
    window.go("/")
    window.page.get_by_label("Was brauchen Sie gerade?").fill("Dolmetscherhonorar Lehrkräfte")
    window.press("Suchen")
    window.sees("nicht alle Wörter")
    window.page.get_by_role("main").get_by_role("link", name="Ben Okonkwo").first.click()
    window.sees("Nachricht schreiben")


def test_a_visitor_on_a_phone_searches_without_scripts_narrows_and_widens(visit):
    window = visit(scripts=False, width=360)
    window.go("/")
    window.page.get_by_role("button", name="Suchen").click()
    window.page.get_by_label("Was suchen Sie?").fill("Integration")
    window.page.locator("main").get_by_role("button", name="Suchen").click()
    window.sees("Treffer")
    everything = window.page.locator(".found__count").inner_text()
    window.page.locator(".facet a.chip").first.click()
    narrowed = window.page.locator(".found__count").inner_text()
    assert narrowed != everything
    window.page.locator("a.chip--on").click()
    assert window.page.locator(".found__count").inner_text() == everything
