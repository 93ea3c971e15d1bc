"""No answer is lost or doubled, however many come at once: real requests, eight processes, on both databases."""

import pytest

from dreiklang.debates.models import Ballot as PollBallot
from dreiklang.debates.models import Turnout
from dreiklang.debates.tests.poll_makers import a_poll
from dreiklang.tests.ballots import Ballot
from dreiklang.tests.crowd import at_once, members
from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]


@pytest.mark.long
def test_whoever_presses_twice_and_at_once_with_others_has_answered_once(django_db_setup):
    with RealServer() as server:
        ballot = Ballot(server)
        assert ballot.faults() == []
        assert server.complaints() == []


@pytest.mark.long
def test_a_twin_that_looks_first_and_writes_then_counts_some_twice(django_db_setup):
    with RealServer("dreiklang.tests.twins.voting_twice") as twin:
        ballots = (Ballot(twin, guest_count=0, clicks=4, seed=seed) for seed in range(4))
        assert any("Antworten statt" in fault for ballot in ballots for fault in ballot.faults())


def faults_of_a_poll(server, clicks: int) -> list[str]:
    """Ten members press the same button so often and at once: who has not one ballot, one in the list, and thanks."""
    poll, people = a_poll(), members(10)
    at_once(lambda one: one.open(server, poll.path, poll.path), people)
    for one in people:
        one.form |= {"option-0": "2", "option-1": "0", "option-2": "1"}
    answers = at_once(lambda one: one.press(server, poll.path), people * clicks)
    said = list(PollBallot.objects.filter(poll=poll).values_list("said", flat=True))
    turnout = Turnout.objects.filter(poll=poll).count()
    faults = [f"{one.status}" for one in answers if one.status != 302]
    if (said, turnout) != ([[2, 0, 1]] * 10, 10):
        faults.append(f"{len(said)} Antworten, {turnout} auf der Liste")
    return faults


@pytest.mark.long
def test_a_poll_too_counts_everybody_once(django_db_setup):
    with RealServer() as server:
        assert faults_of_a_poll(server, clicks=3) == []
        assert server.complaints() == []


@pytest.mark.long
def test_a_twin_that_does_not_wait_counts_some_twice_in_a_poll(django_db_setup):
    with RealServer("dreiklang.tests.twins.polling_twice") as twin:
        tries = (faults_of_a_poll(twin, clicks=5) for _time in range(4))
        assert any("auf der Liste" in fault for faults in tries for fault in faults)
