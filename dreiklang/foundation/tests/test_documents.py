import io
from datetime import UTC, datetime
from threading import Thread

import pikepdf
import pypdfium2
import pytest
import typst
from django.conf import settings

from dreiklang.foundation import documents
from dreiklang.foundation.documents import Attachment, pdf
from dreiklang.foundation.tests import verapdf

AT = datetime(2027, 3, 6, 12, tzinfo=UTC)
TEMPLATE = """
#import "/foundation/templates/house.typ": facts, given, house, letterhead, values
#show: house
#letterhead
#heading(level: 1, given.title)
#values.name
#facts(("Was", values.at("fact", default: "nichts")))
"""


@pytest.fixture
def template():
    """A template that lies nowhere in the house; typst takes its bytes as well as its path."""
    return TEMPLATE.encode()


def printed(template, name, **more) -> bytes:
    return pdf(template, {"name": name}, title=more.pop("title", "Ein Blatt"), at=AT, **more)


def signs_of(file: bytes) -> str:
    """Every sign of the first page but the spaces: pdfium takes a tall picture for a new line."""
    with pypdfium2.PdfDocument(file) as document:
        return _without_spaces(document[0].get_textpage().get_text_range())


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def holds(file: bytes, name: str) -> bool:
    return f"EinBlatt{_without_spaces(name)}Was" in signs_of(file)


NAMES = [
    '#read("/etc/passwd") $a$ ] #eval("1+1") -- \\u{41} *x* _y_ "z" <l> @m //',
    "Jürgen Groß-Österreicher",
    "Şükrü Đorđević-Łukasiewicz, Nguyễn Văn Đạt",
    "Олена Ковальчук und Κώστας",
    "مريم الحسيني",
    "زهرا حسینی کاظمی گلپایگانی",
    "דוד לוי",
    "Ada 🎉 und Ben 👩🏽‍🏫",
    "x" * 60,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_letter_for_letter(template, name):
    assert holds(printed(template, name), name)


def test_a_name_in_the_source_would_be_evaluated():
    """The twin of the test above: it can tell whether somebody formats a name into a template."""
    source = TEMPLATE.replace("#values.name", '#eval("1+1")')
    assert holds(printed(source.encode(), ""), "2")


def test_a_name_typed_in_pieces_is_printed_whole(template):
    assert holds(printed(template, "Noe\u0308l Mu\u0308ller"), "Noël Müller")


def test_a_sign_that_no_font_has_leaves_a_box_and_stops_nothing(template):
    assert holds(printed(template, "Eka ეკა\0Bo\ue000"), "Eka ▯▯▯ Bo▯")


def test_the_box_is_needed(template, monkeypatch):
    monkeypatch.setattr(documents, "_printable", lambda value: value)
    with pytest.raises(Exception, match="could not be displayed"):
        printed(template, "ეკა")


def test_title_and_language_stand_in_the_file(template):
    with pikepdf.open(io.BytesIO(printed(template, "Ada", title="Über alles", language="en"))) as file:
        assert (str(file.docinfo["/Title"]), str(file.Root.Lang)) == ("Über alles", "en")
        assert file.Root.ViewerPreferences.DisplayDocTitle
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")


def test_an_attached_file_comes_out_byte_for_byte(template):
    text = '{"name": "Ü – ﷽ \\u0000", "lines": "\r\n"}\n'
    file = printed(template, "Ada", attachments=[Attachment("badge.json", text, "application/ld+json", "Ein Badge")])
    with pikepdf.open(io.BytesIO(file)) as opened:
        assert list(opened.attachments) == ["badge.json"]
        assert opened.attachments["badge.json"].get_file().read_bytes() == text.encode()


def test_the_same_arguments_give_the_same_bytes(template):
    first = printed(template, "Ada")
    documents._compiler.cache_clear()
    assert printed(template, "Ada") == first != printed(template, "Ben")


def test_no_font_of_the_machine_is_used(template):
    with pikepdf.open(io.BytesIO(printed(template, "Ada مريم דוד 🎉"))) as file:
        fonts = {str(font.BaseFont).split("+")[1].split("-")[0] for font in file.pages[0].Resources.Font.values()}
    assert fonts == {"FiraSans", "Vazirmatn", "NotoSansHebrewThin", "NotoEmoji"}


def test_templates_read_nothing_outside_the_house():
    for address in ("/../pyproject.toml", "../../pyproject.toml"):
        source = TEMPLATE + f'#read("{address}")'
        with pytest.raises(Exception, match="outside|escape|not found"):
            printed(source.encode(), "Ada")
    assert (settings.ROOT / "pyproject.toml").exists()


def test_threads_wait_for_each_other(template):
    made = []
    threads = [Thread(target=lambda name=name: made.append((name, printed(template, name)))) for name in NAMES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(NAMES)
    assert all(holds(file, name) for name, file in made)


@pytest.mark.long
@pytest.mark.skipif(bool(verapdf.what_is_missing()), reason=verapdf.what_is_missing())
def test_a_document_holds_to_both_standards(template, tmp_path):
    attachment = Attachment("badge.json", "{}", "application/ld+json", "Ein Badge")
    (tmp_path / "whole.pdf").write_bytes(printed(template, " ".join(NAMES), attachments=[attachment]))
    # The twin: a file that promises nothing breaks rules of both.
    (tmp_path / "plain.pdf").write_bytes(typst.compile(b"= Nur so", format="pdf", pdf_tags=False))
    found = verapdf.check(tmp_path / "whole.pdf", tmp_path / "plain.pdf")
    assert found["whole.pdf"] == {"PDF/UA-1": [], "PDF/A-3a": []}
    assert all(found["plain.pdf"].values()), found
