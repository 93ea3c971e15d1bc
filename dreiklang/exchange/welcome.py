"""The first steps of somebody who is new, each ticked off by how things are; nothing is kept but that she put them
away."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Follow
from dreiklang.exchange.models import WelcomeDone
from dreiklang.people.models import Person, Release, Tenure
from dreiklang.seats.models import Registration


def cards(person) -> list[dict]:
    """What stands on Heute until all is done. One query."""
    if not person.is_authenticated or not person.is_member or person.is_team:
        return []
    hers = {"person": OuterRef("pk")}
    is_there = Person.objects.filter(pk=person.pk).values_list(
        Exists(WelcomeDone.objects.filter(**hers)),
        Exists(Person.fields_of_action.through.objects.filter(**hers)),
        Exists(Tenure.objects.current().filter(**hers)),
        Exists(Release.objects.filter(**hers)),
        Exists(Follow.objects.filter(**hers, room__isnull=False)),
        Exists(Registration.objects.filter(**hers)),
    )
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
