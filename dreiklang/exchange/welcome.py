"""The first steps of somebody who is new, each ticked off by how things are; nothing is kept but that she put them
away."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Follow
from dreiklang.exchange.models import WelcomeDone
from dreiklang.foundation.together import is_missing
from dreiklang.people.models import Person, Release, Tenure
from dreiklang.seats.models import Registration


def open_for(person):
    """Herself, as long as a step is open and she has not put them away."""
    put_away, *steps = _there()
    return Person.objects.filter(~put_away, pk=person.pk).exclude(*steps, ~Q(function=""))


def cards(person) -> list[dict]:
    """What stands on Heute until all is done. One query."""
    if not person.is_authenticated or not person.is_member or person.is_team or is_missing("welcome"):
        return []
    is_there = Person.objects.filter(pk=person.pk).values_list(*_there())
    is_put_away, has_fields, has_office, has_card, follows, has_date = is_there.get()
    steps = [
        (_("Profil ausfüllen: Funktion, Kommune, Handlungsfelder"), "/konto/profil/",
         bool(person.function and has_fields and has_office)),
        (_("Entscheiden, was Kolleginnen und Kollegen von Ihnen sehen"), "/konto/auffindbar/", has_card),
        (_("Einem Raum im Dialog folgen"), "/dialog/", follows),
        (_("Den ersten Termin aussuchen"), "/veranstaltungen/", has_date),
    ]  # fmt: skip
    if is_put_away or all(is_done for _label, _path, is_done in steps):
        return []
    return [{"title": _("Erste Schritte"), "template": "exchange/_welcome.html", "steps": steps, "is_hers": True}]


def _there() -> list[Exists]:
    """Whether they are put away; whether she has fields, an office, a card, follows a room, has a date."""
    hers = {"person": OuterRef("pk")}
    return [Exists(rows) for rows in (
        WelcomeDone.objects.filter(**hers), Person.fields_of_action.through.objects.filter(**hers),
        Tenure.objects.current().filter(**hers), Release.objects.filter(**hers),
        Follow.objects.filter(**hers, room__isnull=False), Registration.objects.filter(**hers),
    )]  # fmt: skip
