from django.db import transaction

from dreiklang.foundation import privacy
from dreiklang.people.actions.teaming import keep_a_team


@transaction.atomic
def leave(person) -> None:
    """Every room forgets the person. The last one of the team is refused."""
    keep_a_team(person)
    privacy.erase(person)
