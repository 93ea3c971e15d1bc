"""Text is one type: Markdown source, and sanitised HTML kept beside it, written once at saving."""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(["table"])
_TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def to_html(source: str, top: int = 2) -> str:
    """Markdown to sanitised HTML. The highest heading becomes h`top`, so that a text fits under its page's h1."""
    tokens = _markdown.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + top - 1, 4)}"
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def to_plain(source: str) -> str:
    """Markdown as it reads best in a plain letter: the marks of emphasis go, links show their address."""
    plain = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\])+)\]\(([^)\s]+)\)", r"\1: \2", source)
    plain = re.sub(r"^#{1,6}\s+", "", plain, flags=re.MULTILINE)
    plain = re.sub(r"(?<!\\)(\*\*|__)(.+?)(?<!\\)\1", r"\2", plain)
    return re.sub(rf"\\([{_MARKS}])", r"\1", plain)


_MARKS = re.escape("""\\`*_{}[]<>&()#+-.!|~""")


def escape_markdown(text: str) -> str:
    """Text that `to_html` and `to_plain` give back letter for letter: no mark in it counts as Markdown."""
    escaped = re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", text)
    return re.sub(r"^[ \t]*(?:([#+>-])|(\d+)([.)]))", _at_line_start, escaped, flags=re.MULTILINE)


def _at_line_start(found: re.Match) -> str:
    mark, number, stop = found.groups()
    return f"\\{mark}" if mark else f"{number}\\{stop}"


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Lower case without umlauts and accents, for look-ups and order on both databases: 'Südlohn' -> 'suedlohn'."""
    folded = text.casefold().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def slug(text: str, length: int = 60) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:length].rstrip("-") or "eintrag"
