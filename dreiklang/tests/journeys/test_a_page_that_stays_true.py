"""A page of the PraxisPortal falls due, nobody looks, it goes stale for all to see, and is renewed. And a draft is
reviewed from outside and released by a second person."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.letters.quiet_hours import next_working_moment
from dreiklang.library.actions.tending import tend
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_draft, an_article
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
TITLE = "Gremien in fünf Minuten informieren"
NARROW = {"width": 320, "height": 800}


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


def days_go_by(number: int) -> None:
    """By dates in the database: everything about the page is so much longer ago. Then the night's chore runs."""
    article, ago = Article.objects.get(title=TITLE), timedelta(days=number)
    for name in ("checked_until", "owner_told_on", "team_told_on", "neighbours_asked_on"):
        if day := getattr(article, name):
            setattr(article, name, day - ago)
    article.save()
    with time_machine.travel(next_working_moment(timezone.now()), tick=False):
        tend()


def fits(window) -> bool:
    window.page.set_viewport_size(NARROW)
    return not window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_page_that_goes_stale_and_is_renewed(visit):
    today = timezone.localdate()
    told = {"owner_told_on": today, "team_told_on": today, "neighbours_asked_on": today}
    Article.objects.due(today).update(**told)  # of those of the demo everybody has heard
    page = an_article(person("ben"), person("ada"), title=TITLE, readers="public", checked_until=today)
    path = Article.objects.get(pk=page.pk).path
    reader, ben, ada = visit(), visit("ben"), visit("ada")
    days_go_by(1)
    reader.go(path)
    assert reader.page.get_by_text("veraltet").count() == 0
    ben.open_letter("ben@example.org", "Stimmt Ihre Seite noch?")
    ben.go(path)
    ben.follow("Jetzt prüfen")
    ben.sees("Stimmt die Seite noch?")  # and then the telephone rings

    days_go_by(14)
    ada.open_letter("ada@example.org", "Eine Seite ist fällig und ungeprüft")
    ada.go("/team/seiten/")
    ada.page.get_by_role("link", name=TITLE).wait_for()
    assert fits(ada)
    _an_officer_nearby_says_what_is_wrong(visit)

    days_go_by(15)
    reader.go(path)
    reader.page.get_by_text("veraltet").first.wait_for()

    ben.open_letter("ben@example.org", "Hinweis zu")
    ben.sees("Die Beträge sind von gestern.")
    ben.page.get_by_role("link", name="Seite prüfen und verlängern oder ändern").click()
    ben.sees("Die Beträge sind von gestern.")
    assert fits(ben)
    ben.press("Noch richtig: verlängern")
    ben.sees("Danke. Die Seite gilt als geprüft.")
    reader.go(path)
    assert reader.page.get_by_text("veraltet").count() == 0


def _an_officer_nearby_says_what_is_wrong(visit) -> None:
    """By the link in her letter, without signing in and without scripts."""
    asked = Article.objects.get(title=TITLE).checks.select_related("person").order_by("person__email")
    assert 1 <= asked.count() <= 3
    officer = visit(scripts=False)
    officer.open_letter(asked[0].person.email, "Stimmt das noch?")
    officer.page.get_by_role("link", name="Nein, etwas stimmt nicht mehr").click()
    assert officer.page.get_by_label("Nein, etwas stimmt nicht mehr").is_checked() and fits(officer)
    officer.press("Antwort abgeben")
    officer.sees("Bitte schreiben Sie, was nicht mehr stimmt.")
    officer.fill("Was stimmt nicht mehr?", "Die Beträge sind von gestern.")
    officer.press("Antwort abgeben")
    officer.sees("Ihre Antwort ist da")


def test_a_draft_is_reviewed_from_outside_and_released_by_a_second_person(visit):
    draft = a_draft(person("ben"), title="Wohnraum gewinnen", readers="public")
    ben = visit("ben")
    ben.go(draft.workroom)
    ben.follow("Einreichen und Prüfende bitten")
    form = ben.page.locator("form[action='#aussen']")
    form.get_by_label("Name").fill("Prof. Lea Weiß")
    form.get_by_label("E-Mail-Adresse").fill("lea@example.net")
    form.get_by_role("button", name="Link schicken").click()
    ben.sees("Prof. Lea Weiß ist um eine Prüfung gebeten.")
    ben.press("Jetzt einreichen")
    ben.sees("Als Nächstes prüft: Prof. Lea Weiß.")
    assert fits(ben)

    lea = visit(scripts=False)
    lea.open_letter("lea@example.net", "Bitte um eine fachliche Prüfung")
    lea.page.get_by_role("link", name="Entwurf lesen, prüfen oder absagen").click()
    link = lea.page.url
    lea.page.get_by_label("Geprüft, ohne Einwand").check()
    lea.press("Prüfung abgeben")
    lea.sees("Danke. Ihre Prüfung ist bei denen, die an der Seite schreiben.")
    assert lea.go(link).status == 410

    ada = visit("ada")
    ada.open_letter("ada@example.org", "Wartet auf Freigabe: Wohnraum gewinnen")
    ada.page.get_by_role("link", name="Freigabe vorbereiten").click()
    ada.sees("So wird die Seite gelesen.")
    ada.press("In Kraft setzen")
    ada.sees("In Kraft: Fassung 1 der Seite.")
    visit().go("/praxis/wohnraum-gewinnen/")
