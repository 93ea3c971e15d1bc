"""What the proofs of speed share: pages are asked beside a bare hello-world, and their processor time and their queries
are held against goals, and against the same with fewer data.

`pages` are {name: (whose session or "", address)}. A scale is how much data there is, as it is said: "300 Themen".
"""

import os
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from pathlib import Path
from random import getrandbits

CONNECTIONS = (1, 8)
HELLO = "Hallo"
GROWS, MOST_QUERIES = 1.35, 12
WORDS = """
    Pauschale Landkreis Richtlinie Einsatz Kämmerei Jugendamt Schulamt Ausländerbehörde Vorlage
    Sprachmittlung Satzung Ehrenamt Träger Honorar Aushang Beirat Haushalt Antrag Förderung Quartier
    Verein Unterkunft Bürgermeisterin Stelle haben gefragt zahlen kommt dauert hilft wichtig zuerst
    danach immer selten gemeinsam vorher leider zum Glück bei uns seit Januar mit drei Ämtern im
    Ausschuss ohne Geld und oder aber weil damit wenn nicht auch sehr viele wenige eine
""".split()  # noqa: SIM905


def key(name: str, count: int, scale: str) -> str:
    return f"{name} ×{count}, {scale}"


def weigh_hello(rounds: int) -> dict:
    from dreiklang.tests.real_server import RealServer

    with RealServer("bench.hello:application", processes=2) as server:
        return {
            f"{HELLO} ×{count}": cpu(lambda number: server_asked(server, "GET", "/"), rounds * 5, count, server)
            for count in CONNECTIONS
        }


def weigh(name: str, ask, rounds: int, server, scale: str) -> dict:
    """`ask(number)` returns a status."""
    return {key(name, count, scale): cpu(ask, rounds, count, server) for count in CONNECTIONS}


def weigh_pages(pages: dict, rounds: int, server, scale: str) -> dict:
    figures = {}
    for name, (who, path) in pages.items():
        cookies = session_of(who)
        figures |= weigh(
            name, lambda number, p=path, c=cookies: server_asked(server, "GET", p, c), rounds, server, scale
        )
    return figures


def count_queries(pages: dict, scale: str) -> dict:
    return {f"Abfragen {name}, {scale}": queries(who, path) for name, (who, path) in pages.items()}


def note_sizes() -> None:
    """What both databases do by themselves before long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def furnish() -> None:
    from django.core.management import call_command

    from dreiklang.foundation.gather import gather

    call_command("furnish", verbosity=0)
    for room in gather("demo"):
        room.furnish(lambda line: None)


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
    headers = {"Cookie": cookies, "Accept-Encoding": "gzip, deflate, br, zstd"}  # as browsers ask
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


def queries(who: str, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(who)
    client.get(path)
    with CaptureQueriesContext(connection) as context:
        assert client.get(path).status_code == 200
    return len(context)


def over_goal(goals: dict, figures: dict, *scales: str) -> list[str]:
    """`goals` are {name: milliseconds at most}."""
    return [
        f"{key(name, count, scale)}: {figures[key(name, count, scale)]} ms statt höchstens {goal} ms"
        for name, goal in goals.items()
        for count in CONNECTIONS
        for scale in scales
        if figures[key(name, count, scale)] > goal
    ]


def grown(name: str, figures: dict, few: str, many: str) -> list[str]:
    """Whether what is asked costs more time where there are more data."""
    pairs = [(count, figures[key(name, count, few)], figures[key(name, count, many)]) for count in CONNECTIONS]
    return [
        f"{name} ×{count}: {later} ms bei {many}, {before} ms bei {few}: wächst mit den Daten"
        for count, before, later in pairs
        if later > before * GROWS + 0.3
    ]


def more_queries(name: str, figures: dict, few: str, many: str) -> list[str]:
    before, later = figures[f"Abfragen {name}, {few}"], figures[f"Abfragen {name}, {many}"]
    if later <= before and later < MOST_QUERIES:
        return []
    return [f"Abfragen {name}: {later}, vorher {before}; erlaubt sind gleich viele und unter {MOST_QUERIES}"]


def table(result: dict) -> dict:
    """Of figures in milliseconds, but for numbers of queries and what names its unit itself."""
    return {
        name if name.startswith("Abfragen") or name.endswith(", kB") else f"{name}, ms": str(value).replace(".", ",")
        for name, value in result["figures"].items()
    }
