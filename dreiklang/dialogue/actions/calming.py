"""Before somebody writes: whether she may just now. A refusal leaves her text in the field."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.rules import may_moderate
from dreiklang.foundation.dates import day, moment
from dreiklang.foundation.refusal import Refusal
from dreiklang.moderation.models import Suspension
from dreiklang.moderation.sealed import voice_of
from dreiklang.people.limits import is_too_often
from dreiklang.people.models import Invitation

A_DAY = timedelta(days=1)


def calm(thread: Thread, by) -> None:
    """Refusal where moderation let her pause, where the room wants to be slow, or where a newcomer writes very much.
    Of the crisis board it sees that nothing goes to the whole room by the wrong door."""
    room = thread.room
    if room.is_crisis and thread.readers == room.readers:
        raise Refusal(_("Hier öffnet sich ein Thema nur über die Krisentafel, damit es nicht alle lesen."))
    voice = voice_of(by, thread.pk)
    _require_not_suspended(room, [by.pk, voice] if voice else [by.pk])
    if may_moderate(by, room):
        return
    is_new = not thread.posts.exists()
    if room.pause and not is_new:
        _require_pause(thread, by, voice)
    if _is_newcomer(by) and not room.is_crisis:
        _require_measure(by, is_new)


def _require_not_suspended(room, who: list) -> None:
    now = timezone.now()
    place = f"room:{room.pk}"
    last = Suspension.objects.filter(who__in=who, place=place, until__gt=now).order_by("until").last()
    if last:
        raise Refusal(
            _("Bis %(day)s können Sie in diesem Raum nicht schreiben. Warum, steht bei der Entscheidung der "
              "Moderation; dort können Sie auch Einspruch einlegen. Ihr Text steht noch im Feld.")
            % {"day": day(last.until)}
        )  # fmt: skip


def _require_pause(thread: Thread, by, voice) -> None:
    """Her last post in this thread tells it, without a table of who wrote when."""
    hers = thread.posts.filter(voice=voice) if voice else thread.posts.filter(author=by)
    last = hers.order_by("at").values_list("at", flat=True).last()
    free = last and last + timedelta(minutes=thread.room.pause)
    if free and timezone.now() < free:
        raise Refusal(
            ngettext(
                "In diesem Raum liegt zwischen zwei Beiträgen derselben Person eine Pause von %(n)s Minute. Sie können "
                "wieder ab %(when)s schreiben; Ihr Text steht noch im Feld.",
                "In diesem Raum liegt zwischen zwei Beiträgen derselben Person eine Pause von %(n)s Minuten. Sie "
                "können wieder ab %(when)s schreiben; Ihr Text steht noch im Feld.",
                thread.room.pause,
            ) % {"n": thread.room.pause, "when": moment(free)}
        )  # fmt: skip


def _is_newcomer(person) -> bool:
    """By her invitation, which is kept for some days anyway: nothing else says since when she is here."""
    since = timezone.now() - timedelta(days=settings.NEWCOMER_DAYS)
    return Invitation.objects.filter(email=person.email, accepted_at__gt=since).exists()


def _require_measure(by, is_new: bool) -> None:
    if is_new and is_too_often(by, "new-threads", settings.MOST_THREADS_OF_NEWCOMERS, A_DAY):
        raise Refusal(
            _("In den ersten Tagen sind es höchstens %(n)s neue Themen am Tag. Ihr Text steht noch im Feld; bitte "
              "eröffnen Sie dieses Thema morgen.") % {"n": settings.MOST_THREADS_OF_NEWCOMERS}
        )  # fmt: skip
    if is_too_often(by, "posts", settings.MOST_POSTS_OF_NEWCOMERS, A_DAY):
        raise Refusal(
            _("In den ersten Tagen sind es höchstens %(n)s Beiträge am Tag. Ihr Text steht noch im Feld; bitte senden "
              "Sie ihn morgen.") % {"n": settings.MOST_POSTS_OF_NEWCOMERS}
        )  # fmt: skip
