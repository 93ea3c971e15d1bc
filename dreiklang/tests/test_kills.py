"""What somebody was told stays true, whatever is killed when: web server and worker, on both databases."""

import pytest

from dreiklang.events.tests.makers import an_event
from dreiklang.letters.models import Letter
from dreiklang.tests.kills import SECONDS_A_LETTER, strike, wait_until_everything_is_posted
from dreiklang.tests.post_box import PostBox
from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.mark.long
def test_nothing_acknowledged_is_lost_when_web_server_and_worker_are_killed():
    event = an_event(capacity=30)
    with PostBox() as post_box, RealServer(with_worker=True, SMTP_URL=post_box.url) as server:
        post_box.seconds_a_letter = SECONDS_A_LETTER
        for seed in range(3):
            blow = strike(server, event, seed)
            assert blow.faults == []
            assert blow.acknowledged and blow.unanswered, "der Schlag traf niemanden"
            assert server.complaints() == []
        wait_until_everything_is_posted(post_box)
        assert post_box.faults() == []


@pytest.mark.long
def test_a_twin_that_acknowledges_too_early_loses():
    event = an_event(capacity=30)
    with RealServer("dreiklang.tests.twins.acknowledging_too_early") as twin:
        blows = (strike(twin, event, seed, guests_too=False) for seed in range(5))
        assert any("verloren" in sentence for blow in blows for sentence in blow.faults)


@pytest.mark.long
def test_a_letter_that_never_arrives_is_noticed():
    post_box = PostBox()
    letter = Letter.objects.create(to="ben@example.org", subject="Platz", text="Guten Tag")
    assert post_box.faults() == ["1 Briefe kamen nie an"]
    post_box.arrived = [(letter.message_id, letter.to), (letter.message_id, letter.to)]
    assert post_box.faults() == [] and post_box.twice == 1
    post_box.arrived += [("<anything@example.org>", letter.to)]
    assert post_box.faults() == ["1 Briefe hat niemand geschrieben"]
