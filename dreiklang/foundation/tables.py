"""The one writer of tables that leave the house: text stays text, so that no cell runs as a formula."""

from io import BytesIO
from typing import BinaryIO

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(name: str, headings: list[str], rows: list[list]) -> HttpResponse:
    """The table as a file `name`.xlsx."""
    file = BytesIO()
    write_xlsx(file, headings, rows)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def write_xlsx(file: BinaryIO, headings: list[str], rows: list[list]) -> None:
    """Write one sheet with a frozen heading row. Numbers stay numbers, None is an empty cell, everything else is text,
    and never read as a formula or link."""
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, (int, float)):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[column])) for row in rows)])
        sheet.set_column(column, column, min(longest + 2, 60))
    book.close()
