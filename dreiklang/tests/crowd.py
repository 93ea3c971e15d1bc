"""Many people with browsers: members who are signed in and guests, as real requests over real connections."""

import html
import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_address
from random import getrandbits
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from dreiklang.people.models import Person

AT_ONCE = 60


class Answer(NamedTuple):
    visitor: "Visitor"
    status: int  # 0: the connection broke before the answer was whole
    seconds: float

    @property
    def is_good(self) -> bool:
        """Thanks and onwards (302 for a member, 200 for a guest), not merely no error."""
        return self.status == (302 if self.visitor.person else 200)


class Visitor:
    """One browser: its cookies, and the form that it last saw."""

    def __init__(self, name: str, email: str, person: Person | None = None, session: str = ""):
        self.name, self.email, self.person = name, email, person
        self.cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
        self.form = None
        self.address = str(ip_address(getrandbits(32)))  # each comes from a connection of her own

    def open(self, server, page: str, button: str) -> None:
        """Look at a page and remember the form behind one of its buttons, with its token against forgery."""
        status, text = self._ask(server, "GET", page)
        if status != 200:
            raise http.client.HTTPException(f"{page}: {status}")
        form = re.search(rf'<form[^>]*action="{re.escape(button)}"[^>]*>(.*?)</form>', text, re.DOTALL)
        tags = re.findall(r"<input[^>]*>", form[1])
        self.form = {_attribute(tag, "name"): _attribute(tag, "value") for tag in tags if 'type="hidden"' in tag}
        if not self.person:
            self.form |= {"name": self.name, "email": self.email}

    def press(self, server, button: str) -> Answer:
        started = time.monotonic()
        try:
            status, _text = self._ask(server, "POST", button, urlencode(self.form))
        except (OSError, http.client.HTTPException):
            status = 0
        return Answer(self, status, time.monotonic() - started)

    def press_and_hang_up(self, server, button: str) -> None:
        """The form reached the server, but the connection broke before its answer came."""
        self._send(server, "POST", button, urlencode(self.form)).close()

    def _ask(self, server, method, path, body=None) -> tuple[int, str]:
        connection = self._send(server, method, path, body)
        try:
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text

    def _send(self, server, method, path, body) -> http.client.HTTPConnection:
        headers = {"X-Forwarded-For": self.address}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            host, port = server.address
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}:{port}"}
        connection = server.connect()
        connection.request(method, path, body, headers)
        return connection


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def members(count: int) -> list[Visitor]:
    """Members of the network, each signed in in a browser of their own."""
    batch = uuid4().hex[:8]
    people = Person.objects.bulk_create(
        Person(email=f"{batch}-{number}@example.org", name=f"Mitglied {number}", password=make_password(None))
        for number in range(count)
    )
    sessions = Session.objects.bulk_create(
        Session(
            session_key=get_random_string(32), expire_date=timezone.now() + timedelta(hours=12),
            session_data=SessionStore().encode({
                SESSION_KEY: str(person.pk), HASH_SESSION_KEY: person.get_session_auth_hash(),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            }),
        )
        for person in people
    )  # fmt: skip
    return [
        Visitor(person.name, person.email, person, session.session_key)
        for person, session in zip(people, sessions, strict=True)
    ]


def guests(count: int) -> list[Visitor]:
    batch = uuid4().hex[:8]
    return [Visitor(f"Gast {number}", f"{batch}-{number}@example.net") for number in range(count)]


def at_once(act, visitors) -> list:
    """`act` for everybody, never more than sixty at the same moment, begun in the order given."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(act, visitors))
