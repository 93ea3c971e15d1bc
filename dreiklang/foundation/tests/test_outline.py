"""What a text consists of, told without Markdown."""

import pytest

from dreiklang.foundation import outline
from dreiklang.foundation.outline import words_of

pytestmark = pytest.mark.once


def kinds(source: str, **more) -> list[str]:
    return [block["kind"] for block in outline.of(source, **more)]


def text(source: str) -> str:
    (block,) = outline.of(source)
    return words_of(block["text"])


def test_each_kind_of_block_is_known():
    source = "# A\n\nb\n\n- c\n\n1. d\n\n> e\n\n```\nf\n```\n\n| g |\n|---|\n| h |\n\n---\n"
    assert kinds(source) == ["heading", "paragraph", "list", "list", "quote", "code", "table", "rule"]


def test_marks_of_words_become_facts_about_them():
    (block,) = outline.of("a **b *c*** `d` [e](https://example.org/) ![f](g.png)")
    assert block["text"] == [
        {"text": "a "}, {"text": "b ", "strong": True}, {"text": "c", "strong": True, "italic": True}, {"text": " "},
        {"text": "d", "code": True}, {"text": " "}, {"text": "e", "href": "https://example.org/"}, {"text": " f"},
    ]  # fmt: skip


def test_the_highest_heading_fits_under_its_paper_and_none_leaves_a_level_out():
    assert [block["level"] for block in outline.of("## A\n\n#### B\n\n###### C\n\n## D", top=2)] == [2, 3, 4, 2]


def test_a_heading_in_a_list_or_a_quotation_is_bold():
    (block,) = outline.of("> # A")
    assert block["blocks"] == [{"kind": "paragraph", "text": [{"text": "A", "strong": True}]}]


def test_lists_lie_in_lists_and_know_where_they_begin():
    (block,) = outline.of("3. a\n   - b\n4. c")
    assert block["start"] == 3
    assert [len(item) for item in block["items"]] == [2, 1] and block["items"][0][1]["start"] is None


def test_a_link_within_the_house_leads_back_to_it_and_a_script_nowhere():
    (block,) = outline.of("[a](/praxis/b/) [c](//evil.example) [d](javascript:x) [e](data:x)", home="https://d.example")
    assert [run.get("href") for run in block["text"] if run["text"].strip() == "a"] == ["https://d.example/praxis/b/"]
    assert not any("evil" in run.get("href", "") or "javascript" in run.get("href", "") for run in block["text"])
    assert outline.link("a", "javascript:x") == {"text": "a"}
    assert outline.link("a", "https://example.org/" + "x" * 2000) == {"text": "a"}


def test_what_no_document_may_hold_goes():
    assert text("a\x01b\ud800c\ufffed\0e") == "a b c d e"


def test_the_columns_of_a_table_share_its_width():
    (block,) = outline.of("| a | b |\n|---|--:|\n| " + "Wort " * 40 + "| 1 |\n| kurz | |")
    assert sum(block["widths"]) == 100 and block["widths"][0] > 80
    assert block["right"] == [1] and [len(row) for row in block["rows"]] == [2, 2]


def test_a_table_that_no_sheet_is_wide_enough_for_is_told_row_by_row():
    columns = range(40)
    row = "| " + " | ".join(f"s{number}" for number in columns) + " |\n"
    (block,) = outline.of(row + "|" + "---|" * 40 + "\n" + row.replace("s", "w") * 3)
    assert block["kind"] == "list" and len(block["items"]) == 3
    said = words_of(block["items"][0][0]["text"])
    assert all(f"s{number}: w{number}" in said for number in columns)


@pytest.mark.parametrize("source", ["", "\n", "#", "- ", "> ", "|a|\n|-|", "1.", "***", "[]()", "```"])
def test_next_to_nothing_is_no_fault(source):
    outline.of(source)
