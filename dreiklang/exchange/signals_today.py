"""Signals on Heute: for whoever may answer one, and for the team that releases them."""

from django.db.models import Q
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Moderator, Room
from dreiklang.exchange.models import Signal, is_of_the_ministry
from dreiklang.foundation.together import is_missing

MOST = 4


def cards(person) -> list[dict]:
    return [
        {"title": title, "template": "exchange/_signals_today.html", "signals": found[:MOST], "is_hers": True}
        for title, found in ((_("Ein Signal wartet auf Ihre Antwort"), _to_answer(person)),
                             (_("Ein Signal wartet auf Freigabe"), _to_release(person)))
        if found
    ]  # fmt: skip


def _to_answer(person) -> list[Signal]:
    if is_missing("signals"):
        return []
    hers = Q(association=None)
    if person.is_member:
        rooms = Moderator.objects.rooms_of(person)
        if not rooms:
            return []
        of_circles = Room.objects.filter(pk__in=rooms, kind=Room.CIRCLE, association__isnull=False)
        hers = Q(association__in=of_circles.values("association"))
    elif not is_of_the_ministry(person):
        return []
    return list(Signal.objects.waiting().filter(hers).newest_first()[:MOST])


def _to_release(person) -> list[Signal]:
    if not person.is_team:
        return []
    return list(Signal.objects.filter(state=Signal.PROPOSED).exclude(proposed_by=person).order_by("title")[:MOST])
