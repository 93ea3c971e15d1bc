import html
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from dreiklang.debates import guests, phases, secret
from dreiklang.debates.actions import ending, preparing, proposing
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.answering import asked_in, card_for, may_read_results
from dreiklang.debates.models import Debate, Participation, Statement, Vote, Voter
from dreiklang.debates.rules import may_read
from dreiklang.debates.tests.makers import a_debate, a_statement, answered
from dreiklang.dialogue.tests.makers import a_room
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = pytest.mark.django_db


def test_an_answer_counts_once_and_may_be_changed():
    debate, person = a_debate(), ben()
    first = debate.statements.first()
    for value in (1, 1, -1):
        vote(debate, first, value, by=person)
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]
    assert Voter.objects.count() == Participation.objects.count() == 1


def test_what_was_voted_and_who_took_part_have_nothing_in_common():
    debate, person = a_debate(), ben()
    answered(debate, person)
    voter, takes_part = Voter.objects.get(), Participation.objects.get()
    assert str(person.pk) not in {str(voter.pk), str(takes_part.pk)} and voter.pk != takes_part.pk
    names = {field.name for model in (Voter, Vote) for field in model._meta.get_fields()}
    assert not names & {"person", "at", "created", "by"}
    assert Voter._meta.pk.get_internal_type() == Vote._meta.pk.get_internal_type() == "UUIDField"  # no order


def test_while_it_runs_she_comes_back_to_her_answers_and_after_the_end_nobody_can(settings):
    debate, person = a_debate(), ben()
    answered(debate, person)
    asked = asked_in(debate, secret.voter_id(debate, person.pk))
    assert len([one for one in asked if one.answer is not None]) == 3
    before = set(Vote.objects.values_list("pk", "value"))
    with time_machine.travel(debate.ends + timedelta(minutes=1), tick=False):
        ending.tear_apart(debate)
        ending.tear_apart(debate)
    debate = Debate.objects.get()
    assert debate.key is None and secret.voter_id(debate, person.pk) is None
    assert set(Vote.objects.values_list("pk", "value")) == before


def test_one_debate_is_read_by_whom_the_list_shows_it():
    group, people = Group.objects.create(name="Kreis", kind=Group.CIRCLE), [AnonymousUser(), ada(), ben(), cem()]
    join(group, people[2])
    readers = ("public", "members", "team", group.token)
    debates = [a_debate(readers=token, is_draft=draft, by=by) for token in readers for draft in (False, True)
               for by in (None, people[3])]  # fmt: skip
    for person in people:
        seen = set(Debate.objects.visible_to(person))
        assert {debate for debate in debates if may_read(person, debate)} == seen and seen != set(debates[1:])


def test_before_the_end_the_key_stays():
    debate = a_debate()
    ending.tear_apart(debate)
    assert Debate.objects.get().key is not None


def test_another_key_of_the_house_makes_other_ids(settings):
    debate, person = a_debate(), ben()
    mine = secret.voter_id(debate, person.pk)
    assert mine == secret.voter_id(debate, person.pk) and mine != secret.voter_id(a_debate(), person.pk)
    settings.SEAL_KEY = b"another"
    with pytest.raises(Exception) as caught:
        secret.voter_id(debate, person.pk)
    assert caught.type.__name__ == "InvalidTag"


@pytest.mark.parametrize(("days", "acts"), [
    ((-1, 1), {phases.SEED, phases.DECIDE, phases.VOTE, phases.READ}),
    ((1, 2), {phases.WRITE, phases.SEED, phases.MEND}),
    ((-2, -1), {phases.READ, phases.CONCLUDE}),
])  # fmt: skip
def test_the_table_says_what_is_allowed_when(days, acts):
    debate = a_debate(days=days)
    every = {phases.WRITE, phases.SEED, phases.MEND, phases.PROPOSE, phases.DECIDE, phases.VOTE, phases.READ,
             phases.CONCLUDE}  # fmt: skip
    assert {act for act in every if debate.allows(act)} == acts


def test_after_the_end_and_for_what_does_not_belong_there_nothing_is_counted():
    over, runs, person = a_debate(days=(-2, -1)), a_debate(), ben()
    waiting = a_statement(runs, state=Statement.WAITING)
    for debate, statement, value in (
        (over, over.statements.first(), 1), (runs, over.statements.first(), 1), (runs, waiting, 1),
        (runs, runs.statements.first(), 2),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            vote(debate, statement, value, by=person)
    assert not Vote.objects.exists()


def test_the_next_statement_is_the_same_whenever_she_looks_and_never_one_that_she_answered():
    debate, person = a_debate(), ben()
    first = card_for(debate, person.pk).statement
    assert card_for(debate, person.pk).statement == first
    vote(debate, first, 0, by=person)
    second = card_for(debate, person.pk)
    assert second.statement != first and (second.answered, second.number) == (1, 4)


def test_what_teaches_most_is_asked_first():
    debate = a_debate()
    wanted = debate.statements.last()
    Statement.objects.filter(pk=wanted.pk).update(priority=10_000)
    assert [card_for(debate, uuid4()).statement for _someone in range(5)] == [wanted] * 5


def test_results_open_after_enough_answers_or_the_end():
    person = ben()
    few, hidden, over = a_debate(), a_debate(hides_until_end=True), a_debate(days=(-2, -1))
    assert not may_read_results(few, card_for(few, person.pk))
    for debate in (few, hidden):
        answered(debate, person, (1, 1, 1, 1))
    assert may_read_results(few, card_for(few, person.pk))
    assert not may_read_results(hidden, card_for(hidden, person.pk))
    assert may_read_results(over, None)


def test_a_proposal_waits_and_its_proposer_hears_the_decision_and_is_forgotten():
    team, person = ada(), ben()
    debate = a_debate(by=team, proposes_until=timezone.now() + timedelta(days=3))
    one, other = (proposing.propose(debate, text, by=person) for text in ("Mehr Licht hilft.", "Müller soll gehen."))
    assert not card_for(debate, cem().pk).number > 4
    proposing.take_in(one, by=team)
    proposing.decline(other, "Bitte keine Namen.", by=team)
    assert set(Statement.objects.filter(number__gte=4).values_list("proposer", flat=True)) == {None}
    texts = [letter.text for letter in Letter.objects.order_by("written_at")]
    assert len(texts) == 2 and "Bitte keine Namen." in texts[1] and "weiß nicht" in texts[0]
    with pytest.raises(Refusal):
        proposing.take_in(other, by=team)


def test_the_same_words_twice_are_refused_at_the_field():
    debate = a_debate(proposes_until=timezone.now() + timedelta(days=3))
    with pytest.raises(Refusal) as caught:
        proposing.propose(debate, " mehr  ZEIT hilft.", by=ben())
    assert caught.value.field == "text"


def test_a_typo_is_mended_before_the_first_answer_only():
    team = ada()
    coming, runs = a_debate(by=team, days=(1, 2)), a_debate(by=team)
    proposing.mend(coming.statements.first(), "Viel mehr Zeit hilft.", by=team)
    assert coming.statements.first().text == "Viel mehr Zeit hilft."
    with pytest.raises(Refusal):
        proposing.mend(runs.statements.first(), "Anders", by=team)


def test_only_who_has_not_answered_is_reminded_and_once_and_whoever_did_hears_the_outcome():
    team, group = ada(), Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    hers, his = ben(), cem()
    for person in (hers, his):
        join(group, person)
    debate = a_debate(by=team, readers=group.token)
    answered(debate, hers)
    ending.remind(debate, by=team)
    ending.remind(debate, by=team)
    assert [letter.to for letter in Letter.objects.all()] == [his.email]
    Letter.objects.all().delete()
    with time_machine.travel(debate.ends + timedelta(hours=1), tick=False):
        for _time in range(2):
            ending.conclude(debate, "Es gibt jetzt mehr Zeit.", by=team)
    assert [letter.to for letter in Letter.objects.all()] == [hers.email]


def test_a_draft_needs_something_to_answer_before_it_is_published():
    team = ada()
    facts = {"title": "Was hilft?", "votes_from": timezone.now(), "ends": timezone.now() + timedelta(days=2)}
    pk = uuid4()
    debate = preparing.begin(facts, by=team, public_id=pk)
    assert preparing.begin(facts, by=team, public_id=pk) == debate
    with pytest.raises(Refusal):
        preparing.publish(debate, by=team)
    for number in range(3):
        proposing.seed(debate, f"Aussage {number}", by=team)
    assert preparing.publish(debate, by=team).key
    with pytest.raises(Refusal):
        preparing.save(debate, {"title": "Anders?"}, by=ben())


def test_whoever_speaks_for_a_group_prepares_debates_of_that_group_alone(client):
    hers, other = (Group.objects.create(name=name, kind=Group.CIRCLE) for name in ("Kreis", "Anderer"))
    speaker = ben()
    join(hers, speaker, role="speaker")
    join(other, speaker)
    facts = {"title": "Was hilft?", "votes_from": timezone.now(), "ends": timezone.now() + timedelta(days=2)}
    debate = preparing.begin(facts | {"readers": hers.token}, by=speaker)
    for readers in (other.token, "members", "public"):
        with pytest.raises(Refusal):
            preparing.begin(facts | {"readers": readers}, by=speaker)
        with pytest.raises(Refusal):
            preparing.save(debate, {"readers": readers}, by=speaker)
    client.force_login(speaker)
    page = client.get("/dialog/debatten/neu/").content.decode()
    assert hers.token in page and other.token not in page and "takes_guests" not in page
    client.force_login(cem())
    assert [client.get(path).status_code for path in ("/dialog/debatten/neu/", debate.path)] == [403, 404]


def test_she_reads_and_changes_her_answers_until_the_end_and_finds_none_afterwards(client):
    debate, person = a_debate(), ben()
    answered(debate, person)
    client.force_login(person)
    page = client.get(f"{debate.path}antworten/").content.decode()
    assert page.count('aria-pressed="true"') == 3 and "Antwort auf: Mehr Zeit hilft." in page
    with time_machine.travel(debate.ends + timedelta(minutes=1), tick=False):
        client.force_login(person)
        ending.tear_apart(debate)
        assert "Mehr Zeit hilft." not in client.get(f"{debate.path}antworten/").content.decode()


def test_when_it_is_over_it_leads_somewhere(client):
    client.force_login(ben())
    room, over = a_room("Alle fragen"), a_debate(days=(-2, -1))
    page = html.unescape(client.get(over.path).content.decode())
    assert f"{room.path}neu/?q=Was+hilft" in page and "/praxis/neu/?titel=Was+hilft" in page


# --- without an account ---


def press(client, debate, answer="ja", **more):
    statement = debate.statements.first()
    return client.post(f"{debate.path}antwort/", {"aussage": statement.pk, "antwort": answer, **more})


def test_a_guest_answers_where_the_debate_says_so_and_her_browser_brings_her_back():
    debate = a_debate(readers="public", takes_guests=True)
    client = Client()
    assert press(client, debate).status_code == 302
    press(client, debate, "nein")
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]
    assert Voter.objects.get().is_new and not Participation.objects.exists()


def test_where_the_debate_does_not_say_so_a_guest_answers_nothing():
    debate = a_debate(readers="public")
    assert press(Client(), debate).status_code == 403
    assert not Vote.objects.exists()


@time_machine.travel("2026-11-26 10:20:00+00:00", tick=False)  # well within one hour
def test_without_the_little_work_one_connection_gets_few_ids_and_with_it_more():
    debate = a_debate(readers="public", takes_guests=True)
    answers = [press(Client(), debate).status_code for _guest in range(guests.WITHOUT_PROOF + 1)]
    assert answers == [302] * guests.WITHOUT_PROOF + [409]
    task = guests.new_task()
    proof = next(str(number) for number in range(10**7) if guests.is_done(task, str(number)))
    assert press(Client(), debate, aufgabe=task, beweis=proof).status_code == 302
    assert press(Client(), debate, aufgabe=task, beweis="0" + proof).status_code == 409  # not the answer


def test_a_task_of_somebody_elses_making_or_an_old_one_is_worth_nothing(monkeypatch):
    monkeypatch.setattr(guests, "ZEROS", 0)
    assert guests.is_done(guests.new_task(), "1")
    assert not guests.is_done("forged", "1")
    with time_machine.travel(timezone.now() - guests.LASTS - timedelta(minutes=1), tick=False):
        old = guests.new_task()
    assert not guests.is_done(old, "1")
