"""The pages of the house can be found by everybody: they are read by everybody."""

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dreiklang.foundation.models import Page, Version
from dreiklang.index.actions import Entry, put
from dreiklang.index.kinds import Kind

PAGE = "page"


def keep(version: Version) -> None:
    """Findable as its newest version says."""
    put(_entry(version))


def _entry(version: Version) -> Entry:
    page = version.page
    return Entry(
        PAGE, page.slug, "public", page.path, page.title, text=version.source, date=localdate(version.saved_at)
    )


def entries() -> list[Entry]:
    newest = Version.objects.filter(page=OuterRef("page")).order_by("-number").values("pk")[:1]
    return [_entry(version) for version in Version.objects.select_related("page").filter(pk=Subquery(newest))]


def _readable(ids: list[str], person) -> set[str]:
    return set(Page.objects.filter(slug__in=ids).values_list("slug", flat=True))


KINDS = [Kind(PAGE, _("Seiten des Hauses"), _("Seite des Hauses"), entries, _readable)]
