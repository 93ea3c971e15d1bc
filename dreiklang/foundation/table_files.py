"""The one reader of tables that come in, as offices write them: XLSX, or text in any encoding with any separator.

Nothing in a file may cost more than its size: what is read is bounded before a library sees it.
"""

import csv
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import NamedTuple

import python_calamine
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2000, 200
_MOST_UNPACKED = 16 * 1024 * 1024
_MOST_CELL = 1000  # signs of a cell that are read
_SEPARATORS = ";,\t|"
# Where a cell or a row says it lies. A sheet with two cells at its far ends would be filled up with empty ones.
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)(\d+)\s*["']""")
_LEFT_OUT = ("xl/theme/", "xl/drawings/", "xl/charts/", "docProps/", "customXml/")  # nothing of a sheet
_LETTERS_OF_GERMAN = frozenset("äöüÄÖÜßéèêëàáâçñóòôúùøåæğışčćžš–„“’€§ß")


class Row(NamedTuple):
    line: int  # as the program counts that the file was written with: the first is 1
    cells: list[str]


def read_table(data: bytes, weigh: Callable[[list[Row]], int]) -> list[Row]:
    """The rows of a file that have something in them. Where it may be read in several ways (separators, sheets), the
    one that `weigh` gives most; the first of those that weigh the same. Refusal for what is no table."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("Die Datei ist größer als 2 MB. Eine Liste von Personen ist viel kleiner."), field="file")
    if not data.strip(b"\0 \r\n\t"):
        raise Refusal(_("Die Datei ist leer."), field="file")
    if data.startswith(b"PK\x03\x04"):
        readings = _of_xlsx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0") or data.startswith(b"%PDF"):
        raise Refusal(_unreadable(), field="file")
    else:
        readings = _of_text(_decoded(data))
    return max(readings, key=weigh)


def _unreadable() -> str:
    return _("Diese Datei lässt sich nicht lesen. Bitte speichern Sie die Tabelle als .xlsx oder .csv.")


def _too_large() -> str:
    return _("Die Tabelle hat mehr als 2000 Zeilen oder 200 Spalten; auch leere, die gefärbt sind, zählen mit.")


def _kept(rows) -> list[Row]:
    kept = [Row(line, [_plain(cell) for cell in cells]) for line, cells in rows]
    kept = [row for row in kept if any(row.cells)]
    if len(kept) > MOST_ROWS or any(len(row.cells) > MOST_COLUMNS for row in kept):
        raise Refusal(_too_large(), field="file")
    return kept


def _plain(value) -> str:
    """A cell as text on one line, without what nobody sees."""
    match value:
        case None | bool():
            return ""
        case float() if value.is_integer():
            value = int(value)
        case datetime() if not value.time():
            value = value.strftime("%d.%m.%Y")
        case datetime():
            value = value.strftime("%d.%m.%Y %H:%M")
        case date():
            value = value.strftime("%d.%m.%Y")
        case time():
            value = value.strftime("%H:%M")
    text = unicodedata.normalize("NFC", str(value)[:_MOST_CELL])
    return " ".join("".join(" " if c in "\0\t\r\n\xa0" else c for c in text if _is_seen(c)).split())


def _is_seen(sign: str) -> bool:
    return sign in "\0\t\r\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


# --- XLSX ---


def _of_xlsx(data: bytes) -> list[list[Row]]:
    try:
        book = python_calamine.load_workbook(BytesIO(_repacked(data)))
        sheets = [book.get_sheet_by_name(meta.name) for meta in book.sheets_metadata if _is_shown(meta)]
        read = [list(enumerate(sheet.to_python(skip_empty_area=False), start=1)) for sheet in sheets]
    except Refusal:
        raise
    except Exception as problem:  # the library raises its own, and whatever its parts raise
        raise Refusal(_unreadable(), field="file") from problem
    return [_kept(rows) for rows in read] or [[]]


def _is_shown(meta) -> bool:
    is_sheet = meta.typ == python_calamine.SheetTypeEnum.WorkSheet
    return is_sheet and meta.visible == python_calamine.SheetVisibleEnum.Visible


def _repacked(data: bytes) -> bytes:
    """The same workbook as an archive that holds exactly what was looked at: what a head says of its size may lie."""
    found, left = {}, _MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename.startswith(_LEFT_OUT) or not info.filename.endswith((".xml", ".rels")):
                continue
            text = _unpacked(data, info, left)
            left -= len(text)
            _require_small(text)
            found[info.filename] = text
    if not any(name.startswith("xl/") for name in found):
        raise Refusal(_unreadable(), field="file")
    clean = BytesIO()
    with zipfile.ZipFile(clean, "w") as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return clean.getvalue()


def _unpacked(data: bytes, info: zipfile.ZipInfo, most: int) -> bytes:
    name_length, extra_length = (int.from_bytes(data[info.header_offset + at :][:2], "little") for at in (26, 28))
    start = info.header_offset + 30 + name_length + extra_length
    packed = data[start : start + info.compress_size]
    if info.flag_bits & 1:
        raise Refusal(_("Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne."), field="file")
    match info.compress_type:
        case zipfile.ZIP_STORED:
            text = packed
        case zipfile.ZIP_DEFLATED:
            text = zlib.decompressobj(-15).decompress(packed, most + 1)
        case _other:
            raise Refusal(_unreadable(), field="file")
    if len(text) > most:
        raise Refusal(_too_large(), field="file")
    return text


def _require_small(text: bytes) -> None:
    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or text[:4].count(0):  # in UTF-16 the places would not be found
        raise Refusal(_unreadable(), field="file")
    for letters, number in _PLACE.findall(text):
        if len(number) > 7 or int(number) > MOST_ROWS or len(letters) > 3 or _column(letters) > MOST_COLUMNS:
            raise Refusal(_too_large(), field="file")


def _column(letters: bytes) -> int:
    """'A' -> 1, 'AB' -> 28; none -> 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


# --- text ---


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data.count(0) > len(data) // 4:
        return data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows, DOS and old Macs: the one in which the most odd bytes are letters of German and its neighbours.
        read = [data.decode(encoding, errors="replace") for encoding in ("cp1252", "cp850", "mac_roman")]
        return max(read, key=lambda text: sum(_speaks(sign) for sign in text if ord(sign) > 127))


def _speaks(sign: str) -> int:
    return 1 if sign in _LETTERS_OF_GERMAN else -1


def _of_text(text: str) -> list[list[Row]]:
    if text.count("\n") + text.count("\r") > 4 * MOST_ROWS:
        raise Refusal(_too_large(), field="file")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [_kept(_split(text, separator, quoting)) for quoting in (True, False) for separator in _SEPARATORS]


def _split(text: str, separator: str, quoting: bool):
    """Rows with the line that they begin on. Without `quoting` a quotation mark is a sign like others: one that was
    forgotten would swallow the rest of the file."""
    if not quoting:
        return [
            (line, [cell.strip(' "') for cell in row.split(separator)])
            for line, row in enumerate(text.split("\n"), start=1)
        ]
    rows, before = [], 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        return []
    return rows
