"""Where a debate leads when it is over: to a question, to a page, to an event."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dreiklang.debates import phases
from dreiklang.debates.models import Debate
from dreiklang.dialogue.models import Room


def steps(thing, person) -> list[tuple[str, str]]:
    """[(label, address)] of addresses in other rooms, each of which asks again who may."""
    if not isinstance(thing, Debate) or not person.is_authenticated or not thing.allows(phases.CONCLUDE):
        return []
    found = []
    if room := Room.objects.open_to(person).in_order().first():
        words = urlencode({"q": thing.title[:150]})
        found.append((_("Daraus eine Frage in „%(room)s“ machen") % {"room": room.title}, f"{room.path}neu/?{words}"))
    if person.is_member:
        found.append((_("Daraus eine Seite machen"), f"/praxis/neu/?{urlencode({'titel': thing.title})}"))
    if person.is_team:
        found.append(
            (_("Dazu eine Veranstaltung anlegen"), f"/veranstaltungen/neu/?{urlencode({'titel': thing.title})}")
        )
    return found
