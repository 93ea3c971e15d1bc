"""A furnished house, a browser, and what holds on every page that anybody opens: no request to another host, no error
in the console, nothing wider than the screen."""

import os
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from conftest import CHROMIUM

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # As root there is no sandbox; without the other switches Chromium looks for its maker's hosts at every start.
        switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def house(furnished, live_server):
    """The demo as bin/run shows it, under a free port. Returns its address."""
    return live_server.url


@pytest.fixture
def furnished(transactional_db, live_server, settings, copy_of_the_house):
    """The demo in the database. It is moved in once; later stories find a copy of it, which takes no time."""
    settings.DEMO, settings.SITE_URL = True, live_server.url
    connection.ensure_connection()
    if copy_of_the_house and _is_furnished(copy_of_the_house):
        copy_of_the_house.backup(connection.connection)
        return
    for command in ("createcachetable", "furnish", "demo"):
        call_command(command, verbosity=0)
    if copy_of_the_house:
        connection.connection.backup(copy_of_the_house)


@pytest.fixture(scope="session")
def copy_of_the_house():
    if connection.vendor != "sqlite":
        yield None
        return
    with closing(connection.Database.connect(":memory:")) as copy:
        yield copy


def _is_furnished(copy) -> bool:
    return copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0


@pytest.fixture
def visit(chromium, house):
    """visit("ada", scripts=False, …) -> a fresh browser window of that person, or of a visitor without a name."""
    windows = []

    def open_window(who: str = "", *, scripts: bool = True, width: int = 1280, **more) -> "Window":
        context = chromium.new_context(
            base_url=house,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            locale="de-DE",
            **more,
        )
        windows.append(Window(context.new_page(), house))
        if who:
            windows[-1].sign_in(f"{who}@example.org", "dreiklang-demo")
        return windows[-1]

    yield open_window
    for window in windows:
        window.page.context.close()
    assert [problem for window in windows for problem in window.problems] == []


class Window:
    """One person's browser, and the few things that all of them do in it."""

    def __init__(self, page, home: str):
        self.page, self.home, self.problems = page, urlsplit(home).netloc, []
        page.set_default_timeout(20_000)  # four lanes share two cores
        page.on("request", self._watch)
        page.on("console", lambda said: said.type == "error" and self._complain(said.text))
        page.on("pageerror", lambda error: self._complain(str(error)))

    def _watch(self, request):
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != self.home:
            self._complain(f"asks another host: {request.url}")

    def _complain(self, text: str):
        if "status of 4" not in text:  # that a page answers 404 or 422 is no fault
            self.problems.append(text)

    def go(self, path: str):
        return self.page.goto(path)

    def sign_in(self, email: str, password: str):
        self.go("/konto/anmelden/")
        self.page.get_by_label("E-Mail-Adresse").fill(email)
        self.page.get_by_label("Passwort").fill(password)
        self.press("Anmelden")

    def press(self, label: str):
        self.page.get_by_role("main").get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str):
        self.page.get_by_role("main").get_by_role("link", name=label, exact=True).first.click()

    def fill(self, label: str, text: str):
        self.page.get_by_label(label).fill(text)

    def sees(self, text: str):
        self.page.get_by_text(text).first.wait_for()

    def has_drafts(self, number: int):
        """What is typed lies in the browser; the page may stand before the script that looks after it has run."""
        self.page.wait_for_function("number => localStorage.length === number", arg=number)

    def open_letter(self, to: str, subject: str):
        """The newest letter to an address whose subject begins like this, in the mailbox of the demo."""
        self.go(f"/demo/postfach/?an={to}")
        self.page.get_by_role("link", name=subject).first.click()
