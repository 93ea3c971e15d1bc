"""Two people write one section, and the connection breaks: what was typed stays, counts once, and nothing is lost."""

import pytest

from dreiklang.library.actions.authoring import add_author
from dreiklang.library.actions.writing import add_section
from dreiklang.library.models import Rival, Section
from dreiklang.library.tests.makers import a_draft
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
BASE = "Wer bestellt?\n\nWer bezahlt die Fahrt?"


@pytest.fixture
def section(furnished) -> Section:
    person, other = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "cem"))
    article = a_draft(person)
    add_author(article, other, by=person)
    return add_section(article, "Zuerst zu klären", BASE, by=person)


def text_of(section) -> str:
    section.refresh_from_db()
    return section.source


def test_she_saves_without_a_connection_while_somebody_else_saves(visit, section):
    ben, cem = visit("ben"), visit("cem", width=360)
    page = ben.page
    ben.go(section.workplace)
    cem.go(section.workplace)
    page.get_by_label("Text", exact=True).fill("Wer bestellt, und bis wann?\n\nWer bezahlt die Fahrt?")
    page.context.set_offline(True)
    ben.press("Im Entwurf speichern")
    ben.sees("Keine Verbindung.")
    assert text_of(section) == BASE
    cem.page.get_by_label("Text", exact=True).fill("Wer bestellt?\n\nWer bezahlt die Fahrt, und wer das Parken?")
    cem.press("Im Entwurf speichern")
    cem.sees("Gespeichert.")
    page.context.set_offline(False)
    ben.sees("Die Verbindung ist wieder da.")
    ben.go("/")  # she leaves without saving, and comes back to what she wrote
    ben.go(section.workplace)
    ben.sees("Entwurf wiederhergestellt.")
    ben.sees("Seitdem hat jemand anderes gespeichert")
    assert "bis wann" in page.get_by_label("Text", exact=True).input_value()
    ben.press("Im Entwurf speichern")
    ben.sees("Während Sie schrieben, hat Cem")
    assert page.locator("ins", has_text="bis wann?").count() and page.locator("ins", has_text="Parken?").count()
    ben.has_drafts(0)  # the server has it now
    assert "Parken" in text_of(section) and "bis wann" in Rival.objects.get().source
    ben.press("Beide zusammen nehmen")
    ben.sees("Entschieden.")
    assert text_of(section) == "Wer bestellt, und bis wann?\n\nWer bezahlt die Fahrt, und wer das Parken?"


def test_the_answer_is_lost_and_she_sends_again(visit, section):
    ben = visit("ben")
    page, path = ben.page, section.workplace
    ben.go(path)
    page.get_by_label("Text", exact=True).fill("Nur einmal.")

    def lose(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)  # it arrives and is saved; of that she hears nothing
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{path}", lose)
    page.get_by_role("button", name="Im Entwurf speichern").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert text_of(section) == "Nur einmal."
    page.unroute(f"**{path}")
    ben.go(path)
    page.get_by_label("Text", exact=True).fill("Nur einmal, und noch etwas.")
    ben.press("Im Entwurf speichern")
    ben.sees("Gespeichert.")
    assert text_of(section) == "Nur einmal, und noch etwas."
    assert section.versions.count() == 3 and not Rival.objects.exists()
    ben.has_drafts(0)


def test_the_tools_write_what_she_would_not_know_to_write(visit, section):
    ben = visit("ben")
    page = ben.page
    ben.go(section.workplace)
    field = page.get_by_label("Text", exact=True)
    field.fill("wichtig")
    for button, text in [("Fett", "**wichtig**"), ("Fett", "wichtig"), ("Kursiv", "_wichtig_")]:
        field.evaluate("(field) => field.select()")
        page.get_by_role("button", name=button, exact=True).click()
        assert field.input_value() == text
    field.fill("Kosten")
    page.get_by_role("button", name="Tabelle", exact=True).click()
    page.get_by_role("button", name="Vorschau").click()
    page.locator(".preview th", has_text="Spalte 2").wait_for()
    assert section.workplace in page.url and text_of(section) == BASE  # a preview saves nothing
    page.reload()
    ben.sees("Entwurf wiederhergestellt.")
    page.get_by_role("button", name="Entwurf verwerfen").click()
    assert field.input_value() == BASE


def test_without_scripts_she_begins_a_page_writes_and_looks_at_it(visit, furnished):
    ben = visit("ben", scripts=False, width=360)
    ben.go("/praxis/neu/")
    ben.page.get_by_label("Hinweis").check()
    ben.fill("Titel", "Drei Stolpersteine")
    ben.press("Entwurf beginnen")
    ben.follow("Bearbeiten Einstieg")
    ben.page.get_by_label("Text", exact=True).fill("Drei Punkte, **kurz**.")
    ben.press("Vorschau")
    assert ben.page.locator(".preview strong", has_text="kurz").is_visible()
    ben.press("Im Entwurf speichern")
    ben.sees("Gespeichert.")
    ben.follow("Angaben ändern")
    ben.fill("Das Wichtigste in einem Satz", "Was man zuerst klärt.")
    ben.press("Angaben speichern")
    ben.sees("Die Angaben sind gespeichert.")
    ben.sees("Was man zuerst klärt.")
