"""What waits in the PraxisPortal: for one person on Heute, and for the programme team."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

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
    reviews = Review.objects.filter(
        person=person, state=Review.ASKED, article__readers__in=tokens
    ).exclude(article__state=Article.WITHDRAWN)  # fmt: skip
    reviews = [one for one in reviews.select_related("article__release") if one.round == one.article.next_number]
    checks = Check.objects.filter(person=person, state=Check.ASKED, article__in=_due(today, tokens))
    due = _due(today, tokens).filter(owner=person).select_related("release").order_by("checked_until")
    card = {
        "title": _("Seiten, die auf Sie warten"), "template": "library/_waiting.html", "is_due": True,
        "reviews": reviews[:MOST], "due": list(due[:MOST]),
        "checks": list(checks.select_related("article__release")[:MOST]),
    }  # fmt: skip
    found = [card] if card["reviews"] or card["due"] or card["checks"] else []
    if person.is_team:
        numbers = [(task.title, task.number) for task in tasks_of(person, most=0) if task.number]
        if numbers:
            found.append({"title": _("Seiten der Praxis, die warten"), "template": "library/_team_waiting.html",
                          "numbers": numbers})  # fmt: skip
    return found


def _due(today, tokens):
    return Article.objects.due(today).filter(readers__in=tokens)


def tasks_of(person, most: int = MOST_OF_THE_TEAM) -> list[Task]:
    """What waits among the pages that she can read: two queries a kind, one where only the number is wanted."""
    today, articles = timezone.localdate(), Article.objects.filter(readers__in=tokens_of(person))
    coming = Coalesce(OuterRef("release__number"), 0) + 1
    reviewed = Exists(Review.objects.filter(article=OuterRef("pk"), state=Review.GOOD, round=coming))
    submitted = articles.filter(submitted_at__isnull=False).exclude(state=Article.WITHDRAWN)
    due = articles.due(today)
    stale = articles.stale(today)
    kinds = [
        ("review", _("In Prüfung"), submitted.filter(~reviewed).order_by("submitted_at")),
        ("release", _("Warten auf Freigabe"), submitted.filter(reviewed).order_by("submitted_at")),
        ("due", _("Fällig"), due.exclude(pk__in=stale.values("pk")).order_by("checked_until")),
        ("stale", _("Veraltet"), stale.order_by("checked_until")),
        ("unowned", _("Ohne Zuständige"), articles.in_force().exclude(_has_owner()).order_by("checked_until")),
    ]  # fmt: skip
    return [_task(key, title, found, most) for key, title, found in kinds]


def _task(key: str, title: str, found, most: int) -> Task:
    rows = list(found.select_related("owner", "release").defer("release__html", "release__content")[:most])
    return Task(key, title, found.count() if not most or len(rows) == most else len(rows), rows)


def _has_owner():
    return Exists(Person.objects.able().filter(pk=OuterRef("owner")))
