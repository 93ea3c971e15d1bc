"""What stands around the text of a page for whoever reads it: its facts, its files, what it cites and what cites it."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.comparing import CAME, WENT, compared
from dreiklang.foundation.licences import ADDRESSES, LICENCES
from dreiklang.foundation.marking import marked
from dreiklang.groups.readers import said, tokens_of
from dreiklang.library.models import Article, Release, Review

MOST_CITING = 20
LONG = 4  # sections with a heading, from which on a table of contents helps


def reading_of(article: Article, person) -> dict:
    """For the page of an article: a query for each kind of thing."""
    release, content = article.release, article.release.content
    today = timezone.localdate()
    cited = _named(Article.objects.visible_to(person).filter(cited_by__article=article), today)
    headed = [one for one in content.get("sections", []) if one["heading"]]
    return {
        "text": marked(release.html, {one.path: one.mark for one in cited if one.mark}),
        "contents": [(anchor_of(one["id"]), one["heading"]) for one in headed] if len(headed) >= LONG else [],
        "cited": cited,
        "citing": _named(
            Article.objects.visible_to(person).in_force().filter(citations__cited=article), today, MOST_CITING
        ),
        "files": files_of(article), "fields": article.fields.all(), "licence": dict(LICENCES).get(release.licence, ""),
        "licence_address": ADDRESSES.get(release.licence), "who_reads": said(article.readers),
        "sizes": [label for letter, label in Article.SIZES if letter in article.sizes],
        "duties": [(digit, label) for digit, label in Article.DUTIES if digit in article.duties],
        "reviews": [_review(one) for one in content.get("reviews", [])],
        "costs": _COSTS, "staff": _STAFF, "durations": _DURATIONS, "permanent": f"{settings.SITE_URL}{article.path}",
        "adoptions": article.adoptions.select_related("municipality"),
    }  # fmt: skip


_COSTS, _STAFF, _DURATIONS = dict(Article.COSTS), dict(Article.STAFF), dict(Article.DURATIONS)


class Named(NamedTuple):
    """Another page, as this one names it."""

    path: str
    title: str
    kind: str
    mark: str  # what has become of it


def _named(articles, today: date, most: int | None = None) -> list[Named]:
    rows = articles.order_by("release__title", "pk").values_list(
        "slug", "kind", "state", "checked_until", "release__title"
    )[:most]  # fmt: skip
    kinds = dict(Article.KINDS)
    found = []
    for slug, kind, state, checked_until, title in rows:
        article = Article(slug=slug, state=state, checked_until=checked_until)
        found.append(Named(f"/praxis/{slug}/", title, str(kinds[kind]), mark_of(article, today)))
    return found


def anchor_of(section_id: str) -> str:
    """As Section.anchor says it."""
    return f"abschnitt-{section_id[:8]}"


def mark_of(article: Article, today: date) -> str:
    """What a link to it has to say; empty for what is in force and checked."""
    if article.state == Article.WITHDRAWN:
        return _("zurückgezogen")
    return _("veraltet") if article.is_stale(today) else ""


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


class Change(NamedTuple):
    """A section in two releases: what went, what came, what stayed."""

    heading: str
    pieces: list[tuple[str, str]]
    is_new: bool = False
    is_gone: bool = False


def changes_between(before: Release, after: Release) -> list[Change]:
    """The head and the sections that differ, in the order of `after`; what went altogether comes last. The ids of
    sections last from release to release, so that what moved or has another heading is compared with itself."""
    old, new = ({one["id"]: one for one in release.content.get("sections", [])} for release in (before, after))
    changes = []
    if (before.title, before.summary) != (after.title, after.summary):
        changes.append(Change(_("Titel und Kurzfassung"), compared(_head(before), _head(after))))
    for pk, section in new.items():
        there = old.get(pk)
        if there is None:
            changes.append(Change(section["heading"], [(CAME, section["source"])], is_new=True))
        elif there["heading"] != section["heading"]:
            changes.append(Change(section["heading"], compared(_whole(there), _whole(section))))
        elif there["source"] != section["source"]:
            changes.append(Change(section["heading"], compared(there["source"], section["source"])))
    gone = [section for pk, section in old.items() if pk not in new]
    return changes + [Change(one["heading"], [(WENT, one["source"])], is_gone=True) for one in gone]


def _head(release: Release) -> str:
    return f"{release.title}\n\n{release.summary}".strip()


def _whole(section: dict) -> str:
    return f"{section['heading']}\n\n{section['source']}".strip()
