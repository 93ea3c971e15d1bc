"""The rooms of the demo, with what was written there: demo_dialogue.toml beside this file. Everybody is invented."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dreiklang.dialogue.house_rules import house_rules
from dreiklang.dialogue.models import Agreement, Asked, Follow, Mark, Moderator, Post, Room, Thread
from dreiklang.dialogue.protection import speak_in
from dreiklang.dialogue.searchable import keep
from dreiklang.foundation.text import to_html
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.models import FieldOfAction, Person
from dreiklang.places.models import Land

_FILE = Path(__file__).with_name("demo_dialogue.toml")


@transaction.atomic
def furnish(tell=print) -> None:
    """Bring the rooms that are missing. Repeatable: a room that is there stays as it has become."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    there = set(Room.objects.values_list("slug", flat=True))
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_demo=True)}
    rooms = [row for row in content["room"] if row["slug"] not in there]
    for row in rooms:
        room = _open(row, people)
        for thread in content.get("thread", []):
            if thread["room"] == room.slug:
                _bring(room, thread, people)
    for person in people.values():
        Agreement.objects.get_or_create(person=person, defaults={"version": house_rules().version})
    tell(f"Räume der Demo neu: {len(rooms)}")


def _open(row: dict, people: dict) -> Room:
    row = dict(row)
    members, moderators = row.pop("members", None), row.pop("moderators", [])
    if members is not None:
        # the cohort of a run may be there already, or find its room when it comes
        name, kind = row.pop("group_name", row["title"]), row.pop("group")
        group = Group.objects.get_or_create(name=name, kind=kind)[0]
        for key in members:
            join(group, people[key])
        row |= {"readers": group.token, "writers": group.token}
    room = Room.objects.create(**row)
    Moderator.objects.bulk_create([Moderator(room=room, person=people[key]) for key in moderators])
    Follow.objects.bulk_create([Follow(room=room, person=people[key]) for key in moderators])
    return room


def _bring(room: Room, row: dict, people: dict) -> None:
    """A thread as it stood when the house was furnished. Written directly: no letters go out for what is long past."""
    now = timezone.now()
    thread = Thread.objects.create(
        room=room, kind=row["kind"], title=row["title"], readers=room.readers, stays_inside=room.stays_inside,
        field=FieldOfAction.objects.filter(slug=row.get("field")).first(), is_pinned=row.get("is_pinned", False),
        land=Land.objects.filter(pk=row.get("land")).first(), valid_on=_days_ago(row.get("valid_days")),
    )  # fmt: skip
    authors = set()
    for number, post in enumerate(row["post"], start=1):
        at = now - timedelta(days=post["days"], hours=3, minutes=60 - number * 7)
        voice = speak_in(thread, people[post["by"]], post.get("line", ""))
        Post.objects.create(
            thread=thread, number=number, author=None if voice else people[post["by"]], voice=voice,
            source=post["text"].strip(), html=to_html(post["text"].strip(), top=3), at=at,
            speaks=post.get("speaks", ""),
        )  # fmt: skip
        authors |= set() if voice else {post["by"]}
        thread.size, thread.last_at, thread.begun_at = number, at, thread.begun_at or at
        if number > 1 and thread.is_question:
            thread.answered_at = thread.answered_at or at
    if row.get("accepted"):
        thread.accepted = thread.posts.get(number=row["accepted"])
    if row.get("summary"):
        thread.summary_source, thread.summary_html = row["summary"], to_html(row["summary"], top=3)
        thread.summary_by, thread.summary_on = people[row["summary_by"]], _days_ago(row["summary_days"])
    if thread.is_question:
        thread.routed_at = thread.begun_at
    thread.save()
    read = [people[key] for key in {*authors, *row.get("read_by", [])}]
    Mark.objects.bulk_create([Mark(person=person, thread=thread, number=thread.size) for person in read])
    Asked.objects.bulk_create(
        [
            Asked(thread=thread, person=people[key], on=timezone.localdate(thread.begun_at))
            for key in row.get("asked", [])
        ]
    )
    keep(thread)


def _days_ago(days: int | None):
    return None if days is None else timezone.localdate() - timedelta(days=days)
