from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.groups.readers import tokens_of
from dreiklang.library import listing, waiting
from dreiklang.library.models import Article
from dreiklang.people.models import Person, Tenure
from dreiklang.places.nearness import NEAR

MOST, LOOKED_AT = 3, 60  # of so many of the newest it is asked whether they concern her


def could_be(person) -> dict:
    return {"pages": waiting.pages_of(person, timezone.localdate(), tokens_of(person))}


def cards(person) -> list[dict]:
    """What stands on Heute: pages that wait for her, and some to read."""
    return [*waiting.cards(person), *_to_read(person)]


def _to_read(person) -> list[dict]:
    """Current pages from municipalities like hers and of her fields of action, then the newest. One query."""
    newest = Article.objects.visible_to(person).current(timezone.localdate()).order_by("-as_of", "-id")
    if person.is_authenticated:
        newest = _hers_first(Article.objects.filter(pk__in=newest.values("pk")[:LOOKED_AT]), person)
    lines = listing.lines_of(Article.objects.filter(pk__in=newest.values("pk")[:MOST]).order_by("-as_of", "-id"))
    if not lines:
        return []
    return [{
        "title": _("Aus der Praxis"), "template": "library/_card.html", "lines": lines, "looks": listing.Looks(),
    }]  # fmt: skip


def _hers_first(articles, person):
    """Of a municipality of the same kind and near in size, or of one of her fields of action."""
    theirs = OuterRef("municipality__population")
    alike = Tenure.objects.current().filter(
        person=person, office__municipality__kind=OuterRef("municipality__kind"),
        office__municipality__population__gte=theirs / NEAR, office__municipality__population__lte=theirs * NEAR,
    )  # fmt: skip
    fields = Person.fields_of_action.through.objects.filter(person=person).values("fieldofaction")
    carried = Article.fields.through.objects.filter(article=OuterRef("pk"), fieldofaction__in=fields)
    # by a name: an expression in order_by would look at the wrong articles once this stands within another query
    rank = Case(When(Exists(alike) | Exists(carried), then=Value(0)), default=Value(1), output_field=IntegerField())
    return articles.annotate(rank=rank).order_by("rank", "-as_of", "-id")
