"""What of an event's page does not depend on who reads it, rendered once for each state of it and each language."""

from functools import lru_cache

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from dreiklang.events.models import Event, Speaker

_PARTS = "<!-- parts -->"  # where the parts of a block stand, which not everybody sees


def article(event: Event) -> tuple[Markup, Markup]:
    """(before, after) the parts of a block: description, picture, Ablauf; speakers, access, source."""
    return _rendered(event.pk, event.changed_at, get_language())


@lru_cache(maxsize=500)
def _rendered(pk, changed_at, language) -> tuple[Markup, Markup]:
    named = Prefetch("speakers", Speaker.objects.announced())
    event = Event.objects.prefetch_related(named).get(pk=pk)
    before, _parts, after = render_to_string("events/_article.html", {"event": event}).partition(_PARTS)
    return Markup(before), Markup(after)  # noqa: S704 – rendered by our own template, which escapes
