"""The list of questions and the likes of one that is being typed: only what she may read."""

import pytest

from dreiklang.dialogue.actions.answers import accept
from dreiklang.dialogue.actions.steering import close
from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, queries_of
from dreiklang.index.models import Row
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LIST, LIKE = "/dialog/fragen/", "/dialog/fragen/aehnliche/"


@pytest.fixture
def asked():
    """Three questions of Ben in three states, an experience, and one in a circle that Cem does not read."""
    person, other = ben(), cem()
    room, field = a_room(), a_field()
    a_thread(room, person, title="Wer dolmetscht nachts?")
    answered = a_thread(room, person, title="Wer zahlt Sprachmittlung?", field=field)
    a_reply(answered, other)
    solved = a_thread(room, person, title="Welche Satzung gilt?")
    accept(a_reply(solved, other), by=person)
    a_thread(room, person, title="So lief unser Fest", kind=Thread.EXPERIENCE)
    a_thread(a_circle(person), person, title="Geheime Sprachmittlung?")
    return room


def who(name) -> Person:
    return Person.objects.get(name=name)


def titles(client, address=LIST) -> set:
    shown = client.get(address).content.decode()
    return {title for title in Thread.objects.values_list("title", flat=True) if title in shown}


def test_all_questions_she_reads_and_nothing_else(asked, client):
    client.force_login(who("Cem Aydoğan"))
    assert titles(client) == {"Wer dolmetscht nachts?", "Wer zahlt Sprachmittlung?", "Welche Satzung gilt?"}
    client.logout()
    assert titles(client) == set()


def test_states_are_said_in_words_and_narrow_the_list(asked, client):
    client.force_login(who("Cem Aydoğan"))
    shown = client.get(LIST).content.decode()
    assert all(f">{state}</span>" in shown for state in ("noch ohne Antwort", "beantwortet", "gelöst"))
    assert titles(client, f"{LIST}?stand=offen") == {"Wer dolmetscht nachts?"}
    assert titles(client, f"{LIST}?stand=beantwortet") == {"Wer zahlt Sprachmittlung?"}
    assert titles(client, f"{LIST}?stand=geloest") == {"Welche Satzung gilt?"}
    assert titles(client, f"{LIST}?feld=sprache") == {"Wer zahlt Sprachmittlung?"}
    assert len(titles(client, f"{LIST}?raum={asked.slug}")) == 3
    for odd in ("stand=x", "seite=x", "seite=-1", "seite=9999"):
        assert client.get(f"{LIST}?{odd}").status_code == 200
    assert titles(client, f"{LIST}?raum=kreis-des-staedtetags") == set()


def test_a_closed_question_is_not_open(asked, client):
    thread, helper = Thread.objects.get(title="Wer dolmetscht nachts?"), who("Cem Aydoğan")
    a_moderator(thread.room, helper)
    close(thread, True, by=helper)
    client.force_login(helper)
    assert titles(client, f"{LIST}?stand=offen") == set()
    assert "geschlossen, ohne Antwort" in client.get(LIST).content.decode()


def test_words_find_as_the_search_does_and_also_titles_that_stay_in_their_room(asked, client):
    a_thread(a_room("Unter uns", stays_inside=True), who("Ben Okonkwo"), title="Drohung beim Dolmetschen?")
    client.force_login(who("Cem Aydoğan"))
    assert "Wer zahlt Sprachmittlung?" in titles(client, f"{LIST}?q=Sprachmittler")
    assert titles(client, f"{LIST}?q=Drohung") == {"Drohung beim Dolmetschen?"}
    assert titles(client, f"{LIST}?q=gibtesnicht") == set()


def test_likes_of_what_is_typed_are_only_what_she_reads_and_nothing_is_kept(asked, client):
    client.force_login(who("Cem Aydoğan"))
    before = Row.objects.count()
    answer = client.get(LIKE, {"title": "Wer bezahlt die Sprachmittlung im Amt"})
    shown = answer.content.decode()
    assert "Wer zahlt Sprachmittlung?" in shown and "Geheime" not in shown and "beantwortet" in shown
    assert "no-store" in answer.headers["Cache-Control"] and Row.objects.count() == before
    client.force_login(who("Ben Okonkwo"))
    assert "Geheime" in client.get(LIKE, {"title": "Wer bezahlt die Sprachmittlung im Amt"}).content.decode()
    for little in ("", "Wer", "xxxxxxxxxxxxxxxx"):
        assert "<li>" not in client.get(LIKE, {"title": little}).content.decode()


def test_thirty_a_page(client):
    person, room = ben(), a_room()
    first = a_thread(room, person, title="Nr. 1")
    Thread.objects.bulk_create(
        Thread(room=room, readers="members", title=f"Nr. {number}", size=1, last_at=first.begun_at)
        for number in range(2, 33)
    )
    client.force_login(person)
    assert client.get(LIST).content.decode().count('mark-state--open">noch ohne Antwort') == 30
    last = client.get(f"{LIST}?stand=offen&seite=2").content.decode()
    assert (
        last.count('mark-state--open">noch ohne Antwort') == 2
        and 'rel="next"' not in last
        and "stand=offen&amp;seite=1" in last
    )


def test_as_many_queries_for_three_questions_as_for_one(client):
    person, room = ben(), a_room()
    field = a_field()
    a_thread(room, person, field=field)
    client.force_login(person)
    one = queries_of(client, LIST)
    for title in ("Zwei?", "Drei?"):
        a_thread(a_room(f"Raum {title}"), person, title=title, field=field)
    assert queries_of(client, LIST) == one < 12
