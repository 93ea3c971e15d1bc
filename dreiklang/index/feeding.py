"""The file of this host follows the rows of the database."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from dreiklang.german.field_words import read_field_words
from dreiklang.german.words import Words
from dreiklang.index.models import Change, Key, Row
from dreiklang.index.store import Store, store

QUICKLY = 1000  # rows that are filled in about a second: whoever asks may wait so long
BITE = 200  # rows a transaction: others may read, and write, in between
# A number that is missing between two others belongs to a transaction that was rolled back or is not finished yet.
# None lasts so long as this.
UNFINISHED = timedelta(minutes=10)
SLEPT = timedelta(days=3)  # so long changes are kept for certain; a file that slept longer is filled anew
AWAKE = timedelta(hours=1)  # so often a file to which nothing happens notes that it has not slept


def feed() -> None:
    """The chore: bring this host's file up to date, bite by bite."""
    if is_stale(store()):
        fill(store())
    while catch_up(BITE):
        pass


def catch_up(most: int, into: Store | None = None) -> bool:
    """Take over the next changes, at most so many. Returns whether there may be more. Harmless when two do it at once:
    who comes second finds nothing to do, or leaves it to the first. Filling a file with many rows is left to the chore:
    nobody waits for it who only asks."""
    into = into or store()
    try:
        if is_stale(into):
            if Row.objects.count() > QUICKLY:
                return False
            fill(into)
        changes, floor = _pending(into, most)
        if not changes:
            _stay_awake(into)
            return False
        with into.writing() as connection:
            for change in changes:
                connection.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (change.pk, change.at.isoformat()))
            _take_over({change.key for change in changes}, into)
            _raise_floor(floor, into)
    except sqlite3.OperationalError:  # another process is writing
        return False
    return len(changes) == most


def is_stale(into: Store) -> bool:
    """Whether it is empty, or has missed changes that are forgotten by now."""
    return into.about("floor") is None or into.about("fed_at") < (timezone.now() - SLEPT).isoformat()


def _pending(into: Store, most: int) -> tuple[list[Change], int]:
    floor = into.about("floor")
    seen = [row[0] for row in into.connection.execute("SELECT change FROM seen")]
    changes = Change.objects.filter(pk__gt=floor).exclude(pk__in=seen).order_by("pk")
    return list(changes[:most]), floor


def _stay_awake(into: Store) -> None:
    now = timezone.now()
    if into.about("fed_at") < (now - AWAKE).isoformat():
        into.note("fed_at", now.isoformat())


def _take_over(keys: set[Key], into: Store) -> None:
    rows = {row.key: row for row in Row.objects.of(keys) if row.key in keys}
    into.put(rows.values())
    for key in keys - rows.keys():
        into.remove(*key)


def _raise_floor(floor: int, into: Store) -> None:
    """Past every number that was seen, and past gaps that nobody will fill any more."""
    old = (timezone.now() - UNFINISHED).isoformat()
    for number, at in into.connection.execute("SELECT change, at FROM seen ORDER BY change").fetchall():
        if number > floor + 1 and at >= old:
            break
        floor = max(floor, number)
    into.connection.execute("DELETE FROM seen WHERE change <= ?", (floor,))
    into.note("floor", floor)
    into.note("fed_at", timezone.now().isoformat())


def fill(into: Store, words: Words | None = None, tell: Callable[[int, int], None] = lambda done, all_: None) -> int:
    """Put every row into the file, and what is none any more out of it, telling how far it is. Returns how many rows
    there were."""
    floor = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    started = Change.objects.filter(at__gte=timezone.now() - UNFINISHED).order_by("pk").values_list("pk", flat=True)
    floor = min(floor, (started.first() or floor + 1) - 1)
    number, last, done = Row.objects.count(), 0, 0
    while rows := list(Row.objects.filter(pk__gt=last).order_by("pk")[:BITE]):
        with into.writing():
            into.put(rows, words)
        last, done = rows[-1].pk, done + len(rows)
        tell(done, max(number, done))
    with into.writing() as connection:
        there = set(Row.objects.values_list("kind", "object_id", "part"))
        for key in connection.execute("SELECT kind, object_id, part FROM doc").fetchall():
            if key not in there:
                into.remove(*key)
        connection.execute("DELETE FROM seen")  # what came meanwhile comes once more
        into.note("floor", floor)
        into.note("fed_at", timezone.now().isoformat())
    return done


def rebuild(tell: Callable[[int, int], None]) -> int:
    """A new file beside the old one, which answers until the new one takes its place. Returns the number of rows."""
    old = store()
    new = old.beside()
    done = fill(new, Words(settings.GERMAN_WORDS, read_field_words(), remember=60_000), tell)
    new.tidy()
    old.give_way_to(new)
    feed()
    return done


def tidy() -> None:
    """The nightly chore: what was deleted leaves the bytes of the file too."""
    here = store()
    if here.about("has_deleted"):
        here.tidy()
        here.note("has_deleted", None)
