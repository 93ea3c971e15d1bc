from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from dreiklang.clock import CHORES
from dreiklang.foundation.models import Chore
from dreiklang.letters.models import Letter
from dreiklang.moderation.sealed import has_the_key

LATE_LETTER, SILENT_WORKER, TRIED_OFTEN = timedelta(minutes=30), timedelta(minutes=5), 4


def examine() -> tuple[bool, dict]:
    """(well, findings): whether database, outbox and worker are well, each with a reason where it is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        findings = {"database": "ok", "outbox": _outbox(), "worker": _worker(), "seal": _seal()}
    except DatabaseError as problem:
        findings = {"database": f"antwortet nicht ({type(problem).__name__})"}
    return all(said == "ok" for said in findings.values()), findings


def _outbox() -> str:
    late = Letter.objects.due(timezone.now() - LATE_LETTER).filter(attempts=0).count()
    if late:
        return f"{late} Briefe warten seit über 30 Minuten" if late > 1 else "1 Brief wartet seit über 30 Minuten"
    # One letter that is refused again and again has a wrong address; when no other left either, it is the mail server.
    tried = Letter.objects.waiting().filter(attempts__gte=TRIED_OFTEN).order_by("written_at").first()
    if tried and not Letter.objects.filter(sent_at__gte=tried.written_at).exists():
        return f"seit {tried.written_at.isoformat(timespec='minutes')} ging kein Brief hinaus{_kind(tried.reason)}"
    return "ok"


def _worker() -> str:
    shortest = min(CHORES, key=lambda chore: chore.every).name
    row = Chore.objects.filter(name=shortest).first()
    if row is None or row.done_at is None:
        return f"hat noch nie gearbeitet{_kind(row.reason) if row else ''}"
    if row.done_at < timezone.now() - SILENT_WORKER:
        return f"schweigt seit {row.done_at.isoformat(timespec='minutes')}{_kind(row.reason)}"
    return "ok"


def _seal() -> str:
    return "ok" if has_the_key() else "SEAL_KEY passt nicht zu dem, was versiegelt ist"


def _kind(reason: str) -> str:
    """Only the kind of the failure: the page is open to all, and errors of mail and database name addresses."""
    return f": {reason.partition(':')[0]}" if reason else ""
