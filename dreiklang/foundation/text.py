"""Text is one type: Markdown source, and sanitised HTML kept beside it, written once at saving."""

import re
import unicodedata

import nh3
from django.utils import formats
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(["table"])
_TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def parsed(source: str) -> list:
    """The tokens of markdown-it: all that reads Markdown here reads it alike."""
    return _markdown.parse(source)


def to_html(source: str, top: int = 2) -> str:
    """Markdown to sanitised HTML. The highest heading becomes h`top`, so that a text fits under its page's h1."""
    tokens = parsed(source)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + top, 4)}"
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def block_lines(source: str) -> list[tuple[int, int]]:
    """Of each block its first line and the one after its last: a paragraph, a heading, a whole list, a whole table.
    What is defined for links stands in no block."""
    return [tuple(token.map) for token in _markdown.parse(source) if token.level == 0 and token.map]


_MARKS = re.escape("""\\`*_{}[]<>&()#+-.!|~=:""")
_PLAIN = re.compile(
    rf"""\\(?P<mark>[{_MARKS}])
    | &\#(?P<blank>9|32);
    | \[ (?P<label>(?:\\.|[^\[\]\\])+) \] \( (?P<address>[^)\s]{{1,2000}}) \)
    | (?P<around>\*\*|__) (?P<strong>(?:\\.|[^\\\n])+?) (?P=around)
    | ^\#{{1,6}}[ \t]+
    """,
    re.MULTILINE | re.VERBOSE,
)  # one pass, left to right: what a backslash takes the meaning from begins nothing


def to_plain(source: str) -> str:
    """Markdown as it reads best in a plain letter: the marks of emphasis go, links show their address."""
    return _PLAIN.sub(_plainly, source)


def _plainly(found: re.Match) -> str:
    if found["mark"]:
        return found["mark"]
    if found["blank"]:
        return chr(int(found["blank"]))
    if found["label"]:
        label, address = to_plain(found["label"]), to_plain(found["address"])
        return address if label == address else f"{label}: {address}"
    return to_plain(found["strong"]) if found["strong"] else ""


def escape_markdown(text: str) -> str:
    """Text that `to_html` and `to_plain` give back letter for letter: no mark in it counts as Markdown."""
    escaped = re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", text)
    return _LINE_START.sub(_at_line_start, escaped)


_LINE_START = re.compile(r"(?<![^\r\n])(?:([ \t])(?=[ \t]*[^ \t\r\n])|([#+=:-])|(\d+)([.)]))")


def _at_line_start(found: re.Match) -> str:
    blank, mark, number, stop = found.groups()
    if blank:  # four of them would be code, and behind fewer a mark still counts
        return f"&#{ord(blank)};"
    return f"\\{mark}" if mark else f"{number}\\{stop}"


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Lower case without umlauts and accents, for look-ups and order on both databases: 'Südlohn' -> 'suedlohn'."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def spellings(words: str, most: int) -> list[set[str]]:
    """For each of these words how it may be spelt in a column: SQLite knows no capitals beyond ASCII, so that one looks
    for it as it is typed, small, and with a capital. PostgreSQL takes no NUL."""
    return [{word, word.lower(), word.capitalize()} for word in words.replace("\0", " ").split()[:most]]


def slug(text: str, length: int = 60) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:length].rstrip("-") or "eintrag"


def said_weight(size: int) -> str:
    """Of a file of so many bytes, as people say it: '340 kB' or '1,2 MB'."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{formats.number_format(size / 1_000_000, 1)} MB"
