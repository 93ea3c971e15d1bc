from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from dreiklang.foundation.audit import history, record
from dreiklang.foundation.models import Act
from dreiklang.foundation.retention_chore import expired_acts

pytestmark = pytest.mark.django_db
SOMEBODY = SimpleNamespace(pk=uuid4(), name="Ada Lindqvist", email="ada@example.org")


def test_a_line_says_who_did_what_on_which_thing_and_why():
    act = record(SOMEBODY, "seat.removed", "seats:7", uuid4(), "Doppelt angemeldet")
    act.refresh_from_db()
    assert (act.by, act.act, act.on, act.reason) == (str(SOMEBODY.pk), "seat.removed", "seats:7", "Doppelt angemeldet")
    assert len(act.about) == 36 and abs(act.at - timezone.now()) < timedelta(seconds=5)


def test_where_the_rule_acted_the_line_says_so():
    assert record(None, "seat.moved_up", "seats:7").by == "rule"


def test_the_log_holds_an_opaque_id_and_neither_name_nor_address():
    record(SOMEBODY, "event.saved", "event:1")
    row = str(Act.objects.values().get())
    assert "Ada" not in row and "example.org" not in row
    assert not any(field.is_relation for field in Act._meta.get_fields())


def test_the_history_of_a_thing_is_its_own_and_newest_first():
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        record(SOMEBODY, "first", "seats:7")
    record(SOMEBODY, "elsewhere", "seats:70")
    record(SOMEBODY, "second", "seats:7")
    record(SOMEBODY, "third", "seats:7")
    assert [act.act for act in history("seats:7")] == ["third", "second", "first"]
    assert list(history("seats:")) == []


def test_acts_of_the_same_moment_keep_their_order():
    with time_machine.travel(timezone.now(), tick=False):
        for number in range(5):
            record(None, f"act {number}", "seats:7")
    assert [act.act for act in history("seats:7")] == [f"act {number}" for number in (4, 3, 2, 1, 0)]


def test_a_line_expires_after_a_year_and_not_before():
    act = record(SOMEBODY, "event.saved", "event:1")
    assert list(expired_acts(timezone.now() + timedelta(days=364))) == []
    assert list(expired_acts(timezone.now() + timedelta(days=366))) == [act]
