"""What a room keeps no longer goes whole, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Attachment, Mark, Post, Thread, Trace, Voice
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread
from dreiklang.foundation import retention_chore
from dreiklang.groups.models import Group
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.moderation.models import Sealed
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FADED, LINE = "Verblasste Themen", "Integrationsbeauftragte, Stadt"
START = timezone.datetime.fromisoformat("2026-03-02 10:00+01:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def a_fading_room(**facts):
    return a_room("Unter uns", kept_months=6, **facts)


def run_on(clock, days: int, **how) -> int:
    clock.move_to(START + timedelta(days=days))
    return retention_chore.run(**how)[FADED]


def test_a_faded_thread_leaves_neither_words_nor_files_nor_voices(
    clock, settings, tmp_path, django_capture_on_commit_callbacks
):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    thread = a_thread(a_fading_room(), ben(), line=LINE)
    post = thread.posts.get()
    writing.show(post)
    a_reply(thread, cem())
    file = Attachment.objects.create(post=post, file=ContentFile(b"%PDF", name="a.pdf"), name="a.pdf").file.path
    Trace.objects.create(thread=thread, direction=Trace.FROM, label="Werkstatt", path="/veranstaltungen/x/")
    assert Path(file).exists() and Row.objects.filter(object_id=thread.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert run_on(clock, 187) == 1
    assert not Path(file).exists() and not Row.objects.filter(object_id=thread.pk).exists()
    for model in (Thread, Post, Voice, Attachment, Trace, Mark, Sealed):
        assert not model.objects.exists(), model


def test_a_dry_run_counts_threads_and_lets_them_be(clock):
    for number in range(2):
        a_thread(a_fading_room(slug=f"raum-{number}"), ben() if not number else cem())
    assert run_on(clock, 187, dry=True) == 2 == Thread.objects.count()


def test_a_new_post_keeps_the_whole_thread(clock):
    thread = a_thread(a_fading_room(), ben())
    clock.move_to(START + timedelta(days=100))
    a_reply(thread, cem())
    assert run_on(clock, 187) == 0
    assert run_on(clock, 287) == 1


def test_rooms_without_a_term_keep_everything(clock):
    a_thread(a_room(), ben())
    assert run_on(clock, 4000) == 0


@pytest.mark.parametrize("waits", [{"pooled_at": START}, {"is_crisis": True}])
def test_what_waits_for_somebody_stays_until_it_is_closed(clock, waits):
    thread = a_thread(a_fading_room(), ben())
    Thread.objects.filter(pk=thread.pk).update(**waits)
    assert run_on(clock, 400) == 0
    Thread.objects.filter(pk=thread.pk).update(closed_at=timezone.now())
    assert run_on(clock, 401) == 1


def test_a_question_that_was_in_the_pool_and_got_its_answer_fades(clock):
    thread = a_thread(a_fading_room(), ben())
    Thread.objects.filter(pk=thread.pk).update(pooled_at=START, answered_at=START)
    assert run_on(clock, 187) == 1


def test_what_was_never_shown_fades_too(clock):
    a_thread(a_fading_room(needs_approval=True), ben())
    assert run_on(clock, 185) == 0
    assert run_on(clock, 187) == 1


def test_readers_who_were_named_for_a_thread_go_with_it_and_a_circle_stays(clock):
    person = ben()
    room = a_circle(person, kept_months=6)
    named = Group.objects.create(name="Genannte", kind="named")
    Thread.objects.filter(pk=a_thread(room, person).pk).update(readers=named.token)
    a_thread(room, person, title="Für alle im Kreis")
    assert run_on(clock, 187) == 2
    assert [group.token for group in Group.objects.all()] == [room.readers]


def test_the_page_says_on_which_day_it_fades_and_on_that_day_it_does(clock, client):
    person = ben()
    thread = a_thread(a_fading_room(), person)
    client.force_login(person)
    assert "verblasst am 4. September 2026" in client.get(thread.path).content.decode()
    assert run_on(clock, 185) == 0
    clock.move_to(timezone.datetime.fromisoformat("2026-09-04 23:59+02:00"))
    assert retention_chore.run()[FADED] == 1
    stays = a_thread(a_room(), person)
    assert "verblasst" not in client.get(stays.path).content.decode()


def test_nobody_is_written_to(clock):
    a_thread(a_fading_room(), ben())
    run_on(clock, 187)
    assert not Letter.objects.exists()
