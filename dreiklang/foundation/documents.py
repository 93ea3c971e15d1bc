"""The one maker of PDFs: typst, to PDF/UA-1 (for screen readers) and PDF/A-3a (for archives) in one file.

A template is a *.typ file in the room that owns the document. It begins with
`#import "/foundation/templates/house.typ": house, values` and `#show: house`. What differs from one paper to the next
reaches it only as data, never as source text: a name that looks like code of typst is printed as a name.
"""

import json
import threading
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typst
from django.conf import settings
from django.utils import timezone
from fontTools.ttLib import TTFont

STANDARDS = ["ua-1", "a-3a"]
_ROOT = settings.ROOT / "dreiklang"  # templates read from here at most
_ONE_AT_A_TIME = threading.Lock()  # a compiler works on one document; a second thread waits two milliseconds
_UNPRINTABLE = "▯"


class Attachment(NamedTuple):
    """A text file inside the PDF."""

    name: str
    text: str
    kind: str  # the media type
    description: str


def pdf(
    template: Path, values: dict, *, title: str, attachments: Iterable[Attachment] = (), language: str = "de",
    at: datetime | None = None,
) -> bytes:  # fmt: skip
    """Print `values` (anything that JSON knows) with a template. The same arguments with `at`, the moment that stands
    in the file as its date, give the same bytes; without it, that is now.

    Signs that none of our fonts can show become a small box: a certificate with a gap is better than none.
    """
    given = {
        "title": title, "language": language, "house": settings.SITE_NAME, "operator": settings.OPERATOR,
        "values": values,
    }  # fmt: skip
    given = _printable(given) | {"attachments": [attachment._asdict() for attachment in attachments]}
    with _ONE_AT_A_TIME:
        return _compiler().compile(
            input=template, format="pdf", pdf_standards=STANDARDS,
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
            timestamp=int((at or timezone.now()).timestamp()),
        )  # fmt: skip


def _printable(value):
    match value:
        case str():
            return "".join(map(_shown, unicodedata.normalize("NFC", value)))
        case dict():
            return {key: _printable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_printable(inner) for inner in value]
    return value


def _shown(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cc":
        return "\n" if sign == "\n" else " "
    # What steers others needs no picture: joiners, directions, choices between pictures.
    is_invisible = kind == "Cf" or 0xFE00 <= ord(sign) <= 0xFE0F
    # What is private means something else in every font: archives refuse it.
    is_known = ord(sign) in _signs() and kind != "Co"
    return sign if is_invisible or is_known else _UNPRINTABLE


@cache
def _signs() -> frozenset[int]:
    """What at least one font for documents can show."""
    signs = set()
    for file in sorted(settings.PRINT_FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            signs |= font.getBestCmap().keys()
    return frozenset(signs)


@cache
def _compiler() -> typst.Compiler:
    """Kept by each process: finding the fonts takes longer than printing a page. No font of the machine is used, so
    that a document looks the same wherever it is made."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.PRINT_FONTS])
    return typst.Compiler(root=_ROOT, font_paths=fonts, ignore_system_fonts=True)
