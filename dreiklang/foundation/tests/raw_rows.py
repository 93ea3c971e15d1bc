"""What really lies in the tables and folders, past models and converters, to compare before and after."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from dreiklang.foundation.backup import kept_models


def raw_state() -> dict[str, list]:
    """{table: its rows as the database stores them, file name: SHA-256} of everything that a backup keeps."""
    names = [model._meta.db_table for model in kept_models()]
    tables = _sqlite_rows(names) if connection.vendor == "sqlite" else {name: _postgresql_rows(name) for name in names}
    return {name: sorted(rows, key=repr) for name, rows in tables.items()} | files_below(settings.UPLOADS)


def _sqlite_rows(tables: list[str]) -> dict[str, list]:
    """With the storage class of each value: 1, 1.0 and '1' are told apart. One connection for all tables: each reads
    what all tables are like before it answers."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as plain:
        return {table: _typed_rows(plain, table) for table in tables}


def _typed_rows(plain, table: str) -> list:
    columns = [row[1] for row in plain.execute(f'PRAGMA table_info("{table}")')]
    wanted = ", ".join(f'"{name}", typeof("{name}")' for name in columns)
    return plain.execute(f'SELECT {wanted} FROM "{table}"').fetchall()


def _postgresql_rows(table: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" AS t')
        return cursor.fetchall()


def files_below(folder) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*")) if path.is_file()
    }  # fmt: skip
