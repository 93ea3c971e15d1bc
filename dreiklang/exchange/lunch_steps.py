from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dreiklang.debates import phases
from dreiklang.debates.models import Debate
from dreiklang.dialogue.models import Thread
from dreiklang.exchange.models.lunch import HOME, LunchSeries
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.people.rules import is_member


def steps(thing, person) -> list[tuple[str, str]]:
    """What a debate or a thread left open is brought along to the next MittagsMeeting: its title stands in the field
    there, to be said in one's own words. Of a thread, whose page is the most visited, it asks the database nothing:
    where there is no MittagsMeeting, the page of the MittagsMeeting says so."""
    if not is_member(person) or not _may_be_brought(thing):
        return []
    label = _("In das nächste MittagsMeeting einbringen")
    return [(label, f"{HOME}?{urlencode({'frage': thing.title[:300]})}#fragen")]


def _may_be_brought(thing) -> bool:
    if isinstance(thing, Debate):
        return thing.allows(phases.CONCLUDE) and LunchSeries.standing() is not None
    if not isinstance(thing, Thread):
        return False
    comes_by_itself = thing.is_question and thing.pooled_at and not thing.answered_at
    return thing.readers in (MEMBERS, PUBLIC) and not (thing.is_kept_inside or thing.room.is_locked or comes_by_itself)
