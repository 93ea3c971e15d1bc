"""What waits in the PraxisPortal: for one person on Heute, and for the programme team."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.together import is_missing
from dreiklang.groups.readers import tokens_of
from dreiklang.library.models import Article, Check, Review
from dreiklang.people.models import Person

MOST = 4  # of each kind, on Heute
MOST_OF_THE_TEAM = 30


class Task(NamedTuple):
    key: str
    title: str
    number: int
    articles: list[Article]


def cards(person) -> list[dict]:
    """On Heute: what she was asked to review or to look through, and what is due of what she answers for. For the
    programme team how much waits."""
    if not person.is_authenticated:
        return []
    today, tokens = timezone.localdate(), tokens_of(person)
    found = _of_hers(person, today, tokens)
    if person.is_team:
        kinds = _kinds(today)
        found_of = _numbers(Article.objects.filter(readers__in=tokens), kinds)
        numbers = [(title, found_of[key]) for key, title, _which, _order in kinds if found_of[key]]
        if numbers:
            found.append({"title": _("Seiten der Praxis, die warten"), "template": "library/_team_waiting.html",
                          "numbers": numbers})  # fmt: skip
    return found


def _of_hers(person, today: date, tokens: list[str]) -> list[dict]:
    """One query."""
    if is_missing("pages"):
        return []
    articles = list(pages_of(person, today, tokens).select_related("release").order_by("checked_until", "pk"))
    is_due = [article for article in articles if article.is_due(today)]
    card = {
        "title": _("Seiten, die auf Sie warten"), "template": "library/_waiting.html", "is_due": True,
        "reviews": [article for article in articles if article.asked_for == article.next_number][:MOST],
        "due": [article for article in is_due if article.owner_id == person.pk][:MOST],
        "checks": [
            (Check(pk=article.check_of_hers).path, article)
            for article in is_due if article.check_of_hers and article.owner_id != person.pk
        ][:MOST],
    }  # fmt: skip
    return [card] if card["reviews"] or card["due"] or card["checks"] else []


def pages_of(person, today: date, tokens: list[str]):
    """Which wait for her review or her look, or are due and hers."""
    here = {"article": OuterRef("pk"), "person": person}
    asked = Review.objects.filter(**here, state=Review.ASKED).order_by("-round").values("round")[:1]
    check = Check.objects.filter(**here, state=Check.ASKED).order_by("-asked_on").values("pk")[:1]
    articles = Article.objects.filter(readers__in=tokens).exclude(state=Article.WITHDRAWN).annotate(
        asked_for=Subquery(asked), check_of_hers=Subquery(check)
    )  # fmt: skip
    due = Q(state=Article.IN_FORCE, checked_until__lte=today)
    return articles.filter(Q(asked_for__isnull=False) | due & (Q(owner=person) | Q(check_of_hers__isnull=False)))


def tasks_of(person) -> list[Task]:
    """What waits among the pages that she can read: how much in one query, and one more for each kind that has some."""
    articles, kinds = Article.objects.filter(readers__in=tokens_of(person)), _kinds(timezone.localdate())
    numbers = _numbers(articles, kinds)
    return [
        Task(key, title, numbers[key], _rows(articles.filter(which), order) if numbers[key] else [])
        for key, title, which, order in kinds
    ]


def _numbers(articles, kinds) -> dict[str, int]:
    return articles.aggregate(**{key: Count("pk", filter=which) for key, _title, which, _order in kinds})


def _rows(articles, order: str) -> list[Article]:
    found = articles.select_related("owner", "release").defer("release__html", "release__content")
    return list(found.order_by(order, "pk")[:MOST_OF_THE_TEAM])


def _kinds(today: date) -> list[tuple]:
    """[(key, title, which pages, the order in which they are read)]"""
    coming = Coalesce(OuterRef("release__number"), 0) + 1
    reviewed = Exists(Review.objects.filter(article=OuterRef("pk"), state=Review.GOOD, round=coming))
    has_owner = Exists(Person.objects.able().filter(pk=OuterRef("owner")))
    submitted = Q(submitted_at__isnull=False) & ~Q(state=Article.WITHDRAWN)
    in_force, last = Q(state=Article.IN_FORCE), today - Article.GRACE
    return [
        ("review", _("In Prüfung"), submitted & ~Q(reviewed), "submitted_at"),
        ("release", _("Warten auf Freigabe"), submitted & Q(reviewed), "submitted_at"),
        ("due", _("Fällig"), in_force & Q(checked_until__lte=today, checked_until__gte=last), "checked_until"),
        ("stale", _("Veraltet"), in_force & Q(checked_until__lt=last), "checked_until"),
        ("unowned", _("Ohne Zuständige"), in_force & ~Q(has_owner), "checked_until"),
    ]
