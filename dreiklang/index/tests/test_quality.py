"""The search finds what is sought, better than without its steps. Beside Snowball: bench/prove_search.py."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from dreiklang.german.words import ALL_STEPS
from dreiklang.index.models import Row
from dreiklang.index.tests import quality
from dreiklang.index.tests.makers import answer_as_text, asked, findable

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEEDS_ANSWERED, KNOWN_ITEMS_FOUND = 0.64, 0.97  # a little below what is measured today
LAWS = ("AsylVfG 1992", "AufenthV", "BeschV 2013", "IntV", "FreizügG/EU 2004")
needs_texts = pytest.mark.skipif(not quality.LAWS.exists(), reason=quality.WITHOUT_TEXTS)

ELSEWHERE = """
import json, sys
import django
django.setup()
from django.db import connection
from dreiklang.index.models import Change, Row
from dreiklang.index.tests import quality
from dreiklang.index.tests.makers import answer_as_text, asked

with connection.schema_editor() as editor:
    editor.create_model(Row)
    editor.create_model(Change)
quality.only(quality.rows_of_needs())
quality.fill_anew()
print(json.dumps([connection.vendor, *(answer_as_text(asked(need["query"], most=50)) for need in quality.needs())]))
"""


def test_the_needs_are_judged_as_they_should_be():
    assert len(quality.needs()) == 12
    for need in quality.needs():
        grades = {document["grade"] for document in need["documents"]}
        assert len(need["documents"]) == 40 and grades == {0, 1, 2, 3}


def test_gain_is_one_for_the_best_order_and_less_for_others():
    best = {
        need["query"]: [d["id"] for d in sorted(need["documents"], key=lambda d: -d["grade"])]
        for need in quality.needs()
    }
    assert quality.ndcg(lambda query: best[query][:10]) == pytest.approx(1)
    assert quality.ndcg(lambda query: best[query][::-1][:10]) < 0.2
    assert 0.5 < quality.ndcg(lambda query: best[query][9::-1]) < 1
    assert quality.mrr(lambda query: ["b", "a"], [{"query": "x", "id": "a"}, {"query": "y", "id": "c"}]) == 0.25


def test_the_needs_are_answered_and_worse_without_the_analysis():
    quality.only(quality.rows_of_needs())
    with quality.understood_by(ALL_STEPS):
        with_all = quality.ndcg()
    with quality.understood_by(quality.NO_STEPS):
        without = quality.ndcg()
    assert with_all >= NEEDS_ANSWERED
    assert without <= with_all - 0.15


@needs_texts
@pytest.mark.long
def test_sections_are_found_by_their_titles():
    rows = [quality.row_of_section(each) for each in quality.sections() if each["gesetz"] in LAWS]
    items = [item for item in quality.known_items() if item["gesetz"] in LAWS]
    assert len(rows) > 200 and len(items) > 30
    quality.only(rows)
    quality.fill_anew()
    assert quality.mrr(items=items) >= KNOWN_ITEMS_FOUND


@pytest.mark.long
def test_both_databases_give_the_same_answers_to_the_last_digit(tmp_path):
    """Here on the database of this run, there on SQLite with a file of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    said = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], env={**environment, "DREIKLANG_DATA": str(tmp_path)}, text=True,
        capture_output=True, cwd=settings.ROOT,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    vendor, *there = json.loads(said.stdout)
    quality.only(quality.rows_of_needs())
    quality.fill_anew()
    here = [answer_as_text(asked(need["query"], most=50)) for need in quality.needs()]
    assert vendor == "sqlite" and here == there and len(here) == 12
    assert all(json.loads(each)["hits"] for each in here)


def test_what_differs_in_one_row_is_seen():
    """The negative control of comparing."""
    findable("Quarkstrudel", "Quarkstrudel backen")
    before = answer_as_text(asked("quarkstrudel"))
    findable("Quarkstrudel", "Quarkstrudel backen heute")
    assert answer_as_text(asked("quarkstrudel")) != before and Row.objects.count() == 2
