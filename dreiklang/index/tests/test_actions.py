from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dreiklang.index.actions import BITE, put, remove
from dreiklang.index.models import Change, Row
from dreiklang.index.tests.makers import an_entry, changes

pytestmark = pytest.mark.django_db


def queries_of_putting(*entries) -> int:
    with CaptureQueriesContext(connection) as queries:
        put(*entries)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_an_entry_becomes_a_row_and_the_hosts_are_told():
    put(an_entry(keywords="Essen", text="Um zwölf", date=date(2026, 3, 2), land="08", municipality_kind="stadt"))
    row = Row.objects.get()
    assert (row.kind, row.object_id, row.readers, row.address, row.title) == (
        "thing", "1", "public", "/dinge/1/", "Mittagsrunde",
    )  # fmt: skip
    assert (row.keywords, row.text, row.date, row.land, row.municipality_kind) == (
        "Essen", "Um zwölf", date(2026, 3, 2), "08", "stadt",
    )  # fmt: skip
    assert changes() == [("thing", "1")]


def test_what_changed_is_written_and_told_and_what_did_not_is_not():
    put(an_entry("1"), an_entry("2"))
    before = {row.object_id: row.changed_at for row in Row.objects.all()}
    Change.objects.all().delete()
    put(an_entry("1"), an_entry("2", title="Abendrunde"))
    after = {row.object_id: row for row in Row.objects.all()}
    assert after["2"].title == "Abendrunde" and after["2"].changed_at > before["2"]
    assert after["1"].changed_at == before["1"]
    assert changes() == [("thing", "2")]


@pytest.mark.parametrize(
    "change",
    [
        {"readers": "members"}, {"address": "/anderswo/"}, {"title": "x"}, {"keywords": "x"}, {"text": "x"},
        {"date": date(2026, 1, 1)}, {"land": "08"}, {"municipality_kind": "stadt"},
    ],
    ids=str,
)  # fmt: skip
def test_every_field_counts_as_a_change(change):
    put(an_entry())
    put(an_entry(**change))
    assert len(changes()) == 2
    put(an_entry(**change))
    assert len(changes()) == 2


def test_putting_the_same_again_only_looks():
    entries = [an_entry(str(number)) for number in range(3)]
    put(*entries)
    assert queries_of_putting(*entries) == 1
    assert len(changes()) == 3


def test_three_take_as_many_queries_as_one_and_more_come_only_every_few_hundred():
    assert queries_of_putting(an_entry("one")) == queries_of_putting(*(an_entry(f"3-{n}") for n in range(3))) == 3
    many = [an_entry(f"many-{number}") for number in range(2 * BITE)]
    put(*many)
    assert queries_of_putting(*many) == 2


def test_of_two_entries_for_one_object_the_last_counts():
    put(an_entry(title="Eins"), an_entry(title="Zwei"))
    assert Row.objects.get().title == "Zwei" and changes() == [("thing", "1")]


def test_one_id_in_two_kinds_is_two_objects():
    put(an_entry("1"), an_entry("1", kind="other"))
    put(an_entry("1", title="Neu"))
    assert dict(Row.objects.values_list("kind", "title")) == {"thing": "Neu", "other": "Mittagsrunde"}
    remove("thing", "1")
    assert Row.objects.get().kind == "other"


def test_nothing_at_all_is_put_without_a_query():
    assert queries_of_putting() == 0


def test_the_nul_is_harmless_and_no_change_the_second_time():
    for _time in range(2):
        put(an_entry(title="Mit\0tag", text="\0"))
    row = Row.objects.get()
    assert (row.title, row.text) == ("Mit tag", " ") and len(changes()) == 1


def test_an_action_that_is_rolled_back_leaves_nothing():
    put(an_entry("there"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(an_entry("there", title="Anders"), an_entry("new"))
        remove("thing", "there")
        raise ZeroDivisionError
    assert Row.objects.get().title == "Mittagsrunde" and changes() == [("thing", "there")]


def test_what_is_removed_is_gone_and_told_once():
    put(*(an_entry(str(number)) for number in range(3)))
    Change.objects.all().delete()
    remove("thing", 0, "2", "unknown")
    remove("thing", 0)
    assert Row.objects.get().object_id == "1"
    assert sorted(changes()) == [("thing", "0"), ("thing", "2")]


def test_any_number_is_removed():
    number = 2 * BITE + 1
    put(*(an_entry(str(each)) for each in range(number)))
    remove("thing", *range(number))
    assert not Row.objects.exists() and Change.objects.count() == 2 * number


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL reads a small table whole anyway")
def test_rows_are_found_by_their_keys_and_not_by_looking_at_all():
    keys = [("thing", "1", 1), ("other", "2", 3)]
    assert "SCAN" in Row.objects.filter(title="").explain() and "SCAN" not in Row.objects.of(keys).explain()
