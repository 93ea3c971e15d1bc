"""A member applies, mends her answers, withdraws; double clicks and closed doors."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.applying import apply, mend
from dreiklang.seats.actions.calling import ask, call, drop_question
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.describing import describe
from dreiklang.seats.actions.registering import register, register_guest
from dreiklang.seats.models import Question, Registration, Seats
from dreiklang.seats.tests.makers import a_call, a_question, an_application, some_seats

pytestmark = pytest.mark.django_db


def answers_of(application) -> dict:
    return dict(application.answers.values_list("question__label", "text"))


def test_who_applies_has_no_seat_yet_and_reads_her_number():
    seats = a_call()
    mine = apply(seats, ben(), {})
    assert (mine.state, mine.has_seat, mine.is_active, seats.taken()) == (Registration.APPLIED, False, True, 0)
    letter = Letter.objects.get(to="ben@example.org")
    assert letter.subject == "Ihre Bewerbung ist eingegangen: Durchgang"
    assert len(mine.number) == 6 and mine.number in letter.text


def test_a_second_click_finds_the_first_application():
    seats, person, public_id = a_call(), ben(), uuid4()
    first = apply(seats, person, {}, public_id)
    assert apply(seats, person, {}, public_id) == first == apply(seats, person, {})
    assert first.pk == public_id and Letter.objects.count() == 1


def test_the_id_of_somebody_elses_form_makes_an_application_of_her_own():
    seats, public_id = a_call(), uuid4()
    assert apply(seats, ben(), {}, public_id).pk != apply(seats, cem(), {}, public_id).pk


def test_what_must_be_answered_or_declared_is_asked_for():
    seats, person = a_call(), ben()
    declaration, text = a_question(seats), a_question(seats, "Warum?", Question.TEXT, is_required=False)
    for answers in ({}, {declaration: " "}, {declaration: "no"}, {text: "Darum"}):
        with pytest.raises(Refusal, match="alle Fragen") as refused:
            apply(seats, person, answers)
        assert refused.value.field == declaration.field_name
    assert not Registration.objects.exists()


def test_answers_are_mended_until_the_call_closes():
    seats = a_call()
    why = a_question(seats, "Warum?", Question.TEXT)
    mine = apply(seats, ben(), {why: "Darum"})
    mend(mine, {why: "Deshalb"})
    assert answers_of(mine) == {"Warum?": "Deshalb"}
    describe(seats, closes_at=timezone.now())
    with pytest.raises(Refusal, match="Bewerbungsfrist"):
        mend(mine, {why: "Zu spät"})
    assert answers_of(mine) == {"Warum?": "Deshalb"}


def test_answers_stand_once_the_panel_has_decided():
    seats = a_call()
    why = a_question(seats, "Warum?", Question.TEXT)
    mine = apply(seats, ben(), {why: "Darum"})
    decide(seats, [mine], Registration.OFFERED, by=ada(), reason="Passt.")
    with pytest.raises(Refusal, match="entschieden"):
        mend(mine, {why: "Anders"})


def test_after_the_deadline_nobody_applies():
    seats = a_call(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refusal, match="Bewerbungsfrist"):
        apply(seats, ben(), {})


def test_whoever_withdraws_hears_it_and_may_apply_anew():
    seats, person = a_call(), ben()
    mine = apply(seats, person, {})
    assert cancel(mine).state == Registration.CANCELLED
    assert Letter.objects.filter(subject="Bewerbung zurückgezogen: Durchgang").count() == 1
    assert apply(seats, person, {}).pk != mine.pk


def test_one_does_not_register_where_one_applies_nor_the_other_way_round():
    for act in (lambda seats: register(seats, ben()), lambda seats: register_guest(seats, "Gitta", "g@example.net")):
        with pytest.raises(Refusal, match="bewirbt man sich"):
            act(a_call(open_to="public"))
    with pytest.raises(Refusal, match="meldet sich an"):
        apply(some_seats(), cem(), {})


def test_how_seats_are_given_stands_with_the_first_application():
    seats, team = some_seats(), ada()
    call(seats, by=team, order=Seats.NEW_FIRST, lead=" An alle. ")
    an_application(seats)
    for change in ({"by_application": False, "order": Seats.NEW_FIRST}, {"order": Seats.BY_LOT}):
        with pytest.raises(Refusal, match="ändert sich jetzt nicht mehr"):
            call(seats, by=team, **change)
    assert call(seats, by=team, order=Seats.NEW_FIRST, offer_days=3).offer_days == 3
    seats.refresh_from_db()
    assert (seats.by_application, seats.order, seats.lead) == (True, Seats.NEW_FIRST, "")


def test_questions_are_free_until_the_first_application_and_then_only_their_wording():
    seats = a_call()
    question = ask(seats, {"label": "Warum?", "kind": Question.TEXT})
    ask(seats, {"kind": Question.YES_NO}, question=question)
    an_application(seats, answers={question: "yes"})
    ask(seats, {"label": "Weshalb?", "kind": Question.TEXT, "is_required": False}, question=question)
    question.refresh_from_db()
    assert (question.label, question.kind, question.is_required) == ("Weshalb?", Question.YES_NO, True)
    for act in (lambda: ask(seats, {"label": "Neu?", "kind": Question.TEXT}), lambda: drop_question(question)):
        with pytest.raises(Refusal, match="schon Bewerbungen"):
            act()


def test_a_hidden_question_is_not_asked_and_keeps_its_answers():
    seats = a_call()
    why = a_question(seats, "Warum?", Question.TEXT)
    mine = an_application(seats, answers={why: "Darum"})
    ask(seats, {"is_hidden": True}, question=why)
    an_application(seats, "Cem Aydoğan")
    mend(mine, {})
    assert answers_of(mine) == {"Warum?": "Darum"}


def test_a_choice_needs_two_answers():
    with pytest.raises(Refusal, match="mindestens zwei"):
        ask(a_call(), {"label": "Wann?", "kind": Question.CHOICE, "choices": "Morgens\n \n"})
