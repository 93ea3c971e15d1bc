"""Files on the disk to which no row belongs any more."""

from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

_IN_FLIGHT = timedelta(days=1)


def sweep_folder(folder: str, kept) -> int:
    """Delete what lies directly in this folder of the uploads and is not named by `kept`, a QuerySet of the one value
    `file`. What is younger than a day may belong to a row that is just being written. Returns how many went."""
    gone = 0
    with suppress(FileNotFoundError):
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        for name in sorted(names - set(kept.filter(file__startswith=f"{folder}/"))):
            if default_storage.get_modified_time(name) < timezone.now() - _IN_FLIGHT:
                default_storage.delete(name)
                gone += 1
    return gone
