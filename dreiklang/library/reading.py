"""What stands around the text of a page for whoever reads it: its facts, its files, what it cites and what cites it."""

import re
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from dreiklang.foundation.licences import ADDRESSES, LICENCES
from dreiklang.groups.readers import said, tokens_of
from dreiklang.library.models import Article, Release, Review

MOST_CITING = 20
LONG = 4  # sections with a heading, from which on a table of contents helps


def reading_of(article: Article, person) -> dict:
    """For the page of an article: a query for each kind of thing."""
    release, content = article.release, article.release.content
    cited = list(_named(Article.objects.visible_to(person).filter(cited_by__article=article)))
    today = timezone.localdate()
    headed = [one for one in content.get("sections", []) if one["heading"]]
    return {
        "text": marked(release.html, {one.slug: mark for one in cited if (mark := mark_of(one, today))}),
        "contents": [(anchor_of(one["id"]), one["heading"]) for one in headed] if len(headed) >= LONG else [],
        "cited": cited,
        "citing": _named(Article.objects.visible_to(person).in_force().filter(citations__cited=article))[:MOST_CITING],
        "files": files_of(article), "fields": article.fields.all(), "licence": dict(LICENCES).get(release.licence, ""),
        "licence_address": ADDRESSES.get(release.licence), "who_reads": said(article.readers),
        "sizes": [label for letter, label in Article.SIZES if letter in article.sizes],
        "duties": [(digit, label) for digit, label in Article.DUTIES if digit in article.duties],
        "reviews": [_review(one) for one in content.get("reviews", [])],
        "permanent": f"{settings.SITE_URL}{article.path}", "mark_of": mark_of,
        "adoptions": article.adoptions.select_related("municipality"),
    }  # fmt: skip


def _named(articles):
    return articles.select_related("release").only(
        "slug", "kind", "state", "checked_until", "release__title"
    ).order_by("release__title", "pk")  # fmt: skip


def anchor_of(section_id: str) -> str:
    """As Section.anchor says it."""
    return f"abschnitt-{section_id[:8]}"


def mark_of(article: Article, today: date) -> str:
    """What a link to it has to say; empty for what is in force and checked."""
    if article.state == Article.WITHDRAWN:
        return _("zurückgezogen")
    return _("veraltet") if article.is_stale(today) else ""


def marked(html: str, marks: dict[str, str]) -> str:
    """The kept text, with a mark behind each link to one of these pages: what it cites went out of date after it was
    written. {slug: mark}"""
    if not marks:
        return html
    return _LINK.sub(
        lambda link: (
            f'{link[0]} <span class="outdated">({escape(marks[link[1]])})</span>' if link[1] in marks else link[0]
        ),
        html,
    )


_LINK = re.compile(
    rf'<a href="(?:{re.escape(settings.SITE_URL)})?/praxis/([a-z0-9-]+)/(?:[?#][^"]*)?"[^>]*>.*?</a>', re.DOTALL
)


def files_of(article: Article) -> list:
    """Those that the release names, in its order."""
    named = article.release.content.get("files", [])
    if not named:
        return []
    there = {str(file.pk): file for file in article.files.filter(pk__in=named)}
    return [there[pk] for pk in named if pk in there]


def _review(one: dict) -> dict:
    on = date.fromisoformat(one["on"]) if one["on"] else None
    return {"name": one["name"], "side": dict(Review.SIDES).get(one["side"], ""), "on": on}


def releases_for(article: Article, person) -> list[Release]:
    """Without their texts, the newest first: those whose readers she was one of when they were released."""
    tokens = tokens_of(person)
    return [one for one in article.releases.defer("html") if one.content.get("readers", article.readers) in tokens]
