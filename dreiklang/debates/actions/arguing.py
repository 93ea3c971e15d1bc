"""Arguments are added, mended, withdrawn and removed; answers stand on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.debates import argument_index
from dreiklang.debates.actions.removing import EVERY, TAKES_AWAY
from dreiklang.debates.actions.theses import lock
from dreiklang.debates.models import Argument, Thesis
from dreiklang.debates.models.arguments import DEEPEST
from dreiklang.debates.rules import is_hers, may_argue
from dreiklang.dialogue.models.following import anywhere
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.moderation.models import Report, Suspension


@transaction.atomic
def add(
    thesis: Thesis, facts: dict, *, by, is_named: bool, to: Argument | None = None, public_id: int | None = None
) -> Argument:
    """`facts`: is_pro, headline, source, link_title, link. Without a name nothing of `by` is kept, and nothing says at
    what hour it came: no line of the log, and the search has it from the next day on. Sent twice, the same one."""
    thesis = _running(thesis)
    if not may_argue(by, thesis):
        raise Refusal(_("Argumente ergänzen Mitglieder, die diese These lesen."))
    _require_not_suspended(by)
    if public_id and (twin := thesis.arguments.filter(pk=public_id).first()):
        return twin
    if to is not None:
        to = Argument.objects.filter(thesis=thesis, pk=to.pk).standing().first()
        if to is None:
            raise Refusal(_("Dieses Argument steht nicht mehr da. Ihr Text steht noch im Formular."))
        if to.depth >= DEEPEST:
            raise Refusal(_("Tiefer verzweigt sich der Baum nicht. Antworten Sie auf ein Argument weiter oben."))
    taken = public_id is None or Argument.objects.filter(pk=public_id).exists()
    argument = Argument.objects.create(
        pk=anywhere() if taken else public_id, thesis=thesis, to=to, depth=to.depth + 1 if to else 1,
        is_named=is_named, author=by if is_named else None, **_true(facts),
    )  # fmt: skip
    if is_named:
        argument_index.keep(thesis)
    return argument


def _running(thesis: Thesis) -> Thesis:
    thesis = lock(thesis.pk)
    if thesis.is_over:
        raise Refusal(_("Diese These ist beendet. Die Argumente bleiben, wie sie sind."))
    return thesis


def _require_not_suspended(by) -> None:
    last = Suspension.objects.filter(who=by.pk, place=EVERY, until__gt=timezone.now()).order_by("until").last()
    if last:
        raise Refusal(
            _("Bis %(day)s können Sie hier nicht schreiben. Warum, steht bei der Entscheidung der Moderation.")
            % {"day": short_day(last.until)}
        )


def _true(facts: dict) -> dict:
    """Headings of a text come below those of the page."""
    return {**facts, "html": to_html(facts["source"], top=4)}


@transaction.atomic
def change(argument: Argument, facts: dict, *, by) -> Argument:
    """Until somebody answers: afterwards her answer would answer something else. Whom it convinced decides anew."""
    thesis = _running(argument.thesis)
    argument = _hers(argument, by)
    if argument.answers.exists():
        raise Refusal(_("Auf dieses Argument hat schon jemand geantwortet. Es bleibt, wie es ist."))
    for name, value in {**_true(facts), "convinced": 0}.items():
        setattr(argument, name, value)
    argument.save()
    argument.convictions.all().delete()
    argument_index.keep(thesis)
    return argument


def _hers(argument: Argument, by) -> Argument:
    argument = Argument.objects.get(pk=argument.pk)
    if not is_hers(by, argument) or not argument.stands:
        raise Refusal(_("Das kann nur, wer das Argument unter eigenem Namen geschrieben hat."))
    return argument


@transaction.atomic
def withdraw(argument: Argument, *, by) -> None:
    """Its words and who wrote them go. Where it was answered its place stays."""
    thesis = _running(argument.thesis)
    argument = _hers(argument, by)
    if argument.answers.exists():
        argument.convictions.all().delete()
        for name in ("headline", "source", "html", "link_title", "link"):
            setattr(argument, name, "")
        argument.state, argument.author, argument.convinced = Argument.WITHDRAWN, None, 0
        argument.save()
    else:
        argument.delete()
    argument_index.keep(thesis)


@transaction.atomic
def set_aside(argument: Argument, what: str, because: str) -> None:
    """After a report nobody reads or finds it any more; why it went stands in its place, and its answers stand. Its
    words stay for whoever objects."""
    thesis = lock(argument.thesis_id)
    argument = Argument.objects.get(pk=argument.pk)
    if what not in TAKES_AWAY or not argument.stands:
        return
    with override("de"):
        argument.reason = _("Von der Moderation entfernt: %(kind)s") % {"kind": dict(Report.KINDS)[because]}
    argument.state = Argument.REMOVED
    argument.save(update_fields=["state", "reason"])
    argument_index.keep(thesis)


@transaction.atomic
def restore(argument: Argument, what: str) -> None:
    thesis = lock(argument.thesis_id)
    if what not in TAKES_AWAY:
        return
    Argument.objects.filter(pk=argument.pk, state=Argument.REMOVED).update(state=Argument.STANDING, reason="")
    argument_index.keep(thesis)
