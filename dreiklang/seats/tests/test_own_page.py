import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from dreiklang.people.tests.makers import a_person, ben, cem
from dreiklang.seats.actions.cancelling import cancel, remove
from dreiklang.seats.actions.describing import call_off
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.models import HOLD
from dreiklang.seats.tests.makers import DAY, a_full_house, a_guest, an_entry, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

FACTS = {
    "entry": an_entry(), "where": "Rathaus, Saal 3", "note": "Pforte: Klingel 7",
    "link": "https://netz.example.de/raum",
}  # fmt: skip


@pytest.fixture
def seats():
    return some_seats(capacity=1, open_to="public", **FACTS)


def page_of(client, mine) -> str:
    answer = client.get(reverse("registration", args=[mine.secret]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_has_a_seat_reads_everything_and_takes_the_date_along(client, seats):
    mine = register(seats, ben())
    page = page_of(client, mine)
    assert "Ihr Platz ist sicher." in page and "Ben Okonkwo" in page
    for fact in (DAY, FACTS["where"], FACTS["note"], FACTS["link"]):
        assert fact in page
    answer = client.get(reverse("registration_calendar", args=[mine.secret]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="werkstatt.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["UID"], event["STATUS"], event["SUMMARY"]) == ("1@localhost", "CONFIRMED", "Werkstatt")


def test_who_waits_reads_her_rank_and_neither_place_nor_link(client, seats):
    mine = a_full_house(seats, waiting=2)[-1]
    page = page_of(client, mine)
    assert "Sie stehen auf der Warteliste, Nummer 2." in page and DAY in page
    assert_hidden(client, mine, page)


def assert_hidden(client, mine, page: str):
    for fact in ("where", "note", "link"):
        assert FACTS[fact] not in page
    assert client.get(reverse("registration_calendar", args=[mine.secret])).status_code == 404


def test_who_has_not_confirmed_yet_reads_until_when_and_neither_place_nor_link(client, seats):
    mine = a_guest(seats)
    page = page_of(client, mine)
    until = timezone.localtime(mine.held_until).strftime("%H:%M")
    assert f"Wir halten Ihren Platz bis {until} Uhr." in page
    assert "abmelden" not in page
    assert_hidden(client, mine, page)


@pytest.mark.parametrize("end", ["cancelled", "removed", "lapsed"])
def test_who_is_not_registered_any_more_reads_so_and_the_way_back(client, seats, end):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mine = a_guest(seats)
        if end == "lapsed":
            clock.shift(HOLD)
        else:
            confirm_address(mine)
            cancel(mine) if end == "cancelled" else remove(mine, by=cem(), reason="Doppelt")
        page = page_of(client, mine)
    assert "Sie sind nicht angemeldet." in page and 'href="/veranstaltungen/werkstatt/"' in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert_hidden(client, mine, page)


def test_where_it_was_called_off_there_is_nothing_to_do(client, seats):
    mine = register(seats, ben())
    call_off(seats, "Die Referentin ist krank.")
    page = page_of(client, mine)
    assert "Diese Veranstaltung ist abgesagt." in page and "abmelden" not in page
    answer = client.get(reverse("registration_calendar", args=[mine.secret]))
    assert Calendar.from_ical(answer.content).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_seats_without_a_date_have_no_calendar_and_no_dead_button(client):
    mine = register(some_seats(entry={}), ben())
    assert client.get(reverse("registration_calendar", args=[mine.secret])).status_code == 404
    assert "In den Kalender" not in page_of(client, mine)


def test_the_page_is_kept_by_nobody_and_tells_its_address_to_nobody(client, seats):
    answer = client.get(reverse("registration", args=[register(seats, ben()).secret]))
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin" and 'rel="noreferrer"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_names_and_notes_are_text_on_the_page(client):
    seats = some_seats(title="<i>Werk</i>", note="<script>1</script>", where="<b>Saal</b>")
    page = page_of(client, register(seats, a_person("<img src=x> O'Neil", email="o@example.org")))
    assert "&lt;img src=x&gt; O&#39;Neil" in page and "&lt;script&gt;" in page
    for markup in ("<img", "<script>1", "<i>Werk", "<b>Saal"):
        assert markup not in page


def test_the_link_of_the_letter_is_the_address_of_the_page(client, seats):
    mine = register(seats, ben())
    assert re.fullmatch(r"/anmeldung/[0-9a-f-]{36}~[\w-]+/", reverse("registration", args=[mine.secret]))


def test_as_many_queries_for_the_last_in_line_as_for_the_first(client, seats, django_assert_num_queries):
    _seated, first, *_, last = a_full_house(seats, waiting=4)
    for mine, queries in ((_seated, 1), (first, 2), (last, 2)):
        with django_assert_num_queries(queries):
            page_of(client, mine)


def test_a_member_who_is_signed_in_needs_few_queries_too(client, seats, django_assert_max_num_queries):
    mine = register(seats, ben())
    client.force_login(mine.person)
    with django_assert_max_num_queries(5):
        page_of(client, mine)


def test_a_long_hold_is_said_in_the_houses_own_time(client, seats):
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        seats.entry["ends"] = (timezone.now() + timedelta(days=3)).isoformat()
        seats.save()
        assert "bis 12:30 Uhr" in page_of(client, a_guest(seats))
