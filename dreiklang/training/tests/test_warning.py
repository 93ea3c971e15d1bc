"""Whoever can no longer collect a block hears it early, once, and with what she can do."""

from datetime import timedelta

import pytest
import time_machine

from dreiklang.events.models import Attendance, Event
from dreiklang.foundation.models import Act
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ben, cem
from dreiklang.seats.models import Registration
from dreiklang.training.actions import confirming
from dreiklang.training.actions.warning import warn_all
from dreiklang.training.models import Confirmation, EarlyWarning, Run
from dreiklang.training.progress import TICKED_WITHIN
from dreiklang.training.tests.makers import a_building_block, a_programme, a_run, an_earned_block
from dreiklang.training.tests.test_learning import a_cohorts_date, a_run_of, attend, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def programme():
    return a_programme(least_attendance=80, excused_allowed=1)


@pytest.fixture
def date(programme):
    """Five sessions of which four are needed; Ben and Cem take part."""
    return a_cohorts_date(a_run_of(programme, ben(), cem()), a_building_block(programme), parts=5)


def person_of(date, name):
    return date.participants().get(name__startswith=name)


def told() -> list[str]:
    return list(Letter.objects.order_by("to").values_list("to", flat=True))


def test_nobody_is_told_while_it_can_be_reached(date):
    attend(date, person_of(date, "Ben"), "ee")
    assert warn_all() == 0 and told() == []


def test_too_many_announced_absences_are_told_before_the_block_begins_and_only_to_her(date):
    attend(date, person_of(date, "Ben"), "eee")
    assert warn_all() == 1
    assert told() == ["ben@example.org"]
    letter = Letter.objects.get()
    assert "nach heutigem Stand nicht mehr sammeln" in letter.text
    assert "Fehlt eine Sitzung" in letter.text and "Mit einem Klick" not in letter.text


def test_it_is_told_once(date):
    attend(date, person_of(date, "Ben"), "eee")
    assert [warn_all() for _night in range(3)] == [1, 0, 0]
    attend(date, person_of(date, "Cem"), "eee")
    assert warn_all() == 1 and EarlyWarning.objects.count() == 2


def test_unannounced_absences_are_told_once_trainers_had_their_time(date):
    attend(date, person_of(date, "Cem"), "ppp")
    for day, session in enumerate(sessions(date)):  # two are over, three are to come
        starts = session.starts + timedelta(days=day if day < 2 else 20)
        Event.objects.filter(pk=session.pk).update(starts=starts, ends=starts + timedelta(hours=2))
    Event.objects.filter(pk=date.event_id).update(ends=date.event.starts + timedelta(days=22))
    second = Event.objects.get(pk=sessions(date)[1].pk)
    with time_machine.travel(second.ends + TICKED_WITHIN - timedelta(minutes=1), tick=False):
        assert warn_all() == 0
    with time_machine.travel(second.ends + TICKED_WITHIN + timedelta(minutes=1), tick=False):
        assert warn_all() == 1
    assert told() == ["ben@example.org"]


def test_the_letter_names_the_same_sessions_of_another_run(date, programme):
    a_cohorts_date(a_run_of(programme, title="Durchgang 2025"), date.block, parts=5, days=60)
    attend(date, person_of(date, "Ben"), "eee")
    warn_all()
    letter = Letter.objects.get()
    assert letter.subject == "Ihr Stand im Baustein: Grundlagen"
    assert letter.text.count("Grundlagen 1") == 1 and "#nachholen" in letter.text


def test_the_subject_which_the_team_reads_when_post_fails_does_not_say_that_she_was_absent(date, programme):
    attend(date, person_of(date, "Ben"), "eee")
    warn_all()
    a_cohorts_date(a_run_of(programme, title="Durchgang 2025"), date.block, parts=5, days=60)
    attend(date, person_of(date, "Cem"), "eee")
    warn_all()
    assert [letter.subject for letter in Letter.objects.all()] == ["Ihr Stand im Baustein: Grundlagen"] * 2


def test_whoever_has_the_block_from_another_run_is_not_told(date, programme):
    person = person_of(date, "Ben")
    other = a_cohorts_date(a_run_of(programme, person, title="Durchgang 2023"), date.block, parts=1, days=3)
    attend(date, person, "eee")
    attend(other, person, "p")
    assert warn_all() == 0
    Attendance.objects.filter(event=sessions(other)[0]).delete()
    with time_machine.travel(other.event.ends + timedelta(days=4), tick=False):
        assert warn_all() == 2  # both are out of reach now, and she is told of each


def test_whoever_had_the_block_confirmed_long_ago_is_not_told(date, programme):
    a_confirmation_of(person_of(date, "Ben"), date.block, programme)
    attend(date, person_of(date, "Ben"), "eee")
    assert warn_all() == 0
    Confirmation.objects.all().delete()
    assert warn_all() == 1


def a_confirmation_of(person, block, programme):
    """Of an earlier run, of which nobody knows any more who was there."""
    confirming.award(an_earned_block([person], block=block, run=a_run(programme, "Durchgang 2021")))
    Attendance.objects.all().delete()
    Registration.objects.update(person=None)
    Letter.objects.all().delete()


def test_drafts_what_is_called_off_and_what_is_long_over_are_left_alone(date):
    attend(date, person_of(date, "Ben"), "eee")
    Run.objects.update(state=Run.DRAFT)
    assert warn_all() == 0
    Run.objects.update(state=Run.PUBLISHED)
    Event.objects.filter(pk=date.event_id).update(state=Event.CANCELLED)
    assert warn_all() == 0
    Event.objects.filter(pk=date.event_id).update(state=Event.PUBLISHED)
    with time_machine.travel(date.event.ends + timedelta(days=30), tick=False):
        assert warn_all() == 0
    assert warn_all() == 1


def test_nothing_is_logged(date):
    attend(date, person_of(date, "Ben"), "eee")
    before = Act.objects.count()
    warn_all()
    assert Act.objects.count() == before
