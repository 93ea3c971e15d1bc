"""She writes an answer: with tools and a preview, with a draft that outlives the tab, and without any script at all."""

import pytest

from dreiklang.dialogue.models import Thread
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]


def a_path() -> str:
    return Thread.objects.get(title__startswith="Wie bezahlen Sie ehrenamtliche").path


def test_a_draft_outlives_the_tab_goes_when_it_is_sent_and_at_sign_out(visit):
    window = visit("ben")
    page, path = window.page, a_path()
    window.go(path)
    field = page.get_by_label("Ihre Antwort")
    field.fill("Hallo Welt")
    field.evaluate("(field) => field.setSelectionRange(6, 10)")
    page.get_by_role("button", name="Fett").click()
    page.get_by_role("button", name="Liste").focus()
    page.keyboard.press("Enter")
    assert field.input_value() == "- Hallo **Welt**"
    page.get_by_role("button", name="Vorschau").click()
    page.locator(".preview strong", has_text="Welt").wait_for()
    window.go(path)  # at once: what she typed last is kept too
    assert str(Person.objects.get(email="ben@example.org").pk) not in page.evaluate("JSON.stringify(localStorage)")
    window.sees("Entwurf wiederhergestellt")
    assert field.input_value() == "- Hallo **Welt**"
    page.get_by_role("button", name="Entwurf verwerfen").click()
    window.has_drafts(0)
    assert field.input_value() == ""
    field.fill("Das schicke ich.")
    window.press("Antwort senden")
    page.wait_for_url(lambda url: "gesendet" not in url and "#beitrag-" in url)
    window.has_drafts(0)
    assert field.input_value() == ""
    field.fill("Das schicke ich nicht.")
    window.go("/dialog/")  # where no script of the dialogue runs
    window.has_drafts(1)
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/")
    window.has_drafts(0)


def test_without_scripts_she_quotes_and_answers_in_plain_fields(visit):
    window = visit("ben", scripts=False, width=360)
    window.go(a_path())
    window.page.get_by_role("link", name="Zitieren 1").click()
    field = window.page.get_by_label("Ihre Antwort")
    assert "schrieb:" in field.input_value()
    assert not window.page.get_by_role("button", name="Fett").is_visible()
    field.fill(field.input_value() + "\n\nSo machen wir es auch.")
    window.press("Antwort senden")
    window.sees("So machen wir es auch.")
