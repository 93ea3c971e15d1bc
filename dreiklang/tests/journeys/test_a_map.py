"""The map of the districts, by keyboard alone: from one district to the next, and to the colleagues there."""

import pytest

pytestmark = pytest.mark.journey

FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


def test_a_district_is_reached_and_opened_by_keyboard(visit):
    window = visit("ben")
    page = window.page
    window.go("/austausch/kolleginnen/karte/")
    page.get_by_role("link", name="Karte überspringen, zur Liste").focus()
    there = [link.get_attribute("aria-label") for link in page.locator(".map svg a").all()]
    passed = []
    for _each in there:
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
    assert passed == there and any(": niemand" not in each for each in there)
    ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth")
    assert float(ring.removesuffix("px")) >= 3  # one sees where one is
    while ": niemand" in page.evaluate(FOCUSED):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/austausch/kolleginnen/?kreis=*")
    assert page.locator(".people li").count() >= 1
