"""No answer is lost or doubled, however many come at once: real requests, eight processes, on both databases."""

import pytest

from dreiklang.tests.ballots import Ballot
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
        assert any(ballot.faults() for ballot in ballots)
