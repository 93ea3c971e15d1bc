"""When a debate is over: what was voted is torn from who voted, and everybody who took part hears the outcome."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import phases
from dreiklang.debates.actions.preparing import lock
from dreiklang.debates.models import Debate, Participation, Vote, Voter
from dreiklang.debates.rules import may_look_after
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


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


@transaction.atomic
def conclude(debate: Debate, source: str, *, by) -> Debate:
    """Say what came of it. Everybody who took part with an account hears it, the first time."""
    debate = lock(debate.pk)
    if not may_look_after(by, debate) or not debate.allows(phases.CONCLUDE):
        raise Refusal(_("Was daraus wurde, steht nach dem Ende fest."))
    is_first = debate.outcome_at is None
    debate.outcome_source, debate.outcome_html = source, to_html(source)
    debate.outcome_at = debate.outcome_at or timezone.now()
    debate.save()
    record(by, "debate.concluded", f"debate:{debate.pk}")
    if is_first:
        took_part = Participation.objects.filter(debate=debate).values("person")
        _tell(Person.objects.able().filter(pk__in=took_part), debate, "letters/debate_outcome.txt")
    return debate


@transaction.atomic
def remind(debate: Debate, *, by) -> None:
    """Those of a group who have not answered, once, while there is time. Who they are nobody is told."""
    debate = lock(debate.pk)
    if not may_look_after(by, debate) or not debate.allows(phases.VOTE) or not debate.readers.startswith("group:"):
        raise Refusal(_("Erinnert wird nur, wer zu einer Gruppe gehört, und nur solange abgestimmt wird."))
    if debate.reminded_at:
        return
    debate.reminded_at = timezone.now()
    debate.save(update_fields=["reminded_at"])
    took_part = Participation.objects.filter(debate=debate).values("person")
    _tell(holders(debate.readers).exclude(pk__in=took_part), debate, "letters/debate_reminder.txt")


def _tell(people, debate: Debate, letter: str) -> None:
    for person in people.order_by("pk"):
        write(
            person.email, letter,
            {"person": person, "debate": debate, "address": f"{settings.SITE_URL}{debate.path}"},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
