"""The daily chore: whoever answers for a due page hears so, once; then the team, and officers nearby are asked."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.letters.quiet_hours import is_working_day
from dreiklang.library import searchable
from dreiklang.library.actions.informing import team_of, tell
from dreiklang.library.actions.reviewing import forget_outsiders
from dreiklang.library.models import Article, Check
from dreiklang.library.neighbours import neighbours_of

TEAM_AFTER = timedelta(days=14)  # that the owner was told and did nothing


def tend() -> None:
    """Make it true that everybody heard who should. Letters are written on working days only: what falls due on a
    Saturday may be settled by Monday."""
    today = timezone.localdate()
    forget_outsiders()
    searchable.keep_all(Article.objects.stale(today))
    if is_working_day(today):
        _tell_owners(today)
        _tell_team(today)
        for pk in _escalated(today).filter(neighbours_asked_on=None).values_list("pk", flat=True):
            _ask_neighbours(pk, today)


@transaction.atomic
def _tell_owners(today: date) -> None:
    """One letter to each, about all that are due. Where nobody can be told, the team is told at once."""
    hers: dict = {}
    for article in _locked(Article.objects.due(today).filter(owner_told_on=None)):
        owner = holders(article.readers).filter(pk=article.owner_id).first()
        if owner:
            hers.setdefault(owner, []).append(article)
        article.owner_told_on = today if owner else today - TEAM_AFTER
        article.save(update_fields=["owner_told_on"])
    for person, articles in hers.items():
        _write(person, "pages_due", articles)


@transaction.atomic
def _tell_team(today: date) -> None:
    told: dict = {}
    for article in _locked(_escalated(today).filter(team_told_on=None)):
        for person in team_of(article):
            told.setdefault(person, []).append(article)
        article.team_told_on = today
        article.save(update_fields=["team_told_on"])
    for person, articles in told.items():
        _write(person, "pages_wait", articles)


def _escalated(today: date):
    """Due, and its owner has known for two weeks, or there is none."""
    return Article.objects.due(today).filter(owner_told_on__lte=today - TEAM_AFTER)


def _locked(articles) -> list[Article]:
    """Two workers at once tell nobody twice: whoever waited finds the columns filled."""
    return list(articles.select_for_update(of=("self",), no_key=True).select_related("release").order_by("pk"))


def _write(person, letter: str, articles: list[Article]) -> None:
    pages = [(one, f"{settings.SITE_URL}{one.workroom}gueltigkeit/") for one in articles]
    write(
        person.email, f"letters/{letter}.txt", {"person": person, "pages": pages, "site": settings.SITE_URL},
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip


@transaction.atomic
def _ask_neighbours(pk, today: date) -> None:
    articles = Article.objects.select_for_update(of=("self",), no_key=True)
    article = articles.select_related("release", "owner").get(pk=pk)
    if article.neighbours_asked_on or not article.is_due(today):
        return
    article.neighbours_asked_on = today
    article.save(update_fields=["neighbours_asked_on"])
    for person in neighbours_of(article, today):
        check = Check.objects.create(article=article, person=person, asked_on=today)
        tell([person], "check_asked", article, check=check, link=settings.SITE_URL + check.path)
