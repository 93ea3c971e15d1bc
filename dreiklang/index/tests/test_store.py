"""One file answers, for many threads and processes; where it is made anew, all of them take the new one."""

import subprocess
import sys
import threading

import pytest
from django.conf import settings

from dreiklang.index.feeding import feed, rebuild
from dreiklang.index.models import Row
from dreiklang.index.store import Store, store
from dreiklang.index.tests.makers import findable, ids
from dreiklang.index.tests.quality import fill_anew

pytestmark = pytest.mark.once

OTHER_PROCESS = """
import sys
from pathlib import Path

import django
django.setup()
from dreiklang.index.store import Store

store = Store(Path(sys.argv[1]))
for line in sys.stdin:
    found = store.connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (line.strip(),)).fetchone()
    print(found[0], flush=True)
"""


def row(object_id: str, title: str) -> Row:
    return Row(kind="thing", object_id=object_id, readers="public", address="/", title=title)


def write(into: Store, *rows: Row) -> None:
    with into.writing():
        into.put(rows)


def count(where: Store, word: str) -> int:
    return where.connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (word,)).fetchone()[0]


def test_each_thread_has_a_connection_and_all_see_the_same(tmp_path):
    here, seen, connections = Store(tmp_path), [], {id(Store(tmp_path).connection)}
    write(here, row("1", "Quarkstrudel"))

    def look():
        seen.append(count(here, "quarkstrudel"))
        connections.add(id(here.connection))
        here.close()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert seen == [1, 1, 1] and here.connection is here.connection


def test_two_threads_that_make_the_file_at_once_make_one(tmp_path):
    barrier, names = threading.Barrier(6), set()

    def make():
        here = Store(tmp_path)
        barrier.wait()
        write(here, row(threading.current_thread().name, "Quarkstrudel"))
        names.add(here._name())
        here.close()

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 1 and count(Store(tmp_path), "quarkstrudel") == 6


def test_what_was_put_twice_is_there_once(tmp_path):
    here = Store(tmp_path)
    write(here, row("1", "Quarkstrudel"))
    write(here, row("1", "Apfelkuchen"))
    assert count(here, "quarkstrudel") == 0 and count(here, "apfelkuchen") == 1


def test_what_fails_half_way_changes_nothing(tmp_path):
    here = Store(tmp_path)
    with pytest.raises(ZeroDivisionError), here.writing():
        here.put([row("1", "Quarkstrudel")])
        1 / 0  # noqa: B018
    assert count(here, "quarkstrudel") == 0
    write(here, row("1", "Quarkstrudel"))
    assert count(here, "quarkstrudel") == 1


def test_the_old_file_answers_until_the_new_one_takes_its_place_and_then_all_have_the_new_one(tmp_path):
    here, another = Store(tmp_path), Store(tmp_path)
    write(here, row("1", "Quarkstrudel"))
    assert count(another, "quarkstrudel") == 1
    new = here.beside()
    write(new, row("1", "Apfelkuchen"))
    assert count(here, "quarkstrudel") == count(another, "quarkstrudel") == 1
    assert count(here, "apfelkuchen") == 0
    here.give_way_to(new)
    assert count(here, "apfelkuchen") == count(another, "apfelkuchen") == 1
    assert count(here, "quarkstrudel") == count(another, "quarkstrudel") == 0
    files = {path.name for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))}
    assert files == {here._name(), here._link.name}


def test_a_question_that_was_begun_before_is_answered_out_of_the_old_file(tmp_path):
    here = Store(tmp_path)
    write(here, *(row(str(number), "Quarkstrudel") for number in range(50)))
    begun = here.connection.execute("SELECT rowid FROM words WHERE words MATCH 'quarkstrudel'")
    first = begun.fetchone()
    other = Store(tmp_path)
    other.give_way_to(other.beside())
    assert first and len(begun.fetchall()) == 49


@pytest.fixture
def other_process(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=settings.ROOT,
    )  # fmt: skip

    def counted(word: str) -> int:
        process.stdin.write(word + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield counted
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_another_process_sees_what_is_written_and_takes_the_new_file(tmp_path, other_process):
    here = Store(tmp_path)
    assert other_process("quarkstrudel") == 0
    write(here, row("1", "Quarkstrudel"))
    assert other_process("quarkstrudel") == 1
    with here.writing():
        here.put([row("2", "Quarkstrudel")])
        assert other_process("quarkstrudel") == 1, "was nicht festgeschrieben ist, sieht niemand; gewartet wird nicht"
    assert other_process("quarkstrudel") == 2
    new = here.beside()
    write(new, row("1", "Apfelkuchen"))
    here.give_way_to(new)
    assert (other_process("quarkstrudel"), other_process("apfelkuchen")) == (0, 1)


def test_without_the_link_the_other_process_would_go_on_with_the_old_file(tmp_path, other_process):
    """The negative control: it is the link that tells."""
    here = Store(tmp_path)
    write(here, row("1", "Quarkstrudel"))
    assert other_process("quarkstrudel") == 1
    write(here.beside(), row("1", "Apfelkuchen"))
    assert (other_process("quarkstrudel"), other_process("apfelkuchen")) == (1, 0)


@pytest.mark.django_db
def test_what_is_asked_while_it_is_built_anew_is_answered():
    findable(*["Quarkstrudel"] * 250)
    feed()
    answers = []
    rebuild(lambda done, all_: answers.append(len(ids("quarkstrudel", most=300))))
    assert answers == [250, 250] and len(ids("quarkstrudel", most=300)) == 250


@pytest.mark.django_db
def test_a_file_of_another_version_is_not_asked(monkeypatch):
    findable("Quarkstrudel")
    assert ids("quarkstrudel") == ["1"]
    former = store()._name()
    monkeypatch.setattr("dreiklang.index.store.VERSION", 99)
    monkeypatch.setattr("dreiklang.index.store._store", None)
    assert ids("quarkstrudel") == ["1"] and store()._name() != former


@pytest.mark.django_db
def test_a_folder_that_somebody_deleted_is_made_again():
    findable("Quarkstrudel")
    assert ids("quarkstrudel") == ["1"]
    for path in store().folder.iterdir():
        path.unlink()
    assert ids("quarkstrudel") == ["1"]
    fill_anew()
    assert ids("quarkstrudel") == ["1"]


@pytest.mark.django_db
def test_a_file_that_somebody_threw_away_is_made_anew(tmp_path):
    store = Store(tmp_path)
    name = store._name()
    store.close()
    (tmp_path / name).unlink()
    assert store._name() != name and store.about("floor") is None
