"""One answer to one statement: once each, whoever clicks twice, changed as often as wished until the end."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dreiklang.debates import phases, secret
from dreiklang.debates.models import Debate, Participation, Statement, Vote, Voter
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Invitation

# One statement, which is its own transaction: of all that the house writes this is written most often by far.
_WRITE = """
    INSERT INTO debates_vote (id, voter_id, statement_id, value) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET value = excluded.value
"""


def vote(debate: Debate, statement: Statement, value: int, *, by=None, guest: UUID | None = None, stands=False) -> None:
    """`by` is a member, or None for a guest, whose cookie carries the random id `guest`. Nobody is locked: the ids of
    the rows make two answers of one person to one statement one. `stands`: she is known to stand in the lists."""
    if not debate.allows(phases.VOTE):
        raise Refusal(_("Über diese Aussagen wird gerade nicht abgestimmt."))
    if statement.debate_id != debate.pk or statement.state != Statement.ACCEPTED:
        raise Refusal(_("Diese Aussage gehört nicht zur Debatte."))
    if value not in (Vote.AGREE, Vote.PASS, Vote.DISAGREE):
        raise Refusal(_("Bitte wählen Sie: stimme zu, stimme nicht zu, oder weiter."))
    voter = secret.voter_id(debate, by.pk if by is not None else guest)
    if voter is None:
        raise Refusal(_("Diese Debatte ist beendet."))
    if stands or Voter.objects.filter(pk=voter).exists():
        _write(voter, statement, value)
        return
    with transaction.atomic():
        enter(debate, voter, by)
        _write(voter, statement, value)


def _write(voter: UUID, statement: Statement, value: int) -> None:
    ids = secret.vote_id(voter, statement.pk), voter, statement.pk
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*(Vote._meta.pk.get_db_prep_value(each, connection) for each in ids), value])


def enter(debate: Debate, voter: UUID, by) -> None:
    """The first answer of somebody: she stands in both lists, once in each."""
    came = Invitation.objects.filter(email=by.email if by else "", accepted_at__gte=debate.votes_from)
    is_new = by is None or came.exists()
    row = Voter(pk=voter, debate=debate, is_guest=by is None, is_new=is_new)
    Voter.objects.bulk_create([row], ignore_conflicts=True)
    if by is not None:
        Participation.objects.bulk_create([Participation(debate=debate, person=by)], ignore_conflicts=True)
