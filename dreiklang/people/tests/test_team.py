from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dreiklang.foundation.models import Act
from dreiklang.letters.models import Letter
from dreiklang.people.actions.inviting import invite
from dreiklang.people.models import Invitation, Person
from dreiklang.people.tests.makers import a_person, a_request, ada, ben, link_of, olga

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NELE = "nele@example.org"


def told(*options) -> str:
    out = StringIO()
    call_command("team", *options, stdout=out)
    return out.getvalue()


def test_in_a_fresh_house_the_first_one_is_invited_and_her_link_is_shown(client, settings):
    settings.OPERATOR = "Hochschule Musterstadt"
    said = told(" Nele@Example.org ", "--name", "Nele Neumann")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.as_team, invitation.invited_by) == (NELE, True, None)
    assert f"http://localhost:8000{link_of(invitation)}" in said
    assert "Hochschule Musterstadt lädt Sie" in Letter.objects.get().text
    client.post(link_of(invitation), {"name": "Nele Neumann", "function": "Leitung"})
    assert client.get("/team/").status_code == 200


def test_an_account_joins_the_team_and_that_is_logged_once(client):
    person = ben()
    assert "Ben Okonkwo ist im Programmteam." in told("BEN@example.org")
    told("ben@example.org")
    client.force_login(person)
    assert client.get("/team/").status_code == 200
    assert [(act.by, act.act, act.on) for act in Act.objects.all()] == [("rule", "team.joined", f"person:{person.pk}")]
    assert not Invitation.objects.exists()


def test_an_open_invitation_becomes_one_into_the_team():
    invite(NELE, by=ada())
    told(NELE)
    told(NELE)
    assert Invitation.objects.get().as_team
    assert Act.objects.filter(act="invitation.into_team").count() == 1
    invite(NELE, by=Person.objects.get())
    assert Invitation.objects.get().as_team  # sending it again takes nothing away


def test_a_barred_account_does_not_join():
    ben(is_active=False)
    with pytest.raises(CommandError, match="gesperrt"):
        told("ben@example.org")
    assert not Person.objects.get().is_team


@pytest.mark.parametrize("options", [(), ("nele",), (NELE, "--name", "www.evil.example")])
def test_without_an_address_or_with_a_wrong_one_nothing_happens(options):
    with pytest.raises(CommandError, match="Bitte|Diese Adresse"):
        told(*options)
    assert not Invitation.objects.exists()


def test_the_list_shows_who_is_in_the_team_and_who_is_invited():
    ada(), ben(), olga()
    a_person("Uwe Berg", is_team=True, is_active=False)
    told(NELE)
    lines = told("--list").splitlines()
    assert lines[0] == "Ada Lindqvist <ada@example.org>" and lines[1].startswith(f"{NELE} (eingeladen bis ")
    assert len(lines) == 2


def test_the_team_sees_how_many_wait_for_a_decision(client):
    client.force_login(ada())
    assert "Keine offene Bitte." in client.get("/team/").content.decode()
    a_request()
    assert "1 Bitte wartet auf Entscheidung." in client.get("/team/").content.decode()
    a_request("tom@example.org", "Tom")
    assert "2 Bitten warten auf Entscheidung." in client.get("/team/").content.decode()
