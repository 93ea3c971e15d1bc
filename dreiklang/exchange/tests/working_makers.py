from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.exchange.actions import files, meetings, minutes, polls, tasks
from dreiklang.exchange.models import DatePoll, Meeting, Minutes, SharedFile, Task
from dreiklang.foundation.files import accept
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership


def a_circle(name="Kreis der Städte", speaker=None, members=(), kind=Group.CIRCLE, **fields) -> Group:
    group = Group.objects.create(name=name, kind=kind, **fields)
    for person in members:
        join(group, person)
    if speaker:
        join(group, speaker, role=Membership.SPEAKER)
    return group


def a_task(group, by, text="Einladung schreiben", **facts) -> Task:
    return tasks.add_task(group, text=text, by=by, **facts)


def a_poll(group, by, title="Wann treffen wir uns?", days=(7, 8), **facts) -> DatePoll:
    starts = [timezone.now() + timedelta(days=number) for number in days]
    closes = timezone.localdate() + timedelta(days=5)
    return polls.ask(group, title=title, starts=starts, lasts=60, by=by, **{"closes_on": closes} | facts)


def a_group_date(group, by, title="Runde", days=7, **facts) -> Event:
    return meetings.hold(group, title=title, starts=timezone.now() + timedelta(days=days), lasts=60, by=by, **facts)


def the_meeting(event) -> Meeting:
    return Meeting.objects.select_related("event", "group").get(event=event)


def some_minutes(group, by, title="Runde im März", source="Wir laden das Jobcenter ein.", **facts) -> Minutes:
    return minutes.write(
        Minutes(group=group), title=title, held_on=timezone.localdate(), source=source, by=by, **facts
    )  # fmt: skip


def a_file(group, by, title="Handreichung", name="liste.txt", data=b"eins", **facts) -> SharedFile:
    return files.share(group, accept(ContentFile(data, name=name)), title=title, by=by, **facts)
