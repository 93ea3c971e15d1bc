"""Every trace that the formats of the network leave of a person: each format names its own in `personal/`."""

from dreiklang.exchange.personal import circles, circulars, colleagues, counsel, lunch, signals, teams, working

PARTS = [colleagues, working, circles, circulars, lunch, teams, counsel, signals]

HEADING = "Austausch"
COLUMNS = [column for part in PARTS for column in part.COLUMNS]


def export(person) -> dict:
    return {label: rows for part in PARTS for label, rows in part.export(person).items()}


def erase(person) -> None:
    for part in PARTS:
        part.erase(person)
