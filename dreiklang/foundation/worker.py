"""The background worker: takes each due chore of clock.py under a lease, so that two workers never do the same one."""

import logging
import signal
import socket
import threading
import time
from contextlib import ExitStack
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from dreiklang.clock import CHORES, SERVICES
from dreiklang.foundation.models import Chore

log = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=1)


def work(stop: threading.Event, rest: float = 0.5) -> None:
    """Run due chores until `stop` is set, and the services meanwhile."""
    name = f"{socket.gethostname()}:{threading.get_native_id()}"
    with ExitStack() as services:
        for service in SERVICES:
            services.enter_context(import_string(service)())
        while not stop.is_set():
            started = time.monotonic()
            run_due(name, stop)
            stop.wait(max(0.05, rest - (time.monotonic() - started)))


def run_due(worker: str, stop: threading.Event | None = None) -> None:
    for chore in _not_later():
        if stop is not None and stop.is_set():
            return
        close_old_connections()
        try:
            run_one(chore, worker)
        except Exception:  # the database itself is away: say so and try again with the next round
            log.exception("Aufgabe „%s“ konnte nicht übernommen werden", chore.name)


def _not_later() -> list:
    """A quiet round asks the database once, not for each chore: twice a second it is asked for as long as we run."""
    close_old_connections()
    try:
        later = set(Chore.objects.filter(due_at__gt=timezone.now()).values_list("name", flat=True))
    except Exception:
        log.exception("Die Datenbank ist nicht zu erreichen; der Hintergrunddienst fragt weiter")
        return []
    return [chore for chore in CHORES if chore.name not in later]


def run_one(chore, worker: str) -> bool:
    """Take the lease, do the work, say when it is due next. Returns whether it was ours and due."""
    now = timezone.now()
    Chore.objects.get_or_create(name=chore.name, defaults={"due_at": now})
    if not _take(chore, worker, now):
        return False
    try:
        import_string(chore.does)()
    except Exception as problem:
        log.exception("Aufgabe „%s“ ist gescheitert und wird wiederholt", chore.name)
        _give_back(chore, worker, failed=f"{type(problem).__name__}: {problem}".replace("\0", "")[:500])
    else:
        _give_back(chore, worker)
    return True


def _take(chore, worker: str, now) -> bool:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return bool(
        Chore.objects.filter(free, name=chore.name, due_at__lte=now).update(
            leased_until=now + chore.lease, leased_by=worker
        )
    )


def _give_back(chore, worker: str, failed: str = "") -> None:
    with transaction.atomic():
        row = Chore.objects.select_for_update().get(name=chore.name)
        if row.leased_by != worker:  # it took longer than the lease, and somebody else has it now
            return
        now = timezone.now()
        row.failures = row.failures + 1 if failed else 0
        row.reason = failed
        wait = min(chore.every * 2 ** min(row.failures, 16), LONGEST_PAUSE) if failed else chore.every
        row.due_at, row.done_at = now + wait, row.done_at if failed else now
        row.leased_until, row.leased_by = None, ""
        row.save()


def stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    return stop
