"""A Word file becomes a page; one that is dangerous or broken becomes a sentence."""

import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from dreiklang.library.models import Article
from dreiklang.library.tests.page_files import a_file, a_word_file
from dreiklang.people.tests.makers import a_field, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.sqlite_alone]


@pytest.fixture
def folder(tmp_path):
    ada(), ben(), cem(), a_field()
    return tmp_path / "seiten"


def run(folder) -> str:
    out = StringIO()
    call_command("import_pages", str(folder), "--by", "ada@example.org", stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(folder) -> str:
    with pytest.raises(CommandError) as problem:
        run(folder)
    assert not Article.objects.exists()
    return str(problem.value)


def test_headings_lists_tables_and_links_become_markdown(folder):
    a_word_file(folder)
    run(folder)
    article = Article.objects.get()
    assert (article.slug, article.title, article.duties) == ("aus-word", "Aus Word", "14")
    assert article.sources.get().url == "https://a.example/"
    lead, way, after = article.sections.all()
    assert lead.source == r"Am Anfang steht **ein Satz** mit \*Stern\* und [Verweis](https://b.example/%28x%29)"
    assert way.heading == "Vorgehen"
    assert way.source == (
        "1. Erstens\n1. Zweitens\n- Punkt\n\n### Im Einzelnen\n\n| Was | Wie viel |\n|---|---|\n| Raum \\| Saal | 0 € |"
    )
    assert "<ol>" in way.html and "<th>Was</th>" in way.html and "Raum | Saal" in way.html
    assert (after.heading, after.source) == ("Danach", "Ende. *Schluss*")


def test_facts_may_stand_in_paragraphs(folder):
    import docx

    document = docx.Document()
    for line in ("titel: Ohne Tabelle", "art: Hinweis", "", "Hier beginnt: der Text."):
        document.add_paragraph(line)
    folder.mkdir()
    document.save(folder / "ohne-tabelle.docx")
    run(folder)
    assert Article.objects.get().sections.get().source == "Hier beginnt: der Text."


def test_what_does_not_come_along_is_said(folder):
    import docx
    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    path = a_word_file(folder)
    document = docx.Document(path)
    document.add_picture(BytesIO(picture.getvalue()))
    document.save(path)
    assert "aus-word.docx: Nicht übernommen: Bilder." in run(folder)


def test_a_fault_names_the_word_file(folder):
    a_word_file(folder, art="Roman", geprueft="cem | Praxis | morgen | mehr")
    assert "aus-word.docx: In „cem | Praxis | morgen | mehr“ stehen mehr als 3 Teile" in refused(folder)


def test_one_address_from_both_kinds_of_files_is_refused(folder):
    a_file(folder, "gleich.md")
    a_word_file(folder, "gleich.docx")
    assert "gleich.md: Die Adresse „gleich“ hat schon „gleich.docx“." in refused(folder)


def changed(path, add=None, **members):
    """The same package with other members."""
    out = BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for one in package.infolist():
            copy.writestr(one.filename, members.pop(one.filename, None) or package.read(one.filename))
        for name, data in (add or {}).items():
            copy.writestr(name, data)
    path.write_bytes(out.getvalue())


BOMB = b"<w:document xmlns:w='x'>" + b" " * 60_000_000 + b"</w:document>"
LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><w:document>&b;</w:document>"


def test_a_bomb_is_not_unpacked(folder):
    path = a_word_file(folder)
    changed(path, **{"word/document.xml": BOMB})
    assert path.stat().st_size < 200_000
    assert "In der Datei steckt mehr, als ein Text sein kann." in refused(folder)


def test_without_the_look_at_its_size_the_bomb_would_be_unpacked(folder, monkeypatch):
    """The twin: then only its content is in the way."""
    path = a_word_file(folder)
    changed(path, **{"word/document.xml": BOMB})
    monkeypatch.setattr("dreiklang.library.importing.word_file._MOST_TEXT_XML", 10**9)
    assert "steckt mehr" not in refused(folder)


def test_many_small_parts_are_a_bomb_too(folder):
    path = a_word_file(folder)
    changed(path, add={f"word/media/{n}.bin": b"\0" * 8_000_000 for n in range(10)})
    assert "steckt mehr" in refused(folder)


def test_macros_are_refused(folder):
    path = a_word_file(folder)
    changed(path, add={"word/vbaProject.bin": b"x"})
    assert "Diese Datei kann Programme ausführen" in refused(folder)


@pytest.mark.parametrize("data", [b"", b"PK\3\4kaputt", b"<w:document>", LAUGHS])
def test_a_broken_text_is_refused(folder, data):
    path = a_word_file(folder)
    changed(path, **{"word/document.xml": data or b" "})
    assert "aus-word.docx: " in refused(folder)


@pytest.mark.parametrize("data", [b"", b"PK\3\4kaputt", b"{\\rtf1}"])
def test_what_is_no_word_file_is_refused(folder, data):
    folder.mkdir()
    (folder / "keine.docx").write_bytes(data)
    assert "keine.docx: Diese Datei ist" in refused(folder)


def test_without_facts_it_is_refused(folder):
    import docx

    folder.mkdir()
    document = docx.Document()
    document.add_heading("Nur Text", 1)
    document.save(folder / "nur-text.docx")
    assert "Oben fehlen die Angaben zur Seite" in refused(folder)
