"""Minutes as a Word file."""

from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.models import Minutes
from dreiklang.foundation import outline
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.outline import bullets, heading, paragraph, plain
from dreiklang.foundation.text import slug
from dreiklang.foundation.word import word_file


def as_word(minutes: Minutes) -> bytes:
    blocks = [
        paragraph(_("Ergebnisprotokoll")), {"kind": "title", "text": plain(minutes.title)},
        outline.facts([(_("Gruppe"), minutes.group.name), (_("Treffen am"), short_day(minutes.held_on))]),
    ]  # fmt: skip
    if minutes.source:
        blocks += [heading(_("Beschlüsse"), 1), *outline.of(minutes.source, top=2)]
    tasks = [[task.text, task.who.name if task.who else "", short_day(task.due) if task.due else ""]
             for task in minutes.tasks.select_related("who").in_order()]  # fmt: skip
    if tasks:
        blocks += [heading(_("Aufgaben"), 1), outline.table([_("Was"), _("Wer"), _("Bis wann")], tasks)]
    if left_open := [plain(item.text) for item in minutes.left_open.all()]:
        blocks += [heading(_("Offen geblieben"), 1), bullets(left_open)]
    return word_file(
        blocks, title=minutes.title, author=minutes.group.name, footer=_("Ergebnisprotokoll"), at=timezone.now()
    )


def file_name(minutes: Minutes) -> str:
    return f"{slug(minutes.title)}-{minutes.held_on.isoformat()}.docx"
