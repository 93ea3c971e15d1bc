"""What makes the tests sound: a data folder of their own, no way out of this machine, a fast password hash.

The settings are named here and not in pyproject.toml: pytest-django would load them before this file, and with them
the real data.
"""

import gc
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

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

# What pages and letters look like is the same on both databases: the short run asks these on SQLite alone.
ONCE = (
    "/front/tests/", "/people/tests/test_sign_in", "/people/tests/test_accepting", "/people/tests/test_passwords",
    "/people/tests/test_profile", "/people/tests/test_sessions", "/seats/tests/test_letters",
    "/seats/tests/test_own_page", "/events/tests/test_agenda", "/events/tests/test_event_page",
    "/events/tests/test_place_for_registered", "/events/tests/test_registration_page", "/events/tests/test_start",
    "/events/tests/test_writing", "/foundation/tests/test_backup", "/tests/test_doors", "/tests/test_kills",
    "/events/tests/test_material", "/events/tests/test_room", "/events/tests/test_speakers",
    "/events/tests/test_contributing", "/events/tests/test_own_calendar", "/events/tests/test_who_comes",
    "/events/tests/test_applications_on_the_page", "/seats/tests/test_application_pages", "/seats/tests/test_lots",
    "/training/tests/", "/search/tests/", "/tests/test_findable", "/tests/test_my_data", "/tests/test_retention",
    "/tests/test_personal_columns", "/places/tests/test_page", "/places/tests/test_picker",
    "/places/tests/test_searchable", "/index/tests/test_asking", "/index/tests/test_quality",
    "/events/tests/test_searchable", "/events/tests/test_whereabouts", "/events/tests/test_feed",
    "/events/tests/test_audience", "/people/tests/test_messages", "/people/tests/test_limits",
    "/people/tests/test_team", "/seats/tests/test_history", "/seats/tests/test_describing", "/seats/tests/test_list",
    "/seats/tests/test_groups", "/letters/tests/test_mailbox", "/letters/tests/test_repairing",
    "/letters/tests/test_outbox", "/letters/tests/test_writing", "/letters/tests/test_forgetting",
    "/dialogue/tests/test_mail_fuzz",
    "/seats/tests/test_steering", "/seats/tests/test_guests", "/seats/tests/test_forgetting",
    "/events/tests/test_publishing", "/events/tests/test_visibility", "/events/tests/test_checking_in",
    "/events/tests/test_attendance", "/places/tests/test_demo", "/places/tests/test_nearness",
    "/people/tests/test_access_requests", "/people/tests/test_inviting", "/people/tests/test_offices",
    "/foundation/tests/test_middleware", "/foundation/tests/test_pages", "/groups/tests/test_readers",
    "/index/tests/test_store", "/index/tests/test_kinds", "/index/tests/test_rebuilding",
    "/dialogue/tests/test_mail", "/dialogue/tests/test_warning", "/dialogue/tests/test_traits",
    "/dialogue/tests/test_reply_addresses", "/dialogue/tests/test_mentions", "/dialogue/tests/test_unread",
    "/dialogue/tests/test_protection", "/dialogue/tests/test_calming", "/dialogue/tests/test_following",
    "/letters/tests/test_cutting", "/letters/tests/test_reading",
    "/letters/tests/test_listening", "/letters/tests/test_fetching",
    "/foundation/tests/test_outline", "/foundation/tests/test_word", "/library/tests/test_paper_files",
)  # fmt: skip
# Minutes of strings, mails and whole stories: asked on SQLite alone, also in the long run.
ON_SQLITE_ALONE = (
    "/tests/test_nothing_runs", "/dialogue/tests/test_mail_fuzz", "/tests/test_two_worlds", "/front/tests/test_archive",
    "/library/tests/test_paper_files", "/library/tests/test_word_files", "/library/tests/test_for_machines",
    "/library/tests/test_feedback_pages",
)  # fmt: skip
# What a whole page says, field by field: whoever changes the room runs its tests; everybody else the short run, where
# doors, ladders, rules, actions and the stories in the browser stand for it.
LONG = (
    "/training/tests/test_awarding", "/training/tests/test_badges", "/training/tests/test_competences",
    "/training/tests/test_confirmation_pages", "/training/tests/test_evaluation", "/training/tests/test_guests",
    "/training/tests/test_learning", "/training/tests/test_papers", "/training/tests/test_participant_list",
    "/training/tests/test_planning", "/training/tests/test_practice_project", "/training/tests/test_programme",
    "/training/tests/test_proposals", "/training/tests/test_three_clicks", "/training/tests/test_writing",
    "/events/tests/test_agenda", "/events/tests/test_checking_in", "/events/tests/test_material",
    "/events/tests/test_place_for_registered", "/events/tests/test_who_comes", "/events/tests/test_writing",
    "/events/tests/test_event_page", "/events/tests/test_contributing", "/events/tests/test_speakers",
    "/people/tests/test_releasing", "/people/tests/test_messages", "/search/tests/test_page",
    "/seats/tests/test_application_pages", "/seats/tests/test_steering", "/tests/test_my_data",
    "/tests/test_two_worlds", "/tests/test_ministry_doors", "/tests/test_writers", "/tests/test_nothing_runs",
    "/dialogue/tests/test_mail_fuzz", "/dialogue/tests/test_answers", "/dialogue/tests/test_rooms",
    "/dialogue/tests/test_house_rules", "/dialogue/tests/test_questions", "/dialogue/tests/test_thread_page",
    "/dialogue/tests/test_routing", "/dialogue/tests/test_escalation", "/dialogue/tests/test_attachments",
    "/dialogue/tests/test_crisis", "/dialogue/tests/test_fading", "/dialogue/tests/test_revealing",
    "/letters/tests/test_fetching", "/letters/tests/test_listening", "/letters/tests/test_mailbox",
    "/tests/test_backup", "/events/tests/test_registration_page", "/events/tests/test_attendance",
    "/events/tests/test_visibility", "/front/tests/test_barriers", "/front/tests/test_pages",
    "/people/tests/test_profile",
    "/people/tests/test_access_requests", "/people/tests/test_accepting", "/seats/tests/test_own_page",
    "/seats/tests/test_history", "/seats/tests/test_list", "/events/tests/test_feed", "/events/tests/test_publishing",
    "/journeys/test_writing_a_reply", "/journeys/test_listening", "/journeys/test_a_run_again",
    "/library/tests/test_describing", "/library/tests/test_exporting", "/library/tests/test_fading",
    "/library/tests/test_feedback_pages", "/library/tests/test_for_machines", "/library/tests/test_growing",
    "/library/tests/test_importing", "/library/tests/test_listing", "/library/tests/test_living_pages",
    "/library/tests/test_owning", "/library/tests/test_paper_files", "/library/tests/test_papers",
    "/library/tests/test_personal_data", "/library/tests/test_queries", "/library/tests/test_reading",
    "/library/tests/test_remarking", "/library/tests/test_tending", "/library/tests/test_word_files",
    "/library/tests/test_workroom", "/front/tests/test_archive", "/journeys/test_two_editors",
    "/journeys/test_a_council_paper", "/journeys/test_the_archive", "/journeys/test_a_page_that_stays_true",
    "/journeys/test_from_answer_to_page", "/journeys/test_feedback", "/tests/test_editors", "/search/tests/test_leaks",
    "/library/tests/test_suggesting", "/library/tests/test_settling", "/library/tests/test_reviewing",
    "/library/tests/test_adopting", "/dialogue/tests/test_calming", "/dialogue/tests/test_protection",
    "/dialogue/tests/test_moderating",
)  # fmt: skip
LOOPBACK = ("127.0.0.1", "::1")
CHROMIUM = shutil.which("chromium")


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes longer than bin/test may; runs with bin/test --all")
    config.addinivalue_line("markers", "prove: takes longer than bin/test --all may; runs with bin/prove")
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
    """A file of which the short run asks nothing is not even read."""
    if os.environ.get("DATABASE_URL") and any(part in f"{collection_path}/" for part in ON_SQLITE_ALONE):
        return True
    for mark, files in (("not long", LONG), ("not once", ONCE)):
        if mark in config.option.markexpr and any(part in f"{collection_path}/" for part in files):
            return True
    return None


def pytest_collection_modifyitems(config, items):
    if "prove" not in config.option.markexpr:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("prove")])
        items[:] = [item for item in items if not item.get_closest_marker("prove")]
    if os.environ.get("DATABASE_URL"):  # what asks no database has said all it can on SQLite
        asking = [item for item in items if _asks_the_database(item)]
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
