"""Fifty writers at once lose nothing: real replies over real connections, eight processes, on both databases."""

import pytest

from dreiklang.dialogue.models import Post
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.tests.crowd import at_once, members
from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True), pytest.mark.long]
WRITERS = 50


def write_at_once(server, clicks=1, crowd=WRITERS) -> tuple:
    """Everybody has the thread open and sends at the same moment, `clicks` times. (thread, writers, answers)"""
    asker = Person.objects.filter(name="Ben Okonkwo").first() or a_person()
    thread = a_thread(a_room(f"Andrang {Post.objects.count()}"), asker)
    writers = members(crowd)
    agreed(*(writer.person for writer in writers))
    button = f"{thread.path}antwort/"
    at_once(lambda writer: writer.open(server, thread.path, button), writers)
    for writer in writers:
        writer.form["source"] = f"Antwort von {writer.name}"
    answers = at_once(lambda writer: writer.press(server, button), writers * clicks)
    thread.refresh_from_db()
    return thread, writers, answers


def faults(thread, writers, answers) -> list[str]:
    """What is not as it must be, a sentence each."""
    posts = list(thread.posts.exclude(number=1).order_by("number"))
    told = {answer.visitor.form["public_id"] for answer in answers if answer.is_good}
    found = {
        f"jemand bekam keine Zusage: {[answer.status for answer in answers]}": not all(one.is_good for one in answers),
        "ein Beitrag mit Zusage fehlt, oder einer ist doppelt": sorted(str(post.pk) for post in posts) != sorted(told),
        "ein Text steht nicht bei seinem Beitrag": any(
            post.source != writer.form["source"]
            for writer in writers for post in posts if str(post.pk) == writer.form["public_id"]
        ),
        "die Nummern haben Lücken": [post.number for post in posts] != list(range(2, len(writers) + 2)),
        f"das Thema zählt {thread.size} Beiträge": thread.size != len(writers) + 1,
    }  # fmt: skip
    return [sentence for sentence, is_so in found.items() if is_so]


def test_fifty_writers_at_once_lose_nothing(django_db_setup):
    with RealServer() as server:
        assert faults(*write_at_once(server)) == []
        assert faults(*write_at_once(server, clicks=2, crowd=20)) == []  # a double click writes once
        assert server.complaints() == []


def test_a_twin_without_the_lock_loses_or_leaves_gaps(django_db_setup):
    with RealServer("dreiklang.tests.twins.writing_without_lock") as twin:
        assert any(faults(*write_at_once(twin)) for _try in range(5))
