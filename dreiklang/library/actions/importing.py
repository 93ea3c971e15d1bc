"""Pages from files: all of them or none. What is released at once was reviewed before, by those whom the file names."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.audit import record
from dreiklang.foundation.files import Accepted
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import TEAM, tokens_of
from dreiklang.library.actions.releasing import CHECKED_FOR, put_in_force
from dreiklang.library.actions.writing import add_section, arrange, lock, save_section, take_out
from dreiklang.library.importing import PageFile
from dreiklang.library.models import Adoption, Article, Author, File, Review, Section, SectionVersion, Source
from dreiklang.library.rules import may_begin, may_write

_TOP = 3  # the highest heading in a section, as in actions/writing.py


@dataclass
class Imported:
    """Addresses (slugs) of what is new, changed, and left as it was."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    released: int = 0
    files: int = 0
    remarks: list[str] = field(default_factory=list)

    def as_data(self) -> dict:
        return asdict(self)


def import_pages(
    pages: list[PageFile], *, by, releasing=False, updating=False, is_demo=False,
    tell: Callable[[str], None] = lambda line: None,
) -> Imported:  # fmt: skip
    """Drafts that belong to `by`; with `releasing` in force at once, for which `by` is of the team and no author. A
    page whose address is there stays as it is; with `updating` its text becomes the new draft. `is_demo`: each belongs
    to its first author, and no person releases it. Refusal with a line a fault; then nothing has changed."""
    _refuse(pages, by, releasing, is_demo)
    done, kept = Imported(), []
    try:
        with transaction.atomic():
            for number, page in enumerate(pages, 1):
                _bring(page, done, kept, by=by, releasing=releasing, updating=updating, is_demo=is_demo)
                done.remarks += [f"{page.file}: {remark}" for remark in page.remarks]
                if number % 200 == 0:
                    tell(f"{number} von {len(pages)} Seiten")
            if by is not None and (done.new or done.changed):
                record(by, "pages.imported", "library", len(done.new) + len(done.changed))
    except BaseException:
        for stored in kept:  # a file does not go with what is rolled back
            stored.storage.delete(stored.name)
        raise
    return done


def _refuse(pages: list[PageFile], by, releasing: bool, is_demo: bool) -> None:
    if not is_demo and not may_begin(by):
        raise Refusal(f"{by.name} ist kein Mitglied und kann keine Seiten schreiben.")
    if not releasing:
        return
    if not is_demo and TEAM not in tokens_of(by):
        raise Refusal("Sofort freigeben kann nur jemand aus dem Programmteam.")
    faults = [f"{page.file}: {fault}" for page in pages if (fault := _unreleasable(page, by))]
    if faults:
        raise Refusal("\n".join(faults[:20]))


def _unreleasable(page: PageFile, by) -> str:
    """Four eyes, also here: somebody wrote it, somebody else reviewed it, and a third hand releases it."""
    authors = {author.person.pk if author.person else author.name for author in page.authors}
    if not authors:
        return "von: Freigegeben wird nur, was eine Autorin oder einen Autor nennt."
    if by is not None and by.pk in authors:
        return f"von: {by.name} hat diese Seite geschrieben und kann sie nicht selbst freigeben."
    reviewers = {review.who.person.pk if review.who.person else review.who.name for review in page.reviews}
    if not reviewers - authors:
        return "geprueft: Freigegeben wird nur, was jemand anderes geprüft hat."
    if not any(source.strip() for _role, _heading, source in page.sections):
        return "Freigegeben wird nur, was einen Text hat."
    return ""


def _bring(page: PageFile, done: Imported, kept: list, *, by, releasing, updating, is_demo) -> None:
    there = Article.objects.filter(slug=page.slug).first()
    if there is None:
        article = _make(page, done, kept, owner=page.authors[0].person if is_demo else by, is_demo=is_demo)
        done.new.append(page.slug)
    else:
        article = there
        if not updating or not _update(article, page, done, kept, by=by):
            done.left.append(page.slug)
            return
        article = lock(article.pk)
        done.changed.append(page.slug)
    if releasing:
        _release(article, page, by=by)
        done.released += 1


def _make(page: PageFile, done: Imported, kept: list, *, owner, is_demo: bool) -> Article:
    article = Article.objects.create(
        slug=page.slug, kind=page.kind, title=page.title, summary=page.summary, readers=page.readers,
        duties=page.duties, sizes=page.sizes, land=page.land, municipality=page.municipality, cost=page.cost,
        staff=page.staff, duration=page.duration, contact=page.contact, team=page.team, team_name=page.team_name,
        licence=page.licence, owner=owner, is_demo=is_demo,
    )  # fmt: skip
    article.fields.set(page.fields)
    names = [(author.person, author.name) for author in page.authors] or [(owner, owner.name)]
    Author.objects.bulk_create(
        Author(article=article, person=person, name=name, order=order) for order, (person, name) in enumerate(names)
    )
    _write_sections(article, page, names[0][0])
    _give_sources(article, page)
    _give_files(article, page, done, kept)
    return article


def _write_sections(article: Article, page: PageFile, by) -> None:
    """Those of the file in its order; an example keeps a place for each of the rest."""
    parts = list(page.sections)
    if article.is_example:
        used = {role for role, _heading, _source in parts}
        parts += [(role, str(label), "") for role, label in Section.ROLES if role not in used]
    sections = [
        Section(article=article, order=order, role=role, heading=heading, source=source,
                html=to_html(source, top=_TOP))
        for order, (role, heading, source) in enumerate(parts or [("", "", "")])
    ]  # fmt: skip
    Section.objects.bulk_create(sections)
    SectionVersion.objects.bulk_create(
        SectionVersion(section=one, number=1, heading=one.heading, source=one.source, by=by) for one in sections
    )


def _give_sources(article: Article, page: PageFile) -> bool:
    """Whether they are others than before."""
    if list(article.sources.values("title", "url", "note")) == page.sources:
        return False
    article.sources.all().delete()
    Source.objects.bulk_create(
        Source(article=article, order=order, **source) for order, source in enumerate(page.sources)
    )
    return True


def _give_files(article: Article, page: PageFile, done: Imported, kept: list) -> bool:
    """Whether there are others than before: what is gone from the folder leaves the draft."""
    there = {(one.title, one.name, _content(one.file)): one for one in article.files.filter(is_gone=False)}
    wanted = [(title, file.name, _content(file)) for title, file in page.files]
    gone = [one.pk for key, one in there.items() if key not in wanted]
    article.files.filter(pk__in=gone).update(is_gone=True)
    has_new = False
    for order, ((title, file), key) in enumerate(zip(page.files, wanted, strict=True)):
        if key not in there:
            kept.append(_store(article, title, file, order))
            has_new = True
            done.files += 1
    return has_new or bool(gone)


def _store(article: Article, title: str, file: Accepted, order: int):
    file.seek(0)
    item = File(article=article, title=title, name=file.name, weight=file.size, order=order)
    item.file.save(file.name, file, save=False)
    item.save()
    return item.file


def _content(file) -> bytes:
    file.open()
    return file.read()


def _update(article: Article, page: PageFile, done: Imported, kept: list, *, by) -> bool:
    """Title, summary, text, sources and files of the file as the new draft; readers keep the release that they have.
    Whether anything is different."""
    article = lock(article.pk)
    if by is not None and not may_write(by, article):
        raise Refusal(f"{page.file}: An „{article.title}“ schreibt {by.name} nicht mit.")
    changed = _save_text(article, page, by)
    changed |= _give_sources(article, page)
    changed |= _give_files(article, page, done, kept)
    if (article.title, article.summary) != (page.title, page.summary):
        article.title, article.summary, changed = page.title, page.summary, True
    if changed:
        article.changed_at = timezone.now()
        article.save(update_fields=["title", "summary", "changed_at"])
    return changed


def _save_text(article: Article, page: PageFile, by) -> bool:
    there = list(article.sections.standing())
    was = [(one.pk, one.number) for one in there if one.source or one.heading]
    order = []
    for role, heading, source in page.sections:
        same = next((one for one in there if (one.role or one.heading) == (role or heading)), None)
        if same is None:
            order.append(add_section(article, heading, source, by=by, role=role).pk)
            continue
        there.remove(same)
        save_section(same, heading, source, by=by, seen=same.number)
        order.append(same.pk)
    for left in there:
        if left.role:
            save_section(left, left.heading, "", by=by, seen=left.number)
            order.append(left.pk)
        else:
            take_out(left, by=by)
    arrange(article, [str(pk) for pk in order], by=by)
    return was != [(one.pk, one.number) for one in article.sections.standing() if one.source or one.heading]


def _release(article: Article, page: PageFile, *, by) -> None:
    today = timezone.localdate()
    as_of = page.as_of or today
    reviews = []
    for entry in page.reviews:
        review = Review(
            article=article, person=entry.who.person, name=entry.who.name, side=entry.side, state=Review.GOOD,
            done_on=entry.on or as_of, round=article.next_number,
        )  # fmt: skip
        reviews.append(review)
    Review.objects.bulk_create(reviews)
    Adoption.objects.bulk_create(
        (
            Adoption(article=article, municipality=entry.municipality, changed=entry.changed, on=entry.on)
            for entry in page.adoptions
        ),
        ignore_conflicts=True,
    )
    until = page.checked_until or today + CHECKED_FOR
    made = put_in_force(article, reviews, by=by, as_of=as_of, checked_until=until)
    if by is not None:
        record(by, "article.released", f"article:{article.pk}", made.number)
