"""A storm: two hundred people want thirty seats in the same second. What it does, and what must hold afterwards."""

import os
import random
import time
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.letters.models import Letter
from dreiklang.seats.models import Registration
from dreiklang.tests.crowd import Answer, at_once, guests, members

SEATS, PEOPLE, CANCELLING, SECONDS = 30, 200, 10, 5.0
SURE, CONFIRM = "Ihr Platz ist sicher", "Bitte bestätigen"  # how the subjects of letters begin
WAITING, MOVED_UP = "Warteliste, Nummer", "Sie sind nachgerückt"


class Storm(NamedTuple):
    event: Event
    newcomers: list
    answers: list[Answer]
    seconds: float
    stolen: float  # seconds of these in which strangers had the processors

    @property
    def is_quick(self) -> bool:
        """Under five seconds; where tests run side by side, what the neighbours took is not counted."""
        return self.seconds - self.stolen < SECONDS


def storm(server, *, member_count=PEOPLE, guest_count=0, cancelling=0, seed=0) -> Storm:
    """Everybody has the page open and presses at once. `cancelling` members got a seat before and give it back while
    the others come, spread over the whole storm."""
    event = an_event(title=f"Andrang {uuid4()}", capacity=SEATS)
    newcomers = [*members(member_count), *guests(guest_count)]
    random.Random(seed).shuffle(newcomers)
    leavers = members(cancelling)
    _press(server, leavers, event, "anmeldung/")
    at_once(lambda visitor: visitor.open(server, event.path, f"{event.path}anmeldung/"), newcomers)
    at_once(lambda visitor: visitor.open(server, event.path, f"{event.path}abmeldung/"), leavers)
    return _run(server, event, newcomers, leavers)


def _press(server, visitors, event, button) -> None:
    at_once(lambda visitor: visitor.open(server, event.path, event.path + button), visitors)
    at_once(lambda visitor: visitor.press(server, event.path + button), visitors)


def _run(server, event, newcomers, leavers) -> Storm:
    act = dict.fromkeys(newcomers, "anmeldung/") | dict.fromkeys(leavers, "abmeldung/")
    order = list(newcomers)
    for number, leaver in enumerate(leavers, start=1):
        order.insert(number * len(order) // (len(leavers) + 1), leaver)
    started, strangers = time.monotonic(), _processor_time_of_strangers(server)
    answers = at_once(lambda visitor: visitor.press(server, event.path + act[visitor]), order)
    seconds = time.monotonic() - started
    stolen = (_processor_time_of_strangers(server) - strangers) / os.cpu_count()
    return Storm(event, newcomers, answers, seconds, stolen)


def _processor_time_of_strangers(server) -> float:
    """Seconds that processes other than ours have worked on this machine; 0 where the system does not tell."""
    try:
        user, nice, system, _idle, _wait, *rest = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
        ours = sum(_ticks(file, server) for file in Path("/proc").glob("[0-9]*/stat"))
    except OSError:
        return 0.0
    return (user + nice + system + sum(rest) - ours) / os.sysconf("SC_CLK_TCK")


def _ticks(file: Path, server) -> int:
    try:
        name, _, rest = file.read_text().partition("(")[2].rpartition(") ")
    except OSError:  # it ended in this moment
        return 0
    fields = rest.split()
    is_ours = int(file.parent.name) == os.getpid() or int(fields[2]) == server.web.pid or name == "postgres"
    return int(fields[11]) + int(fields[12]) if is_ours else 0


def faults(storm: Storm) -> list[str]:
    """What is not as it must be after a storm, a sentence each."""
    rows = list(storm.event.seats.registrations.active().select_related("person").order_by("line"))
    seated = [row for row in rows if row.state in Registration.SEATED]
    waiting = [row for row in rows if row.state == Registration.WAITING]
    bad = [answer.status for answer in storm.answers if not answer.is_good]
    emails = [row.email for row in rows]
    found = {
        f"{len(seated)} von {SEATS} Plätzen sind vergeben": len(seated) != SEATS,
        f"{len(waiting)} stehen auf der Warteliste": len(waiting) != len(storm.newcomers) - SEATS,
        f"jemand bekam keine Zusage, sondern {bad}": bool(bad),
        "jemand ist doppelt oder gar nicht angemeldet": sorted(emails) != sorted(one.email for one in storm.newcomers),
        "ein Platz ging an der Reihe vorbei": rows != seated + waiting,
        "die Reihe folgt nicht der Ankunft": rows != sorted(rows, key=lambda row: row.registered_at),
        "jemand bekam nicht die Briefe, die zum Platz passen": not all(_fits(row, told(row)) for row in rows),
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def told(registration: Registration) -> list[str]:
    """The subjects of the letters to it up to the colon, in order."""
    letters = Letter.objects.filter(recipient=registration.recipient).order_by("written_at")
    return [subject.partition(":")[0] for subject in letters.values_list("subject", flat=True)]


def _fits(registration: Registration, told: list[str]) -> bool:
    """Members with a seat were told so once, at once or when they moved up; guests were asked to confirm."""
    if registration.guest_email:
        return told == [CONFIRM]
    waited = bool(told) and told[0].startswith(WAITING)
    if registration.has_seat:
        return told[1:] == [MOVED_UP] if waited else told == [SURE]
    return waited and len(told) == 1
