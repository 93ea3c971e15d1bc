"""The result of a debate on paper: what all share and what divides as text, then the map, then every statement."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import date as written
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dreiklang.debates import showing
from dreiklang.debates.models import Debate, State
from dreiklang.foundation import outline
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.documents import pdf
from dreiklang.foundation.outline import bullets, heading, paragraph, plain

_TEMPLATE = Path(__file__).with_name("templates") / "documents" / "debate.typ"
_COLOURS = {"A": "#1f6fb2", "B": "#b5541c", "C": "#2f7d4f", "D": "#7a4fa3", "E": "#8c6d1f", "": "#5f6672"}


def as_pdf(debate: Debate, state: State, at: datetime | None = None) -> bytes:
    """The newest state, in the language that is read."""
    values = {
        "footer": _("Ergebnis einer Debatte"), "head": _head(debate, state), "opening": _outcome(debate),
        "parts": [_part(part) for part in showing.parts_of(debate, state)],
    }  # fmt: skip
    return pdf(_TEMPLATE, values, title=debate.title, language=get_language()[:2], at=at or state.at)


def _head(debate: Debate, state: State) -> list[list[str]]:
    as_of = f"{short_day(state.at)}, {written(timezone.localtime(state.at), 'H:i')}"
    return [
        [_("Stand"), _("Ergebnis, beendet am %(day)s") % {"day": short_day(debate.ends)} if state.is_last
         else _("Zwischenstand, %(when)s") % {"when": as_of}],
        [_("Adresse"), f"{settings.SITE_URL}{debate.path}ergebnis/"],
    ]  # fmt: skip


def _outcome(debate: Debate) -> list[dict]:
    if not debate.outcome_source:
        return []
    return [heading(_("Was daraus wurde"), 1), *outline.of(debate.outcome_source, top=2, home=settings.SITE_URL)]


def _part(part: showing.Part) -> dict:
    circles = showing.places(part)
    return {
        "before": [*_opening(part), *_named(_("Was alle teilen"), part.shared), *_named(_("Was uns unterscheidet"),
                   part.divides), *_groups(part)],
        "map": _map(circles), "alt": _alt(part), "below": [paragraph(showing.map_explained())],
        "after": [heading(_("Alle Aussagen"), 2), outline.table(
            [_("Aussage"), _("Antworten")], [[line.text, line.said] for line in part.lines]
        )],
    }  # fmt: skip


def _opening(part: showing.Part) -> list[dict]:
    return [heading(part.title or _("Was die Teilnehmenden sagen"), 1), paragraph(showing.how_many(part))]


def _named(title: str, lines: list[showing.Line]) -> list[dict]:
    said = [[*plain(line.text), *plain(f" {line.said}", italic=True)] for line in lines]
    return [heading(title, 2), bullets(said) if said else paragraph(_("Keine."))]


def _groups(part: showing.Part) -> list[dict]:
    if not part.sentence:
        return []
    blocks = [heading(_("Wer ähnlich antwortet"), 2), paragraph(part.sentence)]
    for group in part.groups:
        blocks += [heading(showing.named(part, group), 3)]
        if group.typical:
            blocks += [bullets([[*plain(f"{line.text} "), *plain(side, italic=True)] for line, side in group.typical])]
    return blocks


def _alt(part: showing.Part) -> str:
    groups = " ".join(f"{showing.named(part, group)}." for group in part.groups)
    return f"{_('Karte der Meinungen: Wer ähnlich antwortet, liegt nahe beieinander.')} {groups}".strip()


def _map(circles: list[dict]) -> str:
    """As on the page."""
    if not circles:
        return ""
    size, half = showing.SIZE, showing.SIZE / 2
    drawn = "".join(
        f'<circle cx="{one["x"]}" cy="{one["y"]}" r="{one["r"]}" fill="{_COLOURS[one["group"]]}"/>' for one in circles
    )
    letters = "".join(
        f'<text x="{one["x"]}" y="{one["y"] + 4}" text-anchor="middle" font-family="Fira Sans" font-size="12" '
        f'font-weight="600" fill="#fff">{one["group"]}</text>' for one in circles if one["group"]
    )  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><rect width="{size}" height="{size}" '
        f'fill="none" stroke="#51586f"/><path d="M0 {half}H{size}M{half} 0V{size}" stroke="#c4c8cf"/>'
        f"{drawn}{letters}</svg>"
    )
