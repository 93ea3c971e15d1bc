"""A second person puts a page in force: what stands in the workroom becomes the release that readers read."""

import re
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import slug
from dreiklang.library import searchable
from dreiklang.library.actions.growing import keep_trace
from dreiklang.library.actions.informing import people_of, tell
from dreiklang.library.actions.writing import lock
from dreiklang.library.consenting import missing
from dreiklang.library.feedback import thanked
from dreiklang.library.models import Article, Citation, Release, Review
from dreiklang.library.rules import has_written, may_release

CHECKED_FOR = timedelta(days=365)  # the default of "geprüft bis"
LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def release(
    article: Article,
    *,
    by,
    as_of: date | None = None,
    checked_until: date | None = None,
    note: str = "",
    knows: bool = False,
) -> Release:
    """Refused without a review that found nothing in the way, for whoever wrote it, with two versions side by side, and
    while words of somebody stand in it without her consent. `knows`: she read the objections, and what was changed
    after the reviews. A second click releases nothing twice: nothing changed since."""
    article = lock(article.pk)
    if article.state == Article.IN_FORCE and article.changed_at <= article.release.at:
        return article.release
    if not may_release(by, article):
        raise Refusal(_("Eine Seite gibt eine zweite Person frei: nicht, wer sie geschrieben oder eingereicht hat."))
    if article.state == Article.WITHDRAWN:
        raise Refusal(_("Diese Seite ist zurückgezogen. Bitte setzen Sie sie zuerst wieder in Kraft."))
    reviews = reviews_that_count(article)
    if not reviews:
        raise Refusal(_("Vor der Freigabe prüft jemand die Seite, aus der Praxis oder aus der Wissenschaft."))
    if not article.is_submitted:
        raise Refusal(_("Diese Seite wird noch geschrieben. Freigeben können Sie, was eingereicht ist."))
    _require_nothing_open(article)
    if not knows and warnings(article):
        raise Refusal(_("Bitte lesen Sie erst, was seit der Prüfung geändert oder eingewandt wurde."), field="knows")
    today = timezone.localdate()
    as_of, checked_until = as_of or today, checked_until or today + CHECKED_FOR
    if as_of > today:
        raise Refusal(_("„Stand“ kann nicht in der Zukunft liegen."), field="as_of")
    if not today < checked_until <= today + LONGEST:
        raise Refusal(_("„Geprüft bis“ liegt nach heute und höchstens drei Jahre voraus."), field="checked_until")
    told = people_of(article, with_reviewers=True)
    made = put_in_force(article, reviews, by=by, as_of=as_of, checked_until=checked_until, note=note)
    record(by, "article.released", f"article:{article.pk}", made.number)
    tell(told, "page_released", article, by=by, release=made)
    return made


def reviews_that_count(article: Article) -> list[Review]:
    """Without objection, for the release that is prepared, and not of somebody who meanwhile writes herself."""
    found = article.reviews.filter(round=article.next_number, state=Review.GOOD).select_related("person")
    return [one for one in found if one.person is None or not has_written(one.person, article)]


def warnings(article: Article) -> list[str]:
    """What whoever releases it has to know: who objects, and that the text is not the one that was reviewed."""
    objections = article.reviews.filter(round=article.next_number, state=Review.OBJECTS)
    said = [_("%(name)s hat Einwände.") % {"name": one.name} for one in objections]
    last = max((one.done_at for one in reviews_that_count(article) if one.done_at), default=None)
    if last and article.changed_at > last:
        said.append(_("Seit der letzten Prüfung wurde die Seite noch einmal geändert."))
    return said


def _require_nothing_open(article: Article) -> None:
    if article.sections.standing().filter(rivals__isnull=False, rivals__settled_at=None).exists():
        raise Refusal(_("In einem Abschnitt stehen zwei Fassungen nebeneinander. Bitte entscheiden Sie erst dort."))
    if sentences := missing(article):
        raise Refusal(" ".join(sentences))
    if not any(one.source.strip() for one in article.sections.standing()):
        raise Refusal(_("Die Seite hat noch keinen Text."))


def put_in_force(article: Article, reviews, *, by, as_of: date, checked_until: date, note: str = "") -> Release:
    """The snapshot, the permanent address, what it cites, and that it can be found."""
    sections = [one for one in article.sections.standing() if one.source.strip()]
    made = Release.objects.create(
        article=article, number=article.next_number, title=article.title, summary=article.summary,
        html="\n".join(map(_html, sections)), content=_content(article, sections, reviews), licence=article.licence,
        as_of=as_of, by=by, by_name=by.name if by else "", note=note,
    )  # fmt: skip
    article.release, article.state, article.as_of, article.checked_until = made, Article.IN_FORCE, as_of, checked_until
    article.slug = article.slug or _free_slug(article.title)
    article.readers, article.wished_readers = article.next_readers, ""
    article.owner_told_on = article.team_told_on = article.neighbours_asked_on = None
    article.submitted_by = article.submitted_at = None
    article.is_out_for_comments, article.withdrawn_reason = False, ""
    article.changed_at = made.at
    article.save()
    _cite(article, made)
    keep_trace(article)
    searchable.keep(article)
    return made


def _html(section) -> str:
    if not section.heading:
        return section.html
    return f'<h2 id="{section.anchor}">{escape(section.heading)}</h2>\n{section.html}'


def _content(article: Article, sections, reviews) -> dict:
    return {
        "sections": [
            {"id": str(one.pk), "role": one.role, "heading": one.heading, "source": one.source, "html": one.html,
             "number": one.number}
            for one in sections
        ],
        "sources": list(article.sources.values("title", "url", "note")),
        "files": [str(pk) for pk in article.files.filter(is_gone=False).values_list("pk", flat=True)],
        "authors": [author.name for author in article.authors.all()],
        "team": article.team_name,
        "team_from": article.team_from,
        "reviews": [
            {"name": one.name, "side": one.side, "on": one.done_on.isoformat() if one.done_on else ""}
            for one in reviews
        ],
        "contact": article.contact,
        "thanks": thanked(article),
        "readers": article.next_readers,
    }  # fmt: skip


_CITED = re.compile(r"/praxis/([a-z0-9-]+)/")


def _cite(article: Article, made: Release) -> None:
    slugs = set(_CITED.findall(made.html))
    cited = Article.objects.filter(slug__in=slugs).exclude(pk=article.pk)
    article.citations.exclude(cited__in=cited).delete()
    Citation.objects.bulk_create([Citation(article=article, cited=one) for one in cited], ignore_conflicts=True)


def _free_slug(title: str) -> str:
    wished = slug(title, 70)
    taken = set(Article.objects.filter(slug__startswith=wished).values_list("slug", flat=True)) | RESERVED_SLUGS
    number = 1
    while (free := wished if number == 1 else f"{wished}-{number}") in taken:
        number += 1
    return free


# Addresses below /praxis/ that are no page.
RESERVED_SLUGS = {
    "entwuerfe", "neu", "dateien", "vorlagen", "feed", "pruefen", "pruefung", "zustaendigkeit", "aus", "archiv",
    "vorschlaege", "anmerkungen",
}  # fmt: skip
