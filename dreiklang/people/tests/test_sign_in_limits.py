from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ben, cem
from dreiklang.people.tests.signing_in import (
    BEN,
    CODE,
    NOBODY,
    PASSWORD,
    WRONG,
    ask_for_a_code,
    code_in,
    enter,
    is_in,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("email", [BEN, NOBODY])
def test_after_five_failed_attempts_the_address_rests_for_five_minutes(client, email):
    ben(password=PASSWORD)
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        for _time in range(5):
            assert "passen nicht zusammen" in sign_in(Client(), email, WRONG).content.decode()
        page = sign_in(client, email.upper()).content.decode()
        assert "Zu viele Versuche. Bitte warten Sie fünf Minuten" in page and not is_in(client)
        time.shift(timedelta(seconds=301))
        sign_in(client, email)
        assert is_in(client) == (email == BEN)


def test_others_and_codes_are_not_held_up_by_somebodys_failed_attempts(client):
    ben(password=PASSWORD)
    cem(password=PASSWORD)
    for _time in range(6):
        sign_in(Client(), BEN, WRONG)
    colleague = Client()
    sign_in(colleague, "cem@example.org")
    assert is_in(colleague)
    ask_for_a_code(client)
    enter(client, code_in(Letter.objects.get()))
    assert is_in(client)


def test_a_right_password_does_not_use_the_attempts_up():
    ben(password=PASSWORD)
    for _time in range(8):
        client = Client()
        sign_in(client)
        assert is_in(client)


def test_who_asks_far_too_often_reads_so_in_german_on_a_page_of_the_house(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _time in range(2):
        assert sign_in(client).status_code == 200
    response = sign_in(client)
    page = response.content.decode()
    assert response.status_code == 429 and '<html lang="de">' in page and "Zu viele Versuche" in page


def test_nobody_asks_the_owners_codes_away_from_another_connection(client):
    ben(password=PASSWORD)
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    for _time in range(4):
        stranger.post(CODE, {"email": BEN})
    for _time in range(6):
        sign_in(stranger, BEN, WRONG)
    assert "fordern Sie einen Code an" in sign_in(client).content.decode() and not is_in(client)
    ask_for_a_code(client)
    enter(client, code_in(Letter.objects.latest("written_at")))
    assert is_in(client)


def test_one_connection_asks_for_ten_codes_an_hour_at_most_for_an_account(client):
    ben()
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        for _time in range(12):
            client.post(CODE, {"email": BEN})
            time.shift(timedelta(minutes=1))
        assert Letter.objects.count() == 10
        time.shift(timedelta(hours=1))
        ask_for_a_code(client)


def test_where_no_code_can_be_had_none_is_promised(client):
    ben()
    for _time in range(3):
        ask_for_a_code(client)
    page = client.post(CODE, {"email": BEN}).content.decode()
    assert "Bitte warten Sie, bevor Sie einen neuen Code anfordern." in page and "fünf Minuten" not in page
    for _time in range(6):
        page = sign_in(client, BEN, WRONG).content.decode()
    assert "Bitte warten Sie fünf Minuten." in page and "fordern Sie einen Code an" not in page


def test_one_connection_does_not_ask_for_codes_for_account_after_account(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"code_to_address": "2/m/ip"}
    for number in range(2):
        ask_for_a_code(client, f"nie{number}@example.org")
    page = client.post(CODE, {"email": "nie2@example.org"}).content.decode()
    assert "Zu viele Versuche." in page and Letter.objects.count() == 2


@pytest.mark.parametrize("email", [NOBODY, BEN])
def test_an_address_without_an_open_account_gets_eight_letters_an_hour_at_most(email):
    ben(is_active=False)
    for number in range(10):
        ask_for_a_code(Client(REMOTE_ADDR=f"203.0.113.{number}"), email.upper() if number % 2 else email)
    assert Letter.objects.filter(to=email).count() == Letter.objects.count() == 8


def test_codes_are_not_sent_without_end(client):
    ben()
    for _time in range(3):
        ask_for_a_code(client)
    page = client.post(CODE, {"email": BEN.upper()}).content.decode()
    assert "Zu viele Versuche." in page and Letter.objects.count() == 3
