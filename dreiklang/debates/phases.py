"""When what is allowed in a debate: one table."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

DRAFT, COMING, COLLECTING, VOTING, ENDED, OUTCOME = "draft", "coming", "collecting", "voting", "ended", "outcome"
NAMES = {
    DRAFT: _("in Vorbereitung"),
    COMING: _("angekündigt"),
    COLLECTING: _("Aussagen sammeln"),
    VOTING: _("abstimmen"),
    ENDED: _("Ergebnis"),
    OUTCOME: _("was daraus wurde"),
}

# write: question, background, dates · seed: statements by those who prepare · mend: typos in a statement
# propose: statements by whoever takes part · decide: take in or not · vote · read: results · conclude: the outcome
WRITE, SEED, MEND, PROPOSE, DECIDE, VOTE, READ, CONCLUDE = (
    "write", "seed", "mend", "propose", "decide", "vote", "read", "conclude",
)  # fmt: skip
ALLOWED = {
    DRAFT: {WRITE, SEED, MEND},
    COMING: {WRITE, SEED, MEND},
    COLLECTING: {SEED, MEND, PROPOSE, DECIDE},
    VOTING: {SEED, PROPOSE, DECIDE, VOTE, READ},
    ENDED: {READ, CONCLUDE},
    OUTCOME: {READ, CONCLUDE},
}


def phase_of(debate, now: datetime) -> str:
    if debate.is_draft:
        return DRAFT
    if now >= debate.ends:
        return OUTCOME if debate.outcome_at else ENDED
    if now >= debate.votes_from:
        return VOTING
    return COLLECTING if debate.collects_from and now >= debate.collects_from else COMING


def allows(debate, act: str, now: datetime) -> bool:
    """Whether the table has it, and while people vote whether statements are still proposed."""
    phase = phase_of(debate, now)
    if phase == VOTING and act == PROPOSE:
        return debate.proposes_until is not None and now < debate.proposes_until
    return act in ALLOWED[phase]
