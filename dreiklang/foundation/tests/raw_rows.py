"""What really lies in the tables and folders, past models and converters, to compare before and after."""

import hashlib
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

from dreiklang.foundation.backup import kept_models


def raw_state() -> dict[str, list]:
    """{table: its rows as the database stores them, file name: SHA-256} of everything that a backup keeps."""
    read = _sqlite_rows if connection.vendor == "sqlite" else _postgresql_rows
    tables = {model._meta.db_table: sorted(read(model._meta.db_table), key=repr) for model in kept_models()}
    return tables | files_below(settings.UPLOADS)


def _sqlite_rows(table: str) -> list:
    """With the storage class of each value: 1, 1.0 and '1' are told apart."""
    plain = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    try:
        columns = [row[1] for row in plain.execute(f'PRAGMA table_info("{table}")')]
        wanted = ", ".join(f'"{name}", typeof("{name}")' for name in columns)
        return plain.execute(f'SELECT {wanted} FROM "{table}"').fetchall()
    finally:
        plain.close()


def _postgresql_rows(table: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" AS t')
        return cursor.fetchall()


def files_below(folder) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*")) if path.is_file()
    }  # fmt: skip
