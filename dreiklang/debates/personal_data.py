"""Every trace that debates and the smaller formats leave of a person: each names its own in `personal/`."""

from dreiklang.debates.personal import arguments, debates, halls, polls

PARTS = [debates, arguments, halls, polls]

HEADING = "Debatten"
COLUMNS = [column for part in PARTS for column in part.COLUMNS]


def export(person) -> dict:
    return {label: rows for part in PARTS for label, rows in part.export(person).items()}


def erase(person) -> None:
    for part in PARTS:
        part.erase(person)
