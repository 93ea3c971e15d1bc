"""The team holds a run again, without a spreadsheet; a participant makes up there for what she missed in the first."""

import pytest

from dreiklang.events.models import Attendance
from dreiklang.people.models import Person
from dreiklang.seats.actions.registering import register
from dreiklang.training.models import Run
from dreiklang.training.progress import sessions_of

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_a_run_is_planned_again_published_and_a_missed_session_made_up_there(visit):
    missed = nora_excuses_herself()
    ada = visit("ada", scripts=False)
    ada.go("/team/durchgaenge/")
    ada.follow("Neuer Durchgang (Demo)")
    ada.follow("Noch einmal planen: neuer Durchgang mit verschobenen Terminen")
    ada.fill("Titel des neuen Durchgangs", "Durchgang 2031")
    ada.fill("Erster Tag", "2031-05-01")
    ada.press("Termine ansehen")
    ada.sees("Feiertag am 1. Mai 2031: Erster Mai")
    ada.fill("Erster Tag", "2031-05-08")
    ada.press("Tabelle noch einmal ansehen")
    ada.sees("Do., 8. Mai 2031")
    workshop = "Werkstatt „Die Geschichte unserer Stadt erzählen“: neuer Tag"
    ada.fill(workshop, "2031-05-20")
    ada.press("Entwürfe anlegen")
    ada.sees("Der Durchgang steht als Entwurf.")
    ada.sees("Dienstag, 20. Mai 2031")

    nora = visit("nora", width=360)
    nora.go("/weiterbildung/meine/")
    nora.sees("entschuldigt")
    assert not offer(nora).count()
    ada.follow("Ansehen, was veröffentlicht wird")
    ada.press("Durchgang und Termine veröffentlichen")
    ada.sees("Der Durchgang ist veröffentlicht.")
    nora.go("/")
    nora.follow("Meine Weiterbildung")
    offer(nora).get_by_role("button", name="Dort teilnehmen").click()
    nora.sees("Die Bestätigung ist unterwegs.")
    nora.open_letter("nora@example.org", f"Sie nehmen teil: {missed.title}")
    nora.go("/weiterbildung/meine/")
    nora.press("Doch nicht dort teilnehmen")
    nora.sees("Zurückgenommen.")


def nora_excuses_herself():
    """New in the network, with a seat in a first block; she has said that she cannot come to its second session."""
    person = Person.objects.create_user("nora@example.org", "dreiklang-demo", name="Nora Neumann")
    date = Run.objects.get(title="Neuer Durchgang (Demo)").dates.first()
    register(date.event.seats, person)
    session = sessions_of([date])[date.pk][1]
    Attendance.objects.create(event=session, person=person, state=Attendance.EXCUSED)
    return session


def offer(window):
    """The same session in the run that is planned here; the runs of the demo have it too."""
    return window.page.locator("form").filter(has_text="2031")
