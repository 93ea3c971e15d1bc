"""Lists as secretaries write them, and as nobody should: each is read right, or refused with a sentence and a line."""

import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest

from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.table_files import MOST_BYTES
from dreiklang.foundation.tests.workbooks import cells, raw_xlsx, xlsx
from dreiklang.training.participant_list import MOST_PEOPLE, read

pytestmark = [pytest.mark.long, pytest.mark.once]

TWO = [("Änne Müller", "aenne.mueller@au.example"), ("Kim Groß", "kim@see.example")]
CSV = "Name;E-Mail\nÄnne Müller;aenne.mueller@au.example\nKim Groß;kim@see.example\n"


def people(data) -> list[tuple[str, str]]:
    found = read(data if isinstance(data, bytes) else data.encode())
    assert not found.faults, found.faults
    return [(entry.name, entry.email) for entry in found.entries]


def faults(data) -> list[tuple[int, str]]:
    return [tuple(fault) for fault in read(data if isinstance(data, bytes) else data.encode()).faults]


# --- any encoding, separator, end of line ---


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp850", "mac_roman"],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_encoding_and_separator(encoding, separator):
    assert people(CSV.replace(";", separator).encode(encoding)) == TWO


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_end_of_line(ending):
    assert people(CSV.replace("\n", ending)) == TWO


@pytest.mark.parametrize("mark", ["<", ">"])
def test_utf_16_with_a_mark_in_both_directions(mark):
    sign = b"\xff\xfe" if mark == "<" else b"\xfe\xff"
    assert people(sign + CSV.encode("utf-16-le" if mark == "<" else "utf-16-be")) == TWO


# --- any heading, any order ---


@pytest.mark.parametrize(
    ("headings", "cell"),
    [
        ("Vorname;Nachname;E-Mail", "Änne;Müller;{}"),
        ("Nachname;Vorname;Mail", "Müller;Änne;{}"),
        ("Name;Vorname;Email", "Müller;Änne;{}"),
        ("Vorname;Name;e-mail adresse", "Änne;Müller;{}"),
        ("Familienname;Rufname;E-MAIL-ADRESSE", "Müller;Änne;{}"),
        ("Zuname;Vorname;Mailadresse", "Müller;Änne;{}"),
        ("E-Mail-Adresse;Name", "{};Änne Müller"),
        ("Teilnehmer/in;E-Mail (dienstlich)", "Änne Müller;{}"),
        ("Teilnehmer:innen;Mail dienstlich", "Änne Müller;{}"),
        ("Teilnehmer*in;eMail", "Änne Müller;{}"),
        ("Name, Vorname;E-Mail", "Müller, Änne;{}"),
        ("Name, Vorname;E-Mail", "Müller Änne;{}"),
        ("Vor- und Nachname;E-Mail", "Änne Müller;{}"),
        ("Vorname Name;E-Mail", "Änne Müller;{}"),
        ("NAME;E - MAIL", "ÄNNE MÜLLER;{}"),
        ("Ansprechperson;E-Mail:", "Änne Müller;{}"),
        ("Nr.;Anrede;Titel;Name;Kommune;Funktion;Telefon;E-Mail;Bemerkung", "1;Frau;;Änne Müller;Au;IB;07;{};vegan"),
        ("Name;E-Mail privat;E-Mail dienstlich", "Änne Müller;x@gmx.example;{}"),
        ("Name;Mailing erhalten;E-Mail", "Änne Müller;ja;{}"),
        ("  Name  ; E-Mail ", "  Änne   Müller ; {} "),
    ],
)
def test_any_heading_in_any_order(headings, cell):
    written = f"{headings}\n{cell.format('Aenne.Mueller@AU.example')}\n"
    ((name, email),) = people(written)
    assert (name.title(), email) == TWO[0]


@pytest.mark.parametrize("heading", ["Kommune", "Gemeinde", "Stadt", "Landkreis", "Stadt/Gemeinde", "Behörde", "Kreis"])
@pytest.mark.parametrize("function", ["Funktion", "Position", "Stelle", "Rolle"])
def test_place_and_function_are_kept_and_the_rest_is_named(heading, function):
    found = read(f"Name;{heading};{function};E-Mail;Handynummer\nA B;Au;IB;a@b.example;017\n".encode())
    assert (found.entries[0].place, found.entries[0].function) == ("Au", "IB")
    assert found.ignored == ["Handynummer"]


@pytest.mark.parametrize(
    "cell",
    [
        "a@b.example", "A@B.EXAMPLE", " a@b.example ", "<a@b.example>", "A B <a@b.example>", "mailto:a@b.example",
        "a@b.example;".rstrip(";"), "a@b.example,", "a@b.example.", "(a@b.example)", "\u200ba@b.example\ufeff",
        "a@b.example\u00a0",
    ],
)  # fmt: skip
def test_an_address_is_found_in_whatever_stands_around_it(cell):
    assert people(f"Name\tE-Mail\nA B\t{cell}\n") == [("A B", "a@b.example")]


# --- what stands around the table ---


@pytest.mark.parametrize(
    "above",
    ["Teilnehmerliste Durchgang 2026\n\n", ";;\n;;\n", "sep=;\n", "Stand:;3. März\nName des Kurses;Grundlagen\n",
     "Anmeldungen an mail@land.example\n\n"],
)  # fmt: skip
def test_titles_above_the_headings_are_passed_over(above):
    found = read((above + CSV).encode())
    assert [(entry.name, entry.email) for entry in found.entries] == TWO
    assert found.entries[0].line == above.count("\n") + 2


@pytest.mark.parametrize(
    "below",
    ["\n\nStand: 3. März 2026", ";;\nSumme: 2;", "\n* angefragt;", "Bitte Essen bestellen (2 vegan);",
     "\nBearbeitet: Fr. Kühn", "Gesamt;", "3;;\n4;;"],
)  # fmt: skip
def test_notes_below_the_table_are_passed_over_and_named(below):
    found = read((CSV + below).encode())
    assert len(found.entries) == 2 and not found.faults
    assert found.remarks and all(remark.line > 3 for remark in found.remarks)


def test_empty_rows_gaps_and_headings_on_the_next_page():
    assert (
        people("Name;E-Mail\n\n;;\nÄnne Müller;aenne.mueller@au.example\n\nName;E-Mail\nKim Groß;kim@see.example\n")
        == TWO
    )
    assert people("Name;E-Mail\nÄnne Müller;aenne.mueller@au.example\nN.N.;-\nKim Groß;kim@see.example") == TWO


def test_a_quotation_mark_that_was_forgotten_swallows_nobody():
    assert people('Name;E-Mail\n"Änne Müller;aenne.mueller@au.example\nKim Groß;kim@see.example\n') == TWO


def test_quoted_cells_may_hold_separators_and_new_lines():
    written = (
        'Name;Kommune;E-Mail\n"Müller, Änne";"Au;\nOrtsteil";aenne.mueller@au.example\nKim Groß;;kim@see.example\n'
    )
    assert people(written) == TWO
    assert [entry.line for entry in read(written.encode()).entries] == [2, 4]


# --- what is wrong, and in which line ---


@pytest.mark.parametrize(
    ("rows", "line", "sentence"),
    [
        ("A B;\nC D;c@d.example", 2, "Es fehlt die E-Mail-Adresse"),
        ("C D;c@d.example\nA Berg;", 3, "Es fehlt die E-Mail-Adresse"),
        (";a@b.example", 2, "Es fehlt der Name"),
        ("A B;a(at)b.example", 2, "keine E-Mail-Adresse"),
        ("A B;a@b", 2, "keine E-Mail-Adresse"),
        ("A B;a@b.example, c@d.example", 2, "keine E-Mail-Adresse"),
        ("A B;a@@b.example", 2, "keine E-Mail-Adresse"),
        ("A B;folgt\nC D;c@d.example", 2, "Es fehlt die E-Mail-Adresse"),
        ("www.gewinn.example;a@b.example", 2, "kein Name"),
        ("=HYPERLINK(1);a@b.example", 2, "kein Name"),
        ("@SUM(A1);a@b.example", 2, "kein Name"),
        ("0711 123456;a@b.example", 2, "kein Name"),
        ("<script>;a@b.example", 2, "kein Name"),
        ("!!;a@b.example", 2, "kein Name"),
        ("A B;a@b.example\nC D;A@B.example", 3, "steht schon in Zeile 2"),
    ],
)
def test_a_fault_names_its_line(rows, line, sentence):
    ((found_line, said),) = faults(f"Name;E-Mail\n{rows}\n")
    assert found_line == line and sentence in said


def test_the_same_person_twice_counts_once():
    found = read(f"{CSV}kim GROSS;KIM@see.example\n".encode())
    assert len(found.entries) == 2 and not found.faults
    assert found.remarks[0].line == 4 and "Zeile 3" in found.remarks[0].sentence


def test_all_faults_are_named_at_once():
    written = "Name;E-Mail\nA B;x\n;b@b.example\nC D;c@d.example\nE F;-\nG H;g@h.example"
    assert [line for line, _sentence in faults(written)] == [2, 3, 5]


def test_headings_without_anybody_below_are_a_fault():
    assert faults("Name;E-Mail\n\n") == [(1, "Unter den Überschriften steht niemand.")]


def test_a_list_of_too_many_is_a_fault():
    rows = "".join(f"A B{chr(97 + number % 26)};a{number}@b.example\n" for number in range(MOST_PEOPLE + 1))
    ((line, _sentence),) = faults(f"Name;E-Mail\n{rows}")
    assert line == MOST_PEOPLE + 2


@pytest.mark.parametrize(
    "data",
    [
        b"", b"   \r\n", b"\0\0\0", b"\xef\xbb\xbf", b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999,
        b"PK\x03\x04 kaputt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"nur ein Satz", b"Name;Telefon\nA;1\n",
        b"<html><table><tr><td>Name</td></tr></table></html>", b"Ada Lind;ada@x.example\n", bytes(range(256)) * 40,
        b"Name;E-Mail\n" + b"x" * MOST_BYTES, b"Name;E-Mail\n" + b"\n" * 20000, (";" * 300 + "Name;E-Mail\n").encode(),
        ("Name;E-Mail\n" + "A B;a@b.example\n" * 2100).encode(), b"{}", b"\xff\xfe", b"\xff\xff\xff\xff" * 9,
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_sentence(data):
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.field == "file" and refused.value.sentence.endswith(".")


# --- workbooks ---

ROWS = [["Name", "E-Mail"], *map(list, TWO)]


def test_a_workbook_is_read_like_text():
    assert people(xlsx(ROWS)) == TWO


def test_title_rows_gaps_and_lines_of_a_workbook():
    found = read(xlsx([[], ["Liste"], [], [None, *ROWS[0]], [None, *ROWS[1]], [], [None, "Kim Groß", None]]))
    assert [entry.line for entry in found.entries] == [5]
    assert [remark.line for remark in found.remarks] == [7]


def test_the_sheet_with_the_list_is_found_and_a_hidden_one_is_not_read():
    assert people(xlsx([["Hinweise"]], ROWS)) == TWO
    other = [["Name", "E-Mail"], ["Alt Alt", "alt@x.example"], ["Alt Zwei", "alt2@x.example"], ["A C", "c@x.example"]]
    assert people(xlsx(ROWS, other, hidden=1)) == TWO


def test_merged_cells_and_widths_do_no_harm():
    assert people(xlsx([[], *ROWS], prepare=lambda book, sheet: sheet.merge_range(0, 0, 0, 5, "Unsere Liste"))) == TWO


def test_a_formula_counts_by_the_value_that_was_kept():
    rows = [ROWS[0], ['=CONCAT("Änne"," ","Müller")|Änne Müller', TWO[0][1]], list(TWO[1])]
    assert people(xlsx(rows)) == TWO
    assert faults(xlsx([ROWS[0], ["Kim Groß", '=HYPERLINK("x")|'], ["A B", "a@b.example"]])) == [
        (2, "Es fehlt die E-Mail-Adresse.")
    ]


@pytest.mark.parametrize("value", [3, 3.5, 1e300, -1, date(2026, 3, 5), datetime(2026, 3, 5, 14, 30), True, 0])
def test_numbers_and_dates_in_other_columns_do_no_harm(value):
    assert people(xlsx([["Nr", *ROWS[0]], [value, *TWO[0]], [value, *TWO[1]]])) == TWO


@pytest.mark.parametrize("value", [20260305, date(2026, 3, 5), True])
def test_a_number_or_date_is_no_name(value):
    ((line, _said),) = faults(xlsx([ROWS[0], [value, "a@b.example"]]))
    assert line == 2


def test_a_raw_workbook_is_read_too():
    assert people(raw_xlsx(cells(*map(tuple, ROWS)))) == TWO


def _far_cells() -> bytes:
    return raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def _bomb() -> bytes:
    return raw_xlsx("<row>" + " " * 300_000_000 + "</row>")


def _lying_bomb() -> bytes:
    """The heads say that little is in it; what is packed says otherwise."""
    data = bytearray(raw_xlsx(" " * 60_000_000))
    size = len(f"{'':60000000}") + len(raw_xlsx("", zipfile.ZIP_STORED))  # some number near the true one
    for at in range(len(data) - 4):
        value = int.from_bytes(data[at : at + 4], "little")
        if 60_000_000 <= value <= size:
            data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    "make",
    [
        _far_cells, _bomb, _lying_bomb,
        lambda: raw_xlsx("<row r='1'><c r='ZZZ1'><v>1</v></c></row>"),
        lambda: raw_xlsx('<row r="99999999999999"><c><v>1</v></c></row>'),
        lambda: raw_xlsx('<row r="900000"><c><v>1</v></c></row>'),
        lambda: raw_xlsx("", more=b"x", **{"xl/worksheets/sheet2.xml": '<c r="XFD9"/>'.encode("utf-16")}),
        lambda: raw_xlsx("", zipfile.ZIP_BZIP2), lambda: raw_xlsx("", zipfile.ZIP_LZMA),
        lambda: raw_xlsx("<nicht zu"), lambda: raw_xlsx("")[:-30], lambda: xlsx([]), lambda: xlsx([], [], []),
        lambda: raw_xlsx("<row/>" * 100_000), lambda: xlsx([["x"] * 201]), lambda: xlsx([["x"]] * 2001),
        lambda: raw_xlsx('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><row><c r="A1"><v>&b;</v></c></row>'),
    ],
)  # fmt: skip
def test_a_workbook_that_costs_more_than_its_size_is_refused_before_it_does(make):
    data = make()
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(Refusal):
        read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - began < 5 and peak < 100_000_000
