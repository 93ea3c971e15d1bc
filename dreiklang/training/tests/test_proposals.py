"""What was missing becomes a proposal, and what is taken stands on the block's page with its reason."""

from uuid import uuid4

import pytest
from django.urls import reverse

from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register
from dreiklang.training import results
from dreiklang.training.actions import evaluating, proposing
from dreiklang.training.models import BlockChange, Need, Proposal
from dreiklang.training.results import needs_of, voices_of
from dreiklang.training.tests.feedback import (
    a_block_with,
    an_open_evaluation,
    answered_by,
    answers,
    close,
)
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
SECRET = "Ganz eigene Worte"


@pytest.fixture
def team():
    return ada()


def page(programme, name="needs", *more) -> str:
    return reverse(name, args=[programme.slug, *more])


def an_evaluation_with(answering: int, closed=True, **said):
    date, people = a_block_with(max(answering, 5))
    evaluation = an_open_evaluation(date)
    answered_by(evaluation, people[:answering], text=SECRET, **said)
    return close(evaluation) if closed else evaluation


def counted(programme) -> dict:
    return {bar.label: bar.number for bar, _words in needs_of(programme)}


def test_needs_are_gathered_per_field_over_closed_evaluations(client, team):
    a_field("Sprache"), a_field("Wohnen")
    programme = an_evaluation_with(6).date.run.programme
    other = a_date(a_run(programme, "Zweiter"), a_building_block(programme, "B", "Recht"), days=12)
    for number in range(5):
        register(other.event.seats, a_person(f"Zweite{number} Beispiel"))
    evaluation = an_open_evaluation(other)
    for ticket in evaluation.tickets.all():
        evaluating.answer(evaluation, ticket.person, answers(evaluation, fields=["sprache", "wohnen"]))
    assert counted(programme) == {"Sprache": 6}
    close(evaluation)
    assert counted(programme) == {"Sprache": 11, "Wohnen": 5}
    client.force_login(team)
    html = client.get(page(programme)).text
    assert "Sprache" in html and SECRET in html


@pytest.mark.parametrize(("answering", "closed"), [(4, True), (6, False)])
def test_small_and_open_evaluations_tell_nothing(client, team, answering, closed):
    a_field("Sprache")
    programme = an_evaluation_with(answering, closed).date.run.programme
    assert needs_of(programme) == voices_of(programme) == []
    client.force_login(team)
    assert SECRET not in client.get(page(programme)).text


def test_a_lower_threshold_would_be_seen(client, team, monkeypatch):
    a_field("Sprache")
    programme = an_evaluation_with(4).date.run.programme
    monkeypatch.setattr(results, "LEAST", 1)
    client.force_login(team)
    assert SECRET in client.get(page(programme)).text


def test_a_field_needs_three_namings_and_what_other_rooms_feed_counts_once_each():
    programme, field = a_programme(), a_field("Sprache")
    for origin in ("question:1", "question:1", "question:2"):
        proposing.feed(programme, field, "Wie finde ich Lehrkräfte?", origin=origin)
    assert Need.objects.count() == 2 and needs_of(programme) == []
    proposing.feed(programme, field, "", origin="question:3")
    ((bar, words),) = needs_of(programme)
    assert (bar.label, bar.number, len(words)) == ("Sprache", 3, 2)


def test_the_team_makes_a_proposal_once_however_often_it_clicks(client, team):
    programme = a_programme()
    block, form = a_building_block(programme), str(uuid4())
    client.force_login(team)
    for _click in range(2):
        client.post(page(programme), {"public_id": form, "block": block.pk, "text": "Mehr Fälle"})
    assert [(each.text, each.block, each.state) for each in Proposal.objects.all()] == [("Mehr Fälle", block, "open")]
    assert client.post(page(programme), {"text": ""}).status_code == 422


def test_the_form_of_another_programme_is_refused(team):
    form = uuid4()
    proposing.propose(a_programme(), "Mehr", None, by=team, public_id=form)
    with pytest.raises(Refusal):
        proposing.propose(a_programme(slug="anderes"), "Mehr", None, by=team, public_id=form)


def test_what_is_taken_stands_on_the_public_page_with_its_reason(client, team):
    programme = a_programme()
    block = a_building_block(programme)
    proposal = proposing.propose(programme, "Mehr Fälle", block, by=team)
    client.force_login(team)
    told = {
        "state": "taken",
        "block": block.pk,
        "change": "ein Nachmittag mit Fällen",
        "reason": "viele allein arbeiten",
    }
    assert client.post(page(programme, "proposal", proposal.pk), told).status_code == 302
    client.logout()
    html = client.get(block.path).text
    assert "Geändert am" in html and "ein Nachmittag mit Fällen, weil viele allein arbeiten" in html
    act = Act.objects.get(act="proposal.taken")
    assert (act.by, act.reason) == (str(team.pk), "viele allein arbeiten")


def test_deciding_anew_changes_what_the_page_says(client, team):
    programme = a_programme()
    block = a_building_block(programme)
    proposal = proposing.propose(programme, "Mehr Fälle", block, by=team)
    for change in ("ein Nachmittag", "ein ganzer Tag"):
        proposing.decide(proposal, "taken", "es fehlte", block=block, change=change, by=team)
    assert BlockChange.objects.get().text == "ein ganzer Tag"
    proposing.decide(proposal, "declined", "kein Raum", by=team)
    assert not BlockChange.objects.exists() and "Geändert am" not in client.get(block.path).text


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"state": "open", "reason": "so"}, "state"), ({"state": "declined", "reason": " "}, "reason"),
        ({"state": "taken", "reason": "so", "change": " "}, "change"),
    ],
)  # fmt: skip
def test_a_decision_needs_its_reason_and_a_change_its_words(team, told, field):
    programme = a_programme()
    block = a_building_block(programme)
    proposal = proposing.propose(programme, "Mehr Fälle", block, by=team)
    with pytest.raises(Refusal) as refused:
        proposing.decide(proposal, block=block, by=team, **told)
    assert refused.value.field == field and not BlockChange.objects.exists()


def test_participants_of_earlier_runs_read_what_became_of_it_and_others_do_not(client, team):
    programme = a_programme()
    run = a_run(programme, cohort=Group.objects.create(name="Jahrgang", kind=Group.COHORT))
    earlier = ben()
    join(run.cohort, earlier)
    proposal = proposing.propose(programme, "Mehr Fälle", None, by=team)
    proposing.decide(proposal, "declined", "die Zeit nicht reicht", by=team)
    client.force_login(earlier)
    html = client.get(page(programme, "proposals")).text
    assert "nicht übernommen" in html and "die Zeit nicht reicht" in html and "Neu entscheiden" not in html
    assert (
        client.get(page(programme)).status_code
        == client.get(page(programme, "proposal", proposal.pk)).status_code
        == 403
    )
    client.force_login(cem())
    assert client.get(page(programme, "proposals")).status_code == 404


def test_the_list_takes_the_same_queries_with_three_proposals(client, team):
    programme = a_programme()
    client.force_login(team)
    block = a_building_block(programme)
    proposing.propose(programme, "Eins", block, by=team)
    one = queries_of(client, page(programme, "proposals"))
    for text in ("Zwei", "Drei"):
        proposing.propose(programme, text, block, by=team)
    assert queries_of(client, page(programme, "proposals")) == one < 12


def test_the_needs_take_the_same_queries_with_two_evaluations_as_with_one(client, team):
    a_field("Sprache")
    programme = an_evaluation_with(5).date.run.programme
    client.force_login(team)
    one = queries_of(client, page(programme))
    other = a_date(a_run(programme, "Zweiter"), a_building_block(programme, "B", "Recht"), days=12)
    for number in range(5):
        register(other.event.seats, a_person(f"Zweite{number} Beispiel"))
    evaluation = an_open_evaluation(other)
    answered_by(evaluation, [ticket.person for ticket in evaluation.tickets.all()])
    close(evaluation)
    assert queries_of(client, page(programme)) == one < 12
    assert client.get(page(programme)).text.count("<details>") == 4
