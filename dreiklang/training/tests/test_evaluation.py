"""One answers once, nobody knows what, and below five answers there is nothing anywhere."""

import re
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dreiklang.events.models import Event, Part
from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import a_field, a_person, ada, cem
from dreiklang.training import results
from dreiklang.training.actions import evaluating
from dreiklang.training.models import Evaluation, Question, Ticket
from dreiklang.training.results import LEAST, results_of
from dreiklang.training.tests.feedback import (
    a_block_with,
    after,
    an_open_evaluation,
    answered_by,
    answers,
    close,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
SECRET = "Ganz eigene Worte"


def page_of(date, name="evaluation") -> str:
    return reverse(name, args=[date.run.programme.slug, date.run.pk, date.block.slug])


def typed(evaluation, **said) -> dict:
    return {f"q{pk}": values for pk, values in answers(evaluation, **said).items() if values}


def see(client, person, address):
    client.force_login(person)
    return client.get(address)


def invitations():
    return Letter.objects.filter(subject__startswith="Ihre Rückmeldung")


# --- it opens, asks and closes ---


def test_when_the_block_ends_all_who_were_expected_get_a_ticket_and_one_letter():
    date, people = a_block_with(6)
    cem()
    evaluating.tend()
    assert not Ticket.objects.exists()
    with after(date):
        evaluating.tend()
        evaluating.tend()
    assert {ticket.person for ticket in Ticket.objects.all()} == set(people)
    assert sorted(invitations().values_list("to", flat=True)) == sorted(person.email for person in people)
    assert date.evaluation.path in invitations().first().text


def test_it_closes_after_fourteen_whole_days_or_as_many_as_the_team_said():
    date, _people = a_block_with(5)
    evaluating.word(date, ["Eine"], [], days=20, by=ada())
    with after(date):
        evaluation = evaluating.open_evaluation(date)
    assert timezone.localtime(evaluation.closes_at).strftime("%H:%M") == "00:00"
    assert (timezone.localdate(evaluation.last_day) - timezone.localdate(date.event.ends)).days == 20


@pytest.mark.parametrize("state", [Event.CANCELLED, Event.DRAFT])
def test_what_did_not_take_place_is_not_asked_about(state):
    date, _people = a_block_with(6)
    Event.objects.filter(pk=date.event_id).update(state=state)
    with after(date):
        evaluating.tend()
    assert not Evaluation.objects.exists()


def test_nobody_is_asked_where_fewer_than_five_take_part():
    date, _people = a_block_with(LEAST - 1)
    with after(date):
        evaluating.tend()
    assert not Ticket.objects.exists() and not invitations().exists()


def test_a_worker_that_slept_too_long_does_not_open_what_would_be_closed():
    date, _people = a_block_with(6)
    with after(date, days=16):
        evaluating.tend()
    assert not Ticket.objects.exists()


def test_one_reminder_three_days_before_the_close_goes_only_to_open_tickets():
    date, people = a_block_with(6)
    with after(date):
        evaluation = evaluating.open_evaluation(date)
        answered_by(evaluation, people[:4])
    with after(date, days=10):
        evaluating.tend()
    assert invitations().count() == 6
    with after(date, days=12):
        evaluating.tend()
        evaluating.tend()
    reminded = invitations().order_by("-written_at").values_list("to", flat=True)[:2]
    assert invitations().count() == 8 and set(reminded) == {person.email for person in people[4:]}


def test_letters_keep_quiet_hours():
    date, _people = a_block_with(5)
    Event.objects.filter(pk=date.event_id).update(ends="2026-03-07T20:00+01:00", starts="2026-03-06T09:00+01:00")
    date.event.refresh_from_db()  # a Saturday
    with after(date):
        evaluating.open_evaluation(date)
    assert {timezone.localtime(letter.not_before).strftime("%a") for letter in invitations()} == {"Mon"}


def test_the_team_words_the_questions_until_it_opens_and_not_afterwards(client):
    date, _people = a_block_with(5)
    client.force_login(ada(password="x"))
    address = page_of(date, "evaluation_questions")
    assert "Was hat gefehlt?" in client.get(address).text
    told = {"statements": "Gut\nSchön", "open_questions": "Wie weiter?", "days": 7}
    assert client.post(address, told).status_code == 302
    an_open_evaluation(date)
    texts = list(Question.objects.values_list("kind", "text"))
    assert texts == [("scale", "Gut"), ("scale", "Schön"), ("text", "Wie weiter?")]
    assert client.get(address).status_code == 404
    with pytest.raises(Refusal):
        evaluating.word(date, ["Anders"], [], by=ada(email="ada2@example.org"))


# --- one answer each ---


def test_an_answer_counts_once_and_a_second_click_finds_the_first(client):
    a_field()
    date, (person, *_others) = a_block_with(5)
    evaluation = an_open_evaluation(date)
    assert "stimmt ganz" in see(client, person, page_of(date)).text
    for _click in range(2):
        answer = client.post(page_of(date), typed(evaluation), follow=True)
        assert "sind gezählt" in answer.text
    evaluation.refresh_from_db()
    assert evaluation.answered == 1
    assert {question.answered for question in evaluation.questions.all()} == {1}


def test_an_empty_sheet_is_no_answer_and_leaves_the_ticket_open(client):
    date, (person, *_others) = a_block_with(5)
    an_open_evaluation(date)
    client.force_login(person)
    answer = client.post(page_of(date), {})
    assert answer.status_code == 422 and "mindestens eine Frage" in answer.text
    assert Ticket.objects.get(person=person).is_open


def test_without_a_ticket_or_after_the_close_nobody_answers(client):
    date, (person, *_others) = a_block_with(5)
    evaluation = an_open_evaluation(date)
    late = a_person("Später Gekommen")
    with pytest.raises(Refusal):
        evaluating.answer(evaluation, late, answers(evaluation))
    close(evaluation)
    with pytest.raises(Refusal):
        evaluating.answer(evaluation, person, answers(evaluation))
    client.force_login(person)
    assert "gerade nicht" in client.post(page_of(date), typed(evaluation), follow=True).text
    assert not Question.objects.filter(answered__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_two_submits_of_one_person_side_by_side_count_once():
    date, (person, other, *_others) = a_block_with(5)
    evaluation = an_open_evaluation(date)
    calls = [lambda who=who: evaluating.answer(evaluation, who, answers(evaluation)) for who in (person, person, other)]
    assert side_by_side(*calls) == [None] * 3
    evaluation.refresh_from_db()
    assert evaluation.answered == 2
    assert {question.answered for question in evaluation.questions.all()} == {2}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_submits_go_wrong(monkeypatch):
    """The counter-test: both find the ticket open."""
    date, (person, *_others) = a_block_with(5)
    evaluation = an_open_evaluation(date)
    both, real = threading.Barrier(2, timeout=1.5), answers(evaluation)

    def look_only(evaluation):
        return Evaluation.objects.get(pk=evaluation.pk)

    class Late(dict):
        def get(self, *args):  # asked after the ticket was looked at
            with suppress(threading.BrokenBarrierError):
                both.wait()
            return super().get(*args)

    def answer_without_lock():
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"
        try:
            return evaluating.answer(evaluation, person, Late(real))
        finally:
            connection.close()

    monkeypatch.setattr(evaluating, "lock", look_only)
    said = side_by_side(answer_without_lock, answer_without_lock)
    evaluation.refresh_from_db()
    assert any(isinstance(one, Exception) for one in said) or evaluation.answered != 1


# --- nobody knows what ---


def test_nothing_that_is_kept_ties_answers_to_each_other_to_a_moment_or_to_a_person():
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    for number, person in enumerate(people):
        evaluating.answer(
            evaluation, person, answers(evaluation, step=(4, 0, 2, 3, 1, 2)[number], text=f"{9 - number}")
        )
    for question in evaluation.questions.all():
        assert question.box == sorted(question.box) and len(question.box) == 6
    assert not Act.objects.filter(on__startswith="evaluation").exists()
    assert {field.name for field in Ticket._meta.fields} == {"id", "evaluation", "person", "is_open"}
    assert {field.name for field in Question._meta.fields} == {
        "id", "evaluation", "order", "kind", "text", "box", "answered",
    }  # fmt: skip


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL keeps xmin")
@pytest.mark.django_db(transaction=True)
def test_the_numbers_of_transactions_do_not_tell_tickets_apart():
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:3])
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM training_ticket")
        assert len({row[0] for row in cursor.fetchall()}) == 1


def test_no_other_file_of_the_house_looks_into_the_boxes():
    def looks(path: Path) -> bool:
        return re.search(r"\.box\b|[\"']box[\"']", path.read_text(encoding="utf-8")) is not None

    root = settings.ROOT / "dreiklang"
    files = [*root.rglob("*.py"), *root.rglob("templates/**/*.html"), *root.rglob("templates/**/*.txt")]
    found = {str(path.relative_to(root)) for path in files if "/tests/" not in str(path) and looks(path)}
    assert found - {"training/migrations/0004_listening.py"} == {
        "training/results.py", "training/actions/evaluating.py",
    }  # fmt: skip


# --- from five on ---


def everywhere(client, date) -> str:
    """All that participants, trainers and the team get to see of an evaluation: pages, table, context."""
    trainer = a_person("Toni Leitung")
    Part.objects.create(event=date.event, person=trainer, role=Part.TRAINER)
    said = ""
    for who in (date.evaluation.tickets.first().person, trainer, ada()):
        with patch("dreiklang.training.views.evaluating.render", wraps=render) as rendering:
            answer = see(client, who, page_of(date))
        assert answer.status_code == 200
        said += answer.text + str(rendering.call_args.args[2]["results"])
        said += client.get(page_of(date, "evaluation_table")).reason_phrase
    return said


@pytest.mark.parametrize("number", [0, 1, LEAST - 1])
def test_below_five_answers_there_is_nothing_anywhere(client, number):
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:number], text=SECRET)
    assert results_of(close(evaluation)) is None
    said = everywhere(client, date)
    assert SECRET not in said and "stimmt eher" not in said and said.count("Not Found") == 1  # the team's table


def test_from_five_on_all_three_read_the_same(client):
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:LEAST], text=SECRET)
    assert results_of(close(evaluation))[0].bars[3].number == LEAST
    said = everywhere(client, date)
    assert said.count("stimmt eher nicht") >= 3 and "Not Found" not in said
    pages = [re.sub(r"(?s).*<main|</main.*|<div class=\"actions\".*", "", see(client, who, page_of(date)).text)
             for who in (people[0], ada(email="ada2@example.org"))]  # fmt: skip
    assert pages[0] == pages[1] and SECRET in pages[0]


def test_with_a_lower_threshold_the_same_look_finds_what_must_not_be_seen(client, monkeypatch):
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[: LEAST - 1], text=SECRET)
    close(evaluation)
    monkeypatch.setattr(results, "LEAST", 1)
    assert SECRET in everywhere(client, date)


def test_while_it_is_open_nobody_sees_anything_however_many_have_answered(client):
    date, people = a_block_with(8)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people, text=SECRET)
    said = everywhere(client, date)
    assert SECRET not in said and "8 Personen" not in said
    close(evaluation)
    assert SECRET in see(client, people[0], page_of(date)).text


def test_a_question_that_fewer_than_five_answered_is_not_shown():
    date, people = a_block_with(7)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:4], text=SECRET)
    answered_by(evaluation, people[4:], text=None)
    shown = results_of(close(evaluation))
    assert [result.answered for result in shown if result.kind == "text"] == [0, 0]
    assert SECRET not in str(shown)
    assert {result.answered for result in shown if result.kind == "scale"} == {7}


def test_a_field_of_action_is_shown_from_three_namings_on():
    a_field("Sprache"), a_field("Wohnen")
    date, people = a_block_with(7)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:2], fields=["wohnen", "sprache"])
    answered_by(evaluation, people[2:])
    (shown,) = [result for result in results_of(close(evaluation)) if result.kind == "fields"]
    assert [(bar.label, bar.number) for bar in shown.bars] == [("Sprache", 7)]


def test_a_field_that_one_person_ticks_many_times_is_one_naming(client):
    a_field("Sprache"), a_field("Wohnen")
    date, people = a_block_with(5)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:4], fields=["wohnen"])
    asked = evaluation.questions.get(kind=Question.FIELDS)
    client.force_login(people[4])
    client.post(evaluation.path, {f"q{asked.pk}": ["sprache"] * 3})
    asked.refresh_from_db()
    assert asked.box == ["sprache"] + ["wohnen"] * 4


def test_free_texts_come_in_an_order_by_lot():
    date, people = a_block_with(8)
    evaluation = an_open_evaluation(date)
    for number, person in enumerate(people):
        evaluating.answer(evaluation, person, answers(evaluation, text=f"Wort {number}"))
    close(evaluation)
    orders = {tuple(results_of(evaluation)[-1].texts) for _time in range(20)}
    assert len(orders) > 1 and len({frozenset(order) for order in orders}) == 1


def test_others_find_no_page(client):
    date, people = a_block_with(5)
    answered_by(an_open_evaluation(date), people)
    assert see(client, cem(), page_of(date)).status_code == 404


def test_no_page_or_letter_says_who_answered(client):
    date, people = a_block_with(6)
    evaluation = an_open_evaluation(date)
    before = list(Letter.objects.values_list("pk", flat=True))
    answered_by(evaluation, people[:5])
    assert not Letter.objects.exclude(pk__in=before).exists()
    for _step in range(2):
        said = everywhere(client, date)
        assert not [person for person in people if person.name in re.sub(r"(?s)<header.*?</header>", "", said)]
        Part.objects.all().delete()
        for email in ("toni@example.org", "ada@example.org"):
            type(people[0]).objects.filter(email=email).delete()
        close(evaluation)


def test_the_page_takes_the_same_queries_with_five_and_with_ten_answers(client):
    date, people = a_block_with(10)
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:5])
    close(evaluation)
    client.force_login(people[0])
    few = queries_of(client, page_of(date))
    Evaluation.objects.update(closes_at=timezone.now() + timedelta(days=1))
    answered_by(evaluation, people[5:])
    close(evaluation)
    assert queries_of(client, page_of(date)) == few <= 12
