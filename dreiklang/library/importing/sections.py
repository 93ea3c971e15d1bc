"""A Markdown text in sections, as a page of the PraxisPortal has them: each begins with `# …` or `## …`."""

import re

from markdown_it import MarkdownIt

from dreiklang.foundation.text import to_plain

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table"])


def in_sections(text: str) -> list[tuple[str, str]]:
    """(heading, Markdown) each; the first has no heading where something stands before one. What looks like a heading
    within a block of code is none."""
    lines, found, heading, start = text.split("\n"), [], "", 0
    for token, inner in _headings(text):
        found.append((heading, _between(lines, start, token.map[0])))
        heading, start = " ".join(to_plain(inner.content).split()), token.map[1]
    found.append((heading, _between(lines, start, len(lines))))
    return [part for part in found if part[0] or part[1]]


def below_headings(source: str) -> str:
    """The same text for a file in which `##` begins the next section: its own headings begin with `###`."""
    tokens = _markdown.parse(source)
    own = [(token, tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open"]
    lower = max(0, 3 - min((int(token.tag[1]) for token, _inner in own), default=3))
    lines = source.split("\n")
    for token, inner in reversed(own if lower else []):
        first, end = token.map
        marks = "#" * min(6, int(token.tag[1]) + lower)
        if token.markup.startswith("#"):  # also in a quotation or a list
            lines[first] = re.sub(r"#{1,6}", marks, lines[first], count=1)
        elif token.level == 0:
            lines[first:end] = [f"{marks} {' '.join(inner.content.split())}"]
    return "\n".join(lines)


def _headings(text: str):
    tokens = _markdown.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.markup in {"#", "##"}:
            yield token, tokens[at + 1]


def _between(lines: list[str], start: int, end: int) -> str:
    return "\n".join(lines[start:end]).strip("\n").rstrip()
