"""The pages of the house, written by the team and found by everybody."""

from django.db import transaction

from dreiklang.foundation import pages
from dreiklang.foundation.models import Page, Version
from dreiklang.front import searchable


@transaction.atomic
def edit(page: Page, source: str, *, by, seen: int | None = None) -> Version:
    """Save a new version, as foundation.pages does: refused when somebody else saved since version `seen`."""
    version = pages.save(page, source, by=by, seen=seen)
    searchable.keep(version)
    return version
