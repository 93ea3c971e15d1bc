"""Questions are dropped in, and those who are there choose among them with three points each.

Who gave points stands nowhere but under a mark that the meeting's random number makes of a person; both are deleted
when the choosing ends. Nothing of it is in the log.
"""

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.models import LunchItem, LunchMeeting, LunchPoints, LunchQuestion, LunchSalt, LunchSeries, pool
from dreiklang.exchange.models.lunch import OPENS_BEFORE
from dreiklang.exchange.models.lunch_questions import POINTS
from dreiklang.exchange.rules import may_host_lunch, may_take_back_lunch_question
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.rules import is_member

MOST_OF_ONE, MOST_UNNAMED = 5, 40  # that wait at a time


@transaction.atomic
def drop(text: str, *, by, is_named: bool, public_id: UUID | None = None) -> LunchQuestion:
    """Raw material for the next meeting. Unnamed, nothing is kept that leads to her, not even a counter: so there is a
    limit for all unnamed ones together. Sent twice, the same one."""
    if not is_member(by):
        raise Refusal(_("Fragen bringen Mitglieder des Netzwerks mit."))
    series = LunchSeries.objects.select_for_update().order_by("pk").first()
    if series is None:
        raise Refusal(_("Zurzeit gibt es kein MittagsMeeting."))
    if there := LunchQuestion.objects.filter(pk=public_id, text=text, author=by if is_named else None).first():
        return there
    waiting = LunchQuestion.objects.waiting().filter(author=by if is_named else None).count()
    if waiting >= (MOST_OF_ONE if is_named else MOST_UNNAMED):
        raise Refusal(
            _("Von Ihnen warten schon fünf Fragen. Bitte nehmen Sie erst eine zurück.") if is_named
            else _("Es warten schon viele Fragen ohne Namen. Bitte bringen Sie Ihre mit Namen mit oder warten Sie bis "
                   "nach dem nächsten MittagsMeeting."),
            field="text",
        )  # fmt: skip
    taken = LunchQuestion.objects.filter(pk=public_id).exists()
    question = LunchQuestion.objects.create(
        pk=fresh_id() if taken or public_id is None else public_id, text=text, author=by if is_named else None
    )
    for meeting in _locked(series.meetings.filter(stage=LunchMeeting.CHOOSING)):
        _bring(meeting)
    return question


@transaction.atomic
def take_back(question: LunchQuestion, *, by=None, reason: str = "") -> None:
    """Her own, or by its link; the team takes away what should not stand there, with a reason. What came of it stays,
    in the words of those who wrote it down."""
    question = LunchQuestion.objects.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if question is None:
        return
    if by is not None and question.author_id != by.pk:
        if not may_take_back_lunch_question(by, question):
            raise Refusal(_("Diese Frage nimmt nur zurück, wer sie mitgebracht hat."))
        if not reason.strip():
            raise Refusal(_("Bitte nennen Sie den Grund."), field="reason")
        record(by, "lunch.question_removed", f"lunch_question:{question.pk}", reason=reason.strip())
    meetings = LunchMeeting.objects.filter(items__question=question, stage=LunchMeeting.CHOOSING)
    locked = _locked(LunchMeeting.objects.filter(pk__in=meetings.values("pk")))
    forget([question])
    for meeting in locked:
        _beat(meeting)


def forget(questions, *, keeps_words=False) -> int:
    """These questions go, and with them the lines of meetings at which nothing came of them. Of a result the question
    `keeps_words` and loses whose it was. Returns how many went."""
    ids = [question.pk for question in questions]
    if keeps_words:
        for item in LunchItem.objects.filter(question__in=ids, asked="").with_result().select_related("question"):
            item.asked = item.question.text
            item.save(update_fields=["asked"])
    LunchItem.objects.filter(question__in=ids, hint="").delete()
    LunchQuestion.objects.filter(pk__in=ids).delete()
    return len(ids)


def _locked(meetings) -> list[LunchMeeting]:
    return list(meetings.select_for_update(of=("self",)).select_related("event").order_by("pk"))


@transaction.atomic
def begin(meeting: LunchMeeting, *, by=None) -> LunchMeeting:
    """The choosing begins with whatever waits: dropped in, and in the pool of the dialogue. `by` is who hosts it; None
    is the clock."""
    (meeting,) = _locked(LunchMeeting.objects.filter(pk=meeting.pk))
    if by is not None and not may_host_lunch(by, meeting):
        raise Refusal(_("Die Auswahl beginnt, wer das MittagsMeeting leitet, oder von selbst zur vollen Zeit."))
    if meeting.stage != LunchMeeting.AHEAD:
        return meeting
    now = timezone.now()
    if meeting.event.is_cancelled or not meeting.event.starts - OPENS_BEFORE <= now < meeting.event.ends:
        raise Refusal(_("Die Auswahl beginnt frühestens eine Viertelstunde vor dem MittagsMeeting."))
    LunchSalt.objects.create(meeting=meeting, value=secrets.token_hex(32))
    meeting.stage = LunchMeeting.CHOOSING
    meeting.save(update_fields=["stage"])
    _bring(meeting)
    return meeting


def _bring(meeting: LunchMeeting) -> None:
    """Every question that waits has its line. Idempotent; of a locked meeting."""
    questions = LunchQuestion.objects.waiting().exclude(pk__in=_there(meeting, "question"))
    threads = pool().exclude(pk__in=_there(meeting, "thread"))
    LunchItem.objects.bulk_create([
        *(LunchItem(meeting=meeting, question=one) for one in questions),
        *(LunchItem(meeting=meeting, thread_id=pk) for pk in threads.values_list("pk", flat=True)),
    ])  # fmt: skip
    _beat(meeting)


def _there(meeting: LunchMeeting, what: str):
    return meeting.items.exclude(**{what: None}).values(what)


def _beat(meeting: LunchMeeting) -> None:
    """Whoever looks at the page gets it anew."""
    LunchMeeting.objects.filter(pk=meeting.pk).update(pulse=F("pulse") + 1)


@transaction.atomic
def give(item: LunchItem, number: int, *, by) -> LunchItem:
    """So many of her three points to this question, from now on; 0 takes them back. Sent twice, the same. Two at once
    wait for one another: three points stay three."""
    meeting = LunchMeeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    if not is_member(by):
        raise Refusal(_("Mit wählen Mitglieder des Netzwerks."))
    salt = LunchSalt.objects.filter(meeting=meeting).first()
    if salt is None or not meeting.is_choosing:
        raise Refusal(_("Die Auswahl ist zu Ende."))
    item, mark = LunchItem.objects.select_for_update(of=("self",)).get(pk=item.pk), salt.mark_of(by)
    number = min(max(number, 0), POINTS)
    others = LunchPoints.objects.filter(item__meeting=meeting, mark=mark).exclude(item=item)
    if number + (others.aggregate(sum=Sum("number"))["sum"] or 0) > POINTS:
        raise Refusal(_("Sie haben drei Punkte. Bitte nehmen Sie erst einen zurück."))
    if number:
        LunchPoints.objects.update_or_create(item=item, mark=mark, defaults={"number": number})
    else:
        LunchPoints.objects.filter(item=item, mark=mark).delete()
    item.points = item.given.aggregate(sum=Sum("number"))["sum"] or 0
    item.save(update_fields=["points"])
    _beat(meeting)
    return item


def points_of(person, meeting: LunchMeeting) -> dict:
    """Item's id -> how many of her points it has. Asked for her alone."""
    if (salt := getattr(meeting, "salt", None)) is None:
        return {}
    return dict(
        LunchPoints.objects.filter(item__meeting=meeting, mark=salt.mark_of(person)).values_list("item", "number")
    )


@transaction.atomic
def work_on(item: LunchItem, is_in_work: bool, *, by) -> LunchItem:
    """Who hosts it says what is being worked on."""
    meeting = LunchMeeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    if not may_host_lunch(by, meeting):
        raise Refusal(_("Das sagt, wer das MittagsMeeting leitet."))
    item = LunchItem.objects.get(pk=item.pk)
    if item.is_in_work != is_in_work:
        item.is_in_work = is_in_work
        item.save(update_fields=["is_in_work"])
        _beat(meeting)
    return item


@transaction.atomic
def end(meeting: LunchMeeting, *, by=None) -> LunchMeeting:
    """The choosing is over: the sums stay, who gave what is deleted, and the number by which it could be told. What has
    a result is done; everything else waits for the next meeting. `by` as in `begin`."""
    (meeting,) = _locked(LunchMeeting.objects.filter(pk=meeting.pk))
    if by is not None and not may_host_lunch(by, meeting):
        raise Refusal(_("Die Auswahl beendet, wer das MittagsMeeting leitet, oder die Uhr."))
    LunchPoints.objects.filter(item__meeting=meeting).delete()
    LunchSalt.objects.filter(meeting=meeting).delete()
    if meeting.stage == LunchMeeting.CHOOSING:
        meeting.stage = LunchMeeting.OVER
        meeting.save(update_fields=["stage"])
        meeting.items.update(is_in_work=False)
        _beat(meeting)
    return meeting


def tend() -> None:
    """The chore: choosing begins and ends by the clock."""
    now = timezone.now()
    due = LunchMeeting.objects.filter(stage=LunchMeeting.AHEAD, event__starts__lte=now, event__ends__gt=now)
    for meeting in due.taking_place():
        begin(meeting)
    for meeting in LunchMeeting.objects.filter(event__ends__lte=now).filter(
        Q(stage=LunchMeeting.CHOOSING) | Q(salt__isnull=False)
    ):
        end(meeting)


def forget_points_of(person) -> None:
    """She leaves while a choosing is on: her points go with her."""
    for salt in LunchSalt.objects.select_related("meeting"):
        given = LunchPoints.objects.filter(item__meeting=salt.meeting, mark=salt.mark_of(person))
        for item in LunchItem.objects.filter(pk__in=list(given.values_list("item", flat=True))):
            given.filter(item=item).delete()
            item.points = item.given.aggregate(sum=Sum("number"))["sum"] or 0
            item.save(update_fields=["points"])
