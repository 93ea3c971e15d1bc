"""Who wrote a post, as its readers see it: the name, and of function and municipality what she released."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from dreiklang.people.models import Person, Release, Tenure


@dataclass(frozen=True)
class Byline:
    name: str
    said: str = ""  # 'Integrationsbeauftragte, Esslingen'; of a voice what it is called
    card: str = ""  # the path of her card, where she can be found


def bylines_of(posts, reader) -> dict:
    """Post's key -> Byline. One query, however many write; none where nobody does under her name."""
    known = _of_people({post.author_id for post in posts if post.author_id}, reader)
    gone = Byline(str(_("Ehemaliges Mitglied")))
    return {
        post.pk: _of_voice(post.voice) if post.voice_id else known.get(post.author_id, gone)
        for post in posts
    }  # fmt: skip


def _of_voice(voice) -> Byline:
    return Byline(voice.line, _("Stimme %(name)s") % {"name": voice.name})


def _of_people(ids: set, reader) -> dict:
    if not ids:
        return {}
    cards = Release.objects.visible_to(reader).filter(person=OuterRef("pk"))
    held = Tenure.objects.filter(person=OuterRef("pk"))
    facts = ("pk", "name", "card", "shows_function", "function", "shows_municipality", "has_held", "place")
    people = Person.objects.filter(pk__in=ids).annotate(
        card=Subquery(cards.values("pk")), shows_function=Subquery(cards.values("shows_function")),
        shows_municipality=Subquery(cards.values("shows_municipality")), has_held=Exists(held),
        place=Subquery(held.current().order_by("-held_from").values("office__municipality__name")[:1]),
    ).values_list(*facts)  # fmt: skip
    found = {}
    for pk, name, card, shows_function, function, shows_municipality, has_held, place in people:
        # The same as Release.function: what she was called in an office that she left is no longer true.
        parts = [function if shows_function and (place or not has_held) else "", place if shows_municipality else ""]
        found[pk] = Byline(name, ", ".join(filter(None, parts)), Release(pk=card).path if card else "")
    return found
