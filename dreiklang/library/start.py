from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.library import listing
from dreiklang.library.models import Article
from dreiklang.people.models import Person, Tenure
from dreiklang.places.nearness import NEAR

MOST, LOOKED_AT = 3, 200  # of so many of the newest it is asked whether they concern her


def cards(person) -> list[dict]:
    """What stands on Heute: current pages from municipalities like hers and of her fields of action, then the newest.
    One query."""
    articles = Article.objects.visible_to(person).current(timezone.localdate()).order_by("-as_of", "-id")
    if person.is_authenticated:
        newest = Article.objects.filter(pk__in=articles.values("pk")[:LOOKED_AT])
        rank = Case(When(_is_hers(person), then=Value(0)), default=Value(1), output_field=IntegerField())
        articles = newest.annotate(rank=rank).order_by("rank", "-as_of", "-id")
    found = list(listing.with_facts(articles)[:MOST])
    if not found:
        return []
    is_for_her = person.is_authenticated and found[0].rank == 0
    title = _("Aus der Praxis, passend zu Ihrer Arbeit") if is_for_her else _("Neu in der Praxis")
    return [{"title": title, "template": "library/_card.html", "articles": found, "looks": listing.Looks()}]


def _is_hers(person) -> Q:
    """Of a municipality of the same kind and near in size, or of one of her fields of action."""
    theirs = OuterRef("municipality__population")
    alike = Tenure.objects.current().filter(
        person=person, office__municipality__kind=OuterRef("municipality__kind"),
        office__municipality__population__gte=theirs / NEAR, office__municipality__population__lte=theirs * NEAR,
    )  # fmt: skip
    fields = Person.fields_of_action.through.objects.filter(person=person).values("fieldofaction")
    carried = Article.fields.through.objects.filter(article=OuterRef("pk"), fieldofaction__in=fields)
    return Q(Exists(alike)) | Q(Exists(carried))
