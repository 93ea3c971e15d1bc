"""What an archive holds, and in which file: pages of the PraxisPortal, events, pages of the house, lists of them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.licences import ADDRESSES, LICENCES
from dreiklang.foundation.models import Page
from dreiklang.library.exporting import one_by_one, pages
from dreiklang.library.models import Article
from dreiklang.people.models import FieldOfAction


@dataclass
class Thing:
    """One page of the house. `facts` stand below it: (what, said, address or '')."""

    path: str
    title: str
    summary: str = ""
    about: str = ""  # one line in lists
    facts: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"{self.path.strip('/')}/index.html"


@dataclass
class Shelf:
    """A list of things. `paths` are the addresses of the house that lead here."""

    file: str
    title: str
    things: list[Thing]
    paths: list[str] = field(default_factory=list)


@dataclass
class Contents:
    articles: list[Thing]
    events: list[Thing]
    house: list[Thing]
    kinds: list[Shelf]
    fields: list[Shelf]
    years: list[Shelf]

    @property
    def things(self) -> list[Thing]:
        return [*self.articles, *self.events, *self.house]

    @property
    def shelves(self) -> list[Shelf]:
        return [*self.kinds, *self.fields, *self.years]

    def places(self) -> dict[str, str]:
        """Address in the house -> file in the archive."""
        fixed = {"/": "index.html", "/praxis/": "praxis/index.html", "/veranstaltungen/": "veranstaltungen/index.html"}
        shelves = {path: shelf.file for shelf in self.shelves for path in shelf.paths}
        return fixed | shelves | {thing.path: thing.file for thing in self.things}


def contents() -> Contents:
    """All that every visitor reads, asked the same way as the house asks."""
    by_kind, by_field, articles = defaultdict(list), defaultdict(list), []
    for article in one_by_one(pages().defer("release__html").order_by("-as_of", "slug")):
        thing = _article(article)
        articles.append(thing)
        by_kind[article.kind].append(thing)
        for term in article.fields.all():
            by_field[term.pk].append(thing)
    by_year, events = defaultdict(list), []
    for event in Event.objects.visible_to(None).defer("html", "source", "folded").order_by("-starts", "slug"):
        thing = _event(event)
        events.append(thing)
        by_year[timezone.localtime(event.starts).year].append(thing)
    kinds = [
        Shelf(f"praxis/art-{kind}.html", str(label), by_kind[kind], [f"/praxis/?art={kind}"])
        for kind, label in Article.KINDS if by_kind[kind]
    ]  # fmt: skip
    fields = [
        Shelf(f"praxis/feld-{term.pk}.html", term.name, by_field[term.pk], [f"/praxis/?feld={term.pk}"])
        for term in FieldOfAction.objects.all() if by_field[term.pk]
    ]  # fmt: skip
    years = [Shelf(f"veranstaltungen/jahr-{year}.html", str(year), things) for year, things in by_year.items()]
    house = [Thing(page.path, page.title) for page in Page.objects.order_by("title")]
    return Contents(articles, events, house, kinds, fields, years)


def _article(article: Article) -> Thing:
    made = article.release
    licence = str(dict(LICENCES)[made.licence])
    by = made.content.get("team") or ", ".join(made.content.get("authors", []))
    about = [str(article.get_kind_display()), by, f"Stand {short_day(made.as_of)}"]
    if article.is_stale(timezone.localdate()):
        about.append("veraltet")
    return Thing(
        article.path, made.title, made.summary, " · ".join(filter(None, about)),
        [("Stand", short_day(made.as_of), ""),
         ("Geprüft bis", short_day(article.checked_until) if article.checked_until else "", ""),
         ("Von", by, ""), ("Lizenz", licence, ADDRESSES.get(made.licence, ""))],
    )  # fmt: skip


def _event(event: Event) -> Thing:
    about = [str(event.get_kind_display()), event.when] + (["abgesagt"] if event.is_cancelled else [])
    return Thing(event.path, event.title, event.summary, " · ".join(about))
