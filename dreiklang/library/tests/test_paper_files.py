"""A council paper as it leaves the house: what stands in the Word file and in the PDF, and how it looks to programs."""

import io
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta

import docx
import pypdfium2
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from dreiklang.dialogue.models import Mention
from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread
from dreiklang.foundation.licences import CC_BY, CC_BY_SA, RESERVED
from dreiklang.foundation.tests import verapdf
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library import paper_files
from dreiklang.library.actions import papering
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article, Source
from dreiklang.library.paper_files import FOR_INFORMATION, FOR_MEMBERS, NOT_PUBLIC
from dreiklang.library.papers import WHOLE
from dreiklang.library.tests.makers import a_draft, a_paper, a_review
from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ben
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once, pytest.mark.sqlite_alone]
AT = datetime(2027, 3, 6, 12, tzinfo=UTC)
EVIL = '#read("/etc/passwd") $a$ ] #eval("1+1") <script>alert(1)</script>'
TEXT = """Eine Stunde kostet **25 Euro**, siehe [Merkblatt](https://example.org/merkblatt) und [Seite](/praxis/andere/).

| Weg | Kosten |
|---|--:|
| Ehrenamt | 15 € |

1. Fragen
2. Zahlen

- Ehrenamt
  - mit Pauschale
"""
_SOFFICE = shutil.which("soffice")


@pytest.fixture
def officer():
    person = ben()
    take_office(person, a_municipality(), title="Stabsstelle Integration")
    return person


@pytest.fixture
def in_march():
    with time_machine.travel(AT, tick=False):
        yield


def a_page(title="Sprachmittlung bezahlen", *, readers=PUBLIC, licence=CC_BY, until=400, **facts) -> Article:
    """By Paula, with a source and somebody to ask."""
    paula, team = _known("Paula Pauls"), _known("Tess Team", is_team=True)
    article = a_draft(paula, title, **{"source": TEXT} | facts)
    article.readers, article.contact, article.licence = readers, "Paula Pauls, 0711 123", licence
    article.save()
    Source.objects.create(article=article, title="Leitfaden", url="https://example.org/leitfaden", note="2026")
    today = timezone.localdate()
    begins, ends = today - timedelta(days=30), today + timedelta(days=until)
    put_in_force(article, [a_review(article, team)], by=team, as_of=begins, checked_until=ends)
    return article


def _known(name: str, **facts) -> Person:
    return Person.objects.filter(name=name).first() or a_person(name, **facts)


def filled(officer, *things, extent=WHOLE, note="", **facts):
    """A paper with head, three texts and these pages and answers."""
    said = {
        "body": "Sozialausschuss", "meets_on": date(2027, 3, 11), "reference": "12/2027", "costs": "15.000 Euro",
        "proposal": "1. Ein Pool wird eingerichtet.\n2. Die Verwaltung berichtet.", "situation": "Es fehlt Geld.",
    }  # fmt: skip
    paper = a_paper(officer, **said | facts)
    for item in papering.collect(paper, *things, by=officer):
        papering.word(item, extent, note, by=officer)
    return paper


def word(paper, person):
    return docx.Document(io.BytesIO(paper_files.as_word(paper, person, AT)))


def text_of_word(paper, person) -> str:
    document = word(paper, person)
    said = [paragraph.text for paragraph in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def text_of_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return " ".join("\n".join(pages).replace("\u200b", "").split())


def both(paper, person) -> list[str]:
    return [text_of_word(paper, person), text_of_pdf(paper_files.as_pdf(paper, person, AT))]


# --- layout ---


def test_the_word_file_has_the_layout_of_an_office(officer):
    paper = filled(officer, a_page())
    document = word(paper, officer)
    said = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]
    assert said[:6] == [
        ("Normal", "Gemeinde Musterlingen · Sitzungsvorlage 12/2027"), ("Title", "Sprachmittlung ab 2027"),
        ("Heading 1", "Beschlussvorschlag"), ("List Number", "Ein Pool wird eingerichtet."),
        ("List Number", "Die Verwaltung berichtet."), ("Heading 1", "Sachverhalt"),
    ]  # fmt: skip
    assert [text for style, text in said if style == "Heading 1"][2:] == [
        "Finanzielle Auswirkungen", "Anlagen", "Anlage 1: Vergleich mit ähnlichen Kommunen",
        "Anlage 2: Sprachmittlung bezahlen", "Ansprechpersonen", "Quellen und Lizenzen",
    ]  # fmt: skip
    assert ("Heading 2", "Vorgehen") in said and ("List Bullet 2", "mit Pauschale") in said
    head, compared, costs = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    assert head == [
        ["Vorlage Nr.", "12/2027"], ["Gremium", "Sozialausschuss"], ["Sitzung am", "11. März 2027"],
        ["Behandlung", "öffentlich"], ["Amt, Stelle", "Stabsstelle Integration"], ["Bearbeitung", officer.name],
        ["Datum", "6. März 2027"],
    ]  # fmt: skip
    assert compared[1] == ["Musterlingen", "Gemeinde", "9.104", "85,6", "106", "eigene Kommune"]
    assert costs == [["Weg", "Kosten"], ["Ehrenamt", "15 €"]]


def test_both_forms_say_the_same(officer):
    for text in both(filled(officer, a_page(), note="Für uns der zweite Weg."), officer):
        for said in (
            "Sitzungsvorlage 12/2027", "Sozialausschuss", "11. März 2027", "öffentlich", "Ein Pool wird eingerichtet.",
            "Es fehlt Geld.", "15.000 Euro", "9.104", "Statistisches Bundesamt (Destatis)", "Für uns der zweite Weg.",
            "Eine Stunde kostet 25 Euro", "Dann zahlen.", "Paula Pauls, 0711 123", "Leitfaden (2026)", "CC BY 4.0",
        ):  # fmt: skip
            assert said in text
        assert f"{settings.SITE_URL}/praxis/sprachmittlung-bezahlen/" in "".join(text.split())  # it breaks at a line


def test_links_lead_on_from_both(officer):
    paper = filled(officer, a_page())
    addresses = {link.address for paragraph in word(paper, officer).paragraphs for link in paragraph.hyperlinks}
    wanted = {"https://example.org/merkblatt", f"{settings.SITE_URL}/praxis/andere/", "https://example.org/leitfaden",
              "https://creativecommons.org/licenses/by/4.0/"}  # fmt: skip
    assert wanted <= addresses
    printed = paper_files.as_pdf(paper, officer, AT)
    assert all(f"({address})".encode() in printed for address in wanted)


def test_without_a_proposal_the_council_takes_note_and_empty_parts_are_left_out(officer):
    paper = a_paper(officer, has_figures=False)
    for text in both(paper, officer):
        assert FOR_INFORMATION in text
        assert not any(part in text for part in ("Sachverhalt", "Anlage", "Quellen", "Ansprechpersonen"))


def test_a_short_extent_is_the_summary_and_says_so(officer):
    paper = filled(officer, a_page(summary="Was es kostet."), extent="summary")
    for text in both(paper, officer):
        assert "Was es kostet." in text and "(Kurzfassung)" in text and "Dann zahlen." not in text


def test_each_source_and_contact_stands_there_once(officer):
    paper = filled(officer, a_page(), a_page("Zweite Seite"))
    text = text_of_word(paper, officer)
    assert text.count("Leitfaden (2026)") == text.count("Paula Pauls, 0711 123") == 1
    assert "(zu „Sprachmittlung bezahlen“ und „Zweite Seite“)" in text


def test_a_stale_page_says_so(officer, in_march):
    stale, fresh = a_page("Alt", until=-40), a_page("Neu")
    for text in both(filled(officer, stale, fresh), officer):
        assert "Alt (veraltet)" in text and "Neu (veraltet)" not in text
        assert "Veraltet: Diese Seite war geprüft bis 25. Januar 2027" in text


# --- what others may read ---


def test_a_public_paper_holds_nothing_but_the_title_of_what_members_read(officer):
    page = a_page(readers=MEMBERS, summary="Was es kostet.")
    for text in both(filled(officer, page, note="Mein Satz."), officer):
        assert "Sprachmittlung bezahlen" in text and FOR_MEMBERS in text and "Mein Satz." in text
        for inner in ("Was es kostet", "25 Euro", "Leitfaden", "Paula", "/praxis/sprachmittlung-bezahlen/"):
            assert inner not in text
    for text in both(filled(officer, page, is_public=False), officer):  # the twin: with closed doors it is all there
        assert "25 Euro" in text and "Paula" in text and NOT_PUBLIC in text and "nichtöffentlich" in text


def test_of_what_is_reserved_summary_and_reference_stand_alone(officer):
    page = a_page(licence=RESERVED, summary="Was es kostet.")
    for text in both(filled(officer, page, is_public=False), officer):
        assert "Was es kostet." in text and "alle Rechte vorbehalten" in text and "25 Euro" not in text
    for text in both(filled(officer, a_page("Frei", licence=CC_BY_SA), is_public=False), officer):
        assert "25 Euro" in text and "CC BY-SA 4.0" in text


@pytest.fixture
def answer():
    asked = a_thread(a_room(), a_person("Dora Dom"), "Wer zahlt?")
    post = a_reply(asked, a_person("Emma Ems"), "## Pauschale\n\nFragt @Dora Dom, sie weiß es.\n\nZweiter Absatz.")
    Mention.objects.get_or_create(post=post, person=asked.posts.get(number=1).author)
    return post


def test_an_answer_names_nobody_not_even_whom_it_speaks_to(officer, answer):
    for text in both(filled(officer, answer, is_public=False), officer):
        assert "Erfahrung aus dem Netzwerk: Wer zahlt?" in text and "Zweiter Absatz." in text
        assert "Fragt [Name], sie weiß es." in text
        assert not any(name in text for name in ("Emma", "Dora"))


def test_in_a_public_paper_an_answer_is_what_she_says_of_it(officer, answer):
    for text in both(filled(officer, answer, note="Eine Gemeinde zahlt eine Pauschale."), officer):
        assert "Erfahrung aus dem Netzwerk" in text and "Eine Gemeinde zahlt eine Pauschale." in text
        assert not any(inner in text for inner in ("Emma", "Zweiter Absatz", "Wer zahlt?", "Dora"))


def test_what_she_reads_no_more_is_left_out(officer):
    paper = filled(officer, a_page())
    Article.objects.update(readers="team")
    for text in both(paper, officer):
        assert "Sprachmittlung bezahlen" not in text and "25 Euro" not in text


# --- bytes ---


def test_the_same_moment_gives_the_same_bytes(officer, in_march):
    paper = filled(officer, a_page())
    for made in (paper_files.as_word, paper_files.as_pdf):
        assert made(paper, officer) == made(paper, officer, AT) != made(paper, officer, AT + timedelta(days=1))


def test_files_are_called_soberly(client, officer):
    paper = a_paper(officer, "Über „Geld“ & <Wege> ../..")
    client.force_login(officer)
    for suffix, kind in (("docx", "wordprocessingml"), ("pdf", "application/pdf")):
        answer = client.get(f"{paper.path}vorlage.{suffix}")
        assert kind in answer.headers["Content-Type"]
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="sitzungsvorlage-ueber-geld-wege.{suffix}"'
        )


HOSTILE = [
    EVIL, "x" * 10_000, "מדוע דוד לוי", "مريم الحسيني", "👩🏽‍🏫 🎉", "ეკა", "a\x01b\ud800c", "> " * 50 + "tief",
    "".join(f"{'  ' * depth}- {depth}\n" for depth in range(30)),
    "|" + " s |" * 40 + "\n|" + "---|" * 40 + "\n" + ("|" + " w |" * 40 + "\n") * 3,
    "| a |\n|---|\n| " + "y" * 3000 + " |",
    "###### nur tief\n\n# hoch", "[a](http://[::1) ![](x) [](y)", "1000000000. x",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_either_form(officer, source):
    page = a_page(source=source.replace("\ud800", ""), summary=source[:300].replace("\ud800", ""))
    line = " ".join(source.replace("\ud800", "").replace("\x01", "").split())[:100]
    paper = filled(officer, page, proposal=line, situation=source.replace("\ud800", ""), reference=line[:60], body=line)
    paper.title = line
    for text in both(paper, officer):
        assert "Quellen und Lizenzen" in text


def test_code_of_a_typesetter_is_printed_and_not_run(officer):
    paper = filled(officer, a_page(source=EVIL), situation=EVIL, reference=EVIL[:60])
    for text in both(paper, officer):
        assert "".join(EVIL.split()) in "".join(text.split()) and "root:" not in text


def rich(officer):
    """All kinds of blocks, all kinds of reach."""
    reserved, stale = a_page("Vorbehalten", licence=RESERVED), a_page("Alt", until=-40)
    hostile = a_page("Fremd", source="\n\n".join(HOSTILE[:6] + HOSTILE[7:]))
    asked = a_thread(a_room(), a_person("Dora Dom"), "Wer zahlt?")
    reply = a_reply(asked, a_person("Emma Ems"), TEXT + "\n> Zitat\n\n```\nCode\n```\n\n---\n")
    return filled(officer, a_page(), reserved, stale, hostile, reply, is_public=False, situation=TEXT)


@pytest.mark.long
@pytest.mark.skipif(bool(verapdf.what_is_missing()), reason=verapdf.what_is_missing())
def test_the_pdf_holds_to_both_standards(officer, tmp_path):
    (tmp_path / "rich.pdf").write_bytes(paper_files.as_pdf(rich(officer), officer, AT))
    (tmp_path / "bare.pdf").write_bytes(paper_files.as_pdf(a_paper(a_person("Ohne Amt"), "Kurz"), officer, AT))
    found = verapdf.check(*sorted(tmp_path.glob("*.pdf")))
    assert found == dict.fromkeys(("bare.pdf", "rich.pdf"), {"PDF/UA-1": [], "PDF/A-3a": []})


@pytest.mark.long
@pytest.mark.skipif(not _SOFFICE, reason="LibreOffice fehlt: sudo apt-get install libreoffice-writer")
def test_another_word_processor_opens_the_word_file(officer, tmp_path):
    paper = filled(officer, a_page(), note="Für uns der zweite Weg.")
    (tmp_path / "vorlage.docx").write_bytes(paper_files.as_word(paper, officer, AT))
    command = [
        _SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
        "--outdir", tmp_path, tmp_path / "vorlage.docx",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = (tmp_path / "vorlage.pdf").read_bytes()
    with pypdfium2.PdfDocument(printed) as document:
        assert len(document) in {2, 3}  # its fonts decide
        pages = len(document)
    text = text_of_pdf(printed)
    for said in ("Sprachmittlung ab 2027", "1. Ein Pool", "2. Die Verwaltung", "25 Euro", "Für uns der zweite Weg."):
        assert said in text
    assert f"Seite 1 von {pages}" in text and f"Seite {pages} von {pages}" in text
