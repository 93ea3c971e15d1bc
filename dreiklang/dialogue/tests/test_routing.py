"""Whom a question is sent to, what each may do with it, and that in a protected thread nothing tells who asked."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from dreiklang.dialogue import chance
from dreiklang.dialogue.actions import answers, routing, writing
from dreiklang.dialogue.actions.rooms import lock_room
from dreiklang.dialogue.listing import add_hers
from dreiklang.dialogue.models import Asked, NotAsked, Post, Question, Thread, Useful, helped_path, number_asked
from dreiklang.dialogue.routing import Reader, Traits, Wish, in_order, traits_in, worth
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread
from dreiklang.dialogue.tests.officers import an_officer, officers
from dreiklang.dialogue.traits import bearers, standing_of
from dreiklang.dialogue.views import threads
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import TEAM
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_district

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"
MONDAY = "2026-03-02 10:00+01:00"


def asked(thread) -> set[Person]:
    return {row.person for row in thread.asked.select_related("person")}


def letters_about(thread) -> set[str]:
    return set(Letter.objects.filter(text__contains=f"/dialog/{thread.pk}/").values_list("to", flat=True))


# The lottery


def a_place(kind=Municipality.STADT, population=30_000) -> Municipality:
    return Municipality(key="99115001", kind=kind, population=population, district=a_district())


def a_reader(field="", municipality=None, asked=0, pk=None) -> Reader:
    return Reader(pk or fresh_id(), frozenset({field} - {""}), municipality, asked)


def said_number(thread):
    add_hers(thread, AnonymousUser())
    return number_asked(thread)


def test_a_lot_is_worth_more_with_the_field_and_the_place_and_less_after_being_asked():
    wish = Wish("sprache", a_place())
    assert worth(a_reader("sprache", a_place()), wish) == pytest.approx(36)
    assert worth(a_reader("sprache", a_place(), asked=1), wish) == pytest.approx(9)
    far, near = a_place(Municipality.LANDKREIS, 300_000), a_place(population=33_000)
    assert worth(a_reader("", far), wish) < worth(a_reader("", near), wish) < worth(a_reader("sprache", near), wish)
    assert worth(a_reader(), wish) == 1


@pytest.mark.parametrize(
    ("line", "traits"),
    [
        (LINE, Traits(frozenset({"stadt"}), 20_000, 50_000)),
        ("Integrationsbeauftragte, Stadtkreis", Traits(frozenset({"stadtkreis"}))),
        ("Gemeinde oder Stadt unter 20 Tsd.", Traits(frozenset({"gemeinde", "stadt"}), None, 20_000)),
        ("Integrationsbeauftragter, Landkreis über 200 Tsd.", Traits(frozenset({"landkreis"}), 200_000, None)),
        ("Integrationsbeauftragte, kreisfreie Stadt ab 100 Tsd.", Traits(frozenset({"stadtkreis"}), 100_000, None)),
        ("Mitglied, seit unter 2 Jahren", Traits()),
        ("", Traits()),
    ],
)  # fmt: skip
def test_a_trait_line_is_read_for_what_it_says_of_the_place(line, traits):
    assert traits_in(line) == traits


def test_under_a_line_only_what_it_says_is_compared():
    wish = Wish(None, traits=traits_in(LINE))
    fitting = [a_reader(municipality=a_place(population=people)) for people in (20_000, 35_000, 50_000)]
    assert len({worth(reader, wish) for reader in fitting}) == 1
    halves = [a_place(population=60_000), a_place(Municipality.GEMEINDE)]
    assert [worth(a_reader(municipality=place), wish) for place in halves] == [3.5, 3.5]
    assert worth(a_reader(municipality=a_place(Municipality.LANDKREIS, 200_000)), wish) == 1


def test_whose_lot_is_worth_more_is_first_more_often_and_nobody_never():
    wish = Wish("sprache")
    knows, others = a_reader("sprache"), [a_reader() for _each in range(5)]
    draw = random.Random(5)
    firsts = [in_order([knows, *others], wish, lambda pk, purpose: draw.random())[0] for _each in range(600)]
    assert 0.45 < firsts.count(knows.pk) / 600 < 0.65  # 6 of 11
    assert set(firsts) == {knows.pk, *(other.pk for other in others)}


def test_offices_come_first_except_under_a_line():
    officer, member = [a_reader(municipality=a_place()) for _each in range(3)], [a_reader() for _each in range(3)]
    order = in_order([*member, *officer], Wish(None), lambda pk, purpose: 0.5)
    assert set(order[:3]) == {reader.pk for reader in officer}
    lots = {(member[0].pk, "plain"): 0.0, (member[0].pk, "weighed"): 0.01}
    hidden = in_order([*member, *officer], Wish(None, traits=Traits()), lambda *about: lots.get(about, 0.5))
    assert hidden[2] == member[0].pk  # every third place goes by lot alone


def test_a_lot_is_the_same_again_and_another_for_another():
    one, other = fresh_id(), fresh_id()
    assert chance.lot(one, "x") == chance.lot(one, "x") != chance.lot(other, "x")
    assert all(0 <= chance.lot(one, number) < 1 for number in range(50))


# Routing


def test_five_to_eight_readers_are_asked_by_one_letter_each_and_the_asker_is_not():
    person = officers(20)[0]
    thread = a_thread(a_room(), person)
    people = asked(thread)
    assert 5 <= len(people) <= 8 and person not in people
    assert letters_about(thread) == {one.email for one in people}
    assert Letter.objects.count() == len(people)
    letter = Letter.objects.first()
    assert "Wir haben kein Geld." in letter.text and "Nur Mitglieder" in letter.text
    assert "weitergabe/" in letter.text and "absage/" in letter.text
    assert said_number(thread) == len(people)


def test_a_letter_is_in_the_language_of_its_reader_whoever_asks():
    crowd = officers(5)
    crowd[1].language = "en"
    crowd[1].save()
    with translation.override("en"):
        a_thread(a_room(), crowd[0])
    english = Letter.objects.get(to=crowd[1].email)
    german = Letter.objects.exclude(pk=english.pk).first()
    assert "Nur Mitglieder: Integrationsbeauftragte" in german.text
    assert (english.language, german.language) == ("en", "de")


def test_neither_the_team_nor_who_turned_it_off_nor_who_cannot_sign_in_nor_who_does_not_read_is_asked():
    inside, boss, gone, off = officers(3), ada(), cem(is_active=False), an_officer(70)
    outside = an_officer(71)
    routing.turn_off(off)
    thread = a_thread(a_circle(*inside, boss, gone, off), inside[0])
    assert asked(thread) == set(inside[1:])
    routing.turn_on(off)
    again = a_thread(thread.room, inside[0], title="Noch einmal?")
    assert asked(again) == {*inside[1:], off} and outside not in asked(again)


def test_only_questions_are_routed_and_only_where_members_write():
    people = officers(6)
    assert not asked(a_thread(a_room(), people[0], kind=Thread.EXPERIENCE))
    room = a_room("Vom Team", writers=TEAM)
    boss = ada()
    thread = a_thread(room, boss)
    assert not asked(thread) and Thread.objects.get(pk=thread.pk).routed_at is None


def test_it_is_routed_once():
    thread = a_thread(a_room(), officers(10)[0])
    before = (Asked.objects.count(), Letter.objects.count())
    thread.refresh_from_db()
    routing.route(thread)
    thread.routed_at = None  # an old copy in hand
    routing.route(thread)
    assert (Asked.objects.count(), Letter.objects.count()) == before


def test_who_was_asked_lately_is_asked_less_often():
    crowd, room = officers(21), a_room()
    earlier = [a_thread(room, crowd[0], title=f"Früher {number}?") for number in range(2)]
    often = crowd[1:11]
    Asked.objects.all().delete()
    Asked.objects.bulk_create([Asked(thread=thread, person=person) for thread in earlier for person in often])
    assert _hits(room, crowd[0], often) < DRAWS * 1.4  # of five in each; by lot alone it were half of them
    Asked.objects.update(counts=False)
    assert _hits(room, crowd[0], often) > DRAWS * 1.4  # a protected question says nothing about who was asked
    Asked.objects.update(counts=True, on=earlier[0].begun_at - timedelta(days=91))
    assert _hits(room, crowd[0], often) > DRAWS * 1.4


DRAWS = 24


def _hits(room, by, people, field=None) -> int:
    """How many of the first five in so many draws are among these."""
    hits = 0
    for _draw in range(DRAWS):
        thread = Thread(room=room, readers=room.readers, field=field, routed_at=timezone.now())
        hits += len({*routing._draw(thread, Post(author=by))[:5]} & set(people))
    return hits


def test_the_field_and_the_place_are_weighed():
    field = a_field()
    officers(15, kind=Municipality.LANDKREIS, population=300_000)
    knowing, person, room = officers(5, field=field), an_officer(80), a_room()
    assert _hits(room, person, knowing, field) > DRAWS * 3  # of five in each; by lot alone it were one or two


def test_what_stays_inside_is_not_in_the_letter_nor_on_the_page_behind_its_link(client):
    crowd = officers(8)
    thread = a_thread(a_room(stays_inside=True), crowd[0])
    letter = Letter.objects.first()
    assert thread.title not in letter.text + letter.subject and "kein Geld" not in letter.text
    assert "verlässt den Raum nicht" in letter.text
    for act in ("absage", "weitergabe"):
        page = client.get(f"{thread.asked.first().path}{act}/").content.decode()
        assert thread.title not in page and "verlässt den Raum nicht" in page
    answer = a_reply(thread, crowd[1])
    page = client.get(helped_path(answer, crowd[0])).content.decode()
    assert thread.title not in page and "Pauschale" not in page


def test_routing_takes_as_many_queries_among_many_as_among_few():
    room, person = a_room(), an_officer(900)
    for number in range(1, 31):
        an_officer(number)
    few = _queries_of_drawing(room, person, "Erste?")
    for number in range(31, 121):
        an_officer(number)
    assert _queries_of_drawing(room, person, "Zweite?") == few <= 10


def _queries_of_drawing(room, person, title) -> int:
    thread = a_thread(room, person, title=title)
    with CaptureQueriesContext(connection) as captured:
        routing._draw(thread, routing._opening(thread))
    return len(captured)


def test_in_a_very_large_house_some_take_part_in_the_draw(monkeypatch):
    monkeypatch.setattr(routing, "WEIGHED", 10)
    crowd = officers(25)
    room = a_room()
    threads = [a_thread(room, crowd[0], title=f"Frage {number}?") for number in range(12)]
    assert all(5 <= len(asked(thread)) <= 8 for thread in threads)
    assert len(set().union(*map(asked, threads))) > 15  # and not always the same


# Passing on and declining


def test_opening_a_link_changes_nothing_and_the_button_declines(client):
    thread = a_thread(a_room(), officers(20)[0])
    row = thread.asked.first()
    before = asked(thread)
    assert client.get(f"{row.path}absage/").status_code == 200
    assert client.get(f"{row.path}weitergabe/").status_code == 200
    row.refresh_from_db()
    assert row.state == Asked.ASKED and asked(thread) == before
    for _twice in range(2):
        assert client.post(f"{row.path}absage/").status_code == 302
    row.refresh_from_db()
    assert row.state == Asked.DECLINED
    assert "Danke für die Rückmeldung" in client.get(f"{row.path}absage/").content.decode()


def test_five_stay_asked_and_never_more_than_twelve():
    thread = a_thread(a_room(), officers(30)[0])
    for number in range(1, 20):
        routing.decline(thread.asked.still().order_by("pk").first())
        still, total = thread.asked.still().count(), thread.asked.count()
        assert total <= 12
        assert still >= 5 or total == 12, number
        if not still:
            break
    assert thread.asked.count() == 12
    assert Letter.objects.count() == 12 == len(letters_about(thread))


def test_nobody_is_asked_any_more_once_somebody_answered():
    crowd = officers(20)
    thread = a_thread(a_room(), crowd[0])
    a_reply(thread, crowd[1])
    before = asked(thread)
    for row in thread.asked.all():
        routing.decline(row)
    assert asked(thread) == before
    with pytest.raises(Refusal):
        row = thread.asked.first()
        Asked.objects.filter(pk=row.pk).update(state=Asked.ASKED)
        routing.pass_on(Asked.objects.get(pk=row.pk), name=crowd[2].name)


def test_passing_on_asks_the_colleague_instead(client):
    crowd = officers(20)
    thread = a_thread(a_room(), crowd[0])
    row, before = thread.asked.first(), asked(thread)
    colleague = next(person for person in crowd[1:] if person not in before)
    shown = client.post(f"{row.path}weitergabe/", {"name": f"  {colleague.name.upper()} "})
    assert shown.status_code == 302
    row.refresh_from_db()
    assert row.state == Asked.PASSED and asked(thread) == before | {colleague}
    assert Letter.objects.filter(to=colleague.email).count() == 1
    assert row.person.name not in Letter.objects.get(to=colleague.email).text


@pytest.mark.parametrize("name", ["Niemand Da", "Ada Lindqvist", "Person1 Probe", "Off Probe", "Zwei Namen"])
def test_a_name_that_cannot_be_asked_is_said_at_the_field(client, name):
    crowd = officers(10)
    ada(is_active=False)
    routing.turn_off(a_person("Off Probe", email="off@example.org"))
    for number in (1, 2):
        a_person("Zwei Namen", email=f"zwei{number}@example.org")
    thread = a_thread(a_room(), crowd[0])
    row = thread.asked.exclude(person__name=name).first()
    page = client.post(f"{row.path}weitergabe/", {"name": name})
    assert page.status_code == 422 and name in page.content.decode()
    row.refresh_from_db()
    assert row.state == Asked.ASKED
    if name == "Zwei Namen":
        assert client.post(f"{row.path}weitergabe/", {"name": "ZWEI2@example.org"}).status_code == 302


def test_whoever_no_longer_reads_finds_nothing_behind_her_link(client):
    crowd = officers(8)
    room = a_circle(*crowd)
    thread = a_thread(room, crowd[0])
    row = thread.asked.first()
    answer = a_reply(thread, crowd[0])
    assert client.get(f"{row.path}absage/").status_code == 200
    lock_room(room, reason="Vorfall", by=ada())
    assert client.get(f"{row.path}absage/").status_code == 404
    assert client.post(f"{row.path}weitergabe/", {"name": crowd[1].name}).status_code == 404
    assert client.get(helped_path(answer, row.person)).status_code == 404


def test_a_link_of_somebody_else_or_of_another_purpose_is_none(client):
    crowd = officers(8)
    thread = a_thread(a_room(), crowd[0])
    not_asked = f"/dialog/gefragt/{seal(f'{thread.pk}.{crowd[0].pk}', 'asked')}/absage/"
    broken = f"/dialog/gefragt/{seal('x.y', 'asked')}/absage/"
    other = helped_path(thread.posts.get(), crowd[1]).replace("/antwort/", "/gefragt/") + "absage/"
    assert [client.get(path).status_code for path in (not_asked, broken, other)] == [404, 404, 404]


@pytest.mark.django_db(transaction=True)
def test_two_who_decline_at_once_are_replaced_by_two():
    thread = a_thread(a_room(), officers(25)[0])
    while thread.asked.still().count() > 5:
        routing.decline(thread.asked.still().first())
    before = thread.asked.count()
    rows = list(thread.asked.still()[:2])
    done = side_by_side(*[lambda row=row: routing.decline(row) for row in rows])
    assert all(isinstance(one, Asked) for one in done)
    assert thread.asked.still().count() == 5 and thread.asked.count() == before + 2
    assert Letter.objects.count() == before + 2


@pytest.mark.django_db(transaction=True)
def test_one_who_presses_twice_at_once_is_replaced_once():
    thread = a_thread(a_room(), officers(25)[0])
    while thread.asked.still().count() > 5:
        routing.decline(thread.asked.still().first())
    before, row = thread.asked.count(), thread.asked.still().first()
    side_by_side(lambda: routing.decline(row), lambda: routing.decline(Asked.objects.get(pk=row.pk)))
    assert thread.asked.still().count() == 5 and thread.asked.count() == before + 1


# Who asked under a trait line


def shown_under_a_line(room, person, **facts) -> Thread:
    thread = a_thread(room, person, line=LINE, **facts)
    Thread.objects.get(pk=thread.pk).posts.update(at=thread.posts.get().at - timedelta(hours=1))
    writing.show_due()
    thread.refresh_from_db()
    return thread


def test_under_a_line_the_asker_has_the_same_row_and_the_same_letter():
    crowd = officers(20)
    with time_machine.travel(MONDAY, tick=False):  # or one letter is from the next second
        thread = shown_under_a_line(a_room(), crowd[3])
    assert crowd[3] in asked(thread) and 5 <= thread.asked.count() <= 9
    rows = list(thread.asked.order_by("pk"))
    assert [row.person_id for row in rows] == sorted(row.person_id for row in rows)  # no order says who was added
    assert {(row.counts, row.state, row.on) for row in rows} == {(False, "asked", rows[0].on)}
    assert letters_about(thread) == {row.person.email for row in rows}
    written = {_without_what_is_hers(letter) for letter in Letter.objects.all()}
    assert len(written) == 1
    assert said_number(thread) is None


def _without_what_is_hers(letter: Letter) -> tuple:
    person = Person.objects.get(email=letter.to)
    text = re.sub(r"/dialog/(gefragt|antwort)/[^/\s]+/", r"/dialog/\1/…/", letter.text.replace(person.name, "…"))
    return letter.subject, text, letter.language, letter.not_before.replace(microsecond=0)


def test_an_asker_who_could_not_be_drawn_gets_no_row_that_would_betray_her():
    crowd, boss = officers(10), ada()
    routing.turn_off(crowd[0])
    for person in (crowd[0], boss):
        thread = shown_under_a_line(a_room(person.name), person)
        assert person not in asked(thread) and person.email not in letters_about(thread)


def test_an_answer_under_a_protected_question_is_told_to_all_who_were_asked_alike():
    crowd = officers(20)
    thread = shown_under_a_line(a_room(), crowd[0])
    declined = thread.asked.exclude(person=crowd[0]).order_by("pk").first()
    routing.decline(declined)
    still = {row.person for row in thread.asked.still().select_related("person")}
    writer = next(person for person in still if person != crowd[0])
    Letter.objects.all().delete()
    a_reply(thread, writer)
    told = Letter.objects.filter(subject__startswith="Neue Antwort")
    assert set(told.values_list("to", flat=True)) == {person.email for person in still - {writer}}
    assert len({_without_what_is_hers(letter) for letter in told}) == 1
    assert "Mit einer Pauschale." in told[0].text and "/dialog/antwort/" in told[0].text


def test_what_the_asker_adds_herself_is_no_answer():
    crowd = officers(12)
    thread = shown_under_a_line(a_room(), crowd[0])
    Letter.objects.all().delete()
    post = a_reply(thread, crowd[0], source="Noch etwas.")
    thread.posts.filter(pk=post.pk).update(at=thread.begun_at)
    writing.show_due()
    assert thread.posts.get(pk=post.pk).number == 2 and not Letter.objects.exists()


class World:
    """The same story with another asker; the clock, the chance and the ids are the same."""

    THREAD, ANSWER = fresh_id(), fresh_id()

    def __init__(self, room, asker: Person, others: list[Person]):
        self.room, self.asker, self.others = room, asker, others

    def run(self) -> dict:
        """What each of the others receives: letters with all that stands in them, pages, rows."""
        with transaction.atomic(), time_machine.travel(MONDAY, tick=False) as clock:
            chance._chance = random.Random(7)
            Letter.objects.all().delete()
            thread = a_thread(self.room, self.asker, line=LINE, public_id=self.THREAD)
            clock.shift(timedelta(minutes=31))
            writing.show_due()
            self.answer(thread, clock)
            received = {person.email: self._received(person, thread) for person in self.others}
            transaction.set_rollback(True)
        return received

    def answer(self, thread, clock) -> None:
        """Two decline, one passes on, one answers."""
        for row in self._rows(thread)[:2]:
            clock.shift(60)
            routing.decline(row)
        routing.pass_on(self._rows(thread)[2], name=self.named.name)
        clock.shift(3600)
        thread, writer = Thread.objects.get(pk=thread.pk), self._rows(thread)[3].person
        writing.reply(thread, source="Mit Mut.", by=writer, public_id=self.ANSWER)

    def _rows(self, thread) -> list[Asked]:
        """Of the others, in the order of their addresses: they do the same in both worlds."""
        drawn = [person for person in self.others if person.pk in self.first]
        rows = {row.person_id: row for row in thread.asked.select_related("person")}
        return [rows[person.pk] for person in drawn]

    def _received(self, person, thread) -> list:
        letters = Letter.objects.filter(to=person.email).order_by("written_at", "subject")
        client = Client()
        client.force_login(person)
        paths = ("/", "/dialog/gefragt/", thread.path)
        pages = [client.get(path).content for path in paths]
        letters = [(one.subject, one.text, one.written_at, one.not_before, one.language) for one in letters]
        return [letters, [re.sub(rb"csrf\S+ value=\S+|name=.public_id.[^>]*|nonce\S+", b"", page) for page in pages]]


@pytest.fixture
def worlds(monkeypatch):
    """Amal is drawn, Bela replaces the second who declines, Cleo is the last: which of them asked?"""
    monkeypatch.setattr(routing, "_number", lambda thread: 5)
    kept = chance._chance
    with time_machine.travel("2026-02-02 10:00+01:00", tick=False):
        crowd, room = officers(12), a_room()
    with transaction.atomic(), time_machine.travel(MONDAY, tick=False) as clock:
        thread = a_thread(room, crowd[0], line=LINE, public_id=World.THREAD)
        clock.shift(timedelta(minutes=31))
        writing.show_due()
        thread.refresh_from_db()
        order = routing._draw(thread, routing._opening(thread))
        transaction.set_rollback(True)
    askers = [order[0], order[6], order[-1]]
    others = sorted((person for person in crowd if person not in askers), key=lambda one: one.email)
    World.first, World.named = {person.pk for person in order[1:5]}, order[-2]
    yield [World(room, asker, others) for asker in askers]
    chance._chance = kept


def received_in(worlds) -> list[dict]:
    """What is received in them, each kind once."""
    kinds = []
    for world in worlds:
        if (received := world.run()) not in kinds:
            kinds.append(received)
    return kinds


def test_whoever_asks_everybody_else_receives_the_same(worlds):
    (received,) = received_in(worlds)
    told = [letter[0] for letters, _pages in received.values() for letter in letters]
    assert len([subject for subject in told if subject.startswith("Wissen Sie etwas dazu?")]) >= 6
    assert len([subject for subject in told if subject.startswith("Neue Antwort")]) >= 2


@pytest.mark.once
def test_a_draw_that_leaves_the_asker_out_would_be_found(worlds, monkeypatch):
    draw = routing._draw

    def leaving_her_out(thread, opening):
        found = []
        routing.deliver(opening.voice_id, found.append)
        return [person for person in draw(thread, opening) if person not in found]

    monkeypatch.setattr(routing, "_draw", leaving_her_out)
    monkeypatch.setattr(World, "answer", lambda self, thread, clock: None)
    assert len(received_in(worlds)) > 1


@pytest.mark.once
def test_a_draw_by_the_place_of_the_asker_would_be_found(worlds, monkeypatch):
    """One of them works in a district, like five others: as long as only the line counts, nobody learns of it."""
    people = [worlds[0].asker, *worlds[0].others[:5]]
    places = Municipality.objects.filter(pk__in=[one.tenures.get().office.municipality_id for one in people])
    places.update(population=500_000, kind=Municipality.LANDKREIS)
    monkeypatch.setattr(chance, "lot", lambda *about: 0.5)
    monkeypatch.setattr(routing, "bearers", lambda *about: set())

    def by_her_place(thread, opening):
        found = []
        routing.deliver(opening.voice_id, found.append)
        return Wish(thread.field_id, municipality=found[0].current_office.municipality)

    monkeypatch.setattr(World, "answer", lambda self, thread, clock: None)
    assert len(received_in(worlds)) == 1
    monkeypatch.setattr(routing, "_wish", by_her_place)
    assert len(received_in(worlds)) > 1


@pytest.mark.once
def test_a_replacement_that_looks_who_has_been_asked_would_be_found(worlds, monkeypatch):
    def replace(thread):
        rows, opening = set(thread.asked.values_list("person", flat=True)), routing._opening(thread)
        free = [person for person in routing._draw(thread, opening) if person.pk not in rows]
        routing._ask(thread, opening, free[:1])

    monkeypatch.setattr(routing, "_replace", replace)
    assert len(received_in(worlds)) > 1


@pytest.mark.once
def test_a_number_of_those_who_were_asked_would_be_found(worlds, monkeypatch):
    monkeypatch.setattr(threads, "number_asked", lambda thread: thread.asked.count())
    assert len(received_in(worlds)) > 1


# Accepting by a link


def test_the_asker_accepts_from_her_letter_and_the_others_say_that_it_was_useful(client):
    crowd = officers(8)
    thread = a_thread(a_room(), crowd[0])
    answer = a_reply(thread, crowd[1])
    letter = Letter.objects.get(to=crowd[0].email, text__contains="Mit einer Pauschale.")
    path = helped_path(answer, crowd[0])
    assert path in letter.text.replace("\\", "")
    assert "Antwort annehmen" in client.get(path).content.decode()
    assert Thread.objects.get(pk=thread.pk).accepted is None
    assert client.post(path).status_code == 302
    assert Thread.objects.get(pk=thread.pk).accepted == answer
    assert "Danke" in client.get(path).content.decode()
    client.post(path, {"act": "undo"})
    assert Thread.objects.get(pk=thread.pk).accepted is None
    other = helped_path(answer, crowd[2])
    assert "War hilfreich" in client.get(other).content.decode() and not Useful.objects.exists()
    for _twice in range(2):
        client.post(other)
    answer.refresh_from_db()
    assert answer.useful == 1 and Thread.objects.get(pk=thread.pk).accepted is None
    client.post(other, {"act": "undo"})
    answer.refresh_from_db()
    assert answer.useful == 0


def test_nobody_says_of_her_own_answer_that_it_helped(client):
    crowd = officers(3)
    answer = a_reply(a_thread(a_room(), crowd[0]), crowd[1])
    assert client.get(helped_path(answer, crowd[1])).status_code == 404
    assert client.get(f"/dialog/antwort/{seal('no.id', 'helped')}/").status_code == 404


def test_behind_the_links_of_a_protected_answer_stands_the_same_page_for_all(client):
    crowd = officers(12)
    thread = shown_under_a_line(a_room(), crowd[0])
    answer = a_reply(thread, next(person for person in crowd[1:] if person in asked(thread)))
    people = [row.person for row in thread.asked.exclude(person=answer.author).select_related("person")]
    hidden = re.compile(r"csrf\S+ value=\S+|/dialog/antwort/[^/]+/|nonce\S+")
    pages = {hidden.sub("", client.get(helped_path(answer, person)).content.decode()) for person in people}
    assert len(pages) == 1
    client.post(helped_path(answer, crowd[0]))
    assert Thread.objects.get(pk=thread.pk).accepted == answer
    client.post(helped_path(answer, next(person for person in people if person != crowd[0])))
    answer.refresh_from_db()
    assert answer.useful == 1


# My own page


def test_my_page_shows_what_i_was_asked_and_no_more(client):
    crowd = officers(20)
    thread = a_thread(a_room(), crowd[0])
    mine = thread.asked.first().person
    other = next(person for person in crowd[1:] if person not in asked(thread))
    client.force_login(mine)
    assert thread.title in client.get("/dialog/gefragt/").content.decode()
    assert "Sie wurden gefragt" in client.get("/").content.decode()
    client.force_login(other)
    assert thread.title not in client.get("/dialog/gefragt/").content.decode()
    assert "Sie wurden gefragt" not in client.get("/").content.decode()
    a_reply(thread, crowd[0])  # by the asker: still open
    client.force_login(mine)
    assert thread.title in client.get("/dialog/gefragt/").content.decode()
    a_reply(thread, other)
    assert thread.title not in client.get("/dialog/gefragt/").content.decode()


def test_my_page_takes_as_many_queries_for_three_as_for_one(client):
    crowd = officers(3)
    room = a_room()
    a_thread(room, crowd[0])
    client.force_login(crowd[1])
    client.get("/dialog/gefragt/")
    one = _queries(client, "/dialog/gefragt/")
    for number in range(2):
        a_thread(room, crowd[0], title=f"Frage {number}?")
    assert _queries(client, "/dialog/gefragt/") == one <= 12


def _queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_being_asked_is_turned_off_and_on_by_a_button(client):
    person = ben()
    client.force_login(person)
    client.post("/dialog/gefragt/", {"act": "off"})
    assert NotAsked.objects.get().person == person
    assert "Wieder gefragt werden" in client.get("/dialog/gefragt/").content.decode()
    client.post("/dialog/gefragt/", {"act": "on"})
    assert not NotAsked.objects.exists()


def test_only_the_asker_accepts_and_only_what_is_an_answer_to_her_question():
    crowd = officers(4)
    thread = a_thread(a_room(), crowd[0])
    first, second = a_reply(thread, crowd[1]), a_reply(thread, crowd[2], source="Oder mit einem Antrag.")
    for post, by in ((first, crowd[1]), (thread.posts.get(number=1), crowd[0])):
        with pytest.raises(Refusal):
            answers.accept(post, by=by)
    answers.accept(first, by=crowd[0])
    assert answers.accept(second, by=crowd[0]).accepted == second
    with pytest.raises(Refusal):
        answers.undo_accept(thread, by=crowd[1])
    assert answers.undo_accept(thread, by=crowd[0]).accepted is None
    with pytest.raises(Refusal):
        answers.vote(first, by=crowd[1])


def test_at_least_five_of_those_who_were_asked_stand_under_the_line_of_the_asker():
    """Else whoever reads the table finds the one among them whom the line fits."""
    crowd, room = officers(6), a_room()
    for number in range(40, 60):
        an_officer(number)
    line = standing_of(crowd[0], room.readers).line
    thread = a_thread(room, crowd[0], line=line)
    thread.posts.update(at=timezone.now())
    writing.show_due()
    alike = bearers(room.readers, line)
    assert crowd[0].pk in alike
    assert len({row.person_id for row in thread.asked.all()} & alike) >= 5


def test_what_is_asked_of_named_people_goes_to_nobody_else():
    person, other = an_officer(1), an_officer(2)
    room = a_room()
    group = Group.objects.create(name="Genannte", kind=Group.NAMED)
    for one in (person, other):
        join(group, one)
    for number in range(3, 12):
        an_officer(number)
    thread = a_thread(room, person, readers=group.token)
    assert not thread.asked.exists() and not Question.objects.open().exists()
    Thread.objects.update(readers=room.readers)
    assert Question.objects.open().get().pk == thread.pk
