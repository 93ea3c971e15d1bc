import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from dreiklang.foundation.tables import XLSX, download, write_xlsx

DANGEROUS = [
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example","Klick")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1",
    "\r=1+1", "\n=1+1", " =1+1", "{=1+1}", "https://evil.example/", "mailto:x@example.org", "internal:Blatt!A1",
    "external:c:\\x.xlsx", "file:///etc/passwd", "007", "1e5", "0,5", "TRUE", "01.02.2024", "#REF!", "'=1+1", "＝1+1",
    "DDE(\"cmd\")", "<b>&amp;</b>", "]]>", "Ä" * 300, "😀", "", "_x0041_",
]  # fmt: skip


def written(rows, headings=("Name", "Zahl")) -> bytes:
    file = BytesIO()
    write_xlsx(file, list(headings), rows)
    return file.getvalue()


def read(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_table_comes_back_as_it_was_written():
    assert read(written([["Südlohn", 30], ["Auenkirch", 0.5]])) == [
        ["Name", "Zahl"],
        ["Südlohn", 30],
        ["Auenkirch", 0.5],
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_a_link_or_a_number(text):
    content = written([[text, 1]], headings=(text, "Zahl"))
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet
    assert not any("hyperlink" in part.lower() for name, part in parts(content).items() if name.endswith(".rels"))
    came_back = read(content)
    assert came_back[1] == [text, 1.0] and came_back[0][0] == text


def test_the_look_for_formulas_finds_them_where_the_writer_is_not_told_to_leave_text_alone():
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, text in enumerate(DANGEROUS):
        sheet.write(row, 0, text)
    book.close()
    sheet = parts(file.getvalue())["xl/worksheets/sheet1.xml"]
    assert "<f>" in sheet and "hyperlink" in sheet


def test_nothing_and_other_things_are_cells_too():
    assert read(written([["Ben", None], [date(2024, 11, 8), Decimal("0.5")], [None, None]]))[1:3] == [
        ["Ben", ""], ["2024-11-08", "0.5"],
    ]  # fmt: skip


def test_a_table_without_rows_has_its_headings():
    assert read(written([])) == [["Name", "Zahl"]]


def test_headings_stay_in_sight_and_columns_are_as_wide_as_their_text_up_to_a_limit():
    sheet = parts(written([["x" * 30, 1], ["y" * 500, 2]]))["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1"' in sheet and 'state="frozen"' in sheet
    assert 'width="60.7109375"' in sheet


def test_a_download_is_a_file_with_a_name():
    response = download("liste-der-angemeldeten", ["Name"], [["Ben"]])
    assert response.headers["Content-Type"] == XLSX
    assert response.headers["Content-Disposition"] == 'attachment; filename="liste-der-angemeldeten.xlsx"'
    assert read(response.content) == [["Name"], ["Ben"]]
