"""One applies for a whole run, and whoever takes her seat belongs to the cohort and is expected at all its dates."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions import applying, deciding
from dreiklang.seats.models import Registration
from dreiklang.seats.rules import may_register
from dreiklang.seats.tests.makers import a_question, a_quota
from dreiklang.training.actions import calling, planning, writing
from dreiklang.training.models import BlockDate, Run
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def run():
    programme = a_programme()
    run = writing.write_run(Run(programme=programme), {"title": "Durchgang 2027"}, by=ada())
    event = a_date(run, a_building_block(programme), days=40, capacity=None, audience=run.cohort).event
    Event.objects.filter(pk=event.pk).update(readers="public")
    return run


def opened(run, **more):
    facts = {"capacity": 2, "closes_at": timezone.now() + timedelta(days=20)} | more
    return calling.open_call(run, **facts, by=None)


def test_one_applies_for_the_run_and_is_expected_at_its_dates(run):
    seats, person = opened(run), ben()
    writing.publish_run(run, by=None)
    application = applying.apply(type(seats).objects.get(pk=seats.pk), person, {})
    deciding.decide(seats, [application], Registration.OFFERED, by=None, reason="Passt.")
    assert not BlockDate.objects.of(person).exists()  # an offer is no seat yet
    applying.accept(application)
    assert list(BlockDate.objects.of(person)) == list(run.dates.all())
    assert Run.objects.of(person).get() == run


def test_while_the_run_is_a_draft_nobody_may_apply_and_then_members_may(run):
    seats, person = opened(run), ben()
    assert not may_register(person, seats)
    writing.publish_run(run, by=None)
    assert may_register(person, type(seats).objects.get(pk=seats.pk))


def test_the_seats_know_from_when_to_when_the_run_goes_and_stand_in_no_calendar(run):
    seats, event = opened(run), run.dates.get().event
    assert seats.is_over is False and seats.entry["ends"] == event.ends.isoformat() and not seats.has_entry
    Event.objects.filter(pk=event.pk).update(ends=event.ends + timedelta(days=9))
    assert calling.keep_all_true() == 1
    seats.refresh_from_db()
    assert seats.entry["ends"] == (event.ends + timedelta(days=9)).isoformat()


def test_opening_twice_changes_number_and_deadline(run):
    first = opened(run)
    again = opened(Run.objects.get(pk=run.pk), capacity=30, closes_at=None)
    assert (again.pk, again.capacity, again.closes_at) == (first.pk, 30, None)


def test_without_a_cohort_there_is_no_call(run):
    run.cohort.delete()
    with pytest.raises(Refusal, match="keine Gruppe"):
        opened(run)


def test_a_run_that_is_planned_from_it_has_the_same_call_for_the_new_cohort(run):
    seats = opened(run)
    question = a_question(seats)
    a_quota(seats, places=1, released_on=timezone.localdate() + timedelta(days=5))
    new = planning.plan_run(run, "Durchgang 2028", timezone.localdate() + timedelta(days=400), by=ada_again())
    assert new.seats.by_application and new.seats.capacity == 2 and new.seats.joins == new.cohort
    assert [each.label for each in new.seats.questions.all()] == [question.label]
    quota = new.seats.quotas.get()
    assert quota.places == 1 and quota.released_on > timezone.localdate() + timedelta(days=300)
    assert not may_register(ben(), new.seats)


def ada_again():
    return ada(email="ada.zwei@example.org")


def test_the_team_opens_a_call_on_a_page_and_everybody_reads_it_on_the_run(run):
    client = Client()
    client.force_login(ada_again())
    answer = client.post(reverse("call_run", args=[run.pk]), {"capacity": "", "closes_at_0": "", "closes_at_1": ""})
    assert "Bitte geben Sie eine Zahl an." in answer.content.decode()
    client.post(reverse("call_run", args=[run.pk]), {"capacity": "30", "closes_at_0": "", "closes_at_1": ""})
    writing.publish_run(run, by=None)
    page = Client().get(run.path).content.decode()
    assert "Am ganzen Durchgang teilnehmen" in page and "Anmelden und bewerben" in page
    client.force_login(ben())
    assert "Jetzt bewerben" in client.get(run.path).content.decode()
    assert queries_of(client, run.path) < 14
