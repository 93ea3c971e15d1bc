import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from dreiklang.events.actions import publishing
from dreiklang.events.actions.publishing import call_off
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event, queries_of
from dreiklang.people.tests.makers import ada, ben, cem, olga
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


def page(event, person=None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(event.path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_page_says_all_there_is_to_know():
    event = an_event(
        "Grundlagen", source="Wir **beginnen**.", programme="17:00 Begrüßung\n17:15 Vortrag", access="Stufenlos",
        speakers=[("Dr. Lea Roth", "Universität"), ("Kim Berg", "")], source_url="https://example.org/ankuendigung",
    )  # fmt: skip
    html = page(event)
    for words in (
        "<h1>Grundlagen</h1>", event.summary, event.when, "Rathaus, Markt 1, Musterlingen",
        "Wir <strong>beginnen</strong>.",
        "<time>17:00</time><span>Begrüßung</span>", "Dr. Lea Roth", "Universität", "Kim Berg", "Stufenlos",
        'href="https://example.org/ankuendigung"', "Noch 30 von 30 Plätzen frei", "Wie werden Plätze vergeben?",
    ):  # fmt: skip
        assert words in html


def test_what_is_not_known_has_no_heading():
    html = page(an_event(capacity=None))
    for heading in ("Ablauf", "Mitwirkende", "Teile dieses Blocks", "Barrierefreiheit und Zugang", "Wie werden Plätze"):
        assert f"<h2>{heading}" not in html
    assert "Eine Anmeldung ist nicht nötig." in html


def test_every_text_of_an_event_is_text():
    evil = "<script>alert(1)</script>"
    event = an_event(
        evil, summary=evil, place=evil, street=evil, access=evil, programme=f"17:00 {evil}\n{evil}", source=evil,
        speakers=[(evil, evil)], picture_alt=f'" onerror="alert(1)" {evil}', source_url=f"https://example.org/{evil}",
    )  # fmt: skip
    answer = Client().get(event.path).content.decode()
    assert "<script>alert" not in answer and answer.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 9
    Event.objects.update(state=Event.CANCELLED, cancelled_because=evil)
    assert "<script>alert" not in Client().get(event.path).content.decode()


def test_headings_do_not_leave_out_a_level():
    event = an_event(source="## Worum es geht\n\n### Genauer", programme="17:00 Los", speakers=[("Lea", "")])
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page(event))]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_what_was_called_off_says_why_and_offers_nothing_any_more():
    event = an_event()
    call_off(event, reason="Die Referentin ist krank.", by=ada())
    html = page(event)
    assert "Abgesagt" in html and "Die Referentin ist krank." in html and "findet nicht statt" in html
    assert "anmeldung/" not in html and "kalender.ics" not in html


def test_what_is_over_says_so():
    html = page(an_event(days=-2))
    assert "Diese Veranstaltung ist vorbei." in html and "anmeldung/" not in html


def test_a_draft_is_marked_and_kept_from_search_engines():
    html = page(an_event(state=Event.DRAFT), ada())
    assert "Das liest nur das Team." in html and '<meta name="robots" content="noindex">' in html
    assert "noindex" not in page(an_event("Offen"))


def test_only_the_team_finds_its_tools():
    event = an_event()
    for person, offered in ((ada(), True), (ben(), False), (olga(), False), (None, False)):
        html = page(event, person)
        assert ("Werkzeuge des Teams" in html) == ("bearbeitung/" in html) == ("/team/plaetze/" in html) == offered


def test_nobody_reads_who_else_comes():
    event = an_event(capacity=2)
    register(event.seats, cem())
    register(event.seats, ben())
    for person in (None, ben(email="ben2@example.org"), olga()):
        html = page(event, person)
        assert "Cem Aydoğan" not in html and "cem@example.org" not in html and "Alle 2 Plätze vergeben" in html


def test_a_page_can_be_shared():
    html = page(an_event('Vor & "nach"'))
    assert '<meta property="og:title" content="Vor & "nach"">' in html
    assert 'property="og:url" content="http://localhost:8000/veranstaltungen/vor-nach/"' in html


def test_a_block_shows_its_parts_in_their_order_and_a_part_leads_to_its_block():
    block = a_block("Grundlagen", parts=3)
    html = page(block)
    places = [html.index(f">Grundlagen, Teil {number}<") for number in (1, 2, 3)]
    assert places == sorted(places) and "Teile dieses Blocks" in html
    part = page(block.sessions.first())
    assert "Die Anmeldung läuft über den ganzen Block." in part and part.count(f'href="{block.path}"') >= 2


@pytest.mark.parametrize("fields", [{"state": Event.DRAFT}, {"readers": "team"}])
def test_a_part_that_is_open_to_all_does_not_name_a_block_that_is_not(fields):
    block = a_block("Geheimer Block", parts=0, **fields)
    for capacity in (None, 5):
        assert "Geheimer Block" not in page(an_event(part_of=block, capacity=capacity))


def test_the_ablauf_has_times_where_there_are_some():
    event = Event(programme="17:00 Begrüßung\n\n  Montag  \n9:30  Los\n10 Minuten Pause\n:\n18:00")
    assert event.programme_items() == [
        ("17:00", "Begrüßung"), ("", "Montag"), ("9:30", " Los"), ("", "10 Minuten Pause"), ("", ":"), ("18:00", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"place": "Rathaus", "street": "Markt 1"}, "Rathaus, Markt 1"),
        ({"place": "Rathaus", "street": ""}, "Rathaus"),
        ({"place": "", "street": "Markt 1"}, "Markt 1"), ({"place": "", "street": ""}, "Ort wird noch bekannt gegeben"),
        ({"place": "", "street": "", "link": "https://meet.example"}, "online"),
        ({"place": "Rathaus", "street": "", "link": "https://meet.example"}, "Rathaus"),
        ({"place": "Rathaus", "place_for_registered": True}, "Den Ort erfahren Angemeldete mit der Bestätigung."),
    ],
)  # fmt: skip
def test_where_it_is_in_one_line(fields, where):
    assert Event(**fields).where == where


def test_the_link_is_for_those_who_have_a_seat():
    event, seated = an_event(link="https://meet.example/geheim", seats={"note": "Kennwort Sesam"}), ben()
    register(event.seats, seated)
    assert f"{event.path}raum/" in page(event, seated) and "Kennwort Sesam" in page(event, seated)
    for person in (None, cem()):
        assert f"{event.path}raum/" not in page(event, person) and "Sesam" not in page(event, person)
    assert "meet.example" not in page(event, seated)  # the room leads there in time


def test_a_picture_is_shown_to_whoever_sees_the_page():
    event = an_event(picture_alt="Menschen im Saal")
    assert Client().get(f"{event.path}bild.webp").status_code == 404
    event.picture.save("bild.webp", ContentFile(b"RIFF"))
    assert 'alt="Menschen im Saal"' in page(event)
    answer = Client().get(f"{event.path}bild.webp")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content) == b"RIFF"
    assert answer.headers["Cache-Control"].startswith("private")
    Event.objects.update(state=Event.DRAFT)
    assert Client().get(f"{event.path}bild.webp").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "member", "seated", "team"])
def test_as_many_queries_for_a_block_of_three_sessions_as_for_one_of_one(who):
    client, person = Client(), ada() if who == "team" else ben()
    if who != "visitor":
        client.force_login(person)
    small, large = a_block("Klein", parts=0), a_block("Groß", parts=0)
    for block, parts in ((small, 1), (large, 3)):
        for number in range(parts):
            an_event(f"{block.title} {number}", part_of=block, speakers=[("Lea", "")])
        if who == "seated":
            register(block.seats, person)
    assert page(large).count("agenda__text") == 3
    assert queries_of(client, small.path) == queries_of(client, large.path) < 12


def test_as_many_queries_for_three_speakers_as_for_none_and_no_more_for_a_part_with_its_block():
    client, three = Client(), [("A", ""), ("B", ""), ("C", "")]
    plain, rich = an_event("Schlicht"), an_event("Reich", speakers=three)
    part = an_event("Teil", part_of=a_block(parts=0), speakers=three)
    assert queries_of(client, part.path) <= queries_of(client, plain.path) == queries_of(client, rich.path) < 12


def test_what_is_kept_of_a_page_is_not_shown_once_it_was_changed():
    event = an_event(source="Alt.", speakers=[("Ada Alt", "")])
    assert "Alt." in page(event) and "Ada Alt" in page(event)
    event.source = "Neu."
    publishing.save(event, speakers=[("Nele Neu", "")], seats=None, by=None)
    assert "Neu." in page(event) and "Nele Neu" in page(event)
    assert "Alt." not in page(event) and "Ada Alt" not in page(event)


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "x" * 300, "1", "-", "_"])
def test_an_unknown_event_is_a_404(client, slug):
    assert client.get(f"/veranstaltungen/{slug}/").status_code == 404


def test_lines_about_access_stay_lines():
    assert "<p>Aufzug.<br>Höranlage.</p>" in page(an_event(access="Aufzug.\nHöranlage.\n"))
