"""What machines read of a public page: schema.org as JSON-LD, in a block of data that no browser runs."""

import json

from django.conf import settings
from markupsafe import Markup

HOUSE = {"@type": "Organization", "name": settings.OPERATOR, "url": settings.SITE_URL}
# What could end the block or begin another stands as an escape of JSON, which says the same.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def block(data: dict | None) -> Markup:
    """The element for the head of a page; empty without data."""
    if not data:
        return Markup("")
    text = json.dumps({"@context": "https://schema.org"} | _filled(data), ensure_ascii=False)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text.translate(_ESCAPES)))  # noqa: S704


def _filled(value):
    """Without what has nothing in it."""
    if isinstance(value, dict):
        return {key: kept for key, inner in value.items() if (kept := _filled(inner)) not in ("", None, [], {})}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value
