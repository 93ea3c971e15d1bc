"""What is new to whom: counted, opened at its place, never told to anybody else, and without a when."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.dialogue import listing, start
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.following import mark_read, mark_room_read
from dreiklang.dialogue.models import Mark, Thread
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread
from dreiklang.people.tests.makers import a_person, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINE = "Integrationsbeauftragte, Stadt"


def seen_by(person) -> Thread:
    return listing.with_marks(Thread.objects.visible_to(person), person).get()


def test_what_somebody_else_writes_is_new_until_she_opens_it(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    assert listing.count_unread(person) == {} and listing.count_unread(other) == {thread.room_id: 1}
    client.force_login(other)
    client.get(thread.path)
    assert listing.count_unread(other) == {}
    a_reply(thread, person, "Noch etwas.")
    a_reply(thread, person, "Und noch etwas.")
    assert listing.Looks().is_new(seen_by(other)) == 2
    page = client.get(thread.room.path).content.decode()
    assert "2 neu" in page and f"{thread.path}#beitrag-2" in page
    assert "Ab hier neu" in client.get(thread.path).content.decode()
    assert "Ab hier neu" not in client.get(thread.path).content.decode()


def test_a_mark_moves_only_forward_and_an_old_tab_brings_nothing_back():
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    a_reply(thread, person)
    assert mark_read(other, thread, 2) == 0
    assert mark_read(other, thread, 1) == 2
    assert Mark.objects.get(person=other).number == 2


def test_a_page_that_was_read_before_is_read_again_without_writing():
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    mark_read(other, thread, 1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        mark_read(other, thread, 1)
    assert [query["sql"][:6] for query in queries] == ["SELECT"]


def test_a_mark_says_neither_when_nor_in_which_order():
    """Whoever asked under a voice is likely to look first; a running number of the row would point at her."""
    assert {field.name for field in Mark._meta.fields} == {"id", "person", "thread", "number"}
    thread = a_thread(a_room(), ben())
    people = [a_person(f"Leserin {number}", email=f"l{number}@example.org") for number in range(12)]
    for person in people:
        mark_read(person, thread, 1)
    hers = Mark.objects.exclude(person__name="Ben Okonkwo")
    assert list(hers.order_by("pk").values_list("person", flat=True)) != [person.pk for person in people]


def test_the_asker_under_a_voice_has_a_mark_by_reading_like_everybody_and_not_by_asking(client):
    person, other = ben(), cem()
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        thread = a_thread(a_room(), person, line=LINE)
        clock.shift(60 * 31)
        writing.show_due()
        assert not Mark.objects.exists()
        assert listing.count_unread(person) == listing.count_unread(other) == {thread.room_id: 1}
        for reader in (person, other):
            client.force_login(reader)
            client.get(thread.path)
    assert list(Mark.objects.values_list("number", flat=True)) == [1, 1]


def test_all_of_a_room_counts_as_read_with_one_button(client):
    person, other = ben(), cem()
    room, elsewhere = a_room(), a_room("Anderswo")
    opened = a_thread(room, person)
    mark_read(other, opened, 1)
    a_reply(opened, person)
    a_thread(room, person, title="Zweites")
    a_thread(elsewhere, person, title="Drittes")
    client.force_login(other)
    assert client.post(f"{room.path}gelesen/").status_code == 302
    assert listing.count_unread(other) == {elsewhere.pk: 1}
    assert mark_room_read(other, room) == 0


def test_what_is_older_than_sixty_days_is_nobodys_backlog():
    person, other = ben(), cem()
    with time_machine.travel(timezone.now() - listing.LATELY - timedelta(hours=1)):
        a_thread(a_room(), person)
    assert listing.count_unread(other) == {} and listing.Looks().is_new(seen_by(other)) == 0
    a_reply(Thread.objects.get(), person)
    assert list(listing.count_unread(other).values()) == [1]


def test_a_visitor_has_nothing_unread(client):
    a_thread(a_room(readers="public"), ben())
    page = client.get("/dialog/").content.decode()
    assert "Wie bezahlen Sie" in page and "mark-new" not in page
    client.get(Thread.objects.get().path)
    assert Mark.objects.count() == 1  # hers who wrote it


def test_today_says_what_is_new_and_what_nobody_answered():
    person, other = ben(), cem()
    circle = a_circle(person, title="Kreis")
    a_thread(circle, person, title="Nur im Kreis")
    room = a_room()
    a_thread(room, person, title="Fragt nichts", kind="experience")
    for number in range(start.MOST + 1):
        a_thread(room, person, title=f"Frage {number}")
    a_reply(a_thread(room, person, title="Beantwortet"), other)
    new, unanswered = start.cards(other)
    assert len(new["threads"]) == start.MOST and [thread.title for thread in unanswered["threads"]] == ["Frage 0"]
    titles = {thread.title for card in (new, unanswered) for thread in card["threads"]}
    assert "Nur im Kreis" not in titles and "Beantwortet" not in titles
    assert start.cards(a_person("Neu Hier", is_active=True))[0]["threads"]


@pytest.mark.parametrize("path", ["/dialog/", "/dialog/raeume/alle/", "/dialog/folgen/"])
def test_a_page_takes_as_many_queries_for_three_as_for_one(client, path):
    person, other = ben(), cem()
    room = a_room(slug="alle")
    a_thread(room, person)
    client.force_login(other)
    counts = []
    for more in (0, 2):
        for number in range(more):
            a_thread(room, person, title=f"Noch eins {number}")
            a_thread(a_circle(person, other, title=f"Kreis {number}"), person, title=f"Im Kreis {number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] <= 12
    # who reads a circle is asked once, however many circles there are
    assert counts[1] <= counts[0] + (1 if path == "/dialog/" else 0)
