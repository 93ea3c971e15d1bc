"""What is sought and not found is counted, and nobody can tell who sought it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from dreiklang.events.tests.makers import an_event
from dreiklang.index.models import EqualWords
from dreiklang.people.tests.makers import a_person, ada, ben
from dreiklang.search.actions import missing
from dreiklang.search.models import MissingWord, Salt
from dreiklang.search.tests.makers import client_of, search

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


def words() -> list[str]:
    return list(MissingWord.objects.order_by("word").values_list("word", flat=True))


def test_a_word_without_result_is_counted_once_an_asker_and_day():
    person = ben()
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(3):
            search(person, "Sprachlotsin")
        search(None, "Sprachlotsin")
        assert words() == ["sprachlotsin"] * 2
        clock.shift(timedelta(days=1))
        search(person, "Sprachlotsin")
    assert words() == ["sprachlotsin"] * 3


@pytest.mark.parametrize(("addresses", "askers"), [(["::1", "::2", "::3"], 1), (["::1", "1::1", "10.0.0.1"], 3)])
def test_a_household_that_changes_its_address_is_one_asker(addresses, askers):
    """Of IPv6 anybody has 2^64 of them: five would soon be together. The control: other households count."""
    for address in addresses:
        client_of(None).get("/suche/", {"q": "Sprachlotsin"}, REMOTE_ADDR=address)
    assert len(words()) == askers


def test_neither_what_was_found_nor_numbers_addresses_and_short_words_are_counted():
    an_event("Sprachkurs")
    search(None, "Sprachkurs")
    for typed in ("0151 2345678", "mira@example.org", "AZR 123456789", "abc", "x" * 60, "Az-17b"):
        search(None, typed)
    assert words() == []


def test_while_she_types_nothing_is_counted():
    search(None, "Sprachlots", typing=True)
    assert words() == []


def test_the_team_reads_a_word_from_five_askers_on():
    page = "/team/suche/"
    for number in range(missing.ENOUGH - 1):
        missing.note("", ["Sprachlotsin"], f"asker {number}")
    assert "sprachlotsin" not in client_of(team := ada()).get(page).text
    missing.note("", ["Sprachlotsin"], "asker 0")  # the same as before
    assert "sprachlotsin" not in client_of(team).get(page).text
    missing.note("", ["Sprachlotsin"], "asker 9")
    assert "sprachlotsin" in client_of(team).get(page).text


def test_no_row_leads_to_the_person_once_the_day_is_over():
    """The control: with the salt of the day the mark can be made again, without it nothing can be compared."""
    person = ben()
    with time_machine.travel(NOON, tick=False) as clock:
        search(person, "Sprachlotsin")
        mark, salt = MissingWord.objects.get().mark, Salt.objects.get()
        assert mark == missing._mark(salt, "sprachlotsin", str(person.pk))
        clock.shift(timedelta(days=1))
        call_command("retention", verbosity=0)
    assert not Salt.objects.exists() and MissingWord.objects.get().mark == mark
    dump = "\n".join(str(row) for row in _every_row(("search_missingword", "search_salt", "index_row")))
    for trace in (str(person.pk), person.pk.hex, person.email, person.name):
        assert trace not in dump


def _every_row(tables):
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            yield from cursor.fetchall()


def test_two_words_of_one_asker_cannot_be_put_together():
    missing.note("", ["Sprachlotsin", "Rückkehrhilfe"], "one asker")
    assert len(set(MissingWord.objects.values_list("mark", flat=True))) == 2


def test_the_team_settles_a_word_and_it_counts_from_nothing():
    for number in range(missing.ENOUGH):
        missing.note("", ["Sprachlotsin"], str(number))
    team = client_of(ada())
    assert team.post("/team/suche/erledigt/", {"word": "sprachlotsin"}).status_code == 302
    assert words() == []


def test_equal_words_find_each_other_and_can_be_parted_again():
    an_event("Pool für Sprachmittlung")
    team, reader = client_of(ada()), a_person()
    assert "Pool für" not in search(reader, "Kulturlotse")
    answer = team.post("/team/suche/", {"words": "Kulturlotse, Sprachmittlung"})
    assert answer.status_code == 302
    assert "Pool für" in search(reader, "Kulturlotsen")
    team.post("/team/suche/", {"words": "Kulturlotse, Sprachmittlung"})  # a second click
    page = team.get("/team/suche/").text
    assert page.count("Kulturlotse, Sprachmittlung</") <= 1
    equal = EqualWords.objects.get()
    team.post(f"/team/suche/{equal.pk}/trennung/")
    assert "Pool für" not in search(reader, "Kulturlotse")


@pytest.mark.parametrize("typed", ["", "nur eines", " , ,", "x" * 301])
def test_one_word_alone_equals_nothing_and_what_was_typed_stays(typed):
    answer = client_of(ada()).post("/team/suche/", {"words": typed})
    assert answer.status_code == 200 and "kern-error" in answer.text
    assert typed[:50].strip() in answer.text


def test_of_equal_words_there_is_a_most_and_the_page_says_who_reads_them(monkeypatch):
    monkeypatch.setattr("dreiklang.search.actions.wording.MOST", 1)
    team = client_of(ada())
    assert team.post("/team/suche/", {"words": "Lotse, Begleiterin"}).status_code == 302
    answer = team.post("/team/suche/", {"words": "Pate, Mentorin"})
    assert answer.status_code == 200 and "Mehr als 1 Zeilen" in answer.text and "Pate, Mentorin" in answer.text
    assert EqualWords.objects.count() == 1 and "liest das Programmteam" in answer.text
