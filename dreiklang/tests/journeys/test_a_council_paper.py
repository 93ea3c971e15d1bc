"""The committee meets on Thursday: two pages and an answer, three sentences, and a file for the superior."""

import io

import docx
import pypdfium2
import pytest

from dreiklang.dialogue.models import Thread
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.papers import step_for
from dreiklang.library.tests.makers import an_article
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
PROPOSAL = "Die Verwaltung richtet ab 2027 einen Pool für Sprachmittlung ein."
SITUATION = "Schulen und Kitas bitten täglich um Sprachmittlung."
COSTS = "15.000 Euro im Jahr."
NOTE = "Eine andere Gemeinde fragt dort, wo die Menschen schon sind."


@pytest.fixture
def thread(furnished):
    """Answered in the demo, for members; and two pages, one for all and one for members."""
    ada, dana, _ben = (_person(name) for name in ("ada", "dana", "ben"))
    an_article(dana, ada, title="Sprachmittlung bezahlen", readers=PUBLIC, summary="Was es kostet.")
    an_article(dana, ada, title="Dienstanweisung zur Sprachmittlung", readers=MEMBERS)
    return Thread.objects.filter(kind=Thread.QUESTION, readers=MEMBERS, size__gt=1, stays_inside=False).first()


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_officer_collects_writes_and_takes_a_paper_along(visit, thread, scripts):
    ben = visit("ben", scripts=scripts, accept_downloads=True)
    ben.go("/praxis/sprachmittlung-bezahlen/")
    ben.press("In eine neue Vorlage übernehmen")
    ben.sees("Übernommen in „Vorlage, begonnen am")
    ben.go("/praxis/dienstanweisung-zur-sprachmittlung/")
    ben.page.get_by_role("button", name="In die Vorlage „Vorlage, begonnen am").click()
    ben.sees("Nur für Mitglieder: nicht in eine öffentliche Vorlage übernehmen.")
    _collect_an_answer(ben, thread)

    ben.follow("Kopf und Text bearbeiten")
    for label, text in (
        ("Betreff", "Sprachmittlung ab 2027"), ("Gremium", "Sozialausschuss"), ("Sitzung am", "2031-12-04"),
        ("Vorlage Nr.", "128/2031"), ("Beschlussvorschlag", PROPOSAL), ("Sachverhalt", SITUATION),
        ("Finanzielle Auswirkungen", COSTS),
    ):  # fmt: skip
        ben.fill(label, text)
    ben.press("Vorlage speichern")
    ben.sees("Gespeichert.")
    _arrange(ben)

    document = docx.Document(io.BytesIO(_downloaded(ben, "Als Word-Datei (DOCX)", ".docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[:4] == ["Beschlussvorschlag", "Sachverhalt", "Finanzielle Auswirkungen", "Anlagen"]
    assert [heading for heading in headings if heading.startswith("Anlage ")] == [
        "Anlage 1: Vergleich mit ähnlichen Kommunen", "Anlage 2: Dienstanweisung zur Sprachmittlung",
        "Anlage 3: Sprachmittlung bezahlen", "Anlage 4: Erfahrung aus dem Netzwerk",
    ]  # fmt: skip
    with pypdfium2.PdfDocument(_downloaded(ben, "Als PDF", ".pdf")) as printed:
        text = " ".join("\n".join(page.get_textpage().get_text_range() for page in printed).split())
    for said in (PROPOSAL, SITUATION, COSTS, NOTE, "Was es kostet.", "Sozialausschuss", "4. Dezember 2031"):
        assert said in text and said in _text_of(document)
    author = thread.posts.get(number=2).byline
    assert author not in text and author not in _text_of(document)

    ada = visit("ada")
    assert ada.go(ben.page.url).status == 404


def _collect_an_answer(window, thread) -> None:
    ((_label, address),) = step_for(thread, _person("ben"))
    window.go(address)
    window.page.locator("input[name=answers][value='2']").check()
    window.press("In die Vorlage übernehmen")
    window.sees("Im Netzwerk geschrieben, nicht für die Öffentlichkeit")
    window.page.get_by_role("link", name="Umfang und Anmerkung Erfahrung aus dem Netzwerk").click()
    window.fill("Ihre Anmerkung", NOTE)
    window.press("Speichern")
    window.sees(NOTE)


def _arrange(window) -> None:
    """The second page before the first, and once out and in again."""
    page = window.page
    page.get_by_role("button", name="nach unten Sprachmittlung bezahlen").click()
    page.get_by_role("button", name="herausnehmen Sprachmittlung bezahlen").click()
    window.sees("Herausgenommen.")
    page.get_by_text("1 herausgenommen").click()
    window.press("zurückholen")
    window.sees("Es steht wieder in der Vorlage.")


def _downloaded(window, label: str, suffix: str) -> bytes:
    with window.page.expect_download() as found:
        window.follow(label)
    assert found.value.suggested_filename == f"sitzungsvorlage-sprachmittlung-ab-2027{suffix}"
    with open(found.value.path(), "rb") as file:
        return file.read()


def _text_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
