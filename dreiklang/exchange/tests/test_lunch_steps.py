import pytest

from dreiklang.debates.tests.makers import a_debate
from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread
from dreiklang.exchange.lunch_steps import steps
from dreiklang.exchange.tests.lunch_makers import a_pooled, a_series
from dreiklang.groups.actions import join
from dreiklang.groups.tests.makers import a_group
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STEP = "/austausch/mittagsmeeting/?frage=Was+hilft%3F#fragen"


def test_what_a_debate_left_open_is_brought_along_to_the_next_meeting(client):
    a_series()
    client.force_login(ben())
    runs, over = a_debate(), a_debate(days=(-2, -1))
    assert STEP not in client.get(runs.path).content.decode()
    assert STEP in client.get(over.path).content.decode()
    assert "Was hilft?</textarea>" in client.get(STEP.partition("#")[0]).content.decode().replace("\n", "")


def test_a_thread_is_brought_along_where_all_members_read_it_and_nothing_of_what_stays_in_its_room(client):
    one, reader = ben(), cem()
    thread = a_thread(a_room(), one, title="Was hilft?")
    client.force_login(reader)
    assert "Zurzeit gibt es kein MittagsMeeting" in client.get(STEP.partition("#")[0]).content.decode()
    a_series()
    assert STEP.replace("&", "&amp;") in client.get(thread.path).content.decode()
    hers = a_group("Kreis")
    join(hers, one)
    inside = a_thread(a_room("Innen", slug="innen", stays_inside=True), one, title="Was hilft?")
    kept = a_thread(thread.room, one, title="Was hilft?", stays_inside=True)
    of_group = a_room("Kreis", slug="kreis", readers=hers.token, writers=hers.token)
    waits = Thread.objects.get(pk=a_pooled(one, room=thread.room).pk)  # comes by itself
    closed = [inside, kept, a_thread(of_group, one, title="Was hilft?"), waits]
    assert [steps(each, one) for each in closed] == [[], [], [], []]
