"""A municipality does it too, says what it changed, and may take that back. It speaks, not whoever writes it down."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Adoption, Article
from dreiklang.library.rules import may_adopt, may_remove_adoptions
from dreiklang.places.models import Municipality


@transaction.atomic
def adopt(article: Article, changed: str, *, by) -> Adoption:
    """Said anew, what was changed is written over: a municipality stands there once. Whoever owns the page hears of the
    first time."""
    article, municipality = lock(article.pk), _speaks_for(by)
    if not may_adopt(by, article):
        raise Refusal(_("Diese Seite können Sie gerade nicht übernehmen."))
    if article.municipality_id == municipality.pk:
        raise Refusal(_("Dieses Praxisbeispiel kommt aus Ihrer Kommune."))
    adoption, is_new = Adoption.objects.update_or_create(
        article=article, municipality=municipality, defaults={"changed": changed, "person": by},
        create_defaults={"changed": changed, "person": by, "on": timezone.localdate()},
    )  # fmt: skip
    if is_new:
        _tell_owner(adoption, by)
    return adoption


@transaction.atomic
def take_back(article: Article, *, by) -> None:
    """Her municipality does it no more, or never did. Twice is as good as once."""
    article = lock(article.pk)
    article.adoptions.filter(municipality=_speaks_for(by)).delete()


@transaction.atomic
def remove_adoption(adoption: Adoption, *, by, reason: str) -> None:
    """By the team, with a reason, of which whoever wrote it hears."""
    article = lock(adoption.article_id)
    if not may_remove_adoptions(by):
        raise Refusal(_("Das nimmt nur das Programmteam von der Seite."))
    if not reason.strip():
        raise Refusal(_("Bitte schreiben Sie, warum. Wer es geschrieben hat, bekommt den Grund."), field="reason")
    there = article.adoptions.select_related("person", "municipality").filter(pk=adoption.pk).first()
    if there is None:
        return
    there.delete()
    record(by, "adoption.removed", f"article:{article.pk}", there.municipality_id, reason)
    if writer := there.person:
        write(
            writer.email, "letters/adoption_removed.txt", {"person": writer, "article": article, "reason": reason},
            recipient=writer.pk, language=writer.language,
        )  # fmt: skip


def _speaks_for(person) -> Municipality:
    office = person.current_office
    if office is None:
        raise Refusal(_("Dafür braucht Ihr Konto eine Kommune. Sie geben sie in Ihrem Profil an."))
    return office.municipality


def _tell_owner(adoption: Adoption, by) -> None:
    article = adoption.article
    owner = holders(article.readers).filter(pk=article.owner_id).exclude(pk=by.pk).first()
    if owner is None:
        return
    write(
        owner.email, "letters/adopted.txt",
        {"person": owner, "article": article, "adoption": adoption, "address": f"{settings.SITE_URL}{article.path}"},
        recipient=owner.pk, language=owner.language, quietly=True,
    )  # fmt: skip
