from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from dreiklang.foundation import retention, retention_chore
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def only_the_ground_floor(monkeypatch):
    monkeypatch.setattr(retention_chore, "rules", lambda: retention.RULES)


@pytest.fixture
def old_and_new():
    for act, days in (("old", -1), ("new", 1)):
        line = record(None, act, "probe:1")
        line.expires_at = timezone.now() + timedelta(days=days)
        line.save()
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(hours=hours))


def kept() -> tuple[list, list]:
    return list(Act.objects.values_list("act", flat=True)), list(Session.objects.values_list("pk", flat=True))


def test_what_is_past_its_time_goes_and_the_rest_stays(old_and_new):
    assert retention_chore.run() == {"Protokoll der Eingriffe": 1, "Abgelaufene Sitzungen": 1}
    assert kept() == (["new"], ["new"])


def test_a_dry_run_counts_and_changes_nothing(old_and_new):
    before, said = kept(), []
    assert retention_chore.run(dry=True, tell=said.append) == {"Protokoll der Eingriffe": 1, "Abgelaufene Sitzungen": 1}
    assert kept() == before
    assert said == ["Protokoll der Eingriffe (nach 365 Tagen): 1", "Abgelaufene Sitzungen (nach 1 Tagen): 1"]


def test_a_second_run_finds_nothing(old_and_new):
    retention_chore.run()
    assert set(retention_chore.run().values()) == {0}
