"""The file of this host: terms of every row in SQLite's FTS5, with what filters them. It can always be made anew."""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from dreiklang.german.words import Words
from dreiklang.index.analysis import analyse

VERSION = 3  # grows when the tables or the analysis change: an older file is made anew
# Terms are made before they come here: the tokenizer only parts them at blanks. `words` has what is asked for, `forms`
# the words as they stand, for phrases and beginnings. (With detail=column, bm25 would need the text that is not kept.)
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE seen (change INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE doc (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, object_id TEXT NOT NULL, part INTEGER NOT NULL, readers TEXT NOT NULL,
  date TEXT, land TEXT NOT NULL, municipality_kind TEXT NOT NULL, UNIQUE (kind, object_id, part)
);
CREATE VIRTUAL TABLE words USING fts5(
  title, title_parts, keywords, keywords_parts, text, text_parts, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
);
CREATE VIRTUAL TABLE forms USING fts5(
  title, text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(forms, 'row');
CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'row');
"""
# What a question found, while it is answered; of this connection alone.
_HITS = """
CREATE TEMP TABLE hit (
  id INTEGER PRIMARY KEY, kind TEXT, object_id TEXT, part INTEGER, date TEXT, land TEXT, municipality_kind TEXT,
  has INTEGER, score REAL
);
CREATE INDEX temp.later_part ON hit (part) WHERE part > 1
"""


class Store:
    """A folder with the file that answers, and a link that says which it is. One connection for each thread."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._link = folder / f"current-{VERSION}"
        self._here = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """To the file that the link names now: where it was made anew, the new one."""
        name = self._name()
        if getattr(self._here, "name", None) != name:
            self.close()
            self._here.connection, self._here.name = _opened(self.folder / name), name
        return self._here.connection

    def close(self) -> None:
        if connection := getattr(self._here, "connection", None):
            connection.close()
        self._here.connection = self._here.name = None

    def _name(self) -> str:
        if not self._link.exists():  # nor where it leads: somebody cleared the folder
            self._link.unlink(missing_ok=True)
            self._make()
        return os.readlink(self._link)

    def _make(self) -> None:
        """An empty file, whole before anybody finds it: two who turn it to write-ahead at once lock each other out."""
        fresh = self.folder / _fresh_name()
        self.folder.mkdir(parents=True, exist_ok=True)
        _make_file(fresh)
        try:
            self._link.symlink_to(fresh.name)
        except FileExistsError:  # another process was quicker
            fresh.unlink()

    def beside(self) -> "Store":
        """An empty one that nobody asks yet."""
        fresh = Store(self.folder)
        fresh._link = self.folder / f"{_fresh_name()}.link"
        return fresh

    def give_way_to(self, other: "Store") -> None:
        """From now on the other one answers, for whoever holds this one open too."""
        others = other._name()
        other.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.close()
        other._link.replace(self._link)
        self.close()
        for path in self.folder.glob("*.sqlite3*"):
            if not path.name.startswith(others):
                path.unlink(missing_ok=True)

    @contextmanager
    def writing(self):
        """A transaction. sqlite3.OperationalError when another process writes for longer than two seconds."""
        with _writing(self.connection) as connection:
            yield connection

    def put(self, rows: Iterable, words: Words | None = None) -> None:
        """Rows of index.models.Row; within `writing`."""
        connection = self.connection
        for row in rows:
            self.remove(row.kind, row.object_id, row.part)
            date = row.date.isoformat() if row.date else None
            number = connection.execute(
                "INSERT INTO doc (kind, object_id, part, readers, date, land, municipality_kind)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row.kind, row.object_id, row.part, row.readers, date, row.land, row.municipality_kind),
            ).lastrowid
            title, keywords, text = (analyse(field, words) for field in (row.title, row.keywords, row.text))
            connection.execute(
                "INSERT INTO words (rowid, title, title_parts, keywords, keywords_parts, text, text_parts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, title.whole, title.parts, keywords.whole, keywords.parts, text.whole, text.parts),
            )
            connection.execute(
                "INSERT INTO forms (rowid, title, text) VALUES (?, ?, ?)",
                (number, title.forms, f"{keywords.forms} | {text.forms}"),
            )

    def remove(self, kind: str, object_id: str, part: int) -> None:
        connection, key = self.connection, (kind, object_id, part)
        found = connection.execute("SELECT id FROM doc WHERE (kind, object_id, part) = (?, ?, ?)", key).fetchone()
        if found:
            for table, column in (("words", "rowid"), ("forms", "rowid"), ("doc", "id")):
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", found)
            self.note("has_deleted", 1)

    def about(self, name: str, default=None):
        found = self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return found[0] if found else default

    def note(self, name: str, value) -> None:
        self.connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", (name, value))

    def tidy(self) -> None:
        """Take what was deleted out of the file's bytes too."""
        for table in ("words", "forms"):
            self.connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


@contextmanager
def _writing(connection: sqlite3.Connection):
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make_file(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    with _writing(connection):
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
    connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=2, isolation_level=None, check_same_thread=False)
    for pragma in ("synchronous=NORMAL", "secure_delete=ON", "temp_store=MEMORY", "cache_size=-4000",
                   "mmap_size=268435456"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(_HITS)
    return connection


def _fresh_name() -> str:
    return f"{secrets.token_hex(6)}.sqlite3"


_store = None


def store() -> Store:
    """The file that the settings name."""
    global _store
    if _store is None or _store.folder != settings.SEARCH_INDEX:
        _store = Store(settings.SEARCH_INDEX)
    return _store
