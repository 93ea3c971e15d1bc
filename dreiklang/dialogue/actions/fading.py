"""Threads that a room keeps no longer go whole: words, files, voices, what was found of them."""

from functools import partial

from django.db import transaction

from dreiklang.dialogue.models import Attachment, Thread, Voice
from dreiklang.dialogue.searchable import THREAD
from dreiklang.groups.models import Group
from dreiklang.index.actions import remove
from dreiklang.moderation.sealed import forget_voices


@transaction.atomic
def let_fade(threads) -> int:
    """How many went. No line in the log: nobody acted."""
    gone = list(threads.select_for_update().select_related(None).order_by("pk"))
    keys = [thread.pk for thread in gone]
    forget_voices(Voice.objects.filter(thread__in=keys).values_list("pk", flat=True))
    for attachment in Attachment.objects.filter(post__thread__in=keys):
        # Once it is certain: a file does not come back with what is rolled back.
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
    for key in keys:
        remove(THREAD, key)
    Thread.objects.filter(pk__in=keys).delete()
    _dissolve_named_readers(gone)
    return len(gone)


def _dissolve_named_readers(threads) -> None:
    """Who was named as a reader of a thread belonged together for that alone."""
    groups = {thread.readers.removeprefix("group:") for thread in threads if thread.readers.startswith("group:")}
    Group.objects.filter(pk__in=groups, kind=Group.NAMED).delete()
