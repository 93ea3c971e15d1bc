"""Each type of page: nothing that axe finds in light or dark, nothing wider than a phone of 320 px, one h1, a title.

What a machine finds is less than half of accessibility; the rest is in the stories and in docs/capabilities.md.
"""

import pytest
from django.conf import settings

from dreiklang.events.models import Event
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.models import Letter
from dreiklang.people.demo import ASKING, NEWCOMER
from dreiklang.people.models import AccessRequest, Invitation
from dreiklang.seats.models import Registration
from dreiklang.training.models import Run

pytestmark = pytest.mark.journey
AXE = settings.ROOT / "node_modules/axe-core/axe.min.js"
BLOCK, FULL = "demo-grundlagen-praesenzblock", "demo-werkstatt-krisenkommunikation"


def pages() -> dict[str, list[str]]:
    """{who: paths}, a path for each type of page and each state that looks different."""
    full, held = Event.objects.get(slug=FULL).seats, Registration.objects.filter(person=None)
    waiting = full.registrations.waiting().first()
    mine = [f"/anmeldung/{registration.secret}/" for registration in (held.first(), waiting)]
    invitation = Invitation.objects.get(email=NEWCOMER)
    request = AccessRequest.objects.get(email=ASKING)
    of_all = ["/", "/veranstaltungen/", "/veranstaltungen/?q=nichts", "/veranstaltungen/?zeit=vergangen"]
    return {
        "": [
            *of_all, f"/veranstaltungen/{BLOCK}/", "/veranstaltungen/demo-abendvortrag-ankommen-und-bleiben/",
            "/veranstaltungen/einwanderung-und-zusammenhalt-2024/", "/weiterbildung/",
            "/weiterbildung/kompetenzbausteine/", "/weiterbildung/kompetenzbausteine/grundlagen/",
            "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/", "/ueber-uns/",
            "/konto/anmelden/", "/konto/anmelden/code/", "/konto/anfrage/", "/demo/postfach/",
            f"/demo/postfach/{Letter.objects.first().pk}/", "/gibt-es-nicht/", *mine,
            f"/einladung/{seal(invitation.pk, 'invitation')}/",
        ],
        "cem": ["/", f"/veranstaltungen/{FULL}/", "/konto/", "/konto/profil/", "/konto/stelle/", "/konto/daten/",
                "/konto/loeschung/", "/konto/passwort/", "/team/", "/veranstaltungen/demo-mittagsmeeting-naechstes/",
                "/weiterbildung/meine/"],
        "ada": ["/", "/team/", "/team/personen/", f"/team/personen/anfrage/{request.pk}/", "/team/post/",
                "/team/barrieren/", f"/team/plaetze/{full.pk}/", f"/team/plaetze/anmeldung/{waiting.pk}/",
                "/veranstaltungen/neu/", f"/veranstaltungen/{BLOCK}/", f"/veranstaltungen/{BLOCK}/bearbeitung/",
                f"/veranstaltungen/{BLOCK}/absage/", "/team/durchgaenge/", *_of_a_run(),
                "/weiterbildung/neu/", "/weiterbildung/kompetenzbausteine/bearbeitung/",
                "/weiterbildung/kompetenzbausteine/grundlagen/bearbeitung/",
                "/weiterbildung/kompetenzbausteine/loeschung/", "/impressum/bearbeitung/",
                "/veranstaltungen/demo-ausfall-exkursion/"],
    }  # fmt: skip


def _of_a_run() -> list[str]:
    run = Run.objects.get(title="Neuer Durchgang (Demo)")
    within = ("", "neu/", "bearbeitung/", "veroeffentlichung/", "loeschung/", "termine/neu/")
    return [*(f"/team/durchgaenge/{run.pk}/{each}" for each in within), run.path]


def test_every_page_is_accessible_and_fits_a_narrow_phone(visit):
    faults = []
    for who, paths in pages().items():
        window = visit(who, width=320)
        window.page.add_init_script(path=AXE)
        for path in paths:
            window.go(path)
            faults += [f"{who or 'visitor'} {path}: {fault}" for fault in _faults(window.page)]
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
    page.emulate_media(color_scheme="light")
    faults += _axe(page, {})
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in _axe(page, {"runOnly": ["color-contrast"]})]
    page.emulate_media(color_scheme="light")
    return faults


def _axe(page, options: dict) -> list[str]:
    result = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [
        f"{violation['id']}: {node['target'][0]}" for violation in result["violations"] for node in violation["nodes"]
    ]
