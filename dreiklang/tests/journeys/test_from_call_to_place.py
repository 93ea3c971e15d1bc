"""An officer applies and accepts her place; a speaker and a guest come by their links, without an account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.events.tests.makers import PDF, an_event
from dreiklang.people.models import Person
from dreiklang.tests.journeys import states

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_an_officer_applies_is_chosen_and_accepts_on_a_phone(visit):
    call = states.a_call(Person.objects.get(email="ada@example.org"), "Werkstatt Einbürgerung")
    ben = visit("ben", width=360, scripts=False)
    ben.go(call.address)
    ben.follow("Jetzt bewerben")
    ben.page.get_by_label("Die Freigabe durch meine Dienststelle liegt vor.").check()
    ben.fill("Was haben Sie vor?", "Ein Begegnungscafé.")
    ben.press("Bewerbung absenden")
    ben.sees("Ihre Bewerbung ist eingegangen.")

    ada = visit("ada")
    ada.go(call.address)
    ada.follow("Bewerbungen ansehen und entscheiden")
    ada.page.get_by_label("Ben Okonkwo auswählen").check()
    ada.press("Auswahl einen Platz anbieten")
    ada.fill("Grund", "Das Vorhaben passt.")
    ada.page.get_by_role("main").locator(".kern-btn--primary").click()
    ada.sees("Entschieden. 1 Person bekommt eine Nachricht.")

    ben.go("/")
    ben.sees("Platz angeboten: bitte annehmen")
    ben.follow("Werkstatt Einbürgerung")
    ben.follow("Platz annehmen oder weitergeben")
    ben.sees("Das Vorhaben passt.")
    assert not ben.page.get_by_role("button", name="Platz ablehnen und weitergeben").is_visible()
    ben.press("Platz annehmen")
    ben.sees("Ihr Platz ist sicher.")


def test_a_speaker_opens_her_link_agrees_and_uploads_her_slides(visit):
    event = an_event("Vortrag zur Sprachförderung", days=20, speakers=[("Dr. Lea Roth", "Universität Musterstadt")])
    ada = visit("ada")
    ada.go(event.path)
    ada.follow("Mitwirkende vorbereiten")
    ada.follow("Dr. Lea Roth")
    ada.fill("E-Mail-Adresse", "lea@example.net")
    ada.page.get_by_label("Erst nennen, wenn die Person selbst zugestimmt hat").check()
    ada.press("Speichern")
    ada.press("Link senden")

    lea = visit(width=360)
    lea.open_letter("lea@example.net", "Ihre Mitwirkung")
    lea.page.get_by_role("main").locator("a[href*='/mitwirkung/']").first.click()
    lea.press("Der Ankündigung zustimmen")
    lea.follow("Material abgeben")
    lea.fill("Titel", "Folien")
    lea.page.set_input_files("input[type=file]", {"name": "folien.pdf", "mimeType": "application/pdf", "buffer": PDF})
    lea.press("Material abgeben")
    lea.sees("nur für die Teilnehmenden")
    visitor = visit()
    visitor.go(event.path)
    visitor.sees("Dr. Lea Roth")


def test_the_team_invites_a_guest_from_the_page_of_the_run(visit):
    ada = visit("ada")
    ada.go("/team/durchgaenge/")
    ada.follow("Neuer Durchgang (Demo)")
    ada.follow("Gäste mit einem Link einladen")
    ada.fill("Name", "Gerda Gast")
    ada.fill("E-Mail-Adresse", "gerda@example.net")
    ada.fill("Link gilt bis", (timezone.localdate() + timedelta(days=30)).isoformat())
    ada.press("Link zu diesem Durchgang senden")
    ada.sees("gerda@example.net")
    gerda = visit(width=360)
    gerda.go("/demo/postfach/?an=gerda@example.net")
    gerda.page.get_by_role("main").locator("ul a, table a").first.click()
    gerda.page.get_by_role("main").locator("a[href*='/gast/']").first.click()
    gerda.sees("Guten Tag Gerda Gast")


def test_she_finds_her_confirmation_and_takes_it_along(visit):
    cem = visit("cem", width=360)
    cem.go("/weiterbildung/meine/")
    cem.follow("Meine Bescheinigungen")
    with cem.page.expect_download() as paper:
        cem.follow("Als PDF herunterladen")
    assert paper.value.suggested_filename.endswith(".pdf")
