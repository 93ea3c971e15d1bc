import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.db import connection

from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ben
from dreiklang.people.tests.signing_in import (
    PASSWORD,
    SIGN_IN,
    SIGN_OUT,
    is_in,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_no_time_of_signing_in_is_kept_anywhere(client):
    person = ben(password=PASSWORD)
    before = Person.objects.filter(pk=person.pk).values().get()
    sign_in(client)
    client.get("/konto/")
    assert Person.objects.filter(pk=person.pk).values().get() == before
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}
    assert Person.last_login is None
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "people_person")}
    assert "email" in columns and not [name for name in columns if re.search("login|seen|_at|date", name)]


def test_signing_in_leaves_no_other_row_than_its_session(client):
    ben(password=PASSWORD)
    before = rows()
    sign_in(client)
    grown = {table for table, count in rows().items() if count != before[table]}
    assert grown == {"django_session"}
    client.post(SIGN_OUT)
    assert rows() == before


def rows() -> dict:
    """Rows per table; counters against guessing lie in a table of their own and lapse by themselves."""
    tables = set(connection.introspection.table_names()) - {"shared_counters"}
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def test_the_cookie_of_the_session_is_for_this_house_alone_and_not_for_scripts(client):
    ben(password=PASSWORD)
    client.get(SIGN_IN)
    cookies = sign_in(client).cookies
    assert set(client.cookies) == {"sitzung", "formular"}
    for cookie in cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
        assert not cookie["domain"] and not cookie["secure"]  # plain http on this machine
    assert cookies["sitzung"]["max-age"] == ""  # it ends with the browser


@pytest.mark.parametrize(("address", "secure"), [("https://haus.example", True), ("http://localhost:8000", False)])
def test_under_https_the_cookies_travel_encrypted_only(address, secure, tmp_path):
    script = (
        "import json; from dreiklang import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
        "s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_AGE]))"
    )
    surroundings = {**os.environ, "DREIKLANG_URL": address, "DREIKLANG_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=house.ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [secure, secure, True, True, "Lax", 12 * 3600]


def test_a_session_ends_after_twelve_hours(client):
    ben(password=PASSWORD)
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        sign_in(client)
        time.shift(timedelta(hours=11, minutes=59))
        assert is_in(client)
        time.shift(timedelta(minutes=2))
        assert not is_in(client)


def test_the_session_of_a_visitor_is_not_kept_when_signing_in(client):
    ben(password=PASSWORD)
    client.post("/sprache/", {"language": "en"})
    planted = client.cookies["sitzung"].value
    sign_in(client)
    assert client.cookies["sitzung"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()
