from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.actions.repairing import send_again, withdraw
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.makers import a_letter

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADA = SimpleNamespace(pk="ada")


def test_a_letter_that_was_given_up_goes_once_more_with_its_old_message_id():
    letter = a_letter(state=Letter.FAILED, attempts=8, not_before=timezone.now() + timedelta(hours=4))
    assert post_due() == 0
    again = send_again(letter, by=ADA)
    assert (again.state, again.attempts) == (Letter.WAITING, 0)
    assert post_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == letter.message_id


def test_a_letter_between_two_tries_goes_at_once():
    letter = a_letter(attempts=3, not_before=timezone.now() + timedelta(minutes=8))
    send_again(letter, by=ADA)
    assert post_due() == 1


def test_a_letter_that_arrived_meanwhile_is_not_sent_twice():
    letter = a_letter(state=Letter.FAILED)
    Letter.objects.filter(pk=letter.pk).update(state=Letter.SENT)
    with pytest.raises(Refusal, match="inzwischen angekommen"):
        send_again(letter, by=ADA)
    assert post_due() == 0 and not Act.objects.exists()


def test_a_letter_that_was_withdrawn_meanwhile_stays_withdrawn():
    letter = a_letter(state=Letter.FAILED)
    withdraw(Letter.objects.get(pk=letter.pk), by=ADA)
    with pytest.raises(Refusal, match="zurückgezogen"):
        send_again(letter, by=ADA)
    assert post_due() == 0 and mail.outbox == []


@pytest.mark.parametrize("state", [Letter.WAITING, Letter.FAILED])
def test_a_withdrawn_letter_never_goes(state):
    letter = withdraw(a_letter(state=state, attempts=2), by=ADA)
    assert letter.state == Letter.WITHDRAWN
    assert post_due() == 0 and mail.outbox == []
    assert not Letter.objects.undelivered().exists()


def test_what_arrived_cannot_be_withdrawn():
    letter = a_letter(state=Letter.SENT)
    assert withdraw(letter, by=ADA).state == Letter.SENT
    assert not Act.objects.exists()


def test_who_repaired_is_logged_once_and_never_the_address():
    failed, wrong = a_letter(state=Letter.FAILED), a_letter(state=Letter.FAILED)
    send_again(failed, by=ADA)
    withdraw(wrong, by=ADA)
    withdraw(wrong, by=ADA)
    assert set(Act.objects.values_list("by", "act", "on", "about", "reason")) == {
        ("ada", "letter.again", f"letter:{failed.pk}", "", ""),
        ("ada", "letter.withdrawn", f"letter:{wrong.pk}", "", ""),
    }
    assert Act.objects.count() == 2
