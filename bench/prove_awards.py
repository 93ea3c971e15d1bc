#!/usr/bin/env python3
"""A thousand confirmations awarded, killed half-way, taken up again, printed: bin/prove, or alone with --rounds 1."""

import os
import signal
import subprocess
import sys
import time

from proof import ROOT, prove, spread

PEOPLE, SECONDS, MEGABYTES = 1000, 60, 400
_PRINT = """
from dreiklang.training import papers
from dreiklang.training.models import Confirmation
for number, confirmation in enumerate(Confirmation.objects.attendance().iterator(), start=1):
    assert papers.of(confirmation).startswith(b"%PDF")
print(number)
"""


def measure(rounds: int) -> dict:
    from dreiklang.letters.models import Letter
    from dreiklang.people.models import Person
    from dreiklang.training.models import Confirmation

    rows, found = [], []
    for number in range(rounds):
        date = _a_block(number)
        whole = _run("award", str(date.run_id))
        faults = _faults(date, whole.lines[-1] == f"Ausgestellt: {PEOPLE}", whole)
        printed = _run("shell", "--no-imports", "-c", _PRINT)
        if printed.megabytes >= MEGABYTES:
            faults.append(f"{printed.megabytes} MB beim Drucken")
        again = _run("award", str(date.run_id), "--json")
        if '"awarded": 0' not in again.lines[-1]:
            faults.append(f"beim zweiten Mal: {again.lines[-1]}")
        Confirmation.objects.all().delete()
        Letter.objects.all().delete()

        killed = _run("award", str(date.run_id), kill_after=50)
        half = Confirmation.objects.count()
        resumed = _run("award", str(date.run_id))
        faults += _faults(date, 0 < half < PEOPLE and resumed.lines[-1] == f"Ausgestellt: {PEOPLE - half}", resumed)
        found += [f"Durchlauf {number + 1}: {fault}" for fault in faults]
        rows.append({
            "seconds": whole.seconds, "own_seconds": whole.own_seconds, "megabytes": whole.megabytes,
            "progress": len(whole.lines) - 1,
            "printing_seconds": printed.seconds, "printing_megabytes": printed.megabytes, "again": again.seconds,
            "killed_at": half, "was_killed": killed.was_killed, "faults": faults,
        })  # fmt: skip
        print(f"{number + 1} von {rounds}: {whole.seconds} s, {whole.megabytes} MB", flush=True)
        Letter.objects.all().delete()
        Person.objects.all().delete()
    return {"faults": found, "awards": rows}


def _a_block(number: int):
    """A thousand who were at all five sessions. The programme asks for two blocks, so that no certificate comes."""
    from dreiklang.people.models import Person
    from dreiklang.training.tests.makers import a_programme, a_run, an_earned_block

    people = Person.objects.bulk_create(
        Person(email=f"p{number}-{each}@example.org", name=f"Özlem Groß-{each} مريم", password="!")
        for each in range(PEOPLE)
    )
    run = a_run(a_programme(slug=f"programm-{number}", least_blocks=2), f"Durchgang {number}")
    return an_earned_block(people, run=run)


class _Done:
    """What a command did: its lines, seconds, and the most memory that its process ever had."""

    def __init__(self, lines: list[str], seconds: float, usage, status: int):
        self.lines = lines
        self.seconds = round(seconds, 1)
        self.own_seconds = round(
            usage.ru_utime + usage.ru_stime, 1
        )  # of these, what others on the machine did not take
        self.megabytes = round(usage.ru_maxrss / 1024)
        self.was_killed = os.WIFSIGNALED(status)


def _run(*arguments: str, kill_after: int | None = None) -> _Done:
    """A management command in a process of its own; killed once it has printed so many lines."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, ROOT / "manage.py", *arguments], stdout=subprocess.PIPE, text=True)
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if len(lines) == kill_after:
            process.send_signal(signal.SIGKILL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return _Done(lines or [""], time.monotonic() - began, usage, status)


def _faults(date, is_told: bool, done: _Done) -> list[str]:
    from dreiklang.letters.models import Letter
    from dreiklang.training import badges
    from dreiklang.training.models import Confirmation

    awarded = Confirmation.objects.filter(run=date.run)
    known, letters = set(awarded.values_list("person", flat=True)), Letter.objects.count()
    faults = []
    if not is_told:
        faults.append(f"sagt am Ende „{done.lines[-1]}“")
    if not awarded.count() == len(known) == PEOPLE:
        faults.append(f"{awarded.count()} Bescheinigungen für {len(known)} Personen")
    if letters != PEOPLE:
        faults.append(f"{letters} Briefe")
    if {badges.verify(each.badge)[0] for each in awarded[:50]} != {"valid"}:
        faults.append("ein Badge ist nicht prüfbar")
    if done.own_seconds >= SECONDS:
        faults.append(f"{done.own_seconds} Sekunden Rechenzeit")
    if done.megabytes >= MEGABYTES:
        faults.append(f"{done.megabytes} MB")
    return faults


def table(result: dict) -> dict:
    rows = result["awards"]
    good = sum(not row["faults"] for row in rows)

    def of(name: str) -> str:
        return spread([row[name] for row in rows])

    return {
        f"{PEOPLE} Bescheinigungen: jede Person eine, jeder Brief einmal, Badges prüfbar": f"{good} von {len(rows)}",
        "Sekunden": of("seconds"),
        f"Sekunden eigener Rechenzeit (weniger als {SECONDS})": of("own_seconds"),
        f"MB im Höchstfall (weniger als {MEGABYTES})": of("megabytes"),
        "Zwischenstände": of("progress"),
        "Noch einmal aufgerufen, nichts zu tun: Sekunden": of("again"),
        "Mit kill -9 beendet nach so vielen, dann fortgesetzt": of("killed_at"),
        f"{PEOPLE} PDFs gedruckt: Sekunden": of("printing_seconds"),
        f"{PEOPLE} PDFs gedruckt: MB im Höchstfall": of("printing_megabytes"),
    }


if __name__ == "__main__":
    prove("awards", "1.000 Bescheinigungen", measure, table, rounds=3)
