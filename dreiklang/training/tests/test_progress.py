"""The rule of attendance counts all planned sessions, and says early what can no longer be reached."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.events.models import Attendance, Event
from dreiklang.events.tests.makers import an_event
from dreiklang.people.tests.makers import a_person, ben, cem
from dreiklang.training.models import MakeUp
from dreiklang.training.progress import TICKED_WITHIN, progress, sessions_of
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def date():
    """Five sessions, of which four make a block; one announced absence counts as attended."""
    programme = a_programme(least_attendance=80, excused_allowed=1)
    return a_date(a_run(programme), a_building_block(programme), parts=5)


def attend(date, person, states: str):
    """One letter a session in order: p present, e excused, anything else nothing."""
    named = {"p": Attendance.PRESENT, "e": Attendance.EXCUSED}
    for session, letter in zip(sessions_of([date])[date.pk], states, strict=False):
        if letter in named:
            Attendance.objects.create(event=session, person=person, state=named[letter])


def of(date, person):
    return progress([date], [person])[date.pk, person.pk]


@pytest.mark.parametrize("states", ["ppppp", "pppp-", "pppe-", "ppppe"])
def test_a_block_is_earned_by_the_share_of_all_planned_sessions(date, states):
    person = ben()
    attend(date, person, states)
    assert of(date, person).is_earned


@pytest.mark.parametrize("states", ["ppp--", "ppee-", "eeeee", ""])
def test_a_smaller_share_does_not_earn_it(date, states):
    person = ben()
    attend(date, person, states)
    assert not of(date, person).is_earned


def test_without_allowance_an_excused_absence_is_an_absence(date):
    date.run.programme.excused_allowed = 0
    person = ben()
    attend(date, person, "pppe-")
    assert not of(date, person).is_earned


def test_all_planned_sessions_count_and_not_only_those_that_are_over(date):
    person = ben()
    attend(date, person, "p")
    with time_machine.travel(sessions_of([date])[date.pk][0].ends + timedelta(minutes=1), tick=False):
        mine = of(date, person)
    assert (mine.planned, mine.attended, mine.is_earned, mine.is_out_of_reach) == (5, 1, False, False)


def test_what_is_past_and_was_not_ticked_is_lost_once_trainers_had_their_time(date):
    person, sessions = ben(), sessions_of([date])[date.pk]
    for session, days in zip(sessions, (1, 2, 20, 21, 22), strict=True):
        Event.objects.filter(pk=session.pk).update(
            starts=timezone.now() + timedelta(days=days), ends=timezone.now() + timedelta(days=days, hours=1)
        )
    second = Event.objects.get(pk=sessions[1].pk)
    with time_machine.travel(second.ends + TICKED_WITHIN - timedelta(minutes=1), tick=False):
        assert not of(date, person).is_out_of_reach
    with time_machine.travel(second.ends + TICKED_WITHIN + timedelta(minutes=1), tick=False):
        assert of(date, person).is_out_of_reach


def test_announcing_more_absences_than_are_allowed_says_so_at_once(date):
    person = ben()
    attend(date, person, "ee")
    assert not of(date, person).is_out_of_reach
    attend(date, person, "--e")
    assert of(date, person).is_out_of_reach


def test_a_session_made_up_elsewhere_counts_and_keeps_the_block_in_reach(date):
    person, instead = ben(), an_event("Nachgeholt", days=40, capacity=None)
    attend(date, person, "eee")
    assert of(date, person).is_out_of_reach
    MakeUp.objects.create(person=person, missed=sessions_of([date])[date.pk][0], instead=instead)
    assert not of(date, person).is_out_of_reach
    Attendance.objects.create(event=instead, person=person, state=Attendance.PRESENT)
    mine = of(date, person)
    assert (mine.attended, mine.excused, mine.counted) == (1, 2, 2)


def test_a_made_up_session_that_is_called_off_is_no_way_any_more(date):
    person, instead = ben(), an_event("Nachgeholt", days=40, capacity=None)
    attend(date, person, "eee")
    MakeUp.objects.create(person=person, missed=sessions_of([date])[date.pk][0], instead=instead)
    Event.objects.filter(pk=instead.pk).update(state=Event.CANCELLED)
    assert of(date, person).is_out_of_reach


def test_the_open_lecture_and_what_is_called_off_are_not_planned_sessions(date):
    an_event("Offener Vortrag", kind=Event.SESSION, part_of=date.event, starts=date.event.starts)
    gone = sessions_of([date])[date.pk][0]
    Event.objects.filter(pk=gone.pk).update(state=Event.CANCELLED)
    assert len(sessions_of([date])[date.pk]) == 4


def test_a_block_without_parts_is_its_own_session():
    programme = a_programme()
    date = a_date(a_run(programme), a_building_block(programme), capacity=None)
    assert sessions_of([date])[date.pk] == [date.event]
    person = ben()
    assert not of(date, person).is_earned
    attend(date, person, "p")
    assert of(date, person).is_earned


def test_everybody_is_counted_for_herself(date):
    attend(date, ben(), "ppppp")
    assert not of(date, cem()).is_earned


def test_as_many_queries_for_three_dates_and_thirty_people_as_for_one():
    programme = a_programme()
    blocks = [a_building_block(programme, letter, f"Baustein {letter}") for letter in "ABC"]
    dates = [a_date(a_run(programme, f"Durchgang {block.letter}"), block, parts=2) for block in blocks]
    people = [a_person(f"Person {n}", f"p{n}@example.org") for n in range(30)]
    counts = []
    for some_dates, some_people in ((dates[:1], people[:1]), (dates, people)):
        with CaptureQueriesContext(connection) as queries:
            progress(some_dates, some_people)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
