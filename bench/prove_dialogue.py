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
from prove_speed import CONNECTIONS, GROWS, HELLO, client_of, cpu, furnish, queries, server_asked, session_of

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
WORDS = """
    Pauschale Landkreis Richtlinie Einsatz Kämmerei Jugendamt Schulamt Ausländerbehörde Vorlage
    Sprachmittlung Satzung Ehrenamt Träger Honorar Aushang Beirat Haushalt Antrag Förderung Quartier
    Verein Unterkunft Bürgermeisterin Stelle haben gefragt zahlen kommt dauert hilft wichtig zuerst
    danach immer selten gemeinsam vorher leider zum Glück bei uns seit Januar mit drei Ämtern im
    Ausschuss ohne Geld und oder aber weil damit wenn nicht auch sehr viele wenige eine
""".split()  # noqa: SIM905


def some_text(chance: random.Random) -> str:
    """As long as people write: three paragraphs, a list, and no two alike, for what repeats itself weighs nothing."""
    said = [" ".join(chance.choices(WORDS, k=20)).capitalize() + "." for _each in range(3)]
    return "\n\n".join([*said, f"- **{chance.choice(WORDS)}**\n- {' '.join(chance.choices(WORDS, k=4))}"])


def measure(rounds: int) -> dict:
    from django.db import connection

    from dreiklang.tests.real_server import RealServer

    furnish()
    people = some_people()
    threads = {PAGE: a_long_thread(people, POSTS), OF_LONG: a_long_thread(people, LONG)}
    pages = {PAGE: threads[PAGE].path, OF_LONG: threads[OF_LONG].path, LAST: f"{threads[OF_LONG].path}?seite=20"}
    pages |= {ROOM: threads[PAGE].room.path, QUESTIONS: "/dialog/fragen/", OPEN: "/dialog/fragen/?stand=offen"}
    figures, before = {}, 0
    with RealServer("bench.hello:application", processes=2) as server:
        for count in CONNECTIONS:
            figures[f"{HELLO} ×{count}"] = cpu(
                lambda number: server_asked(server, "GET", "/"), rounds * 5, count, server
            )
    cookies = session_of("ben")
    for scale in (FEW, MANY):
        fill(threads[PAGE].room, people, scale - before)
        before = scale
        with connection.cursor() as cursor:  # what both databases do by themselves before long
            cursor.execute("ANALYZE")
        with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
            for name, path in pages.items():
                for count in CONNECTIONS:
                    figures[key(name, count, scale)] = cpu(
                        lambda number, p=path: server_asked(server, "GET", p, cookies), rounds, count, server
                    )
            for name, size in ((REPLY, POSTS), (REPLY_LONG, LONG)):
                press = replying(server, a_long_thread(people, size))
                for count in CONNECTIONS:
                    figures[key(name, count, scale)] = cpu(press, rounds, count, server)
            figures[WEIGHT] = weight(server, pages[PAGE], cookies)
        for name, path in pages.items():
            figures[f"Abfragen {name}, {scale} Themen"] = queries("ben", path)
        print(f"{connection.display_name}, {scale} Themen", flush=True)
    return {"figures": figures, "faults": faults(connection.display_name, figures)}


def key(name: str, count: int, scale: int) -> str:
    return f"{name} ×{count}, {scale} Themen"


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
    import gzip

    return (gzip.decompress(body) if encoding == "gzip" else body).decode()


def faults(database: str, figures: dict) -> list[str]:
    found = []
    for name, goal in GOALS[database].items():
        for count in CONNECTIONS:
            few, many = (figures[key(name, count, scale)] for scale in (FEW, MANY))
            found += [
                f"{name} ×{count}, {scale} Themen: {spent} ms statt höchstens {goal} ms"
                for scale, spent in ((FEW, few), (MANY, many))
                if spent > goal
            ]
            if many > few * GROWS + 0.3:
                found.append(f"{name} ×{count}: {many} ms statt {few} ms: wächst mit den Themen")
    for name in (*THREAD, *LIST):
        few, many = (figures[f"Abfragen {name}, {scale} Themen"] for scale in (FEW, MANY))
        if many > few or many >= 12:
            found.append(f"Abfragen {name}: {many}, vorher {few}; erlaubt sind gleich viele und unter 12")
    if figures[WEIGHT] > HEAVIEST:
        found.append(f"{WEIGHT}: {figures[WEIGHT]} statt höchstens {HEAVIEST}")
    return found


def table(result: dict) -> dict:
    def said(name: str, value) -> str:
        return name if name.startswith("Abfragen") or name == WEIGHT else f"{name}, ms"

    return {said(name, value): str(value).replace(".", ",") for name, value in result["figures"].items()}


if __name__ == "__main__":
    prove("dialogue", "Prozessorzeit des Dialogs je Anfrage", measure, table, rounds=200)
