"""What somebody works on: who reads a draft, and what is to be done next with it, as a sentence."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from dreiklang.groups.readers import MEMBERS, PUBLIC, said
from dreiklang.library.models import Article, Rival, Section


def who_reads_draft(article: Article) -> str:
    """Said before anybody writes in the workroom."""
    readers = [_("wer mitschreibt oder um Prüfung gebeten ist")]
    if article.team_name and article.team_id:
        readers.append(_("das ThemenTeam „%(name)s“") % {"name": article.team_name})
    if article.readers in (PUBLIC, MEMBERS):
        readers.append(_("das Programmteam"))
    if article.is_out_for_comments:
        named = said(MEMBERS) if article.readers == PUBLIC else said(article.readers)
        readers.append(_("zur Rückmeldung: %(who)s") % {"who": named})
    return _("Den Entwurf: %(who)s.") % {"who": ", ".join(readers)}


def who_will_read(article: Article) -> str:
    if not article.release_id:
        return _("Nach der Freigabe: %(who)s.") % {"who": said(article.readers)}
    now = _("Die freigegebene Seite: %(who)s.") % {"who": said(article.readers)}
    if not article.wished_readers:
        return now
    return f"{now} " + _("Ab der nächsten Freigabe: %(who)s.") % {"who": said(article.wished_readers)}


def hers(person):
    """What she works on, with what `next_of` asks, the latest change first; in one query, however much it is."""
    sections = Section.objects.standing().filter(article=OuterRef("pk"))
    return (
        Article.objects.of(person).select_related("release")
        .defer("release__html", "release__content")
        .annotate(
            has_rivals=Exists(Rival.objects.open().filter(section__article=OuterRef("pk"))),
            has_text=Exists(sections.exclude(source="")),
        )
        .order_by("-changed_at", "pk")
    )  # fmt: skip


def next_of(article: Article, today: date) -> str:
    """What is to be done next with an article of `hers`."""
    if article.has_rivals:
        return _("Zwei Fassungen eines Abschnitts stehen nebeneinander: bitte entscheiden")
    if article.state == Article.REVIEW:
        return _("Wird geprüft")
    if article.state == Article.WITHDRAWN:
        return _("Ist zurückgezogen")
    if article.is_due(today):
        return _("Prüfen, ob noch alles stimmt")
    if article.state == Article.IN_FORCE:
        return _("Änderungen warten auf die Freigabe") if has_changed(article) else _("Steht im PraxisPortal")
    return _("Weiterschreiben und zur Prüfung geben") if article.has_text else _("Den ersten Abschnitt schreiben")


def has_changed(article: Article) -> bool:
    """Since it was released."""
    return bool(article.release_id) and article.changed_at > article.release.at
