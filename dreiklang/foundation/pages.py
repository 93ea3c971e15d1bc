from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import Page, Version
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html


@transaction.atomic
def save(page: Page, source: str, *, by, seen: int | None = None) -> Version:
    """Save a new version. Refused when somebody else saved since version `seen` was opened; nothing typed is lost."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    current = page.current()
    if current and current.source == source:
        return current
    if current and seen is not None and current.number != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes diese Seite gespeichert. Ihr Text steht noch im Feld; "
              "vergleichen Sie ihn bitte mit der neuen Fassung und speichern Sie dann erneut."),
            field="source",
        )  # fmt: skip
    version = page.versions.create(
        number=current.number + 1 if current else 1,
        source=source,
        html=to_html(source),
        saved_by=str(by.pk) if by else "",
    )
    if by:
        record(by, "page.saved", f"page:{page.slug}", version.number)
    return version
