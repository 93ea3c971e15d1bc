#!/usr/bin/env python3
"""CPU milliseconds of the formats of the network, beside a bare hello-world: the directory of colleagues, by nearness
and by name, narrowed, with words, as a table and far behind, and the map; first among fifty members who can be found,
then among five thousand. What it costs when somebody's card changes is measured for itself.

Fails where a goal is missed, and where more members cost more queries. Another format adds its pages to PAGES and what
they need to `fill`.
"""

import random
import time
from uuid import uuid4

from proof import prove
from weighing import CONNECTIONS, HELLO, cpu, furnish, queries, server_asked, session_of

FEW, MANY = 50, 5_000
_COLLEAGUES = "/austausch/kolleginnen/"
# Addresses, all asked by Ben, who works for a municipality.
PAGES = {
    "Verzeichnis, ähnliche zuerst": _COLLEAGUES,
    "Verzeichnis, nach Namen": f"{_COLLEAGUES}?folge=name",
    "Verzeichnis, gefiltert": f"{_COLLEAGUES}?feld=wohnen&groesse=1&hilft=1",
    "Verzeichnis, mit Worten": f"{_COLLEAGUES}?q=sprach",
    "Verzeichnis, Tabelle": f"{_COLLEAGUES}?ansicht=tabelle",
    "Verzeichnis, Seite 20": f"{_COLLEAGUES}?seite=20",
    "Karte der Kreise": f"{_COLLEAGUES}karte/",
}
# Milliseconds on SQLite, which works in the server's own processes; PostgreSQL's own are counted too.
GOAL, _FAR_BEHIND, _POSTGRESQL = 8, 4, 4
GOALS = {name: GOAL + _FAR_BEHIND * ("Seite 20" in name) for name in PAGES}
READ_ANEW, READ_ANEW_GOAL = "Verzeichnis lesen, einmal am Tag", 1000
CATCH_UP, CATCH_UP_GOAL = "Verzeichnis nachlesen, nach einer Änderung", 20


def measure(rounds: int) -> dict:
    from django.db import connection

    from dreiklang.tests.real_server import RealServer

    furnish()
    figures, before = {}, _can_be_found()
    with RealServer("bench.hello:application", processes=2) as server:
        for count in CONNECTIONS:
            figures[f"{HELLO} ×{count}"] = cpu(
                lambda number: server_asked(server, "GET", "/"), rounds * 5, count, server
            )
    for scale in (FEW, MANY):
        fill(scale - before)
        before = scale
        with connection.cursor() as cursor:  # what both databases do by themselves before long
            cursor.execute("ANALYZE")
        cookies = session_of("ben")
        with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
            for name, path in PAGES.items():
                for count in CONNECTIONS:
                    figures[key(name, count, scale)] = cpu(
                        lambda number, p=path, c=cookies: _asked(server, number, p, c), rounds, count, server
                    )
        for name, path in PAGES.items():
            figures[f"Abfragen {name}, {scale} Mitglieder"] = queries("ben", path)
        figures[f"{READ_ANEW}, {scale} Mitglieder"] = _read_anew()
        figures[f"{CATCH_UP}, {scale} Mitglieder"] = _catch_up()
        print(f"{connection.display_name}, {scale} Mitglieder", flush=True)
    return {"figures": figures, "faults": faults(connection.display_name, figures)}


def key(name: str, count: int, scale: int) -> str:
    return f"{name} ×{count}, {scale} Mitglieder"


def _asked(server, number: int, path: str, cookies: str) -> int:
    """Every page counts against what a day allows: now and then the day begins anew."""
    from dreiklang.people.models import DayCount

    if number % 40 == 0 or number < 0:
        DayCount.objects.all().delete()
    return server_asked(server, "GET", path, cookies)


def _can_be_found() -> int:
    from dreiklang.people.models import Release

    return Release.objects.standing().count()


def fill(number: int) -> None:
    """So many more members with an office, three fields of action and a card that says most of it."""
    from dreiklang.people.models import FieldOfAction, Office, Person, Release, Tenure
    from dreiklang.places.models import Association, Municipality

    chance = random.Random(number)
    towns, fields, unions = (list(model.objects.order_by("pk")) for model in (Municipality, FieldOfAction, Association))
    people = [
        Person(email=f"{uuid4()}@example.org", name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}-{place}",
               function="Integrationsbeauftragte", password="!")
        for place in range(number)
    ]  # fmt: skip
    offices = [Office(municipality=chance.choice(towns), association=chance.choice(unions)) for _each in people]
    Person.objects.bulk_create(people, batch_size=500)
    Office.objects.bulk_create(offices, batch_size=500)
    Tenure.objects.bulk_create(
        [Tenure(office=office, person=person) for office, person in zip(offices, people, strict=True)], batch_size=500
    )
    through = Person.fields_of_action.through
    through.objects.bulk_create(
        [through(person=person, fieldofaction=field) for person in people for field in chance.sample(fields, 3)],
        batch_size=1000,
    )
    Release.objects.bulk_create(
        [
            Release(person=person, shows_function=1, shows_municipality=chance.random() < 0.9, shows_fields=1,
                    offer="Sprachmittlung und Verträge", shows_offer=chance.random() < 0.5,
                    seeks="Wohnungslotsen", shows_seeks=chance.random() < 0.3)
            for person in people
        ],
        batch_size=500,
    )  # fmt: skip


_FIRST = ("Anna", "Bilal", "Carla", "Deniz", "Eva", "Farah", "Gero", "Hanna", "Ivo", "Jana")
_LAST = ("Acker", "Bach", "Dorn", "Eich", "Feld", "Garten", "Halde", "Kamp", "Linde", "Moor")


def _read_anew() -> float:
    """Milliseconds of this process: what the first request of a day pays in each process."""
    from django.utils import timezone

    from dreiklang.exchange.directory import _read

    before = time.process_time()
    for _again in range(3):
        _read(timezone.localdate())
    return round((time.process_time() - before) * 1000 / 3, 1)


def _catch_up() -> float:
    """Milliseconds of this process: what one request pays in each process after somebody's card changed. Everybody in
    turn gets another name, so that she moves."""
    from dreiklang.exchange.directory import _now
    from dreiklang.people.actions.joining import change_profile
    from dreiklang.people.models import Person

    spent, people = 0, list(Person.objects.filter(is_member=True, email__contains="-").order_by("pk")[:20])
    _now()
    for place, person in enumerate(people):
        name = f"{person.name[-1]}. {_LAST[place % len(_LAST)]}-{place}"
        change_profile(person, name=name, function="", fields=person.fields_of_action.all(), municipality=None)
        before = time.process_time()
        _now()
        spent += time.process_time() - before
    return round(spent * 1000 / len(people), 1)


def faults(database: str, figures: dict) -> list[str]:
    found = []
    for name in PAGES:
        goal = GOALS[name] + _POSTGRESQL * (database == "PostgreSQL")
        for count in CONNECTIONS:
            for scale in (FEW, MANY):
                if (spent := figures[key(name, count, scale)]) > goal:
                    found.append(f"{name} ×{count}, {scale} Mitglieder: {spent} ms statt höchstens {goal} ms")
        few, many = (figures[f"Abfragen {name}, {scale} Mitglieder"] for scale in (FEW, MANY))
        if many > few or many > 12:
            found.append(f"Abfragen {name}: {many}, vorher {few}; erlaubt sind gleich viele und höchstens 12")
    for what, goal in ((READ_ANEW, READ_ANEW_GOAL), (CATCH_UP, CATCH_UP_GOAL)):
        if (spent := figures[f"{what}, {MANY} Mitglieder"]) > goal:
            found.append(f"{what}: {spent} ms statt höchstens {goal} ms")
    return found


def table(result: dict) -> dict:
    return {
        (name if name.startswith("Abfragen") else f"{name}, ms"): str(value).replace(".", ",")
        for name, value in result["figures"].items()
    }


if __name__ == "__main__":
    prove("exchange", "Prozessorzeit des Austauschs je Anfrage", measure, table, rounds=200)
