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
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Article, Citation, Release, Review
from dreiklang.library.rules import may_release

CHECKED_FOR = timedelta(days=365)  # the default of "geprüft bis"
LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def release(
    article: Article, *, by, as_of: date | None = None, checked_until: date | None = None, note: str = ""
) -> Release:
    """Refused without a review that found nothing in the way, for whoever wrote it, and with two versions side by side.
    A second click releases nothing twice: nothing changed since."""
    article = lock(article.pk)
    if article.state == Article.IN_FORCE and article.changed_at <= article.release.at:
        return article.release
    if not may_release(by, article):
        raise Refusal(_("Eine Seite gibt eine zweite Person frei: nicht, wer sie geschrieben oder eingereicht hat."))
    reviews = list(article.reviews.filter(round=article.next_number, state=Review.GOOD))
    if not reviews:
        raise Refusal(_("Vor der Freigabe prüft jemand die Seite, aus der Praxis oder aus der Wissenschaft."))
    if article.sections.standing().filter(rivals__isnull=False, rivals__settled_at=None).exists():
        raise Refusal(_("In einem Abschnitt stehen zwei Fassungen nebeneinander. Bitte entscheiden Sie erst dort."))
    today = timezone.localdate()
    as_of, checked_until = as_of or today, checked_until or today + CHECKED_FOR
    if as_of > today:
        raise Refusal(_("„Stand“ kann nicht in der Zukunft liegen."), field="as_of")
    if not today < checked_until <= today + LONGEST:
        raise Refusal(_("„Geprüft bis“ liegt nach heute und höchstens drei Jahre voraus."), field="checked_until")
    made = put_in_force(article, reviews, by=by, as_of=as_of, checked_until=checked_until, note=note)
    record(by, "article.released", f"article:{article.pk}", made.number)
    return made


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
    article.owner_told_on = article.team_told_on = article.neighbours_asked_on = None
    article.submitted_by = article.submitted_at = None
    article.is_out_for_comments, article.withdrawn_reason = False, ""
    article.changed_at = made.at
    article.save()
    _cite(article, made)
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
        "reviews": [
            {"name": one.name, "side": one.side, "on": one.done_on.isoformat() if one.done_on else ""}
            for one in reviews
        ],
        "contact": article.contact,
        "readers": article.readers,
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
RESERVED_SLUGS = {"entwuerfe", "neu", "dateien", "vorlagen", "feed", "pruefen", "aus", "archiv"}
