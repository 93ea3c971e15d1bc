from django.db.models import F

from dreiklang.library.models import File


def count_download(file: File) -> None:
    """One more, in sum: by whom is nowhere."""
    File.objects.filter(pk=file.pk).update(downloads=F("downloads") + 1)
