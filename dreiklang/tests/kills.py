"""kill -9 of web server and worker while people register. What it does, and what must hold afterwards."""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from dreiklang.clock import CHORES
from dreiklang.foundation.models import Chore
from dreiklang.letters.models import Letter
from dreiklang.seats.models import Registration
from dreiklang.tests.crowd import Answer, at_once, guests, members
from dreiklang.tests.real_server import PATIENCE

BROWSERS, CROWD = 16, 160
SECONDS_A_LETTER = 0.05  # taken but not yet acknowledged: where the blow hits the worker most often
POSTING = next(chore.name for chore in CHORES if "post_due" in chore.does)


class Blow(NamedTuple):
    acknowledged: int
    lost: int  # of these
    unanswered: int  # requests whose connection broke
    kept_unanswered: int  # of these, registrations that were kept all the same: a retry must find them
    seconds_down: float
    faults: list[str]


def strike(server, event, seed: int, guests_too: bool = True) -> Blow:
    """People register until everything is killed, somewhere between the 10th and the 80th who was told that all is
    well. Then it starts again, and whoever got no answer sends the same form once more."""
    chance = random.Random(seed)
    people = [*members(CROWD // 2), *(guests if guests_too else members)(CROWD // 2)]
    chance.shuffle(people)
    answers = _load_until_the_blow(server, event, people, chance.randint(10, 80), chance.uniform(0, 0.05))
    complaints = [line for line in server.complaints() if "SIGKILL" not in line]
    _time_passes()
    seconds_down = server.start()
    acknowledged = [answer.visitor for answer in answers if answer.is_good]
    unanswered = [answer.visitor for answer in answers if answer.status == 0]
    wrong = {answer.status for answer in answers if not answer.is_good and answer.status}
    found, lost = faults(event, acknowledged), len(_lost(event, acknowledged))
    kept = len(_ids(event) & {visitor.form["public_id"] for visitor in unanswered})

    again = at_once(lambda visitor: visitor.press(server, f"{event.path}anmeldung/"), unanswered)
    wrong |= {answer.status for answer in again if not answer.is_good}
    found += faults(event, [*acknowledged, *unanswered])
    found += [f"jemand bekam {wrong} zur Antwort"] if wrong else []
    found += complaints
    return Blow(len(acknowledged), lost, len(unanswered), kept, seconds_down, found)


def _load_until_the_blow(server, event, people, after: int, seconds: float) -> list[Answer]:
    answers, ended = [], threading.Event()

    def register(visitor):
        if ended.is_set():
            return
        try:
            visitor.open(server, event.path, f"{event.path}anmeldung/")
        except (OSError, http.client.HTTPException):  # nothing was sent yet
            return
        answers.append(visitor.press(server, f"{event.path}anmeldung/"))

    connection.close()  # nobody else holds the database when it is opened again
    with ThreadPoolExecutor(BROWSERS) as pool:
        running = [pool.submit(register, visitor) for visitor in people]
        while len(answers) < after and not all(one.done() for one in running):
            time.sleep(0.001)
        time.sleep(seconds)
        ended.set()
        server.kill()
    for one in running:
        one.result()
    return answers


def _time_passes() -> None:
    """Until what the killed worker held is free again: the lease of a chore, the claim on a letter."""
    Chore.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    Letter.objects.waiting().update(not_before=timezone.now())


def faults(event, acknowledged) -> list[str]:
    """What is not as it must be, a sentence each. `acknowledged` are visitors who were told that all is well."""
    rows = list(event.seats.registrations.active().select_related("person").order_by("line"))
    seated = [row for row in rows if row.state in Registration.SEATED]
    waiting = [row for row in rows if row.state == Registration.WAITING]
    emails = [row.email for row in rows]
    lost = _lost(event, acknowledged)
    told = set(Letter.objects.values_list("recipient", flat=True))
    found = {
        f"{len(lost)} zugesagte Anmeldungen sind verloren": bool(lost),
        "jemand ist doppelt angemeldet": len(emails) != len(set(emails)),
        f"{len(seated)} von {event.seats.capacity} Plätzen sind vergeben": len(seated) > event.seats.capacity,
        "ein Platz ist leer, und jemand wartet": len(seated) < event.seats.capacity and bool(waiting),
        "ein Platz ging an der Reihe vorbei": rows != seated + waiting,
        "eine Anmeldung hat keinen Brief": any(str(row.recipient) not in told for row in rows),
        "die Datenbank ist beschädigt": not _is_whole(),
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def _lost(event, acknowledged) -> set[str]:
    return {visitor.form["public_id"] for visitor in acknowledged} - _ids(event)


def _ids(event) -> set[str]:
    return {str(pk) for pk in event.seats.registrations.active().values_list("pk", flat=True)}


def _is_whole() -> bool:
    connection.check_constraints()
    if connection.vendor != "sqlite":  # a server of its own, which was not killed
        return True
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def wait_until_everything_is_posted(post_box) -> None:
    post_box.seconds_a_letter = 0.0
    left, since = None, time.monotonic()
    while (waiting := Letter.objects.waiting().count()) > 0:
        if waiting != left:
            left, since = waiting, time.monotonic()
        if time.monotonic() > since + PATIENCE:
            raise AssertionError(f"{waiting} Briefe warten noch")
        Chore.objects.filter(name=POSTING).update(due_at=timezone.now())
        time.sleep(0.2)
