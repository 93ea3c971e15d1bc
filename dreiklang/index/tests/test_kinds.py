from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection

from dreiklang.index import kinds as module
from dreiklang.index.actions import put
from dreiklang.index.kinds import Kind, bring_in_everything
from dreiklang.index.models import Row
from dreiklang.index.tests.makers import an_entry, changes

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def things(monkeypatch) -> list:
    """What the room of the one kind says; a test may change it behind the back of the rows."""
    said = [an_entry("1"), an_entry("2")]
    kind = Kind("thing", "Dinge", "Ding", lambda: iter(said), lambda ids, person: set(ids))
    monkeypatch.setattr(module, "kinds", lambda: {"thing": kind})
    return said


def test_a_house_that_is_older_than_its_search_is_found_wholly(things):
    bring_in_everything()
    assert set(Row.objects.values_list("object_id", flat=True)) == {"1", "2"}


def test_what_is_true_is_left_alone(things):
    put(*things)
    told = changes()
    bring_in_everything()
    assert changes() == told


def test_what_is_missing_comes_what_is_old_is_renewed_and_what_is_gone_goes(things):
    put(an_entry("2", title="Alt"), an_entry("3"), an_entry("3", kind="other"))
    told = len(changes())
    bring_in_everything()
    assert set(Row.objects.values_list("kind", "object_id", "title")) == {
        ("thing", "1", "Mittagsrunde"), ("thing", "2", "Mittagsrunde"), ("other", "3", "Mittagsrunde"),
    }  # fmt: skip
    assert sorted(changes()[told:]) == [("thing", "1"), ("thing", "2"), ("thing", "3")]


def test_the_command_that_builds_the_search_anew_asks_the_rooms_first(things):
    out = StringIO()
    call_command("rebuild_index", stdout=out, stderr=StringIO())
    assert "neu aufgebaut: 2 Einträge" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_the_rooms_are_asked_does_not_come_back(monkeypatch):
    assert title_after_withdrawing_meanwhile(monkeypatch) == "Ohne Namen"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_come_back(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite sperrt mit der Transaktion.")
    monkeypatch.setattr(module, "_lock", lambda: None)
    assert title_after_withdrawing_meanwhile(monkeypatch) == "Mit Namen"


def title_after_withdrawing_meanwhile(monkeypatch) -> str:
    put(an_entry(title="Mit Namen"))

    def withdraw():
        put(an_entry(title="Ohne Namen"))
        connection.close()

    withdrawing = Thread(target=withdraw)

    def entries():
        said = [an_entry(title="Mit Namen")]
        withdrawing.start()
        withdrawing.join(0.3)
        return said

    kind = Kind("thing", "Dinge", "Ding", entries, lambda ids, person: set(ids))
    monkeypatch.setattr(module, "kinds", lambda: {"thing": kind})
    bring_in_everything()
    withdrawing.join()
    return Row.objects.get().title
