from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Thread
from dreiklang.exchange.rules import may_propose_team


def steps(thing, person) -> list[tuple[str, str]]:
    """[(label, address)]: a question that several should work out. None from what stays in its room."""
    if not isinstance(thing, Thread) or not may_propose_team(person) or thing.is_kept_inside:
        return []
    return [(_("Ein ThemenTeam vorschlagen"), f"/austausch/thementeams/neu/?{urlencode({'thema': thing.pk})}")]
