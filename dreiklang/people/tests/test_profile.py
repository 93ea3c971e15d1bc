import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, ben, cem
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

ACCOUNT, PROFILE = "/konto/", "/konto/profil/"


@pytest.fixture
def musterlingen():
    return a_municipality("Musterlingen")


@pytest.fixture
def person(client):
    person = ben(function="Leitung")
    client.force_login(person)
    return person


def answers(**other) -> dict:
    return {"name": "Ben Okonkwo", "municipality": "Musterlingen", "function": "Integrationsbeauftragter"} | other


@pytest.mark.parametrize("path", [ACCOUNT, PROFILE])
def test_nobody_has_a_profile_without_signing_in(client, path):
    assert client.get(path).url == f"/konto/anmelden/?next={path}"
    assert client.post(path, answers()).status_code == 302


def test_what_one_says_about_oneself_is_saved_and_shown(client, person, musterlingen):
    a_field("Sprache")
    a_field("Wohnen")
    assert client.post(PROFILE, answers(name=" Ben O. ", topics=["sprache"])).url == ACCOUNT
    page = client.get(ACCOUNT).content.decode()
    assert "Ihr Profil ist gespeichert." in page
    for told in ("Ben O.", "Integrationsbeauftragter", "Musterlingen (Oberauland)", "Sprache"):
        assert f"<dd>{told}<" in page
    person.refresh_from_db()
    assert (person.name, person.function) == ("Ben O.", "Integrationsbeauftragter")


def test_the_form_shows_what_is_known(client, person, musterlingen):
    person.fields_of_action.add(a_field("Sprache"))
    a_field("Wohnen")
    take_office(person, musterlingen, title="Leitung")
    page = client.get(PROFILE).content.decode()
    for value in ("Ben Okonkwo", "Leitung", "Musterlingen (Oberauland)"):
        assert f'value="{value}"' in page
    assert is_checked(page, "sprache") and not is_checked(page, "wohnen")
    assert "Diese Angaben lesen Sie selbst und das Programmteam." in page


def is_checked(page: str, value: str) -> bool:
    box = next(tag for tag in page.split("<") if f'value="{value}"' in tag)
    return " checked" in box


def test_saving_the_form_as_it_is_changes_nothing(client, person, musterlingen):
    take_office(person, musterlingen, title="Leitung")
    before = state(person)
    client.post(PROFILE, answers(function="Leitung", municipality="Musterlingen (Oberauland)"))
    assert state(person) == before


def state(person) -> list:
    row = Person.objects.filter(pk=person.pk).values().get()
    return [row, list(person.tenures.values()), list(person.fields_of_action.values())]


@pytest.mark.parametrize("missing", ["name", "function"])
def test_what_is_missing_is_said_and_the_rest_stays(client, person, musterlingen, missing):
    a_field("Sprache")
    page = client.post(PROFILE, answers(**{missing: " ", "topics": ["sprache"]})).content.decode()
    assert f'id="id_{missing}_error"' in page and is_checked(page, "sprache")
    kept = {"name": "Ben Okonkwo", "function": "Integrationsbeauftragter"}
    assert all(f'value="{value}"' in page for name, value in kept.items() if name != missing)
    assert Person.objects.get().function == "Leitung"


def test_an_ambiguous_municipality_offers_choices_and_keeps_what_was_typed(client, person):
    a_municipality("Lindenmühl", "99115007")
    a_municipality("Lindenmühl", "99118009", district=a_district("Seegau", "99118"))
    page = client.post(PROFILE, answers(municipality="Lindenmühl")).content.decode()
    assert page.count('name="municipality-auswahl"') == 2 and 'value="Integrationsbeauftragter"' in page
    client.post(PROFILE, answers(municipality="99118009"))
    assert person.current_office.municipality_id == "99118009"


def test_a_new_municipality_is_the_new_office(client, person, musterlingen):
    take_office(person, musterlingen, title="Leitung")
    a_municipality("Auenkirch", "99115004")
    client.post(PROFILE, answers(municipality="Auenkirch"))
    assert "<dd>Auenkirch (Oberauland)<" in client.get(ACCOUNT).content.decode()


def test_the_empty_field_of_the_municipality_leaves_the_office_as_it_is(client, person, musterlingen):
    take_office(person, musterlingen, title="Leitung")
    client.post(PROFILE, answers(municipality=""))
    assert person.current_office.municipality == musterlingen


def test_one_changes_oneself_and_only_what_the_form_asks(client, person, musterlingen):
    other = cem()
    before = state(other)
    forged = {"pk": other.pk, "id": other.pk, "email": "neu@example.org", "is_team": "on", "is_operator": "on"}
    client.post(PROFILE, answers(**forged))
    person.refresh_from_db()
    assert person.function == "Integrationsbeauftragter" and person.email == "ben@example.org"
    assert not (person.is_team or person.is_operator)
    assert state(other) == before


def test_a_field_that_does_not_exist_is_refused(client, person, musterlingen):
    page = client.post(PROFILE, answers(topics=["gibtsnicht"])).content.decode()
    assert "gibtsnicht" in page and Person.objects.get().function == "Leitung"


def test_what_is_typed_is_shown_as_text(client, person, musterlingen):
    client.post(PROFILE, answers(function="Leitung <script>alert(1)</script>"))
    page = client.get(ACCOUNT).content.decode()
    assert "<script>alert" not in page and "Leitung &lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("name", ["evil.example.com/geld", "Ben <b>", "ben@example.org"])
def test_a_name_that_is_an_address_or_markup_is_refused(client, person, musterlingen, name):
    page = client.post(PROFILE, answers(name=name)).content.decode()
    assert 'id="id_name_error"' in page and Person.objects.get().name == "Ben Okonkwo"


def test_an_empty_profile_says_what_is_missing_and_where_to_add_it(client, person):
    page = client.get(ACCOUNT).content.decode()
    assert page.count("noch nicht angegeben") == 2 and 'href="/konto/profil/"' in page


@pytest.mark.parametrize("path", [ACCOUNT, PROFILE])
def test_as_many_queries_for_three_fields_and_former_offices_as_for_one(client, person, path):
    counts = []
    for number in range(3):
        person.fields_of_action.add(a_field(f"Feld {number}", slug=f"feld-{number}"))
        take_office(person, a_municipality(f"Ort {number}", f"9911500{number}"), title="Leitung")
        person.tenures.update(held_from="2026-01-01")
        with CaptureQueriesContext(connection) as queries:
            assert f"Feld {number}" in client.get(path).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[2] < 12
