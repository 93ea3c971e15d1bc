"""A series and its meetings for the tests. Everybody is invented."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread
from dreiklang.exchange.actions.lunch_choosing import begin, drop
from dreiklang.exchange.actions.lunch_dates import make_date
from dreiklang.exchange.models import (
    LunchCare,
    LunchFollow,
    LunchItem,
    LunchKnower,
    LunchMeeting,
    LunchPoints,
    LunchQuestion,
    LunchSalt,
    LunchSeries,
)

LINK = "https://video.example.org/mittag"


def a_series(**facts) -> LunchSeries:
    """Every second Wednesday, 12:30 to 13:30, without dates."""
    return LunchSeries.objects.create(**{"link": LINK, "first_on": date(2026, 3, 4)} | facts)


def a_meeting(series=None, day=None) -> LunchMeeting:
    series = series or LunchSeries.standing() or a_series()
    return make_date(series, day or timezone.localdate())


def noon(day: date, hour=12, minute=45) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def a_choosing(*texts, by) -> tuple[LunchMeeting, list[LunchItem]]:
    """A meeting that is on, with these questions. The clock must stand in its hour."""
    meeting = a_meeting()
    questions = [drop(text, by=by, is_named=True) for text in texts]
    meeting = begin(meeting)
    return meeting, [meeting.items.get(question=question) for question in questions]


def a_pooled(by, title="Wer kennt eine Vorlage?", room=None, **facts) -> Thread:
    """A question of the dialogue that nobody answered."""
    thread = a_thread(room or a_room(), by, title=title, **facts)
    Thread.objects.filter(pk=thread.pk).update(pooled_at=timezone.now(), last_at=timezone.now())
    return thread


def a_past_meeting(by, hint="Ein Sammeltitel.", thread=None, text="Wer zahlt?") -> tuple[LunchMeeting, LunchItem]:
    """A meeting of today whose choosing is over, with one result; `thread` is a pooled one from which it came."""
    meeting = a_meeting()
    question = None if thread else LunchQuestion.objects.create(text=text, author=by)
    item = LunchItem.objects.create(
        meeting=meeting, question=question, thread=thread, hint=hint, hint_html=hint, number=1
    )
    meeting.stage = LunchMeeting.OVER
    meeting.save()
    return meeting, item


def lunch_with(person, number: int) -> None:
    """Of one of two people whose lives are compared: a question, letters, a card at a result, something she takes
    care of, a date that she hosts, and points in a choosing that is on."""
    meeting = a_meeting(day=timezone.localdate() + timedelta(days=number))
    meeting.host, meeting.stage = person, LunchMeeting.CHOOSING
    meeting.save()
    question = LunchQuestion.objects.create(
        text=f"Mittagsfrage{number}", author=person, dropped_on=date(2026, number, 14)
    )
    item = LunchItem.objects.create(meeting=meeting, question=question, hint=f"Mittagshinweis{number}")
    salt = LunchSalt.objects.create(meeting=meeting, value=f"{number}" * 64)
    LunchPoints.objects.create(item=item, mark=salt.mark_of(person), number=number)
    LunchKnower.objects.create(item=item, person=person)
    LunchItem.objects.filter(pk=item.pk).update(agreed=f"Übernommen{number}", agreed_until=date(2028, number, 14))
    LunchCare.objects.create(item=item, person=person)
    LunchFollow.objects.create(person=person, morning=number == 1, lines=number == 2)
