from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.makers import a_letter, a_template

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_change_is_rolled_back_never_was(monkeypatch):
    template = a_template(monkeypatch, "Neu\nText\n")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write("ben@example.org", template, {})
        assert Letter.objects.count() == 1
        raise ZeroDivisionError
    assert Letter.objects.count() == 0
    assert post_due() == 0 and mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_change_is_committed_will_go(monkeypatch):
    with transaction.atomic():
        write("ben@example.org", a_template(monkeypatch, "Neu\nText\n"), {})
    assert post_due() == 1
    assert [message.subject for message in mail.outbox] == ["Neu"]


def test_what_is_due_longest_goes_first():
    now = timezone.now()
    late = a_letter(not_before=now - timedelta(minutes=1))
    second = a_letter(not_before=now - timedelta(hours=1), written_at=now - timedelta(hours=1))
    first = a_letter(not_before=now - timedelta(hours=1), written_at=now - timedelta(hours=2))
    a_letter(not_before=now + timedelta(seconds=1))
    assert list(Letter.objects.due(now)) == [first, second, late]


def test_only_what_waits_is_due():
    for state in (Letter.SENT, Letter.FAILED, Letter.WITHDRAWN):
        a_letter(state=state)
    assert not Letter.objects.due(timezone.now()).exists()
    waiting = a_letter()
    assert list(Letter.objects.due(timezone.now())) == [waiting]


def test_the_team_sees_what_was_given_up_or_tried_in_vain_and_nothing_else():
    given_up, tried = a_letter(state=Letter.FAILED, attempts=8), a_letter(attempts=2)
    a_letter(), a_letter(state=Letter.SENT, attempts=1), a_letter(state=Letter.WITHDRAWN, attempts=3)
    assert set(Letter.objects.undelivered()) == {given_up, tried}


def test_eight_letters_to_one_address_within_the_hour_are_enough():
    for _ in range(7):
        a_letter("gitta@example.net")
    a_letter("someone@example.net")
    assert not Letter.objects.is_enough_for("gitta@example.net")
    eighth = a_letter("gitta@example.net", state=Letter.SENT)
    assert Letter.objects.is_enough_for("gitta@example.net")
    assert not Letter.objects.is_enough_for("someone@example.net")
    Letter.objects.filter(pk=eighth.pk).update(written_at=timezone.now() - timedelta(minutes=61))
    assert not Letter.objects.is_enough_for("gitta@example.net")


def test_every_letter_has_a_message_id_of_its_own_with_the_name_of_the_house(settings):
    first, second = a_letter(), a_letter()
    assert first.message_id == f"<{first.pk}@localhost>" != second.message_id
    settings.SITE_URL = "https://netz.example.de:8443"
    assert first.message_id == f"<{first.pk}@netz.example.de>"
