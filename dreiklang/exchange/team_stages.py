"""The life of a ThemenTeam as one table: what may be done at which stage, and by whom. Everything else asks here."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreiklang.exchange.models import TopicTeam
from dreiklang.foundation.dates import short_day

# Who somebody can be to a team; `rules.roles_in` says which of them she is.
MEMBER, PROPOSER, WORKS, SPEAKS, GUEST, STEERS = "member", "proposer", "works", "speaks", "guest", "steers"

# What can be done with a team.
SAY, CHANGE, START, GIVE_UP = "say", "change", "start", "give up"
JOIN, TAKE_IN, LEAVE, HOST, WRITE, OPEN_DRAFT, CLOSE_DRAFT, DISSOLVE = (
    "join", "take in", "leave", "host", "write", "open draft", "close draft", "dissolve",
)  # fmt: skip

_AT_WORK = {
    SAY: {MEMBER}, JOIN: {MEMBER}, CHANGE: {SPEAKS}, TAKE_IN: {SPEAKS, STEERS}, LEAVE: {WORKS, GUEST}, HOST: {SPEAKS},
    DISSOLVE: {SPEAKS, STEERS},
}  # fmt: skip
ALLOWED = {
    TopicTeam.PROPOSED: {
        SAY: {MEMBER}, CHANGE: {PROPOSER, STEERS}, START: {PROPOSER, STEERS}, GIVE_UP: {PROPOSER, STEERS},
    },
    TopicTeam.ACTIVE: _AT_WORK | {WRITE: {WORKS}, OPEN_DRAFT: {WORKS}},
    TopicTeam.COMMENT: _AT_WORK | {WRITE: {WORKS}, OPEN_DRAFT: {WORKS}, CLOSE_DRAFT: {WORKS}},
    TopicTeam.RELEASED: _AT_WORK,
    TopicTeam.REVIEWED: _AT_WORK,
    TopicTeam.DISSOLVED: {},
    TopicTeam.LAPSED: {},
}  # fmt: skip


def is_allowed(team: TopicTeam, act: str, roles: set[str]) -> bool:
    """Whether somebody who is all this to the team may do that to it now."""
    return not roles.isdisjoint(ALLOWED[team.stage].get(act, ()))


class Step(NamedTuple):
    name: str
    state: str  # "done", "now", "next"


_STEPS = [
    gettext_lazy("Vorschlag"), gettext_lazy("Interesse"), gettext_lazy("Arbeit"), gettext_lazy("Rückmeldung"),
    gettext_lazy("Veröffentlicht"), gettext_lazy("Geprüft"),
]  # fmt: skip
_HERE = {
    TopicTeam.PROPOSED: 1, TopicTeam.ACTIVE: 2, TopicTeam.COMMENT: 3, TopicTeam.RELEASED: 4, TopicTeam.REVIEWED: 5,
}  # fmt: skip


def steps_of(team: TopicTeam) -> list[Step]:
    """Where it stands on its way; none for a team that is over: it went no further."""
    if team.is_over:
        return []
    here = _HERE[team.stage]
    return [Step(str(name), "done" if at < here else "now" if at == here else "next") for at, name in enumerate(_STEPS)]


def next_of(team: TopicTeam, today, is_enough: bool = False) -> str:
    """What comes next, as a sentence that every member may read."""
    match team.stage:
        case TopicTeam.PROPOSED if is_enough:
            return _("Genug sind dabei. Als Nächstes startet das Team: mit einem Klick von denen, die es vorschlugen.")
        case TopicTeam.PROPOSED:
            return _("Als Nächstes sagen Mitglieder „Ich bin dabei“, bis genug Personen und Verbände zusammen sind.")
        case TopicTeam.ACTIVE if team.article_id:
            return _("Als Nächstes öffnet das Team seinen Entwurf, damit andere Rückmeldung geben.")
        case TopicTeam.ACTIVE:
            return _("Als Nächstes beginnt das Team den gemeinsamen Text.")
        case TopicTeam.COMMENT if team.is_out_for_comments(today):
            return _("Bis %(day)s kann jedes Mitglied den Entwurf lesen und Änderungen vorschlagen.") % {
                "day": short_day(team.comment_until)
            }
        case TopicTeam.COMMENT:
            return _("Als Nächstes arbeitet das Team die Rückmeldungen ein und reicht den Text zur Prüfung ein. "
                     "Freigeben wird ihn eine Person, die nicht mitschrieb.")  # fmt: skip
        case TopicTeam.RELEASED | TopicTeam.REVIEWED if team.article_id and team.article.checked_until:
            return _("Das Ergebnis steht im PraxisPortal. Als Nächstes wird es geprüft, spätestens am %(day)s.") % {
                "day": short_day(team.article.checked_until)
            }
        case TopicTeam.RELEASED | TopicTeam.REVIEWED:
            return _("Das Ergebnis steht im PraxisPortal.")
        case TopicTeam.LAPSED:
            return team.ended_because or _("Es fanden sich nicht genug Mitwirkende.")
    return _("Das Team hat seine Arbeit beendet.")
