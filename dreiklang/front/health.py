from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from dreiklang.clock import CHORES
from dreiklang.foundation.models import Chore
from dreiklang.letters.models import Letter

LATE_LETTER, SILENT_WORKER = timedelta(minutes=30), timedelta(minutes=5)


def examine() -> tuple[bool, dict]:
    """(well, findings): whether database, outbox and worker are well, each with a reason where it is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        findings = {"database": "ok", "outbox": _outbox(), "worker": _worker()}
    except DatabaseError as problem:
        findings = {"database": f"antwortet nicht ({type(problem).__name__})"}
    return all(said == "ok" for said in findings.values()), findings


def _outbox() -> str:
    late = Letter.objects.due(timezone.now() - LATE_LETTER).filter(attempts=0).count()
    return f"{late} Briefe warten seit über 30 Minuten" if late else "ok"


def _worker() -> str:
    shortest = min(CHORES, key=lambda chore: chore.every).name
    row = Chore.objects.filter(name=shortest).first()
    if row is None or row.done_at is None:
        return f"hat noch nie gearbeitet{': ' + row.reason if row and row.reason else ''}"
    if row.done_at < timezone.now() - SILENT_WORKER:
        return f"schweigt seit {row.done_at.isoformat(timespec='minutes')}{': ' + row.reason if row.reason else ''}"
    return "ok"
