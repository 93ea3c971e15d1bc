import pytest
import time_machine
from django.test import Client

from dreiklang.foundation import pages
from dreiklang.foundation.models import Act, Page, Version
from dreiklang.front.furnishing import FOLDER, bring_pages
from dreiklang.front.tests.makers import a_page
from dreiklang.people.tests.makers import a_person, ada, ben, olga

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

SLUGS = ["impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "ueber-uns", "hilfe-bei-anfeindung"]
SHEETS = ["vorlage-erste-zwei-stunden", "vorlage-haltung", "vorlage-anruferliste", "vorlage-beweise"]
EDIT = "/impressum/bearbeitung/"


@pytest.fixture
def team(client):
    person = ada()
    client.force_login(person)
    return person


@pytest.mark.parametrize("slug", SLUGS + SHEETS)
def test_the_pages_that_a_house_must_have_are_readable_by_all(client, slug):
    bring_pages()
    response = client.get(f"/{slug}/")
    page = response.content.decode()
    title = Page.objects.get(slug=slug).title
    assert response.status_code == 200 and page.count(f"<h1>{title}</h1>") == page.count("<h1") == 1
    assert "<h2>" in page and "Stand: " in page and "title:" not in page
    assert "/bearbeitung/" not in page


def test_every_page_leads_to_them(client):
    bring_pages()
    page = client.get("/konto/anmelden/").content.decode()
    for slug in SLUGS:
        assert f'href="/{slug}/"' in page and client.get(f"/{slug}/").status_code == 200


def test_help_against_hostility_names_who_answers_at_any_hour_and_leads_to_every_sheet(client):
    bring_pages()
    page = client.get("/hilfe-bei-anfeindung/").content.decode()
    assert "ZAMAT" in page and 'href="tel:+4971154013003"' in page and "0711 5401-3003" in page
    for slug in SHEETS:
        assert f'href="/{slug}/"' in page and "Geprüft am: [Datum]" in client.get(f"/{slug}/").content.decode()


def test_bringing_the_pages_again_leaves_what_the_team_wrote():
    assert bring_pages() == len(list(FOLDER.glob("*.md"))) == len(SLUGS + SHEETS)
    pages.save(Page.objects.get(slug="impressum"), "Stadt Musterlingen", by=ada())
    assert bring_pages() == 0
    assert Page.objects.get(slug="impressum").current().source == "Stadt Musterlingen"


def test_a_page_that_is_not_there_is_not_there(client):
    assert client.get("/impressum/").status_code == 404
    a_page()
    assert client.get("/impressum/").status_code == 200 and client.get("/unsinn/").status_code == 404


def test_a_page_in_easy_language_is_marked_as_such(client):
    bring_pages()
    assert 'class="prose easy"' in client.get("/leichte-sprache/").content.decode()
    assert 'class="prose easy"' not in client.get("/impressum/").content.decode()


# --- editing ---


@pytest.mark.parametrize("who", [ben, olga])
def test_nobody_but_the_team_edits(client, who):
    a_page()
    assert client.get(EDIT).url == f"/konto/anmelden/?next={EDIT}"
    assert client.post(EDIT, {"source": "Neu"}).status_code == 302
    client.force_login(who())
    assert client.get(EDIT).status_code == client.post(EDIT, {"source": "Neu"}).status_code == 403
    assert "Bearbeiten" not in client.get("/impressum/").content.decode()
    assert Version.objects.count() == 1


def test_the_team_publishes_a_new_version_and_the_old_one_is_kept(client, team):
    page = a_page()
    assert f'href="{EDIT}"' in client.get("/impressum/").content.decode()
    assert client.post(EDIT, {"source": "## Neu\r\n\r\nStadt Musterlingen", "seen": 1}).url == "/impressum/"
    shown = client.get("/impressum/").content.decode()
    assert "Die neue Fassung ist veröffentlicht." in shown and "<h2>Neu</h2>" in shown and "§ 5" not in shown
    old, new = page.versions.order_by("number")
    assert (old.number, old.source, old.saved_by) == (1, "Angaben nach § 5 DDG\n", "")
    assert (new.number, new.saved_by) == (2, str(team.pk))
    form = client.get(EDIT).content.decode()
    assert "Fassung 1 ·" in form and "Fassung 2 ·" in form


def test_saving_is_logged_by_id(client, team):
    a_page()
    client.post(EDIT, {"source": "Neu", "seen": 1})
    act = Act.objects.get(act="page.saved")
    assert (act.by, act.on, act.about) == (str(team.pk), "page:impressum", "2")


def test_the_date_of_a_page_is_that_of_its_version(client, team):
    with time_machine.travel("2026-03-02 09:00+01:00"):
        a_page()
        assert "Stand: 2. März 2026" in client.get("/impressum/").content.decode()
    with time_machine.travel("2026-07-01 00:30+02:00"):
        pages.save(Page.objects.get(), "Neu", by=team)
        assert "Stand: 1. Juli 2026" in client.get("/impressum/").content.decode()


def test_a_preview_shows_and_publishes_nothing(client, team):
    a_page()
    typed = {"source": "## Vorschau von mir\r\n\r\n**fett**", "seen": 1, "preview": "1"}
    page = client.post(EDIT, typed).content.decode()
    assert "<h2>Vorschau von mir</h2>" in page and "<strong>fett</strong>" in page
    assert "## Vorschau von mir" in in_the_field(page)
    assert Version.objects.count() == 1 and not Act.objects.exists()
    assert "Vorschau von mir" not in Client().get("/impressum/").content.decode()


def in_the_field(page: str) -> str:
    return page.partition("<textarea")[2].partition("</textarea>")[0]


def test_two_who_edit_at_once_lose_nothing_and_see_each_other(client, team):
    page = a_page()
    opened = client.get(EDIT).content.decode()
    assert 'name="seen" value="1"' in opened
    pages.save(page, "Fassung der Kollegin mit neuer Telefonnummer", by=a_person("Uwe", is_team=True))
    answer = client.post(EDIT, {"source": "Meine Fassung mit neuer Anschrift", "seen": 1}).content.decode()
    assert "Inzwischen hat jemand anderes diese Seite gespeichert." in answer
    assert "Meine Fassung mit neuer Anschrift" in in_the_field(answer)
    assert "Die neue Fassung der anderen Person" in answer
    assert "<p>Fassung der Kollegin mit neuer Telefonnummer</p>" in answer
    assert page.current().source == "Fassung der Kollegin mit neuer Telefonnummer"
    assert 'name="seen" value="2"' in answer  # sent again after reading, it counts
    client.post(EDIT, {"source": "Beides zusammen", "seen": 2})
    assert page.current().source == "Beides zusammen\n" and page.versions.count() == 3


def test_a_mistake_of_ones_own_is_no_conflict(client, team):
    a_page()
    answer = client.post(EDIT, {"source": "   ", "seen": 1}).content.decode()
    assert "Die Seite darf nicht leer sein." in answer and "Die neue Fassung der anderen Person" not in answer
    assert Version.objects.count() == 1


def test_the_same_text_twice_is_one_version(client, team):
    a_page()
    for _time in range(2):
        assert client.post(EDIT, {"source": "Neu", "seen": 1}).status_code == 302
    assert Version.objects.count() == 2


def test_saving_a_page_as_the_browser_shows_it_makes_no_version(client, team):
    """A browser sends line ends as CR LF, whatever was in the field."""
    source = "## Eins\n\nZwei\n\n- drei\n- vier\n"
    a_page(source=source)
    client.post(EDIT, {"source": source.replace("\n", "\r\n"), "seen": 1})
    assert Version.objects.count() == 1
    client.post(EDIT, {"source": source.replace("\n", "\r\n") + "fünf", "seen": 1})
    assert Page.objects.get().current().source == source + "fünf\n"


# --- what is harmful ---

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[Klick](javascript:alert(1))",
    "[Klick](JaVaScRiPt&colon;alert(1))",
    "[Klick](data:text/html;base64,PHNjcmlwdD4=)",
    '[Klick](https://example.org "x\\" onmouseover=alert(1)")',
    "<a href='vbscript:alert(1)'>Klick</a>",
    "<iframe src=https://evil.example></iframe>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input name=password></form>",
    "![Bild](https://evil.example/zaehlpixel.gif)",
    "<svg onload=alert(1)>",
    "</article></main><script>alert(1)</script>",
]


@pytest.mark.parametrize("source", HARMFUL)
def test_what_is_harmful_in_a_text_is_harmless_on_its_page_and_in_the_preview(client, team, source):
    a_page(source=f"Vorher\n\n{source}\n\nNachher")
    preview = client.post(EDIT, {"source": f"Vorher\n\n{source}\n\nNachher", "seen": 1, "preview": "1"})
    for page in (client.get("/impressum/").content.decode(), preview.content.decode()):
        text = page[page.index("<p>Vorher</p>") : page.index("<p>Nachher</p>")].lower()
        assert harms_in(text) == []


def harms_in(html: str) -> list[str]:
    tags = ["<script", "<img", "<iframe", "<style", "<form", "<input", "<svg", "</article", "</main"]
    inside = [tag for tag in html.split("<")[1:] if ">" in tag]
    attributes = [
        tag
        for tag in (part.partition(">")[0] for part in inside)
        if " on" in tag or "javascript" in tag or "data:" in tag or "vbscript" in tag
    ]  # fmt: skip
    return [tag for tag in tags if tag in html] + attributes


@pytest.mark.parametrize(
    "source", [source for source in HARMFUL if source.startswith("<") and "vbscript" not in source]
)
def test_the_search_for_harm_finds_it_where_it_is_not_made_harmless(source):
    assert harms_in(source.lower()) != []


def test_a_title_is_text(client, team):
    a_page(title="Impressum <b>& mehr</b>")
    for path in ("/impressum/", EDIT, "/team/"):
        assert "Impressum &lt;b&gt;&amp; mehr&lt;/b&gt;" in client.get(path).content.decode()


# --- the team's page ---


def test_the_team_finds_every_page_of_the_house(client, team):
    bring_pages()
    page = client.get("/team/").content.decode()
    for slug in SLUGS:
        assert f'href="/{slug}/bearbeitung/"' in page


@pytest.mark.parametrize("who", [ben, olga])
def test_the_page_of_the_team_is_the_teams(client, who):
    assert client.get("/team/").url == "/konto/anmelden/?next=/team/"
    client.force_login(who())
    assert client.get("/team/").status_code == 403
