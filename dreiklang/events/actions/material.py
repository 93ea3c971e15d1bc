"""Material of an event, brought by the team, its trainers, or (elsewhere) by whoever speaks there."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.models import Event, Material
from dreiklang.foundation.audit import record
from dreiklang.foundation.files import Accepted
from dreiklang.foundation.refusal import Refusal


@transaction.atomic
def add_material(
    event: Event, *, title: str, file: Accepted | None = None, url: str = "", note: str = "", order: int | None = None,
    readers: str = Material.SEATED, opens_at=None, opens_after_attending: bool = False, may_be_published: bool = False,
    by_name: str = "", brought_by=None, allowed: str = "", licence: str = "", public_id=None, by=None,
) -> Material:  # fmt: skip
    """A file (as foundation.files.accept or its DocumentField returns it) or a link, at the end of the list unless
    `order` says where. `public_id` comes with the form: a second click finds the first. `by` is logged where given."""
    if public_id and (twin := Material.objects.filter(pk=public_id, event=event).first()):
        return twin
    Event.objects.select_for_update().get(pk=event.pk)
    item = Material(event=event, **({"id": public_id} if public_id else {}))
    if Material.objects.filter(pk=item.pk).exists():  # the form of another event
        raise Refusal(_("Dieses Formular ist abgelaufen. Bitte öffnen Sie es noch einmal."))
    item.order = event.material.count() + 1 if order is None else order
    item.title, item.note, item.readers, item.by_name = title, note, readers, by_name
    item.opens_at, item.opens_after_attending = opens_at, opens_after_attending
    item.may_be_published = may_be_published
    item.brought_by, item.allowed, item.licence = brought_by, allowed, licence
    return _keep(item, file, url, "material.added", by)


@transaction.atomic
def change_material(item: Material, *, file: Accepted | None = None, url: str = "", by=None, **facts) -> Material:
    """Without a new file or a link it keeps what it has."""
    item = Material.objects.select_for_update().select_related("event").get(pk=item.pk)
    for name, value in facts.items():
        setattr(item, name, value)
    return _keep(item, file, url, "material.changed", by)


@transaction.atomic
def remove_material(item: Material, *, by=None) -> None:
    if not Material.objects.filter(pk=item.pk).delete()[0]:
        return
    forget_file(item)
    _keep_true(item.event_id)
    if by:
        record(by, "material.removed", f"event:{item.event_id}", about=item.pk, reason=item.title)


def forget_file(item: Material) -> None:
    """Once it is certain: a file does not come back with what is rolled back."""
    if item.file:
        transaction.on_commit(partial(item.file.storage.delete, item.file.name))


def _keep(item: Material, file: Accepted | None, url: str, act: str, by) -> Material:
    if file is not None and not isinstance(file, Accepted):
        raise TypeError("a file comes through foundation.files.accept")
    if file or url:
        forget_file(Material(file=item.file.name))
        item.kind, item.url, item.file, item.file_name, item.size = Material.LINK, url, "", "", 0
    if file:
        item.kind, item.url, item.file, item.file_name, item.size = Material.FILE, "", file, file.name, file.size
    if item.exceeds_what_is_allowed:
        raise Refusal(
            _("Wer das Material gebracht hat, sagt: %(allowed)s. Mehr Menschen dürfen es nicht lesen.")
            % {"allowed": item.get_allowed_display()},
            field="readers",
        )
    if not item.kind:
        raise Refusal(_("Bitte wählen Sie eine Datei oder nennen Sie einen Link."), field="file")
    item.save()
    _keep_true(item.event_id)
    if by:
        record(by, act, f"event:{item.event_id}", about=item.pk)
    return item


def _keep_true(event_id) -> None:
    """The page of an event without material asks for none."""
    Event.objects.filter(pk=event_id).update(has_material=Material.objects.filter(event=event_id).exists())
