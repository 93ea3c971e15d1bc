"""A question that nobody answers, by the working days of Baden-Württemberg: who hears of it and what is said."""

import threading
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.dialogue.actions import escalating
from dreiklang.dialogue.actions.rooms import lock_room, unlock_room
from dreiklang.dialogue.models import Post, Question, Thread
from dreiklang.dialogue.shares import shares
from dreiklang.dialogue.steps import state_of
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread
from dreiklang.dialogue.tests.officers import officers
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import working_days_after
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
WAITS = "Eine Frage wartet"


@pytest.fixture(autouse=True)
def in_baden_wuerttemberg(settings):
    settings.LAND = "BW"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# asked, after one working day, after two
DAYS = [
    ("2026-03-02 10:00", "2026-03-03 10:00", "2026-03-04 10:00"),  # a Monday
    ("2026-03-06 15:30", "2026-03-09 15:30", "2026-03-10 15:30"),  # a Friday
    ("2026-03-07 11:00", "2026-03-10 07:00", "2026-03-11 07:00"),  # a Saturday: it begins on Monday at seven
    ("2026-03-02 22:15", "2026-03-04 07:00", "2026-03-05 07:00"),  # at night
    ("2026-03-02 05:00", "2026-03-03 07:00", "2026-03-04 07:00"),  # early in the morning
    ("2026-01-05 10:00", "2026-01-07 10:00", "2026-01-08 10:00"),  # before Heilige Drei Könige
    ("2026-01-06 10:00", "2026-01-08 07:00", "2026-01-09 07:00"),  # on it
    ("2026-04-02 16:00", "2026-04-07 16:00", "2026-04-08 16:00"),  # before Karfreitag, over Ostermontag
    ("2026-04-03 09:00", "2026-04-08 07:00", "2026-04-09 07:00"),  # on Karfreitag
    ("2026-06-03 15:00", "2026-06-05 15:00", "2026-06-08 15:00"),  # before Fronleichnam
    ("2027-10-29 11:00", "2027-11-02 11:00", "2027-11-03 11:00"),  # before Allerheiligen, and the clocks go back
    ("2026-03-27 12:00", "2026-03-30 12:00", "2026-03-31 12:00"),  # the clocks go forward
    ("2026-12-23 09:00", "2026-12-28 09:00", "2026-12-29 09:00"),  # Heiligabend, two holidays, no: a weekend in them
    ("2026-12-24 10:00", "2026-12-29 07:00", "2026-12-30 07:00"),  # on Heiligabend
    ("2026-12-29 18:59", "2026-12-30 18:59", "2027-01-04 18:59"),  # over Silvester and New Year
    ("2026-12-31 12:00", "2027-01-05 07:00", "2027-01-07 07:00"),  # on Silvester, and over the Three Kings
]


@pytest.mark.parametrize(("asked", "first", "second"), DAYS)
def test_working_days_are_counted(asked, first, second):
    assert working_days_after(at(asked), 1) == at(first)
    assert working_days_after(at(asked), 2) == at(second)


def test_days_without_holidays_would_be_wrong(settings):
    """The counter-test: in another Land some of these days are worked on."""
    settings.LAND = "BE"
    assert working_days_after(at("2026-01-05 10:00"), 1) == at("2026-01-06 10:00")
    assert working_days_after(at("2026-06-03 15:00"), 1) == at("2026-06-04 15:00")


@pytest.mark.parametrize(("asked", "first", "second"), DAYS)
def test_the_team_hears_after_one_working_day_and_the_lunch_meeting_after_two(asked, first, second):
    boss = ada()
    with time_machine.travel(at(asked), tick=False) as clock:
        thread = a_thread(a_room(), ben())
        clock.move_to(at(first) - MINUTE)
        escalating.escalate()
        assert not Letter.objects.filter(to=boss.email).exists()
        for _again in range(2):
            clock.move_to(at(first))
            escalating.escalate()
        assert Letter.objects.get(to=boss.email).subject.startswith(WAITS)
        assert not Question.objects.in_pool().exists()
        clock.move_to(at(second) - MINUTE)
        escalating.escalate()
        assert not Question.objects.in_pool().exists()
        clock.move_to(at(second))
        escalating.escalate()
        assert [question.pk for question in Question.objects.in_pool()] == [thread.pk]
        assert Letter.objects.filter(to=boss.email).count() == 1


def waiting(room=None, title="Wer weiß es?", by=None, days=10) -> Thread:
    """A question that was asked so many days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
        return a_thread(room or a_room(title), by or cem(), title)


def test_a_question_leaves_the_pool_when_it_is_answered_closed_or_removed():
    room, other = a_room(), cem()
    answered, closed, removed, stays = (waiting(room, title, other) for title in ("Ab", "Abc", "Abcd", "Abcde"))
    escalating.escalate()
    assert Question.objects.in_pool().count() == 4
    a_reply(answered, ben())
    Thread.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    Post.objects.filter(thread=removed).update(state=Post.REMOVED)
    assert [question.pk for question in Question.objects.in_pool()] == [stays.pk]


def test_what_is_answered_closed_or_removed_troubles_nobody():
    boss, room, other = ada(), a_room(), cem()
    answered, closed, removed = (waiting(room, title, other) for title in ("Ab", "Abc", "Abcd"))
    a_reply(answered, ben())
    Thread.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    Post.objects.filter(thread=removed).update(state=Post.REMOVED)
    Letter.objects.all().delete()
    escalating.escalate()
    assert not Letter.objects.filter(to=boss.email).exists() and not Question.objects.in_pool().exists()


def test_a_locked_room_waits_and_is_told_of_when_it_opens():
    boss, room = ada(), a_room()
    waiting(room)
    lock_room(room, reason="Vorfall", by=boss)
    escalating.escalate()
    assert not Letter.objects.filter(to=boss.email).exists()
    unlock_room(room, by=boss)
    escalating.escalate()
    assert Letter.objects.filter(to=boss.email).count() == 1


def test_one_letter_tells_of_all_that_have_come_due():
    boss, room, other = ada(), a_room(), cem()
    waiting(room, "Erste Frage?", other)
    waiting(room, "Zweite Frage?", other)
    waiting(a_room("Drinnen", stays_inside=True), "Geheime Frage?", other)
    escalating.escalate()
    letter = Letter.objects.get(to=boss.email)
    assert letter.subject.startswith("3 Fragen warten")
    assert "Erste Frage?" in letter.text and "Zweite Frage?" in letter.text
    assert "Geheime" not in letter.text and "Eine Frage in „Drinnen“" in letter.text


def test_moderators_hear_of_their_rooms_and_of_no_others():
    helper, other = ben(), cem()
    room = a_room()
    a_moderator(room, helper)
    waiting(room, "Im Raum?", other)
    waiting(a_room("Anderswo"), "Anderswo?", other)
    Letter.objects.all().delete()
    escalating.escalate()
    letter = Letter.objects.get(to=helper.email)
    assert "Im Raum?" in letter.text and "Anderswo?" not in letter.text


def test_in_a_circle_that_the_team_does_not_read_only_its_moderators_hear():
    boss, helper, other = ada(), ben(), cem()
    room = a_circle(helper, other)
    a_moderator(room, helper)
    waiting(room, "Unter uns?", other)
    Letter.objects.all().delete()
    escalating.escalate()
    assert "Unter uns?" in Letter.objects.get(to=helper.email).text
    assert not Letter.objects.filter(to=boss.email).exists()


def test_in_a_circle_that_nobody_looks_after_the_team_hears_without_a_title():
    boss, other, gone = ada(), cem(), a_person("Gone", email="gone@example.org")
    room = a_circle(other)
    a_moderator(room, gone)  # who has left the circle
    a_moderator(room, other)  # who asks herself
    waiting(room, "Unter uns?", other)
    escalating.escalate()
    letter = Letter.objects.get(to=boss.email)
    assert letter.subject == "Eine Frage in einem Kreis wartet"
    assert "Unter uns" not in letter.text and room.title not in letter.text
    assert not Letter.objects.filter(to=gone.email).exists()


def test_the_chore_takes_as_many_queries_for_three_questions_as_for_one():
    boss, room, other = ada(), a_room(), cem()
    a_moderator(room, boss)
    waiting(room, "Erste?", other)
    one = _queries_of_the_chore()
    for number in range(3):
        waiting(room, f"Frage {number}?", other)
    assert _queries_of_the_chore() == one


def _queries_of_the_chore() -> int:
    with CaptureQueriesContext(connection) as captured:
        escalating.escalate()
    return len(captured)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(monkeypatch):
    boss = ada()
    waiting()
    meet_after_looking(monkeypatch, patience=0.5)
    assert side_by_side(escalating.escalate, escalating.escalate) == [None, None]
    assert Letter.objects.filter(to=boss.email).count() == 1
    assert Question.objects.in_pool().count() == 1


def meet_after_looking(monkeypatch, patience: float) -> None:
    """The worst moment: both have seen what is due before one of them has told it."""
    both, due = threading.Barrier(2), escalating._due

    def look(questions, days):
        found = due(questions, days)
        with suppress(threading.BrokenBarrierError):  # SQLite lets one in only
            both.wait(patience)
        return found

    monkeypatch.setattr(escalating, "_due", look)


@pytest.mark.django_db(transaction=True)
def test_without_looking_again_under_the_lock_two_workers_would_tell_twice(monkeypatch):
    """The counter-test of the one above."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lässt nur eine Transaktion schreiben.")
    boss = ada()
    waiting()
    meet_after_looking(monkeypatch, patience=5)
    monkeypatch.setattr(escalating, "_locked", lambda due: list(Question.objects.filter(pk__in=due)))
    side_by_side(escalating._tell, escalating._tell)
    assert Letter.objects.filter(to=boss.email).count() == 2


# What everybody sees


def test_the_state_says_what_has_happened_and_what_comes_next(client):
    people = officers(9)
    with time_machine.travel(at("2026-03-02 12:00"), tick=False) as clock:
        thread = a_thread(a_room(), people[0])
        number = thread.asked.count()
        client.force_login(people[1])
        assert said(thread, number) == (
            [f"gefragt am 2. März 2026, {number} Personen wurden gefragt"],
            "Bis Dienstag, 3. März 2026, 12:00 Uhr ohne Antwort: dann kümmert sich das Team.",
        )
        page = client.get(thread.path).content.decode()
        assert f"{number} Personen wurden gefragt" in page and "dann kümmert sich das Team" in page
        clock.move_to(at("2026-03-03 12:00"))
        assert said(thread)[1] == "Gleich kümmert sich das Team."
        escalating.escalate()
        assert said(thread, 0) == (
            ["gefragt am 2. März 2026", "das Team weiß Bescheid"],
            "Bis Mittwoch, 4. März 2026, 12:00 Uhr ohne Antwort: dann kommt sie in das nächste MittagsMeeting.",
        )
        clock.move_to(at("2026-03-04 12:00"))
        escalating.escalate()
        steps, coming = said(thread)
        assert steps[-1] == "kommt ins MittagsMeeting" and "nächste MittagsMeeting" in coming
        client.force_login(people[1])  # a session does not last so long
        assert "kommt ins MittagsMeeting" in client.get(thread.room.path).content.decode()
        answer = a_reply(Thread.objects.get(pk=thread.pk), people[2])
        steps, coming = said(thread)
        assert steps[1:] == ["das Team weiß Bescheid", "beantwortet"] and "annehmen" in coming
        Thread.objects.filter(pk=thread.pk).update(accepted=answer)
        assert said(thread)[0][-1] == "gelöst" and said(thread)[1] == ""


def said(thread, number=None) -> tuple[list[str], str]:
    state = state_of(Thread.objects.get(pk=thread.pk), timezone.now(), number)
    return state.steps, state.next


def test_of_a_protected_question_no_number_is_said_and_in_a_circle_no_team():
    people = officers(6)
    thread = a_thread(a_circle(*people), people[0])
    steps, coming = said(thread)
    assert "mehrere Personen" in steps[0] and "die Moderation" in coming and "Team" not in coming


def test_what_is_no_question_has_no_state():
    thread = a_thread(a_room(), ben(), kind=Thread.EXPERIENCE)
    assert state_of(thread, timezone.now()) is None


# The team's page and its one figure


def test_the_team_sees_what_waits_the_oldest_first_and_not_what_it_does_not_read(client):
    boss, other = ada(), cem()
    room = a_room()
    waiting(room, "Die jüngere?", other, days=3)
    waiting(room, "Die ältere?", other, days=9)
    waiting(a_circle(other), "Im Kreis?", other)
    a_reply(waiting(room, "Beantwortet?", other), ben())
    client.force_login(boss)
    page = client.get("/dialog/fragen/wartende/").content.decode()
    assert page.index("Die ältere?") < page.index("Die jüngere?")
    assert "Im Kreis?" not in page and "Beantwortet?" not in page
    assert other.name not in page.replace(boss.name, "")


def test_the_page_of_what_waits_takes_as_many_queries_for_three_as_for_one(client):
    boss, other, room = ada(), cem(), a_room()
    waiting(room, "Erste?", other)
    client.force_login(boss)
    client.get("/dialog/fragen/wartende/")
    one = _queries(client)
    for number in range(2):
        waiting(room, f"Frage {number}?", other)
    assert _queries(client) == one <= 12


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/dialog/fragen/wartende/").status_code == 200
    return len(captured)


def test_the_share_counts_working_days_and_is_said_from_five_questions_up(client):
    boss, asker, helper = ada(), cem(), ben()
    room, small = a_room(), a_room("Klein")
    hours = [1, 47, 49, None]  # over a weekend, 49 hours are still within two working days
    with time_machine.travel(at("2026-03-06 10:00"), tick=False) as clock:
        for number, later in enumerate(hours):
            clock.move_to(at("2026-03-06 10:00"))
            thread = a_thread(room, asker, title=f"Frage {number}?")
            if later:
                clock.shift(timedelta(hours=later))
                a_reply(thread, helper)
        clock.move_to(at("2026-03-20 10:00"))
        assert shares(boss, timezone.now()) == (None, [])
        client.force_login(boss)
        assert "fünf Fragen" in client.get("/dialog/fragen/wartende/").content.decode()
        clock.move_to(at("2026-03-06 10:00"))
        late = a_thread(small, asker, title="Zu spät?")
        clock.move_to(at("2026-03-10 10:01"))
        a_reply(late, helper)
        house, rooms = shares(boss, at("2026-03-20 10:00"))
        assert (house.answered, house.questions, house.percent) == (3, 5, 60) and rooms == []
        clock.move_to(at("2026-03-06 10:00"))
        a_reply(a_thread(room, asker, title="Noch eine?"), helper)
        house, rooms = shares(boss, at("2026-03-20 10:00"))
        assert (house.answered, house.questions) == (4, 6)
        assert [(one, share.answered, share.questions) for one, share in rooms] == [(room, 4, 5)]
        assert shares(boss, at("2026-03-09 10:00"))[0] is None  # their two days are not over
        assert shares(boss, at("2027-03-20 10:00"))[0] is None  # a rolling year
        clock.move_to(at("2026-03-20 10:00"))
        assert "4 von 6 Fragen (67 %)" in client.get("/dialog/fragen/wartende/").content.decode()


def test_a_share_of_a_circle_is_not_said_to_a_team_that_does_not_read_it():
    boss, asker = ada(), cem()
    circle = a_circle(asker)
    for number in range(5):
        waiting(circle, f"Frage {number}?", asker, days=30)
    house, rooms = shares(boss, timezone.now())
    assert house.questions == 5 and rooms == []
    assert shares(asker, timezone.now())[1][0][0] == circle
