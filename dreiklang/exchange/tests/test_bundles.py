"""What many ask, found for the team: never fewer than five, and never a word that was not said to all under a name."""

from datetime import timedelta

import pytest

from dreiklang.dialogue.models import Thread, Voice
from dreiklang.dialogue.tests.makers import a_circle, a_room
from dreiklang.exchange import bundles as room_of_bundles
from dreiklang.exchange.bundles import askers, bundles
from dreiklang.exchange.tests.signal_makers import a_question, a_signal, named_questions
from dreiklang.moderation import sealed
from dreiklang.people.tests.makers import a_person, ada

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt 20–50 Tsd."
PAGE = "/austausch/signale/vorschlaege/"


def test_five_who_ask_much_the_same_are_a_bundle_and_four_are_none():
    room = a_room()
    named_questions(room, 4)
    assert bundles() == []
    a_question(room, a_person("Eva Fünfte"), "Wer bezahlt Sprachmittlung in der Schule?")
    a_question(room, a_person("Udo Anders"), "Wie plane ich ein Begegnungsfest im Sommer?")
    (bundle,) = bundles()
    assert (len(bundle.questions), bundle.at_least) == (5, 5)


def test_one_person_who_asks_five_times_is_one():
    room, person = a_room(), a_person()
    for _time in range(5):
        a_question(room, person, "Wer bezahlt die Sprachmittlung?")
    assert bundles() == []


def test_voices_are_counted_so_that_it_is_rather_too_few():
    line, wider, other = LINE, "Integrationsbeauftragte, Stadt", "Integrationsbeauftragte, Gemeinde unter 10 Tsd."
    assert askers([(None, line), (None, line)]) == 1  # may be one person
    assert askers([(None, line), (None, wider)]) == 1  # in another room one line says less of the same person
    assert askers([(None, f"{line}, seit unter 2 Jahren"), (None, f"{line}, seit 2 bis 5 Jahren")]) == 1  # time goes by
    assert askers([(None, "Mitglied in diesem Raum"), (None, line)]) == 1
    assert askers([(None, "Integrationsbeauftragte, Stadt 50–100 Tsd."), (None, line)]) == 2
    assert askers([(None, line), (None, other), (1, ""), (1, ""), (2, "")]) == 4


def test_what_was_asked_under_a_line_counts_and_is_not_shown(client):
    room = a_room()
    named_questions(room, 4)
    a_question(room, a_person("Eva Fünfte"), "Wer bezahlt Sprachmittlung ohne Landrat?", LINE)
    (bundle,) = bundles()
    assert (len(bundle.questions), len(bundle.shown)) == (5, 4)
    client.force_login(ada())
    page = client.get(PAGE).content.decode()
    assert "mindestens 5" in page and "Landrat" not in page and LINE not in page
    assert page.count("/dialog/") and str(_voiced().pk) not in page


def _voiced() -> Thread:
    return Thread.objects.get(voices__isnull=False)


@pytest.mark.parametrize("where", ["a circle", "a room that keeps it", "a thread that stays inside", "long ago"])
def test_what_not_all_read_or_what_is_old_does_not_count(where):
    person = a_person("Eva Fünfte")
    named_questions(a_room(), 4)
    room = {
        "a circle": lambda: a_circle(person), "a room that keeps it": lambda: a_room("Unter uns", stays_inside=True),
    }.get(where, lambda: a_room("Noch ein Raum"))()  # fmt: skip
    thread = a_question(room, person, "Wer bezahlt die Sprachmittlung?")
    if where == "a thread that stays inside":
        Thread.objects.filter(pk=thread.pk).update(stays_inside=True)
    if where == "long ago":
        Thread.objects.filter(pk=thread.pk).update(begun_at=thread.begun_at - timedelta(days=366))
    assert bundles() == []


def test_what_is_in_a_signal_is_bundled_no_more():
    threads = named_questions(a_room(), 5)
    a_signal(threads=threads)
    assert bundles() == []


def _page_of_the_team(client, room, second_asker) -> str:
    """Two questions under one line: of one person, or of two."""
    a_question(room, second_asker, "Wer bezahlt nun die Sprachmittlung?", LINE)
    return client.get(PAGE).content.decode().partition("<h1>")[2].partition("</main>")[0]


@pytest.fixture
def two_worlds(client):
    """One in which Eva asks twice under her line, and one in which Ida is the second."""
    room, eva, ida = a_room(), a_person("Eva Fünfte"), a_person("Ida Sechste")
    named_questions(room, 9)
    client.force_login(ada())
    a_question(room, eva, "Wer bezahlt die Sprachmittlung?", LINE)

    def worlds() -> list[str]:
        pages = []
        for asker in (eva, ida):
            pages.append(_page_of_the_team(client, room, asker))
            Thread.objects.latest("begun_at").delete()
        return pages

    return worlds


def test_whether_two_voices_are_one_person_nobody_sees(two_worlds):
    one, two = two_worlds()
    assert one == two and "mindestens 10" in one


def test_a_house_that_knew_who_speaks_would_be_found(two_worlds, monkeypatch):
    """The twin: it counts who really asked, and says so exactly."""

    def counted(openings) -> int:
        named = {author for author, _line in openings if author}
        return len(named | {sealed._opened(voice.pk).pk for voice in Voice.objects.all()})

    monkeypatch.setattr(room_of_bundles, "askers", counted)
    monkeypatch.setattr(room_of_bundles, "in_steps", lambda number: number)
    one, two = two_worlds()
    assert one != two
