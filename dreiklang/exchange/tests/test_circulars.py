"""Writing to a segment: the number before the letter, never the names; once; not too often; and each can decline."""

import pytest
import time_machine

from dreiklang.exchange.actions import circulars
from dreiklang.exchange.actions.declining import decline_path, declines
from dreiklang.exchange.models import Circular, Declined, Unsent
from dreiklang.exchange.segments import Segment
from dreiklang.exchange.tests.working_makers import a_circle
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_field, a_person, ada, ben
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ALL = Segment()


@pytest.fixture(autouse=True)
def a_working_day():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        yield clock


def members(number=5, **fields) -> list:
    return [a_person(f"Mitglied {each}", f"m{each}@example.org", **fields) for each in range(number)]


def written() -> set[str]:
    while Unsent.objects.exists():
        circulars.write_due()
    return set(Letter.objects.filter(subject="Hinweis").values_list("to", flat=True))


def send(segment=ALL, by=None, **facts) -> Circular:
    return circulars.send("Hinweis", "Es gibt *Neues*.", segment, by=by or ada(), **facts)


def test_a_segment_is_told_by_field_kind_size_and_land():
    team, topic = ada(), a_field("Sprache")
    people = members(8)
    town, village = a_municipality("Au", "99111111", kind="stadt", population=30_000), a_municipality("Au", "99111112")
    for person in people[:5]:
        take_office(person, town, title="Stelle")
    take_office(people[5], village, title="Stelle")
    people[0].fields_of_action.add(topic)
    assert Segment(kinds=("stadt",), sizes=("20000-50000",), land=town.district.land).people(team) == {
        person.pk for person in people[:5]
    }
    assert Segment(fields=(topic,)).people(team) == {people[0].pk}
    assert Segment(kinds=("stadt",), sizes=("100000-",)).people(team) == set()
    assert len(ALL.people(team)) == 8


def test_a_segment_of_four_is_refused_and_one_of_five_is_not():
    team = ada()
    people = members(4)
    with pytest.raises(Refusal, match="weniger als fünf"):
        send(by=team)
    a_person("Fünfte")
    assert send(by=team).letters == len(people) + 1


def test_a_double_click_sends_once_and_a_third_in_a_week_waits(a_working_day):
    team, number = ada(), fresh_id()
    members()
    for _again in range(2):
        send(by=team, public_id=number)
    assert Circular.objects.count() == 1 and len(written()) == 5
    send(by=team)
    with pytest.raises(Refusal, match="sieben Tagen"):
        send(by=team)
    a_working_day.move_to("2026-03-10 10:00+01:00")
    send(by=team)


def test_letters_go_in_bites_and_whoever_declined_meanwhile_gets_none(monkeypatch, client):
    monkeypatch.setattr(circulars, "BITE", 2)
    people = members(6)
    circular = send()
    assert circulars.write_due() == 2 and Unsent.objects.count() == 4
    link = decline_path(last := Unsent.objects.select_related("person").last().person, Declined.CIRCULARS)
    client.get(link)
    assert not declines(last, Declined.CIRCULARS)
    client.post(link, {"act": "decline"})
    assert written() == {person.email for person in people if person != last}
    assert client.get(link.replace("~", "~x")).status_code == 404
    assert circulars.weigh(ALL, circular.by) == 5
    text = Letter.objects.filter(subject="Hinweis").first().text
    assert "*Neues*" in text and "Keine Rundschreiben mehr" in text and "Mitglieder des Netzwerks" in text


def test_in_her_account_she_declines_and_takes_them_again(client):
    person = ben()
    client.force_login(person)
    assert "/konto/rundschreiben/" in client.get("/konto/").content.decode()
    for act, is_declined in (("decline", True), ("accept", False)):
        for kind in (Declined.CIRCULARS, Declined.SIGNALS):
            client.post("/konto/rundschreiben/", {"act": act, "kind": kind})
            assert declines(person, kind) is is_declined
    assert client.post("/konto/rundschreiben/", {"act": "decline", "kind": "alles"}).status_code == 404


def test_what_is_sent_was_seen_before_and_the_page_names_no_recipient(client):
    team = ada()
    people = members()
    client.force_login(team)
    facts = {"subject": "Hinweis", "source": "Text", "public_id": fresh_id()}
    page = client.post("/austausch/rundschreiben/neu/", facts | {"act": "send"}).content.decode()
    assert not Circular.objects.exists() and "An 5 Personen schicken" in page and people[0].name not in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post("/austausch/rundschreiben/neu/", facts | {"act": "send", "seen": seen, "source": "Anderer Text"})
    assert not Circular.objects.exists()
    answer = client.post("/austausch/rundschreiben/neu/", facts | {"act": "send", "seen": seen})
    page = client.get(answer.url).content.decode()
    assert "0 von 5 Briefen" in page and not any(person.email in page for person in people)


def test_a_speaker_writes_to_her_own_circle_however_small_and_to_no_segment(client):
    speaker, member = ben(), a_person("Cem Kreis")
    group, other = a_circle(speaker=speaker, members=[member]), a_circle("Anderer", members=[speaker])
    client.force_login(speaker)
    pages = ("/austausch/rundschreiben/neu/", f"{other.path}rundschreiben/", f"{group.path}rundschreiben/")
    assert [client.get(page).status_code for page in pages] == [403, 403, 200]
    send(Segment(group=group), by=speaker)
    assert written() == {member.email}
    assert "Hinweis" in client.get("/austausch/rundschreiben/").content.decode()
    client.force_login(member)
    assert client.get(Circular.objects.get().path).status_code == 404
