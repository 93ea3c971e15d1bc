"""A hall is opened, people ask and say what interests them too, and it is closed."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import secret
from dreiklang.debates.actions.beginning import require_to_begin
from dreiklang.debates.models import Hall, HallLike, HallQuestion
from dreiklang.debates.models.halls import SIGNS
from dreiklang.debates.rules import may_begin_for, may_moderate
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import fold

MOST = 500  # questions of one hall: more nobody reads
_CODE = 4  # signs
_NOON = timedelta(hours=12)


def lock(pk) -> Hall:
    return Hall.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def open_hall(facts: dict, *, by, public_id=None) -> Hall:
    """`facts`: title, on, readers, event_path, is_checked. Sent twice, the same one."""
    require_to_begin(may_begin_for(by, facts["readers"]))
    if public_id and (twin := Hall.objects.filter(pk=public_id).first()):
        return twin
    pk = public_id or fresh_id()
    return Hall.objects.create(pk=pk, code=_free_code(), key=secret.fresh_key(pk), by=by, **facts)


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(SIGNS) for _sign in range(_CODE))
        if not Hall.objects.filter(code=code).exists():
            return code


@transaction.atomic
def change(hall: Hall, facts: dict, *, by) -> Hall:
    """All but who reads it: what was written for a group stays there."""
    hall = lock(hall.pk)
    if not may_moderate(by, hall) or not hall.is_open:
        raise Refusal(_("Dieser Saal ist geschlossen."))
    for name in ("title", "on", "event_path", "is_checked"):
        setattr(hall, name, facts[name])
    hall.save()
    record(by, "hall.changed", f"hall:{hall.pk}")
    return hall


@transaction.atomic
def ask(hall: Hall, text: str, *, public_id: UUID | None = None) -> HallQuestion:
    """By whom is not told here, so that it cannot be kept."""
    hall, text = lock(hall.pk), " ".join(text.split())
    if public_id and (twin := hall.questions.filter(pk=public_id).first()):
        return twin
    if not hall.is_open:
        raise Refusal(_("Dieser Saal ist geschlossen."))
    if not text:
        raise Refusal(_("Bitte schreiben Sie eine Frage."), field="source")
    there = list(hall.questions.values_list("number", "text", "state"))
    if len(there) >= MOST:
        raise Refusal(_("Es sind schon sehr viele Fragen da. Mehr nimmt dieser Saal nicht an."), field="source")
    if any(fold(other) == fold(text) and state == HallQuestion.OPEN for _number, other, state in there):
        raise Refusal(_("Diese Frage steht schon da. Sagen Sie dort, dass sie auch Sie interessiert."), field="source")
    return HallQuestion.objects.create(
        pk=public_id or fresh_id(), hall=hall, text=text, number=1 + max((row[0] for row in there), default=0),
        state=HallQuestion.WAITING if hall.is_checked else HallQuestion.OPEN,
    )  # fmt: skip


@transaction.atomic
def like(question: HallQuestion, is_liked: bool, who: UUID) -> None:
    """`who`: a person's id, or the random id that a guest's cookie carries. Said twice, it is there once."""
    hall = lock(question.hall_id)
    voter = secret.voter_id(hall, who)
    if voter is None or not HallQuestion.objects.filter(pk=question.pk, state=HallQuestion.OPEN).exists():
        raise Refusal(_("Über diese Frage wird nicht mehr abgestimmt."))
    pk = secret.vote_id(voter, question.pk)
    if is_liked:
        HallLike.objects.bulk_create([HallLike(pk=pk, question=question)], ignore_conflicts=True)
    else:
        HallLike.objects.filter(pk=pk).delete()


@transaction.atomic
def close(hall: Hall, *, by=None) -> Hall:
    """For good: of the likes only the sums stay, and the key is destroyed. `by` None: the house, on the day after."""
    hall = lock(hall.pk)
    if by is not None and not may_moderate(by, hall):
        raise Refusal(_("Den Saal schließt, wer ihn moderiert."))
    if not hall.is_open:
        return hall
    questions = list(hall.questions.annotate(number_of_likes=Count("likes")))
    for question in questions:
        question.likes_at_end, question.is_now = question.number_of_likes, False
    HallQuestion.objects.bulk_update(questions, ["likes_at_end", "is_now"])
    HallLike.objects.filter(question__hall=hall).delete()
    hall.key, hall.closed_at = None, timezone.now()
    hall.save(update_fields=["key", "closed_at"])
    if by is not None:
        record(by, "hall.closed", f"hall:{hall.pk}")
    return hall


def close_forgotten() -> None:
    """The chore: at noon of the day after."""
    for hall in Hall.objects.filter(closed_at=None, on__lt=timezone.localdate(timezone.now() - _NOON)):
        close(hall)
