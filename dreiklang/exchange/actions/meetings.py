"""Dates of a group. They are events that only the group reads; its members are invited by letter, in time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.exchange.models import AgendaItem, Meeting, Reply
from dreiklang.exchange.reply_links import reply_link
from dreiklang.foundation import calendars
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write

MOST = 26  # dates made at once


@transaction.atomic
def hold(
    group: Group, *, title: str, starts: datetime, lasts: int, place: str = "", about: str = "", public_id=None,
    invites_now: bool = True, by,
) -> Event:  # fmt: skip
    """A date of the group; its members are invited now, or two weeks before. Sent twice, the same one. `lasts` is in
    minutes; without a place it is held in the group's video room, if it has one."""
    if there := Event.objects.filter(pk=public_id).first():
        return there
    if starts <= timezone.now():
        raise Refusal(_("Dieser Zeitpunkt ist schon vorbei."), field="starts")
    event = Event(kind=Event.MEETING)
    facts = {
        "title": title.strip(), "summary": _summary(group, about), "starts": starts,
        "ends": starts + timedelta(minutes=lasts), "place": place.strip(), "readers": group.token, "audience": group,
        "link": "" if place.strip() or not group.link else video_link(group),
    }  # fmt: skip
    event = publishing.write(event, facts, speakers=[], seats=None, public_id=public_id or fresh_id(), by=by)
    event = publishing.publish(event, by=by)
    meeting = Meeting.objects.create(event=event, group=group)
    if invites_now or starts <= timezone.now() + Meeting.INVITED_BEFORE:
        invite(meeting)
    return event


def video_link(group: Group) -> str:
    """Stable whatever the room is called today, and of use to nobody outside the group."""
    return f"{settings.SITE_URL}{group.path}videoraum/"


def _summary(group: Group, about: str) -> str:
    return about.strip()[:300] or group.name


class Rhythm(NamedTuple):
    """How a date comes back: every so many weeks, or every month on the same weekday of it."""

    weeks: int = 0  # 0: by the month
    until: date | None = None

    def days(self, first: date) -> list[date]:
        """The first and what follows, to `until`."""
        return self._by_weeks(first) if self.weeks else self._by_months(first)

    def _by_weeks(self, first: date) -> list[date]:
        found = [first]
        while len(found) < MOST and (following := found[-1] + timedelta(weeks=self.weeks)) <= self.until:
            found.append(following)
        return found

    def _by_months(self, first: date) -> list[date]:
        """'Every third Tuesday': a fifth one is the last of its month."""
        nth, found, month = (first.day - 1) // 7, [first], first.replace(day=1)
        while len(found) < MOST:
            month = (month + timedelta(days=31)).replace(day=1)
            following = month + timedelta(days=(first.weekday() - month.weekday()) % 7 + 7 * nth)
            if following.month != month.month:
                following -= timedelta(days=7)
            if following > self.until:
                break
            found.append(following)
        return found


@transaction.atomic
def hold_again(group: Group, rhythm: Rhythm, *, starts: datetime, public_id=None, **facts) -> list[Event]:
    """The same date again and again, each an event of its own, that may be moved and called off for itself. To the
    first one is invited now, and reads of the others."""
    if public_id and Event.objects.filter(pk=public_id).exists():
        return []
    local = timezone.localtime(starts)
    found = []
    for day in rhythm.days(local.date()):
        moment, is_first = timezone.make_aware(datetime.combine(day, local.time())), not found
        found.append(hold(group, starts=moment, public_id=public_id if is_first else None, invites_now=False, **facts))
    invite(Meeting.objects.get(event=found[0]))
    return found


@transaction.atomic
def move(meeting: Meeting, *, title: str, starts: datetime, lasts: int, place: str, about: str, by) -> Event:
    """Everybody hears of another time or place, and the entry in her calendar moves."""
    event = Event.objects.select_for_update().get(pk=meeting.event_id)
    if event.is_cancelled or event.is_over:
        raise Refusal(_("Dieser Termin ist vorbei oder abgesagt."))
    if starts <= timezone.now():
        raise Refusal(_("Dieser Zeitpunkt ist schon vorbei."), field="starts")
    facts = {
        "title": title.strip(), "summary": _summary(meeting.group, about), "starts": starts,
        "ends": starts + timedelta(minutes=lasts), "place": place.strip(),
        "link": "" if place.strip() or not meeting.group.link else video_link(meeting.group),
    }  # fmt: skip
    return publishing.write(event, facts, speakers=[], seats=None, by=by)


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, by) -> Event:
    event = publishing.call_off(meeting.event, reason=reason, by=by)
    Reply.objects.filter(meeting=meeting).delete()
    return event


@transaction.atomic
def invite(meeting: Meeting) -> int:
    """Once, to everybody who belongs to the group: the time, what there is to talk about, the entry for the calendar,
    and a link to say whether she comes. Returns how many letters."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("event", "group").get(pk=meeting.pk)
    if meeting.invited_at or meeting.event.is_cancelled or meeting.event.is_over:
        return 0
    meeting.invited_at = timezone.now()
    meeting.save(update_fields=["invited_at"])
    agenda = list(AgendaItem.objects.filter(group=meeting.group_id).open())
    people, others = list(holders(meeting.group.token)), list(_others(meeting))
    for person in people:
        entry = calendars.entry(**meeting.event.entry_for_those_who_come())
        write(
            person.email, "letters/group_meets.txt",
            {"meeting": meeting, "event": meeting.event, "group": meeting.group, "person": person, "agenda": agenda,
             "others": others, "link": reply_link(meeting, person)},
            recipient=person.pk, language=person.language,
            calendar=calendars.invitation("REQUEST", entry, person.email),
        )  # fmt: skip
    return len(people)


def _others(meeting: Meeting):
    dates = Event.objects.filter(audience=meeting.group_id, readers=meeting.group.token).taking_place().upcoming()
    return dates.exclude(pk=meeting.event_id)[:12]


def invite_due() -> int:
    """The chore: dates that are two weeks away. Returns how many letters."""
    soon = timezone.now() + Meeting.INVITED_BEFORE
    due = Meeting.objects.filter(invited_at=None, event__state=Event.PUBLISHED, event__starts__lte=soon)
    return sum(invite(meeting) for meeting in due.filter(event__ends__gt=timezone.now()))


@transaction.atomic
def reply(meeting: Meeting, person, comes: bool) -> Reply:
    if meeting.event.is_over or meeting.event.is_cancelled:
        raise Refusal(_("Dieser Termin ist vorbei oder abgesagt."))
    return Reply.objects.update_or_create(meeting=meeting, person=person, defaults={"comes": comes})[0]


def counts(meetings: Sequence[Meeting]) -> dict:
    """Meeting id -> (how many come, how many do not). One query, however many."""
    found = {meeting.pk: [0, 0] for meeting in meetings}
    for meeting, comes in Reply.objects.filter(meeting__in=found).values_list("meeting", "comes"):
        found[meeting][0 if comes else 1] += 1
    return {pk: tuple(pair) for pk, pair in found.items()}
