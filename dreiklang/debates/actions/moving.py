"""Debates come from elsewhere and go elsewhere, in the format of Polis."""

import csv
import io
import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import secret
from dreiklang.debates.actions.preparing import free_slug
from dreiklang.debates.models import Debate, Statement, Vote, Voter
from dreiklang.debates.showing import shown_of
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal

_AT_ONCE = 5000


@transaction.atomic
def bring_in(found, title: str, *, tell=lambda line: None) -> Debate:
    """One that ended elsewhere, as a draft: who voted is nobody here. Statements keep their numbers. `found` is what
    `opinion.polis_files.read` gave."""
    now, pk = timezone.now(), fresh_id()
    debate = Debate.objects.create(
        pk=pk, slug=free_slug(title), title=title[:200], votes_from=now - timedelta(days=1), ends=now, key=None
    )
    rows = {
        one.id: Statement(
            debate=debate, number=one.id, text=" ".join(one.text.split())[: Statement.LONGEST], is_seed=True,
            state=Statement.DECLINED if one.is_out else Statement.ACCEPTED,
            reason=str(_("Dort, wo die Debatte stattfand, nicht aufgenommen.")) if one.is_out else "",
        )
        for one in found.statements
    }  # fmt: skip
    Statement.objects.bulk_create(rows.values(), batch_size=_AT_ONCE)
    voters = {voter: fresh_id() for voter in found.votes.participants}
    Voter.objects.bulk_create([Voter(pk=pk, debate=debate) for pk in voters.values()], batch_size=_AT_ONCE)
    votes = [
        Vote(pk=secret.vote_id(voters[voter], rows[number].pk), voter_id=voters[voter], statement=rows[number],
             value=value)
        for voter, number, value in zip(
            found.votes.participants, found.votes.statements, found.votes.values, strict=True
        )
    ]  # fmt: skip
    for start in range(0, len(votes), _AT_ONCE):
        Vote.objects.bulk_create(votes[start : start + _AT_ONCE])
        tell(_("%(n)s von %(all)s Antworten") % {"n": min(start + _AT_ONCE, len(votes)), "all": len(votes)})
    return debate


def files_of(debate: Debate) -> dict[str, str]:
    """{name: text}. Row by row only where that was announced; for everybody else what was published."""
    if timezone.now() < debate.ends or debate.key is not None:
        raise Refusal(
            _("Eine Debatte geht hinaus, wenn sie beendet ist und niemand mehr sagen kann, wer was antwortete.")
        )
    state = debate.states.first()
    published = {"parts": shown_of(debate, state)} if state else {}
    files = {"ergebnis.json": json.dumps(published, ensure_ascii=False, indent=1), "comments.csv": _comments(debate)}
    if debate.gives_rows:
        files |= {"votes.csv": _votes(debate), "summary.csv": _written([["topic", debate.title]])}
    return files


def _comments(debate: Debate) -> str:
    moderated = {Statement.ACCEPTED: 1, Statement.WAITING: 0, Statement.DECLINED: -1, Statement.REMOVED: -1}
    return _written([
        ["timestamp", "comment-id", "author-id", "moderated", "comment-body"],
        *(
            [0, one.number, "", moderated[one.state], "" if one.state == Statement.REMOVED else one.text]
            for one in debate.statements.order_by("number")
        ),
    ])  # fmt: skip


def _votes(debate: Debate) -> str:
    """No times; voters are counted through in the order of their random ids."""
    rows = Vote.objects.filter(voter__debate=debate).order_by("voter", "statement__number")
    numbers: dict = {}
    return _written([
        ["timestamp", "comment-id", "voter-id", "vote"],
        *(
            [0, statement, numbers.setdefault(voter, len(numbers)), value]
            for voter, statement, value in rows.values_list("voter", "statement__number", "value")
        ),
    ])  # fmt: skip


def _written(rows) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
