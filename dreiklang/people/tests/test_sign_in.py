from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ben
from dreiklang.people.tests.signing_in import (
    BEN,
    CODE,
    CODE_ENTRY,
    NOBODY,
    PASSWORD,
    SIGN_IN,
    SIGN_OUT,
    WRONG,
    ask_for_a_code,
    code_in,
    enter,
    is_in,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("email", [BEN, "BEN@Example.org", f" {BEN} "])
def test_one_signs_in_with_a_password(client, email):
    ben(password=PASSWORD)
    response = sign_in(client, email)
    assert (response.status_code, response.url) == (302, "/") and is_in(client)


def test_a_wrong_password_signs_nobody_in(client):
    ben(password=PASSWORD)
    page = sign_in(client, password=WRONG).content.decode()
    assert "Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen." in page
    assert f'value="{BEN}"' in page and WRONG not in page and not is_in(client)


def test_one_signs_in_with_a_code_from_the_mailbox(client):
    ben()
    ask_for_a_code(client)
    letter = Letter.objects.get()
    assert letter.to == BEN and "Er gilt 15 Minuten" in letter.text
    page = client.get(CODE_ENTRY).content.decode()
    assert f"Wir haben an {BEN} geschrieben." in page and code_in(letter) not in page
    assert enter(client, code_in(letter)).url == "/" and is_in(client)


def test_the_subject_that_the_team_may_see_holds_no_code(client):
    ben()
    ask_for_a_code(client)
    letter = Letter.objects.get()
    assert code_in(letter) not in letter.subject and letter.subject == "Ihr Code zur Anmeldung"


def test_a_code_is_for_the_browser_that_asked_for_it_and_for_one_use(client):
    ben()
    ask_for_a_code(client)
    code = code_in(Letter.objects.get())
    other = Client()
    assert other.get(CODE_ENTRY).url == CODE
    enter(other, code)
    assert not is_in(other)
    enter(client, code)
    client.post(SIGN_OUT)
    enter(client, code)
    assert not is_in(client)


def test_a_code_holds_for_fifteen_minutes(client):
    ben()
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        ask_for_a_code(client)
        time.shift(timedelta(minutes=15, seconds=1))
        assert enter(client, code_in(Letter.objects.get())).url == CODE and not is_in(client)
        ask_for_a_code(client)
        time.shift(timedelta(minutes=14, seconds=59))
        enter(client, code_in(Letter.objects.latest("written_at")))
        assert is_in(client)


def test_a_code_is_guessed_three_times_at_most(client):
    ben()
    ask_for_a_code(client)
    for _time in range(2):
        assert "Dieser Code stimmt nicht oder ist abgelaufen." in enter(client, "XXXXXX").content.decode()
    assert enter(client, "XXXXXX").url == CODE
    assert "Zu viele Versuche." in client.get(CODE).content.decode()
    enter(client, code_in(Letter.objects.get()))
    assert not is_in(client)


def test_who_waits_for_a_code_may_ask_for_another_or_use_the_password(client):
    ben(password=PASSWORD)
    ask_for_a_code(client, "bem@example.org")  # a slip of the pen
    assert client.get(CODE).status_code == client.get(SIGN_IN).status_code == 200
    ask_for_a_code(client)
    letter = Letter.objects.get(to=BEN)
    enter(client, code_in(letter))
    assert is_in(client)
    client.post(SIGN_OUT)
    ask_for_a_code(client)
    sign_in(client)
    assert is_in(client)


def test_a_demo_account_opens_nothing_once_the_house_is_no_demo(client, settings):
    ben(password=PASSWORD, is_demo=True)
    settings.DEMO = False
    sign_in(client)
    assert not is_in(client)
    ask_for_a_code(client)
    assert enter(client, code_in(Letter.objects.get())).url == "/konto/gesperrt/" and not is_in(client)


def test_a_demo_account_opens_the_demo_and_falls_shut_with_it(client, settings):
    ben(password=PASSWORD, is_demo=True)
    settings.DEMO = True
    sign_in(client)
    assert is_in(client)
    settings.DEMO = False
    assert not is_in(client)


def test_a_refused_demo_account_says_so_instead_of_nothing(client, settings):
    ben(password=PASSWORD, is_demo=True)
    settings.DEMO = False
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/konto/gesperrt/")
    assert "_auth_user_id" not in client.session and "account_login" not in client.session


def test_a_barred_account_is_told_only_to_who_knows_its_password(client):
    ben(password=PASSWORD, is_active=False)
    assert sign_in(client).url == "/konto/gesperrt/" and not is_in(client)
    assert "zurzeit gesperrt" in client.get("/konto/gesperrt/").content.decode()
    assert "gesperrt" not in sign_in(client, password=WRONG).content.decode()


def test_a_barred_account_gets_no_code(client):
    ben(is_active=False)
    ask_for_a_code(client)
    assert Letter.objects.get().subject == "Kein Konto mit dieser Adresse"


def test_whoever_is_barred_while_signed_in_is_out_with_the_next_page(client):
    person = ben(password=PASSWORD)
    sign_in(client)
    assert is_in(client)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_in(client)


def test_nobody_signs_up_uninvited(client):
    for path in ("/konto/registrierung/", "/accounts/signup/", "/konto/signup/"):
        assert client.post(path, {"email": NOBODY, "password1": PASSWORD}).status_code == 404
    client.post("/konto/anfrage/", {"email": NOBODY, "password1": PASSWORD})
    assert not Person.objects.exists()


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "\\\\evil.example",
    "http:///evil.example", "javascript:alert(1)", "https://testserver@evil.example/", "\thttps://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
def test_signing_in_and_out_never_leads_to_another_house(client, there):
    ben(password=PASSWORD)
    credentials = {"login": BEN, "password": PASSWORD}
    assert client.post(f"{SIGN_IN}?{urlencode({'next': there})}", credentials).url == "/" and is_in(client)
    client.post(SIGN_OUT)
    assert sign_in(client, next=there).url == "/" and is_in(client)
    assert client.post(SIGN_OUT, {"next": there}).url == "/"
    assert client.get(SIGN_OUT, {"next": there}).url == "/"
    assert f'href="{there}' not in client.get(SIGN_IN, {"next": there}).content.decode()
    asked = client.post(CODE, {"email": BEN, "next": there})
    assert asked.url == CODE_ENTRY
    code = code_in(Letter.objects.get())
    assert client.post(CODE_ENTRY, {"code": code, "next": there}).url == "/" and is_in(client)


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client):
    ben(password=PASSWORD)
    asked = client.get("/konto/profil/")
    assert asked.url == f"{SIGN_IN}?next=/konto/profil/"
    assert 'name="next" value="/konto/profil/"' in client.get(asked.url).content.decode()
    assert sign_in(client, next="/konto/profil/").url == "/konto/profil/"


def test_a_code_leads_back_to_the_page_that_asked_for_it(client):
    ben()
    onward = "?next=%2Fkonto%2Fprofil%2F"
    page = client.get(f"{SIGN_IN}?next=/konto/profil/").content.decode()
    assert f'href="{CODE}{onward}"' in page
    page = client.get(f"{CODE}{onward}").content.decode()
    assert 'name="next" value="/konto/profil/"' in page and f'href="{SIGN_IN}{onward}"' in page
    asked = client.post(CODE, {"email": BEN, "next": "/konto/profil/"})
    assert asked.url == f"{CODE_ENTRY}{onward}"
    page = client.get(asked.url).content.decode()
    assert 'name="next" value="/konto/profil/"' in page and f'href="{CODE}{onward}"' in page
    code = code_in(Letter.objects.get())
    assert client.post(CODE_ENTRY, {"code": code, "next": "/konto/profil/"}).url == "/konto/profil/"


def test_the_account_names_what_one_signs_out_of(client):
    ben(password=PASSWORD)
    sign_in(client)
    assert "Vom Konto abmelden" in client.get("/konto/").content.decode()


def test_one_signs_out_by_sending_and_not_by_opening_an_address(client):
    ben(password=PASSWORD)
    sign_in(client)
    assert "Jetzt abmelden" in client.get(SIGN_OUT).content.decode()
    client.head(SIGN_OUT)
    assert is_in(client)
    assert client.post(SIGN_OUT).url == "/" and not is_in(client)
    assert not Session.objects.exists()


def test_no_other_site_signs_one_in_or_out():
    ben(password=PASSWORD)
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    strict.force_login(Person.objects.get())
    assert strict.post(SIGN_OUT).status_code == 403 and is_in(strict)
