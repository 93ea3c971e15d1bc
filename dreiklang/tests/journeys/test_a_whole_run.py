"""The first block of a run from the call to a confirmation that one can show: thirty-four apply for thirty seats, one
passes hers on, two announce an absence, one checks in by code, five answer, the team awards, and a PDF is checked."""

from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from dreiklang.events.actions import attending
from dreiklang.events.models import Attendance, Event, expected_at
from dreiklang.seats.actions import applying
from dreiklang.seats.models import Registration
from dreiklang.training.actions import evaluating
from dreiklang.training.demo_call import TITLE
from dreiklang.training.models import Confirmation, Evaluation, Run
from dreiklang.training.progress import sessions_of
from dreiklang.training.tests.feedback import answers, close

pytestmark = [pytest.mark.journey, pytest.mark.long]


class Clicks:
    """Counts what the team presses and follows, from the page of the run on."""

    def __init__(self, window, run):
        self.window, self.run, self.number = window, run, 0

    def start(self):
        self.window.go(f"/team/durchgaenge/{self.run.pk}/")
        self.number = 0

    def follow(self, label: str):
        self.window.follow(label)
        self.number += 1

    def press(self, label: str):
        self.window.press(label)
        self.number += 1


def test_a_run_from_the_call_to_a_confirmation(visit, tmp_path):
    run = Run.objects.get(title=TITLE)
    seats, date = run.seats, run.dates.select_related("event", "block").order_by("event__starts").first()
    ada = visit("ada")
    team = Clicks(ada, run)

    # thirty-four apply for thirty seats; decided by the stated rule
    team.start()
    ada.sees("34 Bewerbungen warten auf Entscheidung.")
    team.follow("Bewerbungen")
    team.follow("Nach Regel vorschlagen")
    team.press("So entscheiden und alle benachrichtigen")
    assert team.number <= 3
    states = list(seats.registrations.values_list("state", flat=True))
    assert (states.count("offered"), states.count("waiting")) == (30, 4)

    # one passes her seat on from her letter, without signing in; the first of the waiting list is offered it
    passing = seats.registrations.filter(state="offered").exclude(person__email="dana@example.org").first()
    visitor = visit(scripts=False, width=360)
    visitor.go(f"/anmeldung/{passing.secret}/")
    visitor.page.get_by_text("Doch verhindert? Hier ablehnen").click()
    visitor.press("Platz ablehnen und weitergeben")
    visitor.sees("Sie haben den Platz weitergegeben")
    assert seats.registrations.filter(state="offered").count() == 30
    dana = visit("dana", width=360)
    dana.go("/")
    dana.go(run.path)
    dana.follow("Platz annehmen oder weitergeben")
    dana.press("Platz annehmen")
    dana.sees("Ihr Platz ist sicher.")
    for offer in seats.registrations.filter(state="offered"):
        applying.accept(offer)
    people = list(expected_at(date.event))
    dana_herself = next(one for one in people if one.email == "dana@example.org")
    another = next(one for one in people if one != dana_herself)
    assert len(people) == 30 and seats.registrations.filter(state=Registration.CONFIRMED).count() == 30

    # two announce an absence; the team names who leads
    first, second, *_rest = sessions = sessions_of([date])[date.pk]
    dana.go(second.path)
    dana.follow("Ich kann nicht kommen")
    dana.press("Als entschuldigt eintragen")
    dana.sees("Sie sind für diese Veranstaltung entschuldigt.")
    attending.excuse(second, another)
    assert Attendance.objects.filter(event=second, state="excused").count() == 2
    team.start()
    team.follow("Leitung festlegen")
    ada.fill("Name oder E-Mail-Adresse", "mirja@example.org")
    team.press("Suchen")
    ada.page.get_by_role("button", name="Als Leitung eintragen").click()
    ada.sees("Dr. Mirja Falkenhain leitet jetzt")
    assert team.number + 1 <= 3

    # the first session: a code on the wall, Dana checks in; the trainer ticks the others
    begin(first)
    mirja = visit("mirja", width=360)
    mirja.go(f"{first.path}code/")
    code = mirja.page.locator(".beamer__code").inner_text()
    dana.go(first.path)
    dana.follow("Ich bin da: Code eingeben")
    dana.fill("Code", code)
    dana.press("Ich bin da")
    dana.sees("Danke, Sie sind als anwesend eingetragen.")
    mirja.go(f"{first.path}anwesenheit/")
    mirja.sees("1 von 30")
    assert ada.go(f"{first.path}anwesenheit/").status == 403
    let_all_come(sessions, people, but=(dana_herself, another))

    # the evaluation: anonymous, from five on
    end(date.event, sessions)
    evaluating.tend()
    evaluation = Evaluation.objects.get(date=date)
    dana.open_letter("dana@example.org", f"Ihre Rückmeldung: {date.block.title}")
    dana.go(evaluation.path)
    dana.page.get_by_label("stimmt ganz").first.check()
    dana.fill("Was hat gefehlt?", "Mehr Pausen")
    dana.press("Anonym absenden")
    dana.sees("Danke. Ihre Antworten sind gezählt.")
    for ticket in evaluation.tickets.filter(is_open=True).select_related("person")[:4]:
        evaluating.answer(evaluation, ticket.person, answers(evaluation, text="Mehr Zeit"))
    close(evaluation)
    team.start()
    team.follow("Rückmeldung")
    ada.sees("Mehr Pausen")
    ada.sees("5 Personen haben geantwortet.")
    assert team.number <= 3

    # awarded in bulk, repeatable; the PDF is hers alone and can be checked
    team.start()
    team.follow("Bescheinigungen ausstellen und ansehen")
    team.press("Bescheinigungen ausstellen")
    assert team.number <= 3
    assert Confirmation.objects.filter(run=run).count() == 30
    team.press("Bescheinigungen ausstellen")
    assert Confirmation.objects.filter(run=run).count() == 30
    dana.go("/weiterbildung/bescheinigungen/")
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="Als PDF herunterladen").first.click()
    download.value.save_as(tmp_path / "bescheinigung.pdf")
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "bescheinigung.pdf")
    )
    hers = Confirmation.objects.get(run=run, person=dana_herself)
    assert dana_herself.name in text and date.block.title in text
    with pikepdf.open(tmp_path / "bescheinigung.pdf") as paper:
        (attached,) = paper.attachments.values()
        assert attached.get_file().read_bytes() == hers.badge.encode()
    assert ada.go(f"/weiterbildung/bescheinigungen/{hers.pk}/bescheinigung.pdf").status == 404
    visitor.go("/pruefen/")
    visitor.fill("Code oder Adresse", hers.code)
    visitor.press("Bescheinigung prüfen")
    visitor.sees("gültig")
    visitor.sees(dana_herself.name)


def begin(session) -> None:
    now = timezone.now()
    Event.objects.filter(pk=session.pk).update(starts=now - timedelta(minutes=5), ends=now + timedelta(hours=2))


def let_all_come(sessions, people, *, but) -> None:
    """To every session but the second, to which two had said that they cannot come."""
    for number, session in enumerate(sessions):
        for person in people:
            if number != 1 or person not in but:
                Attendance.objects.get_or_create(event=session, person=person, defaults={"state": Attendance.PRESENT})


def end(block, sessions) -> None:
    """All of it was the day before yesterday."""
    for number, event in enumerate([*sessions, block]):
        starts = timezone.now() - timedelta(days=2, hours=9 - number)
        hours = 8 if event is block else 1
        Event.objects.filter(pk=event.pk).update(starts=starts, ends=starts + timedelta(hours=hours))
