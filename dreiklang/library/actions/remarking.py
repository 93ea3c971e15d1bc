"""A remark on a paragraph, answers to it, and whether it is settled. Those who work on the page read it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.library.actions.suggesting import tell_writers
from dreiklang.library.actions.writing import lock
from dreiklang.library.feedback import remarks_path, title_for
from dreiklang.library.models import Comment, Section
from dreiklang.library.rules import may_remark, may_write
from dreiklang.people.limits import is_too_often

MOST_REMARKS = 60  # of one person in a day, answers included


@transaction.atomic
def remark(section: Section, text: str, *, by, quote: str = "", public_id: UUID | None = None) -> Comment:
    """On the paragraph `quote`, or on the section as a whole. Sent twice, the same one."""
    article = lock(section.article_id)
    if not may_remark(by, article):
        raise Refusal(_("Anmerken können alle, die diese Seite lesen und im Netzwerk sind."))
    if there := _that_was_sent(public_id, by, section_id=section.pk, to_id=None):
        return there
    _require_calm(by)
    made = Comment.objects.create(
        pk=public_id or fresh_id(), section=section, quote=quote, text=_said(text), by=by
    )  # fmt: skip
    tell_writers(article, by)
    return made


@transaction.atomic
def answer(to: Comment, text: str, *, by, public_id: UUID | None = None) -> Comment:
    """Whoever reads the remark answers it. Its author hears of that; her own answer opens a settled remark again."""
    article = lock(to.section.article_id)
    if not Comment.objects.visible_to(by, article).filter(pk=to.pk, to=None).exists():
        raise Refusal(_("Auf diese Anmerkung können Sie nicht antworten."))
    if there := _that_was_sent(public_id, by, to_id=to.pk):
        return there
    _require_calm(by)
    to = Comment.objects.select_related("by", "section").get(pk=to.pk)
    made = Comment.objects.create(pk=public_id or fresh_id(), section=to.section, to=to, text=_said(text), by=by)
    if to.by == by:
        if to.settled_at:
            _settle(to, None)
        tell_writers(article, by)
    elif to.by and to.by.is_active:
        context = {
            "answer": made, "person": to.by, "title": title_for(to.by, article),
            "path": remarks_path(to.by, article, to.section_id),
        }  # fmt: skip
        write(
            to.by.email, "letters/remark_answered.txt", context, recipient=to.by.pk, language=to.by.language,
            quietly=True,
        )  # fmt: skip
    return made


def _that_was_sent(public_id: UUID | None, by, **place) -> Comment | None:
    there = Comment.objects.filter(pk=public_id).first()
    if there and {"by_id": by.pk, **place} != {name: getattr(there, name) for name in ("by_id", *place)}:
        raise Refusal(_("Dieses Formular ist schon benutzt worden. Bitte laden Sie die Seite neu."))
    return there


@transaction.atomic
def change(comment: Comment, text: str, *, by) -> Comment:
    comment = _own(comment, by)
    comment.text = _said(text)
    comment.save(update_fields=["text"])
    return comment


@transaction.atomic
def take_back(comment: Comment, *, by) -> None:
    """Her own words go. Where somebody answered, the place stays, so that the answer is understood."""
    if not Comment.objects.filter(pk=comment.pk).exists():
        return
    comment = _own(comment, by)
    if comment.answers.exists():
        comment.text = ""
        comment.save(update_fields=["text"])
    else:
        comment.delete()


@transaction.atomic
def settle(comment: Comment, is_settled: bool, *, by) -> Comment:
    """Those who write say that it is done with, or that it is not."""
    article = lock(comment.section.article_id)
    if not may_write(by, article):
        raise Refusal(_("Das sagen die, die an dieser Seite schreiben."))
    comment = Comment.objects.get(pk=comment.pk, to=None)
    if bool(comment.settled_at) != is_settled:
        _settle(comment, timezone.now() if is_settled else None)
    return comment


def _settle(comment: Comment, at) -> None:
    comment.settled_at = at
    comment.save(update_fields=["settled_at"])


def _own(comment: Comment, by) -> Comment:
    lock(comment.section.article_id)
    comment = Comment.objects.get(pk=comment.pk)
    if comment.by_id != by.pk:
        raise Refusal(_("Ändern kann eine Anmerkung nur, wer sie geschrieben hat."))
    return comment


def _said(text: str) -> str:
    if not text.strip():
        raise Refusal(_("Bitte schreiben Sie etwas."), field="text")
    return text.strip()


def _require_calm(by) -> None:
    if is_too_often(by, "remarks", MOST_REMARKS, timedelta(days=1)):
        raise Refusal(_("Das waren heute sehr viele Anmerkungen. Bitte schreiben Sie morgen weiter."), field="text")
