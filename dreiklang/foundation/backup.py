"""One file that holds everything of an installation, the same for both databases: a zip archive of

    tables/<app>.<Model>.jsonl   one row a line, {"column": value}
    uploads/…                    the uploaded files, as they lie in the data folder
    manifest.json                the state of the tables, rows and hash a table, size and SHA-256 a member

The secret key is not in it: whoever comes by a backup shall not be able to make links that the site believes.
"""

import base64
import hashlib
import json
import os
import signal
import sys
import tempfile
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import JSONField, Model, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.duration import duration_string

from dreiklang.foundation.refusal import Refusal

FORMAT, FORMAT_VERSION = "dreiklang-backup", 1
MANIFEST, UPLOADS = "manifest.json", "uploads/"
# Every model is kept unless it stands here with its reason: what a new room brings is in the backup without a word.
LEFT_OUT = {
    "sessions.Session": "Sitzungen: Wer angemeldet war, meldet sich neu an; Beendetes lebt nicht wieder auf.",
    "foundation.Chore": "Stand des Hintergrunddienstes: Er legt ihn neu an und beginnt sofort, auch mit dem Löschen.",
    "exchange.LunchSalt": "Zufallszahl einer laufenden Auswahl: Sie muss mit ihr enden, auch in einer Sicherung",
    "exchange.LunchPoints": "Punkte einer laufenden Auswahl: Sie enden mit ihr, auch in einer Sicherung",
    "people.DaySalt": "der Tagesschlüssel: Nach Mitternacht soll niemand mehr sagen können, wessen ein Zähler war.",
    "people.DayCard": "Zeichen gelesener Karten eines Tages: Sie enden mit ihm, auch in einer Sicherung",
    "people.DayCount": "Zähler eines Tages, die ohne ihren Tagesschlüssel niemandem gehören",
    "exchange.CounselSession": "eine laufende Kollegiale Beratung: Sie endet ohne Spur, auch in einer Sicherung",
    "exchange.CounselPart": "wer an ihr teilnimmt: Es endet mit ihr, auch in einer Sicherung",
    "contenttypes.ContentType": "legt migrate an; nichts verweist darauf",
    "auth.Permission": "legt migrate an; nichts verweist darauf",
    "auth.Group": "unbenutzt: Rechte folgen hier nicht aus Gruppen von Django",
    "auth.Group_permissions": "unbenutzt: Rechte folgen hier nicht aus Gruppen von Django",
}
BATCH, PIECE = 500, 1 << 20


def write_backup(out, tell=lambda line: None) -> dict:
    """Write everything to the binary file `out`, which need not be seekable; `tell` hears a line a table.

    Returns the manifest. Refusal when the tables are not those of this software; OSError and DatabaseError pass.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with at_one_moment():
            require_tables_of_this_software()
            manifest = _head()
            for model in kept_models():
                _write_table(archive, manifest, model, tell)
            # Listed after the look at the rows: a file lies there before the row that names it. So none is missing,
            # and one that came later does no harm.
            uploads = list(_uploads(tell))
        for name, path in uploads:
            _write_upload(archive, manifest, name, path, tell)
        archive.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


@contextmanager
def at_one_moment():
    """A transaction that reads every table as it was at the first look, while others go on writing.

    On SQLite the IMMEDIATE of our settings would keep every writer out until the last row is written; a DEFERRED
    transaction in WAL mode sees one moment too and hinders nobody. A copy of the database file would need its size
    once more and lie about with everybody's data in it.
    """
    connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"  # means something to SQLite only
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        connection.transaction_mode = usual


def require_tables_of_this_software() -> None:
    """Refusal when migrations are missing or when a newer software was here: its columns would be lost unseen."""
    if unknown := unknown_migrations():
        raise Refusal(
            f"Die Tabellen stammen von einer neueren Fassung als {software()} ({', '.join(unknown)}). "
            "Bitte zuerst die Software aktualisieren."
        )
    if are_migrations_missing():
        raise Refusal(
            "Die Tabellen sind nicht auf dem Stand dieser Fassung. Bitte zuerst bin/dreiklang migrate ausführen."
        )


def unknown_migrations() -> list[str]:
    """Migrations of installed apps that were applied here and that this software does not bring."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in loader.migrated_apps)


def are_migrations_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _head() -> dict:
    return {
        "format": FORMAT, "format_version": FORMAT_VERSION, "software": software(),
        "made_at": timezone.now().isoformat(timespec="seconds"), "database": connection.vendor,
        "key": key_mark(), "migrations": migrations_known(), "left_out": LEFT_OUT, "tables": {}, "files": {},
    }  # fmt: skip


def software() -> str:
    return tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"]


def key_mark() -> str:
    """By this a restore sees whether the secret key is the same; the key cannot be had from it."""
    return salted_hmac("dreiklang.backup", "key", algorithm="sha256").hexdigest()


def migrations_known() -> dict[str, list[str]]:
    """{app: names} of the migrations that this software brings. Asks no database."""
    known = {}
    for app, name in sorted(MigrationLoader(None).disk_migrations):
        known.setdefault(app, []).append(name)
    return known


def kept_models() -> list[type[Model]]:
    """Every model with a table of its own, those between many and many included, from the ground up."""
    models = apps.get_models(include_auto_created=True)
    return [
        model for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]  # fmt: skip


def member_of(model: type[Model]) -> str:
    return f"tables/{model._meta.label}.jsonl"


def _write_table(archive: zipfile.ZipFile, manifest: dict, model: type[Model], tell) -> None:
    tally = Tally(model)
    with _member(archive, manifest, member_of(model)) as write:
        for row in rows_of(model):
            tally.add(row)
            write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    manifest["tables"][model._meta.label] = {"rows": tally.rows, "hash": tally.hash}
    tell(f"{model._meta.label}: {rows_in_words(tally.rows)}")


class Tally:
    """Counts rows and adds up their hashes: the order does not matter, as each database sorts text in its own way."""

    def __init__(self, model: type[Model]):
        self.rows = self.total = 0
        self._json_columns = [field.column for field in columns_of(model) if isinstance(field, JSONField)]

    def add(self, row: dict) -> None:
        # PostgreSQL sorts the keys of JSON and writes 1e3 as 1000: the same value, so it gets the same hash.
        read = {column: _canonical(row[column]) for column in self._json_columns if row[column] is not None}
        canonical = json.dumps(row | read, sort_keys=True).encode()
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(canonical).digest())) % 2**256

    @property
    def hash(self) -> str:
        return f"{self.total:064x}"


def _canonical(text: str) -> list:
    return ["JSON", json.loads(text, parse_int=_canonical_number, parse_float=_canonical_number)]


def _canonical_number(text: str) -> list:
    return [str(Decimal(text).normalize() or 0)]


def rows_of(model: type[Model]) -> Iterator[dict]:
    """{column: plain JSON value} a row, in batches. A JSON column is given as its text, which no reading can change."""
    fields = columns_of(model)
    asked = [Cast(field.name, TextField()) if isinstance(field, JSONField) else field.attname for field in fields]
    names = [field.column for field in fields]
    for row in model._base_manager.order_by("pk").values_list(*asked).iterator(chunk_size=BATCH):
        yield dict(zip(names, map(_plain, row), strict=True))


def columns_of(model: type[Model]) -> list:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _plain(value):
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"no plain form for {type(value).__name__}")


@contextmanager
def _member(archive: zipfile.ZipFile, manifest: dict, name: str, method: int = zipfile.ZIP_DEFLATED):
    """Yields a function that writes bytes to the member `name`; its size and SHA-256 go into the manifest."""
    size, digest = 0, hashlib.sha256()

    def write(data: bytes) -> None:
        nonlocal size
        size += len(data)
        digest.update(data)
        member.write(data)

    with archive.open(_entry(name, method), "w", force_zip64=True) as member:
        yield write
    manifest["files"][name] = {"size": size, "sha256": digest.hexdigest()}


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980: the same content makes the same bytes
    entry.compress_type = method
    entry.external_attr = 0o600 << 16
    return entry


def _uploads(tell) -> Iterator[tuple[str, Path]]:
    """(name, path) of every uploaded file, in the order of their names."""
    for folder, folders, files in os.walk(settings.UPLOADS):
        folders.sort()
        for name in sorted([*files, *(name for name in folders if Path(folder, name).is_symlink())]):
            path = Path(folder, name)
            inner = path.relative_to(settings.UPLOADS).as_posix()
            if path.is_file() and not path.is_symlink() and is_safe_name(inner):
                yield UPLOADS + inner, path
            else:
                tell(f"Ausgelassen, weil keine gewöhnliche Datei: {os.fsencode(path).decode(errors='replace')}")


def is_safe_name(name: str) -> bool:
    """Whether a path stays below the folder that it is put into and can be written down in UTF-8."""
    path = PurePosixPath(name)
    is_below = name == str(path) != "." and not path.is_absolute() and ".." not in path.parts
    return is_below and not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in name)


def _write_upload(archive: zipfile.ZipFile, manifest: dict, name: str, path: Path, tell) -> None:
    try:
        source = path.open("rb")
    except FileNotFoundError:  # deleted since it was listed
        tell(f"Inzwischen gelöscht: {path}")
        return
    # Pictures are compressed already.
    with source, _member(archive, manifest, name, zipfile.ZIP_STORED) as write:
        while piece := source.read(PIECE):
            write(piece)


@contextmanager
def appearing_whole(path: Path):
    """A binary file to write that gets its name once it is complete and on the disk, readable by its owner only.

    After an error nothing is left behind, and what had the name before keeps it.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():  # renaming would put a file in the place of a device
        raise Refusal(f"„{path}“ ist keine gewöhnliche Datei.")
    if not path.parent.is_dir():
        raise Refusal(f"Den Ordner „{path.parent}“ gibt es nicht.")
    handle, temporary = tempfile.mkstemp(prefix=".backup-", suffix=".part", dir=path.parent)
    try:
        with open(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


@contextmanager
def stopping_tidily():
    """SIGTERM ends the work as an exception, as Ctrl-C does: what was begun is cleared away."""
    usual = signal.signal(signal.SIGTERM, lambda got, _: sys.exit(128 + got))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def summary(manifest: dict) -> dict:
    """What a machine may want to know of a backup."""
    rows = {label: table["rows"] for label, table in manifest["tables"].items()}
    uploads = [entry["size"] for name, entry in manifest["files"].items() if name.startswith(UPLOADS)]
    return {
        "made_at": manifest["made_at"], "software": manifest["software"], "database": manifest["database"],
        "tables": rows, "rows": sum(rows.values()), "uploads": len(uploads), "upload_bytes": sum(uploads),
    }  # fmt: skip


def in_words(facts: dict) -> str:
    return (
        f"{rows_in_words(facts['rows'])} in {len(facts['tables'])} Tabellen, "
        f"hochgeladene Dateien: {_number(facts['uploads'])} ({megabytes(facts['upload_bytes'])})"
    )


def rows_in_words(count: int) -> str:
    return f"{_number(count)} {'Zeile' if count == 1 else 'Zeilen'}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
