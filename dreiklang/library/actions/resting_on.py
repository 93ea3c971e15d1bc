"""On what a page rests: the list of its sources, written as a whole."""

from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions.writing import lock_for, touch
from dreiklang.library.models import Article, Source

MOST = 40


def sources_of(article: Article) -> list[dict]:
    """[{"title", "url", "note"}] in their order."""
    return list(article.sources.values("title", "url", "note"))


def version_of(sources: list[dict]) -> str:
    return sha256(repr([(one["title"], one["url"], one["note"]) for one in sources]).encode()).hexdigest()[:16]


@transaction.atomic
def write_sources(article: Article, sources: list[dict], *, by, seen: str) -> None:
    """All sources anew, in this order. Refused when somebody else saved since `seen`."""
    article = lock_for(article, by)
    there = sources_of(article)
    if there == sources:
        return
    if version_of(there) != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes die Quellen gespeichert. Ihre Angaben stehen noch im Formular; bitte "
              "vergleichen Sie sie mit dem Entwurf, bevor Sie erneut speichern.")
        )  # fmt: skip
    if len(sources) > MOST:
        raise Refusal(_("Mehr als vierzig Quellen trägt eine Seite nicht."))
    article.sources.all().delete()
    Source.objects.bulk_create(Source(article=article, order=n, **one) for n, one in enumerate(sources))
    touch(article)
