"""From an answer to a draft, in Chromium: who asked agrees by letter without signing in, who answered on the page of
the thread, and one of them changes her mind."""

import re

import pytest

from dreiklang.dialogue.models import Thread
from dreiklang.library.models import Article

pytestmark = pytest.mark.journey
TITLE = "Wie bezahlen Sie ehrenamtliche Sprachmittlung?"


@pytest.mark.parametrize("width", [1280, 360])
def test_an_answer_becomes_a_draft_with_the_consent_of_both(visit, width):
    thread = Thread.objects.get(title=TITLE)
    asked, answered = (_some_words(thread.posts.get(number=number).source) for number in (1, 2))
    mirja = visit("mirja", width=width)
    mirja.go(thread.path)
    mirja.follow("Daraus eine Seite machen")
    mirja.sees("Clara")
    mirja.sees("Ohne Einverständnis kommt kein Wort aus dem Dialog in den Entwurf.")
    _is_not_wider_than_the_screen(mirja)
    mirja.press("Entwurf anlegen")
    mirja.sees("Der Entwurf ist angelegt.")
    mirja.sees("Das Einverständnis fehlt noch.")
    workroom = mirja.page.url
    assert not {asked, answered} & _said(mirja, asked, answered)

    clara = visit(width=width)  # not signed in
    clara.open_letter("clara@example.org", "Darf aus")
    clara.page.get_by_role("link", name="Einverstanden: ansehen und zusagen").click()
    clara.sees("Ihr Name steht nicht dabei.")
    clara.press("Einverstanden")
    clara.sees("Sie sind einverstanden")
    mirja.go(workroom)
    assert _said(mirja, asked, answered) == {asked}

    ben = visit("ben", width=width)
    ben.go(thread.path)
    ben.follow("Darf daraus eine Seite werden? Bitte entscheiden Sie")
    _is_not_wider_than_the_screen(ben)
    ben.press("Einverstanden")
    ben.sees("Sie sind einverstanden")
    mirja.go(workroom)
    assert _said(mirja, asked, answered) == {asked, answered}
    mirja.page.get_by_role("heading", name=TITLE, level=1).wait_for()

    clara.press("Einverständnis zurücknehmen")
    clara.sees("Im Entwurf steht kein Text von Ihnen.")
    mirja.go(workroom)
    assert _said(mirja, asked, answered) == {answered} and Article.objects.filter(title=TITLE).count() == 0
    assert "Entstanden aus" in mirja.page.content()  # she reads the thread


def _some_words(source: str) -> str:
    """Its longest run of plain words."""
    return max(re.findall(r"[\w ,]+", source), key=len).strip()


def _said(window, *words) -> set[str]:
    text = " ".join(window.page.get_by_role("main").inner_text().split())
    return {each for each in words if each in text}


def _is_not_wider_than_the_screen(window) -> None:
    assert not window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
