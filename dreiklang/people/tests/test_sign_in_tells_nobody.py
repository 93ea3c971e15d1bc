import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.answers import told
from dreiklang.people.tests.makers import ben
from dreiklang.people.tests.signing_in import (
    BEN,
    CODE,
    CODE_ENTRY,
    NOBODY,
    PASSWORD,
    WRONG,
    ask_for_a_code,
    enter,
    is_in,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


KINDS = {
    "with a password": lambda: ben(password=PASSWORD),
    "without a password": ben,
    "barred": lambda: ben(password=PASSWORD, is_active=False),
    "of the demo": lambda: ben(password=PASSWORD, is_demo=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_gets_the_same_answer_whether_the_address_is_known_or_not(kind):
    KINDS[kind]()
    assert wrong_password(BEN) == wrong_password(NOBODY)


def wrong_password(email: str) -> tuple:
    return told(sign_in(Client(), email, WRONG), email)


def test_the_comparison_notices_a_page_that_tells(monkeypatch):
    ben(password=PASSWORD)
    mismatch = "dreiklang.people.sign_in.Adapter.validation_error"
    monkeypatch.setattr(mismatch, tell_who_is_known)
    known, unknown = wrong_password(BEN), wrong_password(NOBODY)
    assert known[0] == unknown[0] == 200 and known[-1] != unknown[-1]


def tell_who_is_known(self, code, *args):
    is_known = Person.objects.filter(email=self.request.POST["login"]).exists()
    return ValidationError("Falsches Passwort." if is_known else "Diese Adresse kennen wir nicht.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_is_hashed_once_whether_the_address_is_known_or_not(kind, argon2, monkeypatch):
    KINDS[kind]()
    hashed = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *args: hashed.append("encode") or encode(*args))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *args: hashed.append("verify") or verify(*args))
    counts = {}
    for email in (BEN, NOBODY):
        hashed.clear()
        sign_in(Client(), email, WRONG)
        counts[email] = len(hashed)
    assert counts == {BEN: 1, NOBODY: 1}


def test_a_wrong_password_costs_as_many_queries_whether_the_address_is_known_or_not():
    ben(password=PASSWORD)
    sign_in(Client(), "warm@example.org", WRONG)
    counts = []
    for email in (BEN, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            sign_in(Client(), email, WRONG)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_a_code_gets_the_same_answer_whether_the_address_is_known_or_not(kind):
    KINDS[kind]()
    assert code_asked(BEN) == code_asked(NOBODY)


def code_asked(email: str) -> list[tuple]:
    """The answers from asking for a code to three wrong ones."""
    client = Client()
    asked = told(client.post(CODE, {"email": email}), email)
    shown = told(client.get(CODE_ENTRY), email)
    return [asked, shown, *(told(enter(client, "XXXXXX"), email) for _time in range(3)), told(client.get(CODE), email)]


def test_the_comparison_of_codes_notices_a_house_that_tells(settings):
    ben()
    settings.ACCOUNT_PREVENT_ENUMERATION = False
    assert code_asked(BEN)[0] != code_asked(NOBODY)[0]


def test_an_unknown_address_gets_a_letter_without_a_code(client):
    ask_for_a_code(client, NOBODY)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.recipient) == (NOBODY, "Kein Konto mit dieser Adresse", "")
    assert "/konto/anfrage/" in letter.text
    enter(client, "")
    assert not is_in(client)


def test_the_letters_speak_the_language_of_the_account(client):
    person = ben(language="en")
    ask_for_a_code(client)
    letter = Letter.objects.get()
    assert (letter.language, letter.recipient) == ("en", str(person.pk))
