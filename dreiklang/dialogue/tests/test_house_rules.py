"""The house rules are agreed to once, before the first text, and nothing typed is lost over them."""

import pytest

from dreiklang.dialogue import house_rules
from dreiklang.dialogue.models import Agreement, Post, Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SAID = {"way": "name", "kind": "question", "title": "Wer zahlt?", "source": "Im Amt, seit März."}


def test_whoever_wants_to_write_reads_them_first_and_comes_back(client):
    person, room = ben(), a_room()
    client.force_login(person)
    answer = client.get(f"{room.path}neu/?art=experience")
    assert answer.status_code == 302 and answer.url.startswith("/dialog/hausregeln/?next=")
    page = client.get(answer.url).content.decode()
    assert "Kein Wahlkampf" in page and "Keine Falldaten" in page
    answer = client.post(answer.url)
    assert answer.url == f"{room.path}neu/?art=experience"
    assert client.get(answer.url).status_code == 200
    assert Agreement.objects.get().version == house_rules.house_rules().version


def test_a_form_that_was_open_before_keeps_its_text_and_asks_for_the_tick(client):
    person, room = ben(), a_room()
    client.force_login(person)
    answer = client.post(f"{room.path}neu/", SAID)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Thread.objects.exists()
    assert SAID["title"] in page and SAID["source"] in page and 'name="agrees"' in page
    assert client.post(f"{room.path}neu/", SAID | {"agrees": "1"}).status_code == 302
    assert Thread.objects.get().title == SAID["title"] and Agreement.objects.get().person == person


def test_an_answer_waits_for_the_rules_too(client):
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    client.force_login(other)
    page = client.get(thread.path).content.decode()
    assert "Hausregeln lesen und antworten" in page and 'name="source"' not in page
    answer = client.post(f"{thread.path}antwort/", {"source": "Mit Geld."})
    assert answer.status_code == 422 and "Mit Geld." in answer.content.decode() and Post.objects.count() == 1
    agreed(other)
    assert 'name="source"' in client.get(thread.path).content.decode()
    assert client.post(f"{thread.path}antwort/", {"source": "Mit Geld."}).status_code == 302


def test_a_new_version_is_asked_for_again_and_an_agreement_never_goes_back(monkeypatch):
    person = ben()
    agreed(person)
    assert house_rules.has_agreed(person)
    newer = house_rules.house_rules()._replace(version=2)
    monkeypatch.setattr(house_rules, "house_rules", lambda: newer)
    assert not house_rules.has_agreed(person)


def test_the_way_back_leads_to_this_house_only(client):
    client.force_login(ben())
    assert client.post("/dialog/hausregeln/?next=https://evil.example/").url == "/dialog/"
    assert client.post("/dialog/hausregeln/", {"next": "//evil.example/"}).url == "/dialog/"


def test_a_visitor_reads_them_and_agrees_to_nothing(client):
    assert client.get("/dialog/hausregeln/").status_code == 200
    assert client.post("/dialog/hausregeln/").url.startswith("/konto/anmelden/")
    assert not Agreement.objects.exists()
