"""Which pages of the PraxisPortal one looks at, and what a list says of each."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from dreiklang.groups.readers import tokens_of
from dreiklang.index.asking import Asker, ask
from dreiklang.index.queries import equal_words, parse
from dreiklang.library.models import Adoption, Article
from dreiklang.library.searchable import ARTICLE
from dreiklang.library.sizes import is_of_size, size_of
from dreiklang.places.models import Land, Municipality

A_PAGE = 30
MOST = 100 * A_PAGE  # whoever looks for something older than that searches
MOST_FOUND = 100  # of pages with certain words, the best
LIKE_MINE = "aehnlich"


@dataclass(frozen=True)
class Wanted:
    """As the address says it."""

    words: str = ""
    kind: str = ""
    field: str = ""
    duty: str = ""
    size: str = ""
    land: str = ""
    cost: str = ""
    staff: str = ""
    duration: str = ""
    is_current: bool = False  # without what is outdated
    order: str = ""  # LIKE_MINE; else the newest first, and with words the best

    @classmethod
    def of(cls, said: dict) -> "Wanted":
        """From the parameters of an address; what makes no sense narrows nothing."""
        known = {}
        for name, parameter in PARAMETERS.items():
            value = said.get(parameter, "").strip()
            if value and (name not in _VALUES or value in _VALUES[name]):
                known[name] = value
        return cls(**known, is_current=said.get("aktuell") == "1")

    def parameters(self) -> dict[str, str]:
        """What the address says again."""
        said = {PARAMETERS[name]: value for name in PARAMETERS if (value := getattr(self, name))}
        return said | ({"aktuell": "1"} if self.is_current else {})

    @property
    def is_of_examples(self) -> bool:
        return self.kind == Article.EXAMPLE or bool(self.cost or self.staff or self.duration)


PARAMETERS = {
    "words": "q", "kind": "art", "field": "feld", "duty": "aufgabe", "size": "groesse", "land": "land",
    "cost": "kosten", "staff": "personal", "duration": "dauer", "order": "folge",
}  # fmt: skip
_VALUES = {
    "kind": dict(Article.KINDS), "duty": dict(Article.DUTIES), "size": dict(Article.SIZES),
    "cost": dict(Article.COSTS), "staff": dict(Article.STAFF), "duration": dict(Article.DURATIONS),
    "order": {LIKE_MINE},
}  # fmt: skip


class Listed:
    """One page of a list, how many there are of each kind, and the Länder of which there are some."""

    def __init__(self, person, wanted: Wanted, number, mine: Municipality | None = None):
        self.wanted, self.mine, self.ranks = wanted, mine, {}
        if wanted.words:
            self.ranks = {pk: rank for rank, pk in enumerate(_found(wanted.words, person))}
        articles = _narrowed(Article.objects.visible_to(person).in_force(), wanted, self.ranks)
        self.kinds, self.laender = _counted(articles, wanted.land)
        self.total = sum(self.kinds.values())
        count = self.kinds[wanted.kind] if wanted.kind else self.total
        self.page = Paginator(range(min(count, MOST)), A_PAGE).get_page(number)
        if wanted.land:
            articles = articles.filter(Q(land=None) | Q(land=wanted.land))
        if wanted.kind:
            articles = articles.filter(kind=wanted.kind)
        self.lines = self._lines(articles) if count else []

    def _lines(self, articles: QuerySet) -> list:
        """What stands on the page is found first: what a line says of its release is read for no other."""
        first = self.page.start_index() - 1
        part = slice(first, first + A_PAGE)
        if not self.ranks or self.wanted.order == LIKE_MINE:
            here = Article.objects.filter(pk__in=self._in_order(articles).values("pk")[part])
            return lines_of(self._in_order(here))
        best = sorted(articles.values_list("pk", flat=True), key=lambda pk: self.ranks[str(pk)])[part]
        there = {line.pk: line for line in lines_of(Article.objects.filter(pk__in=best))}
        return [there[pk] for pk in best if pk in there]

    def _in_order(self, articles: QuerySet) -> QuerySet:
        if self.wanted.order != LIKE_MINE or self.mine is None:
            return articles.order_by("-as_of", "-id")
        return articles.annotate(apart=apart_from(self.mine)).order_by("apart", "-as_of", "-id")


def _found(words: str, person) -> list[str]:
    """The search of the house knows German words; it says which pages, the filters say which of these."""
    answer = ask(parse(words, equal_words()), Asker(tokens_of(person)), chosen={"kind": ARTICLE}, most=MOST_FOUND)
    return [hit.row.object_id for hit in answer.hits]


def _narrowed(articles: QuerySet, wanted: Wanted, found) -> QuerySet:
    """By all but kind and Land, of which the list says how many there are."""
    if wanted.words:
        articles = articles.filter(pk__in=found)
    if wanted.field:
        articles = articles.filter(
            pk__in=Article.fields.through.objects.filter(fieldofaction=wanted.field).values("article")
        )
    if wanted.duty:
        articles = articles.filter(duties__contains=wanted.duty)
    if wanted.size:
        articles = articles.filter(Q(sizes="") | Q(sizes__contains=wanted.size))
    equal = {name: value for name in ("cost", "staff", "duration") if (value := getattr(wanted, name))}
    if wanted.is_current:
        articles = articles.current(timezone.localdate())
    return articles.filter(**equal)


def _counted(articles: QuerySet, land: str) -> tuple[Counter, list[tuple[str, str]]]:
    """Kind -> how many, where a page of no Land counts in each; and (key, name) of the Länder, where there are some to
    choose from."""
    kinds, keys = Counter(), set()
    for kind, key, number in articles.order_by().values_list("kind", "land").annotate(number=Count("*")):
        keys.add(key)
        if not land or key in (None, land):
            kinds[kind] += number
    keys -= {None}
    laender = Land.objects.filter(pk__in=keys).values_list("pk", "name") if land or len(keys) > 1 else ()
    return kinds, list(laender)


def apart_from(mine: Municipality) -> Case:
    """How far the municipality of a page is from hers: by size and kind, then by Land. In classes, for a column of the
    database says them without looking at two municipalities at a time; what is written for her size comes next."""
    alike = is_of_size(size_of(mine), "municipality__")
    return Case(
        When(Q(alike, municipality__district__land=mine.district.land_id), then=Value(0)),
        When(alike, then=Value(1)),
        When(sizes__contains=size_of(mine), then=Value(2)),
        default=Value(3), output_field=IntegerField(),
    )  # fmt: skip


def lines_of(articles: QuerySet) -> list:
    """Rows with the names in _FACTS: objects would cost more than all the rest of the page."""
    adopted = Adoption.objects.filter(article=OuterRef("pk")).order_by().values("article")
    articles = articles.annotate(
        by_team=KeyTextTransform("team", "release__content"), by_people=KeyTransform("authors", "release__content"),
        adopted=Coalesce(Subquery(adopted.annotate(n=Count("pk")).values("n")), Value(0)),
    )  # fmt: skip
    return list(articles.values_list(*_FACTS, named=True))


_FACTS = (
    "pk", "slug", "kind", "is_demo", "as_of", "checked_until", "release__title", "release__summary",
    "municipality__name", "by_team", "by_people", "adopted",
)  # fmt: skip


class Looks:
    """What a list says of its pages; each word is looked up once, however long the list."""

    def __init__(self):
        self.today = timezone.localdate()
        self.kinds = {kind: str(label) for kind, label in Article.KINDS}

    def is_stale(self, line) -> bool:
        """The same as Article.is_stale, of a line: what stands in a list is in force."""
        return line.checked_until is not None and line.checked_until < self.today - Article.GRACE
