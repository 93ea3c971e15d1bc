"""Each type of page: nothing that axe finds in light or dark, nothing wider than a phone of 320 px, one h1, a title.

What a machine finds is less than half of accessibility; the rest is in the stories and in docs/capabilities.md.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from dreiklang.events.models import Event, Material
from dreiklang.exchange.models import LunchMeeting
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.models import Letter
from dreiklang.people.demo import ASKING, NEWCOMER
from dreiklang.people.models import AccessRequest, Invitation, Person, Release
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration
from dreiklang.tests.journeys import circles, colleagues, feedback, moderated, states, topic_teams
from dreiklang.training.actions import practising
from dreiklang.training.demo_listening import TITLE
from dreiklang.training.models import Confirmation, Proposal, Run

pytestmark = pytest.mark.journey
AXE = settings.ROOT / "node_modules/axe-core/axe.min.js"
BLOCK, FULL = "demo-grundlagen-praesenzblock", "demo-werkstatt-krisenkommunikation"
LIST = {"name": "liste.csv", "mimeType": "text/csv"}
NOW, LATER = "demo-grundlagen-rolle-und-auftrag", "demo-grundlagen-verwaltung"


def pages() -> dict[str, list[str]]:
    """{who: paths}, a path for each type of page and each state that looks different."""
    full, held = Event.objects.get(slug=FULL).seats, Registration.objects.filter(person=None)
    waiting = full.registrations.waiting().first()
    mine = [f"/anmeldung/{registration.secret}/" for registration in (held.first(), waiting)]
    invitation = Invitation.objects.get(email=NEWCOMER)
    request = AccessRequest.objects.get(email=ASKING)
    shown = Confirmation.objects.filter(person__email="cem@example.org").first()
    begin_a_session()
    now, later, block = (f"/veranstaltungen/{slug}/" for slug in (NOW, LATER, BLOCK))
    run, heard = Run.objects.get(title=TITLE).path, "/weiterbildung/kompetenzbausteine/rueckmeldungen/"
    coming = f"{Run.objects.get(title='Neuer Durchgang (Demo)').path}grundlagen/"
    bens_card = Release.objects.get(person__email="ben@example.org").path
    practising.ask_due()
    of_all = [
        "/",
        "/suche/",
        "/suche/?q=integration",
        "/suche/?q=haltestelle",
        "/suche/?q=Integrtion",
        "/veranstaltungen/",
        "/veranstaltungen/?q=nichts",
        "/veranstaltungen/?zeit=vergangen",
    ]
    known = {
        "": [
            *of_all, f"/veranstaltungen/{BLOCK}/", "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/",
            "/veranstaltungen/einwanderung-und-zusammenhalt-2024/", "/weiterbildung/",
            "/weiterbildung/kompetenzbausteine/", "/weiterbildung/kompetenzbausteine/grundlagen/",
            "/kommunen/99115003/", "/kommunen/99115000/",
            "/pruefen/", f"/pruefen/{shown.code}/", f"/pruefen/{'a' * 26}/",
            "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/", "/ueber-uns/",
            "/konto/anmelden/", "/konto/anmelden/code/", "/konto/anfrage/", "/demo/postfach/",
            f"/demo/postfach/{Letter.objects.first().pk}/", "/gibt-es-nicht/", *mine,
            f"/einladung/{seal(invitation.pk, 'invitation')}/",
        ],
        "ben": [now, f"{now}dabei/?code=ABCDEF", f"{later}dabei/", f"{now}verhindert/", f"{later}verhindert/",
                f"{now}raum/", f"{later}raum/", block, "/konto/kalender/",
                "/konto/auffindbar/", bens_card, "/konto/suche/?q=migration",
                f"{run}mein-lernen/", f"{run}grundlagen/kompetenzen/", f"{run}grundlagen/rueckmeldung/",
                f"{run}strategisch-handeln/rueckmeldung/", f"{run}praxisprojekt/", f"{run}praxisprojekt/aenderung/",
                f"{run}praxisprojekt/nachfragen/3/", f"{run}praxisprojekt/loeschung/", f"{run}praxisprojekte/",
                f"{heard}vorschlaege/"],
        "dana": [now, f"{now}anwesenheit/", f"{later}anwesenheit/", f"{block}anwesenheit/", f"{now}code/",
                 f"{later}code/", f"{block}material/", f"{block}material/neu/",
                 *(f"{block}material/{item.pk}/{rest}/" for item in Material.objects.filter(event__slug=BLOCK)[:1]
                   for rest in ("bearbeitung", "loeschung"))],
        "cem": ["/", f"/veranstaltungen/{FULL}/", "/konto/", "/konto/profil/", "/konto/stelle/", "/konto/daten/",
                "/konto/loeschung/", "/konto/passwort/", "/team/", LunchMeeting.objects.to_come().first().event.path,
                "/weiterbildung/bescheinigungen/", "/weiterbildung/meine/",
                "/konto/auffindbar/", bens_card, f"{bens_card}nachricht/", Release().path],
        "ada": [run, f"{run}praxisprojekte/", f"{heard}bedarfe/", f"{heard}vorschlaege/",
                f"{heard}vorschlaege/{Proposal.objects.first().pk}/", f"{coming}rueckmeldung/",
                f"{coming}rueckmeldung/fragen/",
                "/", "/team/", "/team/suche/", "/team/personen/", f"/team/personen/anfrage/{request.pk}/",
                "/team/post/",
                "/team/barrieren/", f"/team/plaetze/{full.pk}/", f"/team/plaetze/anmeldung/{waiting.pk}/",
                "/veranstaltungen/neu/", f"/veranstaltungen/{BLOCK}/", f"/veranstaltungen/{BLOCK}/bearbeitung/",
                f"/veranstaltungen/{BLOCK}/absage/", "/impressum/bearbeitung/",
                "/veranstaltungen/demo-ausfall-exkursion/", "/weiterbildung/bescheinigungen/",
                f"/team/durchgaenge/{shown.run_id}/bescheinigungen/", f"/team/bescheinigungen/{shown.pk}/widerruf/",
                f"{now}leitung/?q=an", f"{block}leitung/", "/team/durchgaenge/", *_of_a_run(), "/weiterbildung/neu/",
                "/weiterbildung/kompetenzbausteine/bearbeitung/", "/weiterbildung/kompetenzbausteine/loeschung/",
                "/weiterbildung/kompetenzbausteine/grundlagen/bearbeitung/"],
    }  # fmt: skip
    ada = Person.objects.get(email="ada@example.org")
    for more in (
        states.paths_of_calls(ada), states.paths_of_speakers(ada), states.paths_of_partners(ada),
        states.paths_of_rooms(ada), states.paths_of_workrooms(ada), moderated.paths(), feedback.paths(),
        states.paths_of_papers(ada), states.paths_of_pages(ada), states.paths_of_lunches(ada), circles.paths(),
        colleagues.paths(), topic_teams.paths(),
        states.paths_of_counsels_and_signals(),
        states.paths_of_debates(ada), states.paths_of_halls(ada),
    ):  # fmt: skip
        for who, paths in more.items():
            known[who] += paths
    return known


def begin_a_session() -> None:
    """One that Dana leads and Ben comes to; it and the next have a room that is not open."""
    register(Event.objects.get(slug=BLOCK).seats, Person.objects.get(email="ben@example.org"))
    Event.objects.filter(slug__in=(NOW, LATER)).update(link="https://video.example.org/x")
    now = timezone.now()
    Event.objects.filter(slug=NOW).update(starts=now - timedelta(minutes=20), ends=now - timedelta(minutes=5))


def _of_a_run() -> list[str]:
    run = Run.objects.get(title="Neuer Durchgang (Demo)")
    within = ("", "neu/", "bearbeitung/", "veroeffentlichung/", "loeschung/", "termine/neu/")
    return [*(f"/team/durchgaenge/{run.pk}/{each}" for each in within), run.path]


@pytest.fixture
def is_short(request) -> bool:
    return "not long" in request.config.option.markexpr


def test_every_page_is_accessible_and_fits_a_narrow_phone(visit, is_short):
    """The long run opens every page in every state and looks also in the dark; the short one a page of each kind."""
    looks, kinds, faults = [_faults] if is_short else [_faults, _dark_faults], set(), []
    for who, paths in pages().items():
        window = visit(who, width=320)
        window.page.add_init_script(path=AXE)
        for path in paths:
            kind = _kind_of(path)
            if is_short and kind in kinds:
                continue
            kinds.add(kind)
            window.go(path)
            faults += [f"{who or 'visitor'} {path}: {fault}" for look in looks for fault in look(window.page)]
    assert faults == []


def _kind_of(path: str) -> str:
    """The name of its address; what is at no address is a kind of its own."""
    try:
        return resolve(path.partition("?")[0]).url_name
    except Resolver404:
        return path


@pytest.mark.long
def test_pages_that_answer_a_button_are_accessible_and_fit_a_narrow_phone(visit):
    ada = Person.objects.get(email="ada@example.org")
    call, run = states.paths_of_calls(ada)["ada"][0], Run.objects.get(title="Neuer Durchgang (Demo)")
    window, faults = visit("ada", width=320), []
    window.page.add_init_script(path=AXE)

    def look(text: str):
        window.sees(text)
        faults.extend(f"{text}: {fault}" for fault in _faults(window.page) + _dark_faults(window.page))

    window.go(call)
    window.follow("Alle offenen dieser Liste auswählen (12)")
    window.press("Ablehnen")
    look("Steht auch im Verlauf.")
    window.go(f"/team/durchgaenge/{run.pk}/liste/")
    window.page.set_input_files("input[type=file]", {**LIST, "buffer": states.LIST.encode()})
    window.press("Prüfen, was geschehen würde")
    look("Noch ist nichts geändert.")
    window.page.set_input_files("input[type=file]", {**LIST, "buffer": b"Name;E-Mail\nNele;keine\n"})
    window.press("Prüfen, was geschehen würde")
    look("Die Liste hat 1 Fehler.")
    window.go(f"/team/durchgaenge/{run.pk}/neu/")
    window.fill("Titel des neuen Durchgangs", "Durchgang 2031")
    window.fill("Erster Tag", "2031-05-01")
    window.press("Termine ansehen")
    look("So fallen die Termine")
    window.go("/pruefen/")
    window.fill("oder sein Text", "{}")
    window.press("Badge prüfen")
    look("Dieses Badge")
    assert faults == []


def test_the_examination_finds_what_is_wrong(visit):
    window = visit(width=320)
    window.page.add_init_script(path=AXE)
    window.go("/impressum/")
    window.page.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend",
                '<h1>Zweite</h1><img src="/static/house/mark.svg"><p id="pale">blass</p>')
            Object.assign(document.getElementById("pale").style, {color: "#bbb", width: "900px"})
        }"""
    )
    found = " ".join(_faults(window.page))
    for word in ("image-alt", "color-contrast", "wider than the screen", "2 h1"):
        assert word in found


def _faults(page) -> list[str]:
    faults = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("wider than the screen")
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} h1")
    return faults + _axe(page, {})


def _dark_faults(page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    faults = [f"dark: {fault}" for fault in _axe(page, {"runOnly": ["color-contrast"]})]
    page.emulate_media(color_scheme="light")
    return faults


def _axe(page, options: dict) -> list[str]:
    """What axe finds, and only that: its list of what is well is long. None of its settled rules reads style sheets."""
    wanted = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}, **options}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", wanted)
    return [f"{violation['id']}: {node['target'][0]}" for violation in violations for node in violation["nodes"]]
