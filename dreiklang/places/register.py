"""Reads the official municipality register GV100AD (Gemeindeverzeichnis of Destatis, GV-ISys; UTF-8, fixed width)."""

import re
from datetime import date
from typing import NamedTuple

from gv100ad import District as DistrictRecord
from gv100ad import DistrictType, FederalState, GV100ADReader, MunicipalityType
from gv100ad import MunicipalAssociation as AssociationRecord
from gv100ad import Municipality as MunicipalityRecord

from dreiklang.foundation.refusal import Refusal

WIDTH = 220
_KEY_ENDS = {"10": 12, "20": 13, "30": 14, "40": 15, "50": 15, "60": 18}  # where the digits that begin at 10 must end
_NUMBERS = ((128, 139, "die Fläche"), (139, 150, "die Einwohnerzahl"))
_MOST = 2_000_000_000  # what an integer column of every database holds
_DISTRICT_KINDS = {
    DistrictType.KREISFREIE_STADT: "Kreisfreie Stadt",
    DistrictType.STADTKREIS: "Stadtkreis",
    DistrictType.KREIS: "Kreis",
    DistrictType.LANDKREIS: "Landkreis",
    DistrictType.REGIONALVERBAND: "Regionalverband",
}


class LandEntry(NamedTuple):
    key: str
    name: str
    line: int


class DistrictEntry(NamedTuple):
    key: str
    name: str
    kind: str
    line: int


class MunicipalityEntry(NamedTuple):
    key: str
    name: str
    full_name: str  # with what the register adds after a comma: "Garding, Kirchspiel"
    association: str  # of municipalities: Amt, Samtgemeinde, Verwaltungsgemeinschaft
    type: MunicipalityType
    population: int
    hectares: int
    line: int

    @property
    def is_uninhabited(self) -> bool:
        return self.type is MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT


class Register(NamedTuple):
    as_of: date
    lands: dict[str, LandEntry]
    districts: dict[str, DistrictEntry]
    municipalities: dict[str, MunicipalityEntry]  # with the uninhabited areas


def read_register(data: bytes, tell=lambda sentence: None) -> Register:
    """The whole register, checked. Raises Refusal with a German sentence that names the first wrong line."""
    lines = _Lines(_decoded(data), tell)
    register = Register(date.min, {}, {}, {})
    associations: dict[tuple[str, str], str] = {}
    records = GV100ADReader(lines).read()
    while record := _next(records, lines):
        if isinstance(record, FederalState):
            register = register._replace(as_of=record.timestamp)
            _add(register.lands, LandEntry(record.regional_code, record.name, lines.number))
        elif isinstance(record, DistrictRecord):
            _add(register.districts, _district(record, register, lines.number))
        elif isinstance(record, AssociationRecord):
            associations[record.regional_code, record.association] = record.name
        elif isinstance(record, MunicipalityRecord):
            association = associations.get((record.regional_code[:5], record.association), "")
            _add(register.municipalities, _municipality(record, association, register, lines.number))
    if not register.municipalities:
        raise Refusal(f"Zeile {lines.number}: Bis zum Ende der Datei kommt keine einzige Gemeinde (Satzart 60).")
    return register


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise Refusal("Zeile 1: Die Datei ist leer.")
    if (at := data.find(b"\0")) >= 0:
        raise Refusal(f"Zeile {_line_of(data, at)}: Das ist keine Textdatei, also kein Gemeindeverzeichnis.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal(
            f"Zeile {_line_of(data, problem.start)}: Die Zeichen sind nicht in UTF-8 kodiert. "
            "Bitte laden Sie die Datei unverändert von Destatis herunter."
        )


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


class _Lines:
    """What the library reads from: it knows the number of the line and lets no malformed one through."""

    def __init__(self, text: str, tell):
        self.lines = text.split("\n")  # not splitlines(): that also splits at characters inside a line
        self.number = 0
        self.tell = tell

    def readline(self) -> str:
        while self.number < len(self.lines):
            line = self.lines[self.number].rstrip("\r")
            self.number += 1
            if self.number % 5000 == 0:
                self.tell(f"Zeile {self.number} von {len(self.lines)} gelesen")
            if line.strip():
                _check_line(line, self.number)
                return line + "\n"
        return ""


def _check_line(line: str, number: int) -> None:
    kind = line[:2]
    if re.search(r"[\x00-\x1f\x7f-\x9f]", line):
        raise Refusal(f"Zeile {number}: Die Zeile enthält Steuerzeichen. Das ist kein Gemeindeverzeichnis GV100AD.")
    if kind not in _KEY_ENDS:
        raise Refusal(f"Zeile {number}: Die Satzart „{kind}“ ist unbekannt. Erwartet wird 10, 20, 30, 40, 50 oder 60.")
    if len(line) != WIDTH:
        raise Refusal(f"Zeile {number}: Die Zeile hat {len(line)} Zeichen. Im Gemeindeverzeichnis sind es {WIDTH}.")
    key = line[10 : _KEY_ENDS[kind]]
    if not _is_digits(key if kind != "30" else key.rstrip()):
        raise Refusal(f"Zeile {number}: Der Schlüssel „{key.strip()}“ besteht nicht aus {len(key)} Ziffern.")
    if not line[22:72].strip():
        raise Refusal(f"Zeile {number}: Der Name fehlt.")
    if kind == "60":
        _check_numbers(line, number)


def _check_numbers(line: str, number: int) -> None:
    for start, end, what in _NUMBERS:
        if not _is_digits(line[start:end]) or int(line[start:end]) > _MOST:
            raise Refusal(f"Zeile {number}: „{line[start:end].strip()}“ ist keine Zahl für {what}.")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _next(records, lines: _Lines):
    try:
        return next(records, None)
    except ValueError:  # how the library says that a date, a type or a mark is none that it knows
        raise Refusal(f"Zeile {lines.number}: Das Datum oder ein Kennzeichen in dieser Zeile ist unbekannt.")


def _district(record: DistrictRecord, register: Register, line: int) -> DistrictEntry:
    if record.regional_code[:2] not in register.lands:
        raise Refusal(f"Zeile {line}: Für den Kreis {record.regional_code} fehlt das Land {record.regional_code[:2]}.")
    if record.type not in _DISTRICT_KINDS:
        raise Refusal(f"Zeile {line}: Für den Kreis {record.regional_code} fehlt das Kennzeichen.")
    return DistrictEntry(record.regional_code, _short(record.name), _DISTRICT_KINDS[record.type], line)


def _municipality(record: MunicipalityRecord, association: str, register: Register, line: int) -> MunicipalityEntry:
    entry = MunicipalityEntry(
        record.regional_code, _short(record.name), record.name, association, record.type, record.inhabitants,
        record.area, line,
    )  # fmt: skip
    if record.type is MunicipalityType.NONE:
        raise Refusal(f"Zeile {line}: Für die Gemeinde {entry.key} fehlt das Kennzeichen.")
    # Some uninhabited areas (coastal waters, the condominium with Luxembourg) lie in no district.
    if entry.key[:5] not in register.districts and not entry.is_uninhabited:
        raise Refusal(f"Zeile {line}: Für die Gemeinde {entry.key} fehlt der Kreis {entry.key[:5]}.")
    return entry


def _short(name: str) -> str:
    """The name without what the register adds: 'Kiel, Landeshauptstadt' -> 'Kiel'."""
    return " ".join(name.split(",")[0].split())


def _add(entries: dict, entry) -> None:
    if entry.key in entries:
        raise Refusal(f"Zeile {entry.line}: Der Schlüssel {entry.key} steht schon in Zeile {entries[entry.key].line}.")
    entries[entry.key] = entry
