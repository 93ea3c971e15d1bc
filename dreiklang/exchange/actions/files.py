"""Files that a group shares. What they are was looked at before (foundation.files)."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.exchange.models import SharedFile
from dreiklang.foundation.audit import record
from dreiklang.foundation.files import Accepted
from dreiklang.foundation.leftovers import sweep_folder
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.pictures import reencode
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group

MOST = 200  # files of one group
_PICTURES, _FOLDER = {".jpg", ".jpeg", ".png", ".webp"}, "exchange"


@transaction.atomic
def share(group: Group, file: Accepted, *, title: str, alt: str = "", public_id=None, by) -> SharedFile:
    """On the disk it has a random name. Pictures are drawn anew, and say in words what is to be seen."""
    if not isinstance(file, Accepted):
        raise TypeError("a file comes through foundation.files.accept")
    if there := SharedFile.objects.filter(pk=public_id, group=group).first():
        return there
    Group.objects.select_for_update().get(pk=group.pk)
    if SharedFile.objects.filter(group=group).count() >= MOST:
        raise Refusal(_("Die Gruppe hat schon 200 Dateien. Bitte nehmen Sie zuerst alte weg."), field="file")
    suffix = Path(file.name).suffix.lower()
    shared = SharedFile(
        pk=public_id or fresh_id(), group=group, title=title.strip(), name=file.name, brought_by=by,
        is_picture=suffix in _PICTURES,
    )  # fmt: skip
    if shared.is_picture:
        if not alt.strip():
            raise Refusal(_("Bitte beschreiben Sie, was auf dem Bild zu sehen ist."), field="alt")
        file, suffix, shared.alt = ContentFile(reencode(file).read()), ".webp", alt.strip()
        shared.name = f"{Path(shared.name).stem[:110]}.webp"
    shared.weight = file.size
    shared.file.save(f"{shared.pk}{suffix}", file, save=False)
    shared.save(force_insert=True)
    return shared


@transaction.atomic
def take_away(shared: SharedFile, *, by) -> None:
    if SharedFile.objects.filter(pk=shared.pk).delete()[0]:
        record(by, "group.file_taken_away", f"group:{shared.group_id}", reason=shared.title)
        # Once it is certain: a file does not come back with what is rolled back.
        transaction.on_commit(partial(default_storage.delete, shared.file.name))


def sweep() -> int:
    """The chore: files whose row is gone, however it went, go too. Returns how many went."""
    with suppress(FileNotFoundError):
        years = [f"{_FOLDER}/{year}" for year in default_storage.listdir(_FOLDER)[0]]
        return sum(sweep_folder(year, SharedFile.objects.values_list("file", flat=True)) for year in years)
    return 0
