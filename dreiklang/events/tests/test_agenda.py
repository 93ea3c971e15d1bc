import re
from html import unescape

import pytest
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event, queries_of
from dreiklang.events.views.events import A_PAGE
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
AGENDA = "/veranstaltungen/"


def agenda(client=None, **query) -> str:
    answer = (client or Client()).get(AGENDA, query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<h2><a href="/veranstaltungen/[^"]*">([^<]*)</a></h2>', html)]


def test_what_comes_stands_in_its_order_and_what_is_over_does_not():
    for title, days in (("Übermorgen", 2), ("Morgen", 1), ("Gestern", -1), ("Später", 30)):
        an_event(title, days=days)
    assert titles(agenda()) == ["Morgen", "Übermorgen", "Später"]


def test_what_is_over_stands_on_its_own_page_the_latest_first():
    for title, days in (("Morgen", 1), ("Gestern", -1), ("Neulich", -9)):
        an_event(title, days=days)
    html = agenda(zeit="vergangen")
    assert titles(html) == ["Gestern", "Neulich"]
    assert re.search(r'zeit=vergangen" aria-current="page"', html)


def test_what_is_going_on_now_still_counts_as_coming():
    an_event("Gerade jetzt", days=0, hours=2)
    assert titles(agenda()) == ["Gerade jetzt"] and titles(agenda(zeit="vergangen")) == []


def test_what_was_called_off_stays_and_says_so():
    an_event("Abgesagtes", state=Event.CANCELLED)
    html = agenda()
    assert titles(html) == ["Abgesagtes"] and "Abgesagt</span>" in html


def test_a_row_says_what_when_and_where():
    event = an_event("Vortrag", place="Rathaus", street="Markt 1")
    html = unescape(agenda())
    for words in (event.summary, event.when, "Rathaus, Markt 1", "Offen für alle", "30 von 30 Plätzen frei"):
        assert words in html


def test_a_row_says_how_many_seats_are_left():
    event = an_event(capacity=2)
    register(event.seats, ben())
    assert "1 von 2 Plätzen frei" in agenda()
    register(event.seats, ada())
    assert "Warteliste" in agenda() and "Plätzen frei" not in agenda()


@pytest.mark.parametrize(("kind", "found"), [("lecture", ["Vortrag"]), ("workshop", ["Werkstatt"]), ("symposium", [])])
def test_one_kind_alone(kind, found):
    an_event("Vortrag", kind=Event.LECTURE)
    an_event("Werkstatt", kind=Event.WORKSHOP)
    html = agenda(art=kind)
    assert titles(html) == found and f'value="{kind}" selected' in html


@pytest.mark.parametrize("kind", ["", "gibt-es-nicht", "LECTURE", "'; DROP TABLE", "\x00"])
def test_a_kind_that_does_not_exist_filters_nothing(kind):
    an_event("Vortrag")
    assert titles(agenda(art=kind)) == ["Vortrag"]


@pytest.mark.parametrize(
    "words",
    [
        "südlich", "SÜDLICH", "Südlich", "suedlich", "Su\u0308dlich", "SUEDLICH", "südlich des sees", "See süd",
        "rathaus", "AYDOĞAN", "aydogan", "straße", "strasse", "STRASSE", "ein satz",
    ],
)  # fmt: skip
def test_words_are_found_however_they_are_written(words):
    an_event("Wohnen südlich des Sees", summary="Ein Satz zur Straße.", speakers=[("Cem Aydoğan", "Stadt")])
    an_event("Anderes", place="Halle", street="")
    assert titles(agenda(q=words)) == ["Wohnen südlich des Sees"]


@pytest.mark.parametrize("words", ["nördlich", "südlich nördlich", "%", "_", "\\", "'", '"', "südlich%", "s_dlich"])
def test_words_that_stand_nowhere_find_nothing(words):
    an_event("Wohnen südlich des Sees")
    assert titles(agenda(q=words)) == []


@pytest.mark.parametrize("words", ["\x00", "südlich\x00", "a " * 5000, "😀", "(", "  "])
def test_odd_words_do_not_break_the_page(words):
    an_event("Wohnen südlich des Sees")
    agenda(q=words)
    agenda(q=words, zeit="vergangen", art=words, seite=words)


def test_what_was_typed_stays_in_the_field_and_cannot_break_out_of_it():
    html = agenda(q='"><script>alert(1)</script>')
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html and "<script>alert" not in html


def test_the_text_of_an_event_is_text():
    an_event("<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>", place="<b>Saal</b>")
    html = agenda()
    assert "<script>alert" not in html and "<img src=x" not in html and "<b>Saal" not in html
    assert titles(html) == ["<script>alert(1)</script>"]


def test_a_place_for_registered_people_is_not_found_by_its_words():
    an_event("Treffen", place="Frauenhaus Lindenallee", place_for_registered=True)
    assert titles(agenda(q="treffen")) == ["Treffen"]
    assert titles(agenda(q="lindenallee")) == titles(agenda(q="treffen frauenhaus")) == []


def test_pages_hold_twenty_and_keep_the_filter():
    for number in range(A_PAGE + 3):
        an_event(f"Süden {number:02}", days=number + 1, kind=Event.WORKSHOP)
    an_event("Norden", days=1)
    first = agenda(q="süd", art="workshop")
    assert titles(first) == [f"Süden {number:02}" for number in range(A_PAGE)]
    there = unescape(re.search(r'<a rel="next" href="([^"]*)"', first)[1])
    second = Client().get(AGENDA + there).content.decode()
    assert titles(second) == ["Süden 20", "Süden 21", "Süden 22"]
    assert 'value="süd"' in second and 'value="workshop" selected' in second and "Seite 2 von 2" in second
    back = unescape(re.search(r'<a rel="prev" href="([^"]*)"', second)[1])
    assert titles(Client().get(AGENDA + back).content.decode()) == titles(first)
    assert back.count("seite=") == there.count("seite=") == 1


def test_pages_of_the_past_stay_in_the_past():
    for number in range(A_PAGE + 1):
        an_event(f"Früher {number:02}", days=-number - 1)
    there = unescape(re.search(r'<a rel="next" href="([^"]*)"', agenda(zeit="vergangen"))[1])
    assert titles(Client().get(AGENDA + there).content.decode()) == ["Früher 20"]


@pytest.mark.parametrize(("page", "title"), [("99", "Tag 20"), ("0", "Tag 20"), ("-1", "Tag 20"), ("x", "Tag 00")])
def test_a_page_that_does_not_exist_is_the_nearest(page, title):
    for number in range(A_PAGE + 1):
        an_event(f"Tag {number:02}", days=number + 1)
    assert titles(agenda(seite=page))[0] == title


def test_sessions_stand_with_their_block_and_not_in_the_agenda():
    a_block("Grundlagen", parts=3)
    assert titles(agenda()) == ["Grundlagen"]


def test_a_session_that_is_open_to_all_stands_in_the_agenda_too(client):
    block = a_block("Grundlagen", parts=1)
    an_event("Öffentlicher Abend", part_of=block, days=12)
    an_event("Nur Mitglieder", part_of=block, days=13, open_to="members")
    an_event("Intern", part_of=block, days=14, readers="members")
    client.force_login(ben())  # who could read all of them
    assert titles(agenda()) == titles(agenda(client)) == ["Grundlagen", "Öffentlicher Abend"]


def test_an_empty_agenda_says_what_will_stand_here_and_leads_on():
    html = agenda()
    assert "Noch keine Veranstaltung" in html and 'href="/veranstaltungen/?zeit=vergangen"' in html


def test_a_filter_that_finds_nothing_says_so_and_can_be_taken_off():
    an_event()
    for query in ({"q": "gibtsnicht"}, {"art": "symposium"}):
        html = agenda(**query)
        assert "Dazu gibt es nichts" in html and "Noch keine Veranstaltung" not in html
        assert re.search(r'<a href="/veranstaltungen/">\s*Filter entfernen', html)
    assert re.search(r'<a href="/veranstaltungen/\?zeit=vergangen">\s*Filter', agenda(q="x", zeit="vergangen"))


def test_the_team_is_offered_to_write_a_new_one_and_others_are_not():
    for person, offered in ((ada(), True), (ben(), False), (None, False)):
        client = Client()
        if person:
            client.force_login(person)
        assert ("/veranstaltungen/neu/" in agenda(client)) == offered


@pytest.mark.parametrize("who", ["visitor", "member", "team"])
def test_as_many_queries_for_three_events_as_for_one(client, who):
    if who != "visitor":
        client.force_login(ben() if who == "member" else ada())
    an_event("Eins", speakers=[("A", "")])
    one = queries_of(client, AGENDA)
    for title in ("Zwei", "Drei"):
        an_event(title, speakers=[("A", ""), ("B", "")])
    assert len(titles(agenda(client))) == 3
    assert queries_of(client, AGENDA) == one < 12


def test_only_reading_is_asked_for(client):
    assert client.post(AGENDA).status_code == client.post(f"{AGENDA}kalender.ics").status_code == 405


def test_the_calendar_opens_in_a_calendar_and_its_address_can_be_copied(settings):
    settings.SITE_URL = "https://dreiklang.example"
    html = agenda()
    assert 'href="webcal://dreiklang.example/veranstaltungen/kalender.ics"' in html
    assert "<code>https://dreiklang.example/veranstaltungen/kalender.ics</code>" in html


def test_what_is_not_among_the_coming_is_looked_for_among_the_past_with_the_same_words():
    an_event("Wohnen & Arbeit", days=-9)
    link = re.search(r'href="([^"]*)">In den vergangenen', agenda(q="wohnen & arbeit"))
    assert titles(Client().get(unescape(link[1])).text) == ["Wohnen & Arbeit"]
    assert "In den vergangenen" not in agenda(q="gibt es nicht", zeit="vergangen")
