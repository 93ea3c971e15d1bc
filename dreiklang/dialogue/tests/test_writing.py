"""Threads and posts: who may write, what others see when, and that nothing happens twice."""

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue import searchable
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.rooms import lock_room
from dreiklang.dialogue.models import Follow, Mark, Post, Thread
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, agreed
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINE = "Integrationsbeauftragte, Stadt"


def test_a_question_is_there_at_once_for_whoever_reads_the_room():
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    assert list(Thread.objects.visible_to(other)) == [thread]
    assert thread.posts.get().number == 1
    assert Row.objects.get(kind=searchable.THREAD).readers == "members"


def test_a_circle_does_not_exist_for_others():
    person, other = ben(), cem()
    room = a_circle(person)
    a_thread(room, person)
    assert not Thread.objects.visible_to(other).exists()
    with pytest.raises(Refusal):
        writing.open_thread(room, kind="question", title="?", source="?", by=other)


def test_an_answer_reaches_the_asker_by_letter_with_its_text():
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    a_reply(thread, other)
    letter = Letter.objects.get(to=person.email)
    assert "Mit einer Pauschale." in letter.text
    told = Letter.objects.get(to=other.email)  # that he was asked, and nothing of what he wrote himself
    assert told.subject.startswith("Wissen Sie etwas dazu?")
    thread.refresh_from_db()
    assert thread.answered_at is not None and thread.size == 2


def test_what_stays_inside_is_neither_in_letters_nor_found():
    person, other = ben(), cem()
    thread = a_thread(a_room(stays_inside=True), person)
    a_reply(thread, other)
    assert "Pauschale" not in Letter.objects.get(to=person.email).text
    assert not Row.objects.filter(kind=searchable.THREAD).exists()


def test_a_second_click_writes_nothing_twice():
    person, other = ben(), cem()
    room, number = a_room(), fresh_id()
    for _again in range(2):
        writing.open_thread(room, kind="question", title="Wie?", source="So", by=person, public_id=number)
    thread = Thread.objects.get()
    for _again in range(2):
        writing.reply(thread, source="So.", by=other, public_id=thread.pk)
    assert thread.posts.count() == 2


def test_a_voice_appears_after_a_while_and_carries_no_name():
    person, other = ben(), cem()
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        thread = a_thread(a_room(), person, line=LINE)
        assert not Thread.objects.visible_to(other).exists()
        clock.shift(60 * 31)
        writing.show_due()
        assert Thread.objects.visible_to(other).get() == thread
        post = Post.objects.get()
        assert post.author is None and post.byline == LINE and post.at == timezone.now()
    assert not Follow.objects.exists() and not Mark.objects.exists()


def test_whoever_has_a_voice_keeps_it_in_this_thread():
    person = ben()
    thread = a_thread(a_room(), person, line=LINE)
    second = a_reply(thread, person)
    assert second.voice == thread.voices.get() and second.author is None
    elsewhere = a_thread(thread.room, person, title="Anderswo", line=LINE)
    assert elsewhere.voices.get().pk != thread.voices.get().pk


def test_in_a_room_with_approval_a_post_waits():
    person, helper = ben(), cem()
    room = a_room(needs_approval=True)
    a_moderator(room, helper)
    assert a_thread(room, person).posts.get().state == Post.WAITING
    assert a_thread(room, helper, title="Von der Moderation").posts.get().state == Post.SHOWN


def test_a_locked_room_says_nothing_to_anybody_but_its_moderators():
    person, helper = ben(), cem()
    room = a_room()
    a_moderator(room, helper)
    thread = a_thread(room, person)
    lock_room(room, reason="Jemand liest mit, der nicht dazugehört.", by=ada())
    assert not Thread.objects.visible_to(person).exists()
    assert Thread.objects.visible_to(helper).get() == thread
    assert not Row.objects.filter(kind=searchable.THREAD).exists()
    room.refresh_from_db()
    with pytest.raises(Refusal):
        writing.open_thread(room, kind="question", title="?", source="?", by=person)


def test_a_changed_post_keeps_what_it_said():
    person = ben()
    post = a_thread(a_room(), person).posts.get()
    writing.change(post, source="Wir haben *wenig* Geld.", by=person)
    post.refresh_from_db()
    assert "<em>wenig</em>" in post.html and post.versions.get().source == "Wir haben kein Geld."
    with pytest.raises(Refusal):
        writing.change(post, source="Anders.", by=cem())


def test_the_pages_show_room_thread_and_answer(client):
    person, other = ben(), cem()
    room = a_room()
    thread = a_thread(room, person)
    agreed(other)
    client.force_login(other)
    assert room.title in client.get("/dialog/").content.decode()
    assert thread.title in client.get(room.path).content.decode()
    answer = client.post(f"{thread.path}antwort/", {"source": "Mit *Ehrenamt*."})
    assert answer.status_code == 302
    assert "<em>Ehrenamt</em>" in client.get(thread.path).content.decode()


def test_asking_takes_one_form(client):
    person = ben()
    room = a_room()
    agreed(person)
    client.force_login(person)
    said = {"way": "name", "kind": "question", "title": "Wer zahlt?", "source": "Im Amt.", "public_id": str(fresh_id())}
    assert client.post(f"{room.path}neu/", {**said, "title": ""}).status_code == 422
    assert client.post(f"{room.path}neu/", said).status_code == 302
    assert Thread.objects.get().title == "Wer zahlt?"
