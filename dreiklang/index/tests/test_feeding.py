"""The file follows the rows: whatever changes is found, and nothing that is gone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dreiklang.index import feeding
from dreiklang.index.actions import put, remove
from dreiklang.index.feeding import catch_up, feed, fill, is_stale, rebuild, tidy
from dreiklang.index.models import Change, Row
from dreiklang.index.store import store
from dreiklang.index.tests.makers import a_row, an_entry, findable, ids

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    return {row[0] for row in store().connection.execute("SELECT object_id FROM doc")}


def test_what_comes_changes_and_goes_is_followed():
    put(an_entry("1", "Quarkstrudel"), an_entry("2", "Quarkstrudel"))
    feed()
    assert stored() == {"1", "2"}
    put(an_entry("1", "Apfelkuchen"))
    remove("thing", "2")
    feed()
    assert stored() == {"1"} and ids("apfelkuchen") == ["1"] and ids("quarkstrudel") == []


def test_what_is_put_again_unchanged_is_no_change():
    put(an_entry("1"))
    put(an_entry("1"))
    assert Change.objects.count() == 1
    remove("thing", "nobody")
    assert Change.objects.count() == 1


def test_what_is_rolled_back_never_was():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(an_entry("1"))
        1 / 0  # noqa: B018
    assert not Row.objects.exists() and not Change.objects.exists()


def test_the_chore_takes_everything_and_a_question_so_much_at_most():
    put(an_entry("0"))
    feed()
    for number in range(1, 8):
        put(an_entry(number))
    assert catch_up(3) is True and len(stored()) == 4
    assert catch_up(3) is True and catch_up(3) is False and len(stored()) == 8
    assert catch_up(3) is False


def test_a_nul_in_a_text_harms_neither_the_database_nor_the_file():
    put(an_entry("1", "Quark\0strudel", text="\0"))
    assert ids("quark") == ["1"]


# A number that is missing.


def test_a_change_that_is_committed_late_is_not_lost(time_machine):
    """By hand: PostgreSQL gives numbers when they are asked for, not when they are committed."""
    put(an_entry("1"))
    feed()
    gap = Change.objects.latest("pk").pk + 1
    Change.objects.create(pk=gap + 1, kind="thing", object_id="after")
    a_row("after", "Quarkstrudel")
    feed()
    assert stored() == {"1", "after"} and store().about("floor") == gap - 1
    a_row("late", "Quarkstrudel")
    Change.objects.create(pk=gap, kind="thing", object_id="late")
    feed()
    assert "late" in stored() and store().about("floor") == gap + 1
    assert store().connection.execute("SELECT count(*) FROM seen").fetchone() == (0,)


def test_a_number_that_nobody_will_use_any_more_is_given_up(time_machine):
    now = timezone.now()
    put(an_entry("1"))
    feed()
    last = Change.objects.latest("pk").pk
    Change.objects.create(pk=last + 5, kind="thing", object_id="1")
    feed()
    assert store().about("floor") == last
    time_machine.move_to(now + feeding.UNFINISHED + timedelta(seconds=5))
    put(an_entry("2"))
    feed()
    assert store().about("floor") >= last + 5


def test_a_reader_that_only_looks_beyond_the_last_number_would_lose_it(monkeypatch):
    """The negative control: without waiting for the gap, what comes late is never seen."""
    monkeypatch.setattr(feeding, "UNFINISHED", timedelta(0))
    put(an_entry("1"))
    feed()
    gap = Change.objects.latest("pk").pk + 1
    Change.objects.create(pk=gap + 1, kind="thing", object_id="1")
    feed()
    a_row("late", "Quarkstrudel")
    Change.objects.create(pk=gap, kind="thing", object_id="late")
    feed()
    assert "late" not in stored()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite schreibt eins nach dem anderen.")
def test_two_connections_one_of_which_commits_late_lose_nothing():
    put(an_entry("first"))
    feed()
    has_put, may_commit = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            put(an_entry("slow"))
            has_put.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert has_put.wait(20)
    put(an_entry("quick"))
    feed()
    assert stored() == {"first", "quick"}
    may_commit.set()
    thread.join()
    feed()
    assert stored() == {"first", "quick", "slow"}
    assert Change.objects.get(object_id="slow").pk < Change.objects.get(object_id="quick").pk


# Filling and sleeping.


def test_a_fresh_host_is_filled_with_what_is_there():
    a_row("1", "Quarkstrudel")
    assert is_stale(store())
    feed()
    assert stored() == {"1"} and not is_stale(store())


def test_a_file_that_slept_is_filled_anew_and_what_went_meanwhile_goes(time_machine):
    now = timezone.now()
    findable("Quarkstrudel", "Apfelkuchen")
    feed()
    a_row("3", "Pflaumenmus")  # all changes of these days are forgotten by now
    Row.objects.filter(object_id="1").delete()
    Change.objects.all().delete()
    feed()
    assert stored() == {"1", "2"}, "geschlafen hat sie nicht, also war nichts zu prüfen"
    time_machine.move_to(now + feeding.SLEPT + timedelta(hours=1))
    feed()
    assert stored() == {"2", "3"}


def test_a_file_to_which_nothing_happens_for_days_has_not_slept(time_machine):
    now = timezone.now()
    findable("Quarkstrudel")
    feed()
    for hours in range(2, 120, 2):
        time_machine.move_to(now + timedelta(hours=hours))
        feed()
    assert not is_stale(store())


def test_who_asks_does_not_wait_until_a_large_file_is_filled(monkeypatch):
    monkeypatch.setattr(feeding, "QUICKLY", 3)
    for number in range(4):
        a_row(str(number), "Quarkstrudel")
    assert ids("quarkstrudel") == [] and stored() == set()
    feed()
    assert len(ids("quarkstrudel")) == 4


def test_what_comes_while_a_file_is_filled_is_in_it_too(monkeypatch):
    findable("Quarkstrudel", "Apfelkuchen")

    def meanwhile(done, all_):
        remove("thing", "1")
        put(an_entry("late", "Pflaumenmus"))

    fill(store(), tell=meanwhile)
    feed()
    assert stored() == {"2", "late"}


def test_building_anew_tells_how_far_it_is_and_finds_the_same():
    findable(*["Quarkstrudel"] * 450)
    before = ids("quarkstrudel", most=500)
    told = []
    assert rebuild(lambda done, all_: told.append((done, all_))) == 450
    assert told == [(200, 450), (400, 450), (450, 450)]
    assert ids("quarkstrudel", most=500) == before and len(before) == 450


@pytest.mark.django_db(transaction=True)
def test_two_that_feed_at_once_do_no_harm():
    put(an_entry("0"))
    feed()
    for number in range(1, 40):
        put(an_entry(number, "Quarkstrudel"))
    problems = []

    def feeding_along():
        try:
            for _ in range(30):
                catch_up(3)
        except Exception as problem:
            problems.append(problem)
        finally:
            store().close()
            connection.close()

    threads = [threading.Thread(target=feeding_along) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    feed()
    assert len(stored()) == 40
    assert store().connection.execute("SELECT count(*), count(DISTINCT object_id) FROM doc").fetchone() == (40, 40)


# What is gone.


def bytes_of_the_index() -> bytes:
    store().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(path.read_bytes() for path in store().folder.glob("*.sqlite3*") if path.is_file())


@pytest.mark.parametrize("goes", ["removed", "changed"])
def test_words_that_are_gone_leave_the_bytes_of_the_file(goes):
    findable(*[f"Apfelkuchen {number}" for number in range(30)])
    put(an_entry("secret", "Quarkstrudelgeheimnis", text="Quarkstrudelrezept"))
    feed()
    assert b"quarkstrudel" in bytes_of_the_index()
    if goes == "removed":
        remove("thing", "secret")
    else:
        put(an_entry("secret", "Apfelkuchen"))
    feed()
    tidy()
    assert b"quarkstrudel" not in bytes_of_the_index()
    assert ids("apfelkuchen", most=50) and store().about("has_deleted") is None


def test_without_tidying_the_words_would_stay():
    """The negative control."""
    findable(*[f"Apfelkuchen {number}" for number in range(30)])
    put(an_entry("secret", "Quarkstrudelgeheimnis"))
    feed()
    remove("thing", "secret")
    feed()
    assert b"quarkstrudel" in bytes_of_the_index()
