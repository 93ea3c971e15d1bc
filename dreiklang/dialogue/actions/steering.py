"""A thread as a whole: pinned, closed, stated anew, and its traces to other places of the house."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import searchable
from dreiklang.dialogue.actions.answers import lock
from dreiklang.dialogue.models import Thread, Trace
from dreiklang.dialogue.rules import may_moderate, may_state, may_trace
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal


@transaction.atomic
def pin(thread: Thread, is_pinned: bool, *, by) -> Thread:
    """First in its room."""
    thread = _moderated(thread, by)
    if thread.is_pinned != is_pinned:
        thread.is_pinned = is_pinned
        thread.save(update_fields=["is_pinned"])
        record(by, "thread.pinned" if is_pinned else "thread.unpinned", f"thread:{thread.pk}")
    return thread


@transaction.atomic
def close(thread: Thread, is_closed: bool, *, by) -> Thread:
    """Nobody adds a post; what is there stays to be read."""
    thread = _moderated(thread, by)
    if (thread.closed_at is not None) != is_closed:
        thread.closed_at = timezone.now() if is_closed else None
        thread.save(update_fields=["closed_at"])
        record(by, "thread.closed" if is_closed else "thread.reopened", f"thread:{thread.pk}")
    return thread


def _moderated(thread: Thread, by) -> Thread:
    thread = lock(thread.pk)
    if not may_moderate(by, thread.room):
        raise Refusal(_("Das kann nur, wer den Raum moderiert."))
    return thread


@transaction.atomic
def state(thread: Thread, *, title: str, field, land, valid_on, by) -> Thread:
    """What it is called, to what it belongs, and for when and which Land it is true."""
    thread = lock(thread.pk)
    if not may_state(by, thread):
        raise Refusal(_("Diese Angaben ändert, wer das Thema begonnen hat, oder die Moderation."))
    thread.title, thread.field, thread.land, thread.valid_on = title, field, land, valid_on
    thread.save(update_fields=["title", "field", "land", "valid_on"])
    searchable.keep(thread)
    return thread


@transaction.atomic
def trace(thread: Thread, *, direction: str, label: str, path: str, by) -> Trace:
    """From what it grew, or what came of it: a place of this house. Said twice, once."""
    thread = lock(thread.pk)
    if not may_trace(by, thread):
        raise Refusal(_("Das sagt, wer das Thema begonnen hat, die Moderation oder das Programmteam."))
    path = within_the_house(path)
    return Trace.objects.get_or_create(thread=thread, direction=direction, path=path, defaults={"label": label})[0]


def within_the_house(address: str) -> str:
    """The path of an address of ours, also of one that was copied from the browser. Refusal on any other."""
    path = address.strip()
    if path.startswith(f"{settings.SITE_URL}/"):
        path = path.removeprefix(settings.SITE_URL)
    # What a browser would take for another house: //host and, to it the same, /\host; it leaves out what is no sign.
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable() or " " in path:
        raise Refusal(
            _("Bitte geben Sie eine Adresse dieser Plattform an, zum Beispiel /veranstaltungen/…"), field="path"
        )
    return path


@transaction.atomic
def forget_trace(trace: Trace, *, by) -> None:
    if not may_trace(by, lock(trace.thread_id)):
        raise Refusal(_("Das sagt, wer das Thema begonnen hat, die Moderation oder das Programmteam."))
    trace.delete()
