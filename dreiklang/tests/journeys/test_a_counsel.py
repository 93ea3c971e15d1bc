"""A Kollegiale Beratung with four browsers at once, through all six steps: one on a phone, one without scripts, one on
the screen that all see. Afterwards nobody can say that it was."""

import re

import pytest

from dreiklang.exchange.counsel_steps import STEPS
from dreiklang.exchange.models import CounselPart, CounselSession
from dreiklang.letters.models import Letter

pytestmark = [pytest.mark.journey, pytest.mark.long]
HOME = "/austausch/kollegiale-beratung/"


def test_four_go_through_all_steps_and_nothing_of_it_stays(visit):
    ben, cem, dana, ada = visit("ben"), visit("cem", width=360), visit("dana", scripts=False), visit("ada")
    ben.go(HOME)
    ben.page.get_by_label("Mitglieder, die ich nenne").check()
    ben.fill("Wen laden Sie ein?", "cem@example.org\ndana@example.org\nada@example.org")
    ben.fill("Link zum Videoraum", "https://video.example/runde")
    ben.press("Gemeinsame Seite öffnen")
    ben.sees("Schritt 1 von 6")
    session = CounselSession.objects.get()
    assert Letter.objects.filter(text__contains=session.path).count() == 3

    for window in (cem, dana, ada):
        window.go(session.path)
        window.sees("Schritt 1 von 6")
    cem.press("Fallgebende Person übernehmen")
    dana.press("Zeit übernehmen")
    ada.press("Moderation übernehmen")
    ben.page.get_by_text(re.compile("Moderation: Ada")).wait_for()  # by itself
    assert _minutes(ada) in {"4", "5"}
    ben.go(f"{session.path}?gross=ja")
    for number, step in enumerate(STEPS[1:], start=2):
        ada.press(f"Weiter: {step.title}")
        for window in (cem, ada, ben):
            window.page.get_by_role("heading", name=str(step.title)).wait_for()
        dana.follow("Stand neu laden")
        dana.sees(f"Schritt {number} von 6")
        if number in {2, 5}:
            cem.sees("Sie sind an der Reihe.")
    assert _minutes(cem) in {"4", "5"} and not _is_wider_than_the_screen(cem)
    assert re.search(r"\d\d:\d\d bis \d\d:\d\d Uhr", dana.page.get_by_role("main").inner_text())

    ada.follow("Beratung beenden")
    ada.press("Beenden und alles löschen")
    ada.sees("Von ihr ist nichts mehr gespeichert.")
    for window in (cem, ben):  # by itself
        window.page.wait_for_url(f"**{HOME}")
    assert not CounselSession.objects.exists() and not CounselPart.objects.exists()
    assert not Letter.objects.filter(text__contains=session.path).exists()


def _minutes(window) -> str:
    """That the clock of the step shows."""
    clock = window.page.locator(".counsel-clock__left")
    clock.get_by_text(":").wait_for()
    return clock.inner_text().partition(":")[0]


def _is_wider_than_the_screen(window) -> bool:
    return window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
