"""The Kollegiale Beratung: who sees it, who leads it, and that nothing of it stays."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps

from dreiklang.dialogue.tests.makers import queries_of
from dreiklang.exchange.actions import counsel as actions
from dreiklang.exchange.counsel_steps import CASE, CHAIR, IN_ALL, STEPS, TIME
from dreiklang.exchange.models import CounselPart, CounselSession
from dreiklang.exchange.tests.counsel_makers import a_counsel, a_group_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HOME = "/austausch/kollegiale-beratung/"
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def test_it_has_six_steps_and_takes_forty_five_minutes():
    assert (len(STEPS), IN_ALL) == (6, 45)


def test_only_the_group_sees_it_not_even_the_team(client):
    one, other, team = ben(), cem(), ada()
    session = a_counsel(one, other)
    for person, answer in ((one, 200), (other, 200), (team, 404)):
        client.force_login(person)
        assert client.get(session.path).status_code == answer
        assert ("läuft gerade" in client.get("/austausch/").content.decode()) is (answer == 200)


def test_a_member_invites_others_by_name_and_only_they_see_it(client):
    one, other, third = ben(), cem(), a_person("Dana Kovač")
    client.force_login(one)
    typed = {"circle": "namen", "names": "cem aydoğan", "link": ""}
    page = client.post(HOME, typed | {"names": "Niemand Nirgends"})
    assert page.status_code == 422 and "Kein anderes Mitglied" in page.content.decode()
    path = client.post(HOME, typed)["Location"]
    assert path in Letter.objects.get(recipient=str(other.pk)).text and Letter.objects.count() == 1
    for person, answer in ((one, 200), (other, 200), (third, 404)):
        client.force_login(person)
        assert client.get(path).status_code == answer


def test_a_group_that_is_not_hers_cannot_be_chosen(client):
    group = a_group_of(cem())
    client.force_login(ben())
    assert client.post(HOME, {"circle": group.token}).status_code == 422
    assert not CounselSession.objects.exists()


def test_sent_twice_it_is_one(client):
    group = a_group_of(one := ben())
    client.force_login(one)
    typed = {"public_id": "6f1f1e0e-9d1b-4c43-8f43-0f6a2d9d2a11", "circle": group.token}
    assert client.post(HOME, typed)["Location"] == client.post(HOME, typed)["Location"]


def test_a_role_has_one_person_and_a_person_one_role():
    one, other = ben(), cem()
    session = a_counsel(one, other)
    actions.take_role(session, CHAIR, by=one)
    with pytest.raises(Refusal, match="schon jemand"):
        actions.take_role(session, CHAIR, by=other)
    actions.take_role(session, TIME, by=one)
    actions.take_role(session, CHAIR, by=other)
    assert dict(session.parts.values_list("role", "person")) == {TIME: one.pk, CHAIR: other.pk}
    actions.give_role(session, by=one)
    assert [part.person for part in session.parts.all()] == [other]


def test_a_moderation_that_lost_its_line_is_taken_over_but_never_the_case():
    one, other = ben(), cem()
    session = a_counsel(one, invited=[other])
    actions.take_role(session, CHAIR, by=one)
    actions.take_role(session, CHAIR, by=other, seen=str(one.pk))
    assert {part.person: part.role for part in session.parts.all()} == {one: "", other: CHAIR}
    actions.take_role(session, CASE, by=one)
    with pytest.raises(Refusal):
        actions.take_role(session, CASE, by=other, seen=str(one.pk))


def test_only_who_moderates_leads_on_and_a_second_press_changes_nothing(client, clock):
    one, other = ben(), cem()
    session = a_counsel(one, other)
    actions.take_role(session, CHAIR, by=one)
    client.force_login(other)
    assert client.post(f"{session.path}schritt/", {"step": "1"}).status_code == 403
    client.force_login(one)
    client.post(f"{session.path}schritt/", {"step": "1"})
    clock.shift(timedelta(minutes=2))
    client.post(f"{session.path}schritt/", {"step": "1"})
    session.refresh_from_db()
    assert (session.step, session.step_began_at) == (1, START)
    assert "10:30 bis 10:38 Uhr" in client.get(session.path).content.decode()
    assert client.post(f"{session.path}schritt/", {"step": "6"}).status_code == 404


def test_an_open_page_hears_of_changes_and_of_the_end(client):
    one = ben()
    session = a_counsel(one)
    client.force_login(one)
    assert client.get(f"{session.path}?stand=0").status_code == 204
    actions.take_role(session, CHAIR, by=one)
    assert "Weiter: Fall schildern" in client.get(f"{session.path}?stand=0").content.decode()
    assert 'hx-get="?gross=ja&amp;stand=1"' in client.get(f"{session.path}?gross=ja").content.decode()
    actions.end(session, by=one)
    assert client.get(f"{session.path}?stand=1")["HX-Redirect"] == HOME
    assert client.get(session.path).status_code == 404


def test_after_three_hours_it_is_gone_whoever_forgot_it(clock):
    a_counsel(one := ben(), invited=[cem()])
    clock.shift(timedelta(hours=3) - timedelta(seconds=1))
    actions.end_overdue()
    assert CounselSession.objects.visible_to(one).exists()
    clock.shift(timedelta(seconds=1))
    assert not CounselSession.objects.visible_to(one).exists()
    actions.end_overdue()
    assert not CounselSession.objects.exists() and not CounselPart.objects.exists() and not Letter.objects.exists()


def _held_anywhere() -> dict:
    """Every row of every table of the house."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for model in apps.get_models()
        if model._meta.managed
    }


def _a_whole_one(client, one, other, group) -> None:
    client.force_login(one)
    path = client.post(HOME, {"circle": group.token, "link": "https://video.example/x", "invites": "on"})["Location"]
    assert Letter.objects.filter(text__contains=path).exists()
    client.post(f"{path}rolle/", {"role": CHAIR})
    for step in range(1, 6):
        client.post(f"{path}schritt/", {"step": step})
        client.get(path)
    assert CounselPart.objects.filter(person=one, role=CHAIR).exists()
    assert client.post(f"{path}ende/").status_code == 302


def test_afterwards_no_table_holds_that_it_took_place_or_who_was_there(client):
    one, other = ben(), cem()
    group = a_group_of(one, other)
    client.force_login(one)  # a session of sign-in is no trace of it
    before = _held_anywhere()
    _a_whole_one(client, one, other, group)
    after = _held_anywhere()
    for state in (before, after):
        state.pop("sessions.Session")
    assert after == before


def test_a_letter_that_stayed_would_be_found(client, monkeypatch):
    """The twin: an end that takes the rows alone."""
    one, other = ben(), cem()
    group = a_group_of(one, other)
    monkeypatch.setattr(actions, "let_go", lambda sessions: [each.delete() for each in sessions])
    before = _held_anywhere()
    _a_whole_one(client, one, other, group)
    after = _held_anywhere()
    assert {label for label in after if after[label] != before[label]} == {"letters.Letter", "sessions.Session"}


def test_the_page_asks_no_more_for_a_larger_circle(client):
    one, few, many = ben(), [cem()], [a_person(f"Person Nummer{n}", f"p{n}@example.org") for n in range(8)]
    client.force_login(one)
    counts = [queries_of(client, a_counsel(one, invited=people).path) for people in (few, many)]
    assert counts[0] == counts[1] < 12
