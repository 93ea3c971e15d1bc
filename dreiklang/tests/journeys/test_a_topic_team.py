"""A ThemenTeam from the question to the Vorschlag that bears its name: four browsers, and an expert who comes for a
time and afterwards sees nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.exchange.actions.team_tending import tend
from dreiklang.exchange.models import TeamGuest, TopicTeam
from dreiklang.groups.models import Membership
from dreiklang.library.actions.releasing import release
from dreiklang.library.actions.reviewing import submit
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_review
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
QUESTION = "Wer bezahlt die Sprachmittlung am Elternabend?"


def in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def test_a_question_becomes_a_page_that_bears_the_name_of_its_team(visit):
    ben, cem, dana, expert = visit("ben"), visit("cem"), visit("dana"), visit(width=360)
    _propose(ben)
    team = TopicTeam.objects.get(name="Elternabend")
    for window in (cem, dana):
        window.go(team.path)
        window.press("Ich bin dabei")
        window.sees("Sie sind dabei.")
    ben.go(team.path)
    ben.follow("ThemenTeam starten")
    ben.press("ThemenTeam starten")
    ben.sees("Das ThemenTeam arbeitet.")
    _invite_the_expert(ben, expert, team)
    article = _write_together(ben, cem, team)
    expert.go(team.path)
    expert.follow(article.title)
    expert.sees("Eine Pauschale je Schule.")
    _comment(ben, visit("ada"), team)
    _release(dana, team, article)
    article.refresh_from_db()
    for window in (dana, cem):
        window.go(article.path)
        window.sees("ThemenTeam Elternabend")
        window.sees("mit Mitgliedern aus:")
    expert.go(team.path)
    expert.sees("Im Team")
    _her_time_ends()
    for path in (team.path, team.room.path, article.workroom):
        assert expert.go(path).status == 404
    expert.go("/")
    assert expert.page.get_by_text("Elternabend").count() == 0
    assert cem.go(team.path).status == 200  # the same page, to somebody who works in it


def _propose(ben) -> None:
    ben.go("/austausch/thementeams/")
    ben.follow("Ein ThemenTeam vorschlagen")
    ben.fill("Name des Teams", "Elternabend")
    ben.fill("Die eine Frage", QUESTION)
    ben.fill("Warum jetzt?", "Das Schuljahr beginnt.")
    ben.page.get_by_label("Vorschlag", exact=True).check()
    ben.press("Vorschlag veröffentlichen")
    ben.sees("Ihr Vorschlag steht jetzt in der Liste")
    ben.sees("Es fehlen noch Personen")


def _invite_the_expert(ben, expert, team) -> None:
    ben.go(f"{team.path}gaeste/")
    ben.page.get_by_label("Name", exact=True).fill("Eva Stern")
    ben.fill("E-Mail-Adresse", "eva.stern@example.org")
    ben.fill("Zu Gast bis", in_days(14))
    ben.press("Einladung senden")
    ben.sees("Die Einladung an eva.stern@example.org ist unterwegs.")
    expert.open_letter("eva.stern@example.org", "Einladung in das")
    expert.page.get_by_role("link", name="Einladung ansehen").click()
    expert.fill("Ihre Funktion", "Rechtsanwältin")
    expert.press("Einladung annehmen und anmelden")
    expert.sees("Im Team")
    assert expert.go("/austausch/thementeams/").status == 403


def _write_together(ben, cem, team) -> Article:
    ben.go(team.path)
    ben.press("Den gemeinsamen Text beginnen")
    team.refresh_from_db()
    lead = team.article.sections.first()
    for window, text in (
        (ben, "Eine Pauschale je Schule."),
        (cem, "Eine Pauschale je Schule.\n\nDer Kreis zahlt sie."),
    ):
        window.go(lead.workplace)
        window.page.get_by_label("Text", exact=True).fill(text)
        window.press("Im Entwurf speichern")
        window.sees("Gespeichert.")
    return team.article


def _comment(ben, ada, team) -> None:
    assert ada.go(team.article.workroom).status == 404  # the team alone reads it
    ben.go(f"{team.path}rueckmeldung/")
    ben.fill("Rückmeldung bis", in_days(10))
    ben.press("Bis zu diesem Tag öffnen")
    ben.sees("Der Entwurf ist in Rückmeldung.")
    ada.go(team.path)
    ada.follow("Entwurf lesen und Rückmeldung geben")
    ada.sees("Der Kreis zahlt sie.")


def _release(dana, team, article) -> None:
    """Somebody outside the team reviews and releases: Clara did, whom the demo gives no password."""
    clara = Person.objects.get(email="clara@example.org")
    submit(article, by=Person.objects.get(email="ben@example.org"))
    a_review(article, clara)
    release(article, by=clara)
    tend()
    dana.go(team.path)
    dana.follow("Das Ergebnis lesen")


def _her_time_ends() -> None:
    """As if fourteen days had passed for her alone."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(role=Membership.GUEST, person__email="eva.stern@example.org").update(until=yesterday)
    TeamGuest.objects.filter(email="eva.stern@example.org").update(until=yesterday)
