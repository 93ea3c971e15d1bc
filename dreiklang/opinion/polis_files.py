"""Reads a conversation as Polis exports it: a folder with votes.csv and comments.csv, and what else may lie there.

votes.csv: timestamp, comment-id, voter-id, vote (1 agree, -1 disagree, 0 pass); of several votes by one person on one
statement the last by timestamp holds, of those at the same time the one further down. comments.csv: comment-id,
moderated (1 in, 0 not looked at, -1 out), comment-body, and is-meta where a file has it. Where it has not,
math-pca2.json (Polis's own result) names the statements about the people themselves (meta-tids); nothing else is taken
from there. participants-votes.csv: Polis's own group of each participant, for comparing. summary.csv: the topic.

Every fault raises Unusable with file and line, and then nothing has been read.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dreiklang.opinion.matrix import Statement, Votes
from dreiklang.opinion.sentences import Unusable

LARGEST = 2**63
LONGEST_FIELD = 1_000_000


@dataclass(frozen=True)
class Conversation:
    """groups: Polis's own grouping, participant to group, empty if it was not exported."""

    topic: str
    statements: list[Statement]
    votes: Votes
    groups: dict[int, int]


def read(folder: Path | str) -> Conversation:
    folder = Path(folder)
    if not folder.is_dir():
        raise Unusable(f"Den Ordner {folder} gibt es nicht.")
    statements = _statements(folder)
    return Conversation(_topic(folder), statements, _votes(folder, {each.id for each in statements}), _groups(folder))


def _statements(folder: Path) -> list[Statement]:
    meta = _meta(folder)
    found: dict[int, Statement] = {}
    for line, row in _rows(folder / "comments.csv", ("comment-id", "moderated", "comment-body")):
        number, moderated = _number(row, "comment-id", line), _one_of(row, "moderated", ("1", "0", "-1"), line)
        if number in found:
            raise Unusable(f"comments.csv, Zeile {line}: Die Aussage {number} kommt zweimal vor.")
        is_meta = number in meta
        if "is-meta" in row:
            is_meta = _one_of(row, "is-meta", ("true", "false", "1", "0"), line) in ("true", "1")
        found[number] = Statement(number, row["comment-body"], moderated == "-1", is_meta)
    return list(found.values())


def _meta(folder: Path) -> set[int]:
    file = folder / "math-pca2.json"
    if not file.exists():
        return set()
    try:
        found = json.loads(_text(file))
        meta = found.get("meta-tids", []) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        raise Unusable("math-pca2.json: Das ist keine lesbare JSON-Datei.")
    if not isinstance(meta, list) or any(type(each) is not int for each in meta):
        raise Unusable("math-pca2.json: Unter meta-tids steht keine Liste von Nummern.")
    return set(meta)


def _votes(folder: Path, known: set[int]) -> Votes:
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for line, row in _rows(folder / "votes.csv", ("timestamp", "comment-id", "voter-id", "vote")):
        time, statement, voter = (_number(row, name, line) for name in ("timestamp", "comment-id", "voter-id"))
        vote = int(_one_of(row, "vote", ("1", "-1", "0"), line))
        if statement not in known:
            raise Unusable(f"votes.csv, Zeile {line}: Die Aussage {statement} fehlt in comments.csv.")
        if (before := last.get((voter, statement))) is None or before[0] <= time:
            last[voter, statement] = time, vote
    return Votes([voter for voter, _ in last], [each for _, each in last], [vote for _, vote in last.values()])


def _groups(folder: Path) -> dict[int, int]:
    if not (folder / "participants-votes.csv").exists():
        return {}
    return {
        _number(row, "participant", line): _number(row, "group-id", line)
        for line, row in _rows(folder / "participants-votes.csv", ("participant", "group-id"))
        if row["group-id"]
    }


def _topic(folder: Path) -> str:
    file = folder / "summary.csv"
    if not file.exists():
        return ""
    return next((row[1] for _line, row in _lines(file) if len(row) > 1 and row[0] == "topic"), "")


def _rows(file: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of the line on which it ends."""
    if not file.exists():
        raise Unusable(f"Im Ordner {file.parent} fehlt die Datei {file.name}.")
    lines = _lines(file)
    _line, heads = next(lines, (1, []))
    if missing := [name for name in wanted if name not in heads]:
        raise Unusable(f"{file.name}, Zeile 1: Die Spalte {missing[0]} fehlt.")
    if len(set(heads)) < len(heads):
        raise Unusable(f"{file.name}, Zeile 1: Eine Spalte kommt zweimal vor.")
    for line, row in lines:
        if not row:
            continue
        if len(row) != len(heads):
            raise Unusable(f"{file.name}, Zeile {line}: Hier stehen {len(row)} statt {len(heads)} Angaben.")
        yield line, {"": file.name, **dict(zip(heads, row, strict=True))}


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(StringIO(_text(file), newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        raise Unusable(f"{file.name}, Zeile {reader.line_num}: Anführungszeichen oder Spalten sind nicht lesbar.")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        raise Unusable(f"{file.name}, Zeile {line}: Die Datei ist nicht in UTF-8 gespeichert.")
    except OSError:
        raise Unusable(f"{file.name} lässt sich nicht lesen.")


def _number(row: dict[str, str], name: str, line: int) -> int:
    text = row[name].strip()
    if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20 and abs(int(text)) < LARGEST:
        return int(text)
    raise Unusable(f"{row['']}, Zeile {line}: In der Spalte {name} steht „{_short(text)}“ statt einer ganzen Zahl.")


def _one_of(row: dict[str, str], name: str, allowed: tuple[str, ...], line: int) -> str:
    text = row[name].strip().lower()
    if text in allowed:
        return text
    raise Unusable(
        f"{row['']}, Zeile {line}: In der Spalte {name} steht „{_short(text)}“; erlaubt ist {', '.join(allowed)}."
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
