"""Workbooks as programs write them, and as nobody should."""

import io
import zipfile

import xlsxwriter

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(*sheets: list[list], hidden: int | None = None, prepare=None) -> bytes:
    """A workbook of these sheets. A cell that begins with '=' is a formula, its value behind a bar: '=A1|7'."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False})
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if number == hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                _write(book, sheet, row, column, value)
        if prepare:
            prepare(book, sheet)
    book.close()
    return file.getvalue()


def _write(book, sheet, row, column, value):
    if isinstance(value, str) and value.startswith("="):
        formula, _bar, kept = value.partition("|")
        sheet.write_formula(row, column, formula, value=kept)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, book.add_format({"num_format": "dd.mm.yyyy"}))
    elif value is not None:
        sheet.write(row, column, value)


def raw_xlsx(sheet_data: str, packing=zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    """A small workbook whose one sheet holds this XML, and whatever files more."""
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
                           "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _RELS.format(
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{sheet_data}</sheetData></worksheet>",
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, text in (files | more).items():
            archive.writestr(name, text)
    return file.getvalue()


def cells(*rows: tuple[str, ...]) -> str:
    """Rows of text as XML of a sheet."""
    return "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{chr(65 + column)}{line}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for line, row in enumerate(rows, start=1)
    )
