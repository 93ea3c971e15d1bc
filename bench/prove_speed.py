#!/usr/bin/env python3
"""CPU milliseconds a request, of the server's processes and the database's, beside a bare hello-world in the same run.

Fails where a goal is missed, where more data cost more queries or more time, and where a figure is 20 % worse (against
hello-world, so that machines compare) than the one in bench/speed.json.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from pathlib import Path
from random import getrandbits
from uuid import uuid4

from proof import ROOT, prove

SCALES, CONNECTIONS = (1, 10, 100), (1, 8)
LECTURE = "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/"
PAGES = {
    "Startseite": ("", "/"),
    "Veranstaltungen": ("", "/veranstaltungen/"),
    "Veranstaltung": ("", LECTURE),
    "Veranstaltung, angemeldet": ("ben", LECTURE),
    "Heute, angemeldet": ("ben", "/"),
}
REGISTRATION, HELLO = "Anmeldung als Gast", "Hallo"
GOALS = {"SQLite": {"Veranstaltung": 5, REGISTRATION: 20}, "PostgreSQL": {"Veranstaltung": 8, REGISTRATION: 20}}
WORSE, GROWS = 1.2, 1.35
FULL_AT = {"Veranstaltungen": 10}  # a page of the list holds twenty, the single demo only seven


def measure(rounds: int) -> dict:
    from django.db import connection

    from dreiklang.tests.real_server import RealServer

    furnish()
    figures = {}
    with RealServer("bench.hello:application", processes=2) as server:
        for count in CONNECTIONS:
            figures[f"{HELLO} ×{count}"] = cpu(
                lambda number: server_asked(server, "GET", "/"), rounds * 5, count, server
            )
    before = 1
    for scale in SCALES:
        multiply(scale // before)
        with connection.cursor() as cursor:  # what both databases do by themselves before long
            cursor.execute("ANALYZE")
        before = scale
        with RealServer(processes=2, DREIKLANG_DEMO="1") as server:
            for name, (who, path) in PAGES.items():
                cookies = session_of(who)
                for count in CONNECTIONS:
                    figures[f"{name} ×{count}, Demo ×{scale}"] = cpu(
                        lambda number, p=path, c=cookies: server_asked(server, "GET", p, c), rounds, count, server
                    )
            press = registering(server)
            for count in CONNECTIONS:
                figures[f"{REGISTRATION} ×{count}, Demo ×{scale}"] = cpu(press, rounds, count, server)
        for name, (who, path) in PAGES.items():
            figures[f"Abfragen {name}, Demo ×{scale}"] = queries(who, path)
        print(f"{connection.display_name}, Demo ×{scale}", flush=True)
    return {"figures": figures, "faults": faults(connection.display_name, figures)}


def furnish() -> None:
    from django.core.management import call_command

    from dreiklang.foundation.gather import gather

    call_command("furnish", verbosity=0)
    for room in gather("demo"):
        room.furnish(lambda line: None)


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


def cpu(ask, times: int, connections: int, server) -> float:
    """Milliseconds of processor time a request, of the web server's processes and of PostgreSQL's."""
    for number in range(20):
        ask(-number - 1)
    before = ticks(server)
    if connections == 1:
        answers = [ask(number) for number in range(times)]
    else:
        with ThreadPoolExecutor(connections) as pool:
            answers = list(pool.map(ask, range(times)))
    spent = (ticks(server) - before) / os.sysconf("SC_CLK_TCK")
    assert set(answers) == {200}, set(answers)
    return round(spent * 1000 / times, 2)


def ticks(server) -> int:
    """Of the server's process group, and of the PostgreSQL that we ask and of its children, living and ended."""
    database, total = postmaster(), 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        parent, group = int(fields[1]), int(fields[2])
        if group == server.web.pid or parent == database:
            total += int(fields[11]) + int(fields[12])
        if int(file.parent.name) == database:
            total += sum(map(int, fields[11:15]))
    return total


def postmaster() -> int:
    from django.db import connection

    if connection.vendor != "postgresql":
        return -1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(") ")[2].split()[1])


def server_asked(server, method: str, path: str, cookies: str = "", body: str | None = None) -> int:
    connection = server.connect()
    headers = {"Cookie": cookies, "Accept-Encoding": "gzip"}
    if body is not None:
        headers["X-Forwarded-For"] = str(ip_address(getrandbits(32)))
        host, port = server.address
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}:{port}"}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def session_of(who: str) -> str:
    if not who:
        return ""
    from django.conf import settings

    return f"{settings.SESSION_COOKIE_NAME}={client_of(who).cookies[settings.SESSION_COOKIE_NAME].value}"


def client_of(who: str):
    from django.conf import settings
    from django.test import Client

    from dreiklang.people.models import Person

    settings.DEMO = True
    client = Client(HTTP_HOST="localhost")
    if who:
        client.force_login(Person.objects.get(email=f"{who}@example.org"))
    return client


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


def queries(who: str, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(who)
    client.get(path)
    with CaptureQueriesContext(connection) as context:
        assert client.get(path).status_code == 200
    return len(context)


def faults(database: str, figures: dict) -> list[str]:
    found = []
    for name, goal in GOALS[database].items():
        for count in CONNECTIONS:
            spent = figures[f"{name} ×{count}, Demo ×1"]
            if spent > goal:
                found.append(f"{name} ×{count}: {spent} ms statt höchstens {goal} ms")
    for key, value in figures.items():
        name, _, scale = key.rpartition(", Demo ×")
        if scale != str(SCALES[-1]):
            continue
        base = FULL_AT.get(name.removeprefix("Abfragen ").partition(" ×")[0], 1)
        small = figures[f"{name}, Demo ×{base}"]
        if key.startswith("Abfragen") and (value > small or value >= 12):
            found.append(f"{key}: {value}, Demo ×{base}: {small}; erlaubt sind gleich viele und unter 12")
        elif not key.startswith("Abfragen") and value > small * GROWS + 0.3:
            found.append(f"{key}: {value} ms, Demo ×{base}: {small} ms: wächst mit den Daten")
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


def table(result: dict) -> dict:
    return {
        (key if key.startswith("Abfragen") else f"{key}, ms"): str(value).replace(".", ",")
        for key, value in result["figures"].items()
    }


if __name__ == "__main__":
    prove("speed", "Prozessorzeit je Anfrage", measure, table, rounds=300)
