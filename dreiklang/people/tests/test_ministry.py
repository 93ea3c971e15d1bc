"""An account for a ministry: no member, so that it reads what is public and what it is let into."""

import pytest

from dreiklang.foundation.models import Act
from dreiklang.letters.models import Letter
from dreiklang.people.actions import inviting, joining, releasing
from dreiklang.people.actions.teaming import bring_into_team
from dreiklang.people.models import Invitation, Person, Release
from dreiklang.people.tests.makers import a_person, ada, ben

pytestmark = pytest.mark.django_db
HOUSE = "fragen@ministerium.example"


def a_ministry(**facts) -> Person:
    return a_person("Mila Amt", HOUSE, **{"is_member": False} | facts)


def test_the_team_invites_a_ministry_and_the_letter_says_what_it_will_read(client):
    client.force_login(ada())
    client.post("/team/personen/", {"email": HOUSE, "name": "Mila Amt", "for_ministry": "on"})
    assert not Invitation.objects.get().as_member
    assert "was öffentlich ist" in Letter.objects.get(to=HOUSE).text
    assert "für ein Ministerium" in client.get("/team/personen/").content.decode()


def test_everybody_else_is_invited_as_a_member(client):
    client.force_login(ada())
    client.post("/team/personen/", {"email": "nele@example.org", "name": "Nele"})
    assert Invitation.objects.get().as_member
    assert "in das Netzwerk" in Letter.objects.get(to="nele@example.org").text


def test_whoever_accepts_it_is_asked_for_no_municipality_and_is_no_member(client):
    invitation = inviting.invite(HOUSE, "Mila Amt", by=ada(), as_member=False)
    link = inviting.link_of(invitation).partition("/einladung/")[2]
    assert "Kommune" not in client.get(f"/einladung/{link}").content.decode().partition("<form class")[2]
    client.post(f"/einladung/{link}", {"name": "Mila Amt", "function": "Referat", "password": ""})
    person = Person.objects.get(email=HOUSE)
    assert not person.is_member
    page = client.get("/konto/profil/").content.decode()
    assert "Kommune" not in page.partition("<form class")[2]
    assert client.post("/konto/profil/", {"name": "Mila Amt", "function": "Abteilung"}).status_code == 302


def test_what_the_team_said_last_is_true_and_stands_in_the_log():
    team = ada()
    inviting.invite(HOUSE, by=team)
    inviting.invite(HOUSE, by=team, as_member=False)
    assert not Invitation.objects.get().as_member
    assert Act.objects.filter(act="invitation.for_ministry").count() == 1


def test_a_ministry_finds_no_cards_and_has_none(client):
    card, person = releasing.release(ben()), a_ministry()
    assert not Release.objects.visible_to(person).exists()
    releasing.release(person)
    assert list(Release.objects.standing()) == [card]
    client.force_login(person)
    assert client.get("/konto/auffindbar/").status_code == 403
    assert "Auffindbar sein" not in client.get("/konto/").content.decode()
    assert client.get(f"{card.path}nachricht/").status_code == 404


def test_whoever_joins_the_team_is_a_member():
    assert bring_into_team(a_ministry().email, by=None).is_member
    other = inviting.invite("zwei@ministerium.example", by=ada(), as_team=True, as_member=False)
    person = joining.accept(other, name="Zoe", municipality=None, function="Referat")
    assert person.is_team and person.is_member
