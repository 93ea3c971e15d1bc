"""A thesis with its tree as Markdown, to be taken along."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.debates.models import Argument, Thesis
from dreiklang.debates.tree import Branch, balance, byline
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.text import escape_markdown


def as_markdown(thesis: Thesis, branches: list[Branch]) -> str:
    parts = [
        f"# {escape_markdown(thesis.title)}",
        _("Stand: %(day)s") % {"day": short_day(timezone.localdate())} + f", {settings.SITE_URL}{thesis.path}",
        thesis.source, balance(branches),
    ]  # fmt: skip
    if thesis.summary_source:
        parts += [f"## {_('Was wir mitnehmen')}", thesis.summary_source]
    for is_pro, title in ((True, _("Dafür")), (False, _("Dagegen"))):
        here = [each for each in branches if each.argument.is_pro == is_pro]
        parts += [f"## {title}", *(part for each in here for part in _of(each))]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _of(branch: Branch) -> list[str]:
    one = branch.argument
    side = "" if one.depth == 1 else f"{_('Dafür') if one.is_pro else _('Dagegen')}: "
    parts = [f"{'#' * (one.depth + 2)} {side}{escape_markdown(one.headline) if one.stands else instead(one)}"]
    if one.stands:
        said = [byline(one), short_day(one.added_on), *([convinces(one)] if one.convinced else [])]
        parts += [f"*{escape_markdown(', '.join(said))}*", one.source]
    if one.stands and one.link:
        parts.append(f"{_('Quelle:')} [{escape_markdown(one.link_title)}](<{one.link}>)")
    return parts + [part for each in branch.answers for part in _of(each)]


def instead(argument: Argument) -> str:
    """What stands in the place of one that does not stand."""
    return _("Zurückgezogen") if argument.state == Argument.WITHDRAWN else argument.reason


def convinces(argument: Argument) -> str:
    said = ngettext("überzeugt mindestens %(n)s Person", "überzeugt mindestens %(n)s Personen", argument.convinced)
    return said % {"n": argument.convinced}
