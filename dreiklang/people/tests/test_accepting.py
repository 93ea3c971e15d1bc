from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.actions.inviting import withdraw
from dreiklang.people.actions.joining import accept
from dreiklang.people.models import Invitation, Office, Person, Tenure
from dreiklang.people.tests.makers import a_field, a_person, an_invitation, ben, link_of
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

NELE = "nele@example.org"
PASSWORD = "vier blaue Fahrräder"


@pytest.fixture
def invitation() -> Invitation:
    a_municipality("Musterlingen")
    a_field("Sprache")
    a_field("Wohnen")
    return an_invitation(NELE, "Nele Neumann")


def answers(**other) -> dict:
    typed = {
        "name": "Nele Neumann", "municipality": "Musterlingen", "function": "Integrationsbeauftragte",
        "topics": ["sprache"], "password": PASSWORD,
    }  # fmt: skip
    return typed | other


LOOKS = [
    ("get", {}), ("head", {}), ("options", {}), ("get", {"purpose": "prefetch"}),
    ("get", {"sec-purpose": "prefetch;prerender"}), ("get", {"user-agent": "Mail-Scanner/1.0"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "headers"), LOOKS)
def test_looking_at_the_page_changes_nothing(client, invitation, method, headers):
    before = everything()
    for _time in range(2):
        assert getattr(client, method)(link_of(invitation), headers=headers).status_code == 200
    assert everything() == before and client.get("/konto/").status_code == 302
    client.post(link_of(invitation), answers())
    assert everything() != before  # the comparison sees what accepting does


def everything() -> list:
    rooms = (Person, Invitation, Office, Tenure, Letter, Act, Session)
    return [list(model.objects.order_by("pk").values()) for model in rooms]


def test_the_page_says_for_whom_it_is_who_reads_and_is_not_kept(client, invitation):
    response = client.get(link_of(invitation))
    page = response.content.decode()
    assert f"Ihr Konto für {NELE}" in page and 'value="Nele Neumann"' in page
    assert "Diese Angaben lesen Sie selbst und das Programmteam." in page
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "same-origin"


def test_accepting_makes_the_account_and_signs_in(client, invitation):
    response = client.post(link_of(invitation), answers())
    assert (response.status_code, response.url) == (302, "/")
    nele = Person.objects.get(email=NELE)
    assert (nele.name, nele.function, nele.is_team, nele.is_operator) == (
        "Nele Neumann", "Integrationsbeauftragte", False, False,
    )  # fmt: skip
    assert nele.check_password(PASSWORD) and [field.slug for field in nele.fields_of_action.all()] == ["sprache"]
    assert nele.current_office.municipality.name == "Musterlingen"
    assert "Musterlingen" in client.get("/konto/").content.decode()
    assert Invitation.objects.get().accepted_at is not None


def test_the_second_click_finds_the_invitation_used(client, invitation):
    client.post(link_of(invitation), answers())
    client.get("/konto/")  # where the welcome is read
    before = everything()
    for response in (client.post(link_of(invitation), answers(name="Andere")), client.get(link_of(invitation))):
        assert response.status_code == 410 and "gilt nicht mehr" in response.content.decode()
    assert everything() == before


def test_a_used_link_signs_nobody_in(client, invitation):
    accept(invitation, name="Nele", municipality=None, function="Leitung")
    client.post(link_of(invitation), answers())
    assert client.get("/konto/").status_code == 302


def test_what_expired_or_was_withdrawn_is_not_accepted(client, invitation):
    with time_machine.travel(invitation.expires_at + timedelta(seconds=1)):
        assert client.post(link_of(invitation), answers()).status_code == 410
    withdraw(invitation, by=invitation.invited_by)
    assert client.post(link_of(invitation), answers()).status_code == 410
    assert not Person.objects.filter(email=NELE).exists()


def test_a_forged_link_leads_nowhere(client, invitation):
    sealed = seal(invitation.pk, "invitation")
    other = an_invitation("tom@example.org")
    forged = [
        str(invitation.pk), sealed[:-1], sealed.replace("~", "~x"), seal(invitation.pk, "cancellation"),
        sealed.replace(str(invitation.pk), str(other.pk)), "x", "ü~€", "%00", "~",
    ]  # fmt: skip
    for token in forged:
        for ask in (client.get, client.post):
            assert ask(f"/einladung/{token}/").status_code == 404, token
    assert client.get(f"/einladung/{sealed}/").status_code == 200


def test_a_short_password_keeps_what_was_typed_and_is_not_sent_back(client, invitation):
    response = client.post(link_of(invitation), answers(name="Nele Neumann-Groß", password="kurz&bündig"))
    page = response.content.decode()
    assert 'id="id_password_error"' in page and "mindestens 12" in page
    assert 'value="Nele Neumann-Groß"' in page and 'value="Integrationsbeauftragte"' in page
    assert 'value="Musterlingen (Oberauland)"' in page
    assert checked(page, "sprache") and not checked(page, "wohnen")
    assert "kurz&amp;bündig" not in page
    assert not Person.objects.filter(email=NELE).exists() and invitation.is_open


def checked(page: str, value: str) -> bool:
    box = next(tag for tag in page.split("<") if f'value="{value}"' in tag)
    return " checked" in box


def test_a_form_that_comes_back_says_that_the_password_is_to_be_typed_again(client, invitation):
    again = "Bitte geben Sie das Passwort noch einmal ein."
    page = client.post(link_of(invitation), answers(function="")).content.decode()
    assert 'id="id_password_error"' in page and again in page and PASSWORD not in page
    assert again not in client.post(link_of(invitation), answers(function="", password="")).content.decode()
    assert again not in client.post(link_of(invitation), answers(password="kurz")).content.decode()
    assert again not in client.get(link_of(invitation)).content.decode()


def test_a_password_that_everybody_uses_is_refused(client, invitation):
    page = client.post(link_of(invitation), answers(password="password1234")).content.decode()
    assert 'id="id_password_error"' in page and not Person.objects.filter(email=NELE).exists()


def test_without_a_password_one_is_signed_in_and_uses_codes_from_then_on(client, invitation):
    client.post(link_of(invitation), answers(password=""))
    assert client.get("/konto/").status_code == 200
    assert not Person.objects.get(email=NELE).has_usable_password()
    assert "Passwort festlegen" in client.get("/konto/").content.decode()


def test_an_ambiguous_municipality_offers_choices_and_keeps_what_was_typed(client, invitation):
    a_municipality("Lindenmühl", "99115007")
    a_municipality("Lindenmühl", "99118009", district=a_district("Seegau", "99118"))
    page = client.post(link_of(invitation), answers(name="Nele N.", municipality="Lindenmühl")).content.decode()
    assert "nicht eindeutig" in page and page.count('name="municipality-auswahl"') == 2
    assert 'value="Nele N."' in page and 'value="Lindenmühl"' in page and checked(page, "sprache")
    assert not Person.objects.filter(email=NELE).exists()
    chosen = {"municipality": "Lindenmühl", "municipality-zu": "Lindenmühl", "municipality-auswahl": "99118009"}
    client.post(link_of(invitation), answers(**chosen))
    assert Person.objects.get(email=NELE).current_office.municipality_id == "99118009"


def test_an_unknown_municipality_is_said_and_none_at_all_is_allowed(client, invitation):
    page = client.post(link_of(invitation), answers(municipality="Gibtsnicht")).content.decode()
    assert "nicht bekannt" in page and 'value="Gibtsnicht"' in page
    client.post(link_of(invitation), answers(municipality=""))
    assert Person.objects.get(email=NELE).current_office is None


@pytest.mark.parametrize("missing", ["name", "function"])
def test_what_is_missing_is_said_at_its_field(client, invitation, missing):
    page = client.post(link_of(invitation), answers(**{missing: " "})).content.decode()
    assert f'id="id_{missing}_error"' in page and not Person.objects.filter(email=NELE).exists()


def test_two_open_invitations_to_one_address_make_one_account(client, invitation):
    accept(invitation, name="Nele", municipality=None, function="Leitung")
    other = Invitation.objects.create(email=NELE, expires_at=invitation.expires_at)
    response = client.post(link_of(other), answers(name="Andere"))
    assert response.status_code == 200 and "wurde schon angenommen" in response.content.decode()
    assert Person.objects.get(email=NELE).name == "Nele" and client.get("/konto/").status_code == 302


def test_who_is_signed_in_as_somebody_else_becomes_the_new_person(client, invitation):
    client.force_login(ben())
    session = client.session
    session["note"] = "Bens"
    session.save()
    client.post(link_of(invitation), answers())
    page = client.get("/konto/").content.decode()
    assert NELE in page and "ben@example.org" not in page and "note" not in client.session


def test_who_is_signed_in_as_somebody_else_reads_so_before(client, invitation):
    said = "Sie sind als Ben Okonkwo angemeldet. Wenn Sie annehmen, werden Sie abgemeldet"
    assert "Wenn Sie annehmen" not in client.get(link_of(invitation)).content.decode()
    client.force_login(ben())
    assert said in client.get(link_of(invitation)).content.decode()


def test_what_is_typed_beyond_the_form_has_no_effect(client, invitation):
    client.post(link_of(invitation), answers(is_team="on", is_operator="on", is_demo="on"))
    nele = Person.objects.get(email=NELE)
    assert not (nele.is_team or nele.is_operator or nele.is_demo)


def test_accepting_tells_nobody_else(client, invitation):
    a_person("Uwe", is_team=True)
    client.post(link_of(invitation), answers())
    assert Letter.objects.count() == 1  # the invitation itself


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account(invitation):
    def click():
        return accept(Invitation.objects.get(), name="Nele", municipality=None, function="Leitung")

    one, other = sorted(side_by_side(click, click), key=lambda result: isinstance(result, Exception))
    assert one == Person.objects.get(email=NELE)
    assert isinstance(other, Refusal) and "schon angenommen" in other.sentence
