"""The log of moderation: the database refuses to change it, and whoever changes it all the same is seen."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from dreiklang.foundation.triggers import without_triggers
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.moderation.log import append, check, mark_of
from dreiklang.moderation.models import Entry
from dreiklang.moderation.unchangeable import guard
from dreiklang.people.tests.makers import ada

pytestmark = pytest.mark.django_db
CHANGES = [
    lambda: Entry.objects.filter(number=2).update(act="nothing"),
    lambda: Entry.objects.filter(number=2).delete(),
    lambda: Entry.objects.all().delete(),
]


def lines(number=3):
    team = ada()
    return [append(team, f"case.{n}", "case:1", "Ein Grund") for n in range(number)]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_or_delete_a_line(change):
    lines()
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        change()
    assert check().holds and Entry.objects.count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite kennt kein TRUNCATE")
def test_the_database_refuses_to_empty_the_table():
    lines()
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE moderation_entry")


@pytest.mark.parametrize("change", CHANGES[:2])
def test_without_the_guards_the_change_goes_through_and_the_chain_says_so(change):
    lines()
    with without_triggers(connection):
        change()
    assert not check().holds
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(number=1).delete()  # the guards stand again


def test_what_is_past_its_term_may_go_and_the_chain_holds():
    entries = lines()
    guard(connection, clock="'2099-01-01 00:00:00'")  # no test can turn the clock of the database
    assert Entry.objects.filter(number__lte=2).delete()[0] == 2
    with time_machine.travel(entries[0].expires_at - timedelta(seconds=1), tick=False):
        assert not check().holds
    with time_machine.travel(entries[1].expires_at, tick=False):
        assert check()[:2] == (True, 1)


def test_lines_that_went_before_their_term_are_missed():
    lines()
    with without_triggers(connection):
        Entry.objects.filter(number=1).delete()
    assert check() == (False, 1, "", "Vor Zeile 2 fehlen Zeilen, deren Frist nicht abgelaufen ist.")


def test_a_line_cut_off_at_the_end_is_seen_by_whoever_noted_it():
    lines()
    noted = check().newest
    with without_triggers(connection):
        Entry.objects.filter(number=3).delete()
    assert check().holds  # the twin: without the note nobody sees it
    assert not check(noted).holds and "Zeile 3" in check(noted).fault


def test_a_forged_line_needs_the_key(settings):
    lines()
    settings.SEAL_KEY = b"another"
    append(None, "forged", "case:1")
    settings.SEAL_KEY = b"yet another"
    assert not check().holds


def test_no_line_names_anybody():
    (entry,) = lines(1)
    team = entry.by
    person = ada(email="zwei@example.org")
    assert team != mark_of(person) and "Ein Grund" not in str(vars(entry)) and str(person.pk) not in team


def test_the_command_says_whether_it_holds_and_ends_with_one_if_not():
    lines()
    assert told() == {"holds": True, "lines": 3, "newest": check().newest, "fault": ""}
    with without_triggers(connection):
        Entry.objects.filter(number=2).update(on="case:2")
    with pytest.raises(CommandError, match="Zeile 2 ist verändert"):
        told()


def told() -> dict:
    out = StringIO()
    call_command("check_moderation_log", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain():
    team = ada()
    side_by_side(*[lambda: append(team, "case.opened", "case:1")] * 8)
    assert check()[:2] == (True, 8)
