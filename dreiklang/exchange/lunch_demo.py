"""The MittagsMeeting of the demo: a series around today, questions that wait, and a date of which something came."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dreiklang.exchange.actions.lunch_dates import fill, make_date
from dreiklang.exchange.models import (
    LunchCare,
    LunchFollow,
    LunchItem,
    LunchKnower,
    LunchMeeting,
    LunchQuestion,
    LunchSeries,
)
from dreiklang.foundation.text import to_html
from dreiklang.letters.quiet_hours import is_working_day
from dreiklang.library.models import Article
from dreiklang.people.models import Person

LINK = "https://video.example.org/mittagsmeeting"
ACCESS = "Teilnahme im Browser ohne Installation oder per Telefon. Untertitel können eingeschaltet werden."
WAITING = [
    ("cem", "Wie erklären Sie dem Ordnungsamt, wofür es Sie gibt?"),
    ("dana", "Hat jemand eine Vereinbarung mit dem Jobcenter, die im Alltag hilft?"),
    ("", "Wie gehen Sie damit um, wenn eine Bürgermeisterin das Thema nicht mehr hören will?"),
]
RESULTS = [
    (
        "Dolmetschen am Telefon: Wer zahlt, wenn das Amt keinen Titel im Haushalt hat?",
        "Drei Wege haben getragen:\n\n- ein Sammeltitel bei der Integrationsstelle, aus dem alle Ämter abrufen\n"
        "- ein Rahmenvertrag des Landkreises, dem die Gemeinden beitreten\n"
        "- eine Stiftung für die ersten zwölf Monate, mit Zahlen für den Haushalt danach",
        "ein Landkreis mit Rahmenvertrag; eine Stadt mit Sammeltitel",
        4,
    ),
    (
        "Ehrenamtliche steigen aus: Was hält sie?",
        "Ein fester Ansprechtag hilft mehr als ein Fest. Wer kürzertreten darf, bleibt eher.",
        "",
        3,
    ),
]
AGREED = "Die Muster aus den drei Kommunen zusammenstellen und ins Netzwerk geben"
OPEN = "Wie viel Zeit brauchen Sie für einen Integrationsbericht?"
LINES = (
    "Dolmetschen bezahlen: Sammeltitel, Rahmenvertrag des Landkreises oder Anschub durch eine Stiftung.\n"
    "Ehrenamt halten: fester Ansprechtag, und kürzertreten dürfen.\n"
    "Offen blieb der Aufwand für den Integrationsbericht."
)


@transaction.atomic
def furnish(tell=print) -> None:
    """Repeatable: what is there stays, and dates come as the weeks go by."""
    if series := LunchSeries.standing():
        fill(series)
        return tell("MittagsMeeting der Demo: Termine ergänzt")
    today = timezone.localdate()
    day = next(day for n in range(2, 30) if is_working_day(day := today + timedelta(days=n)))
    before = day - timedelta(days=14)
    series = LunchSeries.objects.create(first_on=before, weekdays=str(day.weekday()), link=LINK, access=ACCESS)
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_demo=True)}
    _bring_last(make_date(series, before), people)
    fill(series)
    for key, text in WAITING:
        LunchQuestion.objects.create(text=text, author=people.get(key), dropped_on=today - timedelta(days=3))
    if "ben" in people:
        LunchFollow.objects.create(person=people["ben"], morning=True, lines=True)
    tell("MittagsMeeting der Demo: neu")


def _bring_last(meeting: LunchMeeting, people: dict) -> None:
    meeting.stage, meeting.lines = LunchMeeting.OVER, LINES
    meeting.released_on = timezone.localdate(meeting.event.ends)
    meeting.save()
    hints = Article.objects.in_force().filter(kind=Article.POINTER).order_by("slug")
    for number, (asked, hint, knows_more, points) in enumerate(RESULTS):
        item = LunchItem.objects.create(
            meeting=meeting, asked=asked, hint=hint, hint_html=to_html(hint, top=4), knows_more=knows_more,
            points=points, number=1, article=hints.first() if number == 0 else None,
            agreed=AGREED if number == 0 else "",
            agreed_until=timezone.localdate() + timedelta(days=10) if number == 0 else None,
        )  # fmt: skip
        if number == 0 and "ben" in people:
            LunchKnower.objects.create(item=item, person=people["ben"])
            LunchCare.objects.create(item=item, person=people["ben"])
    waits = LunchQuestion.objects.create(text=OPEN, dropped_on=meeting.planned_on - timedelta(days=1))
    LunchItem.objects.create(meeting=meeting, question=waits, points=1)
