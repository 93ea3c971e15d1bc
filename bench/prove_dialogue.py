#!/usr/bin/env python3
"""CPU milliseconds of the dialogue, beside a bare hello-world: a thread of fifty posts and one of a thousand, lists of
thirty, a reply; first among few threads, then among a hundred thousand. And what the page of a thread weighs.

Fails where a goal is missed, and where more data cost more queries or more time.
"""

import random
import re
from datetime import timedelta
from uuid import uuid4

from proof import prove
from weighing import (
    WORDS,
    client_of,
    count_queries,
    furnish,
    grown,
    more_queries,
    note_sizes,
    over_goal,
    server_asked,
    session_of,
    table,
    weigh,
    weigh_hello,
    weigh_pages,
)

FEW, MANY, POSTS, LONG = 300, 100_000, 50, 1_000
PAGE, OF_LONG, LAST = "Thema mit 50 Beiträgen", "Thema mit 1.000, erste Seite", "Thema mit 1.000, letzte Seite"
ROOM, QUESTIONS, OPEN = "Raum, 30 Themen", "Fragen, 30 Zeilen", "Fragen ohne Antwort, 30 Zeilen"
REPLY, REPLY_LONG, WEIGHT = "Antwort", "Antwort auf 1.000 Beiträge", "Seite mit 50 Beiträgen, kalt, ohne Schriften, kB"
THREAD, LIST = (PAGE, OF_LONG, LAST), (ROOM, QUESTIONS, OPEN)
GOALS = {
    "SQLite": dict.fromkeys(THREAD, 10) | dict.fromkeys(LIST, 8) | dict.fromkeys((REPLY, REPLY_LONG), 25),
    "PostgreSQL": dict.fromkeys(THREAD, 15) | dict.fromkeys(LIST, 12) | dict.fromkeys((REPLY, REPLY_LONG), 25),
}
HEAVIEST = 60


def some_text(chance: random.Random) -> str:
    """As long as people write: three paragraphs, a list, and no two alike, for what repeats itself weighs nothing."""
    said = [" ".join(chance.choices(WORDS, k=20)).capitalize() + "." for _each in range(3)]
    return "\n\n".join([*said, f"- **{chance.choice(WORDS)}**\n- {' '.join(chance.choices(WORDS, k=4))}"])


def measure(rounds: int) -> dict:
    from django.db import connection

    from dreiklang.tests.real_server import RealServer

    furnish()
    people = some_people()
    short, long = a_long_thread(people, POSTS), a_long_thread(people, LONG)
    paths = {PAGE: short.path, OF_LONG: long.path, LAST: f"{long.path}?seite=20"}
    paths |= {ROOM: short.room.path, QUESTIONS: "/dialog/fragen/", OPEN: "/dialog/fragen/?stand=offen"}
    pages = {name: ("ben", path) for name, path in paths.items()}
    figures, before = weigh_hello(rounds), 0
    for number in (FEW, MANY):
        fill(short.room, people, number - before)
        note_sizes()
        before, scale = number, f"{number} Themen"
        with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
            figures |= weigh_pages(pages, rounds, server, scale)
            for name, size in ((REPLY, POSTS), (REPLY_LONG, LONG)):
                figures |= weigh(name, replying(server, a_long_thread(people, size)), rounds, server, scale)
            figures[WEIGHT] = weight(server, short.path, session_of("ben"))
        figures |= count_queries(pages, scale)
        print(f"{connection.display_name}, {scale}", flush=True)
    return {"figures": figures, "faults": faults(connection.display_name, figures)}


def some_people() -> list:
    """Twenty who write, each with a card that shows what she does and where."""
    from dreiklang.people.models import Person, Release

    people = list(Person.objects.filter(is_demo=True, is_team=False).exclude(email__startswith="ben@")[:20])
    Release.objects.bulk_create(
        (Release(person=person, shows_function=True, shows_municipality=True) for person in people),
        ignore_conflicts=True,
    )
    return people


def a_long_thread(people: list, size: int):
    """Begun by Ben, who hears of what follows."""
    from django.utils import timezone

    from dreiklang.dialogue.models import Follow, Post, Room, Thread
    from dreiklang.foundation.text import to_html
    from dreiklang.people.models import Person

    ben, room, now = Person.objects.get(email="ben@example.org"), Room.objects.get(slug="alle"), timezone.now()
    thread = Thread.objects.create(
        room=room, readers=room.readers, title="Wie bezahlen Sie Sprachmittlung?", size=size, begun_at=now, last_at=now,
        answered_at=now,
    )  # fmt: skip
    chance = random.Random(size)
    Post.objects.bulk_create(
        Post(
            thread=thread, number=number, author=ben if number == 1 else people[number % len(people)], source=text,
            html=to_html(text, top=3), at=now - timedelta(minutes=size - number), useful=number % 4,
            speaks=("", "", "practice", "science")[number % 4],
        )
        for number, text in enumerate((some_text(chance) for _each in range(size)), start=1)
    )  # fmt: skip
    thread.accepted = thread.posts.get(number=7)
    thread.save(update_fields=["accepted"])
    Follow.objects.create(person=ben, thread=thread)
    return thread


def fill(room, people: list, number: int) -> None:
    """So many more threads with a post each, in the room that is measured and in others, in every state."""
    from django.utils import timezone

    from dreiklang.dialogue.models import Post, Room, Thread

    chance, now, others = random.Random(number), timezone.now(), list(Room.objects.exclude(pk=room.pk))
    for start in range(0, number, 5000):
        threads = []
        for _each in range(min(5000, number - start)):
            at = now - timedelta(seconds=chance.randrange(100_000_000))
            place = room if chance.random() < 0.7 else chance.choice(others)
            threads.append(Thread(
                room=place, readers=place.readers, stays_inside=place.stays_inside, title=f"Frage {uuid4().hex[:8]}",
                kind=chance.choice([Thread.QUESTION, Thread.QUESTION, Thread.EXPERIENCE]), size=1, begun_at=at,
                last_at=at, answered_at=at if chance.random() < 0.95 else None,
            ))  # fmt: skip
        Thread.objects.bulk_create(threads, batch_size=500)
        Post.objects.bulk_create(
            (Post(thread=thread, number=1, author=chance.choice(people), source="So.", html="<p>So.</p>")
             for thread in threads),
            batch_size=500,
        )  # fmt: skip


def replying(server, thread):
    """A function that adds Ben's answer number n."""
    from urllib.parse import urlencode

    from django.conf import settings

    from dreiklang.tests.crowd import Visitor

    session = client_of("ben").cookies[settings.SESSION_COOKIE_NAME].value
    visitor = Visitor("Ben", "ben@example.org", person=True, session=session)
    visitor.open(server, thread.path, f"{thread.path}antwort/")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())

    def press(number: int) -> int:
        body = urlencode(visitor.form | {"public_id": str(uuid4()), "source": some_text(random.Random(number))})
        status = server_asked(server, "POST", f"{thread.path}antwort/", cookies, body)
        return 200 if status == 302 else status

    return press


def weight(server, path: str, cookies: str) -> float:
    """kB over the line for the page and what it names, as a browser of today asks for it, without fonts."""
    total, page = 0, ""
    for address in [path, None]:
        addresses = [address] if address else re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page)
        for each in dict.fromkeys(addresses):
            connection = server.connect()
            connection.request("GET", each, headers={"Cookie": cookies, "Accept-Encoding": "br, gzip"})
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200, (each, response.status)
            total += len(body) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
            if each == path:
                page = _unpacked(body, response.getheader("Content-Encoding"))
            connection.close()
    return round(total / 1000, 1)


def _unpacked(body: bytes, encoding: str | None) -> str:
    import brotli

    return (brotli.decompress(body) if encoding == "br" else body).decode()


def faults(database: str, figures: dict) -> list[str]:
    scales = f"{FEW} Themen", f"{MANY} Themen"
    found = over_goal(GOALS[database], figures, *scales)
    for name in GOALS[database]:
        found += grown(name, figures, *scales)
    for name in (*THREAD, *LIST):
        found += more_queries(name, figures, *scales)
    if figures[WEIGHT] > HEAVIEST:
        found.append(f"{WEIGHT}: {figures[WEIGHT]} statt höchstens {HEAVIEST}")
    return found


if __name__ == "__main__":
    prove("dialogue", "Prozessorzeit des Dialogs je Anfrage", measure, table, rounds=200)
