"""Who writes too much at once is asked to wait, and keeps her text."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue.models import Post
from dreiklang.dialogue.tests.makers import a_moderator, a_reply, a_room, a_thread
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Invitation
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
LINE = "Integrationsbeauftragte, Stadt"


def newly_here(person, days=0):
    """She accepted her invitation so many days ago."""
    now = timezone.now()
    Invitation.objects.create(email=person.email, expires_at=now, accepted_at=now - timedelta(days=days))
    return person


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        yield clock


@pytest.mark.parametrize("line", ["", LINE])
def test_in_a_slow_room_a_pause_lies_between_two_posts_of_one_person(clock, line):
    writer, other = ben(), cem()
    thread = a_thread(a_room(pause=30), writer, line=line)
    last = thread.posts.get().at
    clock.move_to(last + timedelta(minutes=29, seconds=59))
    with pytest.raises(Refusal, match="eine Pause von 30 Minuten"):
        a_reply(thread, writer)
    a_reply(thread, other)
    clock.move_to(last + timedelta(minutes=30))
    a_reply(thread, writer)


def test_another_thread_a_moderator_and_a_room_without_pause_know_none(clock):
    writer, room = ben(), a_room(pause=30)
    a_thread(room, writer)
    a_thread(room, writer, title="Ein anderes")
    a_moderator(room, helper := cem())
    for _twice in range(2):
        a_reply(Post.objects.first().thread, helper)
    thread = a_thread(a_room("Schnell"), writer)
    a_reply(thread, writer)


def test_a_newcomer_opens_two_threads_a_day_and_keeps_the_text_of_the_third(clock, client):
    writer, room = newly_here(ben()), a_room()
    for title in ("Eins", "Zwei"):
        a_thread(room, writer, title=title)
    client.force_login(writer)
    said = {"way": "name", "kind": "question", "title": "Drei", "source": "Mein langer Text."}
    answer = client.post(f"{room.path}neu/", said)
    assert answer.status_code == 422 and "höchstens 2 neue Themen am Tag" in answer.content.decode()
    assert "Mein langer Text." in answer.content.decode() and Post.objects.count() == 2
    clock.shift(timedelta(days=1))
    a_thread(room, writer, title="Drei")


def test_a_newcomer_writes_five_posts_a_day(clock):
    writer = newly_here(ben())
    thread = a_thread(a_room(), cem())
    for _each in range(5):
        a_reply(thread, writer)
    with pytest.raises(Refusal, match="höchstens 5 Beiträge am Tag"):
        a_reply(thread, writer)


@pytest.mark.parametrize(("days", "is_limited"), [(13, True), (14, False)])
def test_after_fourteen_days_nobody_counts(clock, days, is_limited):
    writer, room = newly_here(ben(), days), a_room()
    for title in ("Eins", "Zwei"):
        a_thread(room, writer, title=title)
    if is_limited:
        with pytest.raises(Refusal):
            a_thread(room, writer, title="Drei")
    else:
        a_thread(room, writer, title="Drei")
