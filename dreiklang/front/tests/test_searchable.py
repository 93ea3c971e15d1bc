"""The pages of the house are found as their newest version says."""

import pytest
import time_machine

from dreiklang.foundation.models import Page
from dreiklang.foundation.refusal import Refusal
from dreiklang.front.actions import editing
from dreiklang.front.furnishing import FOLDER, bring_pages
from dreiklang.front.searchable import PAGE
from dreiklang.front.tests.makers import a_page
from dreiklang.index.kinds import kinds
from dreiklang.index.models import Row
from dreiklang.index.tests.makers import changes, row_of
from dreiklang.people.tests.makers import ada

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_page_that_a_house_must_have_is_found():
    bring_pages()
    assert set(Row.objects.values_list("object_id", "address")) == {
        (file.stem, f"/{file.stem}/") for file in FOLDER.glob("*.md")
    }
    assert {row.readers for row in Row.objects.all()} == {"public"}


def test_bringing_them_again_tells_nothing():
    bring_pages()
    told = len(changes())
    bring_pages()
    assert len(changes()) == told == Page.objects.count()


def test_what_the_team_writes_is_found_with_its_day_and_what_it_said_before_is_not(client):
    with time_machine.travel("2026-03-02 09:00+01:00"):
        a_page(source="Telefon 07531")
    client.force_login(ada())
    with time_machine.travel("2026-07-01 00:30+02:00"):
        client.post("/impressum/bearbeitung/", {"source": "Stadt Musterlingen", "seen": 1})
    row = row_of(PAGE, "impressum")
    assert (row.title, row.text, row.date.isoformat()) == ("Impressum", "Stadt Musterlingen\n", "2026-07-01")


def test_a_refused_version_is_not_found():
    page = a_page(source="Eins")
    editing.edit(page, "Zwei", by=None)
    with pytest.raises(Refusal):
        editing.edit(page, "Drei", by=None, seen=1)
    assert row_of(PAGE, "impressum").text == "Zwei"


def test_building_anew_says_what_the_rows_say_whatever_the_number_of_versions():
    page = a_page(source="Eins")
    a_page("ueber-uns", "Wir", "Über uns")
    for source in ("Zwei", "Drei"):
        editing.edit(page, source, by=None)
    assert {entry.object_id: entry.text for entry in kinds()[PAGE].entries()} == {
        "impressum": "Drei",
        "ueber-uns": "Wir",
    }
    assert dict(Row.objects.values_list("object_id", "text")) == {"impressum": "Drei", "ueber-uns": "Wir"}
