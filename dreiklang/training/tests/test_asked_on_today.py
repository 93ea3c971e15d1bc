"""What one is asked stands on Heute until it is answered."""

from datetime import date as day

import pytest
from django.test import Client

from dreiklang.people.tests.makers import cem
from dreiklang.training.actions import practising
from dreiklang.training.models import FollowUp, PracticeProject
from dreiklang.training.start import what_she_is_asked
from dreiklang.training.tests.feedback import a_block_with, an_open_evaluation, answered_by, close
from dreiklang.training.tests.makers import a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def today(client, person) -> str:
    client.force_login(person)
    return client.get("/").text


def test_an_open_evaluation_stands_there_until_she_has_answered_or_it_is_closed(client):
    date, (person, other, *_others) = a_block_with(5)
    evaluation = an_open_evaluation(date)
    for who in (person, other):
        assert evaluation.path in today(client, who)
    assert evaluation.path not in today(client, cem())
    answered_by(evaluation, [person])
    assert evaluation.path not in today(client, person) and evaluation.path in today(client, other)
    close(evaluation)
    assert evaluation.path not in today(client, other)


@pytest.mark.parametrize("then", ["answers", "skips", "stops"])
def test_a_question_about_her_project_stands_there_until_she_answers_skips_or_stops(client, then):
    date, (person, *_) = a_block_with(1)
    project = PracticeProject.objects.create(
        run=date.run, person=person, title="Mappe", aim="Ankommen", named_on=day(2026, 3, 2)
    )
    assert project.path not in today(client, person)
    asked = practising.ask(project, 3)
    assert project.path in today(client, person)
    if then == "answers":
        practising.answer(asked, FollowUp.DONE, "", "")
    elif then == "skips":
        practising.skip(asked)
    else:
        practising.let_ask(project, False)
    assert project.path not in today(client, person)


def test_a_visitor_is_asked_nothing():
    assert "Wir hören zu" not in Client().get("/").text


def test_as_many_queries_with_one_question_as_with_two(django_assert_num_queries):
    date, (person, *_) = a_block_with(5)
    an_open_evaluation(date)
    for title in ("Mappe", "Runder Tisch"):
        project = PracticeProject.objects.create(
            run=a_run(date.run.programme, title), person=person, title=title, aim="Ankommen"
        )
        practising.ask(project, 3)
        with django_assert_num_queries(2):
            (card,) = what_she_is_asked(person)
            assert [each.path for each in (*card["evaluations"], *card["projects"])]
