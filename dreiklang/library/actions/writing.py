"""A page is begun, and its text written in sections. Two who write at the same time lose nothing: what came later from
the same version stands beside the newest until one person settles it (`settle`)."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import MEMBERS, tokens_of
from dreiklang.library.actions.informing import tell
from dreiklang.library.models import Article, Author, Rival, Section, SectionVersion
from dreiklang.library.rules import may_begin, may_write

_TOP = 3  # the highest heading in a section, under the section's own


@transaction.atomic
def begin(
    kind: str, title: str, *, by, summary: str = "", readers: str = MEMBERS, team=None, public_id: UUID | None = None
) -> Article:
    """A new draft with `by` as its author. A practice example has its sections from the beginning; any other a lead.
    Sent twice, the same one."""
    if not may_begin(by):
        raise Refusal(_("Seiten schreiben Mitglieder des Netzwerks."))
    if readers not in tokens_of(by):
        raise Refusal(_("Sie können nur Lesende wählen, zu denen Sie selbst gehören."), field="readers")
    if there := Article.objects.worked_on_by(by).filter(pk=public_id).first():
        return there
    article = Article.objects.create(
        pk=public_id or fresh_id(), kind=kind, title=title, summary=summary, readers=readers, team=team,
        team_name=team.name if team else "", owner=by,
    )  # fmt: skip
    Author.objects.create(article=article, person=by, name=by.name)
    for role in [role for role, _label in Section.ROLES] if article.is_example else [""]:
        _create(article, by, role=role)
    return article


@transaction.atomic
def complete(article: Article, *, by) -> None:
    """A page that became a practice example gets the sections of one that it lacks."""
    if article.is_example:
        there = set(article.sections.values_list("role", flat=True))
        for role in [role for role, _label in Section.ROLES if role not in there]:
            _create(article, by, role=role)


def lock(pk) -> Article:
    """The page as it is now, until the end of the transaction: whoever changes its text or state comes through here."""
    return Article.objects.select_for_update(of=("self",), no_key=True).select_related("release").get(pk=pk)


@transaction.atomic
def add_section(
    article: Article, heading: str, source: str, *, by, public_id: UUID | None = None, role: str = ""
) -> Section:
    article = lock_for(article, by)
    if there := article.sections.filter(pk=public_id).first():
        # Sent again, perhaps with more in it: the first answer may never have reached her.
        save_section(there, heading, source, by=by, seen=1)
        return article.sections.get(pk=there.pk)
    return _create(article, by, heading=heading, source=source, pk=public_id or fresh_id(), role=role)


@transaction.atomic
def save_section(
    section: Section, heading: str, source: str, *, by, seen: int, public_id: UUID | None = None, note: str = ""
) -> SectionVersion | Rival:
    """The text anew. Where somebody else saved since version `seen`, it becomes a `Rival` beside the newest, and she
    hears of it. `public_id` came with the form: sent twice, saved once."""
    article = lock_for(section.article, by)
    section = article.sections.get(pk=section.pk)
    for kept in (SectionVersion, Rival):
        if there := kept.objects.filter(pk=public_id, section=section).first():
            if (there.heading, there.source) == (heading, source):
                return there
            # She wrote on after an answer that never reached her: what she saved then is no other's text.
            if there.by_id == by.pk and kept is SectionVersion:
                seen = there.number
            elif there.by_id == by.pk and not there.settled_at:
                return _anew(there, heading, source)
            public_id = None
    if (section.heading, section.source) == (heading, source):
        return section.versions.first()
    if section.number != seen:
        return _beside(section, heading, source, by, seen, public_id or fresh_id())
    return _write(section, heading, source, by, public_id or fresh_id(), note)


@transaction.atomic
def settle(rival: Rival, heading: str, source: str, *, by, seen: int) -> SectionVersion:
    """One person says what stands from now on: one of the two, or something made of both."""
    article = lock_for(rival.section.article, by)
    rival = Rival.objects.select_related("section").get(pk=rival.pk, section__article=article)
    section = rival.section
    if rival.settled_at:
        return section.versions.first()
    if section.number != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes diesen Abschnitt gespeichert. Bitte sehen Sie sich die neue Fassung an "
              "und entscheiden Sie dann."),
            field="source",
        )  # fmt: skip
    rival.settled_at = timezone.now()
    rival.save(update_fields=["settled_at"])
    if (section.heading, section.source) == (heading, source):
        return section.versions.first()
    return _write(section, heading, source, by, fresh_id(), _("aus zwei Fassungen"))


@transaction.atomic
def take_out(section: Section, *, by) -> Section:
    """The section goes from the draft; its versions stay, and it can be brought back."""
    return _put(section, by, is_gone=True)


@transaction.atomic
def bring_back(section: Section, *, by) -> Section:
    return _put(section, by, is_gone=False)


def _put(section: Section, by, *, is_gone: bool) -> Section:
    article = lock_for(section.article, by)
    article.sections.filter(pk=section.pk).update(is_gone=is_gone)
    touch(article)
    section.refresh_from_db()
    return section


@transaction.atomic
def arrange(article: Article, order: list, *, by) -> None:
    """The sections in this order of their ids; those that it does not name stay behind."""
    article = lock_for(article, by)
    place = {str(pk): number for number, pk in enumerate(order)}
    sections = sorted(article.sections.all(), key=lambda one: (place.get(str(one.pk), len(place)), one.order))
    for number, section in enumerate(sections):
        section.order = number
    Section.objects.bulk_update(sections, ["order"])
    touch(article)


def lock_for(article: Article, by) -> Article:
    article = lock(article.pk)
    if not may_write(by, article):
        raise Refusal(_("Diese Seite bearbeiten nur die, die daran schreiben. Sie können eine Änderung vorschlagen."))
    return article


def _create(article: Article, by, *, pk=None, heading="", source="", role="") -> Section:
    last = article.sections.aggregate(last=Max("order"))["last"]
    section = Section.objects.create(
        pk=pk or fresh_id(), article=article, role=role, heading=heading or dict(Section.ROLES).get(role, ""),
        source=source, html=to_html(source, top=_TOP), order=0 if last is None else last + 1,
    )  # fmt: skip
    SectionVersion.objects.create(section=section, number=1, heading=section.heading, source=source, by=by)
    touch(article)
    return section


def _write(section: Section, heading: str, source: str, by, pk: UUID, note: str) -> SectionVersion:
    section.number, section.heading, section.source = section.number + 1, heading, source
    section.html = to_html(source, top=_TOP)
    section.save(update_fields=["number", "heading", "source", "html"])
    touch(section.article)
    return SectionVersion.objects.create(
        pk=pk, section=section, number=section.number, heading=heading, source=source, by=by, note=note
    )


def _beside(section: Section, heading: str, source: str, by, seen: int, pk: UUID) -> Rival:
    newest = section.versions.select_related("by").first()
    rival = Rival.objects.create(pk=pk, section=section, base=seen, heading=heading, source=source, by=by)
    other = newest.by
    if other and other.pk != by.pk and may_write(other, section.article):
        tell([other], "two_versions", section.article, by=by, heading=section.heading, path=rival.path)
    return rival


def _anew(rival: Rival, heading: str, source: str) -> Rival:
    rival.heading, rival.source = heading, source
    rival.save(update_fields=["heading", "source"])
    return rival


def touch(article: Article) -> None:
    article.changed_at = timezone.now()
    article.save(update_fields=["changed_at"])
