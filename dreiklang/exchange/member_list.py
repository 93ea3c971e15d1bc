"""A list of whom a circle wants, as an office keeps it: a table with a column of addresses and one of names."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from dreiklang.foundation.forms import seen_in_one_line
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.table_files import Row, read_table
from dreiklang.foundation.text import fold

MOST = 300
_MAIL, _NAMES = ("mail",), ("name", "person")


class Fault(NamedTuple):
    line: int
    sentence: str


class MemberList(NamedTuple):
    entries: list[tuple[str, str]]  # (address, name)
    faults: list[Fault]  # with one of them, nothing is done


def read(data: bytes) -> MemberList:
    """Refusal for a file that is no list."""
    rows = read_table(data, lambda rows: _column(rows[0], _MAIL) is not None if rows else 0)
    mail = _column(rows[0], _MAIL) if rows else None
    if mail is None:
        raise Refusal(_("Die erste Zeile braucht Überschriften, darunter „E-Mail“ und, wenn möglich, „Name“."),
                      field="file")  # fmt: skip
    names = [index for index, cell in enumerate(rows[0].cells) if any(word in fold(cell) for word in _NAMES)]
    entries, faults, lines = [], [], {}
    for row in rows[1:]:
        email = (row.cells[mail] if mail < len(row.cells) else "").strip().lower()
        name = seen_in_one_line(" ".join(row.cells[index] for index in names if index < len(row.cells)))[:120]
        if not email and not name:
            continue
        if sentence := _fault(email, lines):
            faults.append(Fault(row.line, sentence))
        else:
            lines[email] = row.line
            entries.append((email, name))
    if len(entries) > MOST:
        raise Refusal(_("Eine Liste darf höchstens 300 Personen haben."), field="file")
    return MemberList(entries, faults)


def _column(row: Row, words: tuple[str, ...]) -> int | None:
    return next((index for index, cell in enumerate(row.cells) if any(word in fold(cell) for word in words)), None)


def _fault(email: str, lines: dict) -> str:
    if not email:
        return _("Hier fehlt die E-Mail-Adresse.")
    try:
        validate_email(email)
    except ValidationError:
        return _("Das ist keine E-Mail-Adresse: %(text)s") % {"text": email[:60]}
    if email in lines:
        return _("Diese Adresse steht schon in Zeile %(line)s.") % {"line": lines[email]}
    return ""
