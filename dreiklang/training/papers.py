"""What a confirmation looks like on paper. Printed when it is asked for: the same facts give the same bytes."""

import io
from pathlib import Path

import segno
from django.utils import translation

from dreiklang.foundation.dates import short_day
from dreiklang.foundation.documents import Attachment, pdf
from dreiklang.training.models import Confirmation

_TEMPLATE = Path(__file__).with_name("templates") / "documents" / "confirmation.typ"


def of(confirmation: Confirmation) -> bytes:
    """The PDF, with the badge inside."""
    with translation.override("de"):
        values = confirmation.facts | {
            "name": confirmation.name, "is_certificate": confirmation.kind == Confirmation.CERTIFICATE,
            "awarded": short_day(confirmation.awarded_at),
            "expires": short_day(confirmation.expires_at) if confirmation.expires_at else "",
            "address": confirmation.check_address, "qr": qr_code(confirmation.check_address),
        }  # fmt: skip
        title = str(confirmation.get_kind_display())
    badge = Attachment("badge.json", confirmation.badge, "application/ld+json", "Open Badge zu dieser Bescheinigung")
    return pdf(_TEMPLATE, values, title=title, attachments=[badge], at=confirmation.awarded_at)


def qr_code(address: str, **look) -> str:
    """SVG, black on nothing."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, **look)
    return drawn.getvalue().decode()
