import pytest
from django.test import Client

from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ben
from dreiklang.people.tests.signing_in import PASSWORD, SIGN_OUT, WRONG, ask_for_a_code, code_in, enter, is_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_new_password_needs_the_old_one_and_signs_other_devices_out(client):
    ben(password=PASSWORD)
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    new = {"password1": WRONG, "password2": WRONG}
    page = client.post("/konto/passwort/", new | {"oldpassword": "falsch"}).content.decode()
    assert "Bitte geben Sie Ihr bisheriges Passwort ein." in page and is_in(elsewhere)
    assert client.post("/konto/passwort/", new | {"oldpassword": PASSWORD}).url == "/konto/"
    assert "Ihr Passwort ist gespeichert." in client.get("/konto/").content.decode()
    assert not is_in(elsewhere) and Person.objects.get().check_password(WRONG)


def test_a_first_password_is_set_after_signing_in_by_code(client):
    ben()
    ask_for_a_code(client)
    enter(client, code_in(Letter.objects.get()))
    assert client.get("/konto/passwort/").url == "/konto/passwort/neu/"
    short = client.post("/konto/passwort/neu/", {"password1": "kurz", "password2": "kurz"}).content.decode()
    assert 'id="id_password1_error"' in short
    assert client.post("/konto/passwort/neu/", {"password1": PASSWORD, "password2": PASSWORD}).url == "/konto/"
    assert is_in(client) and Person.objects.get().check_password(PASSWORD)


def test_a_forgotten_password_is_replaced_after_signing_in_by_code(client):
    """What the sign-in page promises: 'Melden Sie sich mit einem Code an und legen Sie im Konto ein neues fest.'"""
    ben(password=PASSWORD)
    ask_for_a_code(client)
    enter(client, code_in(Letter.objects.get()))
    assert "Bisheriges Passwort" not in client.get("/konto/passwort/").content.decode()
    assert client.post("/konto/passwort/", {"password1": WRONG, "password2": WRONG}).url == "/konto/"
    assert is_in(client) and Person.objects.get().check_password(WRONG)


def test_a_code_asked_for_but_not_entered_opens_no_way_round_the_old_password(client):
    ben(password=PASSWORD)
    ask_for_a_code(client)
    sign_in(client)
    assert "Bisheriges Passwort" in client.get("/konto/passwort/").content.decode()
    client.post("/konto/passwort/", {"password1": WRONG, "password2": WRONG})
    assert Person.objects.get().check_password(PASSWORD)


def test_the_code_of_another_person_opens_no_way_round_the_old_password(client):
    ben(password=PASSWORD)
    a_person("Dana", password=PASSWORD)
    ask_for_a_code(client)
    enter(client, code_in(Letter.objects.get()))
    client.post(SIGN_OUT)
    sign_in(client, "dana@example.org")
    assert "Bisheriges Passwort" in client.get("/konto/passwort/").content.decode()
