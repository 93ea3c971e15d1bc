"""Where a debate, a thesis or a poll leads when it is over: to a question, to a page, to an event; and a question of a
hall that nobody answered there."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dreiklang.debates import phases
from dreiklang.debates.models import Debate, HallQuestion, Poll, Thesis
from dreiklang.dialogue.models import Room
from dreiklang.foundation.once import once


def steps(thing, person) -> list[tuple[str, str]]:
    """[(label, address)] of addresses in other rooms, each of which asks again who may."""
    if isinstance(thing, HallQuestion):
        return _of_a_question(thing, person)
    if not person.is_authenticated or not _is_over(thing):
        return []
    found, title = [], str(thing)
    if room := _room_of(person):
        words = urlencode({"q": title[:150]})
        found.append((_("Daraus eine Frage in „%(room)s“ machen") % {"room": room.title}, f"{room.path}neu/?{words}"))
    if person.is_member:
        found.append((_("Daraus eine Seite machen"), f"/praxis/neu/?{urlencode({'titel': title})}"))
    if person.is_team:
        found.append((_("Dazu eine Veranstaltung anlegen"), f"/veranstaltungen/neu/?{urlencode({'titel': title})}"))
    return found


def _of_a_question(question: HallQuestion, person) -> list[tuple[str, str]]:
    if not person.is_authenticated or question.hall.is_open or question.state != HallQuestion.OPEN:
        return []
    room = _room_of(person)
    words = urlencode({"q": question.text[:150]})
    return [(_("In „%(room)s“ fragen") % {"room": room.title}, f"{room.path}neu/?{words}")] if room else []


def _room_of(person) -> Room | None:
    """The first in which she can ask. Once a request, however many questions there are."""
    return once(("room to ask in", person.pk), lambda: Room.objects.open_to(person).in_order().first())


def _is_over(thing) -> bool:
    if isinstance(thing, Thesis):
        return thing.is_over
    if isinstance(thing, Poll):
        return thing.result is not None
    return isinstance(thing, Debate) and thing.allows(phases.CONCLUDE)
