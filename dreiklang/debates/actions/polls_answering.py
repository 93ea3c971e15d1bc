"""Somebody answers a poll: once, changed as often as she wishes until the end."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.debates import secret
from dreiklang.debates.actions.polls import lock
from dreiklang.debates.models import Ballot, Poll, Turnout
from dreiklang.debates.rules import may_answer
from dreiklang.debates.tallies import AGREE, STANCES
from dreiklang.foundation.refusal import Refusal

LONGEST_WORDS = 500  # signs


@transaction.atomic
def cast(poll: Poll, said, *, by) -> None:
    """`said` as models/polls.py describes it. Whoever sends it twice has answered once."""
    poll = lock(poll.pk)
    if not may_answer(by, poll):
        raise Refusal(_("An dieser Umfrage nehmen Sie nicht teil."))
    if not poll.is_running:
        raise Refusal(_("Diese Umfrage ist beendet."))
    _require_sound(poll, said)
    Ballot.objects.update_or_create(pk=secret.voter_id(poll, by.pk), defaults={"poll": poll, "said": said})
    Turnout.objects.bulk_create([Turnout(poll=poll, person=by)], ignore_conflicts=True)


def ballot_of(poll: Poll, person) -> Ballot | None:
    """Hers, while the poll runs. Afterwards nobody has one."""
    found = secret.voter_id(poll, person.pk)
    return Ballot.objects.filter(pk=found).first() if found else None


def _require_sound(poll: Poll, said) -> None:
    if poll.kind == Poll.CONSENT:
        if said.get("stance") not in STANCES:
            raise Refusal(_("Bitte wählen Sie eine der drei Antworten."), field="stance")
        if len(said.get("words", "")) > LONGEST_WORDS or said.get("words") and said["stance"] == AGREE:
            raise Refusal(_("Worte gehören zu Bedenken oder Einwand, höchstens 500 Zeichen."), field="words")
        return
    options = poll.options.count()
    if poll.kind == Poll.RANKING:
        if sorted(said) != list(range(options)):
            raise Refusal(_("Jeder Platz wird einmal vergeben."))
        return
    if len(said) != options or any(not 0 <= number <= poll.most for number in said):
        raise Refusal(_("Für eine Option höchstens %(n)s.") % {"n": poll.most})
    if sum(said) > poll.dots:
        over = sum(said) - poll.dots
        raise Refusal(_("%(n)s zu viel verteilt. Sie haben %(all)s.") % {"n": over, "all": poll.dots})
