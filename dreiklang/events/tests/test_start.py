import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.start import cards
from dreiklang.events.tests.makers import a_block, an_event, queries_of
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.cancelling import cancel
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


def titles(person, card: int) -> list[str]:
    return [event.title for event in cards(person)[card]["events"]]


def own(person) -> list[str]:
    return titles(person, 0)


def coming(person) -> list[str]:
    return titles(person, -1)


def test_a_visitor_finds_what_is_open_to_all_and_nothing_else():
    an_event("Offen")
    an_event("Für Mitglieder", open_to="members")
    an_event("Intern", readers="members")
    an_event("Ohne Anmeldung", capacity=None)
    an_event("Entwurf", state=Event.DRAFT)
    an_event("Abgesagt", state=Event.CANCELLED)
    an_event("Vorbei", days=-1)
    visitor = AnonymousUser()
    assert len(cards(visitor)) == 1 and cards(visitor)[0]["title"] == "Offen für alle"
    assert coming(visitor) == ["Offen"]


def test_a_member_finds_her_own_dates_first_and_then_what_comes():
    person = ben()
    for title, days in (("Später", 9), ("Bald", 2), ("Übermorgen", 3)):
        event = an_event(title, days=days)
        if title != "Übermorgen":
            register(event.seats, person)
    assert own(person) == ["Bald", "Später"] and coming(person) == ["Übermorgen"]
    assert [card["title"] for card in cards(person)] == ["Ihre Termine", "Was als Nächstes stattfindet"]


def test_own_dates_are_ones_own(client):
    event = an_event("Bens Termin", open_to="members")
    register(event.seats, ben())
    assert own(cem()) == [] and own(ada()) == []


def test_what_comes_is_shown_with_and_without_registration_and_for_members():
    for title, fields in {
        "Frei": {"capacity": None},
        "Mitglieder": {"open_to": "members"},
        "Intern": {"readers": "members"},
    }.items():
        an_event(title, **fields)
    assert set(coming(ben())) == {"Frei", "Mitglieder", "Intern"}


def test_an_event_without_registration_stays_in_sight_when_one_has_a_seat_elsewhere():
    person = ben()
    an_event("Ohne Anmeldung", capacity=None)
    register(an_event("Meins").seats, person)
    assert coming(person) == ["Ohne Anmeldung"]


def test_a_date_goes_with_the_seat():
    person, event = ben(), an_event("Meins")
    mine = register(event.seats, person)
    assert own(person) == ["Meins"]
    cancel(mine)
    assert own(person) == [] and coming(person) == ["Meins"]


def test_who_waits_sees_that_and_not_more():
    event, person = an_event("Meins", capacity=1), ben()
    register(event.seats, cem())
    register(event.seats, person)
    client = Client()
    client.force_login(person)
    html = client.get("/").content.decode()
    assert own(person) == ["Meins"] and "Warteliste" in html and "Platz sicher" not in html


def test_a_date_that_was_called_off_is_still_there_and_says_so():
    event, person = an_event("Meins"), ben()
    register(event.seats, person)
    Event.objects.update(state=Event.CANCELLED)
    client = Client()
    client.force_login(person)
    assert own(person) == ["Meins"] and "Abgesagt" in client.get("/").content.decode() and coming(person) == []


def test_what_is_over_is_no_date_any_more():
    person, event = ben(), an_event("Meins")
    register(event.seats, person)
    assert own(person) == ["Meins"]
    Event.objects.update(starts=event.starts.replace(year=2020), ends=event.ends.replace(year=2020))
    assert own(person) == []


def test_not_more_than_four_to_come_and_five_of_ones_own():
    person = ben()
    for number in range(6):
        register(an_event(f"Meins {number}", days=number + 1).seats, person)
        an_event(f"Offen {number}", days=number + 1)
    assert own(person) == [f"Meins {number}" for number in range(5)]
    assert coming(person) == [f"Offen {number}" for number in range(4)]


def test_sessions_do_not_push_their_block_aside():
    a_block("Grundlagen", parts=3)
    assert coming(ben()) == ["Grundlagen"]


def test_without_any_date_the_page_says_what_will_stand_there():
    client = Client()
    assert "Zurzeit kein Termin" in client.get("/").content.decode()
    client.force_login(ben())
    html = client.get("/").content.decode()
    assert "Noch kein Termin" in html and "Zurzeit kein Termin" in html


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_as_many_queries_for_three_dates_as_for_one(who):
    client, person = Client(), a_person("Mia Muster")
    if who == "member":
        client.force_login(person)
    counts = []
    for number in range(3):
        register(an_event(f"Meins {number}").seats, person)
        an_event(f"Offen {number}")
        counts.append(queries_of(client, "/"))
    assert len(set(counts)) == 1 and counts[0] < 13  # of somebody new


def test_who_has_a_seat_finds_the_link_on_heute_and_who_waits_does_not(client):
    event, seated, waiting = an_event(capacity=1, link="https://meet.example/1"), ben(), cem()
    for person, told in ((seated, True), (waiting, False)):
        register(event.seats, person)
        client.force_login(person)
        html = client.get("/").text
        assert (f'href="{event.path}raum/"' in html) == told and "meet.example" not in html


def test_more_than_five_dates_of_ones_own_are_counted(client):
    person = ben()
    client.force_login(person)
    for number in range(7):
        register(an_event(f"Meins {number}").seats, person)
        said = {5: "Dazu kommt später 1 weiterer Termin.", 6: "Dazu kommen später 2 weitere Termine."}.get(number)
        html = client.get("/").text
        assert said in html if said else "Dazu komm" not in html
