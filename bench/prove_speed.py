#!/usr/bin/env python3
"""CPU milliseconds a request, of the server's processes and the database's, beside a bare hello-world in the same run.

Fails where a goal is missed, where more data cost more queries or more time, and where a figure is 20 % worse (against
hello-world, so that machines compare) than the one in bench/speed.json.
"""

import json
from uuid import uuid4

from proof import ROOT, prove
from weighing import (
    CONNECTIONS,
    HELLO,
    count_queries,
    furnish,
    grown,
    more_queries,
    note_sizes,
    over_goal,
    server_asked,
    table,
    weigh,
    weigh_hello,
    weigh_pages,
)

SCALES = (1, 10, 100)
LECTURE = "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/"
PAGES = {
    "Startseite": ("", "/"),
    "Veranstaltungen": ("", "/veranstaltungen/"),
    "Veranstaltung": ("", LECTURE),
    "Veranstaltung, angemeldet": ("ben", LECTURE),
    "Heute, angemeldet": ("ben", "/"),
}
REGISTRATION = "Anmeldung als Gast"
GOALS = {"SQLite": {"Veranstaltung": 5, REGISTRATION: 20}, "PostgreSQL": {"Veranstaltung": 8, REGISTRATION: 20}}
WORSE = 1.2
FULL_AT = {"Veranstaltungen": 10}  # a page of the list holds twenty, the single demo only seven


def measure(rounds: int) -> dict:
    from django.db import connection

    from dreiklang.tests.real_server import RealServer

    furnish()
    figures, before = weigh_hello(rounds), 1
    for scale in SCALES:
        multiply(scale // before)
        note_sizes()
        before, said = scale, f"Demo ×{scale}"
        with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
            figures |= weigh_pages(PAGES, rounds, server, said)
            figures |= weigh(REGISTRATION, registering(server), rounds, server, said)
        figures |= count_queries(PAGES, said)
        print(f"{connection.display_name}, {said}", flush=True)
    return {"figures": figures, "faults": faults(connection.display_name, figures)}


def multiply(times: int) -> None:
    """Every event, with its seats and everybody on them, `times` as often; and as many people."""
    from dreiklang.events.models import Event
    from dreiklang.people.models import Person
    from dreiklang.seats.models import Registration, Seats

    events = list(Event.objects.filter(part_of=None))
    seats = {each.pk: each for each in Seats.objects.all()}
    registrations = list(Registration.objects.filter(seats__in=[event.seats_id for event in events]))
    for _ in range(times - 1):
        people = [Person(email=f"{uuid4()}@example.org", name="Mehr Menschen", password="!") for _ in range(40)]
        Person.objects.bulk_create(people)
        more = {pk: copy(each) for pk, each in seats.items()}
        Seats.objects.bulk_create(more.values())
        Event.objects.bulk_create(copy(event, slug=str(uuid4()), seats=more.get(event.seats_id)) for event in events)
        Registration.objects.bulk_create(
            copy(each, seats=more[each.seats_id], person=None, guest_name="Gast", guest_email=f"{uuid4()}@example.net")
            for each in registrations
        )


def copy(row, **changes):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    new = type(row)(**fields | {"id": uuid4()})
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def registering(server):
    """A function that registers guest number n; the hall is large enough for all of them."""
    from dreiklang.events.models import Event
    from dreiklang.seats.models import Seats
    from dreiklang.tests.crowd import Visitor

    Seats.objects.filter(pk=Event.objects.get(slug=LECTURE.split("/")[-2]).seats_id).update(capacity=100_000)
    visitor = Visitor("Vesna", "vesna@example.net")
    visitor.open(server, LECTURE, f"{LECTURE}anmeldung/")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    token = visitor.form["csrfmiddlewaretoken"]

    def press(number: int) -> int:
        body = f"csrfmiddlewaretoken={token}&public_id={uuid4()}&name=Vesna&email={uuid4()}%40example.net"
        return server_asked(server, "POST", f"{LECTURE}anmeldung/", cookies, body)

    return press


def faults(database: str, figures: dict) -> list[str]:
    found, many = over_goal(GOALS[database], figures, "Demo ×1"), f"Demo ×{SCALES[-1]}"
    for name in (*PAGES, REGISTRATION):
        few = f"Demo ×{FULL_AT.get(name, 1)}"
        found += grown(name, figures, few, many)
        if name in PAGES:
            found += more_queries(name, figures, few, many)
    return found + worse_than_before(database, figures)


def worse_than_before(database: str, figures: dict) -> list[str]:
    file = ROOT / "bench/speed.json"
    if not file.exists():
        return []
    former = next(
        (r["figures"] for r in json.loads(file.read_text())["results"] if r["database"].startswith(database)), {}
    )
    found = []
    for key, value in figures.items():
        if key not in former or key.startswith((HELLO, "Abfragen")):
            continue
        now, then = value / hello(figures), former[key] / hello(former)
        if now > then * WORSE:
            found.append(f"{key}: das {now:.1f}-Fache von Hallo, zuletzt das {then:.1f}-Fache")
    return found


def hello(figures: dict) -> float:
    return sum(figures[f"{HELLO} ×{count}"] for count in CONNECTIONS) / len(CONNECTIONS)


if __name__ == "__main__":
    prove("speed", "Prozessorzeit je Anfrage", measure, table, rounds=300)
