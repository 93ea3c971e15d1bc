"""Some places are told only to those who have a seat: a shelter, a private flat. Where it shows for others, somebody
may be harmed. So every page and file is searched for it, and a twin shows that the search finds it."""

import re

import pytest
from django.test import Client

from dreiklang.events.actions.publishing import call_off, save
from dreiklang.events.models import Event
from dreiklang.events.start import cards
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.foundation.privacy import export
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.registering import confirm_address, register, register_guest

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
PLACE, STREET, LINK, NOTE = "Frauenhaus Regenbogen", "Lindenallee 7", "https://meet.example/geheim", "Kennwort Sesam"
SECRET = re.compile("frauenhaus|regenbogen|lindenallee|meet\\.example|sesam", re.IGNORECASE)


def a_hidden_place(title="Treffen", hidden=True, **fields) -> Event:
    return an_event(
        title, place=PLACE, street=STREET, link=LINK, place_for_registered=hidden, seats={"note": NOTE},
        **{"capacity": 1} | fields,
    )  # fmt: skip


@pytest.fixture
def event():
    return a_hidden_place()


def visitor() -> Client:
    return Client()


def member() -> Client:
    client = Client()
    client.force_login(cem())
    return client


def who_waits() -> Client:
    event, somebody = Event.objects.get(), cem()
    register(event.seats, ben())
    assert not register(event.seats, somebody).has_seat
    client = Client()
    client.force_login(somebody)
    return client


def who_gave_the_seat_back() -> Client:
    client, somebody = Client(), cem()
    client.force_login(somebody)
    event = Event.objects.get()
    register(event.seats, somebody)
    client.post(f"{event.path}abmeldung/")
    return client


def everything_about(event: Event, client: Client) -> dict[str, str]:
    """Address: what comes back there, headers included."""
    addresses = [
        "/", "/veranstaltungen/", "/veranstaltungen/?q=treffen", "/veranstaltungen/?q=lindenallee",
        "/veranstaltungen/?zeit=vergangen", "/veranstaltungen/kalender.ics", event.path, f"{event.path}kalender.ics",
        "/weiterbildung/",
    ]  # fmt: skip
    answers = {address: client.get(address) for address in addresses}
    answers["a wrong form"] = client.post(f"{event.path}anmeldung/", {"name": "", "email": "x"})
    typed = re.compile('name="q" value="[^"]*"|[&;]q=[^"&]*')  # one's own words, in the form and in a link with them
    return {
        address: typed.sub("", answer.content.decode()) + str(answer.headers) for address, answer in answers.items()
    }


def told_at(event: Event, client: Client) -> list[str]:
    return [address for address, text in everything_about(event, client).items() if SECRET.search(text)]


@pytest.mark.parametrize("who", [visitor, member, who_waits, who_gave_the_seat_back])
def test_nobody_without_a_seat_reads_where_it_is(event, who):
    assert told_at(event, who()) == []


@pytest.mark.parametrize("who", [visitor, member, who_waits, who_gave_the_seat_back])
def test_the_search_for_it_finds_it_where_everybody_may_read_it(who):
    event = a_hidden_place(hidden=False)
    assert {event.path, f"{event.path}kalender.ics", "/veranstaltungen/kalender.ics"} <= set(told_at(event, who()))


def test_nobody_reads_it_when_it_was_called_off_or_is_over_either():
    called_off, over = a_hidden_place("Abgesagt"), a_hidden_place("Vorbei", days=-2)
    call_off(called_off, reason="Krank", by=ada())
    for event in (called_off, over):
        assert told_at(event, visitor()) == []


def test_the_page_says_instead_where_it_will_stand(event, client):
    assert event.where == "Den Ort erfahren Angemeldete mit der Bestätigung."
    assert event.where in client.get(event.path).content.decode()


def test_who_has_a_seat_reads_it_on_the_page_and_on_heute(event, client):
    somebody = ben()
    register(event.seats, somebody)
    client.force_login(somebody)
    html = client.get(event.path).content.decode()
    for words in (PLACE, STREET, f"{event.path}raum/", NOTE):
        assert words in html
    assert f"{PLACE}, {STREET}" in client.get("/").content.decode()


def test_who_waits_reads_it_the_moment_a_seat_is_free(event, client):
    first, second = ben(), cem()
    register(event.seats, first)
    register(event.seats, second)
    client.force_login(second)
    assert not SECRET.search(client.get(event.path).content.decode())
    other = Client()
    other.force_login(first)
    other.post(f"{event.path}abmeldung/")
    assert PLACE in client.get(event.path).content.decode()


def test_the_file_that_everybody_can_take_never_holds_it_not_even_for_who_has_a_seat(event, client):
    """The address of this file is passed on; the confirmation has one of its own."""
    somebody = ben()
    register(event.seats, somebody)
    client.force_login(somebody)
    assert not SECRET.search(client.get(f"{event.path}kalender.ics").content.decode())


def test_what_machines_read_in_the_page_does_not_hold_it(event, client):
    html = client.get(event.path).content.decode()
    metas = re.findall(r"<meta[^>]*>", html)
    assert len(metas) > 4 and not any(SECRET.search(meta) for meta in metas)
    assert "ld+json" not in html or not SECRET.search(html)


def test_a_letter_tells_it_to_who_has_a_seat_and_to_nobody_before(event):
    register_guest(event.seats, "Gitta Gast", "gitta@example.net")  # anybody may type any address
    for letter in Letter.objects.all():
        assert not SECRET.search(letter.subject + letter.text + letter.calendar)
    register(event.seats, cem())  # waits
    for letter in Letter.objects.all():
        assert not SECRET.search(letter.subject + letter.text + letter.calendar)

    confirm_address(event.seats.registrations.get(guest_email="gitta@example.net"))
    letter = Letter.objects.order_by("-written_at").first()
    assert PLACE in letter.text and NOTE in letter.text and LINK not in letter.text
    assert letter.to == "gitta@example.net" and PLACE in letter.calendar
    secret = event.seats.registrations.get(guest_email="gitta@example.net").secret
    assert LINK in Client().get(f"/anmeldung/{secret}/").text


def test_who_waits_is_told_of_a_move_but_neither_the_old_place_nor_the_new(event):
    seated, waiting = ben(), cem()
    for person in (seated, waiting):
        register(event.seats, person)
    event = Event.objects.select_related("seats").get()
    event.place = "Frauenhaus Sonnenblume"
    save(event, speakers=[], by=None, seats={"capacity": 1, "open_to": "public", "closes_at": None, "note": NOTE})
    to_waiting = Letter.objects.filter(to=waiting.email).order_by("-written_at").first()
    assert to_waiting.subject.startswith("Neuer Termin oder Ort")
    assert not SECRET.search(to_waiting.text + to_waiting.calendar)
    to_seated = Letter.objects.filter(to=seated.email).order_by("-written_at").first()
    assert "Frauenhaus Sonnenblume" in to_seated.text and "Frauenhaus Sonnenblume" in to_seated.calendar


def test_calling_off_does_not_tell_those_who_wait_where_it_would_have_been(event):
    register(event.seats, ben())
    waiting = cem()
    register(event.seats, waiting)
    call_off(event, reason="Krank", by=ada())
    letters = Letter.objects.filter(to=waiting.email)
    assert letters.count() == 2
    for letter in letters:
        assert not SECRET.search(letter.subject + letter.text + letter.calendar)


def test_the_cards_of_heute_hold_it_for_who_has_a_seat_alone(event):
    seated, waiting = ben(), cem()
    register(event.seats, seated)
    register(event.seats, waiting)
    for person, told in ((seated, True), (waiting, False), (ada(), False)):
        client = Client()
        client.force_login(person)
        assert bool(SECRET.search(client.get("/").content.decode())) == told
        assert cards(person)


def test_parts_of_a_block_do_not_tell_it_either(client):
    block = a_block(parts=2, place=PLACE, street=STREET, place_for_registered=True)
    block.sessions.update(place=PLACE, street=STREET)
    assert not SECRET.search(client.get(block.path).content.decode())
    assert all(not SECRET.search(client.get(part.path).content.decode()) for part in block.sessions.all())


def test_what_one_may_take_along_about_oneself_does_not_hold_it(event):
    register(event.seats, ben())
    waiting = cem()
    register(event.seats, waiting)
    mine = str(export(waiting))
    assert "Treffen" in mine and not SECRET.search(mine)
