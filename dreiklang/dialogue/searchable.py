"""Threads that can be found, by whoever may read them. What stays in its room is never among them.

Of a long thread each page is a part of its own, so that an answer writes one page anew and not all that was ever said.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.dialogue.models import Post, Thread, path_of
from dreiklang.index.actions import Entry, number_of_parts, put, remove
from dreiklang.index.kinds import Kind
from dreiklang.index.models import PASSAGE, Row

THREAD = "thread"


def keep(thread: Thread, number: int | None = None) -> None:
    """Findable as it is now. Where only the post with this number came or changed, its page alone is written anew; all
    of them where the pages that are there are not the thread's."""
    if thread.last_at is None or thread.is_kept_inside or thread.room.is_locked:
        remove(THREAD, thread.pk)
        return
    pages, posts = range(1, thread.pages + 1), thread.posts.shown()
    if number and number_of_parts(THREAD, thread.pk) == thread.pages:
        pages = [Post.page_of(number)]
        posts = posts.filter(number__range=Post.on_page(*pages))
    put(*_parts(thread, pages, posts.in_order().values_list("number", "source", "at", named=True)))


def _parts(thread: Thread, pages: Iterable[int], posts: Iterable) -> Iterator[Entry]:
    """`posts`: number, text and time of those that are shown on these pages, in order."""
    by_page = {page: list(group) for page, group in groupby(posts, key=lambda post: Post.page_of(post.number))}
    return (_entry(thread, page, by_page.get(page, [])) for page in pages)


@override(settings.LANGUAGE_CODE)  # whoever saves it: the kind is a word of the house
def _entry(thread: Thread, page: int, posts: list) -> Entry:
    field = thread.field.name if thread.field_id else ""
    newest = posts[-1].at if posts and page < thread.pages else thread.last_at
    return Entry(
        THREAD, str(thread.pk), thread.readers, thread.at_page(page), thread.title,
        keywords="\n".join(filter(None, [thread.get_kind_display(), thread.room.title, field, thread.summary_source])),
        text=_passages(page, posts), date=localdate(newest), land=thread.land_id or "", part=page,
    )  # fmt: skip


def _passages(page: int, posts: list) -> str:
    """One for each number, so that a hit leads to its post: also for what is not shown, empty."""
    said = {post.number: post.source.replace(PASSAGE, " ") for post in posts}
    return PASSAGE.join(said.get(number, "") for number in range(Post.on_page(page)[0], max(said, default=0) + 1))


def _entries():
    threads = Thread.objects.free_to_leave().filter(last_at__isnull=False, room__locked_at=None)
    threads = threads.select_related("room", "field").prefetch_related("posts").order_by("pk")
    for thread in threads.iterator(chunk_size=500):
        shown = sorted((post for post in thread.posts.all() if post.state == post.SHOWN), key=lambda post: post.number)
        yield from _parts(thread, range(1, thread.pages + 1), shown)


def _readable(ids: list[str], person) -> set[str]:
    visible = Thread.objects.visible_to(person).free_to_leave().filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk) for pk in visible}


def _address_at(row: Row, passage: int) -> str:
    number = Post.on_page(row.part)[0] + passage
    return path_of(row.object_id, number) if number > 1 else row.address


KINDS = [Kind(THREAD, _("Dialog"), _("Beitrag im Dialog"), _entries, _readable, _address_at)]
