"""Participants say that they are there, by a code that changes every minute; or beforehand that they are not."""

import re
from datetime import timedelta

import pytest
import segno
import time_machine
from django.test import Client

from dreiklang.events.actions import attending
from dreiklang.events.codes import ACCEPTED, LENGTH, SIGNS, code_at, is_right
from dreiklang.events.models import Attendance, Event, Part
from dreiklang.events.tests.makers import a_block, a_session, a_trainer, an_event, queries_of
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
START = "2031-03-05T10:00+01:00"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def session(clock):
    """Begins now; Ben has a seat, Tina leads."""
    event = a_session([ben()])
    a_trainer(event, a_person("Tina Trainer"))
    return event


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def bens(event) -> Client:
    return client_of(event.seats.registrations.get().person)


def trainers(event) -> Client:
    return client_of(event.parts.get(role=Part.TRAINER).person)


def on_the_wall(event) -> str:
    return re.search(r'beamer__code">(.{3}) (.{3})<', trainers(event).get(f"{event.path}code/").text).expand(r"\1\2")


def say(event, code: str, client=None):
    return (client or bens(event)).post(f"{event.path}dabei/", {"code": code})


def state(event) -> str:
    return "".join(event.attendances.values_list("state", flat=True))


# --- the code ---


def test_a_code_has_six_signs_none_of_which_looks_like_another_and_is_the_same_for_a_minute(session, clock):
    moments = [session.starts + timedelta(seconds=seconds) for seconds in (0, 59, 60)]
    first, still, then = (code_at(session, at) for at in moments)
    assert first == still != then
    assert len(first) == LENGTH == 6 and set(first) <= set(SIGNS) and not set("O0I1L") & set(SIGNS)


def test_another_event_and_another_house_have_other_codes(session, settings):
    at, other = session.starts, a_session(title="Andere")
    mine = code_at(session, at)
    assert mine != code_at(other, at)
    settings.SECRET_KEY = "another"
    assert mine != code_at(session, at)


def test_the_last_three_codes_are_right_and_neither_an_older_one_nor_the_next(session):
    at = session.starts
    right = {ago: is_right(session, code_at(session, at - timedelta(minutes=ago)), at) for ago in range(-2, 5)}
    assert right == {-2: False, -1: False, 0: True, 1: True, 2: True, 3: False, 4: False} and ACCEPTED == 3


def test_a_code_is_right_however_it_is_written(session):
    code = code_at(session, session.starts)
    for typed in (code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert is_right(session, typed, session.starts)


@pytest.mark.parametrize("typed", ["", "ABCDEF", "ÄÖÜ", "😀" * 6, "A" * 1000])
def test_anything_else_is_wrong(session, typed):
    assert not is_right(session, typed, session.starts)


def test_the_wall_shows_code_and_address_and_asks_for_the_next_by_itself_with_and_without_scripts(
    session, clock, settings
):
    client = trainers(session)
    answer = client.get(f"{session.path}code/")
    code = on_the_wall(session)
    assert code == code_at(session, session.starts)
    drawn = segno.make_qr(f"{settings.SITE_URL}{session.path}dabei/?code={code}", error="m")
    assert drawn.svg_inline(omitsize=True, svgclass=None, lineclass=None) in answer.text
    assert "style=" not in answer.text  # the policy of the house would not let it in
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in answer.text
    assert client.get(f"{session.path}code/?gezeigt={code}").status_code == 204
    clock.shift(60)
    assert client.get(f"{session.path}code/?gezeigt={code}").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "is_shown"), [(-16, False), (-15, True), (0, True), (149, True), (150, False), (600, False)]
)  # fmt: skip
def test_code_and_check_in_are_open_from_a_quarter_before_until_half_an_hour_after(session, clock, minutes, is_shown):
    clock.shift(timedelta(minutes=minutes))
    assert ("beamer__code" in trainers(session).get(f"{session.path}code/").text) == is_shown
    assert ("<form" in bens(session).get(f"{session.path}dabei/").text.split("<main")[1].split("</main")[0]) == is_shown
    answer = say(session, code_at(session, session.starts + timedelta(minutes=minutes)))
    assert (answer.status_code == 302) == is_shown and state(session) == ("present" if is_shown else "")


def test_whoever_types_what_is_shown_is_there_and_opening_the_page_changes_nothing(session):
    client, code = bens(session), on_the_wall(session)
    html = client.get(f"{session.path}dabei/?code={code}").text
    assert f'value="{code}"' in html and "Ich bin da" in html and state(session) == ""
    for _twice in range(2):
        assert say(session, code, client).status_code == 302
        assert state(session) == "present"
    assert "Sie sind als anwesend eingetragen." in client.get(f"{session.path}dabei/").text
    assert not Act.objects.exists()


def test_a_wrong_or_stale_code_says_so_at_the_field(session, clock):
    old = on_the_wall(session)
    clock.shift(180)
    for code in ("ABCDEF", old):
        answer = say(session, code)
        assert answer.status_code == 422 and f'value="{code}"' in answer.text
        assert 'id="id_code_error"' in answer.text and "Dieser Code gilt nicht oder nicht mehr." in answer.text
    assert "Bitte geben Sie den Code ein." in say(session, " ").text
    assert state(session) == ""


def test_a_code_from_the_address_is_text(session):
    html = bens(session).get(f'{session.path}dabei/?code="><script>alert(1)</script>').text
    assert "<script>alert" not in html


def test_somebody_guesses_ten_times_in_ten_minutes_and_others_are_not_hindered(session, clock):
    client = bens(session)
    for _guess in range(10):
        assert say(session, "ABCDEF", client).status_code == 422
    answer = say(session, on_the_wall(session), client)
    assert answer.status_code == 429 and "zu viele Versuche" in answer.text and state(session) == ""
    other = cem()
    Part.objects.create(event=session, person=other, role=Part.JOINER)
    assert say(session, on_the_wall(session), client_of(other)).status_code == 302
    clock.shift(600)
    assert say(session, on_the_wall(session), client).status_code == 302


def test_without_the_counter_somebody_would_guess_on(session, monkeypatch):
    monkeypatch.setattr("dreiklang.events.views.meeting.is_too_often", lambda *args: False)
    for _guess in range(11):
        assert say(session, "ABCDEF").status_code == 422


def test_only_who_is_expected_checks_in(session):
    code = on_the_wall(session)
    for person in (cem(), ada(), session.parts.get().person):
        answer = say(session, code, client_of(person))
        assert answer.status_code == 403 and "Sie stehen nicht auf der Liste" in answer.text
        with pytest.raises(Refusal, match="nicht auf der Liste"):
            attending.check_in(session, person, code)
    assert not Attendance.objects.exists()


def test_the_code_of_one_event_opens_no_other(session):
    other = a_session([session.seats.registrations.get().person], title="Andere")
    assert say(other, on_the_wall(session), bens(session)).status_code == 422


def test_only_trainers_see_the_code(session):
    for client in (bens(session), client_of(ada())):
        assert client.get(f"{session.path}code/").status_code == 403


def test_a_guest_without_an_account_and_who_waits_are_not_expected(session):
    registration = session.seats.registrations.get()
    registration.state = Registration.WAITING
    registration.save()
    assert say(session, on_the_wall(session)).status_code == 403


# --- absence announced beforehand ---


def test_somebody_says_beforehand_that_she_cannot_come_and_takes_it_back(session, clock):
    clock.shift(timedelta(days=-2))
    client = bens(session)
    assert "Ich kann nicht kommen" in client.get(session.path).text
    html = client.get(f"{session.path}verhindert/").text
    assert "Ihr Platz bleibt Ihrer." in html and "Gezählt werden alle geplanten Sitzungen." in html
    assert state(session) == "" and "<textarea" not in html
    for _twice in range(2):
        client.post(f"{session.path}verhindert/", {"act": "excuse"})
        assert state(session) == "excused"
    assert session.seats.registrations.get().has_seat
    assert "entschuldigt" in client.get(session.path).text
    for _twice in range(2):
        client.post(f"{session.path}verhindert/", {"act": "come"})
        assert state(session) == ""
    assert not Act.objects.exists()


def test_her_trainers_see_it_and_that_she_was_there_wins(session, clock):
    clock.shift(timedelta(minutes=-10))
    client = bens(session)
    client.post(f"{session.path}verhindert/", {"act": "excuse"})
    assert "1 entschuldigt" in trainers(session).get(f"{session.path}anwesenheit/").text
    attending.tick(session, {session.seats.registrations.get().person_id: "present"})
    for act in ("come", "excuse"):
        client.post(f"{session.path}verhindert/", {"act": act})
        assert state(session) == "present"


def test_who_was_excused_and_comes_after_all_checks_in_with_the_code(session, clock):
    clock.shift(-60)
    bens(session).post(f"{session.path}verhindert/")
    clock.shift(120)
    say(session, on_the_wall(session))
    assert state(session) == "present"


def test_once_it_has_begun_nobody_announces_anything(session, clock):
    client = bens(session)
    clock.move_to(session.starts - timedelta(seconds=1))
    client.post(f"{session.path}verhindert/", {"act": "excuse"})
    clock.move_to(session.starts)
    assert "hat begonnen" in client.get(f"{session.path}verhindert/").text
    client.post(f"{session.path}verhindert/", {"act": "come"})
    assert state(session) == "excused"
    Attendance.objects.all().delete()
    client.post(f"{session.path}verhindert/", {"act": "excuse"})
    assert state(session) == ""


def test_a_block_asks_part_by_part(clock):
    block, person = a_block(parts=2), ben()
    register(block.seats, person)
    client, part = client_of(person), block.sessions.order_by("starts").first()
    assert f"{part.path}verhindert/" in client.get(f"{block.path}verhindert/").text
    client.post(f"{block.path}verhindert/")
    assert not Attendance.objects.exists()
    client.post(f"{part.path}verhindert/")
    assert Attendance.objects.get().event == part


def test_strangers_announce_nothing(session, clock):
    clock.shift(-3600)
    for person in (cem(), ada()):
        assert client_of(person).post(f"{session.path}verhindert/").status_code == 403
    assert not Attendance.objects.exists()


def test_what_is_called_off_asks_nobody(session, clock):
    clock.shift(-60)
    Event.objects.update(state=Event.CANCELLED)
    assert "abgesagt" in bens(session).get(f"{session.path}verhindert/").text
    bens(session).post(f"{session.path}verhindert/")
    say(session, code_at(session, session.starts - timedelta(seconds=60)))
    assert state(session) == ""


# --- what stands on the page of the event ---


def test_the_page_offers_what_fits_the_moment(session, clock):
    offers = {-60: {"verhindert/"}, -15: {"verhindert/", "dabei/"}, 0: {"dabei/"}, 149: {"dabei/"}, 150: set()}
    client, leader = bens(session), trainers(session)
    for minutes, expected in offers.items():
        clock.move_to(session.starts + timedelta(minutes=minutes))
        html = client.get(session.path).text
        assert {door for door in ("verhindert/", "dabei/") if f"{session.path}{door}" in html} == expected
        assert f"{session.path}anwesenheit/" not in html and "code/" not in html
        html = leader.get(session.path).text
        assert f"{session.path}anwesenheit/" in html and (f"{session.path}code/" in html) == (-15 <= minutes < 150)
        for door in ("verhindert/", "dabei/", "anwesenheit/", "/code/"):
            assert door not in Client().get(session.path).text


def test_where_nobody_leads_and_a_seat_can_be_given_back_the_page_offers_neither(clock):
    lecture, led, client = an_event("Vortrag", days=0), an_event("Geleitet", days=0), client_of(ben())
    a_trainer(led, a_person("Tina Trainer"))
    for event in (lecture, led):
        register(event.seats, ben_again())
    clock.shift(timedelta(minutes=-10))
    html = client.get(lecture.path).text
    assert "Meine Teilnahme" not in html and "Hier abmelden" in html
    html = client.get(led.path).text
    assert "Ich bin da: Code eingeben" in html and "Ich kann nicht kommen" not in html


def ben_again() -> Person:
    return Person.objects.get(email="ben@example.org")


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_the_page_of_an_event_takes_no_query_more_than_before(session, who):
    client = Client() if who == "visitor" else client_of(cem())
    assert queries_of(client, session.path) == {"visitor": 3, "member": 8}[who]
