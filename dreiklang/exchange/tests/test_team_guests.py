"""An expert from outside comes into one ThemenTeam for a time, and afterwards sees nothing of it, wherever she asks."""

from datetime import timedelta
from inspect import signature

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone

from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.exchange.actions import team_hosting, team_tending, team_texts
from dreiklang.exchange.models import SharedFile, Task, TeamGuest, TopicTeam
from dreiklang.exchange.personal.teams import RULES
from dreiklang.exchange.tests.team_makers import a_proposal, a_team_guest, a_text_of, a_topic_team, three_officers
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups import readers
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import tokens_of
from dreiklang.letters.models import Letter
from dreiklang.library.models import Article
from dreiklang.library.rules import may_remark, may_write
from dreiklang.library.tests.makers import an_article
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY, LATER = "2026-03-02 10:00+01:00", "2026-03-17 08:00+01:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def in_days(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def house():
    """A team with all that a group has, beside the rest of the network."""
    ben, cem, dana = three_officers()
    agreed(ben, cem)
    team = a_topic_team(ben, cem, dana)
    article = a_text_of(team, ben)
    a_thread(team.room, ben, title="Wer fragt das Land?")
    task = Task.objects.create(group=team.group, text="Förderbescheid suchen")
    file = SharedFile.objects.create(group=team.group, title="Preisliste", name="preise.pdf", file="exchange/x.pdf")
    a_proposal(cem, name="Wohnen")
    a_thread(a_room(), cem)
    an_article(cem, ada(), title="Nur für Mitglieder")
    return team, ben, {team.pk, article.pk, team.room.pk, task.pk, file.pk, Thread.objects.get(room=team.room).pk}


def seen_by(person) -> set:
    """Everything behind any `visible_to`, and every workroom. Remarks ask also for their page, which is among them."""
    found = set(Article.objects.open_to(person).values_list("pk", flat=True))
    for model in apps.get_models():
        visible_to = getattr(model.objects, "visible_to", None)
        if visible_to and "article" not in signature(model.objects.all().visible_to).parameters:
            found |= set(visible_to(person).values_list("pk", flat=True))
    return found


def test_a_guest_sees_exactly_this_team_and_after_her_last_day_nothing(house, clock):
    team, ben, of_the_team = house
    stranger = a_person("Rita Amt", is_member=False)
    guest = a_team_guest(team, ben).person
    assert seen_by(guest) - seen_by(stranger) == of_the_team
    clock.move_to("2026-03-16 23:59+01:00")  # her last day
    assert seen_by(guest) - seen_by(stranger) == of_the_team
    clock.move_to("2026-03-17 00:01+01:00")
    assert seen_by(guest) == seen_by(stranger)
    clock.move_to(LATER)
    team_tending.tend()
    assert seen_by(guest) == seen_by(stranger) and not Membership.objects.filter(person=guest).exists()


def test_a_membership_without_a_day_would_be_found(house, clock, monkeypatch):
    team, ben, of_the_team = house
    guest = a_team_guest(team, ben).person
    every = Membership.objects.all()
    monkeypatch.setattr(readers, "_roles_of", lambda who: dict(every.filter(person=who).values_list("group", "role")))
    clock.move_to(LATER)
    assert of_the_team & seen_by(guest)


def test_when_all_members_read_the_draft_she_reads_it_too_and_remarks_but_does_not_write(house, clock):
    team, ben, _ids = house
    guest = a_team_guest(team, ben).person
    team_texts.open_draft(team, in_days(14), by=ben)
    article = Article.objects.open_to(guest).get()
    assert may_remark(guest, article) and not may_write(guest, article)
    clock.move_to(LATER)
    assert not Article.objects.open_to(guest).exists()


def test_who_ends_her_stay_shuts_every_door_at_once(house):
    team, ben, _ids = house
    stay = a_team_guest(team, ben)
    team_hosting.end_stay(stay, by=ben)
    assert team.group.token not in tokens_of(stay.person)
    assert Letter.objects.filter(to=stay.email, subject__contains="zu Ende").count() == 1
    with pytest.raises(Refusal, match="beendet"):
        team_hosting.come_in(stay, stay.person)
    team_tending.tend()
    assert Letter.objects.filter(to=stay.email, subject__contains="zu Ende").count() == 1


def test_only_who_speaks_for_the_team_invites():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    for person in (cem, ada()):
        with pytest.raises(Refusal, match="für das Team spricht"):
            team_hosting.invite_guest(team, name="Eva", email="eva@example.net", until=in_days(3), by=person)
    with pytest.raises(Refusal, match="arbeitet schon"):
        team_hosting.invite_guest(team, name="Cem", email=cem.email, until=in_days(3), by=ben)
    for days in (-1, 367):
        with pytest.raises(Refusal, match="höchstens ein Jahr"):
            team_hosting.invite_guest(team, name="Eva", email="eva@example.net", until=in_days(days), by=ben)


def test_opening_the_link_changes_nothing_and_taking_it_up_makes_an_account_outside_the_network():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    guest = team_hosting.invite_guest(team, name="Eva Stern", email="Eva@Example.net", until=in_days(14), by=ben)
    client = Client()
    page = client.get(guest.path)
    assert page.status_code == 200 and not Person.objects.filter(email="eva@example.net").exists()
    answer = client.post(guest.path, {"name": "Eva Stern", "function": "Rechtsanwältin"})
    assert answer.status_code == 302 and answer.url == team.path
    person = Person.objects.get(email="eva@example.net")
    assert not person.is_member and client.get(team.path).status_code == 200
    for path in ("/austausch/", "/austausch/thementeams/", "/austausch/thementeams/neu/"):
        assert client.get(path).status_code == 403
    assert "ThemenTeam Sprachmittlung" in client.get("/").content.decode()


def test_who_has_an_account_comes_in_with_it_and_nobody_else_does():
    ben, cem, dana = three_officers()
    team, expert = a_topic_team(ben, cem, dana), a_person("Mirja Falk")
    guest = team_hosting.invite_guest(team, name="Mirja", email=expert.email, until=in_days(14), by=ben)
    client = Client()
    assert "/anmelden" in client.get(guest.path).url or "next=" in client.get(guest.path).url
    client.force_login(a_person("Nora Neu"))
    client.post(guest.path, {"name": "Nora", "function": "x"})
    assert not Membership.objects.filter(role=Membership.GUEST).exists()
    client.force_login(expert)
    client.post(guest.path)
    assert Membership.objects.get(role=Membership.GUEST).person == expert
    assert not TeamGuest.objects.get().has_new_account


def test_the_account_that_was_made_for_it_goes_after_its_days(clock):
    ben, cem, dana = three_officers()
    team, member = a_topic_team(ben, cem, dana), a_person("Mirja Falk")
    made = a_team_guest(team, ben).person
    team_hosting.come_in(
        team_hosting.invite_guest(team, name="Mirja", email=member.email, until=in_days(14), by=ben), member
    )
    clock.move_to(LATER)
    team_tending.tend()
    rule = RULES[0]
    clock.move_to("2026-04-14 10:00+02:00")
    rule.apply(rule.due(timezone.now()))
    assert Person.objects.filter(pk=made.pk).exists()
    clock.move_to("2026-04-15 10:00+02:00")
    rule.apply(rule.due(timezone.now()))
    assert not Person.objects.filter(pk=made.pk).exists() and Person.objects.filter(pk=member.pk).exists()
    assert not TeamGuest.objects.exists() and TopicTeam.objects.exists() and Room.objects.exists()
