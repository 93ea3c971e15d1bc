from datetime import timedelta

from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.models import Debate, Statement
from dreiklang.foundation.models import fresh_id

OPINIONS = ("Mehr Zeit hilft.", "Mehr Geld hilft.", "Mehr Austausch hilft.", "Weniger Berichte helfen.")


def a_debate(title="Was hilft?", texts=OPINIONS, *, by=None, days=(-1, 7), **facts) -> Debate:
    """A published one with statements; it is voted between these days from now."""
    starts, ends = (timezone.now() + timedelta(days=number) for number in days)
    pk = fresh_id()
    facts = {"slug": f"debatte-{pk.hex[:8]}", "is_draft": False, "rules_source": "Fair.", "votes_from": starts,
             "ends": ends} | facts  # fmt: skip
    debate = Debate.objects.create(pk=pk, title=title, key=secret.fresh_key(pk), by=by, **facts)
    for number, text in enumerate(texts):
        a_statement(debate, text, number=number)
    return debate


def a_statement(debate, text="Mehr Ruhe hilft.", *, number=None, state=Statement.ACCEPTED, **facts) -> Statement:
    number = debate.statements.count() if number is None else number
    return Statement.objects.create(debate=debate, text=text, number=number, state=state, **facts)


def answered(debate, person, values=(1, -1, 0)) -> None:
    """She answers the first statements so."""
    for statement, value in zip(debate.statements.accepted(), values, strict=False):
        vote(debate, statement, value, by=person)
