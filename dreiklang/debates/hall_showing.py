"""A hall as those who look at it see it now. A page asks for itself every few seconds and says what it shows: as long
as that has not changed, nothing is sent."""

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from dreiklang.debates import secret
from dreiklang.debates.models import Hall, HallLike, HallQuestion
from dreiklang.foundation.dates import weekday
from dreiklang.foundation.text import escape_markdown


class Shown(NamedTuple):
    stand: str  # changes with what is shown
    open: list[HallQuestion]
    answered: list[HallQuestion]


def for_audience(hall: Hall, who: UUID | None, newest_first: bool) -> Shown:
    """Each with `interest` and `is_liked`. `who`: a person's id or a guest's, None for somebody who has none yet."""
    shown = hall.questions.filter(state__in=[HallQuestion.OPEN, HallQuestion.ANSWERED]).counted()
    questions = list(shown.order_by("-number") if newest_first else shown.order_by("-interest", "number"))
    liked = _liked(hall, who, questions)
    for one in questions:
        one.is_liked = one.pk in liked
    return Shown(
        stand_of(hall, [(one.pk, one.state, one.interest, one.is_liked, one.is_now) for one in questions]),
        [one for one in questions if one.state == HallQuestion.OPEN],
        [one for one in questions if one.state == HallQuestion.ANSWERED],
    )  # fmt: skip


def _liked(hall: Hall, who: UUID | None, questions: list[HallQuestion]) -> set[UUID]:
    voter = secret.voter_id(hall, who) if who is not None else None
    if voter is None:
        return set()
    ids = {secret.vote_id(voter, one.pk): one.pk for one in questions}
    return {ids[pk] for pk in HallLike.objects.filter(pk__in=ids).values_list("pk", flat=True)}


def for_moderator(hall: Hall) -> tuple[str, dict[str, list[HallQuestion]]]:
    """The stand, and what waits, the shortlist, what else is open, what was answered, what was put aside."""
    questions = list(hall.questions.exclude(state=HallQuestion.REMOVED).counted().order_by("-interest", "number"))
    there = {state: [one for one in questions if one.state == state] for state, _label in HallQuestion.STATES}
    listed = sorted((one for one in there["open"] if one.place is not None), key=lambda one: one.place)
    stand = stand_of(hall, [(one.pk, one.state, one.interest, one.place, one.is_now) for one in questions])
    return stand, {
        "waiting": sorted(there["waiting"], key=lambda one: one.number), "listed": listed,
        "open": [one for one in there["open"] if one.place is None],
        "answered": there["answered"], "aside": there["aside"],
    }  # fmt: skip


def for_screen(hall: Hall) -> tuple[str, HallQuestion | None, list[HallQuestion]]:
    """The stand, the question that is being answered, and the shortlist."""
    shown = hall.questions.filter(state=HallQuestion.OPEN).counted()
    now, listed = shown.filter(is_now=True).first(), list(shown.shortlisted())
    return stand_of(hall, [now and now.pk, [(one.pk, one.interest) for one in listed]]), now, listed


def as_markdown(hall: Hall) -> str:
    """What was answered, what was not, and what nobody took in: for those who moderated."""
    _stand, lists = for_moderator(hall)
    parts = [
        (_("Beantwortet"), lists["answered"]), (_("Nicht beantwortet"), [*lists["listed"], *lists["open"]]),
        (_("Nicht aufgenommen"), lists["waiting"]),
    ]  # fmt: skip
    lines = [f"# {escape_markdown(hall.title)}", "", f"{weekday(hall.on)}"]
    for title, questions in parts:
        lines += ["", f"## {title}", "", *(_line(one) for one in questions)] if questions else []
    return "\n".join(lines) + "\n"


def _line(question: HallQuestion) -> str:
    number = question.interest
    said = ngettext("interessiert %(n)s Person", "interessiert %(n)s Personen", number) % {"n": number}
    return f"- {escape_markdown(question.text)}" + (f" ({said})" if number else "")


def stand_of(hall: Hall, shown: list) -> str:
    return sha256(repr((hall.title, hall.closed_at, hall.is_checked, shown)).encode()).hexdigest()[:12]


def address_of(hall: Hall) -> str:
    return f"{settings.SITE_URL}{hall.path}"


def qr_of(hall: Hall) -> Markup:
    drawn = segno.make_qr(address_of(hall), error="m").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 – of paths and numbers alone
