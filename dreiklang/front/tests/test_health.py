from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from dreiklang.dialogue.tests.makers import a_room, a_thread
from dreiklang.foundation.models import Chore
from dreiklang.front.health import examine
from dreiklang.front.tests.makers import an_undelivered_letter
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ben

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEALTH = "/gesundheit/"
POSTING = "post letters"  # the chore that runs most often


@pytest.fixture
def working():
    return Chore.objects.create(name=POSTING, done_at=timezone.now())


def test_a_well_house_says_so_in_json(client, working):
    response = client.get(HEALTH)
    assert response.status_code == 200 and response["Content-Type"] == "application/json"
    assert response.json() == {"status": "ok", "database": "ok", "outbox": "ok", "worker": "ok", "seal": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_it_answers_who_only_asks_for_the_status(client, working):
    assert client.head(HEALTH).status_code == 200
    Chore.objects.all().delete()
    assert client.head(HEALTH).status_code == 503


def test_it_says_when_no_worker_ever_worked(client):
    assert_ill(client, worker="hat noch nie gearbeitet")
    Chore.objects.create(name=POSTING)
    assert_ill(client, worker="hat noch nie gearbeitet")


def assert_ill(client, **findings):
    response = client.get(HEALTH)
    well = {"database": "ok", "outbox": "ok", "worker": "ok", "seal": "ok"}
    assert response.status_code == 503 and response.json() == {"status": "gestört"} | well | findings


def test_it_says_since_when_the_worker_is_silent(client, working):
    done_at = timezone.now() - timedelta(minutes=4, seconds=50)
    Chore.objects.update(done_at=done_at)
    assert client.get(HEALTH).status_code == 200
    done_at -= timedelta(seconds=20)
    Chore.objects.update(done_at=done_at)
    assert_ill(client, worker=f"schweigt seit {done_at.isoformat(timespec='minutes')}")


def test_it_names_the_kind_of_failure_but_neither_names_nor_addresses(client, working):
    """The page is open to all; what a library writes into its errors is not."""
    reasons = [
        "SMTPRecipientsRefused: {'ben@example.org': (550, b'unknown')}",
        'OperationalError: connection to server at "10.1.2.3", port 5432 failed: FATAL: user "dreiklang"',
        "IntegrityError: DETAIL: Key (email)=(ben@example.org) already exists.",
    ]
    for done_at in (None, timezone.now() - timedelta(hours=1)):
        for reason in reasons:
            Chore.objects.update(done_at=done_at, reason=reason, leased_by="host-17:4711")
            said = client.get(HEALTH).json()["worker"]
            assert said.endswith(f": {reason.partition(':')[0]}")
            assert not [secret for secret in ("ben", "10.1.2.3", "dreiklang", "host-17") if secret in said]


def test_it_says_when_letters_are_late(client, working):
    letter = a_waiting_letter(minutes=29)
    assert client.get(HEALTH).status_code == 200
    Letter.objects.filter(pk=letter.pk).update(not_before=timezone.now() - timedelta(minutes=31))
    assert_ill(client, outbox="1 Brief wartet seit über 30 Minuten")
    a_waiting_letter(minutes=60)
    assert_ill(client, outbox="2 Briefe warten seit über 30 Minuten")


def a_waiting_letter(minutes: int) -> Letter:
    at = timezone.now() - timedelta(minutes=minutes)
    return Letter.objects.create(to="ben@example.org", subject="Ben", text="Ben", written_at=at, not_before=at)


def test_letters_that_may_wait_or_are_settled_are_not_late(client, working):
    tomorrow = timezone.now() + timedelta(days=1)
    Letter.objects.create(to="ben@example.org", written_at=timezone.now() - timedelta(days=1), not_before=tomorrow)
    for state in (Letter.SENT, Letter.WITHDRAWN, Letter.FAILED):
        letter = a_waiting_letter(minutes=90)
        Letter.objects.filter(pk=letter.pk).update(state=state)
    assert client.get(HEALTH).status_code == 200


def test_one_bad_address_makes_no_house_ill(client, working):
    an_undelivered_letter(state=Letter.WAITING, attempts=2, not_before=timezone.now() - timedelta(minutes=40))
    assert client.get(HEALTH).status_code == 200


def test_it_says_when_the_database_does_not_answer(client, working, monkeypatch):
    monkeypatch.setattr("dreiklang.front.health.connection", NoDatabase())
    response = client.get(HEALTH)
    assert response.status_code == 503
    assert response.json() == {"status": "gestört", "database": "antwortet nicht (OperationalError)"}
    assert examine() == (False, {"database": "antwortet nicht (OperationalError)"})


class NoDatabase:
    def cursor(self):
        raise OperationalError('connection to server at "10.1.2.3" failed: password for user "ben"')


def test_a_table_that_is_missing_is_a_database_that_does_not_answer(client, working, monkeypatch):
    monkeypatch.setattr("dreiklang.front.health._outbox", NoDatabase().cursor)
    assert client.get(HEALTH).json()["database"] == "antwortet nicht (OperationalError)"


def test_no_finding_names_a_person_an_address_or_a_text(client):
    a_waiting_letter(minutes=60)
    said = client.get(HEALTH).content.decode()
    assert "Brief" in said and "Ben" not in said and "@" not in said


def test_as_many_queries_for_three_late_letters_as_for_one(client, working, django_assert_num_queries):
    for _letter in range(3):
        a_waiting_letter(minutes=60)
        with django_assert_num_queries(4):
            client.get(HEALTH)


def test_another_key_than_that_of_the_seal_is_a_fault(client, working, settings):
    assert client.get(HEALTH).json()["seal"] == "ok"
    a_thread(a_room(), ben(), line="Mitglied in diesem Raum")
    assert client.get(HEALTH).json()["seal"] == "ok"
    settings.SEAL_KEY = b"another one"
    answer = client.get(HEALTH)
    assert answer.status_code == 503 and "SEAL_KEY" in answer.json()["seal"]
