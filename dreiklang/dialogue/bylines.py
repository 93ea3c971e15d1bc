"""Who wrote a post, as its readers see it: the name, and of function and municipality what she released."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dreiklang.people.models import Release


@dataclass(frozen=True)
class Byline:
    name: str
    said: str = ""  # 'Integrationsbeauftragte, Esslingen'; of a voice what it is called
    card: str = ""  # the path of her card, where she can be found

    @cached_property
    def html(self) -> str:
        name = format_html(
            '<a class="by" href="{}">{}</a>' if self.card else "<strong>{1}</strong>", self.card, self.name
        )
        return name + format_html(' <span class="soft small">{}</span>', self.said) if self.said else name


def bylines_of(posts, reader) -> dict:
    """Post's id -> Byline, of rows as showing.py has them. One query, however many write; none where nobody of them
    does so under her name."""
    cards = _cards({post.author_id for post in posts if post.author_id}, reader)
    known, found = {}, {}  # many posts are by few
    for post in posts:
        who = post.author_id, post.voice_id
        if who not in known:
            known[who] = _byline(post, cards)
        found[post.id] = known[who]
    return found


def _byline(post, cards: dict) -> Byline:
    if post.voice_id:
        return Byline(post.voice__line, _("Stimme %(name)s") % {"name": post.voice__name})
    if not post.author_id:
        return Byline(_("Ehemaliges Mitglied"))
    return Byline(post.author__name, *cards.get(post.author_id, ()))


def _cards(ids: set, reader) -> dict:
    """Person's id -> (what is said of her, path of her card), of those who can be found."""
    found, today = {}, timezone.localdate()
    for told in Release.objects.tellings(ids, reader):
        since, until = told.held_from, told.held_to
        is_current = since is not None and since <= today and (until is None or until >= today)
        if told.person in found and not is_current:
            continue
        # The same as Release.function: what she was called in an office that she left is no longer true.
        parts = [told.function if told.shows_function and (is_current or since is None) else ""]
        parts += [told.place if told.shows_municipality and is_current else ""]
        found[told.person] = ", ".join(filter(None, parts)), Release.path_of(told.card)
    return found
