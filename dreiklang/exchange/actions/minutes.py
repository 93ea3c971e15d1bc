"""Minutes: what was decided, who does what, what stayed open. What stays open returns to the next agenda."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.exchange.actions.tasks import add_task
from dreiklang.exchange.models import AgendaItem, Minutes
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.models import Group

MOST_OPEN = 60  # items on the agenda of a group


class Agreed(NamedTuple):
    """A task as it was agreed in the meeting."""

    text: str
    who: object = None
    due: date | None = None


@transaction.atomic
def write(
    minutes: Minutes, *, title: str, held_on: date, source: str, event=None, tasks: Sequence[Agreed] = (),
    left_open: Sequence[str] = (), settled: Sequence[AgendaItem] = (), seen: int = 0, public_id=None, by,
) -> Minutes:  # fmt: skip
    """New minutes (once, whatever is clicked twice), or a change of what she had `seen`, the number of the version.
    `tasks` and `left_open` are added, `settled` leave the agenda."""
    is_new = minutes._state.adding
    group = Group.objects.select_for_update().get(pk=minutes.group_id)
    if is_new:
        if there := Minutes.objects.filter(pk=public_id, group=group).first():
            return there
        minutes.pk = public_id or fresh_id()
    else:
        current = Minutes.objects.get(pk=minutes.pk)
        if seen and current.number != seen:
            raise Refusal(
                _("Inzwischen hat jemand anderes dieses Protokoll gespeichert. Ihre Angaben stehen noch im Formular; "
                  "bitte vergleichen Sie sie, bevor Sie erneut speichern.")
            )  # fmt: skip
        minutes.number = current.number + 1
    minutes.title, minutes.held_on, minutes.event = title.strip(), held_on, event
    minutes.source = source.strip()
    minutes.html = to_html(minutes.source, top=3)
    minutes.save(force_insert=is_new)
    for agreed in tasks:
        add_task(group, text=agreed.text, who=agreed.who, due=agreed.due, noted_in=minutes, by=by)
    for text in left_open:
        _put_on(group, text, noted_in=minutes)
    for item in settled:
        AgendaItem.objects.filter(pk=item.pk, group=group, settled_in=None).update(settled_in=minutes)
    record(by, "minutes.written" if is_new else "minutes.changed", f"group:{group.pk}", about=minutes.pk)
    return minutes


@transaction.atomic
def discard(minutes: Minutes, *, by) -> None:
    """Gone for good. Its tasks stay with those who took them; what it had settled is open again."""
    AgendaItem.objects.filter(settled_in=minutes).update(settled_in=None)
    if Minutes.objects.filter(pk=minutes.pk).delete()[0]:
        record(by, "minutes.discarded", f"group:{minutes.group_id}", reason=minutes.title)


@transaction.atomic
def bring_up(group: Group, text: str) -> AgendaItem:
    """Something to talk about next time. Twice the same is once."""
    Group.objects.select_for_update().get(pk=group.pk)
    return _put_on(group, text)


@transaction.atomic
def take_off(item: AgendaItem, *, by) -> None:
    if AgendaItem.objects.filter(pk=item.pk, settled_in=None).delete()[0]:
        record(by, "agenda.taken_off", f"group:{item.group_id}", reason=item.text)


def _put_on(group: Group, text: str, noted_in=None) -> AgendaItem:
    text = text.strip()[:300]
    items = AgendaItem.objects.filter(group=group).open()
    if there := items.filter(text=text).first():
        return there
    if items.count() >= MOST_OPEN:
        raise Refusal(_("Auf der Tagesordnung stehen schon 60 Punkte."), field="text")
    last = AgendaItem.objects.filter(group=group).order_by("-order").values_list("order", flat=True).first() or 0
    return AgendaItem.objects.create(group=group, text=text, order=last + 1, noted_in=noted_in)
