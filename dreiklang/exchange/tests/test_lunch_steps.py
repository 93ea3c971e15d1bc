import pytest

from dreiklang.debates.tests.makers import a_debate
from dreiklang.exchange.tests.lunch_makers import a_series
from dreiklang.people.tests.makers import ben

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_a_debate_left_open_is_brought_along_to_the_next_meeting(client):
    a_series()
    client.force_login(ben())
    runs, over = a_debate(), a_debate(days=(-2, -1))
    step = "/austausch/mittagsmeeting/?frage=Was+hilft%3F#fragen"
    assert step not in client.get(runs.path).content.decode()
    assert step in client.get(over.path).content.decode()
    assert "Was hilft?</textarea>" in client.get(step.partition("#")[0]).content.decode().replace("\n", "")
