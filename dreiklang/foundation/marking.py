"""A kept text whose links say, when it is read, what has become of what they lead to since it was written."""

import re

from django.conf import settings
from django.utils.html import escape

_LINK = re.compile(rf'<a href="(?:{re.escape(settings.SITE_URL)})?(/[^"?#]*)(?:[?#][^"]*)?"[^>]*>.*?</a>', re.DOTALL)


def paths_in(html: str) -> set[str]:
    """Where in this house its links lead."""
    return {link[1] for link in _LINK.finditer(html)} if "<a href=" in html else set()


def marked(html: str, marks: dict[str, str]) -> str:
    """With a word behind each link to one of these. {path: word}"""
    if not marks:
        return html
    return _LINK.sub(
        lambda link: (
            f'{link[0]} <span class="outdated">({escape(marks[link[1]])})</span>' if link[1] in marks else link[0]
        ),
        html,
    )
