"""Programmes, building blocks and runs are found as their pages tell of them, and no draft ever is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.index.kinds import kinds
from dreiklang.index.models import Change, Row
from dreiklang.index.tests.makers import row_of, words_of
from dreiklang.people.tests.makers import ada
from dreiklang.training import searchable
from dreiklang.training.actions import calling, planning, writing
from dreiklang.training.models import BuildingBlock, Programme, Run
from dreiklang.training.searchable import BLOCK, PROGRAMME, RUN
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RULE = {"least_attendance": 80, "excused_allowed": 1, "least_blocks": 1, "certificate_months": None}
PROGRAMME_FACTS = {"title": "Dreiklang", "summary": "Berufsbegleitend.", "source": "Worum", "entry": "Für alle", **RULE}
BLOCK_FACTS = {
    "letter": "A", "title": "Recht im Alltag", "kind": "Präsenzblock", "is_required": True, "summary": "Ein Überblick.",
    "workload": "14 Stunden", "aims": ["Aufenthalt"], "competences": ["Beratung"], "topics": ["Duldung"],
}  # fmt: skip


@pytest.fixture
def programme():
    return writing.write_programme(Programme(), PROGRAMME_FACTS, by=None)


@pytest.fixture
def block(programme):
    return writing.write_block(BuildingBlock(programme=programme), BLOCK_FACTS, by=None)


@pytest.fixture
def run(programme):
    return writing.publish_run(writing.write_run(Run(programme=programme), {"title": "Jahrgang 3"}, by=None), by=None)


def found(kind) -> set[str]:
    return set(Row.objects.filter(kind=kind).values_list("title", flat=True))


def test_a_programme_is_found_with_what_it_is_and_for_whom(programme):
    row = row_of(PROGRAMME, programme.pk)
    assert (row.readers, row.address, row.title) == ("public", programme.path, "Dreiklang")
    assert all(word in words_of(row) for word in ("Berufsbegleitend.", "Worum", "Für alle"))


def test_a_block_is_found_with_all_that_its_page_tells(programme, block):
    row = row_of(BLOCK, block.pk)
    assert (row.readers, row.address, row.title) == ("public", block.path, "Recht im Alltag")
    for word in ("Überblick", "Präsenzblock", "Dreiklang", "Aufenthalt", "Beratung", "Duldung", "14 Stunden"):
        assert word in words_of(row)


def test_a_change_is_found_and_the_new_name_of_a_programme_in_its_blocks_and_runs_too(programme, block, run):
    writing.write_block(block, BLOCK_FACTS | {"topics": ["Einbürgerung"]}, by=None)
    writing.write_programme(programme, PROGRAMME_FACTS | {"title": "Vierklang"}, by=None)
    assert "Einbürgerung" in words_of(row_of(BLOCK, block.pk)) and "Duldung" not in words_of(row_of(BLOCK, block.pk))
    assert found(PROGRAMME) == {"Vierklang"}
    for row in Row.objects.exclude(kind=PROGRAMME):
        assert "Vierklang" in row.keywords and "Dreiklang" not in row.keywords


def test_an_old_copy_of_the_programme_brings_no_old_name_back(block):
    stale = BuildingBlock.objects.select_related("programme").get(pk=block.pk)
    writing.write_programme(Programme.objects.get(), PROGRAMME_FACTS | {"title": "Vierklang"}, by=None)
    writing.write_block(stale, BLOCK_FACTS, by=None)
    assert found(PROGRAMME) == {"Vierklang"}


def test_a_run_is_found_once_it_is_published_and_no_more_once_it_is_a_draft_again(programme):
    draft = writing.write_run(Run(programme=programme), {"title": "Jahrgang 3"}, by=None)
    assert found(RUN) == set()
    run = writing.publish_run(draft, by=None)
    assert found(RUN) == {"Jahrgang 3"} and row_of(RUN, run.pk).address == run.path
    writing.write_run(run, {"title": "Jahrgang 4"}, by=None)
    assert found(RUN) == {"Jahrgang 4"}
    writing.write_run(run, {"state": Run.DRAFT}, by=None)
    assert found(RUN) == set()


def test_a_planned_run_is_a_draft_that_nobody_finds(programme, block, run):
    a_date(run, block)
    planning.plan_run(run, "Im Frühjahr", localdate() + timedelta(days=200), by=None)
    assert found(RUN) == {"Jahrgang 3"} and set(Row.objects.filter(kind="event").values_list("title", flat=True)) == {
        "Recht im Alltag in Jahrgang 3"
    }


def test_a_run_is_found_by_its_blocks_and_begins_with_its_first_date(programme, block, run):
    second = a_building_block(programme, "B", "Dialog")
    for each, days in ((block, 20), (second, 10)):
        writing.attach(run, each, an_event(each.title, days=days), by=None)
    row = row_of(RUN, run.pk)
    assert "Recht im Alltag" in row.keywords and "Dialog" in row.keywords
    assert row.date == localdate() + timedelta(days=10)
    writing.detach(run.dates.get(block=second), by=None)
    row = row_of(RUN, run.pk)
    assert "Dialog" not in row.keywords and row.date == localdate() + timedelta(days=20)


@pytest.mark.parametrize("hidden", [{"state": Event.DRAFT}, {"readers": "members"}, {"readers": "team"}], ids=str)
def test_a_date_that_not_everybody_reads_tells_nothing_of_itself(programme, block, run, hidden):
    writing.attach(run, block, an_event("Geheim", **hidden), by=None)
    row = row_of(RUN, run.pk)
    assert row.date is None and "Recht im Alltag" not in words_of(row)


def test_what_happened_to_its_events_elsewhere_is_made_true_by_the_chore(programme, block, run):
    event = an_event("Block A", state=Event.DRAFT)
    writing.attach(run, block, event, by=None)
    publishing.publish(event, by=None)
    calling.keep_all_true()
    assert row_of(RUN, run.pk).date == localdate(event.starts)
    before = Change.objects.count()
    calling.keep_all_true()
    assert Change.objects.count() == before


def test_what_is_discarded_is_not_found(programme, block):
    run = writing.write_run(Run(programme=programme), {"title": "Jahrgang 3", "state": Run.PUBLISHED}, by=None)
    writing.publish_run(run, by=None)
    assert found(RUN) == {"Jahrgang 3"}
    writing.discard_run(run, by=None)
    assert found(RUN) == set()
    writing.discard_block(a_second(programme), by=None)
    assert found(BLOCK) == {"Recht im Alltag"}
    writing.discard_programme(programme, by=None)
    assert not Row.objects.exists()


def a_second(programme) -> BuildingBlock:
    second = writing.write_block(
        BuildingBlock(programme=programme), BLOCK_FACTS | {"letter": "B", "title": "Dialog"}, by=None
    )
    assert found(BLOCK) == {"Recht im Alltag", "Dialog"}
    return second


def test_a_run_that_became_a_draft_meanwhile_is_readable_by_the_team_alone(run):
    Run.objects.update(state=Run.DRAFT)
    assert kinds()[RUN].readable([str(run.pk)], ada()) == {str(run.pk)}
    assert kinds()[RUN].readable([str(run.pk)], AnonymousUser()) == set()


def test_as_many_queries_for_three_runs_and_blocks_as_for_one():
    one, three = a_programme("Eins", "eins"), a_programme("Drei", "drei")
    for programme, number in ((one, 1), (three, 3)):
        for each in range(number):
            run = a_run(programme, f"Durchgang {each}")
            a_date(run, a_building_block(programme, "ABC"[each], f"Baustein {each}"))
    counts = []
    for programme in (one, three):
        with CaptureQueriesContext(connection) as queries:
            searchable.keep(programme)
        counts.append(len(queries))
    assert counts[0] == counts[1]
