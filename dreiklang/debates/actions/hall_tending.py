"""What the moderator of a hall does with a question. Each can be taken back."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dreiklang.debates.actions.halls import lock
from dreiklang.debates.models import HallQuestion
from dreiklang.debates.rules import may_moderate
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.moderation.models import Decision

WAITING, OPEN, ASIDE, ANSWERED, REMOVED = (state for state, _label in HallQuestion.STATES)
TAKES_AWAY = {Decision.HIDE, Decision.REMOVE, Decision.DECLINE}


@transaction.atomic
def take_in(question: HallQuestion, *, by) -> None:
    _go(_current(question, by), OPEN, {WAITING, ASIDE})


@transaction.atomic
def put_aside(question: HallQuestion, *, by) -> None:
    """Nobody but those who moderate reads it any more."""
    question = _current(question, by)
    if _go(question, ASIDE, {WAITING, OPEN}):
        record(by, "hall.put_aside", f"hall:{question.hall_id}", question.pk)


@transaction.atomic
def answer(question: HallQuestion, *, by) -> None:
    _go(_current(question, by), ANSWERED, {OPEN})


@transaction.atomic
def bring_back(question: HallQuestion, *, by) -> None:
    """As it was before it was put aside or answered."""
    question = _current(question, by)
    if question.state in {ASIDE, ANSWERED}:
        _go(question, question.before or OPEN, {question.state})


@transaction.atomic
def shortlist(question: HallQuestion, *, by) -> None:
    """At its end."""
    question = _current(question, by)
    _require(question, {OPEN})
    if question.place is None:
        last = HallQuestion.objects.filter(hall=question.hall_id).aggregate(last=Max("place"))["last"]
        question.place = 1 + (last or 0)
        question.save(update_fields=["place"])


@transaction.atomic
def take_off(question: HallQuestion, *, by) -> None:
    question = _current(question, by)
    question.place = None
    question.save(update_fields=["place"])


@transaction.atomic
def move(question: HallQuestion, up: bool, *, by) -> None:
    """One place on the shortlist."""
    question = _current(question, by)
    order = list(HallQuestion.objects.filter(hall=question.hall_id).shortlisted())
    if question not in order:
        return
    here = order.index(question)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    for place, one in enumerate(order, 1):
        one.place = place
    HallQuestion.objects.bulk_update(order, ["place"])


def move_up(question: HallQuestion, *, by) -> None:
    move(question, True, by=by)


def move_down(question: HallQuestion, *, by) -> None:
    move(question, False, by=by)


@transaction.atomic
def show(question: HallQuestion, *, by) -> None:
    """On the screen, instead of any other."""
    question = _current(question, by)
    _require(question, {OPEN})
    HallQuestion.objects.filter(hall=question.hall_id, is_now=True).exclude(pk=question.pk).update(is_now=False)
    question.is_now = True
    question.save(update_fields=["is_now"])


@transaction.atomic
def hide(question: HallQuestion, *, by) -> None:
    """From the screen: then the shortlist stands there."""
    question = _current(question, by)
    question.is_now = False
    question.save(update_fields=["is_now"])


@transaction.atomic
def set_aside(question: HallQuestion, what: str) -> None:
    """Moderation takes it away after a report: nobody reads it anywhere any more."""
    lock(question.hall_id)
    question.refresh_from_db()
    if what in TAKES_AWAY and question.state != REMOVED:
        _go(question, REMOVED, {question.state})


@transaction.atomic
def restore(question: HallQuestion, what: str) -> None:
    lock(question.hall_id)
    question.refresh_from_db()
    if what in TAKES_AWAY and question.state == REMOVED:
        _go(question, question.before, {REMOVED})


def _current(question: HallQuestion, by) -> HallQuestion:
    """As it is, under the lock of its hall."""
    hall = lock(question.hall_id)
    if not may_moderate(by, hall):
        raise Refusal(_("Das entscheidet, wer diesen Saal moderiert."))
    if not hall.is_open:
        raise Refusal(_("Dieser Saal ist geschlossen."))
    question.refresh_from_db()
    return question


def _require(question: HallQuestion, states: set[str]) -> None:
    if question.state not in states:
        raise Refusal(_("Diese Frage steht inzwischen woanders. Bitte sehen Sie noch einmal nach."))


def _go(question: HallQuestion, state: str, states: set[str]) -> bool:
    """Whether it went there; False where it stood there already."""
    if question.state == state:
        return False
    _require(question, states)
    question.before, question.state = question.state, state
    if state != OPEN:
        question.place, question.is_now = None, False
    question.save(update_fields=["before", "state", "place", "is_now"])
    return True
