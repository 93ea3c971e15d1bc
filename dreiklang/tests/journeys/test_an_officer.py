import pytest

from dreiklang.events.models import Event
from dreiklang.people.models import Person
from dreiklang.seats.actions.registering import register

pytestmark = pytest.mark.journey
BLOCK = "/veranstaltungen/demo-grundlagen-praesenzblock/"


def test_an_officer_accepts_her_invitation_waits_and_moves_up(visit):
    nele = visit()
    nele.open_letter("nele.neumann@example.org", "Einladung zu Dreiklang")
    nele.follow("Einladung ansehen und annehmen")
    nele.sees("für nele.neumann@example.org")
    nele.page.wait_for_load_state()  # whoever has typed before the scripts are there is offered nothing yet
    nele.page.get_by_label("Ihre Kommune").press_sequentially("Musterl")
    nele.page.locator("datalist option[value^=Musterlingen]").first.wait_for(state="attached")
    nele.fill("Ihre Kommune", "Musterlingen (Oberauland)")
    nele.fill("Ihre Funktion", "Integrationsbeauftragte")
    nele.page.get_by_label("Sprache").check()
    nele.press("Einladung annehmen und anmelden")
    nele.sees("Guten Tag, Nele Neumann")

    seats = Event.objects.get(slug=BLOCK.split("/")[-2]).seats
    free = seats.capacity - seats.taken()
    strangers = [Person.objects.create_user(f"f{n}@example.org", name=f"Fremde {n}") for n in range(free)]
    for stranger in strangers:
        register(seats, stranger)

    nele.go(BLOCK)
    nele.sees("Alle 30 Plätze vergeben")
    nele.press("Auf die Warteliste setzen")
    nele.sees("Sie sind Nummer 1 auf der Warteliste.")

    amira = visit()
    amira.go("/konto/anmelden/code/")
    amira.fill("E-Mail-Adresse", "amira@example.org")
    amira.press("Code anfordern")
    code = _code_from_letter(visit)
    amira.fill("Code aus der E-Mail", code)
    amira.press("Anmelden")
    amira.go(BLOCK)
    amira.page.get_by_text("Doch verhindert? Hier abmelden").click()
    amira.press("Abmelden und Platz weitergeben")
    amira.sees("Sie sind abgemeldet.")

    nele.go("/")
    nele.sees("Platz sicher")
    nele.open_letter("nele.neumann@example.org", "Sie sind nachgerückt")
    nele.sees("Anlage: Kalendereintrag")


def _code_from_letter(visit) -> str:
    reader = visit()
    reader.open_letter("amira@example.org", "Ihr Code zur Anmeldung")
    return reader.page.locator("article strong").first.inner_text()


def test_an_officer_takes_her_data_along_and_leaves(visit):
    dana = visit("dana")
    dana.go("/konto/daten/")
    with dana.page.expect_download() as download:
        dana.follow("Alle meine Daten herunterladen")
    assert "dana@example.org" in download.value.path().read_text()
    dana.go("/konto/loeschung/")
    dana.page.get_by_label("Ja, mein Konto und meine Daten endgültig löschen").check()
    dana.press("Konto endgültig löschen")
    dana.sees("Ihr Konto und Ihre Daten sind gelöscht.")
    assert not Person.objects.filter(email="dana@example.org").exists()
