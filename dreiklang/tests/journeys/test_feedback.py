"""Cem reads a page and knows better, without scripts: one suggestion is taken in, one is not, and he is thanked."""

import pytest

from dreiklang.library.actions.releasing import release
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_review, an_article
from dreiklang.people.models import Person
from dreiklang.tests.journeys.feedback import TEXT

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_a_reader_proposes_and_each_change_is_decided_on_alone(visit):
    ada, ben, cem = (Person.objects.get(email=f"{name}@example.org") for name in ("ada", "ben", "cem"))
    article = an_article(ben, ada, source=TEXT, title="Sprachmittlung organisieren", readers="public")
    reader = visit("cem", scripts=False, width=360)
    reader.go(article.path)
    reader.page.get_by_text("Etwas stimmt nicht oder fehlt?").click()
    reader.follow("Änderung vorschlagen Einleitung")
    said = TEXT.replace("viele denken", "man denkt").replace("Budget des Amts", "Haushalt des Amts")
    reader.fill("So sollte der Abschnitt lauten", said)
    reader.fill("Warum? Woher wissen Sie es?", "So ist es bei uns.")
    reader.page.get_by_label("darf mein Name als Dank").check()
    reader.press("Änderung ansehen")
    reader.sees("Das ändern Sie: 2 Stellen")
    reader.press("Vorschlag abschicken")
    reader.sees("über jeden wird einzeln entschieden")

    writer = visit("ben", scripts=False)
    writer.open_letter("ben@example.org", "Zu „Sprachmittlung organisieren“ gibt es")
    writer.go(article.workroom)
    writer.sees("2 offene Vorschläge")
    proposals = writer.page.locator("#vorschlaege li")
    proposals.first.get_by_text("Übernehmen", exact=True).click()
    writer.press("In den Text übernehmen")
    writer.sees("1 offener Vorschlag")
    proposals.first.get_by_text("Nicht übernehmen").first.click()
    writer.press("Nicht übernehmen")
    writer.sees("Bitte nennen Sie den Grund")
    writer.page.get_by_label("Der Grund").fill("„Budget“ ist hier das übliche Wort.")
    writer.press("Nicht übernehmen")
    writer.sees("Entschieden.")

    reader.go("/praxis/vorschlaege/")
    reader.sees("Danke, das haben wir übernommen.")
    reader.sees("„Budget“ ist hier das übliche Wort.")
    reader.open_letter("cem@example.org", "Nicht übernommen")

    article = Article.objects.get(pk=article.pk)
    a_review(article, cem)
    release(article, by=ada)
    stranger = visit(scripts=False)
    stranger.go(article.path)
    stranger.sees("weniger, als man denkt")
    stranger.sees("aus dem Budget des Amts")
    stranger.sees(f"Mit Dank an {cem.name}")
