"""Who asks under a line is nowhere to be read; and where that cannot be kept, nothing is posted."""

import json
import logging
import re

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection
from django.test import Client
from django.utils import timezone

from dreiklang.dialogue.actions import asking, writing
from dreiklang.dialogue.models import Asked, Follow, Mark, Post, Thread, Voice
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, agreed
from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import leave
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders
from dreiklang.letters.models import Letter
from dreiklang.moderation import sealed
from dreiklang.moderation.models import Sealed
from dreiklang.people.actions.releasing import release
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
MEMBER = "Mitglied in diesem Raum"
NOON = "2026-03-02 12:00+01:00"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def house(clock):
    """A room in which five read, and Ben, who asks there."""
    person, others = ben(), [cem(), *(a_person(f"Person {n}", f"p{n}@example.org") for n in range(3))]
    agreed(person, *others)
    return a_room(), person, others


def said(**typed) -> dict:
    return {"way": "line", "kind": "question", "title": "Wer hilft?", "source": "Im Amt.", "seen": MEMBER} | {
        "public_id": str(fresh_id()), **typed,
    }  # fmt: skip


def shown(clock) -> None:
    clock.shift(60 * 31)
    writing.show_due()


# --- nothing joins her to it ---


def rows() -> list[tuple[str, str]]:
    """Every row of every table, as text."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in serializers.serialize("python", model.objects.all()):
            found.append((model._meta.label, json.dumps(row, default=str, ensure_ascii=False)))
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for table in set(connection.introspection.table_names()) - known:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [(table, json.dumps(repr(row))) for row in cursor.fetchall()]
    for session in Session.objects.all():
        found.append(("session", json.dumps(f"{session.get_decoded()} {session.expire_date}")))
    return found


def joins(person) -> list[str]:
    """Rows that name both her and something of a thread with voices. That she was asked for an answer, the letter about
    it, and how far she has read say nothing as long as enough others have the same."""
    hers = {str(person.pk), person.pk.hex, person.name, person.email}
    things = set()
    for thread in Thread.objects.filter(voices__isnull=False):
        things |= {str(thread.pk), thread.pk.hex, thread.title}
        for thing in [*thread.posts.all(), *thread.voices.all()]:
            things |= {str(thing.pk), thing.pk.hex}
    found = [each for each in rows() if any(x in each[1] for x in hers) and any(x in each[1] for x in things)]
    return [f"{table}: {row}" for table, row in found if not _in_company(table, json.loads(row), person)]


def _in_company(table: str, row: dict, person) -> bool:
    if table == "dialogue.Asked":
        others = Asked.objects.filter(thread=row["fields"]["thread"], state=row["fields"]["state"])
        return others.exclude(person=person).count() >= 4
    if table == "dialogue.Mark":
        return Mark.objects.filter(thread=row["fields"]["thread"]).exclude(person=person).count() >= 4
    if table == "letters.Letter":
        others = Letter.objects.filter(subject=row["fields"]["subject"]).exclude(to=person.email)
        return others.values("to").distinct().count() >= 4
    return False


def test_no_row_of_any_table_joins_the_asker_to_what_she_asked(client, house, clock, caplog):
    room, person, others = house
    client.force_login(person)
    hers = client.session.session_key
    before = sorted(repr((s.get_decoded(), s.expire_date)) for s in Session.objects.all())
    with caplog.at_level(logging.DEBUG):
        answer = client.post(f"{room.path}neu/", said())
        assert answer.headers["Location"].startswith(f"{room.path}erscheint/")
        assert "erscheint in Kürze" in client.get(answer.headers["Location"]).text
        assert joins(person) == []
        shown(clock)
        thread = Thread.objects.get()
        a_reply(thread, others[0])
        client.post(f"{thread.path}antwort/", {"source": "Danke.", "public_id": str(fresh_id())})
        shown(clock)
        client.get(thread.path)
        for other in others:
            reading = Client()
            reading.force_login(other)
            reading.get(thread.path)
    Session.objects.exclude(session_key=hers).delete()
    assert [post.voice_id is None for post in thread.posts.order_by("number")] == [False, True, False]
    assert joins(person) == []
    # The session is as it was: neither a message nor a new hour is kept in it.
    assert before == sorted(repr((s.get_decoded(), s.expire_date)) for s in Session.objects.all())
    assert not Act.objects.filter(by=str(person.pk)).exists()
    assert not any(word in caplog.text for word in (str(person.pk), person.name, person.email))


@pytest.mark.parametrize("leak", ["follow", "asked", "mark", "letter", "log", "message"])
def test_a_row_that_joins_her_is_found_out(client, house, clock, leak):
    room, person, _others = house
    thread = asking.ask(room, way="line", by=person, public_id=fresh_id(), line=MEMBER, kind="question",
                        title="Wer hilft?", source="Im Amt.").thread  # fmt: skip
    if leak == "follow":
        Follow.objects.create(person=person, thread=thread)
    elif leak == "asked":
        Asked.objects.create(person=person, thread=thread)
    elif leak == "mark":
        Mark.objects.create(person=person, thread=thread)
    elif leak == "letter":
        Letter.objects.create(to=person.email, subject="Wer hilft?", text=thread.path)
    elif leak == "log":
        Act.objects.create(by=str(person.pk), act="asked", on=f"thread:{thread.pk}", expires_at=timezone.now())
    else:
        client.force_login(person)
        session = client.session
        session["_messages"] = thread.path
        session.save()
    assert len(joins(person)) >= 1


def test_the_sealed_row_says_neither_who_nor_where(house):
    room, person, _others = house
    thread = a_thread(room, person, line=MEMBER)
    row = Sealed.objects.get()
    kept = f"{row.voice} {row.lock} {bytes(row.envelope).hex()} {bytes(row.envelope)!r}"
    assert person.pk.hex not in kept and thread.pk.hex not in kept
    assert bytes(row.envelope) != bytes(
        sealed._envelope(row.voice, person)
    )  # another nonce each time: envelopes do not compare
    heard = []
    sealed.deliver(row.voice, heard.append)
    assert heard == [person]


def test_the_minute_of_a_change_by_a_voice_is_kept_by_nobody(client, house, clock):
    room, person, _others = house
    thread = a_thread(room, person, line=MEMBER)
    shown(clock)
    post = writing.change(thread.posts.get(), source="Im Rathaus.", by=person)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert post.edited_at == post.versions.get().until == midnight
    client.force_login(person)
    page = client.get(thread.path).text
    assert "geändert am 2. März 2026" in page and "00:00" not in page
    named = writing.change(a_thread(room, person, title="Unter Namen").posts.get(), source="So.", by=person)
    assert named.edited_at == timezone.now()  # the twin


# --- the key ---


def test_without_the_key_nobody_posts_under_a_name_where_voices_speak(house, settings):
    room, person, others = house
    thread, plain = a_thread(room, person, line=MEMBER), a_thread(room, person, title="Unter Namen")
    settings.SEAL_KEY = b"another one"
    for each in (person, *others):
        with pytest.raises(Refusal, match="Schlüssel"):
            a_reply(thread, each)
    a_reply(plain, others[0])  # where no voice speaks nothing is in danger
    assert thread.posts.count() == 1
    heard = []
    sealed.deliver(thread.voices.get().pk, heard.append)
    assert heard == []


def test_without_that_check_she_would_have_answered_under_her_name(house, settings, monkeypatch):
    room, person, _others = house
    thread = a_thread(room, person, line=MEMBER)
    settings.SEAL_KEY = b"another one"
    monkeypatch.setattr("dreiklang.dialogue.protection.has_the_key", lambda voices: True)
    assert a_reply(thread, person).author == person


def test_the_page_keeps_what_she_wrote_when_the_key_is_missing(client, house, settings, clock):
    room, person, _others = house
    thread = a_thread(room, person, line=MEMBER)
    shown(clock)
    settings.SEAL_KEY = b"another one"
    client.force_login(person)
    answer = client.post(f"{thread.path}antwort/", {"source": "Nur ein Satz."})
    assert answer.status_code == 422 and "Nur ein Satz." in answer.text and "Schlüssel" in answer.text


def test_with_the_key_back_she_has_her_voice_again(house, settings):
    room, person, _others = house
    thread, key = a_thread(room, person, line=MEMBER), settings.SEAL_KEY
    settings.SEAL_KEY = b"another one"
    with pytest.raises(Refusal):
        a_reply(thread, person)
    settings.SEAL_KEY = key
    assert a_reply(thread, person).voice == thread.voices.get()


# --- under a line ---


def test_the_form_says_how_she_stands_there_and_for_how_many(client, house):
    room, person, _others = house
    client.force_login(person)
    page = client.get(f"{room.path}neu/").text
    assert f"<strong>{MEMBER}</strong>" in page and "mindestens 5 Personen" in page


def test_the_line_is_drawn_anew_and_never_taken_from_the_form(client, house):
    room, person, _others = house
    client.force_login(person)
    answer = client.post(f"{room.path}neu/", said(seen="Bürgermeister, Stadt 20–50 Tsd."))
    assert answer.status_code == 422 and not Thread.objects.exists()
    assert f'name="seen" value="{MEMBER}"' in answer.text and "inzwischen eine andere" in answer.text
    client.post(f"{room.path}neu/", said())
    assert Voice.objects.get().line == MEMBER


@pytest.mark.parametrize("why", ["too few", "not taken"])
def test_where_a_line_would_not_protect_there_is_none_and_it_is_said(client, clock, why):
    person, rest = ben(), [a_person(f"Person {n}", f"p{n}@example.org") for n in range(4)]
    agreed(person)
    room = a_circle(person, *rest[: 3 if why == "too few" else 4], takes_protected=why == "too few")
    client.force_login(person)
    page = client.get(f"{room.path}neu/").text
    assert 'value="line"' not in page
    assert (
        "Mindestens 5 Personen in diesem Raum müssten" if why == "too few" else "steht immer der Name dabei"
    ) in page
    assert client.post(f"{room.path}neu/", said()).status_code == 422
    with pytest.raises(Refusal):
        asking.ask(room, way="line", by=person, public_id=None, line=MEMBER, kind="question", title="?", source="?")
    assert not Thread.objects.exists()


def test_somebody_who_left_meanwhile_is_counted_no_more(client, clock):
    person, rest = ben(), [a_person(f"Person {n}", f"p{n}@example.org") for n in range(4)]
    agreed(person)
    room = a_circle(person, *rest)
    client.force_login(person)
    assert 'value="line"' in client.get(f"{room.path}neu/").text
    leave(Group.objects.get(), rest[0])
    assert client.post(f"{room.path}neu/", said()).status_code == 422
    assert not Thread.objects.exists()


def test_a_missing_choice_is_never_taken_for_her_name(client, house):
    room, person, _others = house
    client.force_login(person)
    answer = client.post(f"{room.path}neu/", said(way=""))
    assert answer.status_code == 422 and not Thread.objects.exists()


def test_a_second_click_asks_nothing_twice(client, house):
    room, person, others = house
    client.force_login(person)
    for typed in (said(), said(way="named", names=others[0].name), said(way="name")):
        for _again in range(2):
            assert client.post(f"{room.path}neu/", typed).status_code == 302
    assert Thread.objects.count() == Post.objects.count() == 3
    assert Voice.objects.count() == Group.objects.count() == 1


# --- to named people ---


def test_only_the_named_read_it_and_are_told_who_else(client, house):
    room, person, others = house
    client.force_login(person)
    answer = client.post(f"{room.path}neu/", said(way="named", names=f"{others[0].name}, P0@example.org"))
    assert answer.status_code == 302
    thread = Thread.objects.get()
    assert set(holders(thread.readers)) == {person, others[0], others[1]}
    assert not Thread.objects.visible_to(others[2]).exists() and not Thread.objects.visible_to(ada()).exists()
    letter = Letter.objects.get(to=others[0].email)
    assert person.name in letter.text and "Person 0" in letter.text and "Im Amt." in letter.text
    assert Letter.objects.count() == 2
    client.force_login(others[0])
    assert "Nur Ben Okonkwo, Cem Aydoğan, Person 0. Sonst niemand." in client.get(thread.path).text


def test_whoever_follows_the_room_and_is_named_has_one_letter(house):
    room, person, others = house
    for other in others:
        Follow.objects.create(person=other, room=room)
    asking.ask(room, way="named", named=others[:1], by=person, public_id=None, kind="question", title="?", source="?")
    assert list(Letter.objects.values_list("to", flat=True)) == [others[0].email]


def test_the_text_for_the_named_stays_inside_where_she_says_so(client, house):
    room, person, others = house
    client.force_login(person)
    client.post(f"{room.path}neu/", said(way="named", names=others[0].name, stays_inside="on"))
    assert "Im Amt." not in Letter.objects.get().text


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("", "mindestens eine Person"),
        ("Niemand Da", "liest in diesem Raum nicht mit"),
        ("Ben Okonkwo", "liest in diesem Raum nicht mit"),  # herself
        ("Person 0, Zoe Zwilling", "mehr als einmal"),
        (", ".join(f"Name {n}" for n in range(11)), "mehr als zehn"),
    ],
)
def test_names_that_fit_nobody_are_said_at_the_field(client, house, names, sentence):
    room, person, _others = house
    for n in range(2):
        a_person("Zoe Zwilling", f"zoe{n}@example.org")
    client.force_login(person)
    answer = client.post(f"{room.path}neu/", said(way="named", names=names))
    assert answer.status_code == 422 and sentence in answer.text
    assert not Thread.objects.exists() and not Group.objects.exists()


def test_only_readers_of_the_room_can_be_named(client, clock):
    person, friend, stranger = ben(), cem(), ada()
    agreed(person)
    room = a_circle(person, friend)
    release(friend, shows_function=False, shows_municipality=False, shows_fields=False, offer="")
    release(stranger, shows_function=False, shows_municipality=False, shows_fields=False, offer="")
    client.force_login(person)
    page = client.get(f"{room.path}neu/").text
    assert friend.name in page and stranger.name not in page
    assert client.post(f"{room.path}neu/", said(way="named", names=stranger.email)).status_code == 422
    with pytest.raises(Refusal):
        asking.ask(room, way="named", named=[friend, stranger], by=person, public_id=None, kind="question", title="?",
                   source="?")  # fmt: skip
    card = re.search(r'name="known" value="([^"]+)"', page)[1]
    assert client.post(f"{room.path}neu/", said(way="named", known=card)).status_code == 302
    assert set(holders(Thread.objects.get().readers)) == {person, friend}


def test_where_posts_are_approved_nobody_writes_past_the_moderation(client, house):
    room, person, others = house
    room.needs_approval = True
    room.save()
    a_moderator(room, others[0])
    client.force_login(person)
    assert 'value="named"' not in client.get(f"{room.path}neu/").text
    assert client.post(f"{room.path}neu/", said(way="named", names=others[1].name)).status_code == 422
    with pytest.raises(Refusal):
        asking.ask(room, way="named", named=others, by=person, public_id=None, kind="question", title="?", source="?")


# --- the form ---


def test_the_words_of_a_search_become_the_question(client, house):
    room, person, _others = house
    client.force_login(person)
    found = client.get("/suche/", {"q": "Wohnung & Amt"}).text
    link = re.search(rf'href="({room.path}neu/\?q=[^"]+)"', found)[1]
    assert 'value="Wohnung &amp; Amt"' in client.get(link).text
    room.is_archived = True
    room.save()
    assert "neu/?q=" not in client.get("/suche/", {"q": "Wohnung & Amt"}).text


def test_what_leads_to_a_person_is_posted_at_the_second_press(client, house):
    room, person, others = house
    client.force_login(person)
    typed = said(way="name", source="Amira Beispiel, geb. 03.04.1991")
    answer = client.post(f"{room.path}neu/", typed)
    assert answer.status_code == 422 and not Thread.objects.exists()
    assert "Trotzdem veröffentlichen" in answer.text and "Amira Beispiel, geb. 03.04.1991</textarea>" in answer.text
    seen = re.search(r'name="warned_of"[^>]* value="([^"]+)"', answer.text)[1]
    again = client.post(f"{room.path}neu/", typed | {"warned_of": seen, "title": "Az. 4711/2024"})
    assert again.status_code == 422  # something new
    assert client.post(f"{room.path}neu/", typed | {"warned_of": seen}).status_code == 302
    thread = Thread.objects.get()
    for path in (f"{thread.path}antwort/", f"{thread.path}1/bearbeitung/"):
        answer = client.post(path, {"source": "Omar Muster, geb. 03.04.1991"})
        assert answer.status_code == 422 and "Trotzdem veröffentlichen" in answer.text
        seen = re.search(r'name="warned_of"[^>]* value="([^"]+)"', answer.text)[1]
        answer = client.post(path, {"source": "Omar Muster, geb. 03.04.1991", "warned_of": seen})
        assert answer.status_code == 302
    assert others and thread.posts.count() == 2


def test_the_form_asks_the_same_number_of_questions_of_a_room_of_five_and_of_fifty(
    client, house, django_assert_max_num_queries
):
    room, person, _others = house
    client.force_login(person)
    for _twice in range(2):
        with django_assert_max_num_queries(13):
            client.get(f"{room.path}neu/")
        for n in range(45 if not _twice else 0):
            other = a_person(f"Weitere {n}", f"w{n}@example.org")
            release(other, shows_function=False, shows_municipality=False, shows_fields=False, offer="")
