"""Files to a post. What they are was looked at before (foundation.files); here they are kept and go with their post."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Attachment, Post
from dreiklang.dialogue.rules import may_change
from dreiklang.foundation.files import Accepted
from dreiklang.foundation.leftovers import sweep_folder
from dreiklang.foundation.pictures import reencode
from dreiklang.foundation.refusal import Refusal

MOST = 5  # a post
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
_TELL_NOTHING = {*PICTURES, ".txt", ".md"}  # of whoever made them, which other files often do
_FOLDER = "dialogue"


class Brought(NamedTuple):
    """A file as `foundation.files.accept` returns it, and what is to be seen on it, if it is a picture."""

    file: Accepted
    alt: str = ""
    number: int = 1  # its place in the form

    @property
    def is_picture(self) -> bool:
        return Path(self.file.name).suffix.lower() in PICTURES


def attach(post: Post, files: Sequence[Brought]) -> None:
    """In the transaction of the post. Pictures are drawn anew and made small. Under a voice a file must not say who
    it was: neither by what is written in it unseen, nor by its name."""
    if len(files) > MOST:
        raise Refusal(_("Möglich sind höchstens fünf Dateien."), field="file_1")
    for brought in files:
        suffix = Path(brought.file.name).suffix.lower()
        if brought.is_picture and not brought.alt:
            raise Refusal(_("Bitte beschreiben Sie, was auf dem Bild zu sehen ist."), field=f"alt_{brought.number}")
        if post.voice_id and suffix not in _TELL_NOTHING:
            raise Refusal(
                _("In dieser Datei steht oft, wer sie geschrieben hat. Unter einer Merkmalszeile können Sie nur Bilder "
                  "und Text (txt, md) anhängen."),
                field=f"file_{brought.number}",
            )  # fmt: skip
        name = f"{_('Anlage')} {brought.number}{suffix}" if post.voice_id else brought.file.name
        _keep(Attachment(post=post, name=name, alt=brought.alt, is_picture=brought.is_picture), brought.file)


def _keep(attachment: Attachment, file: Accepted) -> None:
    """On the disk it has a random name; how it was called is kept beside it and only shown."""
    suffix = Path(attachment.name).suffix.lower()
    if attachment.is_picture:
        file, suffix = ContentFile(reencode(file).read()), ".webp"
        attachment.name = f"{Path(attachment.name).stem[:110]}.webp"
    attachment.weight = file.size
    attachment.file.save(f"{attachment.pk}{suffix}", file, save=False)
    attachment.save(force_insert=True)


@transaction.atomic
def detach(attachment: Attachment, *, by) -> None:
    """Her own file goes, for good."""
    if not may_change(by, attachment.post):
        raise Refusal(_("Diese Anlage können Sie nicht mehr löschen."))
    forget_files([attachment])
    attachment.delete()


def forget_files(attachments: Iterable[Attachment]) -> None:
    """For what will be deleted. The files go once it is certain: none comes back with what is rolled back."""
    for attachment in attachments:
        transaction.on_commit(partial(default_storage.delete, attachment.file.name))


def sweep() -> int:
    """The chore: files whose post is gone, however it went, go too. Returns how many went."""
    with suppress(FileNotFoundError):
        years = [f"{_FOLDER}/{year}" for year in default_storage.listdir(_FOLDER)[0]]
        return sum(sweep_folder(year, Attachment.objects.values_list("file", flat=True)) for year in years)
    return 0
