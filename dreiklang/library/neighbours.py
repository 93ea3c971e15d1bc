"""Which officers are asked whether a due page still holds: of municipalities like its own, or of its field."""

from datetime import date, timedelta

from dreiklang.dialogue.models import NotAsked
from dreiklang.groups.readers import holders
from dreiklang.library.models import Article, Author, Check
from dreiklang.people.models import Person, Tenure
from dreiklang.places.models import Municipality
from dreiklang.places.nearness import near

AT_MOST = 3
REST = timedelta(days=30)  # between two requests to the same person
_PLACES = 40  # municipalities that are looked through


def neighbours_of(article: Article, today: date) -> list[Person]:
    """At most three, nearest first, those who share a field before the others. Never whoever owns or wrote it, whoever
    does not want to be asked, and whoever was asked about any page in the last thirty days."""
    people = _may_be_asked(article, today)
    fields = list(article.fields.values_list("pk", flat=True))
    of_field = set(people.filter(fields_of_action__in=fields).values_list("pk", flat=True)) if fields else set()
    ranks = _ranks(article)
    tenures = Tenure.objects.current().filter(office__municipality__in=ranks, person__in=people)
    order = {}
    for pk, municipality in tenures.values_list("person", "office__municipality"):
        order[pk] = min(order.get(pk, (2, 0)), (pk not in of_field, ranks[municipality]))
    for pk in of_field - set(order):
        order[pk] = (1, _PLACES)  # after all who are near
    chosen = sorted(order, key=lambda pk: (*order[pk], pk))[:AT_MOST]
    found = people.in_bulk(chosen)
    return [found[pk] for pk in chosen]


def _may_be_asked(article: Article, today: date):
    lately = Check.objects.filter(asked_on__gt=today - REST)
    return (
        holders(article.readers)
        .filter(is_member=True, is_team=False)
        .exclude(pk=article.owner_id)
        .exclude(pk__in=Author.objects.filter(article=article, person__isnull=False).values("person"))
        .exclude(pk__in=NotAsked.objects.values("person"))
        .exclude(pk__in=lately.values("person"))
    )


def _ranks(article: Article) -> dict:
    """Municipality -> its place in the order of nearness, the page's own (or its owner's) first."""
    place = article.municipality
    if place is None and article.owner:
        place = article.owner.current_office.municipality if article.owner.current_office else None
    if place is None:
        return {}
    place = Municipality.objects.with_district().get(pk=place.pk)
    alike = [one.municipality.pk for one in near(place, _PLACES) if one.is_near]
    return {pk: rank for rank, pk in enumerate([place.pk, *alike])}
