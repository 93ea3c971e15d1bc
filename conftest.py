"""What makes the tests sound: a data folder of their own, no way out of this machine, a fast password hash.

The settings are named here and not in pyproject.toml: pytest-django would load them before this file, and with them
the real data.
"""

import gc
import os
import re
import shutil
import socket
import sys
import tempfile
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import django
import pytest
from pytest_socket import SocketConnectBlockedError

if "dreiklang.settings" in sys.modules:
    raise pytest.UsageError(
        "Die Einstellungen wurden vor conftest.py geladen; die Tests würden in die echten Daten schreiben. "
        "Bitte DJANGO_SETTINGS_MODULE weder in pyproject.toml noch in der Umgebung setzen."
    )

DATA = Path(tempfile.mkdtemp(prefix="dreiklang-tests-"))
UNSET = (
    "DREIKLANG_URL", "DREIKLANG_HOSTS", "SMTP_URL", "SECRET_KEY", "PORT", "MAIL_REPLY", "MAIL_LISTEN", "MAIL_IMAP_URL",
    "MAIL_AUTHSERV",
)  # fmt: skip
for name in UNSET:
    os.environ.pop(name, None)
os.environ.update(DJANGO_SETTINGS_MODULE="dreiklang.settings", DREIKLANG_DATA=str(DATA), DREIKLANG_DEMO="0")
if url := os.environ.get("DATABASE_URL"):
    # Never the database itself, always its neighbour; server processes that a test starts inherit the address.
    parts = urlsplit(url)
    os.environ["DATABASE_URL"] = parts._replace(path=f"/test_{parts.path[1:].removeprefix('test_')}").geturl()

LOOPBACK = ("127.0.0.1", "::1")
CHROMIUM = shutil.which("chromium")


def pytest_configure(config):
    _use_test_settings()
    _stay_on_this_machine(config)
    _empty_what_guards_itself()
    _look_at_static_files_once()


def _use_test_settings():
    from django.conf import settings

    database = settings.DATABASES["default"]
    # The database of the tests is the one that the environment names: threads and server processes meet in it.
    database["TEST"] = {"NAME": str(database["NAME"])}
    if "init_command" in database.get("OPTIONS", {}):
        command = database["OPTIONS"]["init_command"]
        database["OPTIONS"]["init_command"] = command.replace("synchronous=FULL", "synchronous=OFF")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    # Without the manifest every file keeps its name, and a test needs no collectstatic.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _empty_what_guards_itself():
    """After a test with threads every table is emptied, also the log that lets nobody delete its lines.

    Only what has rows is, which few tables have; and what migrations write about models stays, which Django's own
    `flush` would take away and write again."""
    from django.db import connection, transaction
    from django.test import TransactionTestCase

    from dreiklang.foundation.triggers import without_triggers

    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self, statements):
        with transaction.atomic(), without_triggers(self.connection):
            flush(self, statements)

    def empty(_case):
        names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        quoted = {name: connection.ops.quote_name(name) for name in names - {"django_content_type", "auth_permission"}}
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})" for name, table in quoted.items())  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            with_rows = [quoted[name] for (name,) in cursor.fetchall()]
        connection.ops.execute_sql_flush([f"DELETE FROM {table}" for table in with_rows])  # noqa: S608

    operations.execute_sql_flush = flush_without_triggers
    TransactionTestCase._fixture_teardown = empty


def _look_at_static_files_once():
    """Every client of a test has a WhiteNoise of its own, which would read anew what each static file is like."""
    from whitenoise import WhiteNoise

    look, seen = WhiteNoise.update_files_dictionary, {}

    def look_once(self, root, prefix):
        if (root, prefix) not in seen:
            before, self.files = self.files, {}
            look(self, root, prefix)
            seen[root, prefix], self.files = self.files, before
        self.files.update(seen[root, prefix])

    WhiteNoise.update_files_dictionary = look_once


def _stay_on_this_machine(config):
    config.option.allow_hosts = ",".join(LOOPBACK)  # read by pytest-socket, whose turn comes after this file
    config.option.allow_unix_socket = True
    look_up = socket.getaddrinfo

    def look_up_here(host, *args, **kwargs):  # asking for a name would leave this machine before connecting does
        if host in {None, "", "localhost", *LOOPBACK, socket.gethostname()}:
            return look_up(host, *args, **kwargs)
        raise SocketConnectBlockedError(list(LOOPBACK), host)

    socket.getaddrinfo = look_up_here


def pytest_ignore_collect(collection_path, config):
    """A file that is marked as a whole for another run than this one is not even imported."""
    marks = _marks_of(collection_path)
    if "sqlite_alone" in marks and os.environ.get("DATABASE_URL"):
        return True
    return any(f"not {mark}" in config.option.markexpr for mark in marks & {"long", "once"}) or None


def _marks_of(path: Path) -> set[str]:
    if path.suffix != ".py":
        return set()
    line = re.search(r"^pytestmark = (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return set(re.findall(r"pytest\.mark\.(\w+)", line[1])) if line else set()


def pytest_collection_modifyitems(config, items):
    if "prove" not in config.option.markexpr:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("prove")])
        items[:] = [item for item in items if not item.get_closest_marker("prove")]
    if os.environ.get("DATABASE_URL"):  # what asks no database has said all it can on SQLite
        alone = {item for item in items if item.get_closest_marker("sqlite_alone")}
        asking = [item for item in items if _asks_the_database(item) and item not in alone]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
        items[:] = asking
    if CHROMIUM is None:
        missing = pytest.mark.skip(reason="Chromium fehlt. Einrichten mit: sudo apt-get install chromium")
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(missing)


def pytest_collection_finish():
    """What is there now stays to the end; the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _asks_the_database(item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


def pytest_unconfigure():
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Making an empty database takes ten seconds, in each lane of bin/test. On SQLite it is kept beside what is built,
    under the mark of what the migrations say, and copied before anybody opens it."""
    if (kept := _kept_database()).exists() and not os.environ.get("DATABASE_URL"):
        shutil.copyfile(kept, _database())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from django.db import connection

    kept = _kept_database()
    if os.environ.get("DATABASE_URL") or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in kept.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    copy = kept.with_suffix(f".{os.getpid()}")
    # By the connection that is there: a second library of SQLite in this process would take the first one's locks away.
    with django_db_blocker.unblock(), closing(connection.Database.connect(copy)) as there:
        connection.ensure_connection()
        connection.connection.backup(there)
    copy.replace(kept)


def _database() -> Path:
    from django.conf import settings

    return Path(settings.DATABASES["default"]["NAME"])


@cache
def _kept_database() -> Path:
    from django.conf import settings

    mark = sha256(django.__version__.encode())
    for file in sorted(settings.ROOT.glob("dreiklang/*/migrations/*.py")):
        mark.update(file.read_bytes())
    return settings.BUILD / "tests" / f"{mark.hexdigest()[:20]}.sqlite3"


@pytest.fixture
def argon2(settings):
    """The password hash of real installations, for tests that ask for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_index_left():
    """The rows of a test are rolled back; the file of the search knows nothing of that."""
    yield
    if (module := sys.modules.get("dreiklang.index.store")) and module._store:
        module._store.close()
        shutil.rmtree(module._store.folder, ignore_errors=True)
        module._store = None
