import pytest

from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ben

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGE, SOME_PAGE = "/sprache/", "/konto/anmelden/"


def language_of(client) -> str:
    response = client.get(SOME_PAGE)
    language = response["Content-Language"]
    assert f'<html lang="{language}">' in response.content.decode()
    return language


def test_the_house_speaks_german_whatever_the_browser_prefers(client):
    assert language_of(client) == "de"
    assert client.get(SOME_PAGE, headers={"accept-language": "en-GB,en;q=0.9"})["Content-Language"] == "de"


def test_one_chooses_english_and_goes_back_to_german(client):
    assert client.post(LANGUAGE, {"language": "en", "next": SOME_PAGE}).url == SOME_PAGE
    assert language_of(client) == "en"
    client.post(LANGUAGE, {"language": "de"})
    assert language_of(client) == "de"


def test_every_page_offers_the_other_language(client):
    assert 'name="language" value="en" lang="en"' in client.get(SOME_PAGE).content.decode()
    client.post(LANGUAGE, {"language": "en"})
    assert 'name="language" value="de" lang="de"' in client.get(SOME_PAGE).content.decode()


@pytest.mark.parametrize("chosen", ["fr", "", "../en", "EN", "de-AT", None])
def test_a_language_that_the_house_does_not_speak_changes_nothing(client, chosen):
    client.post(LANGUAGE, {} if chosen is None else {"language": chosen})
    assert language_of(client) == "de" and "language" not in client.session


def test_letters_follow_the_choice_of_who_is_signed_in(client):
    person = ben()
    client.force_login(person)
    client.post(LANGUAGE, {"language": "en"})
    person.refresh_from_db()
    assert person.language == "en"
    client.post(LANGUAGE, {"language": "fr"})
    person.refresh_from_db()
    assert person.language == "en"


def test_a_visitors_choice_concerns_nobody_else(client):
    ben()
    client.post(LANGUAGE, {"language": "en"})
    assert Person.objects.get().language == "de"


def test_a_choice_is_sent_and_not_made_by_opening_an_address(client):
    assert client.get(LANGUAGE, {"language": "en"}).status_code == 405
    assert language_of(client) == "de"


@pytest.mark.parametrize("there", ["/impressum/", "/veranstaltungen/?art=lecture", "/konto/anmelden/?next=/konto/"])
def test_one_stays_where_one_was(client, there):
    assert client.post(LANGUAGE, {"language": "en", "next": there}).url == there


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:///evil.example",
    "https:evil.example", "javascript:alert(1)", "https://testserver@evil.example/", "\thttps://evil.example", "",
]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
def test_choosing_never_leads_to_another_house(client, there):
    assert client.post(LANGUAGE, {"language": "en", "next": there}).url == "/"
    assert client.post(LANGUAGE, {"language": "fr", "next": there}).url == "/"


@pytest.mark.parametrize("there", ["unsinn", "home", "dreiklang.front.views.home", "/gibt/es/nicht/\r\nX-Evil: 1"])
def test_nonsense_leads_somewhere_in_this_house_and_breaks_nothing(client, there):
    response = client.post(LANGUAGE, {"language": "en", "next": there})
    assert response.status_code == 302 and response.url.startswith("/") and "X-Evil" not in response.headers
    assert language_of(client) == "en"
