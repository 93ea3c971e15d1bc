"""The call of the demo: a run to come, planned from the one under way, with questions, reserved seats and more
applications than seats. Everything is invented."""

from datetime import timedelta

from django.utils import timezone

from dreiklang.people.models import Person
from dreiklang.seats.actions import applying
from dreiklang.seats.actions import calling as seats_calling
from dreiklang.seats.models import Question, Quota, Seats
from dreiklang.training.actions import calling, planning, writing
from dreiklang.training.models import Run
from dreiklang.training.shifting import first_day_of

TITLE = "Durchgang im Frühjahr (Demo)"
_SEATS, _APPLICANTS = 30, 34
_RELEASE = "Die Freigabe durch meine Dienststelle liegt vor."
_WHY = "Was möchten Sie in Ihrer Kommune mit der Weiterbildung erreichen?"
_FIRST = "Nehmen Sie zum ersten Mal an einer solchen Weiterbildung teil?"
_AIMS = (
    "Unser Integrationsplan ist sieben Jahre alt; ich möchte die Fortschreibung anstoßen.",
    "Ich habe die Stelle neu und kenne die Fachämter noch kaum.",
    "Wir wollen einen Integrationsbeirat einrichten und suchen Vorbilder.",
    "Nach einem Vorfall im Ort möchte ich sicherer mit Konflikten umgehen.",
    "Die Sprachmittlung hängt an zwei Personen; das soll sich ändern.",
)


def furnish_call(earlier: Run) -> None:
    if Run.objects.filter(programme=earlier.programme, title=TITLE).exists():
        return
    ada = Person.objects.get(email="ada@example.org")
    today = timezone.localdate()
    run = planning.plan_run(earlier, TITLE, first_day_of(earlier) + timedelta(weeks=28), by=ada)
    closes = timezone.now() + timedelta(days=16)
    seats = calling.open_call(run, capacity=_SEATS, closes_at=closes, by=ada)
    seats = seats_calling.call(
        seats, by=ada, order=Seats.NEW_FIRST, lead="Wir freuen uns auf Ihre Bewerbung. Drei Fragen genügen."
    )
    why, first = (
        seats_calling.ask(seats, {"kind": kind, "label": label})
        for kind, label in ((Question.TEXT, _WHY), (Question.YES_NO, _FIRST))
    )
    release = seats_calling.ask(seats, {"kind": Question.DECLARATION, "label": _RELEASE})
    later = today + timedelta(days=30)
    for label, places, criterion, value in (
        ("Landkreise", 5, Quota.KIND, "landkreis"), ("neu im Amt", 6, Quota.NEW, ""),
    ):  # fmt: skip
        facts = {"label": label, "places": places, "criterion": criterion, "value": value, "released_on": later}
        seats_calling.reserve(seats, facts, by=ada)
    writing.publish_run(run, by=ada)
    seats.refresh_from_db()
    members = Person.objects.filter(is_demo=True, is_team=False, is_operator=False, tenures__isnull=False)
    members = members.exclude(email="ben@example.org").distinct().order_by("-email")
    for number, person in enumerate(members[:_APPLICANTS]):
        answers = {why: _AIMS[number % len(_AIMS)], first: "no" if number % 4 == 0 else "yes", release: "yes"}
        applying.apply(seats, person, answers)
