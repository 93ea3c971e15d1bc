"""A page in force stays true: it is looked through and renewed, and others say whether it still holds."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.library import searchable
from dreiklang.library.actions.informing import keepers_of, tell
from dreiklang.library.actions.releasing import CHECKED_FOR, LONGEST
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Article, Check, Review
from dreiklang.library.rules import may_look_after, may_report


@transaction.atomic
def renew(article: Article, *, by, checked_until: date | None = None) -> Article:
    """Somebody who answers for it looked through what readers read, and it still holds. The text and its "Stand" stay;
    who looked, and when, is named with the reviews of the release."""
    article = lock(article.pk)
    if not may_look_after(by, article) or not article.is_in_force:
        raise Refusal(_("Verlängern kann eine Seite, wer für sie zuständig ist, und das Programmteam."))
    today = timezone.localdate()
    checked_until = checked_until or today + CHECKED_FOR
    if not today < checked_until <= today + LONGEST:
        raise Refusal(_("„Geprüft bis“ liegt nach heute und höchstens drei Jahre voraus."), field="checked_until")
    if article.checked_until == checked_until:
        return article
    _name_among_reviews(article, by, today)
    article.checked_until = checked_until
    article.owner_told_on = article.team_told_on = article.neighbours_asked_on = None
    article.save(
        update_fields=["checked_until", "owner_told_on", "team_told_on", "neighbours_asked_on"]
    )  # fmt: skip
    searchable.keep(article)
    record(by, "article.renewed", f"article:{article.pk}", checked_until.isoformat())
    return article


def _name_among_reviews(article: Article, by, today: date) -> None:
    """Once a day: who corrects the date looked through it once."""
    made = article.release
    line = {"name": by.name, "side": Review.PRACTICE, "on": today.isoformat()}
    if line not in made.content.setdefault("reviews", []):
        made.content["reviews"].append(line)
        made.save(update_fields=["content"])


@transaction.atomic
def say(check: Check, state: str, text: str) -> Check:
    """What an officer who was asked found. Said again, it is what she says now; nobody is told twice the same."""
    article = lock(check.article_id)
    check = Check.objects.select_related("person").get(pk=check.pk)
    if (check.state, check.text) == (state, text.strip()):
        return check
    if state == Check.WRONG and not text.strip():
        raise Refusal(_("Bitte schreiben Sie, was nicht mehr stimmt."), field="text")
    check.state, check.text, check.done_on = state, text.strip(), timezone.localdate()
    check.save(update_fields=["state", "text", "done_on"])
    tell(keepers_of(article), "check_answered", article, by=check.person, check=check)
    return check


@transaction.atomic
def report(article: Article, text: str, *, by) -> Check:
    """A reader says what is no longer right: once until the page is looked through again."""
    article = lock(article.pk)
    if not may_report(by, article):
        raise Refusal(_("Hinweise zu dieser Seite geben Mitglieder, die sie lesen."))
    if not text.strip():
        raise Refusal(_("Bitte schreiben Sie, was nicht mehr stimmt."), field="text")
    there = article.checks.filter(person=by, asked_on__gte=last_checked(article)).first()
    if there and there.state != Check.ASKED:
        if there.text == text.strip():
            return there
        raise Refusal(_("Ihr Hinweis ist schon da und wird gelesen, sobald die Seite geprüft wird. Danke."))
    today = timezone.localdate()
    return say(there or Check.objects.create(article=article, person=by, asked_on=today), Check.WRONG, text)


def last_checked(article: Article) -> date:
    """When somebody who answers for it last looked through it: the release, or a renewal since."""
    days = [date.fromisoformat(one["on"]) for one in article.release.content.get("reviews", []) if one.get("on")]
    return max([timezone.localdate(article.release.at), *days])
