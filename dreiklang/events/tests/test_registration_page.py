import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dreiklang.events.actions.publishing import call_off
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
TYPED = {"name": "Gitta Gast", "email": "gitta@example.net", "website": ""}


@pytest.fixture
def event():
    return an_event(capacity=1)


def send(client, event, **typed):
    return client.post(f"{event.path}anmeldung/", TYPED | {"public_id": str(uuid4())} | typed)


def follow(client, event, **typed) -> str:
    return client.post(f"{event.path}anmeldung/", typed, follow=True).content.decode()


def test_a_visitor_types_name_and_address_and_is_told_to_look_into_the_mail(client, event):
    answer = send(client, event)
    html = answer.content.decode()
    assert answer.status_code == 200 and "Bitte sehen Sie in Ihre E-Mails" in html and "gitta@example.net" in html
    registration = Registration.objects.get()
    assert (registration.state, registration.name, registration.email) == ("held", "Gitta Gast", "gitta@example.net")
    assert [letter.to for letter in Letter.objects.all()] == ["gitta@example.net"]


def test_a_member_takes_a_seat_with_one_click(client, event):
    person = ben()
    client.force_login(person)
    html = follow(client, event, public_id=str(uuid4()))
    assert "Ihr Platz ist sicher. Die Bestätigung ist unterwegs." in html and "Sie haben einen Platz." in html
    registration = Registration.objects.get()
    assert (registration.person, registration.state, registration.guest_email) == (person, "confirmed", "")


def test_what_a_member_types_as_name_does_not_count(client, event):
    person = ben()
    client.force_login(person)
    send(client, event, name="Jemand anders", email="anders@example.net")
    assert Registration.objects.get().email == person.email and Letter.objects.get().to == person.email


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "gitta"}, "email", "Diese Adresse ist unvollständig. Sie sieht aus wie name@beispiel.de."),
        ({"email": "gitta@"}, "email", "Diese Adresse ist unvollständig."),
        ({"email": "a@example.net\nBcc: b@example.net"}, "email", "Diese Adresse ist unvollständig."),
        ({"email": ""}, "email", "Bitte geben Sie Ihre E-Mail-Adresse an."),
        ({"name": ""}, "name", "Bitte geben Sie Ihren Namen an."),
        ({"name": "Besuchen Sie www.evil.example"}, "name", "Bitte geben Sie hier nur Ihren Namen an, keine Adresse."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, event, typed, field, sentence):
    answer = send(client, event, **typed)
    html = answer.content.decode()
    assert answer.status_code == 422 and not Registration.objects.exists() and not Letter.objects.exists()
    assert re.search(rf'id="id_{field}_error"[^>]*>.*?{re.escape(sentence)}', html, re.DOTALL)
    assert re.search(
        rf'<input[^>]*id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', html
    )
    other = "name" if field == "email" else "email"
    assert f'value="{TYPED[other]}"' in html
    if kept := typed[field].split("\n")[0]:
        assert kept in html
    assert f"<h1>{event.title}</h1>" in html and 'role="alert"' in html


def test_what_was_typed_cannot_break_out_of_its_field(client, event):
    html = send(client, event, name='"><script>alert(1)</script>', email='"><script>').content.decode()
    assert "<script>alert" not in html and '"><script>' not in html


def test_a_form_that_was_wrong_keeps_its_public_id(client, event):
    mark = str(uuid4())
    assert f'name="public_id" value="{mark}"' in send(client, event, email="x", public_id=mark).content.decode()


def test_the_page_gives_every_form_a_public_id_of_its_own(client, event):
    marks = {
        re.search(r'name="public_id" value="([^"]*)"', client.get(event.path).content.decode())[1] for _ in range(2)
    }
    assert len({UUID(mark) for mark in marks}) == 2


def test_the_same_form_sent_twice_is_one_registration(client, event):
    mark = str(uuid4())
    for _ in range(2):
        assert send(client, event, public_id=mark).status_code == 200
    assert Registration.objects.get().pk == UUID(mark)

    client.force_login(ben())
    event, mark = an_event("Zweites"), str(uuid4())
    for _ in range(2):
        assert send(client, event, public_id=mark).status_code == 302
    assert event.seats.registrations.get().pk == UUID(mark)


def test_two_forms_are_one_registration_too_for_it_is_the_person_who_counts(client, event):
    client.force_login(ben())
    for _ in range(2):
        send(client, event)
    assert Registration.objects.count() == 1 and Letter.objects.count() == 1


def test_the_public_id_of_somebody_else_does_not_touch_her_registration(client, event):
    hers = register(event.seats, cem())
    assert send(client, event, public_id=str(hers.pk)).status_code == 200
    hers.refresh_from_db()
    assert hers.person.name.startswith("Cem") and hers.state == "confirmed"
    assert Registration.objects.exclude(pk=hers.pk).get().email == "gitta@example.net"


@pytest.mark.parametrize("mark", ["", "x", "7", "'; DROP TABLE", "00000000"])
def test_without_a_usable_public_id_a_member_gets_a_seat_all_the_same(client, event, mark):
    client.force_login(ben())
    assert send(client, event, public_id=mark).status_code == 302
    assert Registration.objects.count() == 1


def test_where_all_seats_are_taken_the_button_says_so_and_one_waits(client, event):
    register(event.seats, cem())
    assert "Auf die Warteliste setzen" in client.get(event.path).content.decode()
    client.force_login(ben())
    html = follow(client, event)
    assert html.count("Sie sind Nummer 1 auf der Warteliste.") == 2  # said once, and standing on the page
    assert Registration.objects.get(person__name__startswith="Ben").state == "waiting"


def test_a_guest_waits_too_and_learns_the_same_as_with_a_seat(client, event):
    full, free = an_event("Voll", capacity=1), an_event("Frei", capacity=1)
    register(full.seats, cem())
    pages = [
        send(client, where).content.decode().replace(where.title, "").replace(where.path, "") for where in (full, free)
    ]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|name="public_id" value="[^"]*"', "", html)


def test_nobody_learns_who_comes_from_what_the_form_answers(client, event):
    known = send(client, event).content.decode()
    again = send(client, event).content.decode()
    stranger = send(client, event, email="gesa@example.net").content.decode()
    assert without_tokens(known) == without_tokens(again)
    assert without_tokens(stranger).replace("gesa@", "gitta@") == without_tokens(known)


def test_who_never_answers_is_told_to_answer_first(client, event):
    for number in range(5):
        assert send(client, an_event(f"Termin {number}")).status_code == 200
    refused = send(client, event)
    assert refused.status_code == 409
    assert "Für diese Adresse warten schon fünf Anmeldungen auf Bestätigung." in refused.content.decode()
    assert 'value="gitta@example.net"' in refused.content.decode()


def test_from_one_connection_come_at_most_sixty_guests_in_ten_minutes(client, event, settings):
    assert settings.MOST_GUESTS == 60
    settings.MOST_GUESTS = 2
    answers = [send(client, event, email=f"g{number}@example.net") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Von Ihrem Anschluss kommen zu viele Anmeldungen." in answers[2].content.decode()
    assert send(Client(REMOTE_ADDR="192.0.2.7"), event, email="g4@example.net").status_code == 200


def test_what_a_machine_fills_in_is_thanked_for_and_thrown_away(client, event):
    trapped = send(client, event, website="https://evil.example")
    assert trapped.status_code == 200
    assert not Registration.objects.exists() and not Letter.objects.exists()
    assert without_tokens(trapped.content.decode()) == without_tokens(send(client, event).content.decode())
    assert Registration.objects.count() == 1  # the twin: the same form without it is taken


def test_the_trap_is_hidden_from_people(client, event):
    html = client.get(event.path).content.decode()
    trap = re.search(r'<div class="trap" aria-hidden="true">.*?</div>', html, re.DOTALL)[0]
    assert 'name="website"' in trap and 'tabindex="-1"' in trap and 'autocomplete="off"' in trap


def test_before_typing_one_reads_who_will_read_it(client, event):
    html = client.get(event.path).content.decode()
    assert html.index("Ihre Angaben liest nur das Programmteam") < html.index("Platz halten und Link per E-Mail")
    client.force_login(ben())
    html = client.get(event.path).content.decode()
    assert html.index("Ihre Anmeldung liest nur das Programmteam.") < html.index("Platz nehmen")


CLOSED = {
    "the date has passed": {"seats": {"closes_at": timezone.now() - timedelta(minutes=1)}},
    "no matter how many seats are free": {"capacity": 99, "seats": {"closes_at": timezone.now() - timedelta(days=9)}},
}


@pytest.mark.parametrize("fields", CLOSED.values(), ids=CLOSED)
def test_after_the_last_day_nobody_registers_and_a_sentence_says_why(fields):
    event = an_event(**fields)
    visitor, member = Client(), Client()
    member.force_login(ben())
    for client in (visitor, member):
        html = client.get(event.path).content.decode()
        assert "Die Anmeldung ist geschlossen." in html and "anmeldung/" not in html
    answer = send(visitor, event)
    assert answer.status_code == 409 and "Die Anmeldung ist geschlossen." in answer.content.decode()
    assert "Die Anmeldung ist geschlossen." in follow(member, event)
    assert not Registration.objects.exists() and not Letter.objects.exists()


def test_a_minute_before_the_last_day_ends_one_can(client):
    closes = timezone.now() + timedelta(minutes=1)
    assert send(client, an_event(seats={"closes_at": closes})).status_code == 200
    assert Registration.objects.count() == 1


NOWHERE = {
    "over": {"days": -1}, "a draft": {"state": Event.DRAFT}, "for members": {"readers": "members"},
    "without registration": {"capacity": None},
}  # fmt: skip


@pytest.mark.parametrize("fields", NOWHERE.values(), ids=NOWHERE)
def test_where_there_is_nothing_to_register_for_there_is_no_page(client, fields):
    assert send(client, an_event(**fields)).status_code == 404
    assert not Registration.objects.exists() and not Letter.objects.exists()


def test_what_was_called_off_takes_nobody(client, event):
    call_off(event, reason="Krank", by=ada())
    assert send(client, event).status_code == 409
    client.force_login(ben())
    assert "Die Anmeldung ist geschlossen." in follow(client, event)
    assert not Registration.objects.exists()


def test_seats_for_members_are_not_for_visitors():
    event, visitor, member = an_event(open_to="members"), Client(), Client()
    html = visitor.get(event.path).content.decode()
    assert "Diese Plätze sind für Mitglieder des Netzwerks." in html and 'name="email"' not in html
    assert f"/konto/anmelden/?next={event.path}" in html
    assert send(visitor, event).status_code == 403
    member.force_login(ben())
    assert send(member, event).status_code == 302
    assert Registration.objects.get().person.name.startswith("Ben")


def test_seats_for_a_group_are_not_for_other_members():
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    event, inside, outside = an_event(open_to=group.token), ben(), cem()
    join(group, inside)
    for person, code in ((inside, 302), (outside, 403)):
        client = Client()
        client.force_login(person)
        assert ("Diese Plätze sind für eine andere Gruppe." in client.get(event.path).content.decode()) == (code == 403)
        assert send(client, event).status_code == code
    assert Registration.objects.get().person == inside


def test_giving_the_seat_back_passes_it_on_at_once(client, event):
    first, second = ben(), cem()
    register(event.seats, first)
    waiting = register(event.seats, second)
    client.force_login(first)
    assert "Doch verhindert? Hier abmelden" in client.get(event.path).content.decode()
    html = client.post(f"{event.path}abmeldung/", follow=True).content.decode()
    assert "Sie sind abgemeldet." in html and "Doch verhindert?" not in html
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_giving_back_what_one_has_not_changes_nothing(client, event):
    mine = register(event.seats, ben())
    client.force_login(cem())
    assert client.post(f"{event.path}abmeldung/").status_code == 302
    mine.refresh_from_db()
    assert mine.state == "confirmed"
    answer = Client().post(f"{event.path}abmeldung/")
    assert answer.status_code == 302 and answer.url.startswith("/konto/anmelden/")


def test_a_form_without_its_token_is_refused(event):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, event).status_code == 403
    assert not Registration.objects.exists()
    html = strict.get(event.path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', html)[1]
    assert send(strict, event, csrfmiddlewaretoken=token).status_code == 200


def test_who_opens_the_address_of_a_form_is_led_to_the_event(client, event):
    for address in ("anmeldung/", "abmeldung/"):
        client.force_login(a_person(f"Person{address[:2]} Beispiel"))
        answer = client.get(event.path + address)
        assert (answer.status_code, answer.headers["Location"]) == (302, event.path)
        assert client.put(event.path + address).status_code == 405
    assert not Registration.objects.exists()


def test_a_guest_is_written_to_in_the_language_of_the_page(client, event):
    client.post("/sprache/", {"language": "en"})
    send(client, event)
    assert Registration.objects.get().language == Letter.objects.get().language == "en"
