"""When a debate is over: what was voted is torn from who voted, and everybody who took part hears the outcome."""

from django.db import transaction
from django.utils import timezone

from dreiklang.debates.actions.preparing import lock
from dreiklang.debates.models import Debate, Vote, Voter


@transaction.atomic
def tear_apart(debate: Debate) -> None:
    """Destroy the key. The rows are written anew in the order of their random ids: a database file would tell in which
    order they came, and that is also the order in which people took part. Harmless when called twice."""
    debate = lock(debate.pk)
    if debate.key is None or timezone.now() < debate.ends:
        return
    voters = list(Voter.objects.filter(debate=debate).order_by("pk"))
    votes = list(Vote.objects.filter(voter__debate=debate).order_by("pk"))
    Vote.objects.filter(voter__debate=debate).delete()
    Voter.objects.filter(debate=debate).delete()
    Voter.objects.bulk_create(voters, batch_size=500)
    Vote.objects.bulk_create(votes, batch_size=500)
    debate.key = None
    debate.save(update_fields=["key"])
