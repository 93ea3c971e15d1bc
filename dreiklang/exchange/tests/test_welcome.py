"""The first steps on Heute follow how things are, and go when they are done or put away."""

import re

import pytest

from dreiklang.dialogue.models import Follow
from dreiklang.dialogue.tests.makers import a_room
from dreiklang.exchange.tests.colleagues_makers import at
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.tests.makers import a_field, a_person, ben
from dreiklang.seats.actions.registering import register
from dreiklang.seats.tests.makers import some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def steps(client) -> tuple[int, int]:
    """(done, to do)"""
    card = re.search(r"<h2>Erste Schritte</h2>.*?</section>", client.get("/").content.decode(), re.S)
    return (card[0].count("✓"), card[0].count("<li><a")) if card else (0, 0)


def test_each_step_is_ticked_off_by_how_things_are_and_then_the_card_is_gone(client):
    person = ben()
    client.force_login(person)
    assert steps(client) == (0, 4)
    person.function = "Beauftragter"
    person.save()
    person.fields_of_action.add(a_field())
    take_office(person, at("Musterlingen", "99115003"), title="Stelle")
    release(person)
    assert steps(client) == (2, 2)
    Follow.objects.create(person=person, room=a_room("Raum"))
    register(some_seats(), person)
    assert "Erste Schritte" not in client.get("/").content.decode()


def test_whoever_puts_them_away_sees_them_no_more_and_a_ministry_never_does(client):
    client.force_login(ben())
    assert client.post("/austausch/willkommen/").url == "/"
    assert steps(client) == (0, 0)
    client.force_login(a_person("Mina Rat", is_member=False))
    assert steps(client) == (0, 0)
