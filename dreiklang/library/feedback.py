"""What others say of a page: proposals of other wordings and remarks on paragraphs, as those who write see them, and
the text that somebody had before her when she wrote hers."""

from collections import Counter
from typing import NamedTuple

from dreiklang.foundation.comparing import CAME, SAME, WENT, compared
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import tokens_of
from dreiklang.library.blocks import definitions, mark_of, split
from dreiklang.library.models import Article, Comment, Section, Suggestion
from dreiklang.library.rules import may_remark, may_suggest, may_write

SHOWN = 20  # open suggestions at once; what comes behind moves up


class Text(NamedTuple):
    """A section as somebody reads it. `number` is the version's."""

    number: int
    heading: str
    source: str


def as_released(article: Article, pk, number: int | None = None) -> Text | None:
    """The section as readers read it, or as they read it in an earlier release. Never what was not released."""
    releases = [article.release] if number is None else article.releases.only("content")
    for release in releases:
        for one in release.content["sections"]:
            if one["id"] == str(pk) and number in {None, one["number"]}:
                return Text(one["number"], one["heading"], one["source"])
    return None


def as_written(section: Section, number: int | None = None) -> Text | None:
    """The section as it stands in the workroom, or as it stood there in an earlier version."""
    if number in {None, section.number}:
        return Text(section.number, section.heading, section.source)
    version = section.versions.filter(number=number).first()
    return version and Text(version.number, version.heading, version.source)


def find_quote(mark: str, texts) -> str | None:
    """The block with this mark, in the first of these texts that has it."""
    return next((block for text in texts for block in split(text) if mark_of(block) == mark), None)


def title_for(person, article: Article) -> str:
    """What the page is called for her: who does not work on it knows it by its release. Empty: she may not know."""
    if article.release_id and article.readers in tokens_of(person):
        return article.release.title
    return article.title if Article.objects.open_to(person).filter(pk=article.pk).exists() else ""


def remarks_path(person, article: Article, section_pk) -> str:
    """Where she reads the remarks on a section: in the workroom, or at the page as its readers see it."""
    if Article.objects.open_to(person).filter(pk=article.pk).exists():
        return f"{article.workroom}abschnitte/{section_pk}/anmerkungen/"
    return f"{article.path}anmerkungen/{section_pk}/"


def feedback_of(article: Article, person) -> dict:
    """What the workroom shows of it."""
    writes = may_write(person, article)
    waiting = Suggestion.objects.open().filter(section__article=article) if writes else Suggestion.objects.none()
    waiting = list(waiting.select_related("section", "by").order_by("section__order", "section", "at", "pk"))
    seen = Comment.objects.visible_to(person, article).unsettled()
    return {
        "suggestions": [with_pieces(one) for one in waiting[:SHOWN]], "more_suggestions": len(waiting[SHOWN:]),
        "remarks": Counter(seen.values_list("section", flat=True)),
        "may_suggest": may_suggest(person, article), "may_remark": may_remark(person, article),
    }  # fmt: skip


def with_pieces(suggestion: Suggestion) -> Suggestion:
    suggestion.pieces = comparison(suggestion.before, suggestion.after)
    return suggestion


def comparison(before: str, after: str) -> list[tuple[str, str]]:
    """As `compared`; what has hardly a word in common is easier to read one below the other."""
    pieces = compared(before, after)
    stays = sum(len(text.strip()) for kind, text in pieces if kind == SAME)
    if not before or not after or 3 * stays > max(len(before), len(after)):
        return pieces
    return [(WENT, before), (SAME, "\n\n"), (CAME, after)]


class Paragraph(NamedTuple):
    html: str
    mark: str
    remarks: list[Comment]


def paragraphs_of(source: str, remarks: list[Comment]) -> tuple[list[Paragraph], list[Comment], list[Comment]]:
    """Each block with the remarks on it, those on the section as a whole, and those on what does not stand any more."""
    by_quote: dict[str, list[Comment]] = {}
    for remark in remarks:
        by_quote.setdefault(remark.quote, []).append(remark)
    whole, blocks = by_quote.pop("", []), split(source)
    links = definitions(blocks)
    paragraphs = [
        Paragraph(to_html(f"{block}\n\n{links}", top=3), mark_of(block), by_quote.pop(block, []))
        for block in blocks
        if block not in links
    ]
    return paragraphs, whole, [remark for some in by_quote.values() for remark in some]


def threads(article: Article, section_pk, person) -> list[Comment]:
    """Remarks on a section that she may read, each with its answers as `said`."""
    found = Comment.objects.visible_to(person, article).filter(section=section_pk).select_related("by")
    remarks = {remark.pk: remark for remark in found}
    for remark in remarks.values():
        remark.said = []
    for remark in remarks.values():
        if remark.to_id in remarks:
            remarks[remark.to_id].said.append(remark)
    return [remark for remark in remarks.values() if remark.to_id is None]


def thanked(article: Article) -> list[str]:
    """Whoever wanted to be named, and whose wording stands in the page, though she is none of its authors."""
    accepted = Suggestion.objects.filter(section__article=article, state=Suggestion.ACCEPTED, is_named=True)
    authors = article.authors.exclude(person=None).values("person")
    names = accepted.exclude(by=None).exclude(by__in=authors).order_by("decided_at").values_list("by__name", flat=True)
    return list(dict.fromkeys(names))
