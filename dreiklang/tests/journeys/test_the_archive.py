"""The house is gone, a folder on a file share is left: it opens by double click, with and without JavaScript."""

from pathlib import Path

import pytest
from django.conf import settings

from dreiklang.front.archive import write_archive
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.tests.makers import an_article
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
AXE = settings.ROOT / "node_modules/axe-core/axe.min.js"
TABLE = "Davor.\n\n| Modell | Gut für |\n|---|---|\n| Pool | Begleitung |\n\n- eins\n- zwei\n\nSiehe [dort](https://a.example/)."


@pytest.fixture
def archive(furnished, tmp_path) -> Path:
    ben, ada = (Person.objects.get(email=f"{name}@example.org") for name in ("ben", "ada"))
    an_article(ben, ada, title="Sprachmittlung im Überblick", readers=PUBLIC, source=TABLE, summary="In Kürze.")
    an_article(ben, ada, title="Nur für Mitglieder", readers=MEMBERS)
    write_archive(tmp_path)
    return tmp_path


@pytest.fixture
def opened(chromium, archive):
    """opened(scripts=…, width=…) -> (page, problems): a browser without a net."""
    contexts = []

    def open_browser(**options):
        options = {"viewport": {"width": options.pop("width", 1280), "height": 900}} | options
        contexts.append(chromium.new_context(offline=True, locale="de-DE", **options))
        page, problems = contexts[-1].new_page(), []
        page.on("console", lambda said: problems.append(said.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("requestfailed", lambda request: problems.append(f"fehlt: {request.url}"))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or problems.append(request.url))
        return page, problems

    yield open_browser
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_finds_a_page_and_comes_back(archive, opened, scripts):
    page, problems = opened(java_script_enabled=scripts)
    page.goto(f"file://{archive}/index.html")
    page.get_by_role("link", name="Alle Seiten aus der Praxis").click()
    page.get_by_role("link", name="Überblick", exact=True).click()
    page.get_by_role("link", name="Sprachmittlung im Überblick").click()
    page.get_by_role("heading", name="Sprachmittlung im Überblick").wait_for()
    page.get_by_text("Archiv vom").wait_for()
    page.get_by_role("link", name="Veranstaltungen", exact=True).click()
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    page.get_by_role("contentinfo").get_by_role("link", name="Impressum").click()
    page.get_by_role("link", name="Dreiklang").click()
    assert page.url == f"file://{archive}/index.html" and problems == []
    assert page.get_by_text("Nur für Mitglieder").count() == 0


def test_a_request_would_be_noticed(archive, opened):
    """The twin."""
    page, problems = opened()
    index = archive / "index.html"
    index.write_text(index.read_text().replace("<main", '<img src="http://127.0.0.1:9/x.png"><main'))
    page.goto(f"file://{index}")
    assert "http://127.0.0.1:9/x.png" in problems


def test_every_page_of_it_passes_axe_on_a_phone_and_in_the_dark(archive, opened):
    page, problems = opened(width=320, color_scheme="dark")
    found = []
    for file in _one_of_each(archive):
        page.goto(f"file://{file}")
        page.add_script_tag(content=AXE.read_text())
        # preload: it would ask for the style sheets itself
        result = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        found += [f"{file.name} {file.parent.name}: {fault['id']} {fault['nodes'][0]['html'][:200]}"
                  for fault in result["violations"]]  # fmt: skip
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append(f"{file}: breiter als 320 px")
        assert page.evaluate("[...document.fonts].some(face => face.status == 'loaded')")
    assert found == [] and problems == []


def _one_of_each(archive: Path) -> list[Path]:
    kinds = ("praxis/art-*.html", "praxis/feld-*.html", "praxis/*/index.html", "veranstaltungen/jahr-*.html",
             "veranstaltungen/*/index.html", "*/index.html")  # fmt: skip
    return [archive / "index.html", *(file for kind in kinds for file in sorted(archive.glob(kind))[:3])]
