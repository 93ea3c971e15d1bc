from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dreiklang.debates import phases
from dreiklang.debates.models import Debate
from dreiklang.exchange.models.lunch import HOME, LunchSeries
from dreiklang.people.rules import is_member


def steps(thing, person) -> list[tuple[str, str]]:
    """What a debate left open is brought along to the next MittagsMeeting: its words stand in the field there."""
    if not isinstance(thing, Debate) or not is_member(person) or not thing.allows(phases.CONCLUDE):
        return []
    if LunchSeries.standing() is None:
        return []
    return [(_("Zum nächsten MittagsMeeting mitbringen"), f"{HOME}?{urlencode({'frage': thing.title[:300]})}#fragen")]
