"""The archive holds what every visitor reads, and works where nobody serves it any more."""

import json
from contextlib import nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from lxml import html

from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.events.models import Event, Material
from dreiklang.events.tests.makers import an_event, some_material
from dreiklang.foundation.files import accept
from dreiklang.foundation.models import Page
from dreiklang.front.archive import write_archive
from dreiklang.front.archive.rewriting import Rewriter, relative
from dreiklang.front.archive.visitor import Visitor
from dreiklang.front.furnishing import bring_pages
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article, File
from dreiklang.library.tests.makers import a_draft, a_text, an_article
from dreiklang.people.tests.makers import a_field, ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once, pytest.mark.sqlite_alone]

SECRET = "Zwetschgendatschi"  # stands in nothing that a visitor reads


@pytest.fixture
def people():
    return ben(), ada()


@pytest.fixture
def house(people):
    """Two public pages that name each other, two events, the pages of the house; and much that is not public."""
    writer, team = people
    bring_pages()
    article = an_article(writer, team, title="Erste Seite", readers=PUBLIC, summary="Worum es geht.")
    article.fields.add(a_field())
    inner = an_article(writer, team, title=f"Intern {SECRET}", readers=MEMBERS)
    source = (
        f"Siehe [erste]({article.path}), [intern]({inner.path}), [Suche](/suche/?q=x) und [dort](https://a.example/).\n\n"
        "[Nur die Suche](/suche/)"
    )
    an_article(writer, team, title="Zweite Seite", readers=PUBLIC, source=source, kind=Article.POINTER)
    a_draft(writer, f"Entwurf {SECRET}", readers=PUBLIC)
    a_text(article.sections.first(), f"Noch ungeprüft: {SECRET}", writer)
    withdrawn = an_article(writer, team, title=f"Zurückgezogen {SECRET}", readers=PUBLIC)
    Article.objects.filter(pk=withdrawn.pk).update(state=Article.WITHDRAWN)
    past = timezone.now() - timedelta(days=400)
    event = an_event("Fachtag", slug="fachtag", starts=past, summary="Es war gut.")
    event.picture.save("bild.webp", ContentFile(b"RIFFbild"))
    slides, secret = (accept(ContentFile(text.encode(), name=f"{text}.txt")) for text in ("Folien", SECRET))
    some_material(event, title="Folien", readers=Material.READERS, file=slides)
    some_material(event, title=SECRET, readers=Material.SEATED, file=secret)
    an_event("Kommt noch", slug="kommt-noch")
    an_event(f"Nur Mitglieder {SECRET}", slug="intern", readers=MEMBERS)
    an_event(f"Entwurf {SECRET}", slug="entwurf", state=Event.DRAFT)
    agreed(writer)
    a_thread(a_room(), writer, title=f"Frage {SECRET}")
    return article


@pytest.fixture
def archive(house, tmp_path):
    write_archive(tmp_path)
    return tmp_path


def pages(folder: Path) -> dict[str, html.HtmlElement]:
    return {str(path.relative_to(folder)): html.parse(str(path)).getroot() for path in folder.rglob("*.html")}


def faults(folder: Path) -> list[str]:
    """Links that lead nowhere, what would be asked of a server, and what only works while somebody serves it."""
    found = []
    for file, page in pages(folder).items():
        found += [f"{file}: {element.tag}" for element in page.iter("form", "script", "button", "input", "iframe")]
        for element, _name, address, _at in page.iterlinks():
            is_for_reading = element.tag == "a" and urlsplit(address).scheme in ("https", "http", "mailto", "tel")
            if not is_for_reading and not _leads_somewhere(folder, file, page, address):
                found.append(f"{file}: {element.tag} {address}")
    for sheet in folder.rglob("*.css"):
        addresses = sheet.read_text().split("url(")[1:]
        found += [f"{sheet.name}: {address[:40]}" for address in addresses if "data:" not in address[:9]]
    return found


def _leads_somewhere(folder: Path, file: str, page, address: str) -> bool:
    """To a file of the archive, or to a place in this one."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("/"):
        return False
    if not parts.path:
        return bool(page.xpath("//*[@id=$name]", name=parts.fragment))
    there = ((folder / file).parent / unquote(parts.path)).resolve()
    return there.is_file() and folder.resolve() in there.parents


def test_everything_in_it_leads_somewhere_and_asks_for_nothing(archive):
    assert faults(archive) == []
    assert {
        "index.html", "praxis/index.html", "praxis/art-overview.html", "praxis/feld-sprache.html",
        "praxis/erste-seite/index.html", "veranstaltungen/index.html", "veranstaltungen/fachtag/index.html",
        "impressum/index.html",
    } <= set(pages(archive))  # fmt: skip


def test_a_wrong_link_would_be_found(archive):
    """The twin."""
    page = archive / "impressum" / "index.html"
    wrong = (
        '<a href="/praxis/">x</a><a href="fehlt.html">x</a><a href="#fehlt">x</a><img src="https://a.example/x.png">'
    )
    page.write_text(page.read_text().replace("<main", f"{wrong}<main"))
    assert len(faults(archive)) == 4


def test_nothing_is_in_it_that_a_visitor_does_not_read(archive):
    assert [path for path in archive.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()] == []
    names = " ".join(str(path.relative_to(archive)) for path in archive.rglob("*"))
    assert SECRET.lower() not in names and "intern" not in names and "entwurf" not in names


def test_what_members_read_would_be_found_once_it_is_public(house, tmp_path):
    """The twin: the same page, open to all, is in it."""
    Article.objects.filter(readers=MEMBERS).update(readers=PUBLIC)
    write_archive(tmp_path)
    assert any(SECRET in path.read_text() for path in tmp_path.rglob("*.html"))


def test_links_become_relative_or_plain_text(archive):
    text = pages(archive)["praxis/zweite-seite/index.html"].find(".//main")
    links = {link.text: link.get("href") for link in text.iter("a")}
    assert links["erste"] == "../erste-seite/index.html" and links["dort"] == "https://a.example/"
    assert "intern" not in links and "Suche" not in links
    assert "Siehe erste, intern, Suche und dort." in text.text_content()
    assert "Nur die Suche" in text.text_content()  # somebody wrote it: the words stay


def test_each_page_says_from_when_it_is_where_it_stood_and_what_may_be_done(archive, settings):
    text = pages(archive)["praxis/erste-seite/index.html"].text_content()
    assert "Archiv vom" in text and f"{settings.SITE_URL}/praxis/erste-seite/" in text
    assert "Stand" in text and "CC BY 4.0" in text


def test_nobody_registers_or_signs_in_any_more(archive):
    text = pages(archive)["veranstaltungen/kommt-noch/index.html"].text_content()
    assert "Platz halten" not in text and "Plätzen frei" not in text and "Anmelden" not in text
    assert "Barriere melden" not in pages(archive)["barrierefreiheit/index.html"].text_content()


def test_pictures_files_and_calendars_come_along(archive):
    page = pages(archive)["veranstaltungen/fachtag/index.html"]
    (image,) = page.iter("img")
    assert ((archive / "veranstaltungen/fachtag") / image.get("src")).read_bytes() == b"RIFFbild"
    files = {path.name: path.read_bytes() for path in (archive / "dateien").iterdir()}
    assert files["folien.txt"] == b"Folien"
    assert any(name.endswith(".ics") for name in files)


def test_nothing_is_asked_but_pages_and_what_could_be_a_file(house, tmp_path, monkeypatch):
    asked, ask = [], Visitor.file
    monkeypatch.setattr(Visitor, "file", lambda visitor, path: asked.append(path) or ask(visitor, path))
    write_archive(tmp_path)
    assert [path for path in asked if "bild.webp?v=" in path] and not [path for path in asked if "suche" in path]
    assert len(asked) == len(set(asked))


def test_files_of_pages_come_along_and_are_not_counted_as_downloaded(people, tmp_path):
    writer, team = people
    made = a_draft(writer, readers=PUBLIC)
    for _ in range(2):
        file = ContentFile(b"Muster", name="x.txt")
        File.objects.create(article=made, title="Muster", name="Müster & Co.txt", weight=6, file=file)
    put_in_force(made, [], by=team, as_of=timezone.localdate(), checked_until=timezone.localdate())
    write_archive(tmp_path)
    if not (tmp_path / "dateien").exists():
        pytest.skip("Die Seite nennt ihre Dateien noch nicht.")
    assert {path.name for path in (tmp_path / "dateien").iterdir()} == {"muester-co.txt", "muester-co-2.txt"}
    assert not File.objects.filter(downloads__gt=0).exists() and faults(tmp_path) == []


def test_an_empty_house_has_an_archive_too(db, tmp_path):
    done = write_archive(tmp_path)
    assert (done["pages"], done["events"]) == (0, 0) and faults(tmp_path) == []


def test_a_page_that_cannot_be_shown_stops_it_and_nothing_is_left(house, tmp_path, monkeypatch):
    monkeypatch.setattr("dreiklang.foundation.backup.at_one_moment", nullcontext)
    monkeypatch.setattr("dreiklang.front.archive.contents.Article.path", "/praxis/gibt-es-nicht/")
    with pytest.raises(CommandError, match="/praxis/gibt-es-nicht/ lässt sich nicht zeigen.*nichts geschrieben"):
        run(tmp_path / "archiv")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_wrote_and_leaves_alone_what_is_there(house, tmp_path, monkeypatch):
    monkeypatch.setattr("dreiklang.foundation.backup.at_one_moment", nullcontext)
    done = json.loads(run(tmp_path / "archiv", "--json"))
    assert (done["pages"], done["events"], done["house"]) == (2, 2, Page.objects.count())
    assert done["bytes"] == sum(path.stat().st_size for path in (tmp_path / "archiv").rglob("*") if path.is_file())
    with pytest.raises(CommandError, match="ist nicht leer"):
        run(tmp_path / "archiv")
    with pytest.raises(CommandError, match="Den Ordner .* gibt es nicht"):
        run(tmp_path / "fehlt" / "archiv")


def run(folder, *options) -> str:
    out = StringIO()
    call_command("archive", str(folder), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_way_from_one_file_to_another():
    assert relative("praxis/a/index.html", "index.html") == "../../index.html"
    assert relative("index.html", "dateien/ä b.txt") == "dateien/%C3%A4%20b.txt"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//a.example/", "data:text/html,x", "ftp://a/", "x/y", ""])
def test_no_other_address_is_kept(address):
    page = f'<main><div class="text"><p>Das <a href="{address}">Wort</a> bleibt.</p></div></main>'
    part = Rewriter({}, lambda path: None).part(page.encode(), "index.html")
    assert "href" not in part.main and "Das Wort bleibt." in part.main


def test_a_page_asks_the_same_however_many_there_are(people, tmp_path, django_assert_max_num_queries):
    for number in range(6):
        an_article(*people, title=f"Seite {number}", readers=PUBLIC)
    with django_assert_max_num_queries(6 * 11 + 20):
        write_archive(tmp_path)
