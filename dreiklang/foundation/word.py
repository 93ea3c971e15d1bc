"""The one maker of Word files: an outline (foundation/outline.py) in real styles, so that whoever goes on writing
changes a style and not a hundred paragraphs. The same arguments give the same bytes."""

import io
import unicodedata
import zipfile
from datetime import UTC, datetime

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dreiklang.foundation.outline import readable, words_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Arial"  # on every machine of an office; what opens it elsewhere has a font of the same widths
_INK, _QUIET = RGBColor(0x17, 0x1A, 0x2B), RGBColor(0x51, 0x58, 0x6F)
_SIZES = {"Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11, "Heading 4": 10.5}
_DEEPEST = 3  # styles of lists; what lies deeper is written on the third level
_WIDTH = 165  # mm between the margins
_AFTER_BIDI = ("w:spacing", "w:ind", "w:jc")  # programs want the facts of a paragraph in the order of the standard


def word_file(blocks: list[dict], *, title: str, author: str, footer: str, at: datetime) -> bytes:
    """The file, A4 upright, in German; `footer` stands before the number of each page."""
    document = docx.Document()
    _set_up(document, readable(title), readable(author), at)
    _number_pages(document.sections[0], readable(footer))
    _Writer(document).write(blocks)
    packed = io.BytesIO()
    document.save(packed)
    return _at_no_moment(packed)


def _at_no_moment(packed: io.BytesIO) -> bytes:
    """The parts without the minute in which they were packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            if name != "docProps/thumbnail.jpeg":
                kept.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- what holds for the whole file ---


def _set_up(document, title: str, author: str, at: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(25), Mm(20)
    page.top_margin, page.bottom_margin = Mm(22), Mm(20)
    about, moment = document.core_properties, at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.last_modified_by, about.language = title[:255], author[:255], author[:255], "de-DE"
    about.created = about.modified = moment
    about.comments = about.subject = about.keywords = ""
    about.revision = 1
    _speak_german(document)
    _dress(document.styles)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else newer programs open it as a file of an old one
    thumbnail = [key for key, part in document.part.package.rels.items() if part.reltype.endswith("/thumbnail")]
    for key in thumbnail:  # a picture of an empty page that the library's template brings
        del document.part.package.rels[key]


def _speak_german(document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "de-DE")
        language.set(qn("w:eastAsia"), "de-DE")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "de-DE")
    for sign, written in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        for setting in document.settings.element.iter(qn(sign)):
            setting.set(qn("w:val"), written)


def _dress(styles) -> None:
    normal = styles["Normal"]
    _in_our_font(normal, 11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    for name, size in _SIZES.items():
        style = styles[name]
        _in_our_font(style, size)
        style.font.bold, style.font.italic, style.font.color.rgb = True, False, _INK
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 14 if name == "Heading 1" else 10)
        style.paragraph_format.space_after = Pt(10 if name == "Title" else 4)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    for name in ("List Bullet", "List Number"):
        for level in ("", " 2", " 3"):
            styles[name + level].paragraph_format.space_after = Pt(3)
    _in_our_font(styles["Quote"], 11)
    styles["Quote"].font.color.rgb = _QUIET
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    _in_our_font(styles["Footer"], 8.5)
    styles["Footer"].font.color.rgb = _QUIET
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x1B, 0x3D, 0x8F)
    code = styles.add_style("Code", WD_STYLE_TYPE.PARAGRAPH)
    code.base_style, code.font.name, code.font.size = normal, "Courier New", Pt(9.5)


def _in_our_font(style, size: float) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the fonts of the theme win over those that are named
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)


def _number_pages(section, text: str) -> None:
    """'Sitzungsvorlage 12/2026 · Seite 2 von 5'"""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{text} · Seite " if text else "Seite ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" von ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph, name: str) -> None:
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = "1"  # until a program counts
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = name
        run._r.append(mark)


# --- blocks ---


class _Writer:
    def __init__(self, document):
        self.document, self.numbering = document, document.part.numbering_part.element

    def write(self, blocks: list[dict], *, depth: int = 0, style: str | None = None) -> None:
        for block in blocks:
            getattr(self, f"_{block['kind']}")(block, depth, style)

    def _title(self, block, _depth, _style) -> None:
        self._fill(self.document.add_paragraph(style="Title"), block["text"])

    def _heading(self, block, _depth, _style) -> None:
        paragraph = self.document.add_paragraph(style=f"Heading {block['level']}")
        paragraph.paragraph_format.page_break_before = block.get("new_page") or None
        self._fill(paragraph, block["text"])

    def _paragraph(self, block, depth, style):
        paragraph = self.document.add_paragraph(style=style)
        if depth and not style:
            paragraph.paragraph_format.left_indent = Mm(6 * depth)
        self._fill(paragraph, block["text"])
        return paragraph

    def _list(self, block, depth, _style) -> None:
        level = min(depth + 1, _DEEPEST)
        name = "List Bullet" if block["start"] is None else "List Number"
        style = name if level == 1 else f"{name} {level}"
        number = None if block["start"] is None else self._begin_at(style, block["start"])
        for first, *rest in block["items"]:
            if first["kind"] == "paragraph":
                paragraph = self._paragraph(first, 0, style)
            else:
                paragraph, rest = self.document.add_paragraph(style=style), [first, *rest]
            if number is not None:
                of_list = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                of_list.get_or_add_ilvl().val, of_list.get_or_add_numId().val = 0, number
            self.write(rest, depth=depth + 1)

    def _begin_at(self, style: str, start: int) -> int:
        """A numbering of its own for each list: otherwise the second goes on where the first ended."""
        own = self.document.styles[style].element.pPr.numPr.numId.val
        abstract = self.numbering.num_having_numId(own).abstractNumId.val
        number = self.numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(min(max(start, 0), 32767))
        return number.numId

    def _quote(self, block, depth, _style) -> None:
        for inner in block["blocks"]:
            self.write([inner], depth=depth, style="Quote" if inner["kind"] == "paragraph" else None)

    def _code(self, block, _depth, _style) -> None:
        self._fill(self.document.add_paragraph(style="Code"), [{"text": block["text"]}])

    def _rule(self, _block, _depth, _style) -> None:
        line, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "9AA1B5")):
            edge.set(qn(f"w:{name}"), value)
        line.append(edge)
        self.document.add_paragraph()._p.get_or_add_pPr().append(line)

    def _facts(self, block, _depth, _style) -> None:
        table = self._grid(len(block["pairs"]), [30, 70])
        for row, (name, runs) in zip(table.rows, block["pairs"], strict=True):
            self._cell(row.cells[0], [{"text": name, "strong": True}])
            self._cell(row.cells[1], runs)
        self._gap()

    def _table(self, block, _depth, _style) -> None:
        table = self._grid(1 + len(block["rows"]), block["widths"])
        head, *rows = table.rows
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(mark)
        for number, (cell, runs) in enumerate(zip(head.cells, block["head"], strict=True)):
            self._cell(cell, [run | {"strong": True} for run in runs], to_the_right=number in block["right"])
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF1F8")):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
        for row, texts in zip(rows, block["rows"], strict=True):
            for number, (cell, runs) in enumerate(zip(row.cells, texts, strict=True)):
                self._cell(cell, runs, to_the_right=number in block["right"])
        self._gap()

    def _grid(self, rows: int, widths: list[int]):
        table = self.document.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        millimetres = [_WIDTH * width / 100 for width in widths]
        for column, width in zip(table.columns, millimetres, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, millimetres, strict=True):
                cell.width = Mm(width)
        return table

    def _cell(self, cell, runs: list[dict], *, to_the_right: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if to_the_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._fill(paragraph, runs)
        for run in paragraph.runs:
            run.font.size = Pt(9.5)

    def _gap(self) -> None:
        """Behind a table stands a paragraph: two tables in a row would grow together."""
        gap = self.document.add_paragraph().paragraph_format
        gap.line_spacing, gap.space_after = Pt(6), Pt(0)

    def _fill(self, paragraph, runs: list[dict]) -> None:
        is_from_the_right = _direction(words_of(runs)) == "R"
        if is_from_the_right:
            paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        for run in runs:
            made = paragraph.add_run(run["text"])
            made.bold, made.italic = run.get("strong") or None, run.get("italic") or None
            made.font.rtl = True if is_from_the_right and _direction(run["text"]) == "R" else None
            if run.get("code"):
                made.font.name = "Courier New"
            if run.get("href"):
                self._link(paragraph, made, run["href"])

    def _link(self, paragraph, run, href: str) -> None:
        run.style = "Hyperlink"
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)
        link.append(run._r)


def _direction(text: str) -> str:
    """'R' where the first letter with a direction is written from the right."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return "R" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "L"
