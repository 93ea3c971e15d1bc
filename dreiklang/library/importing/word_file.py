"""A Word file (DOCX) as facts and Markdown. The facts stand on top: in a table of two columns, or in paragraphs like
`titel: …`. In one cell several things stand in lines, the parts of a thing between `|`:

    quellen     Sozialgesetzbuch VII, § 2 | https://www.gesetze-im-internet.de/sgb_7/__2.html | Absatz 1 Nummer 10
    dateien     vorlage.docx | Vorlage für den Ausschuss
    geprueft    greta@example.org | Praxis
"""

import zipfile
from pathlib import Path

import docx
from django.core.files.base import ContentFile
from docx.oxml.ns import qn
from lxml import etree

from dreiklang.foundation.files import MOST_BYTES, accept
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import escape_markdown
from dreiklang.library.importing.front_matter import Facts, Fault
from dreiklang.library.importing.page_file import KEYS

_MOST_UNPACKED, _MOST_TEXT_XML = 64 * 1024 * 1024, 8 * 1024 * 1024
_MARKED_LISTS = {"von", "handlungsfelder", "aufgaben", "groessen"}
_PARTS = {
    "quellen": ("titel", "url", "hinweis"), "dateien": ("datei", "titel"), "geprueft": ("von", "seite", "am"),
    "uebernommen": ("kommune", "text", "am"),
}  # fmt: skip
_BROKEN = "Die Datei ist beschädigt oder keine Word-Datei. Bitte speichern Sie sie noch einmal als .docx."


def read_word(path: Path) -> tuple[Facts, str, list[str]]:
    """Facts, Markdown, and what of the document does not come along."""
    document = _opened(path)
    blocks = [block for block in document.element.body if block.tag in (qn("w:p"), qn("w:tbl"))]
    facts, rest = _facts(blocks)
    if not facts:
        raise Fault("Oben fehlen die Angaben zur Seite: eine Tabelle mit zwei Spalten oder Zeilen wie „titel: …“.")
    writer = _Writer(document)
    for block in rest:
        writer.add(block)
    return facts, writer.text(), writer.remarks()


def _opened(path: Path):
    """Looked at before it is unpacked: no macros, nothing that unfolds to more than a text can be."""
    if path.stat().st_size > MOST_BYTES:
        raise Fault("Die Datei ist zu groß. Möglich sind bis 20 MB.")
    data = ContentFile(path.read_bytes(), name=f"{path.stem}.docx")
    try:
        accept(data)
        with zipfile.ZipFile(data) as package:
            members = package.infolist()
            largest = max((one.file_size for one in members if one.filename.endswith(".xml")), default=0)
            if sum(one.file_size for one in members) > _MOST_UNPACKED or largest > _MOST_TEXT_XML:
                raise Fault("In der Datei steckt mehr, als ein Text sein kann.")
        data.seek(0)
        return docx.Document(data)
    except Refusal as refusal:
        raise Fault(str(refusal.sentence))
    except Fault:
        raise
    except (ValueError, KeyError, AttributeError, zipfile.BadZipFile, etree.LxmlError, OSError, NotImplementedError):
        raise Fault(_BROKEN)


def _facts(blocks: list) -> tuple[Facts, list]:
    facts = Facts()
    for number, block in enumerate(blocks):
        if block.tag == qn("w:tbl") and not facts:
            rows = [[_plain_lines(cell) for cell in row.iter(qn("w:tc"))] for row in block.iter(qn("w:tr"))]
            if any(len(row) != 2 for row in rows):
                return facts, blocks
            for key, value in rows:
                _take(facts, " ".join(key), value)
            return facts, blocks[number + 1 :]
        line = " ".join(_plain_lines(block)) if block.tag == qn("w:p") else ""
        key, colon, value = line.partition(":")
        if line and not (colon and key.strip().lower() in KEYS):
            return facts, blocks[number:]
        if line:
            _take(facts, key, [value.strip()])
    return facts, []


def _take(facts: Facts, key: str, lines: list[str]) -> None:
    key, lines = key.strip().rstrip(":").lower(), [line for line in lines if line]
    if key in facts:
        raise Fault(f"„{key}“ steht hier zum zweiten Mal.")
    if key in _MARKED_LISTS:
        facts[key] = [one.strip() for line in lines for one in line.replace(";", ",").split(",") if one.strip()]
    elif key in _PARTS:
        facts[key] = [_parts(line, _PARTS[key]) for line in lines]
    elif key:
        facts[key] = " ".join(lines)


def _parts(line: str, names: tuple[str, ...]) -> dict:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) > len(names):
        raise Fault(f"In „{line[:60]}“ stehen mehr als {len(names)} Teile zwischen „|“.")
    return {name: part for name, part in zip(names, parts, strict=False) if part}


def _plain_lines(element) -> list[str]:
    """The text, a line for each paragraph and each line break."""
    lines = []
    for paragraph in element.iter(qn("w:p")):
        text = ""
        for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            if _is_deleted(node):
                continue
            text += node.text or "" if node.tag == qn("w:t") else "\n" if node.tag == qn("w:br") else " "
        lines += [" ".join(line.split()) for line in text.split("\n")]
    return [line for line in lines if line]


def _is_deleted(node) -> bool:
    return any(above.tag == qn("w:del") for above in node.iterancestors())


class _Writer:
    """Paragraphs become Markdown: headings, lists, tables, bold and italic, links."""

    def __init__(self, document):
        self.document, self.blocks, self.left_out = document, [], set()
        self.styles = {style.style_id: (style.name or "").lower() for style in document.styles}

    def text(self) -> str:
        joined, before = [], ""
        for kind, text in self.blocks:
            joined += ["\n" if kind == before == "item" else "\n\n"] if joined else []
            joined.append(text)
            before = kind
        return "".join(joined)

    def remarks(self) -> list[str]:
        return [f"Nicht übernommen: {what}." for what in sorted(self.left_out)]

    def add(self, block) -> None:
        if next(block.iter(qn("w:drawing"), qn("w:pict")), None) is not None:
            self.left_out.add("Bilder")
        if next(block.iter(qn("w:footnoteReference"), qn("w:endnoteReference")), None) is not None:
            self.left_out.add("Fußnoten")
        self._table(block) if block.tag == qn("w:tbl") else self._paragraph(block)

    def _paragraph(self, paragraph) -> None:
        text = self._inline(paragraph).strip()
        if not text:
            return
        style = self._style(paragraph)
        level = int(style[8:]) if style.startswith("heading ") and style[8:].isdecimal() else 0
        if level or style == "title":
            plain = escape_markdown(" ".join(_plain_lines(paragraph)))
            self.blocks.append(("heading", f"{'#' * min(max(level, 2), 6)} {plain}" if level else f"# {plain}"))
        elif (item := self._item(paragraph, style)) is not None:
            depth, mark = item
            lines = text.replace("\n", "\n" + " " * (len(mark) + 1))
            self.blocks.append(("item", _indented(f"{mark} {lines}", depth)))
        elif style in {"quote", "intense quote"}:
            self.blocks.append(("quote", "\n".join(f"> {line}" for line in text.split("\n"))))
        else:
            self.blocks.append(("text", text))

    def _style(self, paragraph) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(found.get(qn("w:val")), "") if found is not None else ""

    def _item(self, paragraph, style: str) -> tuple[int, str] | None:
        numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbering is None and not style.startswith("list "):
            return None
        if numbering is None:  # 'List Bullet 2', 'List Number'
            last = style.rpartition(" ")[2]
            return (int(last) - 1 if last.isdecimal() else 0), "1." if "number" in style else "-"
        level, number = (numbering.find(qn(name)) for name in ("w:ilvl", "w:numId"))
        depth = int(level.get(qn("w:val"))) if level is not None else 0
        number = number.get(qn("w:val")) if number is not None else ""
        return min(depth, 5), "1." if self._is_numbered(number, depth) else "-"

    def _is_numbered(self, number: str, depth: int) -> bool:
        try:
            numbering = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        found = numbering.find(f"{qn('w:num')}[@{qn('w:numId')}='{number}']/{qn('w:abstractNumId')}")
        if found is None:
            return False
        abstract = numbering.find(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{found.get(qn('w:val'))}']")
        if abstract is None:
            return False
        form = abstract.find(f"{qn('w:lvl')}[@{qn('w:ilvl')}='{depth}']/{qn('w:numFmt')}")
        return form is not None and form.get(qn("w:val")) not in {"bullet", "none"}

    def _table(self, table) -> None:
        rows = [
            [" ".join(self._inline(p) for p in cell.iter(qn("w:p"))).replace("\\\n", " ").replace("\n", " ")
             .replace("|", "\\|").replace("\\\\|", "\\|").strip() for cell in row.findall(qn("w:tc"))]
            for row in table.findall(qn("w:tr"))
        ]  # fmt: skip
        width = max(map(len, rows), default=0)
        if not width:
            return
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        self.blocks.append(("table", "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])))

    def _inline(self, element, link: str = "") -> str:
        """Runs that look alike are written as one: Word cuts words into many."""
        pieces: list[tuple[str, str, str]] = []
        for text, marks, address in self._runs(element, ""):
            if pieces and pieces[-1][1:] == (marks, address):
                pieces[-1] = (pieces[-1][0] + text, marks, address)
            else:
                pieces.append((text, marks, address))
        return "".join(_marked(*piece) for piece in pieces)

    def _runs(self, element, address: str):
        for node in element:
            if node.tag == qn("w:r"):
                text = "".join(_signs(node))
                if text:
                    yield text, _marks_of(node), address
            elif node.tag == qn("w:hyperlink"):
                yield from self._runs(node, self._address(node))
            elif node.tag in (qn("w:ins"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent")):
                yield from self._runs(node, address)

    def _address(self, link) -> str:
        relation = self.document.part.rels.get(link.get(qn("r:id"), ""))
        address = relation.target_ref if relation is not None and relation.is_external else ""
        return address if address.startswith(("https://", "http://", "mailto:", "tel:", "/praxis/")) else ""


def _signs(run):
    for node in run:
        if node.tag == qn("w:t"):
            yield node.text or ""
        elif node.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif node.tag == qn("w:tab"):
            yield " "
        elif node.tag == qn("w:noBreakHyphen"):
            yield "-"


def _marks_of(run) -> str:
    said = run.find(qn("w:rPr"))
    marks = ""
    for name, mark in (("w:b", "**"), ("w:i", "*")):
        found = said.find(qn(name)) if said is not None else None
        if found is not None and found.get(qn("w:val"), "1") not in {"0", "false", "off"}:
            marks += mark
    return marks


def _marked(text: str, marks: str, address: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    written = "\\\n".join(escape_markdown(line.strip()) for line in inner.split("\n"))
    written = f"{marks}{written}{marks[::-1]}"
    if address:
        safe = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C")
        written = f"[{written}]({safe})"
    return f"{before}{written}{after}".replace("\\\n\\\n", "\\\n")


def _indented(text: str, depth: int) -> str:
    return "\n".join("   " * depth + line for line in text.split("\n"))
