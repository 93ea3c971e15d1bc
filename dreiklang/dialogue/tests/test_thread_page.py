"""The page of a thread: who wrote what and when, what helped, in as many queries for four posts as for two."""

from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.answers import accept
from dreiklang.dialogue.actions.attaching import Brought
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.tests.makers import (
    a_moderator,
    a_picture_file,
    a_reply,
    a_room,
    a_thread,
    a_trace,
    an_attachment,
    queries_of,
)
from dreiklang.foundation.comparing import CAME, SAME, WENT, compared
from dreiklang.foundation.files import accept as accept_file
from dreiklang.foundation.models import fresh_id
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Release, Tenure
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


def page(client, person, thread, rest="") -> str:
    client.force_login(person)
    answer = client.get(thread.path + rest, headers={"accept-encoding": ""})
    assert answer.status_code == 200
    return answer.content.decode()


def test_of_function_and_municipality_stands_what_she_released(client):
    person, reader = ben(function="Integrationsbeauftragter"), cem()
    take_office(person, a_municipality("Südlohn"), title="Integrationsbeauftragter")
    thread = a_thread(a_room(), person)
    shown = page(client, reader, thread)
    assert person.name in shown and "Südlohn" not in shown and "/austausch/kolleginnen/" not in shown
    card = release(person, shows_function=True)
    shown = page(client, reader, thread)
    assert "Integrationsbeauftragter</span>" in shown and "Südlohn" not in shown and card.path in shown
    release(person, shows_function=True, shows_municipality=True)
    assert "Integrationsbeauftragter, Südlohn" in page(client, reader, thread)


def test_whoever_left_her_office_is_no_longer_called_by_it(client):
    person, reader = ben(function="Integrationsbeauftragter"), cem()
    take_office(person, a_municipality("Südlohn"), title="Integrationsbeauftragter")
    release(person, shows_function=True, shows_municipality=True)
    thread = a_thread(a_room(), person)
    Tenure.objects.update(held_from="2020-01-01", held_to="2020-12-31")
    shown = page(client, reader, thread)
    assert "Integrationsbeauftragter" not in shown and "Südlohn" not in shown
    assert Release.objects.get().face().function == ""


def test_a_visitor_sees_names_of_a_public_room_and_nothing_else_of_people(client):
    person = ben(function="Integrationsbeauftragter")
    release(person, shows_function=True)
    thread = a_thread(a_room(readers="public"), person)
    shown = client.get(thread.path).content.decode()
    assert person.name in shown and "Integrationsbeauftragter<" not in shown and "/austausch/" not in shown
    assert "hilfreich" not in shown and "Zitieren" not in shown


def test_a_voice_has_its_line_and_name_and_nothing_of_her(client):
    person, reader = ben(), cem()
    release(person, shows_function=True)
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        thread = a_thread(a_room(), person, line=LINE)
        clock.shift(60 * 31)
        writing.show_due()
        shown, hers = page(client, reader, thread), page(client, person, thread)
    assert LINE in shown and thread.voices.get().name in shown and person.name not in shown
    assert "Sie schreiben als:" in hers and "Sie schreiben als:" not in shown
    assert "/1/bearbeitung/" in hers and "/1/bearbeitung/" not in shown


@pytest.mark.parametrize("who", ["reader", "asker", "team", "moderator"])
def test_as_many_queries_for_four_posts_as_for_two(client, who):
    people = {"reader": cem(), "asker": ben(), "team": ada(), "moderator": a_person("Mona Moor")}
    thread = a_thread(a_room(), people["asker"])
    a_moderator(thread.room, people["moderator"])
    an_attachment(thread.posts.get())
    a_trace(thread)
    client.force_login(people[who])
    _answer(thread, a_person("Rita Roth"))
    two = queries_of(client, thread.path)
    for name in ("Sara Sommer", "Tim Tau"):
        _answer(thread, a_person(name))
    a_trace(thread, path="/veranstaltungen/zwei/")
    assert queries_of(client, thread.path) == two <= 12


def _answer(thread, person):
    release(person, shows_municipality=True)
    number = thread.posts.count() + 1
    an_attachment(Post.objects.create(thread=thread, number=number, author=person, source="So.", html="<p>So.</p>"))
    Thread.objects.filter(pk=thread.pk).update(size=number)


def test_fifty_posts_a_page_and_a_link_leads_to_the_right_one(client):
    person = ben()
    thread = a_thread(a_room(), person)
    Post.objects.bulk_create(
        Post(thread=thread, number=number, author=person, source=f"Nr. {number}", html=f"<p>Nr. {number}</p>")
        for number in range(2, 121)
    )
    Thread.objects.filter(pk=thread.pk).update(size=120)
    assert thread.posts.get(number=50).path.endswith(f"{thread.pk}/#beitrag-50")
    assert thread.posts.get(number=51).path.endswith("/?seite=2#beitrag-51")
    first, last = page(client, person, thread), page(client, person, thread, "?seite=3")
    assert 'id="beitrag-50"' in first and 'id="beitrag-51"' not in first
    assert 'id="beitrag-101"' in last and 'id="beitrag-120"' in last and 'id="beitrag-100"' not in last
    for odd in ("?seite=99", "?seite=0", "?seite=x", "?seite=-1", "?zitat=999", "?zitat=ß"):
        assert page(client, person, thread, odd)
    accept(thread.posts.get(number=110), by=person)
    first = page(client, person, thread)
    assert "Das hat geholfen" in first and "Nr. 110" in first and "?seite=3#beitrag-110" in first


def test_the_accepted_answer_stands_beneath_the_question_and_only_there(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    answer = a_reply(thread, other)
    assert "Das hat geholfen" not in page(client, person, thread)
    accept(answer, by=person)
    shown = page(client, person, thread)
    assert shown.index("Das hat geholfen") < shown.index('id="beitrag-2"')
    Post.objects.filter(pk=answer.pk).update(state=Post.REMOVED)
    assert "Das hat geholfen" not in page(client, person, thread)


def test_the_accepted_answer_is_not_read_twice_in_a_row(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    first, second = (a_reply(thread, other, source=text) for text in ("So geht es.", "Oder auch so."))
    accept(first, by=person)
    shown = page(client, person, thread)
    assert shown.count("So geht es.") == 1 and "Annahme zurücknehmen" in shown and 'id="beitrag-2"' in shown
    accept(second, by=person)
    shown = page(client, person, thread)
    assert shown.count("Oder auch so.") == 2 and "Als Lösung angenommen" in shown


def test_who_reads_is_said_once_on_a_short_page_and_above_the_field(client):
    person = ben()
    thread = a_thread(a_room(), person)
    shown = page(client, person, thread)
    assert shown.count("Wer liest mit?") == 1
    assert shown.index('id="antworten"') < shown.index("Wer liest mit?") < shown.index('name="source"')
    Thread.objects.filter(pk=thread.pk).update(closed_at=timezone.now())
    shown = page(client, person, thread)
    assert shown.count("Wer liest mit?") == 1 and 'id="antworten"' not in shown


def test_a_quotation_waits_in_the_field_without_javascript(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person, source="Erste Zeile\n\n*zweite* <b>")
    shown = page(client, other, thread, "?zitat=1")
    assert "&gt; **Ben Okonkwo** schrieb:\n&gt;\n&gt; Erste Zeile\n&gt;\n&gt; *zweite* &lt;b&gt;" in shown
    Post.objects.update(state=Post.REMOVED)
    assert "Erste Zeile" not in page(client, other, thread, "?zitat=1")


def test_what_a_post_said_before_is_shown_beside_what_became_of_it(client):
    person, reader = ben(), cem()
    thread = a_thread(a_room(), person, source="Wir haben kein Geld.")
    writing.change(thread.posts.get(), source="Wir haben wenig <Geld>.", by=person)
    assert f"{thread.path}1/fassungen/" in page(client, reader, thread)
    shown = client.get(f"{thread.path}1/fassungen/").content.decode()
    assert "<del>kein" in shown and "<ins>wenig" in shown and "&lt;Geld&gt;" in shown
    Post.objects.update(state=Post.REMOVED)
    assert client.get(f"{thread.path}1/fassungen/").status_code == 404


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "a"),
        ("a", ""),
        ("eins zwei\ndrei", "eins 2\ndrei vier"),
        ("x " * 9000, "y " * 9000),
        ("x\n" * 9000, "x\n" * 8999 + "y"),
    ],
)
def test_a_comparison_loses_no_letter_of_either_text(before, after):
    pieces = compared(before, after)
    assert "".join(text for kind, text in pieces if kind in {SAME, WENT}) == before
    assert "".join(text for kind, text in pieces if kind in {SAME, CAME}) == after


def test_upper_rooms_offer_what_can_come_of_a_thread(client, monkeypatch):
    person = ben()
    thread = a_thread(a_room(), person)
    room = SimpleNamespace(steps=lambda thing, reader: [(f"{thing.title} ins Mittagsmeeting", "/austausch/")])
    monkeypatch.setattr("dreiklang.dialogue.showing.gather", lambda name: [room] if name == "next_steps" else [])
    shown = page(client, person, thread)
    assert "ins Mittagsmeeting" in shown and 'href="/austausch/"' in shown


def test_a_preview_is_clean_and_looks_up_nobody(client, django_assert_num_queries):
    person, other = ben(), cem()
    client.force_login(person)
    with django_assert_num_queries(2):  # the session and who she is
        shown = client.post("/dialog/vorschau/", {"source": f"**fett** <script>1</script> @{other.name}"})
    assert "<strong>fett</strong>" in shown.content.decode() and "<script" not in shown.content.decode()
    assert "<b>" not in shown.content.decode()


def test_a_second_click_on_send_with_files_keeps_one_of_each():
    person, other, number = ben(), cem(), fresh_id()
    thread = a_thread(a_room(), person)
    for _again in range(2):
        files = [Brought(accept_file(a_picture_file()), "Ein Aushang")]
        writing.reply(thread, source="So.", by=other, public_id=number, files=files)
    assert thread.posts.get(number=2).attachments.count() == 1


def test_a_draft_lies_under_a_word_that_is_hers_and_says_nothing(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    words = {page(client, each, thread).partition('data-of="')[2][:16] for each in (person, other)}
    assert len(words) == 2 and not any(word in str(each.pk) for word in words for each in (person, other))


def test_what_was_sent_tells_the_browser_to_forget_the_draft(client):
    person = ben()
    thread = a_thread(a_room(), person)
    client.force_login(person)
    assert client.post(f"{thread.path}antwort/", {"source": "So."}).url == f"{thread.path}?gesendet=ja#beitrag-2"
    again = client.post(f"{thread.path}antwort/", {"source": ""})
    assert again.status_code == 422 and "data-returned" in again.content.decode()
    assert client.post("/konto/abmelden/").headers["Clear-Site-Data"] == '"storage"'
