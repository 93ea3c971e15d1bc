"""What a page says of itself beside its text: title, for whom, where, under which licence, and who will read it."""

from functools import partial
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import TEAM, tokens_of, tokens_of_all
from dreiklang.library.actions.informing import tell
from dreiklang.library.actions.writing import complete, lock, lock_for, touch
from dreiklang.library.models import Article
from dreiklang.library.rules import may_discard

MOST_FIELDS = 3
_PLAIN = (
    "kind", "title", "summary", "duties", "sizes", "land", "municipality", "cost", "staff", "duration", "contact",
    "licence",
)  # fmt: skip


def version_of(article: Article) -> str:
    """A short name of the facts as they were when a form was opened. Whoever saves a section meanwhile changes none."""
    plain = [getattr(article, f"{name}_id" if name in {"land", "municipality"} else name) for name in _PLAIN]
    said = (*plain, article.next_readers, sorted(article.fields.values_list("pk", flat=True)))
    return sha256(repr(said).encode()).hexdigest()[:16]


@transaction.atomic
def describe(article: Article, facts: dict, *, by, seen: str) -> Article:
    """`facts` are _PLAIN, `readers` and `fields` (up to three of the fields of action), as many of them as the form
    had. Refused when somebody else saved since `seen`. Who reads a page that was released changes with its next
    release; before the first one, at once."""
    article = lock_for(article, by)
    if version_of(article) != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes diese Angaben gespeichert. Ihre stehen noch im Formular; bitte "
              "vergleichen Sie sie mit dem Entwurf, bevor Sie erneut speichern.")
        )  # fmt: skip
    if facts.get("kind", article.kind) != article.kind and article.release_id:
        raise Refusal(_("Die Art einer Seite steht mit der ersten Freigabe fest."), field="kind")
    if len(facts.get("fields", ())) > MOST_FIELDS:
        raise Refusal(_("Bitte wählen Sie höchstens drei Handlungsfelder."), field="fields")
    for name in _PLAIN:
        setattr(article, name, facts.get(name, getattr(article, name)))
    _take_readers(article, facts.get("readers", article.next_readers), by)
    if "fields" in facts:
        article.fields.set(facts["fields"])
    article.save()
    if version_of(article) != seen:
        touch(article)
    complete(article, by=by)
    return article


def _take_readers(article: Article, readers: str, by) -> None:
    """Never wider without a release, and nobody who writes it is shut out."""
    if readers == article.next_readers:
        return
    if readers == TEAM or readers not in tokens_of(by):
        raise Refusal(_("Sie können nur Lesende wählen, zu denen Sie selbst gehören."), field="readers")
    people = [author.person for author in article.authors.exclude(person=None).select_related("person")]
    people += [article.owner] if article.owner else []
    held = tokens_of_all(people)
    for person in people:
        if readers not in held[person.pk]:
            raise Refusal(
                _("%(name)s schreibt mit und könnte die Seite dann nicht mehr lesen.") % {"name": person.name},
                field="readers",
            )
    if article.release_id:
        article.wished_readers = "" if readers == article.readers else readers
    else:
        article.readers = readers
    record(by, "article.readers_chosen", f"article:{article.pk}", reason=readers)


@transaction.atomic
def discard(article: Article, *, by) -> None:
    """A draft goes for good, with its texts and files. What was ever released stays: it can be withdrawn."""
    if not Article.objects.filter(pk=article.pk).exists():
        return
    article = lock(article.pk)
    if not may_discard(by, article):
        raise Refusal(
            _("Löschen lässt sich nur ein Entwurf, der noch nie freigegeben war, von denen, die ihn schreiben.")
        )
    others = [each.person for each in article.authors.exclude(person=by).select_related("person") if each.person]
    if others:
        record(by, "article.discarded", f"article:{article.pk}")
    tell(others, "draft_discarded", article, by=by)
    for item in article.files.all():
        transaction.on_commit(partial(item.file.storage.delete, item.file.name))
    article.delete()
