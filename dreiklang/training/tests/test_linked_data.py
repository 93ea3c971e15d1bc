"""What machines read of public pages: complete by the rules of schema.org, and never more than every visitor reads."""

import json
import re

import pytest

from dreiklang.events.actions import publishing, speaking
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.foundation.linked_data import block
from dreiklang.people.tests.makers import ada
from dreiklang.training.models import Run
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What search engines ask for at least.
REQUIRED = {
    "Event": {"name", "startDate", "location", "eventStatus"},
    "Course": {"name", "description", "provider"},
    "CourseInstance": {"courseMode", "courseSchedule", "startDate", "endDate"},
    "Place": {"name"},
    "VirtualLocation": {"url"},
    "Organization": {"name", "url"},
    "Schedule": {"startDate", "endDate", "repeatFrequency"},
    "Person": {"name"},
}
EVIL = "</script><script>alert(1)</script><!-- \u2028 & "


def data_of(client, path) -> dict:
    text = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else {}


def missing(value) -> list[str]:
    """'Course.description' of each thing that lacks what is asked for, wherever it stands."""
    if isinstance(value, list):
        return [fault for inner in value for fault in missing(inner)]
    if not isinstance(value, dict):
        return []
    kind = value.get("@type")
    faults = [] if kind is None else [f"{kind}.{name}" for name in REQUIRED[kind] - value.keys()]
    if kind == "Course" and "isPartOf" not in value and value.keys() <= {"@type", "name", "url"}:
        faults = []  # only named
    return faults + [fault for inner in value.values() for fault in missing(inner)]


@pytest.fixture
def run():
    programme = a_programme()
    run = a_run(programme)
    a_date(run, a_building_block(programme, competences=["Netzwerke knüpfen"]), parts=2, link="https://meet.example/x")
    return run


def test_programme_block_and_run_are_courses_with_their_instances(client, run):
    course, of_block, of_run = (
        data_of(client, path) for path in (run.programme.path, run.programme.blocks.get().path, run.path)
    )
    assert missing([course, of_block, of_run]) == []
    assert course["@context"] == "https://schema.org" and course["hasPart"][0]["name"] == "Grundlagen"
    assert of_block["hasCourseInstance"][0]["courseMode"] == "Blended" and of_block["teaches"] == ["Netzwerke knüpfen"]
    (instance,) = of_run["hasCourseInstance"]
    assert (instance["@type"], instance["name"], len(instance["subEvent"])) == ("CourseInstance", run.title, 3)


def test_an_event_says_when_where_who_and_whether_it_takes_place(client):
    event = an_event("Fachtag", place="Rathaus", speakers=[("Lea Roth", "Uni"), ("Kim Berg", "")])
    speaking.disagree(event.speakers.last())
    data = data_of(client, event.path)
    assert missing(data) == [] and data["performer"] == [{"@type": "Person", "name": "Lea Roth"}]
    assert data["location"]["name"] == "Rathaus" and data["eventStatus"].endswith("EventScheduled")
    publishing.call_off(event, reason="Sturm", by=ada())
    assert data_of(client, event.path)["eventStatus"].endswith("EventCancelled")


def test_neither_the_link_nor_a_place_for_registered_is_told_even_to_the_team(client, run):
    event = an_event(place="Geheimer Saal", street="Weg 1", place_for_registered=True, link="https://meet.example/raum")
    client.force_login(ada())
    for path in (event.path, run.path, run.programme.path, run.programme.blocks.get().path):
        text = json.dumps(data_of(client, path))
        assert "Geheimer" not in text and "Weg 1" not in text and "meet.example" not in text


@pytest.mark.parametrize("change", [{"readers": "members"}, {"readers": "team"}, {"state": Event.DRAFT}])
def test_what_a_visitor_does_not_read_is_in_no_data_whoever_asks(client, run, change):
    event = an_event("Intern", **change)
    Event.objects.filter(pk=run.dates.get().event_id).update(**change)
    client.force_login(ada())
    assert data_of(client, event.path) == {}
    assert data_of(client, run.path) == {}
    for path in (run.programme.path, run.programme.blocks.get().path):
        assert "hasCourseInstance" not in data_of(client, path)


def test_a_draft_of_a_run_has_none(client, run):
    Run.objects.update(state=Run.DRAFT)
    client.force_login(ada())
    assert data_of(client, run.path) == {}


def test_no_text_ends_the_block_or_begins_another(client):
    event = an_event(EVIL, summary=EVIL, place=EVIL)
    page = client.get(event.path)
    assert "<script>alert" not in page.content.decode()
    assert data_of(client, event.path)["name"] == EVIL
    assert str(block({"name": EVIL})).count("<") == 2


def test_the_policy_of_the_house_stays_as_strict(client, run):
    assert "script-src 'self';" in client.get(run.path).headers["Content-Security-Policy"]


def test_what_is_missing_would_be_found(client, run):
    """The twin: the same function sees it when something is taken away."""
    data = data_of(client, run.programme.blocks.get().path)
    del data["hasCourseInstance"][0]["courseSchedule"], data["provider"]["url"]
    assert sorted(missing(data)) == ["CourseInstance.courseSchedule", "Organization.url"]
