"""What grows for long lies in parts: one of them is written with each addition, and all of them are one thing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dreiklang.index import asking
from dreiklang.index.actions import keep_only, number_of_parts, put, remove
from dreiklang.index.feeding import feed
from dreiklang.index.models import Change, Row
from dreiklang.index.store import store
from dreiklang.index.tests.makers import an_entry, asked, findable, ids

pytestmark = pytest.mark.django_db


def in_parts(*texts: str, object_id="long", title="Gespräch", **fields) -> None:
    put(*(an_entry(object_id, title, text=text, part=part, **fields) for part, text in enumerate(texts, start=1)))


def parts(typed: str, **how) -> list[tuple[str, int]]:
    return [(hit.row.object_id, hit.row.part) for hit in asked(typed, **how).hits]


def stored() -> set[tuple[str, int]]:
    return set(store().connection.execute("SELECT object_id, part FROM doc"))


def test_it_is_found_and_counted_once_and_leads_to_the_part_where_the_words_stand():
    in_parts("Kuchen", "Kuchen und Quark", "Kuchen mit Quark und Quark", land="08", municipality_kind="stadt")
    put(an_entry("short", "Kuchen", land="08", municipality_kind="stadt"))
    answer = asked("kuchen")
    assert answer.total == answer.with_all == 2 and len(answer.hits) == 2
    assert answer.facets == {"kind": {"thing": 2}, "land": {"08": 2}, "municipality_kind": {"stadt": 2}}
    assert parts("quark") == [("long", 3)] == parts("kuchen quark")[:1]


def test_without_the_joining_it_would_be_found_and_counted_as_often_as_it_has_parts(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(asking, "_join_parts", lambda together, here: None)
    in_parts("Kuchen", "Kuchen", "Kuchen")
    assert asked("kuchen").total == 3 and asked("kuchen").facets["kind"] == {"thing": 3}


def test_where_only_the_title_has_the_words_it_leads_to_the_first():
    in_parts("Ein langer Anfang " * 20, "Mitte", "Ende", title="Quarkstrudel")
    assert parts("quarkstrudel") == [("long", 1)]


def test_the_title_and_a_later_part_have_the_words_together():
    in_parts("Anfang", "Mitte mit Zimt", "Ende", title="Quarkstrudel")
    answer = asked("quarkstrudel zimt")
    assert [(hit.row.part, hit.has_all) for hit in answer.hits] == [(2, True)] and answer.with_all == 1


def test_words_in_different_parts_are_there_together():
    in_parts("Mit Zimt", "Mit Rosinen", "Ende")
    findable("Zimt allein", "Rosinen allein")
    answer = asked("zimt rosinen")
    assert [(hit.row.object_id, hit.has_all) for hit in answer.hits][0] == ("long", True)
    assert (answer.total, answer.with_all) == (3, 1)


def test_many_parts_with_all_words_do_not_keep_out_what_has_some():
    in_parts(*["Zimt und Rosinen"] * asking.ENOUGH)
    findable("Zimt")
    assert asked("zimt rosinen").total == 2


def test_what_must_not_be_there_is_in_no_part():
    in_parts("Kuchen", "Kuchen mit Rosinen")
    assert ids("kuchen") == ["long"] and ids("kuchen -rosinen") == []


def test_a_phrase_leads_to_its_part():
    in_parts("Zimt süßer", "süßer Zimt", "Zimt")
    assert parts('"süßer Zimt"') == [("long", 2)] and parts('"mit der"') == []


def test_the_newest_first_goes_by_the_newest_part_that_has_the_words(time_machine):
    today = timezone.localdate()
    put(
        an_entry("long", "Kuchen", text="Zimt", date=today - timedelta(days=90)),
        an_entry("long", "Kuchen", text="Mohn", date=today, part=2),
        an_entry("short", "Kuchen mit Zimt", date=today - timedelta(days=30)),
    )
    assert ids("kuchen", newest_first=True) == ["long", "short"]
    assert ids("zimt", newest_first=True) == ["short", "long"]


def test_one_part_is_written_and_told_and_no_other():
    in_parts("Eins", "Zwei", "Drei")
    feed()
    Change.objects.all().delete()
    put(an_entry("long", "Gespräch", text="Neu", part=3))
    assert list(Change.objects.values_list("object_id", "part")) == [("long", 3)]
    feed()
    assert stored() == {("long", 1), ("long", 2), ("long", 3)}
    assert ids("drei") == [] and parts("neu") == [("long", 3)] and number_of_parts("thing", "long") == 3


def test_removed_it_goes_with_all_its_parts():
    in_parts("Eins", "Zwei")
    in_parts("Eins", "Zwei", object_id="other")
    feed()
    remove("thing", "long")
    feed()
    assert stored() == {("other", 1), ("other", 2)} == set(Row.objects.values_list("object_id", "part"))


def test_a_part_that_is_too_much_goes_alone():
    in_parts("Eins", "Zwei", date=date(2026, 1, 1))
    feed()
    keep_only("thing", {("long", 1)})
    feed()
    assert stored() == {("long", 1)} and ids("zwei") == []


def test_what_another_group_reads_is_told_by_none_of_its_parts():
    in_parts("Zimt", "Quarkstrudel", readers="group:7")
    findable("Zimt")
    for typed in ("quarkstrudel", "zimt quarkstrudel", "quarkstrudl", "gespräch"):
        answer = asked(typed)
        assert "long" not in {hit.row.object_id for hit in answer.hits} and answer.total <= 1
        assert "Quarkstrudel" not in answer.corrected.values()
    assert parts("quarkstrudel") == [] and [hit.row.part for hit in asked("quarkstrudel", "group:7").hits] == [2]
