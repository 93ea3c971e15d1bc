"""A MittagsMeeting with four browsers at once: from a question that was dropped in, and one that nobody answered in the
dialogue, to a Hinweis that a second person released and an answer in the thread. Nobody can say who was there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.models import Thread
from dreiklang.events.models import Event
from dreiklang.exchange.models import LunchItem, LunchMeeting, LunchPoints, LunchQuestion, LunchSalt
from dreiklang.library.models import Article

pytestmark = [pytest.mark.journey, pytest.mark.long]
BROUGHT = "Wer zahlt das Dolmetschen beim Elternabend?"
HOME = "/austausch/mittagsmeeting/"


def test_from_a_dropped_question_and_one_of_the_dialogue_to_a_hinweis_and_an_answer(visit):
    thread = _unanswered()
    ben, cem, dana, ada = visit("ben"), visit("cem", width=360), visit("dana", scripts=False), visit("ada")
    ben.go(HOME)
    ben.fill("Was beschäftigt Sie gerade?", BROUGHT)
    ben.page.get_by_label("Ohne Namen").check()
    ben.press("Frage mitbringen")
    ben.sees("Diesen Link sehen Sie nur jetzt")
    assert LunchQuestion.objects.get(text=BROUGHT).author is None

    meeting = _now()
    choice = f"{meeting.path}wahl/"
    ada.go(choice)
    ada.press("Auswahl jetzt beginnen")
    for window in (ben, cem, dana):
        window.go(choice)
        window.sees(BROUGHT)
        window.sees(thread.title)
    for window, title, points in ((ben, BROUGHT, 3), (cem, thread.title, 2), (dana, BROUGHT, 1), (cem, BROUGHT, 1)):
        for _each in range(points):
            _item(window, title).get_by_role("button", name="+ Punkt").click()
            window.page.wait_for_load_state()
            window.page.wait_for_timeout(300)
    cem.sees("Sie haben noch 0 von drei Punkten")
    assert not _is_wider_than_the_screen(cem)
    _item(ada, BROUGHT).get_by_text("5", exact=True).wait_for()  # by itself
    _item(ada, BROUGHT).get_by_role("button", name="In Arbeit nehmen").click()
    _item(cem, BROUGHT).get_by_text("in Arbeit", exact=True).wait_for()
    ada.follow("Große Ansicht zum Teilen des Bildschirms")
    ada.page.locator("li.is-in-work", has_text=BROUGHT).wait_for()
    assert {name for name in ("Ben", "Cem", "Dana") if name in ada.page.get_by_role("main").inner_text()} == set()

    for window in (ben, cem):  # both have the empty form open
        _item(window, BROUGHT).get_by_role("link", name="Ergebnis festhalten").click()
        window.page.get_by_label("Hinweis").wait_for()
    _note(ben, "Die Schule aus ihrem Etat.")
    ben.sees("Festgehalten, ohne Namen.")
    _note(cem, "Der Landkreis über den Rahmenvertrag.")
    cem.sees("Inzwischen hat jemand anderes")
    cem.sees("Die Schule aus ihrem Etat.")
    cem.fill("Hinweis", "Die Schule aus ihrem Etat, oder der Landkreis über den Rahmenvertrag.")
    cem.press("Ergebnis festhalten")
    cem.sees("Festgehalten, ohne Namen.")
    dana.go(choice)
    _item(dana, thread.title).get_by_role("link", name="Ergebnis festhalten").click()
    _note(dana, "Mit einer Pauschale von 25 Euro.")

    ada.go(f"{meeting.path}leitung/")
    ada.press("Auswahl beenden und Punkte löschen")
    assert not LunchPoints.objects.exists() and not LunchSalt.objects.exists()
    ada.go(f"{meeting.path}leitung/")
    ada.page.get_by_role("textbox", name="In drei Zeilen").fill(
        "Dolmetschen zahlt die Schule.\nFür Ehrenamt gibt es mehr."
    )
    ada.press("Drei Zeilen freigeben")
    ada.sees("Freigegeben.")

    dana.go(meeting.path)
    result = dana.page.locator("article", has_text=thread.title)
    result.get_by_role("link", name="Als Antwort in den Dialog geben").click()
    dana.press("Antwort ins Thema stellen")
    dana.sees("Mit einer Pauschale von 25 Euro.")
    dana.page.get_by_role("link", name="MittagsMeeting am").first.wait_for()

    ben.go(meeting.path)
    ben.page.locator("article", has_text=BROUGHT).get_by_role("link", name="Daraus einen Hinweis machen").click()
    ben.press("Entwurf anlegen")
    ben.sees("Der Entwurf ist angelegt.")
    _released(ben, cem, ada)
    dana.go(meeting.path)
    dana.follow("Daraus wurde ein Hinweis")
    dana.sees("der Landkreis über den Rahmenvertrag")
    assert not LunchQuestion.objects.filter(text=BROUGHT).exists()
    assert LunchItem.objects.get(meeting=meeting, asked=BROUGHT).points == 5


def _unanswered() -> Thread:
    """A question of the demo that nobody answered and that waits for the meeting."""
    thread = Thread.objects.filter(kind=Thread.QUESTION, answered_at=None, room__slug="alle", closed_at=None).first()
    Thread.objects.filter(pk=thread.pk).update(pooled_at=timezone.now())
    return thread


def _now() -> LunchMeeting:
    """The next date of the demo begins in ten minutes."""
    meeting = LunchMeeting.objects.to_come().select_related("event").first()
    starts = timezone.now() + timedelta(minutes=10)
    Event.objects.filter(pk=meeting.event_id).update(starts=starts, ends=starts + timedelta(hours=1))
    return meeting


def _item(window, title: str):
    return window.page.locator("#wahl li", has_text=title)


def _note(window, hint: str) -> None:
    window.fill("Hinweis", hint)
    window.press("Ergebnis festhalten")


def _released(ben, cem, ada) -> None:
    """Ben hands it in, Cem looks through it, Ada puts it in force."""
    workroom = Article.objects.latest("created_at").workroom
    ben.go(workroom)
    ben.follow("Einreichen und Prüfende bitten")
    form = ben.page.locator("form[action='#mitglied']")
    form.get_by_label("Name oder E-Mail-Adresse").fill("cem@example.org")
    form.get_by_role("button").click()
    ben.sees("ist um eine Prüfung gebeten.")
    ben.press("Jetzt einreichen")
    cem.go(f"{workroom}pruefung/")
    cem.page.get_by_label("Geprüft, ohne Einwand").check()
    cem.press("Prüfung abgeben")
    ada.go(f"{workroom}freigabe/")
    ada.press("In Kraft setzen")
    ada.sees("In Kraft: Fassung 1 der Seite.")


def _is_wider_than_the_screen(window) -> bool:
    return window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
