"""A poll is written, and published."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import secret
from dreiklang.debates.actions.beginning import require_to_begin
from dreiklang.debates.models import Poll, PollOption
from dreiklang.debates.rules import may_begin_for, may_look_after_poll
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import fold, to_html
from dreiklang.groups.readers import PUBLIC


def lock(pk) -> Poll:
    """Also who answers waits here: what comes while it is counted comes before or after."""
    return Poll.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def begin(kind: str, facts: dict, options: list[str], *, by, public_id=None) -> Poll:
    """A draft. Sent twice, the same one."""
    if public_id and (twin := Poll.objects.filter(pk=public_id).first()):
        if twin.by_id != by.pk:
            raise Refusal(_("Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."))
        return twin
    poll = Poll(pk=public_id or fresh_id(), kind=kind, by=by)
    _write(poll, facts, options, by=by)
    return poll


@transaction.atomic
def save(poll: Poll, facts: dict, options: list[str], *, by, seen: str = "") -> Poll:
    """`seen` is when it was changed last, as the form was opened."""
    poll = lock(poll.pk)
    if not may_look_after_poll(by, poll) or not poll.is_draft:
        raise Refusal(_("Eine Umfrage lässt sich ändern, bis sie veröffentlicht ist."))
    if seen and seen != poll.changed_at.isoformat():
        raise Refusal(
            _("Inzwischen hat jemand anderes diese Umfrage gespeichert. Ihre Angaben stehen noch im Formular.")
        )
    _write(poll, facts, options, by=by)
    return poll


def _write(poll: Poll, facts: dict, options: list[str], *, by) -> None:
    for name, value in facts.items():
        setattr(poll, name, value)
    require_to_begin(may_begin_for(by, poll.readers) and poll.readers != PUBLIC)
    if poll.kind != Poll.CONSENT:
        _require_options(poll, options)
    poll.html = to_html(poll.source)
    poll.save()
    poll.options.all().delete()
    rows = enumerate(options if poll.kind != Poll.CONSENT else [])
    PollOption.objects.bulk_create([PollOption(poll=poll, number=number, text=text) for number, text in rows])


def _require_options(poll: Poll, options: list[str]) -> None:
    if not Poll.FEWEST_OPTIONS <= len(options) <= Poll.MOST_OPTIONS:
        raise Refusal(
            _("Bitte nennen Sie %(fewest)s bis %(most)s Optionen.")
            % {"fewest": Poll.FEWEST_OPTIONS, "most": Poll.MOST_OPTIONS}, field="options",
        )  # fmt: skip
    if len({fold(text) for text in options}) < len(options):
        raise Refusal(_("Eine Option steht zweimal da."), field="options")
    if poll.kind == Poll.DOTS and not poll.most <= poll.dots <= poll.most * len(options):
        raise Refusal(
            _("Höchstens so viele Punkte je Option, wie jede Person hat; und nicht mehr, als sich verteilen lassen."),
            field="most",
        )  # fmt: skip


@transaction.atomic
def publish(poll: Poll, *, by) -> Poll:
    """From now on one answers, and nothing of it changes any more."""
    poll = lock(poll.pk)
    if not may_look_after_poll(by, poll):
        raise Refusal(_("Diese Umfrage veröffentlicht, wer sie vorbereitet."))
    if not poll.is_draft:
        return poll
    if poll.ends <= timezone.now():
        raise Refusal(_("Das Ende liegt in der Vergangenheit. Bitte wählen Sie ein späteres."))
    poll.is_draft, poll.key = False, secret.fresh_key(poll.pk)
    poll.save()
    record(by, "poll.published", f"poll:{poll.pk}")
    return poll
