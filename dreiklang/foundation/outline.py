"""What a text consists of, for those who write it in other forms than HTML: Word and typst know no Markdown.

An outline is a list of blocks, plain data that JSON knows:

    {"kind": "heading", "level": 1 to 4, "text": runs, "new_page": True where one begins}
    {"kind": "paragraph", "text": runs}
    {"kind": "list", "start": None for bullets, else its first number, "items": [blocks]}
    {"kind": "table", "head": [runs], "rows": [[runs]], "widths": [of 100 in sum], "right": [columns of numbers]}
    {"kind": "facts", "pairs": [[name, runs]]}
    {"kind": "quote", "blocks": blocks}
    {"kind": "code", "text": str}
    {"kind": "rule"}

`runs` is a list of {"text": str} with "strong", "italic", "code": True and "href" where they hold; "\\n" breaks a line.
"""

import re
import unicodedata

from markdown_it.token import Token

from dreiklang.foundation.text import parsed

LOWEST = 4  # headings
MOST_COLUMNS = 8  # of a table on an upright page; a wider one is told row by row
_SIGNS_A_LINE = 95  # about, in a table as wide as a page
_LONGEST_LINK = 2000  # Word takes a file with a longer one for broken
_LINKS = ("https://", "http://", "mailto:", "tel:")


def of(source: str, *, top: int = 1, home: str = "") -> list[dict]:
    """Markdown as an outline. Its highest heading gets level `top`, and none lies more than one below the last.
    A link within the house becomes one to `home`; a picture is what its text says."""
    return _Reader(parsed(readable(source)), top, home).blocks()


def readable(text: str) -> str:
    """Without what no document may hold: control signs, halves of signs, signs that are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if _is_no_text(sign) else sign for sign in text)


def _is_no_text(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind == "Cc" and sign not in "\n\t" or kind == "Cs" or ord(sign) & 0xFFFE == 0xFFFE


def heading(text: str, level: int, **more) -> dict:
    return {"kind": "heading", "level": level, "text": plain(text)} | more


def paragraph(*runs: dict | str) -> dict:
    return {"kind": "paragraph", "text": [run if isinstance(run, dict) else _run(run) for run in runs]}


def bullets(items: list[list[dict]], start: int | None = None) -> dict:
    """A list of items that each are one paragraph's runs."""
    return {"kind": "list", "start": start, "items": [[{"kind": "paragraph", "text": runs}] for runs in items]}


def facts(pairs: list[tuple[str, str]]) -> dict:
    return {"kind": "facts", "pairs": [[readable(name), plain(value)] for name, value in pairs]}


def table(head: list[str], rows: list[list[str]], right: list[int] = ()) -> dict:
    return _table([plain(cell) for cell in head], [[plain(cell) for cell in row] for row in rows], list(right))


def plain(text: str, **marks) -> list[dict]:
    return [_run(text, **marks)]


def link(text: str, href: str) -> dict:
    return _run(text, href=href if _leads_on(href) else "")


def _leads_on(href: str) -> bool:
    return href.lower().startswith(_LINKS) and len(href) <= _LONGEST_LINK


def without_headings(blocks: list[dict]) -> list[dict]:
    """For a quotation: what was a heading there is bold."""
    return [
        paragraph(*(run | {"strong": True} for run in block["text"])) if block["kind"] == "heading" else block
        for block in blocks
    ]


def words_of(runs: list[dict]) -> str:
    return "".join(run["text"] for run in runs)


def _run(text: str, **marks) -> dict:
    return {"text": readable(text), **{name: value for name, value in marks.items() if value}}


def _table(head: list, rows: list[list], right: list[int]) -> dict:
    """Each column as wide as its longest word; what is left goes to those with more to say."""
    texts = [[words_of(row[at]) for row in [head, *rows]] for at in range(len(head))]
    needs = [min(max((len(word) for text in column for word in text.split()), default=1) + 3, 24) for column in texts]
    wants = [max(min(max(map(len, column)), 80) - need, 0) for column, need in zip(texts, needs, strict=True)]
    left = max(_SIGNS_A_LINE - sum(needs), 0)
    signs = [need + left * want / (sum(wants) or 1) for need, want in zip(needs, wants, strict=True)]
    widths = [round(100 * sign / sum(signs)) for sign in signs]
    widths[widths.index(max(widths))] += 100 - sum(widths)
    return {"kind": "table", "head": head, "rows": rows, "widths": widths, "right": right}


class _Reader:
    """One way through the tokens of a text."""

    def __init__(self, tokens: list[Token], top: int, home: str):
        self.tokens, self.at, self.home = tokens, 0, home
        levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        self.lift, self.last = top - min(levels, default=1), top - 1
        self.inside = 0  # of how many lists and quotations

    def blocks(self, until: str = "") -> list[dict]:
        """Blocks up to the token of this type, which is passed."""
        found = []
        while self.at < len(self.tokens):
            token = self._next()
            if token.type == until:
                break
            found += getattr(self, f"_{token.type}", self._nothing)(token)
        return found

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _nothing(self, _token) -> list:
        return []

    def _inline(self, token) -> list[dict]:
        """The only way to words: a paragraph, also where its tags are hidden as in a tight list."""
        runs = self._runs(token)
        return [{"kind": "paragraph", "text": runs}] if words_of(runs).strip() else []

    def _heading_open(self, token) -> list[dict]:
        """In a list or a quotation it is bold: nothing of the paper begins there."""
        level = min(int(token.tag[1]) + self.lift, self.last + 1, LOWEST)
        runs = self._runs(self._next())
        if not words_of(runs).strip():
            return []
        if self.inside:
            return without_headings([{"kind": "heading", "text": runs}])
        self.last = level
        return [{"kind": "heading", "level": level, "text": runs}]

    def _bullet_list_open(self, _token) -> list[dict]:
        return self._list("bullet_list_close", None)

    def _ordered_list_open(self, token) -> list[dict]:
        return self._list("ordered_list_close", int(token.attrGet("start") or 1) if token.attrs else 1)

    def _list(self, until: str, start) -> list[dict]:
        items = []
        while (token := self._next()).type != until:
            if token.type == "list_item_open":
                items.append(self._within("list_item_close"))
        items = [item for item in items if item]
        return [{"kind": "list", "start": start, "items": items}] if items else []

    def _within(self, until: str) -> list[dict]:
        self.inside += 1
        blocks = self.blocks(until)
        self.inside -= 1
        return blocks

    def _blockquote_open(self, _token) -> list[dict]:
        blocks = self._within("blockquote_close")
        return [{"kind": "quote", "blocks": blocks}] if blocks else []

    def _fence(self, token) -> list[dict]:
        return [{"kind": "code", "text": token.content.rstrip("\n")}]

    _code_block = _fence

    def _hr(self, _token) -> list[dict]:
        return [{"kind": "rule"}]

    def _table_open(self, _token) -> list[dict]:
        rows, right = [], set()
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                if "right" in str(token.attrGet("style")):
                    right.add(len(rows[-1]))
                rows[-1].append(self._runs(self._next()))
        head, *rest = rows
        if len(head) > MOST_COLUMNS:
            return _row_by_row(head, rest)
        return [_table(head, rest, sorted(right))]

    def _runs(self, token: Token) -> list[dict]:
        runs, marks = [], {}
        for child in token.children or []:
            match child.type:
                case "text" | "text_special":
                    text = child.content
                case "softbreak":
                    text = " "
                case "hardbreak":
                    text = "\n"
                case "code_inline":
                    _add(runs, child.content, marks | {"code": True})
                    continue
                case "image":
                    text = child.content
                case "strong_open" | "strong_close":
                    marks = marks | {"strong": child.nesting == 1}
                    continue
                case "em_open" | "em_close":
                    marks = marks | {"italic": child.nesting == 1}
                    continue
                case "link_open":
                    marks = marks | {"href": self._address(str(child.attrGet("href") or ""))}
                    continue
                case "link_close":
                    marks = marks | {"href": ""}
                    continue
                case _other:
                    text = child.content
            _add(runs, text, marks)
        return runs

    def _address(self, href: str) -> str:
        if re.match(r"/[^/]", href) and self.home:
            href = self.home + href
        return href if _leads_on(href) else ""


def _add(runs: list[dict], text: str, marks: dict) -> None:
    run = _run(text, **marks)
    if runs and runs[-1].keys() == run.keys() and all(runs[-1][name] == run[name] for name in run if name != "text"):
        runs[-1]["text"] += run["text"]
    elif text:
        runs.append(run)


def _row_by_row(head: list, rows: list[list]) -> list[dict]:
    """No sheet of paper is as wide: each row becomes an item that says what stands under which heading."""
    return [{"kind": "list", "start": 1, "items": [[_told(head, row)] for row in rows or [[[]] * len(head)]]}]


def _told(head: list, row: list) -> dict:
    runs = []
    for name, cell in zip(head, row, strict=True):
        runs += [
            _run(f"{words_of(name)}: ", strong=True),
            *(cell if words_of(cell).strip() else plain("–")),
            _run("; "),
        ]
    return {"kind": "paragraph", "text": runs[:-1]}
