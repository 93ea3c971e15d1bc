"""Threads that can be found, by whoever may read them. What stays in its room is never among them."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.dialogue.models import Thread
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind

THREAD = "thread"


def keep(thread: Thread) -> None:
    """Findable as it is now."""
    if thread.last_at is None or thread.stays_inside or thread.room.is_locked:
        remove(THREAD, thread.pk)
    else:
        put(_entry(thread, list(thread.posts.shown().in_order().values_list("source", flat=True))))


@override(settings.LANGUAGE_CODE)  # whoever saves it: the kind is a word of the house
def _entry(thread: Thread, texts: list[str]) -> Entry:
    field = thread.field.name if thread.field_id else ""
    return Entry(
        THREAD, str(thread.pk), thread.readers, thread.path, thread.title,
        keywords="\n".join(filter(None, [thread.get_kind_display(), thread.room.title, field, thread.summary_source])),
        text="\n\n".join(texts), date=localdate(thread.last_at),
        land=thread.land_id or "",
    )  # fmt: skip


def _entries():
    threads = Thread.objects.filter(last_at__isnull=False, stays_inside=False, room__locked_at=None)
    threads = threads.select_related("room", "field").prefetch_related("posts").order_by("pk")
    for thread in threads.iterator(chunk_size=500):
        shown = sorted((post for post in thread.posts.all() if post.state == post.SHOWN), key=lambda post: post.number)
        yield _entry(thread, [post.source for post in shown])


def _readable(ids: list[str], person) -> set[str]:
    visible = Thread.objects.visible_to(person).filter(pk__in=ids, stays_inside=False).values_list("pk", flat=True)
    return {str(pk) for pk in visible}


KINDS = [Kind(THREAD, _("Dialog"), _("Beitrag im Dialog"), _entries, _readable)]
