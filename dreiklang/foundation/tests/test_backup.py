import copy
import errno
import hashlib
import io
import json
import os
import signal
import stat
import struct
import tarfile
import threading
import zipfile
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from dreiklang.foundation import backup, restore
from dreiklang.foundation.models import Act, Chore, Page, Version
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.tests.raw_rows import raw_state

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True), pytest.mark.once]

ODD = 'Grüße aus Çanakkale, „Straße“ 😀 e\u0301\n\t\\ "x" \u2028 <b> %s'
MOMENT = datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "data" / "uploads"
    return settings.UPLOADS


def a_page(slug="impressum", source=ODD) -> Page:
    page = Page.objects.create(slug=slug, title=f"Größe {slug}", is_easy=True)
    Version.objects.create(page=page, number=1, source=source, html="", saved_at=MOMENT)
    return page


def an_upload(uploads, name="events/Übersicht 1.webp", content=b"\x00\xffpicture") -> None:
    path = uploads / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def a_backup(tell=lambda line: None) -> bytes:
    out = io.BytesIO()
    backup.write_backup(out, tell)
    return out.getvalue()


def put_back(data: bytes, replace=False) -> dict:
    return restore.restore(io.BytesIO(data), replace=replace)


def clear(uploads) -> None:
    Page.objects.all().delete()
    Act.objects.all().delete()
    for path in sorted(uploads.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def taken_apart(data: bytes) -> tuple[dict, dict[str, bytes]]:
    """(manifest, {name: content}) of a backup."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(members.pop("manifest.json")), members


def put_together(manifest: dict, members: dict[str, bytes], method=zipfile.ZIP_DEFLATED, untrue=None) -> bytes:
    """A backup whose manifest names the members truly, but for what is said in `untrue`: {name: its entry}."""
    manifest = copy.deepcopy(manifest)
    manifest["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in members.items()
    } | (untrue or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in [*members.items(), ("manifest.json", json.dumps(manifest).encode())]:
            archive.writestr(name, content)
    return out.getvalue()


def assert_refused(data: bytes, sentence: str, replace=True) -> None:
    before = raw_state()
    with pytest.raises(Refusal, match=sentence):
        put_back(data, replace=replace)
    assert raw_state() == before
    assert_nothing_lies_about()


def assert_nothing_lies_about() -> None:
    folder = backup.settings.UPLOADS.parent
    assert [path.name for path in folder.glob(".*")] == [] if folder.exists() else True


# --- there and back ---


def test_what_comes_back_is_what_was_there_row_by_row_and_file_by_file(uploads):
    a_page()
    a_page("leer", source="")
    Act.objects.create(by="rule", act="page.saved", on="page:1", reason=ODD, at=MOMENT, expires_at=MOMENT)
    an_upload(uploads)
    an_upload(uploads, "leer.webp", b"")
    before, data = raw_state(), a_backup()
    clear(uploads)
    assert raw_state() != before
    put_back(data)
    assert raw_state() == before
    assert_nothing_lies_about()


def test_an_empty_installation_comes_back_empty():
    before, data = raw_state(), a_backup()
    put_back(data)
    assert raw_state() == before


def test_the_same_state_makes_the_same_members(uploads):
    a_page()
    an_upload(uploads)
    first, second = taken_apart(a_backup()), taken_apart(a_backup())
    assert first[1] == second[1] and first[0]["files"] == second[0]["files"]


def test_the_next_new_row_gets_a_number_of_its_own():
    call_command("flush", interactive=False, verbosity=0)  # running numbers begin with 1, as in a fresh installation
    for number in range(5):
        a_page(f"seite-{number}")
    last = Version.objects.latest("pk").pk
    data = a_backup()
    call_command("flush", interactive=False, verbosity=0)
    put_back(data)
    assert Version.objects.create(page_id="seite-0", number=2, source="", html="").pk > last


def test_sessions_and_the_state_of_the_worker_stay_out_and_are_gone_afterwards():
    Chore.objects.create(name="alt", leased_by="woanders")
    data = a_backup()
    assert b"woanders" not in b"".join(taken_apart(data)[1].values())
    put_back(data)  # what the worker makes by itself does not count as filled
    assert not Chore.objects.exists()


def test_the_secret_key_is_not_in_it_but_a_restore_sees_that_it_differs(settings):
    data = a_backup()
    assert settings.SECRET_KEY not in json.dumps(taken_apart(data)[0])
    assert restore.has_same_key(put_back(data))
    settings.SECRET_KEY = "another" * 10
    assert not restore.has_same_key(put_back(data))


def test_large_tables_are_read_and_written_in_batches(monkeypatch, uploads):
    monkeypatch.setattr(backup, "BATCH", 7)
    monkeypatch.setattr(restore, "BATCH", 7)
    Page.objects.bulk_create(Page(slug=f"s{number}", title=ODD) for number in range(50))
    before, data = raw_state(), a_backup()
    clear(uploads)
    put_back(data)
    assert raw_state() == before


VALUES = [
    (models.DateTimeField(), MOMENT),
    (models.DateField(), date(2026, 2, 28)),
    (models.TimeField(), time(23, 59, 59, 999999)),
    (models.DurationField(), timedelta(days=-3, microseconds=1)),
    (models.DecimalField(max_digits=12, decimal_places=4), Decimal("-1234567.8900")),
    (models.UUIDField(), UUID("00000000-0000-4000-8000-0123456789ab")),
    (models.BinaryField(), b"\x00\xff"),
    (models.BooleanField(), False),
    (models.FloatField(), 0.1 + 0.2),
    (models.BigIntegerField(), -(2**63)),
    (models.TextField(), ODD),
    (models.TextField(null=True), None),
    (models.DecimalField(max_digits=3, decimal_places=2, null=True), None),
]


@pytest.mark.parametrize(("field", "value"), VALUES, ids=lambda thing: str(type(thing).__name__))
def test_every_kind_of_value_survives_the_way_through_json(field, value):
    written = json.loads(json.dumps(backup._plain(value)))
    assert field.to_python(written) == value
    assert (restore._value(field, written) is None) == (value is None)


def test_an_unknown_kind_of_value_is_an_error_and_not_a_guess():
    with pytest.raises(TypeError, match="no plain form"):
        backup._plain(object())


def hash_of(text: str | None) -> str:
    field = models.JSONField()
    field.set_attributes_from_name("text")
    tally = backup.Tally(SimpleNamespace(_meta=SimpleNamespace(concrete_fields=[field])))
    tally.add({"text": text})
    return tally.hash


def test_the_same_json_has_the_same_hash_however_a_database_spells_it():
    assert hash_of('{"b": 1e3, "a": [1.50, -0.0]}') == hash_of('{"a": [1.5, 0], "b": 1000}')
    assert hash_of('{"a": 1}') != hash_of('{"a": 2}') != hash_of('{"a": "1"}')
    assert hash_of("null") != hash_of(None)


# --- one moment ---


def test_who_writes_meanwhile_is_not_kept_waiting_and_not_half_in_it(uploads):
    a_page()
    data = a_backup(tell=_writing_after("foundation.Page:"))
    assert Page.objects.count() == Version.objects.count() == 2
    manifest, _ = taken_apart(data)
    assert manifest["tables"]["foundation.Page"]["rows"] == manifest["tables"]["foundation.Version"]["rows"] == 1
    put_back(data, replace=True)


def test_without_the_one_moment_the_backup_would_be_torn(monkeypatch):
    """The negative control of the test before."""
    monkeypatch.setattr(backup, "at_one_moment", nullcontext)
    a_page()
    data = a_backup(tell=_writing_after("foundation.Page:"))
    assert taken_apart(data)[0]["tables"]["foundation.Version"]["rows"] == 2
    assert_refused(data, "verweist etwas auf eine Zeile")


def _writing_after(line: str):
    """Somebody else writes a page with its text as soon as the backup is through with one table."""

    def tell(said: str) -> None:
        if said.startswith(line):
            thread = threading.Thread(target=_write, args=["zweite"])
            thread.start()
            thread.join(timeout=10)
            assert not thread.is_alive()

    return tell


def _write(slug: str) -> None:
    try:
        with transaction.atomic():
            a_page(slug)
    finally:
        connection.close()


def test_a_writer_who_never_rests_is_in_it_with_whole_acts_only():
    stop, written = threading.Event(), []

    def write_on() -> None:
        while not stop.is_set():
            _write(f"seite-{len(written)}")
            written.append(1)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        counts = []
        while len(counts) < 8 or len(written) < 8:
            tables = taken_apart(a_backup())[0]["tables"]
            assert tables["foundation.Page"]["rows"] == tables["foundation.Version"]["rows"]
            counts.append(tables["foundation.Page"]["rows"])
    finally:
        stop.set()
        writer.join()
    assert counts == sorted(counts) and counts[-1] > counts[0]


# --- refused: the state here ---


def test_what_is_here_is_not_overwritten_unasked(uploads):
    data = a_backup()
    a_page()
    assert_refused(data, "nicht leer.*foundation.Version.*--replace", replace=False)


def test_files_that_are_here_are_not_overwritten_unasked(uploads):
    data = a_backup()
    an_upload(uploads)
    assert_refused(data, "nicht leer.*Dateien in .*--replace", replace=False)


def test_replace_leaves_nothing_of_what_was_here(uploads):
    a_page("eins")
    an_upload(uploads, "eins.webp")
    before, data = raw_state(), a_backup()
    a_page("zwei")
    Page.objects.filter(slug="eins").update(title="anders")
    an_upload(uploads, "zwei/zwei.webp")
    (uploads / "eins.webp").write_bytes(b"anders")
    put_back(data, replace=True)
    assert raw_state() == before
    assert_nothing_lies_about()


def test_a_commit_that_fails_leaves_rows_and_files_as_they_were(monkeypatch, uploads):
    data = a_backup()
    a_page()
    an_upload(uploads)
    before, put_in_place = raw_state(), restore._put_in_place

    def fail_afterwards(*folders):
        put_in_place(*folders)
        assert not any(uploads.iterdir())
        raise DatabaseError("gone")

    monkeypatch.setattr(restore, "_put_in_place", fail_afterwards)
    with pytest.raises(DatabaseError):
        put_back(data, replace=True)
    assert raw_state() == before
    assert_nothing_lies_about()


@pytest.fixture
def recorder():
    """What was applied here, put back as it was."""
    recorder = MigrationRecorder(connection)
    before = set(recorder.applied_migrations())
    yield recorder
    after = set(recorder.applied_migrations())
    for key in before - after:
        recorder.record_applied(*key)
    for key in after - before:
        recorder.record_unapplied(*key)


def test_tables_of_a_newer_software_are_not_backed_up(recorder):
    recorder.record_applied("foundation", "9999_later")
    with pytest.raises(Refusal, match="neueren Fassung.*foundation.9999_later"):
        a_backup()


def test_tables_that_lack_a_migration_are_not_backed_up(recorder):
    recorder.record_unapplied("foundation", "0001_initial")
    with pytest.raises(Refusal, match="nicht auf dem Stand"):
        a_backup()


def test_migrations_of_an_app_that_is_no_longer_there_do_not_matter(recorder):
    recorder.record_applied("long_gone", "0001_initial")
    put_back(a_backup())


# --- refused: the file ---


@pytest.mark.long
def test_a_damaged_byte_is_refused_or_was_of_no_account(uploads, tmp_path, monkeypatch):
    """Every seventh byte is turned. What is taken nevertheless (a date of 1980, say) has the same content."""
    monkeypatch.setattr(restore, "migrations_known", cache(backup.migrations_known))  # three quarters of the time
    a_page()
    an_upload(uploads)
    data = a_backup()
    refused = 0
    for position in range(0, len(data), 7):
        damaged = bytearray(data)
        damaged[position] ^= 0x20
        try:
            read_all(damaged, tmp_path / str(position))
        except Refusal:
            refused += 1
        else:
            assert taken_apart(damaged) == taken_apart(data), position
    assert refused > len(data) / 7 / 2
    read_all(data, tmp_path / "control")  # undamaged it is taken


def read_all(data: bytes, folder) -> None:
    """Everything that a restore reads before it changes something."""
    with restore._opened(io.BytesIO(data)) as archive:
        restore._unpack_uploads(archive, restore.check(archive), folder)


@pytest.mark.parametrize(
    "name", ["tables/foundation.Version.jsonl", "uploads/events/Übersicht 1.webp", "manifest.json"]
)
def test_damage_says_where(uploads, name):
    a_page()
    an_upload(uploads)
    data = bytearray(a_backup())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
    names = struct.unpack_from("<HH", data, entry.header_offset + 26)
    data[entry.header_offset + 30 + sum(names) + entry.compress_size // 2] ^= 1
    assert_refused(bytes(data), f"beschädigt.*{name}")


@pytest.mark.parametrize("name", ["tables/foundation.Page.jsonl", "uploads/events/Übersicht 1.webp"])
def test_a_member_that_was_exchanged_is_refused_though_the_archive_is_whole(uploads, name):
    a_page()
    an_upload(uploads)
    manifest, members = taken_apart(a_backup())
    exchanged = members | {name: members[name].swapcase()}
    assert_refused(put_together(manifest, exchanged, untrue=manifest["files"]), f"beschädigt.*{name}")


def test_a_truncated_file_is_refused(uploads):
    a_page()
    an_upload(uploads)
    data = a_backup()
    for length in [0, 1, 22, *range(100, len(data), 500), len(data) - 1]:
        assert_refused(data[:length], "abgeschnitten")


def a_tar() -> bytes:
    out = io.BytesIO()
    tarfile.open(fileobj=out, mode="w:gz").close()
    return out.getvalue()


def a_zip(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


FOREIGN = [
    b"Guten Tag", a_tar(), a_zip(), a_zip(text="Guten Tag"), a_zip(manifest_json="[]"), a_zip(manifest_json="{}"),
    a_zip(manifest_json='{"format": "other"}'),
]  # fmt: skip


@pytest.mark.parametrize("data", FOREIGN, ids=range(len(FOREIGN)))
def test_a_foreign_file_is_refused(data):
    assert_refused(data, "keine Sicherung von Dreiklang")


@pytest.mark.parametrize("content", ["{", "[" * 200_000, "\xff"], ids=["open", "deep", "bytes"])
def test_a_manifest_that_cannot_be_read_is_refused(content):
    assert_refused(a_zip(manifest_json=content.encode("latin-1")), "beschädigt|keine Sicherung")


BROKEN = {
    "software": 1, "made_at": "gestern", "tables": [], "files": None, "migrations": {"foundation": 1}, "key": None,
}  # fmt: skip


@pytest.mark.parametrize("key", BROKEN)
def test_an_incomplete_manifest_is_refused(key):
    manifest, _ = taken_apart(a_backup())
    for broken in (manifest | {key: BROKEN[key]}, {other: manifest[other] for other in manifest if other != key}):
        assert_refused(a_zip(manifest_json=json.dumps(broken)), "Inhaltsverzeichnis der Sicherung ist unvollständig")


def test_another_format_is_refused():
    manifest, members = taken_apart(a_backup())
    assert_refused(put_together(manifest | {"format_version": 2}, members), "Format 2, gelesen wird hier 1")


def test_another_state_of_migrations_is_refused_and_says_which_software_fits():
    manifest, members = taken_apart(a_backup())
    put_back(put_together(manifest, members), replace=True)  # the control: taken apart and put together it is taken
    manifest["software"] = "9.8.7"
    manifest["migrations"]["foundation"].append("0002_later")
    manifest["tables"]["foundation.Later"] = {"rows": 0, "hash": ""}
    members["tables/foundation.Later.jsonl"] = b""
    assert_refused(put_together(manifest, members), r"Fassung 9.8.7.*foundation.0002_later.*Fassung 9.8.7 einrichten")


@pytest.mark.parametrize(
    "name",
    ["uploads/../../evil", "/etc/evil", "uploads//evil", "uploads/./evil", "uploads/ev\x01il", "../uploads/evil"],
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    manifest, members = taken_apart(a_backup())
    assert_refused(put_together(manifest, members | {name: b"evil"}), "unzulässigen Dateinamen")


def test_a_member_that_the_manifest_does_not_name_is_refused():
    manifest, members = taken_apart(a_backup())
    data = io.BytesIO(put_together(manifest, members))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("uploads/more.webp", b"more")
    assert_refused(data.getvalue(), "etwas anderes, als ihr Inhaltsverzeichnis nennt")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused():
    manifest, members = taken_apart(a_backup())
    data = io.BytesIO(put_together(manifest, members))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("tables/foundation.Page.jsonl", b"")
    assert_refused(data.getvalue(), "etwas anderes, als ihr Inhaltsverzeichnis nennt")


def test_a_missing_table_is_refused():
    manifest, members = taken_apart(a_backup())
    del manifest["tables"]["foundation.Page"], members["tables/foundation.Page.jsonl"]
    assert_refused(put_together(manifest, members), "andere Tabellen")


def test_a_member_that_is_larger_than_the_manifest_says_is_refused():
    manifest, members = taken_apart(a_backup())
    members["uploads/bomb.webp"] = bytes(20_000_000)
    data = put_together(manifest, members, untrue={"uploads/bomb.webp": {"size": 10, "sha256": ""}})
    assert len(data) < 100_000
    assert_refused(data, "etwas anderes, als ihr Inhaltsverzeichnis nennt")


def test_a_member_that_unpacks_to_more_than_the_archive_says_is_refused():
    manifest, members = taken_apart(a_backup())
    members["uploads/bomb.webp"] = bytes(20_000_000)
    data = put_together(manifest, members, untrue={"uploads/bomb.webp": {"size": 10, "sha256": ""}})
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"uploads/bomb.webp"))
    data = data[: place + 24] + struct.pack("<I", 10) + data[place + 28 :]
    assert_refused(data, "beschädigt.*uploads/bomb.webp")


def test_what_the_disk_cannot_take_is_refused(monkeypatch):
    monkeypatch.setattr(restore.shutil, "disk_usage", lambda folder: SimpleNamespace(free=10))
    a_page()
    assert_refused(a_backup(), "braucht ausgepackt .* MB, frei sind")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_without_a_bound_on_memory_is_refused(method):
    assert_refused(put_together(*taken_apart(a_backup()), method=method), "keine Sicherung von Dreiklang")


LINES = [
    b"{", b"[]", b"1", b"{}", b'{"slug": "a"}', b"\xff", b"[" * 200_000,
    b'{"slug": "a", "title": "a", "language": "de", "is_easy": "maybe"}',
    b'{"slug": "a", "title": "a", "language": "de", "is_easy": true, "more": 1}',
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_row_that_is_none_is_refused_with_its_line(line):
    manifest, members = taken_apart(a_backup())
    good = b'{"slug": "b", "title": "b", "language": "de", "is_easy": true}\n'
    members["tables/foundation.Page.jsonl"] = good + line + b"\n"
    assert_refused(put_together(manifest, members), "beschädigt.*foundation.Page.jsonl.*Zeile 2")


def test_a_row_that_the_database_does_not_take_is_refused():
    a_page()
    manifest, members = taken_apart(a_backup())
    members["tables/foundation.Version.jsonl"] *= 2
    assert_refused(put_together(manifest, members), "foundation.Version: Nach Zeile 0 nimmt die Datenbank")


def test_a_number_beyond_every_database_is_refused():
    a_page()
    manifest, members = taken_apart(a_backup())
    row = json.loads(members["tables/foundation.Version.jsonl"]) | {"number": 10**30}
    members["tables/foundation.Version.jsonl"] = json.dumps(row).encode() + b"\n"
    assert_refused(put_together(manifest, members), "foundation.Version: Nach Zeile 0 nimmt die Datenbank")


def test_a_row_that_refers_to_nothing_is_refused():
    a_page()
    manifest, members = taken_apart(a_backup())
    members["tables/foundation.Page.jsonl"] = b""
    assert_refused(put_together(manifest, members), "verweist etwas auf eine Zeile")


@pytest.mark.parametrize("title", ["Größe Impressum", None])
def test_rows_that_are_not_those_of_the_manifest_are_refused(title):
    """Another title, or no row at all: count and hash are compared after the rows are in."""
    a_page()
    Version.objects.all().delete()
    manifest, members = taken_apart(a_backup())
    row = json.loads(members["tables/foundation.Page.jsonl"]) | {"title": title}
    members["tables/foundation.Page.jsonl"] = json.dumps(row).encode() + b"\n" if title else b""
    assert_refused(put_together(manifest, members), "foundation.Page: .* nicht dieselben Zeilen")


# --- the file that is written ---


def test_the_file_is_for_its_owner_only_and_replaces_the_one_before(tmp_path):
    target = tmp_path / "heute.zip"
    target.write_text("gestern")
    call_command("backup", str(target), stderr=io.StringIO(), stdout=io.StringIO())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert taken_apart(target.read_bytes())[0]["format"] == "dreiklang-backup"
    assert [path.name for path in tmp_path.iterdir()] == ["heute.zip"]


def _full_disk(*args):
    raise OSError(errno.ENOSPC, "No space left on device")


def _termination(*args):
    os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(*args):
    raise KeyboardInterrupt


def _database_away(*args):
    raise DatabaseError("gone")


@pytest.mark.parametrize(
    ("event", "said"),
    [(_full_disk, "No space left"), (_termination, "143"), (_interrupt, "Abgebrochen"), (_database_away, "gone")],
)
def test_a_backup_that_fails_leaves_nothing_behind(monkeypatch, tmp_path, event, said):
    target = tmp_path / "heute.zip"
    target.write_text("gestern")
    monkeypatch.setattr(backup, "rows_of", event)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises((CommandError, SystemExit), match=said):
        call_command("backup", str(target), stderr=io.StringIO())
    assert [path.name for path in tmp_path.iterdir()] == ["heute.zip"] and target.read_text() == "gestern"
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("name", ["gibt/es/nicht/heute.zip", "", "ordner", "pipe"])
def test_a_bad_target_is_refused_with_a_sentence(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ordner").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CommandError, match=r"gibt es nicht|keine gewöhnliche Datei") as refused:
        call_command("backup", name, stderr=io.StringIO())
    assert str(refused.value).endswith("Es wurde keine Sicherung angelegt.")
    assert sorted(tmp_path.rglob("*")) == before


def test_only_ordinary_files_are_taken_and_the_others_are_named(uploads, tmp_path):
    an_upload(uploads, "gut.webp")
    (tmp_path / "geheim").write_text("geheim")
    (uploads / "verweis").symlink_to(tmp_path / "geheim")
    (uploads / "ordner").symlink_to(tmp_path)
    os.mkfifo(uploads / "pipe")
    (uploads / "böse\x07").write_text("x")
    (uploads / os.fsdecode(b"\xff")).write_text("x")
    said = []
    files = taken_apart(a_backup(tell=said.append))[1]
    assert [name for name in files if name.startswith("uploads/")] == ["uploads/gut.webp"]
    assert sum("keine gewöhnliche Datei" in line for line in said) == 5


def test_a_file_that_is_deleted_meanwhile_is_no_fault(uploads, monkeypatch):
    an_upload(uploads, "a.webp")
    an_upload(uploads, "b.webp")
    write = backup._write_upload

    def delete_the_next(archive, manifest, name, path, tell):
        write(archive, manifest, name, path, tell)
        (uploads / "b.webp").unlink(missing_ok=True)

    monkeypatch.setattr(backup, "_write_upload", delete_the_next)
    manifest, _ = taken_apart(a_backup())
    assert [name for name in manifest["files"] if name.startswith("uploads/")] == ["uploads/a.webp"]


# --- the commands ---


def test_the_commands_say_what_they_did(tmp_path, uploads):
    a_page()
    an_upload(uploads)
    target, out, progress = tmp_path / "heute.zip", io.StringIO(), io.StringIO()
    call_command("backup", str(target), stdout=out, stderr=progress)
    assert "Gesichert: 2 Zeilen in" in out.getvalue() and "hochgeladene Dateien: 1 (" in out.getvalue()
    assert "foundation.Page: 1 Zeile\n" in progress.getvalue()
    clear(uploads)
    call_command("restore", str(target), stdout=out, stderr=progress)
    assert "Eingespielt: 2 Zeilen in" in out.getvalue() and "dieselbe wie in der Sicherung" in out.getvalue()


def test_the_commands_speak_json(tmp_path, settings):
    a_page()
    target, out = tmp_path / "heute.zip", io.StringIO()
    call_command("backup", str(target), "--json", stdout=out, stderr=io.StringIO())
    made = json.loads(out.getvalue())
    assert made["tables"]["foundation.Page"] == 1 and made["bytes"] == target.stat().st_size
    settings.SECRET_KEY = "another" * 10
    out = io.StringIO()
    call_command("restore", str(target), "--replace", "--json", stdout=out, stderr=io.StringIO())
    restored = json.loads(out.getvalue())
    assert (restored["rows"], restored["same_key"]) == (2, False)


def test_a_refused_restore_says_that_nothing_has_changed(tmp_path):
    (tmp_path / "text.zip").write_text("Guten Tag")
    for name in ("text.zip", "nicht-da.zip", "."):
        with pytest.raises(CommandError, match="Es wurde nichts geändert.$"):
            call_command("restore", str(tmp_path / name), stderr=io.StringIO())


def test_a_terminal_is_spared(monkeypatch):
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: True))
    with pytest.raises(CommandError, match="kein Text für den Bildschirm"):
        call_command("backup", "-", stderr=io.StringIO())
