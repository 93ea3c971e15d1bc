"""What the proofs share: a fresh database of each kind, the machine they ran on, and the files with the results.

A proof gives `prove` a function that measures on one database. It runs in a process of its own, since Django knows one
database a process; whatever it returns is kept as JSON and shown as a table, a column a database.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ["sqlite", "postgresql"]


def prove(name: str, title: str, measure, table, rounds: int) -> None:
    """`measure(rounds)` returns {"faults": [sentence, …], …}, `table(result)` {label: figure}. Ends with 1 after a
    fault."""
    asked = _arguments(rounds)
    if asked.into:
        _set_up_django()
        asked.into.write_text(json.dumps({"database": _version(), **measure(asked.rounds)}, ensure_ascii=False))
        return
    _conclude(name, title, [_on(kind, asked.rounds) for kind in asked.only or KINDS], table)


def prove_without_database(name: str, title: str, measure, table, rounds: int) -> None:
    """As `prove`, for what asks no database: one column, whose head `measure` names as "database"."""
    asked = _arguments(rounds)
    _conclude(name, title, [measure(asked.rounds)], table)


def _conclude(name: str, title: str, results: list[dict], table) -> None:
    report = {"commit": _commit(), "date": date.today().isoformat(), "cores": os.cpu_count(), "results": results}
    file = ROOT / "bench" / name
    file.with_suffix(".json").write_text(_rows(json.dumps(report, indent=1, ensure_ascii=False)) + "\n")
    file.with_suffix(".md").write_text(_page(title, report, [table(result) for result in results]))
    print(file.with_suffix(".md").read_text())
    sys.exit(any(result["faults"] for result in results))


def _arguments(rounds: int):
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _on(kind: str, rounds: int) -> dict:
    with tempfile.TemporaryDirectory(prefix="dreiklang-proof-") as folder, _database(kind) as address:
        given = {name: value for name, value in os.environ.items() if not name.startswith("DREIKLANG_")}
        for name in ("SMTP_URL", "SECRET_KEY", "DATABASE_URL", "PORT"):
            given.pop(name, None)
        environment = {**given, **address, "DREIKLANG_DATA": folder, "PYTHONPATH": str(ROOT)}
        result = Path(folder, "result.json")
        subprocess.run(
            [sys.executable, sys.argv[0], "--rounds", str(rounds), "--into", result], env=environment, check=True
        )
        return json.loads(result.read_text())


@contextmanager
def _database(kind: str):
    """The environment that names it. PostgreSQL writes to the disk here as it would in earnest, unlike in bin/test."""
    if kind == "sqlite":
        yield {}
        return
    import psycopg

    server = subprocess.Popen([ROOT / "bin/postgresql"], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        if not address:
            sys.exit("Ohne PostgreSQL ist das kein Nachweis. Nur mit SQLite: --only sqlite")
        with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE dreiklang")
        yield {"DATABASE_URL": address}
    finally:
        server.terminate()
        server.wait()


def _set_up_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dreiklang.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable")


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        version = ".".join(map(str, connection.get_database_version()))
        cursor.execute("SELECT 1")
    return f"{connection.display_name} {version}"


def _commit() -> str:
    def git(*command) -> str:
        return subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    # What the proofs themselves write is no change: the second one would always find the first one's results.
    is_changed = git("status", "--porcelain", "--", "dreiklang", "bench/*.py", "bin")
    return git("rev-parse", "--short=12", "HEAD") + (" mit Änderungen" if is_changed else "")


def _rows(text: str) -> str:
    """A line for each innermost object, so that a measurement is a row that can be compared."""
    return re.sub(r"\{[^{}]*\}", lambda found: " ".join(found[0].split()), text)


def _page(title: str, report: dict, columns: list[dict]) -> str:
    day = date.fromisoformat(report["date"]).strftime("%d.%m.%Y")
    rows = [["", *(result["database"] for result in report["results"])]]
    rows += [[label, *(str(column[label]) for column in columns)] for label in columns[0]]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    found = [f"- {result['database']}: {fault}" for result in report["results"] for fault in result["faults"]]
    return "\n".join([
        f"# {title}", "", f"Gemessen am {day} mit {report['cores']} Prozessorkernen, Stand `{report['commit']}`.",
        "Drei Zahlen: kleinste · mittlere · größte. Wiederholen: `bin/prove`", "",
        *lines, "", *(["Nicht bestanden:", "", *found] if found else ["Bestanden."]), "",
    ])  # fmt: skip


def spread(numbers) -> str:
    """Smallest, median and greatest: 1,8 · 2,0 · 2,4"""
    three = min(numbers), statistics.median(numbers), max(numbers)
    return " · ".join(f"{number:.1f}".replace(".", ",") for number in three)
