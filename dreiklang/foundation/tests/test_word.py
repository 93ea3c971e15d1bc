"""Word files, opened again by the library that wrote them."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from dreiklang.foundation import outline
from dreiklang.foundation.word import word_file

pytestmark = pytest.mark.once

AT = datetime(2027, 3, 6, 12, tzinfo=UTC)
HOSTILE = (
    '#read("/etc/passwd") $a$ <script>alert(1)</script> <w:p/> &amp; ]]>', "x" * 10_000, "מדוע דוד לוי", "مريم الحسيني",
    "👩🏽‍🏫 🎉", "ეკა", "a\u202eb\u200fc",
)  # fmt: skip


def written(source: str, **more) -> bytes:
    facts = {"title": "Ein Blatt", "author": "Ada", "footer": "Blatt", "at": AT}
    return word_file(outline.of(source), **facts | more)


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_blocks_have_real_styles():
    source = "# A\n\n## B\n\n### C\n\nText\n\n- eins\n  - zwei\n\n1. drei\n\n> vier\n\n```\nfünf\n```\n"
    said = [(paragraph.style.name, paragraph.text) for paragraph in opened(written(source)).paragraphs]
    assert said == [
        ("Heading 1", "A"), ("Heading 2", "B"), ("Heading 3", "C"), ("Normal", "Text"), ("List Bullet", "eins"),
        ("List Bullet 2", "zwei"), ("List Number", "drei"), ("Quote", "vier"), ("Code", "fünf"),
    ]  # fmt: skip


def test_each_numbered_list_begins_anew():
    document = opened(written("1. a\n2. b\n\nund\n\n1. c\n\nund\n\n5. d"))
    lists = [paragraph._p.pPr.numPr.numId.val for paragraph in document.paragraphs if "List" in paragraph.style.name]
    assert lists[0] == lists[1] and len(set(lists)) == 3
    numbering = document.part.numbering_part.element
    starts = [numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val for number in lists]
    assert starts == [1, 1, 1, 5]


def test_a_table_repeats_its_headings_and_fills_the_page():
    (table,) = opened(written("| a | b |\n|---|--:|\n| 1 | **2** |")).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["1", "2"]]
    assert "w:tblHeader" in table.rows[0]._tr.xml and "w:tblHeader" not in table.rows[1]._tr.xml
    assert table.cell(1, 1).paragraphs[0].runs[0].bold
    assert round(sum(cell.width.mm for cell in table.rows[0].cells)) == 165


def test_links_stay_links():
    document = opened(written("[Kern](https://example.org/a?b=1&c=2) und [Post](mailto:ada@example.org)"))
    (paragraph,) = document.paragraphs
    assert [link.address for link in paragraph.hyperlinks] == [
        "https://example.org/a?b=1&c=2",
        "mailto:ada@example.org",
    ]
    assert paragraph.text == "Kern und Post"


def test_the_file_is_german_a4_and_numbered_and_says_what_it_is():
    data = written("a", title="Über alles")
    document = opened(data)
    page, about = document.sections[0], document.core_properties
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert (about.title, about.author, about.language) == ("Über alles", "Ada", "de-DE")
    assert about.created.replace(tzinfo=UTC) == AT and not about.comments
    files = parts(data)
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', files["word/styles.xml"])) == {"de-DE"}
    assert "PAGE" in files["word/footer1.xml"] and "NUMPAGES" in files["word/footer1.xml"]
    assert (
        'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in files["word/settings.xml"]
    )


def test_the_same_moment_gives_the_same_bytes():
    source = "# A\n\n1. [b](https://example.org/)\n\n| c |\n|---|\n| d |"
    assert written(source) == written(source) != written(source, at=AT.replace(hour=13))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_written_is_text_letter_for_letter(text):
    blocks = [outline.heading(text, 1), outline.paragraph(text), outline.bullets([outline.plain(text)]),
              outline.table([text], [[text]]), outline.facts([(text, text)])]  # fmt: skip
    document = opened(word_file(blocks, title=text, author=text, footer=text, at=AT))
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert said == [text] * 7


def test_signs_that_break_a_file_are_left_out():
    (block,) = outline.of("a\x01b\ud800c")
    assert opened(word_file([block], title="a\x01", author="b\0", footer="\ud800", at=AT)).paragraphs[0].text == "a b c"


def test_the_leaving_out_is_needed():
    with pytest.raises(ValueError, match="XML compatible"):
        word_file([{"kind": "paragraph", "text": [{"text": "a\x01b"}]}], title="a", author="b", footer="", at=AT)


def test_what_is_written_from_the_right_is_set_from_the_right():
    data = written("מדוע\n\nDas ist מדוע")
    assert parts(data)["word/document.xml"].count("<w:bidi/>") == 1
