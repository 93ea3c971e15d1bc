"""What a council paper holds, and how much of each page and answer may stand in it.

Who writes for members was told that members read it. A public paper is read by all: there, what is not public stands by
its title, or as an experience without its words, with what she says of it herself. Where all rights are reserved, the
summary stands alone. Of those who answered nobody is named but herself.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Post, Thread
from dreiklang.foundation.licences import RESERVED
from dreiklang.groups.readers import PUBLIC
from dreiklang.library.models import Article, CouncilPaper, PaperItem
from dreiklang.library.rules import may_make_papers
from dreiklang.people.models import Release, Tenure
from dreiklang.places.models import Municipality
from dreiklang.places.nearness import Near, near
from dreiklang.places.sizes import NARROW

SIZES = NARROW  # inhabitants; what is said of whoever answered is no narrower
# How much of an item stands in the paper.
WHOLE, SUMMARY, NAMED, NOTHING = PaperItem.WHOLE, PaperItem.SUMMARY, "named", "nothing"


@dataclass(frozen=True)
class Entry:
    """An item as it stands in the paper now."""

    item: PaperItem
    title: str
    reach: str  # WHOLE, SUMMARY, NAMED or NOTHING
    why: str = ""  # a sentence, where less stands there than she might expect
    byline: str = ""  # who wrote it; of an answer as much as may be said
    path: str = ""  # where she reads it
    is_stale: bool = False

    @property
    def stands(self) -> bool:
        return self.reach != NOTHING

    @property
    def has_text(self) -> bool:
        return self.reach in {WHOLE, SUMMARY}

    @property
    def may_be_whole(self) -> bool:
        return self.has_text and not (self.item.article_id and self.item.article.release.licence == RESERVED)


@dataclass(frozen=True)
class Figures:
    """Her municipality and those that are like it."""

    mine: Municipality
    near: list[Near]

    @cached_property
    def rows(self) -> list[tuple[Municipality, list[str]]]:
        """Each with why it is like hers."""
        return [(self.mine, []), *((each.municipality, each.reasons) for each in self.near)]

    @property
    def land(self):
        return self.mine.district.land


def figures_of(paper: CouncilPaper) -> Figures | None:
    """None where she wants none, or no municipality is named."""
    if not paper.has_figures or paper.municipality_id is None:
        return None
    return Figures(paper.municipality, [each for each in near(paper.municipality) if each.is_near])


def entries_of(paper: CouncilPaper, person) -> list[Entry]:
    """What stands in the paper, in its order, as far as she still reads it."""
    return [entry for entry in collected_in(paper, person) if not entry.item.is_gone]


def collected_in(paper: CouncilPaper, person) -> list[Entry]:
    """Also what she took out. At most six queries, however much it is."""
    items = list(paper.items.select_related("article__release", "post__thread"))
    articles = Article.objects.visible_to(person).filter(pk__in=[item.article_id for item in items if item.article_id])
    pages, posts = set(articles.values_list("pk", flat=True)), [item.post for item in items if item.post_id]
    read = set(readable_threads(person).filter(pk__in={post.thread_id for post in posts}).values_list("pk", flat=True))
    places = _places_of(posts, person)
    return [
        _page(paper, item, item.article_id in pages)
        if item.article_id
        else _answer(paper, item, person, item.post.thread_id in read, places.get(item.post_id, ""))
        for item in items
    ]


def readable_threads(person):
    """What she reads in the dialogue and may take along."""
    return Thread.objects.visible_to(person).free_to_leave()


def _page(paper: CouncilPaper, item: PaperItem, is_read: bool) -> Entry:
    article = item.article
    if not is_read:
        return Entry(
            item, _("Eine Seite"), NOTHING, _("Sie lesen diese Seite nicht mehr; in der Vorlage steht sie nicht.")
        )
    release = article.release
    reach, why = _reach_of(article, paper, item.extent)
    return Entry(
        item, release.title, reach, why, release.content.get("team") or ", ".join(release.content.get("authors", [])),
        article.path, article.is_stale(timezone.localdate()),
    )  # fmt: skip


def _reach_of(article: Article, paper: CouncilPaper, extent: str) -> tuple[str, str]:
    if article.state == Article.WITHDRAWN:
        return NOTHING, _("Diese Seite ist zurückgezogen; in der Vorlage steht sie nicht.")
    for_members = _("Nur für Mitglieder: nicht in eine öffentliche Vorlage übernehmen.")
    if article.readers != PUBLIC and paper.is_public:
        return NAMED, for_members + " " + _("Es stehen nur der Titel, „auf Anfrage“ und Ihre Anmerkung darin.")
    if article.release.licence == RESERVED:
        return SUMMARY, _("Alle Rechte vorbehalten: Es stehen nur die Kurzfassung und die Fundstelle darin.")
    return extent, "" if article.readers == PUBLIC else for_members


def _answer(paper: CouncilPaper, item: PaperItem, person, is_read: bool, place: str) -> Entry:
    post, title = item.post, _("Erfahrung aus dem Netzwerk")
    if not is_read or post.state != Post.SHOWN:
        why = _(
            "Diese Antwort ist nicht mehr da, Sie lesen sie nicht mehr, oder sie soll den Raum nicht verlassen; in der "
            "Vorlage steht sie nicht."
        )
        return Entry(item, title, NOTHING, why)
    if post.author_id == person.pk:
        return Entry(item, f"{title}: {post.thread.title}", item.extent, "", person.name, post.path)
    if paper.is_public and post.thread.readers != PUBLIC:
        why = _(
            "Im Netzwerk geschrieben, nicht für die Öffentlichkeit: In einer öffentlichen Vorlage steht nicht der "
            "Wortlaut, sondern Ihre Anmerkung. Sagen Sie darin, was daraus folgt."
        )
        return Entry(item, title, NAMED, why, place, post.path)
    why = _("Der Name steht nicht dabei. Bitte lesen Sie, ob der Text selbst jemanden erkennen lässt.")
    return Entry(item, f"{title}: {post.thread.title}", item.extent, why, place, post.path)


def _places_of(posts: list[Post], person) -> dict:
    """Post's id -> kind and size of the municipality from which somebody answered under her name: where members may
    know it, and where at least as many municipalities of her Land are of this kind and size as a trait line fits
    people. Of a voice nothing: her line was made for the readers of the room."""
    authors = {post.author_id for post in posts if post.author_id and post.author_id != person.pk}
    if not authors:
        return {}
    shown = Release.objects.visible_to(person).filter(person__in=authors, shows_municipality=True)
    held = Tenure.objects.current().filter(person__in=shown.values("person")).order_by("held_from", "pk")
    place = "office__municipality"
    rows = held.values_list("person", f"{place}__district__land", f"{place}__kind", f"{place}__population")
    traits = {who: (land, kind, bisect_right(SIZES, population)) for who, land, kind, population in rows}
    alike = _how_many({land for land, _kind, _size in traits.values()})
    said = {who: _said(*mine[1:]) for who, mine in traits.items() if alike.get(mine, 0) >= settings.FEWEST_ALIKE}
    return {post.pk: said[post.author_id] for post in posts if post.author_id in said}


def _how_many(lands: set) -> dict:
    """(Land, kind, size) -> municipalities."""
    size = Case(
        *[When(population__lt=bound, then=Value(number)) for number, bound in enumerate(SIZES)],
        default=Value(len(SIZES)), output_field=IntegerField(),
    )  # fmt: skip
    of_lands = Municipality.objects.current().filter(district__land__in=lands).annotate(size=size).order_by()
    rows = of_lands.values_list("district__land", "kind", "size").annotate(Count("pk"))
    return {(land, kind, size): number for land, kind, size, number in rows}


def _said(kind: str, size: int) -> str:
    """'Stadt mit 20.000 bis 50.000 Einwohnerinnen und Einwohnern'"""
    low, high = (number_format(bound, force_grouping=True) for bound in (SIZES[max(size - 1, 0)], SIZES[min(size, 4)]))
    facts = {"kind": dict(Municipality.KINDS)[kind], "low": low, "high": high}
    if size == 0:
        return _("%(kind)s mit weniger als %(high)s Einwohnerinnen und Einwohnern") % facts
    if size == len(SIZES):
        return _("%(kind)s mit mehr als %(low)s Einwohnerinnen und Einwohnern") % facts
    return _("%(kind)s mit %(low)s bis %(high)s Einwohnerinnen und Einwohnern") % facts


# --- from where one collects ---


@dataclass(frozen=True)
class Offer:
    """What a page says to whoever may collect it."""

    paper: CouncilPaper | None  # its title, into which one click puts it; None: a new one
    holds_it: bool


def offer_of(article: Article, person) -> Offer | None:
    """For whoever makes papers; one query."""
    if not may_make_papers(person) or article.state == Article.WITHDRAWN:
        return None
    there = PaperItem.objects.filter(paper=OuterRef("pk"), article=article, is_gone=False)
    found = open_papers(person).annotate(holds_it=Exists(there)).values_list("pk", "title", "holds_it")[:1]
    for pk, title, holds_it in found:
        return Offer(CouncilPaper(pk=pk, title=title), holds_it)
    return Offer(None, False)


def open_papers(person):
    """The newest first."""
    return CouncilPaper.objects.of(person).open(timezone.localdate())


def step_for(of: Thread | Post, person) -> list[tuple[str, str]]:
    """For next_steps: (label, address), or nothing where the text must not leave the room or she makes no papers."""
    thread, number = (of.thread, of.number) if isinstance(of, Post) else (of, None)
    is_unanswered = thread.is_question and thread.size < 2
    if is_unanswered or thread.is_kept_inside or not may_make_papers(person):
        return []
    address = reverse("collect_answers", args=[thread.pk])
    return [(_("Antworten in eine Sitzungsvorlage übernehmen"), f"{address}?beitrag={number}" if number else address)]


MOST_ANSWERS = 50


def answers_of(thread: Thread, also: int | None = None) -> list[Post]:
    """What one could take from a thread: not the question, most helpful first, and the one that was asked for."""
    posts = thread.posts.shown().select_related("author", "voice")
    if thread.is_question:
        posts = posts.exclude(number=1)
    found = list(posts.order_by("-useful", "number")[:MOST_ANSWERS])
    if also and also not in {post.number for post in found}:
        found = [*posts.filter(number=also), *found]
    found.sort(key=lambda post: post.pk != thread.accepted_id)
    return found
