import html
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from dreiklang.debates import secret, start
from dreiklang.debates.actions import polls, polls_ending
from dreiklang.debates.actions.polls_answering import ballot_of, cast
from dreiklang.debates.models import Ballot, Poll, Turnout
from dreiklang.debates.personal import polls as own_polls
from dreiklang.debates.rules import may_look_after_poll
from dreiklang.debates.tests.makers import a_debate
from dreiklang.debates.tests.poll_makers import TEXTS, a_consent, a_poll, polls_with
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = pytest.mark.django_db

PATH = "/dialog/debatten/umfragen/"
FACTS = {"question": "Was hilft?", "readers": "members"}


def facts(**more) -> dict:
    return FACTS | {"ends": timezone.now() + timedelta(days=2)} | more


def after(poll: Poll):
    return time_machine.travel(poll.ends + timedelta(minutes=1), tick=False)


def a_group(name="Kreis", *people, speaker=None) -> Group:
    group = Group.objects.create(name=name, kind=Group.CIRCLE)
    for person in people:
        join(group, person)
    if speaker:
        join(group, speaker, role="speaker")
    return group


def test_an_answer_counts_once_and_may_be_changed_until_the_end():
    poll, person = a_poll(), ben()
    for said in ([3, 2, 0], [3, 2, 0], [0, 0, 1]):
        cast(poll, said, by=person)
    assert [ballot.said for ballot in Ballot.objects.all()] == [[0, 0, 1]]
    assert Turnout.objects.count() == 1 and ballot_of(poll, person).said == [0, 0, 1]
    with after(poll), pytest.raises(Refusal):
        cast(poll, [1, 0, 0], by=person)


@pytest.mark.parametrize(("kind", "said"), [
    (Poll.DOTS, [4, 0, 0]), (Poll.DOTS, [3, 3, 0]), (Poll.DOTS, [1, 1]), (Poll.DOTS, [-1, 1, 1]),
    (Poll.RANKING, [0, 1, 1]), (Poll.RANKING, [0, 1]), (Poll.RANKING, [1, 2, 3]),
    (Poll.CONSENT, {"stance": "perhaps", "words": ""}), (Poll.CONSENT, {"stance": "concern", "words": "x" * 501}),
    (Poll.CONSENT, {"stance": "agree", "words": "Aber."}),
])  # fmt: skip
def test_what_does_not_fit_the_ballot_is_refused(kind, said):
    with pytest.raises(Refusal):
        cast(a_poll(kind), said, by=ben())
    assert not Ballot.objects.exists() and not Turnout.objects.exists()


def test_who_took_part_and_what_was_said_have_nothing_in_common():
    poll, person = a_poll(), ben()
    cast(poll, [1, 0, 0], by=person)
    ballot, turnout = Ballot.objects.get(), Turnout.objects.get()
    assert str(person.pk) not in {str(ballot.pk), str(turnout.pk)} and ballot.pk != turnout.pk
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "poll", "said"}  # no time, nobody's name
    assert Ballot._meta.pk.get_internal_type() == Turnout._meta.pk.get_internal_type() == "UUIDField"  # no order


def test_at_the_end_nothing_is_left_of_the_ballots_but_what_is_told_and_whoever_answered_hears_it():
    poll, hers, his = a_poll(), ben(), cem()
    cast(poll, [1, 0, 0], by=hers)
    polls_ending.finish_due()
    assert Poll.objects.get().key is not None  # not before
    with after(poll):
        for _time in range(2):
            polls_ending.finish_due()
    poll = Poll.objects.get()
    assert poll.key is None and poll.result["voters"] == 0 and not Ballot.objects.exists()
    assert secret.voter_id(poll, hers.pk) is None
    assert [letter.to for letter in Letter.objects.all()] == [hers.email] and his.is_active


def test_whoever_has_left_the_group_does_not_hear_its_result():
    person = ben()
    group = a_group("Kreis", person)
    poll = a_poll(readers=group.token)
    cast(poll, [1, 0, 0], by=person)
    group.memberships.all().delete()
    with after(poll):
        polls_ending.finish(poll)
    assert not Letter.objects.exists()


def test_only_who_has_not_answered_is_reminded_and_once_and_whoever_did_hears_the_outcome():
    hers, his, speaker = ben(), cem(), a_person("Dana")
    poll = a_poll(readers=a_group("Kreis", hers, his, speaker=speaker).token)
    for person in (hers, speaker):
        cast(poll, [1, 0, 0], by=person)
    for _time in range(2):
        polls_ending.remind(poll, by=speaker)
    assert [letter.to for letter in Letter.objects.all()] == [his.email]
    with pytest.raises(Refusal):
        polls_ending.conclude(poll, "Noch nicht.", by=speaker)
    polls_ending.close(poll, by=speaker)
    Letter.objects.all().delete()
    for _time in range(2):
        polls_ending.conclude(poll, "Es gibt jetzt mehr Zeit.", by=speaker)
    assert {letter.to for letter in Letter.objects.all()} == {hers.email, speaker.email}
    assert "mehr Zeit" in Letter.objects.first().text


def test_whoever_speaks_for_a_group_asks_that_group_alone_and_the_team_does_not_read_it():
    speaker, member, team = ben(), cem(), ada()
    hers, other = a_group("Kreis", member, speaker=speaker), a_group("Anderer", speaker)
    poll = polls.begin(Poll.DOTS, facts(readers=hers.token), list(TEXTS), by=speaker)
    for readers in (other.token, "members", "team", "public"):
        with pytest.raises(Refusal):
            polls.begin(Poll.DOTS, facts(readers=readers), list(TEXTS), by=speaker)
    with pytest.raises(Refusal):
        polls.begin(Poll.DOTS, facts(readers="public"), list(TEXTS), by=team)
    assert [Poll.objects.visible_to(person).count() for person in (speaker, member, team)] == [1, 0, 0]
    polls.publish(poll, by=speaker)
    assert [Poll.objects.visible_to(person).count() for person in (speaker, member, team)] == [1, 1, 0]
    assert not may_look_after_poll(team, poll) and not may_look_after_poll(member, poll)
    for act in (polls.publish, polls_ending.close, polls_ending.remind):
        with pytest.raises(Refusal):
            act(poll, by=member)


def test_a_draft_is_changed_until_it_is_published_and_sent_twice_is_one():
    team, pk = ada(), uuid4()
    for _time in range(2):
        poll = polls.begin(Poll.RANKING, facts(), list(TEXTS), by=team, public_id=pk)
    polls.save(poll, facts(question="Was zuerst?"), ["A", "B"], by=team)
    assert list(poll.options.values_list("text", flat=True)) == ["A", "B"] and Poll.objects.count() == 1
    polls.publish(poll, by=team)
    with pytest.raises(Refusal):
        polls.save(poll, facts(question="Anders?"), ["A", "B"], by=team)


@pytest.mark.parametrize(("kind", "options", "more"), [
    (Poll.RANKING, ["A"], {}), (Poll.RANKING, [str(number) for number in range(13)], {}),
    (Poll.DOTS, ["Mehr Zeit", "mehr zeit"], {}), (Poll.DOTS, ["A", "B"], {"dots": 2, "most": 3}),
    (Poll.DOTS, ["A", "B"], {"dots": 5, "most": 2}),
])  # fmt: skip
def test_options_are_two_to_twelve_and_different_and_take_all_dots(kind, options, more):
    with pytest.raises(Refusal):
        polls.begin(kind, facts(**more), options, by=ada())
    assert not Poll.objects.exists()


def test_a_consent_round_shows_what_was_written_and_whose_it_is_nobody(client):
    poll = a_poll(Poll.CONSENT, "Wir treffen uns montags.")
    for name, stance, words in (
        ("Eva", "objection", "<b>Montags</b> ist Rat."), ("Fio", "concern", "Zu früh."), ("Gil", "agree", ""),
    ):  # fmt: skip
        cast(poll, {"stance": stance, "words": words}, by=a_person(name))
    client.force_login(ben())
    before = client.get(poll.path).content.decode()
    assert "Montags" not in before and "lesen alle, auch wenn es der einzige Text ist" in before
    polls_ending.close(poll, by=ada())
    page = client.get(poll.path).content.decode()
    assert "&lt;b&gt;Montags&lt;/b&gt; ist Rat." in page and "Zu früh." in page
    assert "Erst die Einwände besprechen" in page and "Weniger als fünf" in page
    assert "opinion-bar" not in page
    assert not {"Eva", "Fio", "Gil"} & set(page.split())


def test_she_takes_her_answers_with_her_while_they_are_hers_and_they_go_when_she_goes():
    person = ben()
    polls_with(person, 1)
    assert own_polls.export(person)["Meine Umfragen"] == [
        {"Umfrage": "Umfrage1 consent", "Antwort": {"Haltung": "leichte Bedenken", "Worte": "Umfragebedenken1"}},
        {"Umfrage": "Umfrage1 dots", "Antwort": {"Mehr Zeit 1": 1, "Mehr Austausch 1": 1}},
        {"Umfrage": "Umfrage1 ranking", "Antwort": ["Mehr Geld 1", "Mehr Zeit 1", "Mehr Austausch 1"]},
        {"Umfrage": "Umfrage1 vorbei", "Antwort": "gezählt und gelöscht"},
    ]
    own_polls.erase(person)
    assert not Ballot.objects.exists() and not Turnout.objects.exists()


def test_words_that_harm_somebody_are_taken_out_by_who_looks_after_it():
    poll = a_consent(("objection", "Herr Muster soll gehen."))
    Poll.objects.update(ends=timezone.now())
    poll = polls_ending.finish(poll)
    with pytest.raises(Refusal):
        polls_ending.take_out(poll, "objection", 0, by=cem())
    polls_ending.take_out(poll, "objection", 0, by=ada())
    assert Poll.objects.get().result["words"] == {"objection": [""], "concern": []}


def test_one_answers_without_javascript_and_what_was_typed_stays(client):
    person = ben()
    client.force_login(person)
    dots, ranking = a_poll(), a_poll(Poll.RANKING)
    wrong = client.post(dots.path, {"option-0": "3", "option-1": "3", "option-2": ""})
    assert wrong.status_code == 422 and 'value="3"' in wrong.content.decode()
    assert "1 zu viel verteilt" in wrong.content.decode()
    assert client.post(dots.path, {"option-0": "3", "option-1": "2", "option-2": ""}).status_code == 302
    twice = client.post(ranking.path, {"option-0": "1", "option-1": "1", "option-2": "2"})
    assert twice.status_code == 422 and "Platz 1 ist mehr als einmal vergeben" in twice.content.decode()
    client.post(ranking.path, {"option-0": "2", "option-1": "3", "option-2": "1"})
    assert [ballot_of(poll, person).said for poll in (dots, ranking)] == [[3, 2, 0], [2, 0, 1]]
    page = client.get(ranking.path).content.decode()
    assert page.index("Mehr Austausch</label>") < page.index("Mehr Zeit</label>") < page.index("Mehr Geld</label>")


def test_nobody_reads_a_result_before_the_end_not_even_who_asks(client):
    team = ada()
    poll = a_poll(by=team)
    for number in range(6):
        cast(poll, [3, 0, 0], by=a_person(f"P{number}"))
    client.force_login(team)
    pages = [client.get(path).content.decode() for path in (poll.path, PATH, f"{poll.path}ende/")]
    assert not any("Vorn liegt" in page or "haben geantwortet" in page for page in pages)
    polls_ending.close(poll, by=team)
    assert "Vorn liegt: Mehr Zeit" in html.unescape(client.get(poll.path).content.decode())


def test_debates_and_polls_that_run_stand_in_one_card_until_one_has_answered():
    person = ben()
    poll, debate = a_poll(days=2), a_debate()
    a_poll(question="Vorbei?", days=-1)
    a_poll(question="Entwurf?", is_draft=True)
    a_poll(question="Fremd?", readers=a_group("Anderer").token)
    start.cards(person)  # her tokens
    (card,) = start.cards(person)
    assert [one.path for one in card["running"]] == [poll.path, debate.path]
    cast(poll, [1, 0, 0], by=person)
    assert [one.path for one in start.cards(person)[0]["running"]] == [debate.path]


def test_lists_and_pages_ask_as_often_for_one_as_for_three(client, django_assert_max_num_queries):
    team, poll = ada(), a_poll()
    client.force_login(team)
    with django_assert_max_num_queries(12) as one:
        client.get(PATH)
    a_poll(), a_poll(Poll.RANKING)
    with django_assert_max_num_queries(len(one)):
        client.get(PATH)
    with django_assert_max_num_queries(12):
        client.get(poll.path)
    polls_ending.close(poll, by=team)
    with django_assert_max_num_queries(12):
        client.get(poll.path)
