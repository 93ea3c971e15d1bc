from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html, to_plain
from dreiklang.letters.models import Letter
from dreiklang.people.actions.inviting import invite, withdraw
from dreiklang.people.actions.joining import accept
from dreiklang.people.models import Invitation, Person
from dreiklang.people.tests.makers import a_person, a_request, ada, an_invitation, ben, link_of, olga

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NELE = "nele@example.org"
ANSWERS = {"name": "Nele Neumann", "function": "Integrationsbeauftragte", "municipality": None}


def test_an_invitation_is_one_letter_to_its_address():
    invitation = invite(" Nele@Example.org ", " Nele Neumann ", by=ada())
    assert (invitation.email, invitation.name) == (NELE, "Nele Neumann")
    letter = Letter.objects.get()
    link = f"http://localhost:8000{link_of(invitation)}"
    assert letter.to == NELE and f'href="{link}"' in to_html(letter.text) and link in to_plain(letter.text)
    assert "Guten Tag Nele Neumann" in letter.text and "Ada Lindqvist lädt Sie" in letter.text


def test_the_account_bears_the_invited_address_whatever_is_sent_along(client):
    invitation = an_invitation(NELE)
    client.post(link_of(invitation), {"name": "Nele", "function": "Leitung", "email": "mallory@example.org"})
    assert Person.objects.get(name="Nele").email == NELE
    assert not Person.objects.filter(email="mallory@example.org").exists()


def test_an_open_invitation_is_sent_again_instead_of_made_twice():
    by = ada()
    first, second = invite(NELE, by=by), invite("NELE@example.org", by=by)
    assert first == second and Invitation.objects.count() == 1
    assert [letter.to for letter in Letter.objects.all()] == [NELE, NELE]
    assert Act.objects.filter(act="invitation.sent").count() == 1


def test_an_invitation_that_is_over_is_followed_by_a_new_one():
    by = ada()
    withdrawn = withdraw(invite(NELE, by=by), by=by)
    with time_machine.travel(invite(NELE, by=by).expires_at + timedelta(days=1)):
        fresh = invite(NELE, by=by)
        assert Invitation.objects.count() == 3 and list(Invitation.objects.open()) == [fresh]
    assert withdrawn.pk != fresh.pk


def test_an_invitation_makes_one_account():
    invitation = an_invitation(NELE)
    accept(invitation, **ANSWERS)
    with pytest.raises(Refusal, match="schon angenommen"):
        accept(invitation, **ANSWERS)  # the object in hand still looks open; the row decides
    assert Person.objects.filter(email=NELE).count() == 1


def test_an_invitation_expires_after_ten_days(client):
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        invitation = an_invitation(NELE)
        assert "bis zum 12. November 2026" in Letter.objects.get().text
        time.shift(timedelta(days=10, seconds=-1))
        assert client.get(link_of(invitation)).status_code == 200 and Invitation.objects.open().exists()
        time.shift(timedelta(seconds=1))
        assert client.get(link_of(invitation)).status_code == 410 and not Invitation.objects.open().exists()
        with pytest.raises(Refusal, match="abgelaufen"):
            accept(invitation, **ANSWERS)
    assert not Person.objects.filter(email=NELE).exists()


def test_a_withdrawn_invitation_opens_nothing(client):
    by = ada()
    invitation = invite(NELE, by=by)
    withdraw(invitation, by=by)
    assert client.get(link_of(invitation)).status_code == 410
    with pytest.raises(Refusal, match="zurückgezogen"):
        accept(invitation, **ANSWERS)
    assert not Person.objects.filter(email=NELE).exists()


def test_withdrawing_twice_changes_nothing_more():
    by = ada()
    first = withdraw(invite(NELE, by=by), by=by).withdrawn_at
    assert withdraw(Invitation.objects.get(), by=by).withdrawn_at == first
    assert Act.objects.filter(act="invitation.withdrawn").count() == 1


def test_what_was_accepted_can_no_longer_be_withdrawn():
    by = ada()
    invitation = invite(NELE, by=by)
    accept(invitation, **ANSWERS)
    assert withdraw(invitation, by=by).withdrawn_at is None


@pytest.mark.parametrize("typed", ["ben@example.org", " Ben@Example.ORG "])
def test_an_address_with_an_account_is_refused_at_its_field(typed):
    ben()
    with pytest.raises(Refusal, match="schon ein Konto") as refused:
        an_invitation(typed)
    assert refused.value.field == "email"
    assert not Invitation.objects.exists() and not Letter.objects.exists()


def test_the_page_says_so_at_the_field_and_keeps_what_was_typed(client):
    ben()
    client.force_login(ada())
    page = client.post("/team/personen/", {"email": "ben@example.org", "name": "Ben der Zweite"}).content.decode()
    assert 'id="id_email_error"' in page and "Mit dieser Adresse gibt es schon ein Konto." in page
    assert 'value="ben@example.org"' in page and 'value="Ben der Zweite"' in page
    assert 'id="id_name_error"' not in page


def test_the_team_invites_and_withdraws_on_its_page(client):
    client.force_login(ada())
    assert client.post("/team/personen/", {"email": NELE, "name": "Nele"}).url == "/team/personen/"
    page = client.get("/team/personen/").content.decode()
    assert "Die Einladung an nele@example.org ist unterwegs." in page and "nele@example.org (Nele)" in page
    client.post(f"/team/personen/einladung/{Invitation.objects.get().pk}/zuruecknahme/")
    assert "Keine offene Einladung." in client.get("/team/personen/").content.decode()


@pytest.mark.parametrize("who", [ben, olga])
def test_nobody_but_the_team_invites_or_withdraws(client, who):
    invitation = an_invitation(NELE)
    client.force_login(who())
    take_back = f"/team/personen/einladung/{invitation.pk}/zuruecknahme/"
    assert client.get("/team/personen/").status_code == 403
    assert client.post("/team/personen/", {"email": "freund@example.org"}).status_code == 403
    assert client.post(take_back).status_code == 403
    client.logout()
    assert client.post(take_back).url.startswith("/konto/anmelden/")
    assert client.post("/team/personen/", {"email": "freund@example.org"}).url.startswith("/konto/anmelden/")
    assert list(Invitation.objects.open()) == [invitation]


def test_an_invitation_is_not_withdrawn_by_opening_an_address(client):
    invitation = an_invitation(NELE)
    client.force_login(Person.objects.get(is_team=True))
    assert client.get(f"/team/personen/einladung/{invitation.pk}/zuruecknahme/").status_code == 405
    assert Invitation.objects.open().exists()


def test_a_name_is_text_in_the_letter_and_never_a_link():
    an_invitation(NELE, "[Hier klicken](https://evil.example) **Nele**")
    html = to_html(Letter.objects.get().text)
    assert html.count("<a ") == 1 and 'href="https://evil.example"' not in html and "<strong>" not in html


def test_the_log_names_ids_and_no_address():
    by = ada()
    withdraw(invite(NELE, "Nele Neumann", by=by), by=by)
    acts = list(Act.objects.values_list("by", "on", "about", "reason"))
    assert len(acts) == 2 and all(who == str(by.pk) for who, *_rest in acts)
    assert "nele" not in str(acts).lower()


def test_as_many_queries_for_three_invitations_and_requests_as_for_one(client):
    client.force_login(ada())
    counts = []
    for number in range(3):
        an_invitation(f"nele{number}@example.org")
        a_request(f"ruth{number}@example.org", f"Ruth {number}")
        counts.append(queries_of(client, "/team/personen/"))
    assert counts[0] == counts[2] < 12


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_an_invited_person_is_of_the_team_only_if_invited_so():
    assert not accept(an_invitation(NELE), **ANSWERS).is_team
    assert accept(an_invitation("tom@example.org", as_team=True), **ANSWERS).is_team


def test_the_invitation_of_somebody_who_left_still_opens(client):
    invitation = an_invitation(NELE, by=a_person("Uwe", is_team=True))
    Person.objects.filter(name="Uwe").delete()
    assert client.get(link_of(invitation)).status_code == 200
