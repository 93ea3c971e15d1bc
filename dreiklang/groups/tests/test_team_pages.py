"""The team says who belongs to a group: a page, a line in the log, a letter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.foundation.models import Act, fresh_id
from dreiklang.groups import actions
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import tokens_of
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben

pytestmark = pytest.mark.django_db


def a_group(**facts) -> Group:
    return Group.objects.create(**{"name": "Kreis der Städte", "kind": Group.CIRCLE} | facts)


def test_whoever_is_taken_in_reads_and_hears_of_it_once():
    group, person, team = a_group(), ben(), ada()
    for _again in range(2):
        actions.take_in(group, person, by=team)
    assert group.token in tokens_of(person)
    assert "Kreis der Städte" in Letter.objects.get(to=person.email).subject
    act = Act.objects.get(act="group.joined")
    assert (act.by, act.about) == (str(team.pk), str(person.pk))


def test_whoever_is_let_go_reads_no_longer_and_hears_of_it_once():
    group, person, team = a_group(), ben(), ada()
    membership = actions.take_in(group, person, by=team)
    for _again in range(2):
        actions.let_go(membership, by=team)
    assert group.token not in tokens_of(person)
    assert Act.objects.filter(act="group.left").count() == 1
    assert Letter.objects.filter(to=person.email, subject__startswith="Sie gehören nicht mehr").count() == 1


def test_the_team_founds_a_group_finds_somebody_and_takes_her_in(client):
    person = ben()
    client.force_login(ada())
    number = fresh_id()
    for _again in range(2):
        answer = client.post("/team/gruppen/", {"name": "Ministerium", "kind": "topic_team", "public_id": number})
    assert answer.status_code == 302 and Group.objects.get().pk == number
    page = client.get(f"{answer.url}?q=okonkwo").content.decode()
    assert "In die Gruppe aufnehmen" in page and person.email in page
    client.post(answer.url, {"person": person.pk})
    membership = Membership.objects.get()
    assert membership.person == person
    assert "In die Gruppe aufnehmen" not in client.get(f"{answer.url}?q=okonkwo").content.decode()
    client.post(f"{answer.url}mitglied/{membership.pk}/ende/")
    assert not Membership.objects.exists()


def test_a_group_needs_a_name_and_nobody_is_taken_in_by_a_made_up_id(client):
    client.force_login(ada())
    answer = client.post("/team/gruppen/", {"name": " ", "kind": "circle"})
    assert answer.status_code == 422 and "Bitte geben Sie der Gruppe einen Namen." in answer.content.decode()
    group = a_group()
    for made_up in ("", "x", fresh_id()):
        assert client.post(f"/team/gruppen/{group.pk}/", {"person": made_up}).status_code == 404


def test_readers_who_were_named_for_one_thing_are_not_shown_to_the_team(client):
    named = a_group(name="Genannte", kind="named")
    actions.join(named, ben())
    client.force_login(ada())
    assert "Genannte" not in client.get("/team/gruppen/").content.decode()
    assert client.get(f"/team/gruppen/{named.pk}/").status_code == 404
    circle = a_group()
    assert client.post(f"/team/gruppen/{circle.pk}/mitglied/{Membership.objects.get().pk}/ende/").status_code == 404


def test_the_pages_ask_as_often_for_three_as_for_one(client):
    client.force_login(ada())
    first, counts = a_group(), []
    for number in range(3):
        group = a_group(name=f"Gruppe {number}")
        for each in (first, group):
            actions.join(each, a_person(f"Mitglied {number}", f"m{number}{each.pk}@example.org"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/team/gruppen/")
            client.get(f"/team/gruppen/{first.pk}/?q=Mitglied")
        counts.append(len(queries))
    assert len(set(counts)) == 1 and counts[0] < 24
