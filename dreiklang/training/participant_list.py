"""A list of participants as secretaries write it: which column is what, who stands in it, and what is wrong where."""

import re
from contextlib import suppress
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dreiklang.foundation.forms import PersonNameField
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.table_files import Row, read_table
from dreiklang.foundation.text import fold

MOST_PEOPLE = 500
NAME, FIRST, LAST, EMAIL, PLACE, FUNCTION = "name", "first", "last", "email", "place", "function"
# Parts of headings in their folded form without signs, the more telling first.
_HEADINGS = [
    (EMAIL, ("emailadresse", "mailadresse", "email", "emaildienstlich", "mail")),
    (FIRST, ("vorname", "rufname")),
    (LAST, ("nachname", "familienname", "zuname")),
    (PLACE, ("kommune", "gemeinde", "stadt", "landkreis", "kreis", "behoerde", "dienststelle", "institution",
             "arbeitgeber", "organisation", "verwaltung")),
    (FUNCTION, ("funktion", "position", "stelle", "rolle", "aufgabe", "taetigkeit", "beruf", "amtsbezeichnung")),
    (NAME, ("name", "teilnehmende", "teilnehmer", "teilnehmerin", "teilnehmerinnen", "person", "personen",
            "ansprechpartner", "ansprechpartnerin", "ansprechperson", "vorundnachname", "vorundzuname",
            "vornameundname", "vornamename", "nachnamevorname", "namevorname", "vornamenachname", "vollstaendigername",
            "namen")),
]  # fmt: skip
_WHOLE_NAMES = {"vorundnachname", "vorundzuname", "vornameundname", "vornamename", "nachnamevorname", "namevorname",
                "vornamenachname", "nachnameundvorname"}  # fmt: skip
_LAST_FIRST = {"nachnamevorname", "namevorname", "nachnameundvorname"}
_NOT_A_MAIL = ("mailing", "liste", "versand", "gesendet", "verschickt", "erhalten", "verteiler")
_NOTHING = {"", "-", "--", "–", "—", "?", "x", "k.a.", "k. a.", "ka", "n.n.", "n. n.", "nn", "folgt", "unbekannt"}
_AFTER_A_COMMA = re.compile(r"^(m\.?a\.?|b\.?a\.?|m\.?sc\.?|b\.?sc\.?|ll\.?m\.?|dipl\.?.*|ph\.?d\.?|dr\.?.*)$")


class Entry(NamedTuple):
    """A person of the list. Place and function are what was written, for the sheet that is signed."""

    line: int
    name: str
    email: str
    place: str = ""
    function: str = ""


class Fault(NamedTuple):
    line: int
    sentence: str


class ParticipantList(NamedTuple):
    entries: list[Entry]
    faults: list[Fault]  # with one of them, nothing may be done
    remarks: list[Fault]  # what was left out, and where
    ignored: list[str]  # headings of columns that nobody needs


def read(data: bytes) -> ParticipantList:
    """Refusal for a file that is no list: no table, or without a row of headings."""
    rows = read_table(data, _weigh)
    at = _row_of_headings(rows)
    if at is None:
        raise Refusal(
            _("In der Tabelle ist keine Zeile mit Überschriften. Gebraucht werden mindestens „Name“ und „E-Mail“."),
            field="file",
        )  # fmt: skip
    head, body = rows[at], rows[at + 1 :]
    columns = _columns(head.cells)
    known = {index for index, _what in columns}
    ignored = [cell for index, cell in enumerate(head.cells) if cell and index not in known]
    return _read_people(head, body, columns, ignored)


def _weigh(rows: list[Row]) -> int:
    """A reading is good where it has headings, and cells that are addresses and nothing else."""
    at = _row_of_headings(rows)
    addresses = sum(any(_address(cell) for cell in row.cells) for row in rows)
    return addresses + (10 * len(_columns(rows[at].cells)) if at is not None else 0)


def _row_of_headings(rows: list[Row]) -> int | None:
    """The first row that names a column of addresses and one of names."""
    for at, row in enumerate(rows):
        found = {what for _index, what in _columns(row.cells)}
        if EMAIL in found and found & {NAME, FIRST, LAST}:
            return at
    return None


def _columns(cells: list[str]) -> list[tuple[int, str]]:
    """[(index, what)]: each thing once, the column that says it best; a name beside a first name is the last name."""
    words = [_word(cell) for cell in cells]
    found: dict[str, tuple[int, int]] = {}  # what -> (how well, index)
    for index, word in enumerate(words):
        if (hit := _what(word)) and (hit[0] not in found or hit[1] < found[hit[0]][0]):
            found[hit[0]] = (hit[1], index)
    if FIRST in found and NAME in found and LAST not in found and words[found[NAME][1]] not in _WHOLE_NAMES:
        found[LAST] = found.pop(NAME)
    return [(index, what) for what, (_rank, index) in found.items()]


def _word(cell: str) -> str:
    return re.sub(r"[^a-z]", "", fold(re.sub(r"\(.*?\)|:in(nen)?\b|\*in(nen)?\b|/-?in(nen)?\b", "", cell)))


def _what(word: str) -> tuple[str, int] | None:
    """(what, how well: 0 is best)"""
    if not word or len(word) > 40 or any(part in word for part in _NOT_A_MAIL):
        return None
    for what, names in _HEADINGS:
        for rank, name in enumerate(names):
            if word == name:
                return what, rank
    if "mail" in word:
        return EMAIL, 30 if "dienst" in word else 60 if "privat" in word else 50
    for what in (PLACE, FUNCTION):
        if any(word.startswith(name) for name in dict(_HEADINGS)[what]):
            return what, 50
    return (NAME, 40) if word in _WHOLE_NAMES else None


def _read_people(head: Row, body: list[Row], columns, ignored) -> ParticipantList:
    entries, faults, remarks = [], [], []
    seen: dict[str, Entry] = {}
    last = max((at for at, row in enumerate(body) if _said(row, columns).get(EMAIL)), default=-1)
    for at, row in enumerate(body):
        if [_word(cell) for cell in row.cells] == [_word(cell) for cell in head.cells]:
            continue  # the headings once more, on top of the next page
        said = _said(row, columns)
        is_nobody = not any(said.get(what) for what in (NAME, FIRST, LAST, EMAIL))
        if is_nobody or at > last and _is_a_note(row, body[at - 1] if at else head):
            left_out = " ".join(filter(None, row.cells))[:60]
            remarks.append(Fault(row.line, _("nicht gelesen: „%(text)s“") % {"text": left_out}))
            continue
        entry, wrong = _entry(row, columns, head)
        if wrong:
            faults += [Fault(row.line, sentence) for sentence in wrong]
        elif (twin := seen.get(entry.email)) is None:
            seen[entry.email] = entry
            entries.append(entry)
        elif fold(twin.name) == fold(entry.name):
            remarks.append(Fault(row.line, _("steht schon in Zeile %(line)s und zählt einmal") % {"line": twin.line}))
        else:
            twice = _("Die Adresse %(email)s steht schon in Zeile %(line)s, bei „%(name)s“. Jede Person braucht eine "
                      "eigene.")  # fmt: skip
            faults.append(Fault(row.line, twice % {"email": entry.email, "line": twin.line, "name": twin.name}))
    if not entries and not faults:
        faults.append(Fault(head.line, _("Unter den Überschriften steht niemand.")))
    if len(entries) > MOST_PEOPLE:
        faults.append(Fault(entries[MOST_PEOPLE].line, _("Die Liste hat mehr als 500 Personen.")))
    return ParticipantList(entries, faults, remarks, ignored)


def _is_a_note(row: Row, before: Row) -> bool:
    """Below the last address: one filled cell that stands apart or is no name. 'Stand: 3. März', '* angefragt'."""
    filled = [cell for cell in row.cells if cell]
    text = filled[0]
    if re.match(r"(summe|gesamt|anzahl|stand)\b", fold(text)):
        return True
    stands_apart = row.line > before.line + 1
    is_no_name = bool(re.search(r"[\d:*!?()=]", text)) or len(text.split()) > 4
    return len(filled) == 1 and (stands_apart or is_no_name)


def _said(row: Row, columns) -> dict[str, str]:
    found = {what: row.cells[index] if index < len(row.cells) else "" for index, what in columns}
    return {what: "" if fold(text) in _NOTHING else text for what, text in found.items()}


def _entry(row: Row, columns, head: Row) -> tuple[Entry | None, list[str]]:
    said = _said(row, columns)
    wrong = []
    heading_of = {what: _word(head.cells[index]) for index, what in columns}
    name, email = _name(said, heading_of.get(NAME, "") in _LAST_FIRST), _address(said.get(EMAIL, ""))
    if not name:
        wrong.append(_("Es fehlt der Name."))
    elif problem := _problem_of(name):
        wrong.append(problem)
    if not said.get(EMAIL):
        wrong.append(_("Es fehlt die E-Mail-Adresse."))
    elif not email:
        wrong.append(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": said[EMAIL][:60]})
    if wrong:
        return None, wrong
    return Entry(row.line, name, email, said.get(PLACE, "")[:120], said.get(FUNCTION, "")[:120]), []


def _name(said: dict[str, str], is_last_first: bool) -> str:
    if FIRST in said or LAST in said:
        first, last = said.get(FIRST, ""), said.get(LAST, "")
        return f"{first} {last}".strip() or said.get(NAME, "")
    name = said.get(NAME, "")
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first and "," not in first and not _AFTER_A_COMMA.match(fold(first)):
        return f"{first} {last}"
    if is_last_first and not comma and len(name.split()) == 2:
        last, first = name.split()
        return f"{first} {last}"
    return name


def _problem_of(name: str) -> str:
    try:
        PersonNameField(max_length=120).clean(name)
    except ValidationError:
        return _("„%(text)s“ ist kein Name.") % {"text": name[:60]}
    if sum(sign.isalpha() for sign in name) < 2 or name[0] in "=+-@":
        return _("„%(text)s“ ist kein Name.") % {"text": name[:60]}
    return ""


def _address(cell: str) -> str:
    """The one address of a cell, in small letters; '' where there is none, or more than one."""
    if cell.count("@") != 1:
        return ""
    inner = re.search(r"<([^<>]+)>", cell)
    text = (inner[1] if inner else cell).strip(" ,;.\"'()").lower().removeprefix("mailto:")
    with suppress(ValidationError):
        return forms.EmailField().clean(text)
    return ""
