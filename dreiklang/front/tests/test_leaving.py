import json

import pytest
from django.test import Client

from dreiklang.foundation.refusal import Refusal
from dreiklang.front.actions.leaving import leave
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import Office, Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MINE, EXPORT, DELETION = "/konto/daten/", "/konto/daten/meine-daten.json", "/konto/loeschung/"


@pytest.fixture
def person(client):
    person = ben()
    client.force_login(person)
    return person


@pytest.mark.parametrize("path", [MINE, EXPORT, DELETION])
def test_it_is_about_who_is_signed_in(path):
    ben()
    assert Client().get(path).url == f"/konto/anmelden/?next={path}"
    assert Client().post(DELETION, {"sure": "on"}).status_code == 302
    assert Person.objects.exists()


def test_one_reads_what_is_kept_why_for_whom_and_how_long(client, person):
    page = client.get(MINE).content.decode()
    for told in ("Konto, Stelle und Einladungen", "Anmeldung und Post", "bis zur Löschung des Kontos"):
        assert told in page
    assert f'href="{EXPORT}"' in page and f'href="{DELETION}"' in page


def test_one_takes_everything_along_in_a_file(client, person):
    cem()
    response = client.get(EXPORT)
    assert response["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    data = json.loads(response.content)
    assert data["Mein Konto"]["E-Mail-Adresse"] == "ben@example.org"
    assert "cem@example.org" not in response.content.decode() and "Aydoğan" not in response.content.decode()


@pytest.mark.parametrize("ask", [lambda client: client.get(DELETION), lambda client: client.post(DELETION, {"x": "y"})])
def test_nothing_goes_without_the_tick(client, person, ask):
    page = ask(client).content.decode()
    assert "Das lässt sich nicht zurücknehmen." in page and Person.objects.get() == person
    assert client.get(MINE).status_code == 200


def test_the_missing_tick_is_said(client, person):
    page = client.post(DELETION, {"sure": ""}).content.decode()
    assert "Bitte setzen Sie das Häkchen, wenn Sie sicher sind." in page


def test_whoever_goes_is_gone_everywhere_and_leaves_the_office(client, person):
    take_office(person, a_municipality(), title="Integrationsbeauftragte")
    cem()
    elsewhere = Client()
    elsewhere.force_login(person)
    assert client.post(DELETION, {"sure": "on"}).url == "/"
    assert "Ihr Konto und Ihre Daten sind gelöscht." in client.get("/").content.decode()
    assert client.get(MINE).status_code == elsewhere.get(MINE).status_code == 302
    assert Person.objects.get().name == "Cem Aydoğan" and Office.objects.count() == 1
    assert str(person.pk) not in str(dict(client.session))


def test_a_second_click_finds_nobody_and_harms_nobody(client, person):
    client.post(DELETION, {"sure": "on"})
    assert client.post(DELETION, {"sure": "on"}).url.startswith("/konto/anmelden/")


def test_the_last_one_of_the_team_stays_until_somebody_else_is_in_it(client):
    person = ada()
    a_person("Uwe Berg", is_team=True, is_active=False)
    a_person("Dora Demo", is_team=True, is_demo=True)  # who cannot sign in here
    client.force_login(person)
    page = client.post(DELETION, {"sure": "on"}).content.decode()
    assert "Sie sind die einzige Person im Programmteam." in page
    assert Person.objects.filter(pk=person.pk).exists() and client.get(MINE).status_code == 200
    a_person("Vera Vogt", is_team=True)
    assert client.post(DELETION, {"sure": "on"}).url == "/" and not Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_two_of_the_team_do_not_go_at_once():
    one, other = ada(), a_person("Vera Vogt", is_team=True)
    results = side_by_side(lambda: leave(one), lambda: leave(other))
    assert sum(isinstance(result, Refusal) for result in results) == 1 and Person.objects.team().count() == 1


def test_no_other_site_deletes_an_account():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben())
    assert strict.post(DELETION, {"sure": "on"}).status_code == 403 and Person.objects.exists()
