import pytest

from dreiklang.events.models import Event

pytestmark = pytest.mark.journey
FULL = "/veranstaltungen/demo-werkstatt-krisenkommunikation/"


def test_the_team_raises_the_capacity_and_the_first_in_line_moves_up(visit):
    ada = visit("ada")
    ada.go(FULL)
    ada.sees("Alle 12 Plätze vergeben")
    ada.follow("Plätze und Warteliste")
    first = ada.page.locator("table").nth(1).locator("tbody strong").first.inner_text()
    ada.page.get_by_role("spinbutton", name="Plätze").fill("13")
    ada.press("Zahl der Plätze ändern")
    ada.sees("Es gibt jetzt 13 Plätze.")
    ada.sees("Nachgerückt")
    assert first in ada.page.locator("table").nth(0).inner_text()
    assert first not in ada.page.locator("table").nth(1).inner_text()


@pytest.mark.long
def test_somebody_is_moved_up_by_hand_only_with_a_reason(visit):
    ada = visit("ada", scripts=False)
    ada.go(FULL)
    ada.follow("Plätze und Warteliste")
    last = ada.page.locator("table").nth(1).locator("tbody tr").last
    name = last.locator("strong").inner_text()
    last.get_by_role("link").click()
    ada.press("Außer der Reihe auf einen Platz setzen")
    ada.sees("Bitte nennen Sie den Grund.")
    ada.fill("Grund", "Vertritt den Landkreis, der sonst fehlt.")
    ada.press("Außer der Reihe auf einen Platz setzen")
    ada.sees("Vertritt den Landkreis, der sonst fehlt.")
    assert name in ada.page.locator("table").nth(0).inner_text()


def test_the_team_writes_publishes_moves_and_calls_off(visit):
    ada = visit("ada")
    ada.go("/veranstaltungen/neu/")
    ada.fill("Titel", "Runder Tisch Wohnen")
    ada.fill("In einem Satz", "Was hilft, wenn Wohnungen fehlen?")
    _dates(ada, "Beginn", "2031-03-24", "17:00")
    _dates(ada, "Ende", "2031-03-24", "16:00")
    ada.page.get_by_label("Ort", exact=False).first.fill("Rathaus")
    ada.press("Als Entwurf speichern")
    ada.sees("Das Ende liegt vor dem Beginn.")
    assert ada.page.get_by_label("Titel").input_value() == "Runder Tisch Wohnen"
    _dates(ada, "Ende", "2031-03-24", "19:00")
    ada.press("Als Entwurf speichern")
    ada.sees("Als Entwurf liest das nur das Team.")

    visitor = visit()
    assert visitor.go("/veranstaltungen/runder-tisch-wohnen/").status == 404
    ada.press("Veröffentlichen")
    ada.sees("Veröffentlicht.")
    assert visitor.go("/veranstaltungen/runder-tisch-wohnen/").status == 200
    visitor.fill("Ihr Name", "Vesna")
    visitor.fill("Ihre E-Mail-Adresse", "vesna@example.net")
    visitor.press("Platz halten und Link per E-Mail bekommen")
    visitor.open_letter("vesna@example.net", "Bitte bestätigen")
    visitor.follow("Anmeldung bestätigen")
    visitor.press("Platz bestätigen")

    ada.follow("Bearbeiten")
    _dates(ada, "Beginn", "2031-03-31", "17:00")
    _dates(ada, "Ende", "2031-03-31", "19:00")
    ada.press("Speichern")
    visitor.open_letter("vesna@example.net", "Neuer Termin oder Ort: Runder Tisch Wohnen")
    visitor.sees("Montag, 31. März 2031, 17:00 bis 19:00 Uhr")

    ada.follow("Absagen")
    ada.sees("1 angemeldete Person")
    ada.fill("Grund", "Der Saal ist gesperrt.")
    ada.press("Absagen und alle benachrichtigen")
    ada.sees("Abgesagt.")
    visitor.open_letter("vesna@example.net", "Abgesagt: Runder Tisch Wohnen")
    visitor.sees("Der Saal ist gesperrt.")


def _dates(window, label: str, day: str, clock: str):
    field = window.page.locator(".field", has=window.page.get_by_text(label, exact=True))
    field.get_by_label("Datum").fill(day)
    field.get_by_label("Uhrzeit").fill(clock)


@pytest.mark.long
def test_a_block_gets_a_part_with_an_audience_of_its_own(visit):
    ada = visit("ada")
    ada.go("/veranstaltungen/demo-grundlagen-praesenzblock/")
    ada.follow("Teil hinzufügen")
    ada.fill("Titel", "Stadtrundgang")
    ada.fill("In einem Satz", "Für alle, die früher da sind.")
    ada.page.get_by_label("Mit Anmeldung").check()
    ada.page.get_by_label("Plätze").fill("15")
    ada.press("Als Entwurf speichern")
    ada.press("Veröffentlichen")
    block = Event.objects.get(slug="demo-grundlagen-praesenzblock")
    part = Event.objects.get(slug="stadtrundgang")
    assert (part.part_of, part.seats.capacity, part.seats.open_to) == (block, 15, "public")
