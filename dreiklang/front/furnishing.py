"""The texts a new house begins with: sober drafts of the legal pages, which the team completes."""

from pathlib import Path

from django.db import transaction

from dreiklang.foundation.models import Page
from dreiklang.front.actions import editing

FOLDER = Path(__file__).with_name("pages")
_IN_EASY_LANGUAGE = {"leichte-sprache"}


@transaction.atomic
def bring_pages() -> int:
    """Bring each page that is not there yet; one that the team has edited stays as it is. Returns pages brought."""
    there = set(Page.objects.values_list("slug", flat=True))
    missing = [file for file in sorted(FOLDER.glob("*.md")) if file.stem not in there]
    for file in missing:
        title, _, source = file.read_text(encoding="utf-8").partition("\n")
        page = Page.objects.create(
            slug=file.stem, title=title.removeprefix("title:").strip(), is_easy=file.stem in _IN_EASY_LANGUAGE
        )
        editing.edit(page, source.strip() + "\n", by=None)
    return len(missing)
