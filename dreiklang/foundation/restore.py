"""Puts a backup (backup.py) into this installation: everything is checked first, then all of it goes in, or nothing."""

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import JSONField, Model

from dreiklang.foundation.backup import (
    BATCH,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    PIECE,
    UPLOADS,
    Tally,
    are_migrations_missing,
    columns_of,
    is_safe_name,
    kept_models,
    key_mark,
    megabytes,
    member_of,
    migrations_known,
    require_tables_of_this_software,
    rows_in_words,
    rows_of,
    software,
)
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.triggers import without_triggers

# What belongs to the running of this machine and would contradict the rows that come.
EMPTIED = ("sessions.Session", "foundation.Chore")
LONGEST_MANIFEST = LONGEST_ROW = 64 * 1024 * 1024


def restore(file, replace: bool = False, tell=lambda line: None) -> dict:
    """Put the backup in the seekable binary `file` into this installation; `tell` hears a line a step.

    Returns the manifest. Refusal when the file is damaged, foreign or made for other tables, and when something is
    here already and `replace` is not given. OSError and DatabaseError pass. In each of these cases nothing has
    changed, but that migrate may have made empty tables.
    """
    place = Path(settings.UPLOADS).resolve()
    with _opened(file) as archive:
        manifest = check(archive, tell)
        with _workshop(place) as workshop:
            _unpack_uploads(archive, manifest, workshop / "new")
            if not replace:
                _require_emptiness(place)
            _bring_tables_up_to_date(tell)
            _exchange(archive, manifest, place, workshop, replace, tell)
    return manifest


@contextmanager
def _opened(file) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGES:
        raise Refusal("Diese Datei ist keine Sicherung von Dreiklang, oder sie ist abgeschnitten.")
    with archive:
        # The others are unpacked by Python without a bound on memory.
        if {entry.compress_type for entry in archive.infolist()} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refusal("Diese Datei ist keine Sicherung von Dreiklang.")
        yield archive


# What zipfile and zlib raise on bytes that are not as they should be. RuntimeError: an encryption that no backup has,
# or JSON nested too deeply; OSError: offsets beyond the file.
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError)


# --- checking the file; changes nothing and asks no database ---


def check(archive: zipfile.ZipFile, tell=lambda line: None) -> dict:
    """The manifest of a backup that fits this software and whose tables are whole. Refusal otherwise."""
    tell("Prüfe die Sicherung …")
    manifest = _manifest(archive)
    _require_same_migrations(manifest)
    _require_members(archive, manifest)
    _require_room(manifest)
    for label in manifest["tables"]:
        name = f"tables/{label}.jsonl"
        deque(_pieces(archive, name, manifest["files"][name]), maxlen=0)
    return manifest


def _manifest(archive: zipfile.ZipFile) -> dict:
    try:
        with _damage_refused(MANIFEST), archive.open(MANIFEST) as member:
            manifest = json.loads(member.read(LONGEST_MANIFEST))
    except KeyError:
        raise Refusal("Diese Datei ist keine Sicherung von Dreiklang: Das Inhaltsverzeichnis fehlt.")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refusal("Diese Datei ist keine Sicherung von Dreiklang.")
    if manifest.get("format_version") != FORMAT_VERSION:
        raise Refusal(
            f"Die Sicherung hat das Format {manifest.get('format_version')}, gelesen wird hier {FORMAT_VERSION}. "
            f"Sie stammt von der Fassung {manifest.get('software')}."
        )
    if not _is_well_formed(manifest):
        raise Refusal("Das Inhaltsverzeichnis der Sicherung ist unvollständig.")
    return manifest


@contextmanager
def _damage_refused(name: str):
    try:
        yield
    except _DAMAGES:
        raise Refusal(f"Die Sicherung ist beschädigt (in „{name}“).")


def _is_well_formed(manifest: dict) -> bool:
    shape = {"software": str, "made_at": str, "database": str, "key": str, "migrations": dict, "tables": dict,
             "files": dict}  # fmt: skip
    return (
        all(isinstance(manifest.get(key), kind) for key, kind in shape.items())
        and _is_moment(manifest["made_at"])
        and all(isinstance(names, list) for names in manifest["migrations"].values())
        and all(
            isinstance(entry, dict) and type(entry.get(count)) is int and isinstance(entry.get(digest), str)
            for entries, count, digest in (("tables", "rows", "hash"), ("files", "size", "sha256"))
            for entry in manifest[entries].values()
        )
    )


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _require_same_migrations(manifest: dict) -> None:
    here = {f"{app}.{name}" for app, names in migrations_known().items() for name in names}
    there = {f"{app}.{name}" for app, names in manifest["migrations"].items() for name in names}
    if differing := sorted(here ^ there):
        raise Refusal(
            f"Die Sicherung stammt von der Fassung {manifest['software']}, deren Tabellen anders aussehen als die der "
            f"Fassung {software()} hier (Unterschied: {', '.join(differing)}). Bitte die Fassung "
            f"{manifest['software']} einrichten, die Sicherung dort einspielen und danach aktualisieren."
        )


def _require_members(archive: zipfile.ZipFile, manifest: dict) -> None:
    """The archive holds exactly what the manifest names, in the sizes that it names, each under a harmless name."""
    named = {name: entry["size"] for name, entry in manifest["files"].items()}
    entries = [entry for entry in archive.infolist() if entry.filename != MANIFEST]
    found = {entry.filename: entry.file_size for entry in entries}
    tables = {f"tables/{label}.jsonl" for label in manifest["tables"]}
    uploads = {name for name in named if name.startswith(UPLOADS)}
    for name in {*named, *found}:
        if not is_safe_name(name):
            raise Refusal(f"Die Sicherung enthält einen unzulässigen Dateinamen: {name!a}.")
    if found != named or len(found) != len(archive.infolist()) - 1 or set(named) != tables | uploads:
        raise Refusal("Die Sicherung enthält etwas anderes, als ihr Inhaltsverzeichnis nennt.")
    if set(manifest["tables"]) != {model._meta.label for model in kept_models()}:
        raise Refusal(f"Die Sicherung enthält andere Tabellen als die Fassung {software()}.")


def _require_room(manifest: dict) -> None:
    """A few bytes can unpack to any size: what the disk cannot take is refused before it is unpacked."""
    needed = sum(entry["size"] for entry in manifest["files"].values())
    free = shutil.disk_usage(settings.DATA).free
    if needed > free:
        raise Refusal(f"Die Sicherung braucht ausgepackt {megabytes(needed)}, frei sind {megabytes(free)}.")


def _pieces(archive: zipfile.ZipFile, name: str, entry: dict) -> Iterator[bytes]:
    """The bytes of a member, piece by piece. Refusal at the end when they are not those that the manifest names."""
    digest = hashlib.sha256()
    with _damage_refused(name), archive.open(name) as member:  # gives no more than the size that was compared
        while piece := member.read(PIECE):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != entry["sha256"]:
        raise Refusal(f"Die Sicherung ist beschädigt (in „{name}“).")


# --- getting ready ---


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    """A folder for a while on the disk of the uploads, so that they can be put in place by renaming."""
    place.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".restore-", dir=place.parent))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _unpack_uploads(archive: zipfile.ZipFile, manifest: dict, folder: Path) -> None:
    folder.mkdir()
    for name, entry in manifest["files"].items():
        if name.startswith(UPLOADS):
            path = folder / name.removeprefix(UPLOADS)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as target:
                for piece in _pieces(archive, name, entry):
                    target.write(piece)


def _require_emptiness(place: Path) -> None:
    tables = _tables_with_rows()
    found = [f"{len(tables)} Tabellen mit Zeilen, darunter {', '.join(tables[-2:])}"] if tables else []
    if any(path.is_file() for path in place.rglob("*")):
        found.append(f"Dateien in {place}")
    if found:
        raise Refusal(
            f"Diese Installation ist nicht leer: {'; '.join(found)}. "
            "Mit --replace wird alles, was hier liegt, durch die Sicherung ersetzt."
        )


def _tables_with_rows() -> list[str]:
    tables = set(connection.introspection.table_names())
    return [
        model._meta.label for model in kept_models()
        if model._meta.db_table in tables and model._base_manager.exists()
    ]  # fmt: skip


def _bring_tables_up_to_date(tell) -> None:
    if are_migrations_missing():
        tell("Lege die Tabellen an …")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    require_tables_of_this_software()


# --- all or nothing ---


def _exchange(archive, manifest: dict, place: Path, workshop: Path, replace: bool, tell) -> None:
    try:
        with transaction.atomic(durable=True):
            _lock()
            if not replace:
                _require_emptiness(place)
            with without_triggers(connection):
                _empty()
            for model in kept_models():
                _fill(model, archive, tell)
            _reset_sequences()
            _require_sound_references()
            _compare(manifest, tell)
            _put_in_place(workshop / "new", place, workshop / "old")  # last: from here on only the commit can fail
    except BaseException:
        _put_back(place, workshop / "old")
        raise


def _lock() -> None:
    """Nobody writes from here on. SQLite gave the lock with the transaction (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(map(_table, _touched()))} IN EXCLUSIVE MODE")


def _touched() -> list[type[Model]]:
    return [*(apps.get_model(label) for label in EMPTIED), *kept_models()]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _empty() -> None:
    """Without the tables' mutual order: every foreign key is DEFERRABLE INITIALLY DEFERRED on both databases."""
    with connection.cursor() as cursor:
        for model in _touched():
            cursor.execute(f"DELETE FROM {_table(model)}")  # noqa: S608  # our own table's name, quoted


def _fill(model: type[Model], archive: zipfile.ZipFile, tell) -> None:
    """Past the models' save(): it would set dates of change and compute columns anew."""
    name = member_of(model)
    fields = columns_of(model)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(_placeholder(field) for field in fields)
    insert = f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})"  # noqa: S608  # our own names, quoted
    count = 0
    try:
        rows = _rows(archive, name, fields)
        with connection.cursor() as cursor:
            while batch := list(islice(rows, BATCH)):
                cursor.executemany(insert, batch)
                count += len(batch)
    except (DatabaseError, OverflowError) as problem:
        why = str(problem).partition("\n")[0]
        raise Refusal(f"{model._meta.label}: Nach Zeile {count} nimmt die Datenbank eine Zeile nicht an: {why}.")
    tell(f"{model._meta.label}: {rows_in_words(count)}")


def _placeholder(field) -> str:
    return f"CAST(%s AS {field.db_type(connection)})" if isinstance(field, JSONField) else "%s"


def _rows(archive: zipfile.ZipFile, name: str, fields: list) -> Iterator[list]:
    """The values of each row as the database takes them."""
    columns = {field.column for field in fields}
    for count, line in enumerate(_lines(archive, name), 1):
        try:
            row = json.loads(line)
            if row.keys() != columns:
                raise ValueError("other columns")
            values = [_value(field, row[field.column]) for field in fields]
        except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, ValidationError):
            raise Refusal(f"Die Sicherung ist beschädigt (in „{name}“, Zeile {count}).")
        yield values


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with _damage_refused(name), archive.open(name) as member, io.BufferedReader(member, PIECE) as lines:
        while line := lines.readline(LONGEST_ROW):
            yield line


def _value(field, plain):
    if isinstance(field, JSONField):
        return plain
    return field.get_db_prep_save(field.to_python(plain), connection)


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def _require_sound_references() -> None:
    try:
        connection.check_constraints()
    except IntegrityError as problem:
        raise Refusal(f"In der Sicherung verweist etwas auf eine Zeile, die es darin nicht gibt: {problem}.")


def _compare(manifest: dict, tell) -> None:
    """Reads every row again and compares count and hash with what the backup says of its own database."""
    tell("Vergleiche mit der Sicherung …")
    for model in kept_models():
        tally = Tally(model)
        for row in rows_of(model):
            tally.add(row)
        said = manifest["tables"][model._meta.label]
        if (tally.rows, tally.hash) != (said["rows"], said["hash"]):
            raise Refusal(
                f"{model._meta.label}: Nach dem Einspielen sind es nicht dieselben Zeilen wie in der Sicherung "
                f"({tally.rows}, in der Sicherung {said['rows']})."
            )


def _put_in_place(new: Path, place: Path, old: Path) -> None:
    os.sync()  # the files are on the disk before the rows that name them
    place.mkdir(exist_ok=True)
    place.rename(old)
    new.rename(place)


def _put_back(place: Path, old: Path) -> None:
    if old.exists():
        shutil.rmtree(place, ignore_errors=True)
        old.rename(place)


def has_same_key(manifest: dict) -> bool:
    return manifest["key"] == key_mark()
