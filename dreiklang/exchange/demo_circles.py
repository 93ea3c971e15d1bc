"""Two circles and a regional round of the demo at work: who speaks, dates, a poll, tasks, minutes. The groups and their
rooms come from the demo of the dialogue; everybody in them is invented. Written directly: no letters go out."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.exchange.actions.meetings import video_link
from dreiklang.exchange.models import AgendaItem, DateAnswer, DateOption, DatePoll, Meeting, Minutes, Task
from dreiklang.foundation.text import to_html
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.people.models import Person
from dreiklang.places.models import Association

_FILE = Path(__file__).with_name("demo_circles.toml")


def furnish_circles(tell) -> None:
    """Repeatable: a circle that has minutes or dates stays as it has become."""
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_demo=True)}
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["circle"]
    done = [row["name"] for row in rows if _bring(row, people)]
    tell(f"Kreise der Demo neu: {len(done)}")


def _bring(row: dict, people: dict) -> bool:
    group = Group.objects.filter(name=row["name"], kind=row["kind"]).first()
    if group is None or Meeting.objects.filter(group=group).exists() or Minutes.objects.filter(group=group).exists():
        return False
    association = Association.objects.filter(slug=row.get("association", "")).first()
    group.about, group.joining, group.association, group.link = row["about"], row["joining"], association, row["link"]
    group.save()
    join(group, people[row["speaker"]], role=Membership.SPEAKER)
    for date in row.get("date", []):
        _hold(group, date)
    for each in row.get("minutes", []):
        _note(group, each, people)
    for task in row.get("task", []):
        _give(group, task, people)
    for number, text in enumerate(row.get("agenda", []), 100):
        AgendaItem.objects.create(group=group, text=text, order=number)
    for poll in row.get("poll", []):
        _ask(group, poll, people)
    return True


def _moment(days: int, clock: str) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)  # nobody meets at the weekend
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _hold(group: Group, row: dict) -> None:
    starts = _moment(row["days"], row["clock"])
    event = Event(
        title=row["title"], kind=Event.MEETING, summary=row["summary"], starts=starts, place=row.get("place", ""),
        link="" if row.get("place") else video_link(group),
        ends=starts + timedelta(minutes=row["lasts"]), readers=group.token, audience=group, state=Event.PUBLISHED,
        is_demo=True,
    )  # fmt: skip
    event = publishing.save(event, speakers=[], seats=None, by=None)
    Meeting.objects.create(event=event, group=group, invited_at=timezone.now())


def _note(group: Group, row: dict, people: dict) -> None:
    paper = Minutes.objects.create(
        group=group, title=row["title"], held_on=_moment(row["days"], "10:00").date(), source=row["source"],
        html=to_html(row["source"], top=3),
    )  # fmt: skip
    for task in row.get("task", []):
        _give(group, task, people, noted_in=paper)
    for number, text in enumerate(row.get("left_open", [])):
        AgendaItem.objects.create(group=group, text=text, order=number, noted_in=paper)


def _give(group: Group, row: dict, people: dict, noted_in=None) -> None:
    Task.objects.create(
        group=group, text=row["text"], who=people.get(row.get("who")), noted_in=noted_in,
        due=timezone.localdate() + timedelta(days=row["days"]) if "days" in row else None,
    )  # fmt: skip


def _ask(group: Group, row: dict, people: dict) -> None:
    poll = DatePoll.objects.create(
        group=group, title=row["title"], about=row["about"], lasts=row["lasts"],
        closes_on=timezone.localdate() + timedelta(days=row["closes"]),
    )  # fmt: skip
    for option in row["option"]:
        made = DateOption.objects.create(poll=poll, starts=_moment(option["days"], option["clock"]))
        for answer in ("yes", "maybe", "no"):
            for key in option.get(answer, []):
                DateAnswer.objects.create(option=made, person=people[key], answer=answer)
