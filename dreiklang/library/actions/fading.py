"""Drafts that nobody writes on any more go, after whoever wrote them was told; and files go with their page."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from dreiklang.foundation.leftovers import sweep_folder
from dreiklang.letters.actions.writing import write
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Article, Author, File
from dreiklang.people.models import Person

KEPT = timedelta(days=730)  # a draft that was never released, after its last change
TOLD_BEFORE = timedelta(days=60)


def untouched(before):
    """Drafts that never were a page, last changed before that moment."""
    drafts = Article.objects.filter(state__in=[Article.DRAFT, Article.REVIEW], release=None)
    return drafts.filter(changed_at__lte=before)


def tell_before() -> int:
    """A chore: whoever writes a draft hears some weeks before it goes; once, unless she goes on and stops again.
    Returns how many drafts."""
    is_told = Q(owner_told_on__gt=F("changed_at__date"))
    drafts = untouched(timezone.now() - KEPT + TOLD_BEFORE).exclude(is_told)
    return sum(_tell(pk) for pk in drafts.values_list("pk", flat=True))


@transaction.atomic
def _tell(pk) -> bool:
    article = lock(pk)
    if article.owner_told_on and article.owner_told_on > timezone.localdate(article.changed_at):
        return False
    writers = Author.objects.filter(article=article).values("person")
    for person in Person.objects.able().filter(Q(pk__in=writers) | Q(pk=article.owner_id)):
        write(
            person.email, "letters/draft_fades.txt",
            {"person": person, "article": article, "day": timezone.localdate(article.changed_at + KEPT),
             "link": f"{settings.SITE_URL}{article.workroom}"},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
    article.owner_told_on = timezone.localdate()
    article.save(update_fields=["owner_told_on"])
    return True


@transaction.atomic
def let_fade(drafts) -> int:
    """How many went. No line in the log: nobody acted."""
    gone = list(drafts.select_for_update(of=("self",)).values_list("pk", flat=True))
    forget_files(File.objects.filter(article__in=gone))
    Article.objects.filter(pk__in=gone).delete()
    return len(gone)


def forget_files(files: Iterable[File]) -> None:
    """For what will be deleted. The files go once it is certain: none comes back with what is rolled back."""
    for file in files:
        transaction.on_commit(partial(default_storage.delete, file.file.name))


def sweep() -> int:
    """A chore: files whose page is gone, however it went, go too. Returns how many went."""
    return sweep_folder("library", File.objects.values_list("file", flat=True))
