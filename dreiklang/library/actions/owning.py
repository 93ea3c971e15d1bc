"""Who answers for a page: handed over, given back, withdrawn, brought back. Nothing that was released is deleted."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal, unseal
from dreiklang.groups.readers import holders
from dreiklang.library import searchable
from dreiklang.library.actions.growing import keep_trace
from dreiklang.library.actions.informing import people_of, team_of, tell
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Article
from dreiklang.library.rules import may_look_after
from dreiklang.people.models import Person

OWNERSHIP = "ownership"
RETURNED_WITHIN = timedelta(days=30)


@transaction.atomic
def hand_over(article: Article, to: Person | None, *, by) -> Article:
    """To another member, who hears so and may give it back within thirty days; or to the programme team (None)."""
    article = lock(article.pk)
    if article.owner_id == (to.pk if to else None):
        return article
    article = _locked_for(article, by)
    if to and not holders(article.readers).filter(pk=to.pk, is_member=True).exists():
        raise Refusal(_("Zuständig sein kann nur ein Mitglied, das die Seite auch liest."), field="name")
    before = article.owner or by
    _own(article, to, by)
    if to is None:
        tell(team_of(article), "owner_none", article, by=by)
    else:
        tell([to], "owner_named", article, by=by, link=settings.SITE_URL + return_path(article, before, to))
    return article


@transaction.atomic
def give_back(article: Article, before: Person | None, *, by) -> Article:
    """She does not take it: it is as it was, or the programme team's where whoever had it is no longer there."""
    article = lock(article.pk)
    if article.owner_id != by.pk:
        return article
    to = holders(article.readers).filter(pk=before.pk, is_member=True).first() if before else None
    _own(article, to, by)
    tell([to] if to else team_of(article), "owner_returned", article, by=by)
    return article


def _own(article: Article, to: Person | None, by) -> None:
    """Whoever answers for it from now on hears anew that it is due."""
    article.owner, article.owner_told_on = to, None
    article.save(update_fields=["owner", "owner_told_on"])
    record(by, "article.owner_changed", f"article:{article.pk}", to.pk if to else "team")


def return_path(article: Article, before: Person, to: Person) -> str:
    until = (timezone.localdate() + RETURNED_WITHIN).isoformat()
    return reverse("owner_return", args=[seal(f"{article.pk}.{before.pk}.{to.pk}.{until}", OWNERSHIP)])


def returned_by(token: str) -> tuple[UUID, UUID, UUID] | None:
    """(page, who had it, who got it) as long as it may be given back; None for what is no such link, or is over."""
    parts = (unseal(token, OWNERSHIP) or "").split(".")
    if len(parts) != 4 or date.fromisoformat(parts[3]) < timezone.localdate():
        return None
    return UUID(parts[0]), UUID(parts[1]), UUID(parts[2])


@transaction.atomic
def withdraw(article: Article, reason: str, *, by) -> Article:
    """No longer in force. Its address says so, with the reason; the search does not find it."""
    article = _locked_for(article, by)
    if article.state == Article.WITHDRAWN:
        return article
    if not reason.strip():
        raise Refusal(_("Bitte schreiben Sie, warum: Wer die Seite aufruft, liest es."), field="reason")
    article.state, article.withdrawn_reason = Article.WITHDRAWN, reason.strip()
    article.submitted_by = article.submitted_at = None
    article.save(update_fields=["state", "withdrawn_reason", "submitted_by", "submitted_at"])
    keep_trace(article)
    searchable.keep(article)
    record(by, "article.withdrawn", f"article:{article.pk}", reason=reason)
    tell(people_of(article), "page_withdrawn", article, by=by)
    return article


@transaction.atomic
def bring_back(article: Article, *, by) -> Article:
    """In force again as it was released."""
    article = _locked_for(article, by)
    if article.state != Article.WITHDRAWN:
        return article
    article.state, article.withdrawn_reason = Article.IN_FORCE, ""
    article.save(update_fields=["state", "withdrawn_reason"])
    keep_trace(article)
    searchable.keep(article)
    record(by, "article.brought_back", f"article:{article.pk}")
    return article


def _locked_for(article: Article, by) -> Article:
    article = lock(article.pk)
    if not may_look_after(by, article):
        raise Refusal(_("Das entscheiden die, die für die Seite zuständig sind, und das Programmteam."))
    return article
