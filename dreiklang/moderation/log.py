"""The log of moderation: only ever added to, each line with the sign of the one before.

A sign is keyed with what lies outside the database and its backups: whoever has only the database cannot make a line,
or a chain, anew. When the oldest lines have gone with their term, the first that is left says of the one before when
that was due, so that a gap made earlier is seen. Lines cut off at the end leave no trace here: whoever wants to see
that notes the newest number and sign elsewhere and asks with them.
"""

import hmac
import json
from datetime import UTC, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dreiklang.moderation.models import Entry

KEPT = timedelta(days=1095)


@transaction.atomic
def append(by, act: str, on: str, words: str = "") -> Entry:
    """One more line. `by` is a person, or None where a stated rule acted; of `words` a keyed hash is kept."""
    if connection.vendor == "postgresql":  # two at once would follow the same line; SQLite lets one write at a time
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = Entry.objects.order_by("-number").first()
    now = timezone.now()
    entry = Entry(
        number=last.number + 1 if last else 1, at=now, by=mark_of(by) if by is not None else "rule", act=act, on=on,
        proof=_keyed("words", words) if words else "", expires_at=max(now + KEPT, last.expires_at if last else now),
        before=last.sign if last else "", before_expires_at=last.expires_at if last else None,
    )  # fmt: skip
    entry.sign = _sign(entry)
    entry.save(force_insert=True)
    return entry


def mark_of(person) -> str:
    """What stands for her in the log: without the key nobody finds her by it, without her account nobody at all."""
    return _keyed("person", str(person.pk))


class Finding(NamedTuple):
    holds: bool
    lines: int
    newest: str  # "<number>:<sign>", empty for an empty log
    fault: str = ""  # a German sentence


def check(noted: str = "") -> Finding:
    """Whether the chain holds, and still has the line "<number>:<sign>" that was noted earlier."""
    before, lines, found = None, 0, not noted
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        lines += 1
        fault = _fault(entry, before)
        if fault:
            return Finding(False, lines, "", fault)
        found = found or f"{entry.number}:{entry.sign}" == noted
        before = entry
    newest = f"{before.number}:{before.sign}" if before else ""
    if not found and not _has_gone_with_its_term(noted):
        return Finding(False, lines, newest, f"Die notierte Zeile {noted.partition(':')[0]} fehlt oder ist verändert.")
    return Finding(True, lines, newest)


def _fault(entry: Entry, before: Entry | None) -> str:
    if not hmac.compare_digest(entry.sign, _sign(entry)):
        return f"Zeile {entry.number} ist verändert."
    if before is None and entry.number > 1:
        if not (entry.before and entry.before_expires_at and entry.before_expires_at <= timezone.now()):
            return f"Vor Zeile {entry.number} fehlen Zeilen, deren Frist nicht abgelaufen ist."
    elif before is not None and (entry.number, entry.before) != (before.number + 1, before.sign):
        return f"Zwischen Zeile {before.number} und Zeile {entry.number} fehlt etwas."
    return ""


def _has_gone_with_its_term(noted: str) -> bool:
    """Older than what is left, whose beginning the chain itself vouches for."""
    number = noted.partition(":")[0]
    first = Entry.objects.order_by("number").values_list("number", flat=True).first()
    return number.isdecimal() and first is not None and int(number) < first


def _sign(entry: Entry) -> str:
    return _keyed("line", json.dumps([
        entry.number, _utc(entry.at), entry.by, entry.act, entry.on, entry.proof, _utc(entry.expires_at), entry.before,
        _utc(entry.before_expires_at),
    ]))  # fmt: skip


def _utc(at) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def _keyed(purpose: str, text: str) -> str:
    key = hmac.new(settings.SEAL_KEY, f"log {purpose}".encode(), sha256).digest()
    return hmac.new(key, text.encode(), sha256).hexdigest()
