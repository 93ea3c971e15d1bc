import datetime
import threading

import pytest

from dreiklang.index import asking
from dreiklang.index.actions import put, remove
from dreiklang.index.store import store
from dreiklang.index.tests.makers import a_row, an_entry, answer_as_text, asked, findable, ids

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = datetime.date(2026, 11, 25)


def test_a_thing_is_found_by_its_title_its_keywords_and_its_text_in_this_order():
    put(
        an_entry("text", "Anderes", text="Hier geht es um Kirschen und um vieles andere"),
        an_entry("title", "Kirschen"),
        an_entry("keywords", "Anderes", keywords="Kirschen"),
    )
    assert ids("kirsche") == ["title", "keywords", "text"]


def test_german_is_found_as_it_is_written():
    findable("Unterbringung geflüchteter Menschen", "Geflüchtetenunterbringung", "Ärzt*innen im Landkreis", "Straße")
    assert set(ids("unterbringung")) == {"1", "2"}
    assert ids("arzt") == ["3"]
    assert ids("strasse") == ["4"] and ids("landkreise") == ["3"]


def test_what_has_all_words_comes_before_what_has_some():
    findable("Dolmetscher", "Pool", "Bezahlung der Dolmetscher im Pool")
    answer = asked("dolmetscher pool")
    assert [hit.row.object_id for hit in answer.hits][0] == "3"
    assert [hit.has_all for hit in answer.hits] == [True, False, False]
    assert (answer.total, answer.with_all) == (3, 1)


def test_enough_hits_with_all_words_are_not_followed_by_others():
    findable(*["Dolmetscher im Pool"] * asking.ENOUGH, "Dolmetscher")
    assert asked("dolmetscher pool").total == asking.ENOUGH


# Who may read.


def a_secret_room():
    """What somebody outside must not even learn to exist: each in a facet of its own, with words that stand nowhere
    else."""
    put(
        an_entry("open", "Zuckerrüben für alle", land="01", municipality_kind="stadt"),
        an_entry("closed", "Zuckerrüben im Geheimen Quarkstrudel", kind="secret", readers="group:7", land="16",
                 municipality_kind="kreis"),
    )  # fmt: skip


def test_what_another_group_reads_is_in_no_hit_no_number_no_facet_and_no_correction():
    a_secret_room()
    for typed in ("zuckerrüben", "zuckerrüben geheim", '"Zuckerrüben"', "zuckerrübe"):
        said = answer_as_text(asked(typed))
        assert "open" in said and not any(word in said for word in ("closed", "secret", "16", "kreis"))
        assert asked(typed).total == 1
    for typed in ("quarkstrudel", "quarkstrodel", "quark", '"Geheimen Quarkstrudel"'):
        for how in ({}, {"is_typing": True}):
            answer = asked(typed, **how)
            assert (answer.hits, answer.total, answer.corrected) == ([], 0, {})
            assert not any(answer.facets.values())


def test_who_holds_the_token_finds_it():
    """The negative control: it is hidden by its readers, and by nothing else."""
    a_secret_room()
    answer = asked("quarkstrodel", "public", "group:7")
    assert [hit.row.object_id for hit in answer.hits] == ["closed"]
    assert answer.corrected == {"quarkstrodel": "Quarkstrudel"}
    assert asked("zuckerrüben", "public", "group:7").facets["kind"] == {"secret": 1, "thing": 1}


def test_without_the_filter_a_stranger_would_find_it(monkeypatch):
    """The negative control of the filter itself."""
    a_secret_room()
    asked("zuckerrüben")  # the file is up to date
    here = asking.store()

    class Unfiltered:
        def __init__(self, connection):
            self.connection = connection

        def execute(self, statement, values=()):
            values = [value for value in values if value != "public"]
            return self.connection.execute(statement.replace("readers IN (?)", "1"), values)

    monkeypatch.setattr(type(here), "connection", property(lambda self, kept=here.connection: Unfiltered(kept)))
    said = answer_as_text(asked("zuckerrüben"))
    assert "closed" in said and "secret" in said


def test_who_holds_nothing_finds_nothing():
    findable("Zuckerrüben")
    assert asking.ask(asking.Query([asking.understood("zuckerrüben")]), asking.Asker([])).total == 0


def test_readers_that_change_are_obeyed_at_once():
    put(an_entry(title="Quarkstrudel"))
    assert ids("quarkstrudel") == ["1"]
    put(an_entry(title="Quarkstrudel", readers="team"))
    assert ids("quarkstrudel") == [] and ids("quarkstrudel", "team") == ["1"]
    remove("thing", "1")
    assert ids("quarkstrudel", "team") == []


# What one can type.


def test_a_phrase_is_found_as_it_stands_and_only_so():
    findable("Runder Tisch Integration", "Tisch, runder", "Ein runder Tisch", "Rundertisch")
    assert set(ids('"runder tisch"')) == {"1", "3"} == set(ids("„Runder Tisch“"))
    assert ids('"runder tisch" ein') and set(ids("runder tisch")) >= {"1", "2", "3"}


def test_a_phrase_does_not_reach_from_the_keywords_into_the_text():
    put(an_entry("1", "Titel", keywords="blauer", text="Wagen fährt"), an_entry("2", "Titel", text="blauer Wagen"))
    assert ids('"blauer wagen"') == ["2"]


def test_a_phrase_of_empty_words_is_looked_for_too_and_exclusions_hold():
    findable("Leben in der Stadt", "Leben auf dem Land", "Wohnen in der Gemeinde")
    assert set(ids('"in der"')) == {"1", "3"}
    assert ids('"in der" -wohnen') == ["1"]


def test_what_is_excluded_is_not_there():
    findable("Wohnung", "Wohnung und Miete", "Wohnungen, Mieten", "Wohnung mit Mietvertrag")
    assert ids("wohnung -miete") == ["1"]
    assert asked("-miete").total == 0


def test_while_typing_the_last_word_may_go_on():
    findable("Einbürgerung", "Einbau", "Sprachkurse im Landkreis")
    assert ids("einbürg", is_typing=True) == ["1"]
    assert ids("sprachk", is_typing=True) == ["3"] and ids("land spra", is_typing=True) == ["3"]
    assert ids("einbürg", is_literal=True) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("einbürgreung", "einbürgerung"), ("einbürgerng", "einbürgerung"), ("eimbürgerung", "einbürgerung"),
        ("quarkstrudl", "quarkstrudel"),
    ],
)  # fmt: skip
def test_typing_mistakes_are_corrected_and_told(typed, meant):
    findable("Einbürgerung leicht gemacht", "Quarkstrudel")
    answer = asked(typed)
    assert answer.total == 1 and answer.corrected == {typed: meant.capitalize()}
    assert asked(typed, is_literal=True).total == 0


def test_one_mistyped_word_among_others_is_corrected_too():
    findable("Einbürgerung in der Kommune", "Kommune")
    answer = asked("kommune einbürgreung")
    assert answer.corrected == {"einbürgreung": "Einbürgerung"}
    assert answer.hits[0].row.object_id == "1" and answer.with_all == 1


def test_what_is_found_is_not_corrected_and_short_words_neither():
    findable("Einbürgerung", "Rat")
    assert asked("einbürgerung").corrected == {} and asked("rot").corrected == {}


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "😀", '"', "-", "a\0b", "NOT", "AND OR", "title:haus", "haus*", "haus^2", "{a b}", "NEAR(haus, 2)",
     "'; --", "(", "\ufffd",
     "مرحبا", "x" * 500, "der die das", "~haus", "+", "haus " * 200],
)  # fmt: skip
def test_whatever_is_typed_is_answered(typed):
    findable("Haus")
    for how in ({}, {"is_typing": True}, {"newest_first": True}, {"chosen": {"kind": typed, "nonsense": "1"}}):
        assert asked(typed, **how).total >= 0


# In which order.


def aged(object_id, days, **fields):
    return an_entry(object_id, "Quarkstrudel backen", text="Mehl", date=TODAY - datetime.timedelta(days=days), **fields)


def test_of_what_fits_alike_the_fresh_and_what_is_like_mine_comes_first(time_machine):
    time_machine.move_to(TODAY)
    put(aged("old", 2000), aged("new", 3), aged("mine", 2000, municipality_kind="kreis"), aged("land", 2000, land="01"))
    answer = asked("quarkstrudel", land="01", municipality_kind="kreis")
    assert [hit.row.object_id for hit in answer.hits][-1] == "old"
    assert {hit.row.object_id: (hit.is_like_hers, hit.is_of_her_land) for hit in answer.hits} == {
        "old": (False, False), "new": (False, False), "mine": (True, False), "land": (False, True),
    }  # fmt: skip
    assert [hit.row.object_id for hit in asked("quarkstrudel").hits][0] == "new"


def test_being_fresh_and_like_mine_does_not_outweigh_what_fits(time_machine):
    time_machine.move_to(TODAY)
    put(
        an_entry("fits", "Quarkstrudel", date=TODAY - datetime.timedelta(days=4000)),
        an_entry(
            "fresh", "Ganz anderes", text="Am Rande Quarkstrudel", date=TODAY, land="01", municipality_kind="kreis"
        ),
    )
    assert ids("quarkstrudel", land="01", municipality_kind="kreis") == ["fits", "fresh"]


def test_newest_first_is_by_date_and_what_has_none_comes_last():
    put(an_entry("none", "Quarkstrudel"), aged("old", 900), aged("new", 1))
    assert ids("quarkstrudel", newest_first=True) == ["new", "old", "none"]


def test_the_same_question_gives_the_same_order():
    findable(*["Quarkstrudel"] * 30)
    orders = {tuple(ids("quarkstrudel", most=30)) for _ in range(3)}
    assert len(orders) == 1 and len(orders.pop()) == 30


@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_repeat_nothing_and_leave_nothing_out(newest_first):
    findable(*[f"Quarkstrudel {'backen ' * (number % 5)}" for number in range(95)])
    pages = [ids("quarkstrudel", start=start, most=10, newest_first=newest_first) for start in range(0, 110, 10)]
    assert [len(page) for page in pages] == [10] * 9 + [5, 0]
    seen = [one for page in pages for one in page]
    assert len(set(seen)) == 95 == asked("quarkstrudel").total


def test_a_title_that_says_just_what_was_asked_comes_first():
    findable("Einbürgerung und was danach kommt: Bericht aus drei Jahren", "Einbürgerung", "Die Einbürgerung im Kreis")
    assert ids("einbürgerung")[0] == "2"


# Facets.


def test_facets_count_and_narrow_and_each_shows_what_else_it_offers():
    put(
        an_entry("1", "Quarkstrudel", land="01"), an_entry("2", "Quarkstrudel", land="02"),
        an_entry("3", "Quarkstrudel", kind="other", land="01"), an_entry("4", "Anderes", land="03"),
    )  # fmt: skip
    answer = asked("quarkstrudel", chosen={"land": "01"})
    assert {hit.row.object_id for hit in answer.hits} == {"1", "3"} and answer.total == 2
    assert answer.facets == {"kind": {"other": 1, "thing": 1}, "land": {"01": 2, "02": 1}, "municipality_kind": {}}


def test_a_hit_whose_row_went_meanwhile_is_left_out():
    from dreiklang.index.models import Row

    findable("Quarkstrudel", "Quarkstrudel")
    asked("quarkstrudel")
    Row.objects.filter(object_id="1").delete()  # committed, and not yet told to this host
    assert ids("quarkstrudel") == ["2"]


def test_a_question_takes_the_same_queries_at_one_hit_and_at_many(django_assert_num_queries):
    findable("Quarkstrudel")
    asked("quarkstrudel")
    with django_assert_num_queries(3):
        asked("quarkstrudel")
    findable(*["Quarkstrudel"] * 20)
    asked("quarkstrudel")
    with django_assert_num_queries(3):
        asked("quarkstrudel")


def test_more_new_rows_than_a_question_takes_over_are_left_to_the_worker():
    findable("Anderes")
    asked("anderes")
    for number in range(asking.AHEAD + 5):
        put(an_entry(f"n{number}", "Quarkstrudel"))
    assert asked("quarkstrudel").total == asking.AHEAD
    assert asked("quarkstrudel").total == asking.AHEAD + 5


def test_rows_that_nobody_was_told_of_are_found_after_filling_only():
    findable("Anderes")
    asked("anderes")
    a_row("late", "Quarkstrudel")
    assert ids("quarkstrudel") == []


def test_a_file_that_gives_way_in_the_middle_of_a_question_answers_it_to_the_end(monkeypatch):
    """The twin that asks for the connection anew at each step finds the table of hits of the new file: empty."""
    findable("Quarkstrudel")
    find = asking._find

    def find_and_give_way(*args):
        find(*args)
        thread = threading.Thread(target=lambda: store().give_way_to(store().beside()))
        thread.start()
        thread.join()

    monkeypatch.setattr(asking, "_find", find_and_give_way)
    assert ids("Quarkstrudel") == ["1"]
    assert store().connection.execute("SELECT count(*) FROM hit").fetchone() == (0,)
