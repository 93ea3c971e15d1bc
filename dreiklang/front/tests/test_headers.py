import pytest
from django.test import Client

from dreiklang.events.tests.makers import an_event
from dreiklang.front.furnishing import bring_pages
from dreiklang.front.tests.makers import a_report, an_undelivered_letter
from dreiklang.front.tests.reading import fetched_elsewhere, inline_code
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_request, ada, an_invitation, ben, link_of

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SOME_CSS = "house/some.css"


@pytest.fixture
def house(settings, tmp_path):
    """A visitor's browser in a furnished house that has one static file."""
    (tmp_path / "house").mkdir()
    (tmp_path / SOME_CSS).write_text("body { color: black }")
    settings.STATIC_ROOT = tmp_path
    bring_pages()
    return Client(raise_request_exception=False)


def a_broken_page(client):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dreiklang.front.views.examine", lambda: 1 / 0)
        return client.get("/gesundheit/")


def a_forbidden_page(client):
    client.force_login(ben())
    return client.get("/team/")


def an_expired_form(client):
    return Client(enforce_csrf_checks=True).post("/sprache/", {"language": "en"})


def a_refusal(client):
    letter = an_undelivered_letter(state=Letter.SENT)
    client.force_login(ada())
    return client.post(f"/team/post/{letter.pk}/", {"act": "again"})


def my_data(client):
    client.force_login(ben())
    return client.get("/konto/daten/meine-daten.json")


def too_many(client):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dreiklang.people.views.accounts.ratelimit.consume", lambda *_args, **_kwargs: False)
        return client.post("/konto/anfrage/", {})


ANSWERS = {
    "the start": (200, "text/html", lambda client: client.get("/")),
    "a legal page": (200, "text/html", lambda client: client.get("/impressum/")),
    "the sign-in": (200, "text/html", lambda client: client.get("/konto/anmelden/")),
    "only the head": (200, "text/html", lambda client: client.head("/")),
    "a form with a mistake": (422, "text/html", lambda client: client.post("/barrierefreiheit/meldung/", {"text": ""})),
    "a way on": (302, "text/html", lambda client: client.get("/konto/")),
    "a way on to the slash": (301, "text/html", lambda client: client.get("/impressum")),
    "not found": (404, "text/html", lambda client: client.get("/gibtsnicht/")),
    "a forged link": (404, "text/html", lambda client: client.get("/einladung/x/")),
    "forbidden": (403, "text/html", a_forbidden_page),
    "an expired form": (403, "text/html", an_expired_form),
    "a refusal": (409, "text/html", a_refusal),
    "the wrong method": (405, "text/html", lambda client: client.get("/sprache/")),
    "too many": (429, "text/html", too_many),
    "broken": (500, "text/html", a_broken_page),
    "JSON": (503, "application/json", lambda client: client.get("/gesundheit/")),
    "my data": (200, "application/json", my_data),
    "a calendar": (200, "text/calendar", lambda client: client.get("/veranstaltungen/kalender.ics")),
    "suggestions": (200, "text/html", lambda client: client.get("/kommunen/?q=muster")),
    "a missing static file": (404, "text/html", lambda client: client.get("/static/house/none.css")),
    "another host": (400, "text/html", lambda client: client.get("/impressum/", headers={"host": "evil.example"})),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_wears_the_headers(house, kind):
    """Every one that a browser could take for a page."""
    status, content_type, ask = ANSWERS[kind]
    response = ask(house)
    assert response.status_code == status and response["Content-Type"].startswith(content_type)
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert weaknesses(response["Content-Security-Policy"]) == []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{feature}=()" in response["Permissions-Policy"]


def test_a_style_sheet_is_nothing_else_and_nobody_elses(house):
    response = house.get(f"/static/{SOME_CSS}")
    assert response["Content-Type"].startswith("text/css") and response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin" and "Content-Security-Policy" not in response


def weaknesses(policy: str) -> list[str]:
    """What a policy allows beyond this house's own files, or forgets to forbid."""
    directives = {name: sources for name, *sources in (part.split() for part in policy.split(";") if part.strip())}
    found = [name for name in ("default-src", "base-uri", "frame-ancestors") if directives.get(name) != ["'none'"]]
    found += [name for name in ("script-src", "style-src", "form-action") if directives.get(name) != ["'self'"]]
    for name, sources in directives.items():
        allowed = {"'none'", "'self'", "data:"} if name == "img-src" else {"'none'", "'self'"}
        found += [f"{name} {source}" for source in sources if source not in allowed]
    return found


@pytest.mark.parametrize(
    "policy",
    [
        "", "default-src 'self'", "{} ; script-src 'unsafe-inline'", "{}; img-src *", "{}; font-src https:",
        "{}; connect-src https://evil.example", "{}; worker-src blob:", "{}; style-src-attr 'unsafe-hashes'",
    ],
)  # fmt: skip
def test_a_weak_policy_is_noticed(client, policy):
    ours = client.get("/konto/anmelden/")["Content-Security-Policy"]
    assert weaknesses(ours) == [] and weaknesses(policy.format(ours)) != []


def test_an_error_page_tells_nothing_about_the_inside(house):
    page = a_broken_page(house).content.decode()
    assert "schiefgegangen" in page
    assert not [word for word in ("Traceback", "ZeroDivisionError", "dreiklang", "settings") if word in page]


@pytest.mark.parametrize(("is_secure", "expected"), [(True, "max-age=31536000; includeSubDomains"), (False, None)])
def test_a_house_at_https_says_that_it_stays_there(settings, is_secure, expected):
    settings.IS_SECURE = is_secure
    settings.SECURE_HSTS_SECONDS = 31536000
    assert Client().get("/konto/anmelden/").get("Strict-Transport-Security") == expected


def test_what_depends_on_the_reader_is_kept_by_no_cache_in_between(house):
    assert "Cookie" in house.get("/")["Vary"] and "Cookie" in house.get("/impressum/")["Vary"]
    house.force_login(ben())
    assert "no-store" in house.get("/konto/daten/meine-daten.json")["Cache-Control"]


# --- the pages ---


@pytest.fixture
def tour(house):
    """Every kind of page, as a visitor and as the team sees it: (path, HTML)."""
    team = ada()
    event, invitation, asked = an_event(), an_invitation(by=team), a_request()
    a_report()
    an_undelivered_letter()
    everybody = [
        "/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/", "/ueber-uns/",
        "/konto/anfrage/", "/veranstaltungen/", f"/veranstaltungen/{event.slug}/", "/weiterbildung/", "/gibtsnicht/",
        link_of(invitation),
    ]  # fmt: skip
    visitors = ["/konto/anmelden/", "/konto/anmelden/code/"]
    the_team = [
        "/konto/", "/konto/profil/", "/konto/passwort/neu/", "/konto/daten/", "/konto/loeschung/", "/konto/abmelden/",
        "/team/", "/team/post/", "/team/barrieren/", "/team/personen/", f"/team/personen/anfrage/{asked.pk}/",
        "/impressum/bearbeitung/", "/veranstaltungen/neu/",
    ]  # fmt: skip
    seen = [(path, house.get(path)) for path in visitors + everybody]
    house.force_login(team)
    seen += [(path, house.get(path)) for path in everybody + the_team]
    seen += [("broken", a_broken_page(house))]
    assert {response.status_code for _path, response in seen} == {200, 404, 500}
    assert [path for path, response in seen if response.status_code == 404] == ["/gibtsnicht/"] * 2
    return [(path, response.content.decode()) for path, response in seen]


def test_no_page_fetches_from_or_sends_to_another_host(tour):
    assert {path: found for path, html in tour if (found := fetched_elsewhere(html))} == {}


def test_no_page_holds_code_that_its_policy_would_block(tour):
    assert {path: found for path, html in tour if (found := inline_code(html))} == {}


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>', '<link rel=stylesheet href="//fonts.example/x.css">',
        '<img src="http://evil.example/pixel.gif">', '<img srcset="/a.png 1x, https://evil.example/b.png 2x">',
        '<iframe src="https://video.example">', '<form action="https://evil.example/">', '<base href="//evil.example">',
        '<button formaction="https://evil.example/">', '<meta http-equiv="Refresh" content="0;url=//evil.example">',
        '<svg><use href="https://evil.example/x.svg#a"/></svg>', "<link href='ftp:x'>",
    ],
)  # fmt: skip
def test_the_reader_notices_what_is_fetched_elsewhere(html):
    assert fetched_elsewhere(f"<p>Vorher</p>{html}<p>Nachher</p>") != []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>", '<script type="module">x()</script>',
        "<style>p{}</style>", '<p style="color:red">', '<p onclick="x()">', '<p ONCLICK="x()">',
        '<a href="javascript:x()">', '<a href=" JavaScript:x()">', '<p hx-on:click="x()">',
    ],
)  # fmt: skip
def test_the_reader_notices_what_a_policy_would_block(html):
    assert inline_code(f"<p>Vorher</p>{html}<p>Nachher</p>") != []


def test_the_reader_lets_pass_what_is_of_this_house():
    html = (
        '<link rel="icon" href="/static/x.svg"><script src="/static/x.js" defer></script><img src="data:image/png,x">'
        '<form method="post"><form action="/sprache/"><a href="https://www.bund.de">'
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>'
    )
    assert fetched_elsewhere(html) == inline_code(html) == []


# --- the cookies ---


def test_there_are_two_cookies_and_no_other(house):
    ben(password="vier blaue Fahrräder")
    an_event()
    for path in ("/", "/veranstaltungen/", "/veranstaltungen/kalender.ics", "/gesundheit/", "/gibtsnicht/"):
        house.get(path)
    house.post("/sprache/", {"language": "en"})
    house.post("/konto/anmelden/code/", {"email": "ben@example.org"})
    house.post("/konto/anmelden/", {"login": "ben@example.org", "password": "vier blaue Fahrräder"})
    assert house.get("/konto/").status_code == 200
    assert set(house.cookies) == {"sitzung", "formular"}
    house.post("/konto/abmelden/")
    assert set(house.cookies) == {"sitzung", "formular"} and not house.cookies["sitzung"].value


@pytest.mark.parametrize("path", ["/veranstaltungen/kalender.ics", "/gesundheit/", f"/static/{SOME_CSS}"])
def test_who_only_fetches_data_gets_no_cookie(house, path):
    assert not house.get(path).cookies
