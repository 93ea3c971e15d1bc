"""Files that readers take along from a page: templates, tables, forms."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dreiklang.foundation.files import Accepted
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions.ordering import move
from dreiklang.library.actions.writing import lock_for, touch
from dreiklang.library.models import Article, File

MOST = 10


@transaction.atomic
def attach(article: Article, file: Accepted, title: str, *, by, public_id: UUID | None = None) -> File:
    """A file as `foundation.files.accept` returns it. Sent twice, the same one."""
    article = lock_for(article, by)
    if there := article.files.filter(pk=public_id).first():
        return there
    standing = article.files.filter(is_gone=False)
    if standing.count() >= MOST:
        raise Refusal(_("Mehr als zehn Dateien trägt eine Seite nicht. Bitte nehmen Sie erst eine heraus."), "file")
    last = standing.aggregate(last=Max("order"))["last"]
    item = File(
        pk=public_id or fresh_id(), article=article, title=title or file.name, name=file.name, weight=file.size,
        order=0 if last is None else last + 1,
    )  # fmt: skip
    item.file.save(file.name, file, save=False)
    item.save(force_insert=True)
    touch(article)
    return item


@transaction.atomic
def name_file(item: File, title: str, *, by) -> File:
    article = lock_for(item.article, by)
    if item.title != title:
        item.title = title
        item.save(update_fields=["title"])
        touch(article)
    return item


@transaction.atomic
def move_file(item: File, step: int, *, by) -> None:
    """One place up (-1) or down (1) among the files of the draft."""
    article = lock_for(item.article, by)
    if move(item, step, article.files.filter(is_gone=False)):
        touch(article)


@transaction.atomic
def take_file_out(item: File, *, by) -> None:
    """It is no longer part of the draft. What a release names stays for its readers; anything else is deleted."""
    article = lock_for(item.article, by)
    if any(str(item.pk) in release.content.get("files", []) for release in article.releases.only("content")):
        article.files.filter(pk=item.pk).update(is_gone=True)
    elif article.files.filter(pk=item.pk).delete()[0]:
        transaction.on_commit(partial(item.file.storage.delete, item.file.name))
    touch(article)
