"""Where a question stands, in words that everybody who reads it sees. Pure: from its columns and the time."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.dialogue.models import Thread
from dreiklang.foundation.dates import clock, day, short_day
from dreiklang.letters.quiet_hours import working_days_after

TEAM_AFTER, POOL_AFTER = 1, 2  # working days without an answer


class State(NamedTuple):
    steps: list[str]  # what has happened, in order
    word: str  # the last of them, for a list
    next: str  # what happens next and when; empty where nothing does


def state_of(thread: Thread, now: datetime, number: int | None = None) -> State | None:
    """Of a question that was routed; None of everything else. `number` is how many people were asked: None where that
    is not said, 0 where there was nobody to ask."""
    if not thread.is_question or thread.routed_at is None or thread.begun_at is None:
        return None
    steps = [_asked(thread, number)]
    words = [_("gefragt")]
    for label, has_come in (
        (
            _("die Moderation weiß Bescheid") if _among_some(thread) else _("das Team weiß Bescheid"),
            thread.team_told_at,
        ),
        (_("kommt ins MittagsMeeting"), thread.pooled_at and not thread.answered_at),
        (_("beantwortet"), thread.answered_at),
        (_("gelöst"), thread.is_solved),
        (_("geschlossen"), thread.closed_at),
    ):
        if has_come:
            steps.append(label)
            words.append(label)
    return State(steps, words[-1], _next(thread, now))


def _among_some(thread: Thread) -> bool:
    """Among the members of a group: the team does not read there."""
    return thread.readers.startswith("group:")


def _asked(thread: Thread, number: int | None) -> str:
    when = short_day(thread.begun_at)
    if number is None:
        return _("gefragt am %(day)s, mehrere Personen wurden gefragt") % {"day": when}
    if number == 0:
        return _("gefragt am %(day)s") % {"day": when}
    return ngettext(
        "gefragt am %(day)s, %(n)s Person wurde gefragt", "gefragt am %(day)s, %(n)s Personen wurden gefragt", number
    ) % {"day": when, "n": number}


def _next(thread: Thread, now: datetime) -> str:
    if thread.closed_at or thread.is_solved:
        return ""
    if thread.answered_at:
        return _("Hat eine Antwort geholfen? Wer gefragt hat, kann sie annehmen.")
    if thread.pooled_at:
        return _("Ohne Antwort kommt die Frage in das nächste MittagsMeeting.")
    if thread.team_told_at:
        until = working_days_after(thread.begun_at, POOL_AFTER)
        if until <= now:
            return _("Gleich kommt sie in das nächste MittagsMeeting.")
        return _("Bis %(when)s ohne Antwort: dann kommt sie in das nächste MittagsMeeting.") % {"when": _said(until)}
    until = working_days_after(thread.begun_at, TEAM_AFTER)
    if until <= now:
        return (
            _("Gleich kümmert sich das Team.") if not _among_some(thread) else _("Gleich kümmert sich die Moderation.")
        )
    if _among_some(thread):
        return _("Bis %(when)s ohne Antwort: dann kümmert sich die Moderation.") % {"when": _said(until)}
    return _("Bis %(when)s ohne Antwort: dann kümmert sich das Team.") % {"when": _said(until)}


def _said(until: datetime) -> str:
    return _("%(day)s, %(time)s Uhr") % {"day": day(until), "time": clock(until)}
