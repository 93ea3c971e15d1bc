"""From an anonymous answer to "Geändert am …, weil …", and from a project to what became of it."""

import pytest

from dreiklang.training.actions import evaluating, practising
from dreiklang.training.demo_listening import TITLE
from dreiklang.training.models import Evaluation, Run
from dreiklang.training.tests.feedback import answers, close

pytestmark = [pytest.mark.journey, pytest.mark.long]
MISSING = "Ein Nachmittag nur für eigene Fälle"


def test_what_was_missing_is_said_anonymously_and_changes_a_block(visit):
    run = Run.objects.get(title=TITLE)
    evaluation = Evaluation.objects.get(date__run=run, answered=0)
    ben = visit("ben", scripts=False, width=360)
    ben.go("/")
    ben.follow("Rückmeldung zu „Strategisch handeln im Verwaltungsalltag“ geben")
    ben.press("Anonym absenden")
    ben.sees("Bitte beantworten Sie mindestens eine Frage.")
    ben.page.get_by_label("stimmt ganz").first.check()
    ben.page.get_by_label("Sprache").check()
    ben.fill("Was hat gefehlt?", MISSING)
    ben.press("Anonym absenden")
    ben.sees("Danke. Ihre Antworten sind gezählt.")

    for ticket in evaluation.tickets.filter(is_open=True).select_related("person")[:4]:
        evaluating.answer(evaluation, ticket.person, answers(evaluation, text="Mehr Zeit"))
    ada = visit("ada")
    ada.go(run.path)
    ada.page.get_by_text("Rückmeldungen", exact=True).click()
    ada.follow("Baustein B: Strategisch handeln im Verwaltungsalltag")
    ada.sees("Solange geantwortet wird, sieht niemand etwas.")
    assert ada.page.get_by_text(MISSING).count() == 0

    close(evaluation)
    for window in (ada, ben):
        window.go(evaluation.path)
        window.sees(MISSING)
        window.sees("5 Personen haben geantwortet.")

    ada.go("/weiterbildung/kompetenzbausteine/rueckmeldungen/bedarfe/")
    ada.sees("Sprache")
    ada.page.get_by_label("Für welchen Baustein?").select_option(label="Strategisch handeln im Verwaltungsalltag")
    ada.fill("Vorschlag für den nächsten Durchgang", "Raum für eigene Fälle")
    ada.press("Auf die Liste setzen")
    row = ada.page.get_by_role("listitem").filter(has_text="Raum für eigene Fälle")
    row.get_by_role("link", name="Entscheiden").click()
    ada.page.get_by_label("übernommen", exact=True).check()
    ada.fill("Was ist jetzt anders?", "ein Nachmittag für eigene Fälle")
    ada.fill("Warum?", "er gefehlt hat")
    ada.press("Entscheidung speichern")

    visitor = visit()
    visitor.go("/weiterbildung/kompetenzbausteine/strategisch-handeln/")
    visitor.sees("ein Nachmittag für eigene Fälle, weil er gefehlt hat")
    ben.go(f"{run.path}mein-lernen/")
    ben.follow("Was aus Ihren Rückmeldungen wurde")
    ben.sees("Raum für eigene Fälle")


def test_a_project_is_asked_about_and_only_she_reads_what_became_of_it(visit):
    practising.ask_due()
    ben = visit("ben", scripts=False)
    ben.open_letter("ben@example.org", "Was ist aus Ihrem Praxisprojekt geworden?")
    ben.follow("Mein Praxisprojekt öffnen")
    ben.page.get_by_label("läuft", exact=True).check()
    ben.fill("Was ist daraus geworden?", "Die ersten zwanzig Mappen sind verteilt.")
    ben.press("Antwort speichern")
    ben.sees("Die ersten zwanzig Mappen sind verteilt.")
    ben.press("Nicht mehr nachfragen")
    ben.sees("Wir fragen nicht mehr nach.")

    ada = visit("ada")
    ada.go(f"{Run.objects.get(title=TITLE).path}praxisprojekte/")
    ada.sees("Was daraus geworden ist")
    assert ada.page.get_by_text("Mappen").count() == 0


def test_one_rates_oneself_before_and_after_and_sees_the_change(visit):
    ben = visit("ben", scripts=False, width=360)
    ben.go(f"{Run.objects.get(title=TITLE).path}mein-lernen/")
    ben.follow("Mich einschätzen")
    for label, step in (("Vor dem Baustein", "in Ansätzen"), ("Nach dem Baustein", "selbstständig")):
        ben.page.get_by_label(label).first.select_option(label=step)
    ben.press("Für mich speichern")
    ben.sees("Gespeichert. Das lesen nur Sie.")
    assert ben.page.get_by_role("cell", name="selbstständig").count() == 1
