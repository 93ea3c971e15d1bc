"""A debate in Chromium: with the keyboard alone, with a finger, and without an account."""

import re

import pytest

from dreiklang.debates.models import Debate, Vote, Voter
from dreiklang.debates.tests.makers import a_debate

pytestmark = pytest.mark.journey
RUNS = "/dialog/debatten/wofuer-die-halbe-stelle/"
TEXTS = [f"Aussage Nummer {number} hilft." for number in range(9)]


def answered(window) -> int:
    return int(re.match(r"\d+", window.page.locator("[data-statement] [aria-live]").inner_text())[0])


def test_with_the_keyboard_alone_one_answers_leaves_comes_back_and_reads_the_result(visit):
    ben = visit("ben")
    ben.go(RUNS)
    tab_to(ben, "#karte")
    for number, key in enumerate(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowRight"], 1):
        ben.page.keyboard.press(key)
        ben.sees(f"{number} von 12 beantwortet")
        ben.page.locator("#karte:not([aria-busy]) #aussage:focus").wait_for()  # where a screen reader goes on reading
    votes = Vote.objects.filter(voter__debate__slug=RUNS.split("/")[-2])
    ben.go("/")
    ben.page.go_back()
    ben.sees("4 von 12 beantwortet")
    tab_to(ben, "#karte form")
    for _button in range(2):
        ben.page.keyboard.press("Tab")  # to the third button
    for number in range(5, 8):
        ben.page.keyboard.press("ArrowRight")
        ben.sees(f"{number} von 12 beantwortet")
        ben.page.locator("#karte:not([aria-busy]) #aussage:focus").wait_for()
    before = votes.count()
    tab_to(ben, "a[href$='ergebnis/']")
    ben.page.keyboard.press("Enter")
    ben.page.get_by_role("heading", name="Wofür soll eine halbe Stelle da sein?").wait_for()
    assert votes.count() == before and ben.page.url.endswith("/ergebnis/")


def tab_to(window, selector: str) -> None:
    for _step in range(60):
        if window.page.evaluate("s => !!document.activeElement?.closest(s)", selector):
            return
        window.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} ist mit der Tastatur nicht zu erreichen")


def test_with_a_finger_one_swipes_and_scrolling_is_no_answer(visit):
    cem = visit("cem", width=360, has_touch=True)
    debate = a_debate(texts=TEXTS)
    cem.go(debate.path)
    swipe(cem, 200, 0)
    cem.sees("1 von 9 beantwortet")
    swipe(cem, -200, 0)
    cem.sees("2 von 9 beantwortet")
    swipe(cem, 20, -200)
    cem.page.wait_for_timeout(300)
    assert answered(cem) == 2
    assert sorted(Vote.objects.filter(voter__debate=debate).values_list("value", flat=True)) == [-1, 1]


def swipe(window, across: int, down: int) -> None:
    """As Chromium's own touch screen does it, in ten moves."""
    text = window.page.locator(".statement__text")
    text.scroll_into_view_if_needed()
    box = text.bounding_box()
    x, y = box["x"] + box["width"] / 2 - across / 2, box["y"] + box["height"] / 2
    screen = window.page.context.new_cdp_session(window.page)
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x + across * step / 10, "y": y + down * step / 10}
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("scripts", [True, False])
def test_without_an_account_one_answers_once_however_often_one_presses(visit, scripts):
    debate = a_debate(texts=TEXTS, readers="public", takes_guests=True)
    guest = visit(scripts=scripts)
    guest.go(debate.path)
    if scripts:
        guest.page.locator("[name=beweis][value]:not([value=''])").wait_for(state="attached")
        guest.page.get_by_role("button", name="Stimme zu", exact=True).dblclick()
    else:
        guest.press("Stimme zu")
    guest.sees("1 von 9 beantwortet")
    assert list(Vote.objects.values_list("voter__debate", "value")).count((debate.pk, 1)) == 1
    if scripts:
        guest.page.wait_for_timeout(450)  # so long a second click is the second half of a double click
        guest.page.context.set_offline(True)
        guest.press("Weiter")
        guest.sees("Ihre Antwort ist nicht angekommen.")
        guest.page.context.set_offline(False)
        guest.press("Weiter")
        guest.sees("2 von 9 beantwortet")
        assert guest.page.get_by_text("Ihre Antwort ist nicht angekommen.").is_hidden()
        guest.problems.clear()  # the lost connection
    guest.follow("Aussage melden")
    guest.page.get_by_label("rechtswidrig").check()
    guest.press("Meldung an die Moderation senden")
    guest.sees("Danke, Ihre Meldung ist da")
    assert Voter.objects.filter(debate=debate).count() == 1 and Debate.objects.get(pk=debate.pk).key
