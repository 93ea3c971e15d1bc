"""Trainers say who was there: on a phone, two at once, and only they."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dreiklang.events.actions import attending
from dreiklang.events.models import TICKED_WITHIN, Attendance, Event, Part
from dreiklang.events.models.meeting import TICKED_BEFORE
from dreiklang.events.tests.makers import a_block, a_session, a_trainer, an_event, queries_of
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tina():
    return a_person("Tina Trainer")


@pytest.fixture
def session():
    """Ben and Cem are expected; Tina leads."""
    event = a_session([ben(), cem()])
    a_trainer(event, tina())
    return event


def trainer_of(event) -> Client:
    return client_of(event.parts.get(role=Part.TRAINER).person)


def tap(client, event, name: str, state: str, was: str = "", **headers):
    pk = event.seats.registrations.get(person__name__startswith=name).person_id
    return client.post(f"{event.path}anwesenheit/", {f"state-{pk}": state, f"was-{pk}": was}, headers=headers)


def states(event) -> dict:
    return {row.person.name.split()[0]: row.state for row in event.attendances.select_related("person")}


def test_a_trainer_finds_everybody_who_is_expected_and_ticks_them_with_one_button(session):
    client = trainer_of(session)
    html = client.get(f"{session.path}anwesenheit/").text
    assert "Ben Okonkwo" in html and "Cem Aydoğan" in html and "0 von 2 anwesend" in html
    assert "Diese Liste liest nur die Leitung dieser Veranstaltung" in html and "365 Tage" in html
    fields = dict(re.findall(r'name="(was-[^"]+)" value="([^"]*)"', html))
    fields |= {name.replace("was", "state"): "present" for name in fields}
    assert client.post(f"{session.path}anwesenheit/", fields).status_code == 302
    assert states(session) == {"Ben": "present", "Cem": "present"}
    assert "2 von 2 anwesend" in client.get(f"{session.path}anwesenheit/").text


def test_a_tap_brings_back_that_line_and_the_count_alone(session):
    answer = tap(trainer_of(session), session, "Ben", "present", **{"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    assert "Ben Okonkwo" in answer.text and "Cem" not in answer.text and "1 von 2 anwesend" in answer.text
    assert states(session) == {"Ben": "present"}


def test_a_tap_that_is_refused_or_comes_after_the_sign_in_has_ended_loads_the_page_anew(session):
    client = trainer_of(session)
    Event.objects.filter(pk=session.pk).update(state=Event.CANCELLED)
    answer = tap(client, session, "Ben", "present", **{"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true" and answer.text == ""
    assert "findet nicht statt" in client.get(f"{session.path}anwesenheit/").text
    answer = tap(Client(), session, "Ben", "present", **{"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert tap(Client(), session, "Ben", "present").status_code == 302


def test_every_state_can_be_taken_back(session):
    client, was = trainer_of(session), ""
    for state in ("present", "excused", "", "present", ""):
        for _twice in range(2):
            tap(client, session, "Ben", state, was)
            assert states(session) == ({"Ben": state} if state else {})
        was = state


def test_two_trainers_at_once_do_not_undo_each_other(session):
    first, second = trainer_of(session), client_of(a_trainer(session, a_person("Uli Umsicht")).person)
    seen_by_both = dict(
        re.findall(r'name="(was-[^"]+)" value="([^"]*)"', first.get(f"{session.path}anwesenheit/").text)
    )
    whole = seen_by_both | {name.replace("was", "state"): value for name, value in seen_by_both.items()}
    tap(first, session, "Ben", "present")
    mine = f"state-{registered(session)['Cem']}"
    second.post(f"{session.path}anwesenheit/", whole | {mine: "present"})
    assert states(session) == {"Ben": "present", "Cem": "present"}


def registered(event) -> dict:
    return {each.name.split()[0]: each.person_id for each in event.seats.registrations.select_related("person")}


def test_a_list_that_was_sent_whole_would_undo_what_another_ticked(session):
    """The twin: the same two lists, saved as they stand."""
    pks = registered(session)
    attending.tick(session, {pks["Ben"]: "present"})
    attending.tick(session, {pks["Ben"]: "", pks["Cem"]: "present"})
    assert states(session) == {"Cem": "present"}


def test_strangers_and_nonsense_are_left_out(session):
    stranger = a_person("Frieda Fremd")
    fields = {f"state-{stranger.pk}": "present", "state-x": "present", "state-": "present", "state": "x"}
    fields |= {f"state-{registered(session)['Ben']}": "gone", "csrf": "1"}
    assert trainer_of(session).post(f"{session.path}anwesenheit/", fields).status_code == 302
    assert states(session) == {}


@pytest.mark.parametrize(
    ("after", "is_open"),
    [
        (-TICKED_BEFORE - timedelta(seconds=1), False), (-TICKED_BEFORE, True),
        (timedelta(hours=2) + TICKED_WITHIN - timedelta(seconds=1), True),
        (timedelta(hours=2) + TICKED_WITHIN, False),
    ],
)  # fmt: skip
def test_the_list_is_open_from_half_an_hour_before_until_three_days_after(session, after, is_open):
    client = trainer_of(session)
    with time_machine.travel(session.starts + after, tick=False):
        client.force_login(session.parts.get().person)
        assert ('<form class="ticks"' in client.get(f"{session.path}anwesenheit/").text) == is_open
        tap(client, session, "Ben", "present")
    assert states(session) == ({"Ben": "present"} if is_open else {})


def test_the_three_days_hold_across_the_change_of_the_clock():
    with time_machine.travel("2026-10-23T10:00+02:00", tick=False):
        event = a_session([ben()])
    with time_machine.travel("2026-10-26T10:59+01:00", tick=False):
        attending.tick(event, {registered(event)["Ben"]: "present"})
    with time_machine.travel("2026-10-26T11:00+01:00", tick=False), pytest.raises(Refusal, match="drei Tage"):
        attending.tick(event, {registered(event)["Ben"]: "excused"})


def test_nobody_but_its_trainers_reads_it_not_even_the_team(session):
    other = an_event("Andere")
    for person in (ada(), a_trainer(other, a_person("Uli Umsicht")).person, ben(email="b@x.org")):
        client = client_of(person)
        assert client.get(f"{session.path}anwesenheit/").status_code == 403
        assert tap(client, session, "Ben", "present").status_code == 403
    assert states(session) == {}


def test_without_the_rule_the_team_would_read_it(session, monkeypatch):
    monkeypatch.setattr("dreiklang.events.views.meeting.may_tick_attendance", lambda person, event: True)
    assert client_of(ada()).get(f"{session.path}anwesenheit/").status_code == 200


def test_the_page_of_the_event_names_nobody_and_the_log_says_nothing(session):
    tap(trainer_of(session), session, "Ben", "present")
    assert not Act.objects.filter(act__contains="attend").exists()
    assert not Act.objects.filter(about=str(registered(session)["Ben"])).exists()
    for person in (ada(), cem(email="c@x.org")):
        assert "Ben Okonkwo" not in client_of(person).get(session.path).text


def test_a_block_is_ticked_part_by_part_by_whoever_leads_the_block():
    block, somebody, leader = a_block(parts=2), ben(), tina()
    register(block.seats, somebody)
    a_trainer(block, leader)
    client, (first, _second) = client_of(leader), block.sessions.order_by("starts")
    Event.objects.filter(pk=first.pk).update(starts=timezone.now())
    html = client.get(f"{block.path}anwesenheit/").text
    assert f"{first.path}anwesenheit/" in html and "Ben Okonkwo" not in html
    client.post(f"{first.path}anwesenheit/", {f"state-{somebody.pk}": "present"})
    assert states(first) == {"Ben": "present"}
    with pytest.raises(Refusal, match="Teile"):
        attending.tick(block, {somebody.pk: "present"})


def test_what_is_called_off_takes_no_ticks(session):
    Event.objects.filter(pk=session.pk).update(state=Event.CANCELLED)
    client = trainer_of(session)
    assert "abgesagt" in client.get(f"{session.path}anwesenheit/").text
    tap(client, session, "Ben", "present")
    assert states(session) == {}


def test_whoever_joins_from_another_run_and_the_group_of_an_event_without_seats_stand_on_the_list():
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    event = a_session(capacity=None, readers=group.token)
    join(group, ben())
    Part.objects.create(event=event, person=cem(), role=Part.JOINER)
    html = client_of(a_trainer(event, tina()).person).get(f"{event.path}anwesenheit/").text
    assert "Ben Okonkwo" in html and "Cem Aydoğan" in html and "Tina" not in html.split("ticks")[1]


def test_a_long_list_can_be_searched_however_the_name_is_written():
    event = a_session([a_person(f"Person{n} Öztürk" if n == 7 else f"Person{n} Beispiel") for n in range(14)])
    client = client_of(a_trainer(event, tina()).person)
    assert 'name="q"' in client.get(f"{event.path}anwesenheit/").text
    html = client.get(f"{event.path}anwesenheit/?q=OEZTUERK").text
    assert "Person7" in html and "Person8" not in html and "0 von 14 anwesend" in html
    assert "Niemand gefunden" in client.get(f"{event.path}anwesenheit/?q=xyz").text


def test_a_list_of_hundreds_comes_in_pages_that_are_saved_each_for_itself(monkeypatch):
    monkeypatch.setattr("dreiklang.events.views.meeting.A_PAGE", 2)
    event = a_session([a_person(f"Person{n} Beispiel") for n in range(3)])
    client = client_of(a_trainer(event, tina()).person)
    html = client.get(f"{event.path}anwesenheit/?seite=2").text
    assert "Person2" in html and "Person1" not in html and "0 von 3 anwesend" in html and "Seite 2 von 2" in html
    answer = client.post(f"{event.path}anwesenheit/?seite=2", {f"state-{registered(event)['Person2']}": "present"})
    assert answer.url == f"{event.path}anwesenheit/?seite=2" and states(event) == {"Person2": "present"}


def test_as_many_queries_for_thirty_people_as_for_one():
    client, leader = Client(), tina()
    client.force_login(leader)
    small, large = a_session([ben()], title="Klein"), a_session([a_person(f"P{n} X") for n in range(30)], title="Groß")
    for event in (small, large):
        a_trainer(event, leader)
    assert queries_of(client, f"{small.path}anwesenheit/") == queries_of(client, f"{large.path}anwesenheit/") < 12


# --- the team names who leads ---


def test_the_team_looks_somebody_up_names_her_and_she_is_told_once():
    event, client, leader = an_event("Vortrag"), client_of(ada()), a_person("Özge Trainer", "oezge@example.org")
    for words in ("özge", "Özge trainer", "oezge@example.org"):
        assert "Özge Trainer" in client.get(f"{event.path}leitung/", {"q": words}).text
    assert "Niemand gefunden" in client.get(f"{event.path}leitung/?q=unbekannt").text
    for _twice in range(2):
        assert client.post(f"{event.path}leitung/", {"person": leader.pk}).status_code == 302
    letter = Letter.objects.get(to=leader.email)
    assert letter.subject == "Sie leiten: Vortrag" and event.path in letter.text
    assert Act.objects.get(act="trainer.named").about == str(leader.pk)
    assert event.has_part(leader, Part.TRAINER)


def test_once_the_list_is_closed_nobody_is_named_to_read_it():
    event, client, leader = an_event(), client_of(ada()), tina()
    for moment, names in ((timedelta(days=4), 0), (timedelta(days=2), 1)):
        with time_machine.travel(event.ends + moment, tick=False):
            client.force_login(Person.objects.get(email="ada@example.org"))
            client.post(f"{event.path}leitung/", {"person": leader.pk})
            assert event.parts.count() == names


def test_whoever_is_released_reads_the_list_no_more_and_is_told():
    event, leader = an_event(), tina()
    part, client = a_trainer(event, leader), client_of(ada())
    for status in (302, 404):
        assert client.post(f"{event.path}leitung/{part.pk}/ende/").status_code == status
    assert Letter.objects.get(to=leader.email).subject == "Sie leiten nicht mehr: Vortrag"
    assert Act.objects.filter(act="trainer.released").count() == 1
    assert client_of(leader).get(f"{event.path}anwesenheit/").status_code == 403


def test_a_part_of_another_event_or_of_another_kind_cannot_be_ended_here():
    event, other, client = an_event("Eins"), an_event("Zwei"), client_of(ada())
    joining = Part.objects.create(event=event, person=ben(), role=Part.JOINER)
    for part in (a_trainer(other, tina()), joining):
        assert client.post(f"{event.path}leitung/{part.pk}/ende/").status_code == 404
    assert Part.objects.count() == 2 and not Letter.objects.exists()


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_can_be_named_who_is_not_there(person):
    event = an_event()
    assert client_of(ada()).post(f"{event.path}leitung/", {"person": person}).status_code == 404


def test_whoever_cannot_sign_in_is_not_found():
    event, client = an_event(), client_of(ada())
    gone, invented = a_person("Gesperrt X", is_active=False), a_person("Erfunden X", is_demo=True)
    assert "Niemand gefunden" in client.get(f"{event.path}leitung/?q=X").text
    for person in (gone, invented):
        assert client.post(f"{event.path}leitung/", {"person": person.pk}).status_code == 404


def test_a_name_that_is_markup_stays_text_in_the_letter():
    event, leader = an_event("[Klick](https://boese.example)"), a_person("[Du](https://boese.example)", "d@example.org")
    client_of(ada()).post(f"{event.path}leitung/", {"person": leader.pk})
    assert 'href="https://boese' not in to_html(Letter.objects.get().text)


def test_an_attendance_of_somebody_who_left_is_gone(session):
    tap(trainer_of(session), session, "Ben", "present")
    Attendance.objects.get().person.delete()
    assert states(session) == {}
