"""From an answer to a page, in Chromium: who asked agrees by letter without signing in, who answered on the page of the
thread; one of them changes her mind, or all goes well until everybody reads the page."""

import re

import pytest

from dreiklang.dialogue.models import Thread
from dreiklang.library.models import Article

pytestmark = [pytest.mark.journey, pytest.mark.long]
TITLE = "Wie bezahlen Sie ehrenamtliche Sprachmittlung?"


@pytest.mark.parametrize("width", [1280, 360])
def test_an_answer_becomes_a_draft_with_the_consent_of_both_and_one_takes_hers_back(visit, width):
    mirja, clara, workroom, (asked, answered) = a_draft_with_consents(visit, width)
    clara.press("Einverständnis zurücknehmen")
    clara.sees("Im Entwurf steht kein Text von Ihnen.")
    mirja.go(workroom)
    assert _said(mirja, asked, answered) == {answered} and Article.objects.filter(title=TITLE).count() == 0
    assert "Entstanden aus" in mirja.page.content()  # she reads the thread


def test_a_draft_from_an_answer_is_discussed_reviewed_and_released(visit):
    mirja, _clara, workroom, (_asked, answered) = a_draft_with_consents(visit, 1280)
    mirja.press("Zur Rückmeldung öffnen für: Mitglieder des Netzwerks")
    section = Article.objects.get(title=TITLE).sections.get(source__contains=answered)
    dana = visit("dana", width=360)
    dana.go(f"{workroom}vorschlag/{section.pk}/")
    changed = section.source.replace(answered, f"{answered}, seit diesem Jahr")
    dana.fill("So sollte der Abschnitt lauten", f"{changed}\n\nBei uns zahlt das der Landkreis.")
    dana.press("Änderung ansehen")
    dana.press("Vorschlag abschicken")
    dana.sees("über jeden wird einzeln entschieden")

    mirja.go(workroom)
    mirja.sees("2 offene Vorschläge")
    proposals = mirja.page.locator("#vorschlaege li")
    proposals.filter(has_text="seit diesem Jahr").get_by_text("Übernehmen", exact=True).click()
    mirja.press("In den Text übernehmen")
    mirja.sees("1 offener Vorschlag")
    proposals.first.get_by_text("Nicht übernehmen").first.click()
    mirja.page.get_by_label("Der Grund").fill("Das gilt nur für Ihren Landkreis.")
    mirja.press("Nicht übernehmen")
    mirja.sees("Entschieden.")

    mirja.follow("Einreichen und Prüfende bitten")
    form = mirja.page.locator("form[action='#mitglied']")
    form.get_by_label("Name oder E-Mail-Adresse").fill("cem@example.org")
    form.get_by_role("button").click()
    mirja.sees("ist um eine Prüfung gebeten.")
    mirja.press("Jetzt einreichen")
    cem = visit("cem", scripts=False)
    cem.go(f"{workroom}pruefung/")
    cem.page.get_by_label("Geprüft, ohne Einwand").check()
    cem.press("Prüfung abgeben")
    ada = visit("ada")
    ada.go(f"{workroom}freigabe/")
    ada.press("In Kraft setzen")
    ada.sees("In Kraft: Fassung 1 der Seite.")

    emil = visit("olga")
    emil.go(Article.objects.get(title=TITLE).path)
    text = " ".join(emil.page.get_by_role("main").inner_text().split())
    assert f"{answered}, seit diesem Jahr" in text and "zahlt das der Landkreis" not in text
    emil.sees("Cem Aydoğan (Praxis)")


def a_draft_with_consents(visit, width: int) -> tuple:
    """(whoever drafts, whoever asked, the workroom, words of question and answer)"""
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
    workroom = mirja.page.url.partition("?")[0]
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
    return mirja, clara, workroom, (asked, answered)


def _some_words(source: str) -> str:
    """Its longest run of plain words."""
    return max(re.findall(r"[\w ,]+", source), key=len).strip()


def _said(window, *words) -> set[str]:
    text = " ".join(window.page.get_by_role("main").inner_text().split())
    return {each for each in words if each in text}


def _is_not_wider_than_the_screen(window) -> None:
    assert not window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
