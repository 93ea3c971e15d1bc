"""Following: the nearer word counts, letters come at once, in one bundle a day or never, and only to whoever may read
at the moment they leave."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.dialogue.actions import following, telling, writing
from dreiklang.dialogue.actions.rooms import lock_room
from dreiklang.dialogue.models import Follow, Mention, Post, Thread, Waiting
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread
from dreiklang.groups.actions import leave
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem, olga

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MONDAY, NIGHT, TUESDAY = "2026-03-02 10:00+01:00", "2026-03-02 22:00+01:00", "2026-03-03 07:05+01:00"
LINE = "Integrationsbeauftragte, Stadt"


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def letters_to(person):
    return Letter.objects.filter(to=person.email)


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ({"room": "at_once"}, True),
        ({"field": "at_once"}, True),
        ({}, False),
        ({"room": "at_once", "thread": "never"}, False),
        ({"room": "never", "thread": "at_once"}, True),
        ({"field": "at_once", "room": "never"}, False),
        ({"field": "never", "room": "at_once"}, True),
        ({"field": "never", "room": "never", "thread": "at_once"}, True),
    ],
)  # fmt: skip
def test_the_nearer_word_counts(monday, said, hears):
    person, other = ben(), cem()
    field = a_field()
    thread = a_thread(a_room(), person, field=field)
    for kind, how in said.items():
        following.follow(other, how, **{kind: {"room": thread.room, "thread": thread, "field": field}[kind]})
    a_reply(thread, person, "Neues.")
    assert letters_to(other).exists() is hears


def test_saying_nothing_takes_a_word_back(monday):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    following.follow(other, Follow.AT_ONCE, room=thread.room)
    following.follow(other, Follow.NEVER, thread=thread)
    following.follow(other, "", thread=thread)
    a_reply(thread, person)
    assert letters_to(other).count() == 1


def test_nobody_hears_of_her_own_post_or_of_a_room_she_does_not_read(monday):
    person, other = ben(), cem()
    thread = a_thread(a_circle(person), person)
    for each in (person, other):
        following.follow(each, Follow.AT_ONCE, room=thread.room)
    a_reply(thread, person)
    assert not Letter.objects.exists() and not Waiting.objects.exists()


def test_whoever_cannot_sign_in_any_more_gets_nothing(monday):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    following.follow(other, Follow.AT_ONCE, room=thread.room)
    other.is_active = False
    other.save()
    a_reply(thread, person)
    assert not letters_to(other).exists()


def test_a_mention_comes_at_once_unless_she_wants_nothing_of_the_thread(monday):
    person, other, third = ben(), cem(), olga()
    thread = a_thread(a_room(), person)
    following.follow(other, Follow.NEVER, room=thread.room)
    following.follow(third, Follow.NEVER, thread=thread)
    post = Post.objects.create(thread=thread, author=person, source="@Cem", html="", state=Post.WAITING)
    for each in (other, third):
        Mention.objects.create(post=post, person=each)
    writing.show(post)
    assert "genannt" in letters_to(other).get().subject
    assert not letters_to(third).exists()


def test_a_bundle_comes_once_a_day_with_what_waits_since_before_the_morning(monday):
    person, other = ben(), cem()
    room = a_room()
    following.follow(other, Follow.BUNDLED, room=room)
    thread = a_thread(room, person)
    a_reply(thread, person, "Zweiter Beitrag.")
    telling.bundle_due()
    assert not letters_to(other).exists()
    monday.move_to(NIGHT)
    telling.bundle_due()
    assert not letters_to(other).exists()
    monday.move_to(TUESDAY)
    a_reply(thread, person, "Erst am Dienstag.")
    for _again in range(2):
        telling.bundle_due()
    letter = letters_to(other).get()
    assert "2 Beiträge" in letter.subject and "Zweiter Beitrag." in letter.text
    assert "Erst am Dienstag." not in letter.text and Waiting.objects.count() == 1


def test_on_a_weekend_nothing_is_bundled(monday):
    person, other = ben(), cem()
    room = a_room()
    following.follow(other, Follow.BUNDLED, room=room)
    monday.move_to("2026-03-06 17:00+01:00")
    a_thread(room, person)
    for moment in ("2026-03-07 10:00+01:00", "2026-03-08 10:00+01:00", "2026-03-09 06:59+01:00"):
        monday.move_to(moment)
        telling.bundle_due()
        assert not letters_to(other).exists()
    monday.move_to("2026-03-09 07:01+01:00")
    telling.bundle_due()
    assert letters_to(other).count() == 1


def test_once_a_week_what_came_before_this_week_goes_out_in_one_letter(monday):
    person, weekly, daily = ben(), cem(), a_person("Dana Täglich", "dana@example.org")
    room = a_room()
    following.follow(weekly, Follow.WEEKLY, room=room)
    following.follow(daily, Follow.BUNDLED, room=room)
    a_thread(room, person, title="Am Montag")
    for moment in ("2026-03-03 10:00+01:00", "2026-03-06 10:00+01:00"):
        monday.move_to(moment)
        a_thread(room, person, title=f"Am {moment[8:10]}.")
        telling.bundle_due()
    assert not letters_to(weekly).exists() and letters_to(daily).count() == 2
    monday.move_to("2026-03-09 10:00+01:00")
    telling.bundle_due()
    telling.bundle_due()
    (letter,) = letters_to(weekly)
    assert all(title in letter.text for title in ("Am Montag", "Am 03.", "Am 06."))
    a_thread(room, person, title="In der neuen Woche")
    monday.move_to("2026-03-13 10:00+01:00")
    telling.bundle_due()
    assert letters_to(weekly).count() == 1 and Waiting.objects.filter(person=weekly).count() == 1
    following.stop_bundles(weekly)
    monday.move_to("2026-03-16 10:00+01:00")
    telling.bundle_due()
    assert letters_to(weekly).count() == 1


@pytest.mark.parametrize("how", [Follow.AT_ONCE, Follow.BUNDLED])
@pytest.mark.parametrize("happens", ["leaves", "removed", "locked", "says never", "nothing"])
def test_what_waits_for_the_morning_goes_only_to_whoever_may_still_read_it(monday, how, happens):
    person, other = ben(), cem()
    room = a_circle(person, other)
    following.follow(other, how, room=room)
    monday.move_to(NIGHT)
    thread = a_thread(room, person)
    if happens == "leaves":
        leave(Group.objects.get(), other)
    elif happens == "removed":
        thread.posts.update(state=Post.REMOVED)
    elif happens == "locked":
        lock_room(room, reason="Streit", by=ada())
    elif happens == "says never":
        following.follow(other, Follow.NEVER, thread=thread)
    telling.keep_letters_true()
    monday.move_to(TUESDAY)
    telling.bundle_due()
    assert letters_to(other).exclude(state=Letter.WITHDRAWN).exists() is (happens == "nothing")


def test_more_than_a_chore_takes_at_a_time_are_told_too(monday, monkeypatch):
    monkeypatch.setattr(telling, "A_BITE", 2)
    person, room = ben(), a_room()
    readers = [a_person(f"Leserin {number}", email=f"l{number}@example.org") for number in range(5)]
    for reader in readers:
        following.follow(reader, Follow.BUNDLED, room=room)
    thread = a_thread(room, person)
    monday.move_to(TUESDAY)
    telling.bundle_due()
    assert Letter.objects.count() == 5 and not Waiting.objects.exists()
    Follow.objects.filter(room=room).update(how=Follow.AT_ONCE)
    monday.move_to("2026-03-03 22:00+01:00")
    a_reply(thread, person)
    Follow.objects.filter(room=room).delete()
    telling.keep_letters_true()
    assert Letter.objects.filter(state=Letter.WITHDRAWN).count() == 5 and not Waiting.objects.exists()


def test_of_a_letter_that_has_left_nothing_is_kept(monday):
    person, other = ben(), cem()
    room = a_room()
    following.follow(other, Follow.AT_ONCE, room=room)
    a_thread(room, person)
    assert not Waiting.objects.exists()
    monday.move_to(NIGHT)
    a_thread(room, person, title="In der Nacht")
    assert Waiting.objects.get().letter == letters_to(other).latest("written_at").pk
    Letter.objects.update(state=Letter.SENT)
    telling.keep_letters_true()
    assert not Waiting.objects.exists()


def test_a_locked_room_tells_its_moderators_only(monday):
    person, other, helper = ben(), cem(), olga()
    room = a_room()
    a_moderator(room, helper)
    thread = a_thread(room, person)
    for each in (other, helper):
        following.follow(each, Follow.AT_ONCE, room=room)
    post = Post.objects.create(thread=thread, author=person, source="Spät", html="", state=Post.WAITING)
    lock_room(room, reason="Streit", by=ada())
    writing.show(post)
    assert letters_to(helper).exists() and not letters_to(other).exists()


def test_what_stays_inside_is_in_no_letter_not_even_by_its_title(monday):
    person, other, third = ben(), cem(), olga()
    room = a_room("Unter uns", stays_inside=True)
    following.follow(other, Follow.AT_ONCE, room=room)
    following.follow(third, Follow.BUNDLED, room=room)
    a_thread(room, person, title="Nach der Drohmail", source="Ich habe Angst.")
    monday.move_to(TUESDAY)
    telling.bundle_due()
    for each in (other, third):
        letter = letters_to(each).get()
        assert "Unter uns" in letter.subject + letter.text
        assert "Drohmail" not in letter.subject + letter.text and "Angst" not in letter.text


def test_the_asker_under_a_voice_who_follows_the_room_hears_like_everybody_who_does(monday):
    person, other = ben(), cem()
    room = a_room()
    for each in (person, other):
        following.follow(each, Follow.AT_ONCE, room=room)
    a_thread(room, person, line=LINE)
    monday.shift(60 * 31)
    writing.show_due()
    hers, his = (letters_to(each).get() for each in (person, other))
    assert hers.subject == his.subject
    without = [re.sub(r"ende/[^)]+", "", letter.text) for letter in (hers, his)]
    assert without[0].replace(person.name, "") == without[1].replace(other.name, "")


def test_telling_three_asks_as_often_as_telling_one(monday):
    person = ben()
    room = a_circle(person)
    thread = a_thread(room, person)
    counts = []
    for more in (1, 2):
        for number in range(more):
            reader = a_person(f"Leserin {more}{number}", email=f"l{more}{number}@example.org")
            Group.objects.get().memberships.create(person=reader)
            following.follow(reader, Follow.AT_ONCE, room=room)
        post = thread.posts.get()
        with CaptureQueriesContext(connection) as queries:
            telling.tell_of(post)
        counts.append(len([query for query in queries if query["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1] and Letter.objects.count() == 0 + 1 + 3


def test_a_link_in_the_letter_ends_it_with_one_button_signed_out(client, monday):
    person, other = ben(), cem()
    room = a_room()
    following.follow(other, Follow.AT_ONCE, room=room)
    thread = a_thread(room, person)
    path = re.search(r"/dialog/folgen/ende/[^\s)]+", letters_to(other).get().text.replace("\\", ""))[0]
    assert thread.title in client.get(path).content.decode()
    assert not Follow.objects.filter(person=other, thread=thread).exists()
    assert client.post(path).status_code == 200
    a_reply(thread, person)
    assert letters_to(other).count() == 1
    assert client.get(path.replace("ende/", "ende/x")).status_code == 404


def test_the_link_names_nothing_that_she_may_not_read_any_more(client, monday):
    person, other = ben(), cem()
    thread = a_thread(a_circle(person, other), person)
    path = telling.stop_path(other, "thread", thread.pk)
    assert thread.title in client.get(path).content.decode()
    leave(Group.objects.get(), other)
    assert thread.title not in client.get(path).content.decode()


def test_the_link_of_a_bundle_ends_all_bundles_and_no_letter_at_once(client, monday):
    other = cem()
    first, second = a_room(), a_room("Zwei")
    following.follow(other, Follow.BUNDLED, room=first)
    following.follow(other, Follow.AT_ONCE, room=second)
    assert client.post(telling.stop_path(other, "bundle")).status_code == 200
    assert set(Follow.objects.values_list("room__title", "how")) == {(first.title, "never"), ("Zwei", "at_once")}


def test_one_page_shows_and_changes_all_of_it(client, monday):
    person, other = ben(), cem()
    room, field = a_room(), a_field()
    hidden = a_circle(person, title="Geheim")
    thread = a_thread(room, other)
    lost = a_thread(hidden, person, title="Nicht mehr für ihn")
    following.follow(other, Follow.AT_ONCE, thread=lost)
    client.force_login(other)
    page = client.get("/dialog/folgen/").content.decode()
    assert room.title in page and thread.title in page and field.name in page
    assert "Geheim" not in page and lost.title not in page
    said = {f"room-{room.pk}": "bundled", f"thread-{thread.pk}": "never", f"field-{field.pk}": "at_once"}
    assert client.post("/dialog/folgen/", said).status_code == 302
    mine = Follow.objects.filter(person=other).exclude(thread=lost)
    assert {(f.room_id or f.thread_id or f.field_id, f.how) for f in mine} == {
        (room.pk, "bundled"), (thread.pk, "never"), (field.pk, "at_once"),
    }  # fmt: skip
    assert client.post("/dialog/folgen/", {f"room-{room.pk}": "immerzu"}).status_code == 422


def test_the_buttons_at_room_and_thread_say_what_holds(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    client.force_login(other)
    for path in (thread.room.path, thread.path):
        assert client.post(f"{path}folgen/", {"how": "bundled"}).status_code == 302
        assert 'value="bundled" aria-pressed="true"' in client.get(path).content.decode()
        assert client.post(f"{path}folgen/", {"how": "x"}).status_code == 404
    assert Thread.objects.get().follows.filter(person=other).count() == 1
