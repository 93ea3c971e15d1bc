import logging
import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.clock import CHORES, Chore
from dreiklang.foundation import models, worker
from dreiklang.foundation.worker import LONGEST_PAUSE, run_due, run_one, stop_on_signals, work

pytestmark = pytest.mark.django_db
HERE = "dreiklang.foundation.tests.test_worker"
# Where worker threads meet, and where old connections are closed, the transaction around a test would be in the way.
REAL = pytest.mark.django_db(transaction=True)
DONE, DURING = [], []


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()
    DURING.clear()


def do_it():
    DONE.append(threading.get_ident())
    for step in DURING:
        step()


def crash():
    DONE.append("crash")
    raise ValueError("Die Platte ist voll: ä\x00 " + "x" * 1000)


def a_chore(name="probe", does="do_it", every=timedelta(minutes=1), **more) -> Chore:
    return Chore(name, f"{HERE}.{does}", every, **more)


def row_of(chore: Chore) -> models.Chore:
    return models.Chore.objects.get(name=chore.name)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_a_chore_is_done_and_due_again_after_its_pause(clock):
    chore = a_chore()
    assert run_one(chore, "A")
    row = row_of(chore)
    assert row.done_at == timezone.now() and row.due_at == timezone.now() + chore.every
    assert (row.leased_until, row.leased_by, row.failures, row.reason) == (None, "", 0, "")

    assert not run_one(chore, "A")
    clock.shift(chore.every)
    assert run_one(chore, "A")
    assert len(DONE) == 2


def test_while_one_does_it_no_other_takes_it_and_afterwards_it_is_not_due():
    chore, answers = a_chore(), []
    DURING.append(lambda: answers.append(run_one(chore, "B")))
    assert run_one(chore, "A")
    assert answers == [False] and not run_one(chore, "B")
    assert len(DONE) == 1


@REAL
def test_of_two_workers_that_come_at_the_same_moment_one_does_it():
    chore = a_chore(every=timedelta(hours=1))
    DURING.append(lambda: time.sleep(0.05))
    for round_number in range(1, 6):
        make_due(chore)
        assert sorted(in_threads(lambda name: run_one(chore, name), "A", "B", "C", "D")) == [False, False, False, True]
        assert len(DONE) == round_number


def make_due(chore: Chore) -> None:
    models.Chore.objects.update_or_create(name=chore.name, defaults={"due_at": timezone.now() - timedelta(minutes=1)})


def in_threads(act, *names) -> list:
    barrier, answers = threading.Barrier(len(names)), []

    def one(name):
        try:
            barrier.wait()
            answers.append(act(name))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@REAL
def test_without_the_lease_all_of_them_would_do_it(monkeypatch):
    monkeypatch.setattr(worker, "_take", lambda *_: True)
    chore = a_chore(every=timedelta(hours=1))
    DURING.append(lambda: time.sleep(0.05))
    make_due(chore)
    in_threads(lambda name: run_one(chore, name), "A", "B", "C", "D")
    assert len(DONE) == 4


def test_a_crash_keeps_its_reason_and_is_repeated(clock, caplog):
    chore = a_chore(does="crash")
    assert run_one(chore, "A")
    row = row_of(chore)
    assert row.reason.startswith("ValueError: Die Platte ist voll: ä") and len(row.reason) <= 500
    assert (row.failures, row.done_at, row.leased_until, row.leased_by) == (1, None, None, "")
    assert "„probe“ ist gescheitert" in caplog.text

    clock.move_to(row.due_at)
    assert run_one(chore, "B")
    assert DONE == ["crash", "crash"] and row_of(chore).failures == 2


def test_pauses_after_crashes_grow_and_end_at_an_hour(clock):
    chore, pauses = a_chore(does="crash", every=timedelta(seconds=2)), []
    for _ in range(60):  # two days of it: also no overflow
        assert run_one(chore, "A")
        pauses.append(row_of(chore).due_at - timezone.now())
        clock.shift(pauses[-1])
    assert [pause.total_seconds() for pause in pauses[:4]] == [4, 8, 16, 32]
    assert pauses == sorted(pauses) and pauses[10:] == [LONGEST_PAUSE] * 50
    assert row_of(chore).failures == 60


def test_a_rare_chore_is_repeated_within_the_hour_after_a_crash(clock):
    chore = a_chore(does="crash", every=timedelta(hours=6))
    run_one(chore, "A")
    assert row_of(chore).due_at - timezone.now() == LONGEST_PAUSE


def test_what_works_again_is_as_if_nothing_had_been(clock):
    run_one(a_chore(does="crash"), "A")
    clock.move_to(row_of(a_chore()).due_at)
    assert run_one(a_chore(), "A")
    row = row_of(a_chore())
    assert (row.failures, row.reason, row.done_at) == (0, "", timezone.now())
    assert row.due_at == timezone.now() + a_chore().every


def test_a_chore_that_does_not_exist_is_a_crash_like_any_other(caplog):
    chore = a_chore(does="nowhere")
    assert run_one(chore, "A")
    assert "nowhere" in row_of(chore).reason


def test_the_lease_of_a_worker_that_was_killed_expires(clock):
    chore = a_chore(lease=timedelta(minutes=5))

    def killed():
        raise SystemExit  # no handler of ours runs when the power goes

    DURING.append(killed)
    with pytest.raises(SystemExit):
        run_one(chore, "A")
    DURING.clear()
    assert row_of(chore).leased_by == "A" and not run_one(chore, "B")
    clock.shift(timedelta(minutes=4))
    assert not run_one(chore, "B")
    clock.shift(timedelta(minutes=2))
    assert run_one(chore, "B")
    assert len(DONE) == 2


def test_who_took_longer_than_the_lease_does_not_end_the_lease_of_the_next(clock):
    chore = a_chore()

    def take_too_long():
        clock.shift(chore.lease + timedelta(seconds=1))
        DURING.clear()
        assert worker._take(chore, "B", timezone.now())

    DURING.append(take_too_long)
    assert run_one(chore, "A")
    row = row_of(chore)
    assert row.leased_by == "B" and row.leased_until > timezone.now()
    assert not run_one(chore, "C")


@REAL
def test_one_chore_that_crashes_does_not_keep_the_others_from_their_turn(monkeypatch, caplog):
    monkeypatch.setattr(worker, "CHORES", [a_chore("first", "crash"), a_chore("second")])
    run_due("A")
    assert DONE[0] == "crash" and len(DONE) == 2


@REAL
def test_a_database_that_is_away_is_said_and_the_next_chore_has_its_turn(monkeypatch, caplog):
    chores = [a_chore("first"), a_chore("second")]
    monkeypatch.setattr(worker, "CHORES", chores)
    run = worker.run_one
    monkeypatch.setattr(worker, "run_one", lambda chore, name: 1 / 0 if chore is chores[0] else run(chore, name))
    run_due("A")
    assert len(DONE) == 1 and "„first“ konnte nicht übernommen werden" in caplog.text


@REAL
def test_the_worker_ends_after_the_chore_it_is_doing(monkeypatch):
    stop = threading.Event()
    monkeypatch.setattr(worker, "CHORES", [a_chore("first"), a_chore("second")])
    DURING.append(stop.set)
    work(stop, rest=0.05)
    assert len(DONE) == 1 and row_of(a_chore("first")).done_at
    assert not models.Chore.objects.filter(name="second").exists()


@REAL
def test_a_worker_that_was_stopped_before_does_nothing(monkeypatch):
    stop = threading.Event()
    stop.set()
    monkeypatch.setattr(worker, "CHORES", [a_chore()])
    work(stop)
    run_due("A", stop)
    assert DONE == []


@REAL
def test_the_worker_comes_round_again_until_it_is_stopped(monkeypatch):
    stop = threading.Event()
    monkeypatch.setattr(worker, "CHORES", [a_chore(every=timedelta(0))])
    DURING.append(lambda: stop.set() if len(DONE) == 3 else None)
    threading.Timer(20, stop.set).start()
    work(stop, rest=0.05)
    assert len(DONE) == 3


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it(signum):
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop = stop_on_signals()
        assert not stop.is_set()
        os.kill(os.getpid(), signum)
        assert stop.wait(5)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_every_chore_of_the_clock_has_its_own_name_and_a_sane_pace():
    assert len({chore.name for chore in CHORES}) == len(CHORES) > 0
    for chore in CHORES:
        assert len(chore.name) <= 60 and timedelta(0) < chore.every <= timedelta(days=1)
        assert chore.lease >= timedelta(minutes=1)


@REAL
def test_a_round_in_which_nothing_is_due_asks_once_and_one_with_a_chore_that_is_new_does_it(monkeypatch):
    chores = [a_chore("first"), a_chore("second", every=timedelta(0))]
    monkeypatch.setattr(worker, "CHORES", chores[:1])
    run_due("A")
    with CaptureQueriesContext(connection) as asked:
        run_due("A")
    assert len(asked) == 1 and len(DONE) == 1
    monkeypatch.setattr(worker, "CHORES", chores)
    run_due("A")
    run_due("A")
    assert len(DONE) == 3


@REAL
def test_a_database_that_is_away_for_a_whole_round_is_said_and_asked_again(monkeypatch, caplog):
    monkeypatch.setattr(worker, "CHORES", [a_chore()])
    asked = models.Chore.objects.filter
    monkeypatch.setattr(models.Chore.objects, "filter", lambda **facts: 1 / 0)
    run_due("A")
    assert DONE == [] and "nicht zu erreichen" in caplog.text
    monkeypatch.setattr(models.Chore.objects, "filter", asked)
    run_due("A")
    assert len(DONE) == 1


@REAL
def test_the_log_of_a_quiet_round_is_empty(monkeypatch, caplog):
    monkeypatch.setattr(worker, "CHORES", [a_chore()])
    with caplog.at_level(logging.INFO):
        run_due("A")
    assert caplog.text == ""


@contextmanager
def serve():
    DONE.append("begun")
    try:
        yield
    finally:
        DONE.append("ended")


def test_what_runs_beside_the_chores_begins_before_them_and_ends_with_them(monkeypatch):
    stop = threading.Event()
    monkeypatch.setattr(worker, "SERVICES", [f"{HERE}.serve"])
    monkeypatch.setattr(worker, "run_due", lambda name, stop: (DONE.append("round"), stop.set()))
    work(stop)
    assert DONE == ["begun", "round", "ended"]


def test_it_ends_also_when_a_round_breaks(monkeypatch):
    def breaks(name, stop):
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "SERVICES", [f"{HERE}.serve"])
    monkeypatch.setattr(worker, "run_due", breaks)
    with pytest.raises(KeyboardInterrupt):
        work(threading.Event())
    assert DONE == ["begun", "ended"]
