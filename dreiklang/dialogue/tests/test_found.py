"""Threads in the search: each page of a long one is a part, and a hit leads to the post."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.dialogue.actions import moderating, steering, writing
from dreiklang.dialogue.models import Post, Room, Thread
from dreiklang.dialogue.searchable import THREAD, keep
from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread
from dreiklang.index.kinds import bring_in_everything, kinds
from dreiklang.index.models import Change, Row
from dreiklang.index.snippets import passage
from dreiklang.moderation.models import Decision
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def thread(monkeypatch) -> Thread:
    """Of three pages, with two posts each on the first two."""
    monkeypatch.setattr(Post, "A_PAGE", 2)
    asker, other, numbers = ben(), cem(), count(1)
    thread = a_thread(a_room(), asker, source=f"Satz {next(numbers)}")
    for _each in range(4):
        a_reply(thread, other, f"Satz {next(numbers)}")
    return Thread.objects.select_related("room").get()


def asker_of(thread: Thread):
    return thread.posts.get(number=1).author


def texts() -> list[str]:
    return list(Row.objects.filter(kind=THREAD).order_by("part").values_list("text", flat=True))


def told() -> list[int]:
    """The parts that were written since it was asked last."""
    parts = sorted(Change.objects.values_list("part", flat=True))
    Change.objects.all().delete()
    return parts


def test_each_page_is_a_part_and_its_address_leads_there(thread):
    rows = Row.objects.filter(kind=THREAD).order_by("part")
    assert texts() == ["Satz 1\fSatz 2", "Satz 3\fSatz 4", "Satz 5"]
    assert [row.address for row in rows] == [thread.path, f"{thread.path}?seite=2", f"{thread.path}?seite=3"]
    assert {row.title for row in rows} == {thread.title} and {row.object_id for row in rows} == {str(thread.pk)}


def test_an_answer_writes_its_page_alone(thread):
    told()
    with CaptureQueriesContext(connection) as queries:
        a_reply(thread, asker_of(thread), "Satz 6")
    assert told() == [3] and texts()[2] == "Satz 5\fSatz 6"
    written = [query["sql"] for query in queries if "index_row" in query["sql"]]
    assert not any("Satz 1" in sql or "Satz 4" in sql for sql in written)
    a_reply(thread, asker_of(thread), "Satz 7")
    assert texts()[2:] == ["Satz 5\fSatz 6", "Satz 7"]


def test_an_answer_asks_as_often_on_a_full_page_as_on_one_that_begins(monkeypatch):
    monkeypatch.setattr(Post, "A_PAGE", 10)
    asker, other = ben(), cem()
    thread, asked = a_thread(a_room(), asker), []
    for _each in range(8):
        with CaptureQueriesContext(connection) as queries:
            a_reply(thread, other)
        asked.append(len(queries))
    assert asked[2] == asked[7]


def test_a_changed_and_a_withdrawn_post_write_their_page_alone(thread):
    told()
    third, fourth = thread.posts.filter(number__in=(3, 4)).order_by("number")
    writing.change(third, source="Anders", by=third.author)
    assert told() == [2] and texts()[1] == "Anders\fSatz 4"
    moderating.withdraw(fourth, by=fourth.author)
    assert told() == [2] and texts() == ["Satz 1\fSatz 2", "Anders", "Satz 5"]
    moderating.withdraw(third, by=third.author)
    assert texts() == ["Satz 1\fSatz 2", "", "Satz 5"]


def test_a_post_in_the_middle_that_is_hidden_leaves_the_others_where_they_are(thread):
    third = thread.posts.get(number=3)
    moderating.set_aside(third, Decision.HIDE, "")
    assert texts()[1] == "\fSatz 4"
    moderating.restore(third, Decision.HIDE)
    assert texts()[1] == "Satz 3\fSatz 4"


def test_what_is_said_of_the_thread_is_said_on_every_page(thread):
    steering.state(thread, title="Neuer Titel", field=None, land=None, valid_on=None, by=asker_of(thread))
    assert list(Row.objects.values_list("title", flat=True)) == ["Neuer Titel"] * 3
    moderating.withdraw(thread.posts.get(number=1), by=asker_of(thread))
    assert set(Row.objects.values_list("title", flat=True)) == {"Entferntes Thema"} and texts()[0] == "\fSatz 2"


@pytest.mark.parametrize("protects", ["thread", "room", "lock"])
def test_what_is_protected_goes_with_every_page(thread, protects):
    if protects == "thread":
        Thread.objects.update(stays_inside=True)
        keep(Thread.objects.get(), 5)
    elif protects == "room":
        Room.objects.update(stays_inside=True)
        Thread.objects.update(stays_inside=True)
        bring_in_everything()
    else:
        Room.objects.update(locked_at=thread.last_at)
        keep(Thread.objects.select_related("room").get(), 5)
    assert texts() == []


def test_a_thread_of_before_there_were_pages_is_put_right_by_the_next_post(thread):
    """One row with all its text: nothing of it may stay where a post was taken back."""
    Row.objects.filter(part__gt=1).delete()
    Row.objects.update(text="Satz 1\n\nSatz 2\n\nSatz 3\n\nSatz 4\n\nSatz 5")
    third = thread.posts.get(number=3)
    moderating.withdraw(third, by=third.author)
    assert texts() == ["Satz 1\fSatz 2", "\fSatz 4", "Satz 5"]


def test_building_anew_puts_it_right_too_and_changes_nothing_afterwards(thread):
    before = texts()
    Row.objects.filter(part__gt=1).delete()
    Row.objects.update(text="\n\n".join(before))
    bring_in_everything()
    assert texts() == before
    told()
    bring_in_everything()
    assert told() == []


def test_a_hit_leads_to_the_post(thread):
    ways, row = [frozenset({"satz", "4"}), frozenset({"4"})], Row.objects.get(part=2)
    number, text = passage(row.text, ways)
    assert (number, text) == (1, "Satz 4")
    address_at = kinds()[THREAD].address_at
    assert address_at(row, number) == thread.at_post(4) == f"{thread.path}?seite=2#beitrag-4"
    assert address_at(Row.objects.get(part=1), 0) == thread.path


def test_a_text_of_one_passage_or_without_the_words_leads_nowhere_within_it():
    assert passage("Satz", [frozenset({"satz"})]) == (None, "Satz")
    assert passage("Eins\fZwei", [frozenset({"satz"})]) == (None, "Eins\fZwei")
