"""A mail that came as a page only, as a person would have typed it: quotations behind '>', nothing runs or loads."""

import re
from collections import Counter
from html.parser import HTMLParser

_BLOCKS = {"address", "article", "blockquote", "div", "dl", "dt", "dd", "footer", "form", "h1", "h2", "h3", "h4", "h5",
           "h6", "header", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}  # fmt: skip
_APART = {"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math"}
_SIGNATURES = re.compile(r"gmail_signature|moz-signature|ms-outlook-mobile-signature|^signature$", re.IGNORECASE)


def as_plain(page: str) -> str:
    reader = _Reader(convert_charrefs=True)
    reader.feed(page)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, **options):
        super().__init__(**options)
        self.lines, self.line = [], ""
        self.open = []  # (tag, whether it is left out, where a link leads)
        self.count = Counter()  # of the open ones, by tag; and "" of those that are left out

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "br":
            self._end_line(always=True)
        elif tag == "hr":
            self._end_line()
            self._write("________________")
            self._end_line()
        elif tag == "body":  # a head that was never closed must not swallow it
            self.open, self.count = [], Counter()
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART and "mso" not in given.get("class", "").lower():  # Outlook: a paragraph for each line
                self._blank()
        words = [*given.get("class", "").split(), given.get("id", "")]
        left_out = tag in _UNSEEN or any(_SIGNATURES.search(word) for word in words)
        self.open.append((tag, left_out, given.get("href", "") if tag == "a" else ""))
        self.count[tag] += 1
        self.count[""] += left_out
        if tag == "li":
            self._write("- ")

    def handle_endtag(self, tag):
        if not self.count[tag]:
            return
        name = None
        while name != tag:
            name, left_out, address = self.open.pop()
            if re.fullmatch(r"https?://[^\s<>]+", address) and address not in self.line:
                self._write(f" <{address}>")
            if name in _BLOCKS:
                self._end_line()
            self.count[name] -= 1
            self.count[""] -= left_out

    def handle_data(self, data):
        if not self.count["pre"]:
            return self._write(re.sub(r"\s+", " ", data))
        for number, line in enumerate(data.split("\n")):
            if number:
                self._end_line(always=True)
            self.line += "" if self.count[""] else line

    def _write(self, text: str):
        if not self.count[""]:
            self.line += text.lstrip() if not self.line or self.line.endswith(" ") else text

    def _end_line(self, always: bool = False):
        if not self.count[""] and (self.line.strip() or always):
            self.lines.append(self._quote() + self.line.rstrip())
        self.line = ""

    def _blank(self):
        if self.lines and self.lines[-1].strip(" >"):
            self.lines.append(self._quote().rstrip())

    def _quote(self) -> str:
        return "> " * min(self.count["blockquote"], 9)

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines)
