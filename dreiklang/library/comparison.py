"""What a release would change: section by section, against what readers read now."""

from typing import NamedTuple

from dreiklang.foundation.comparing import compared
from dreiklang.library.models import Article, Section

NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"


class Compared(NamedTuple):
    heading: str
    state: str
    pieces: list  # of `foundation.comparing`
    section: Section | None  # as it would be read; None for what goes


def against_release(article: Article) -> list[Compared]:
    """As the draft stands, empty sections left out as in a release; then what would no longer be there."""
    standing = [one for one in article.sections.standing() if one.source.strip()]
    before = {one["id"]: one for one in article.release.content.get("sections", [])} if article.release_id else {}
    found = []
    for section in standing:
        old = before.pop(str(section.pk), None)
        if old is None:
            found.append(Compared(section.heading, NEW, [], section))
        elif (old["heading"], old["source"]) == (section.heading, section.source):
            found.append(Compared(section.heading, SAME, [], section))
        else:
            found.append(Compared(section.heading, CHANGED, compared(_whole(old), _whole(vars(section))), section))
    return found + [
        Compared(old["heading"], GONE, compared(old["source"], ""), None) for old in before.values()
    ]  # fmt: skip


def _whole(section: dict) -> str:
    """The heading is compared too: it may be all that changed."""
    return "\n\n".join(filter(None, [section["heading"], section["source"]]))
