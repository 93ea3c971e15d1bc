"""The crisis board: one step, read by those who agreed to help and by her alone, who are called at any hour."""

import pytest
import time_machine

from dreiklang.dialogue import reading
from dreiklang.dialogue.actions import crisis, writing
from dreiklang.dialogue.models import Helper, Post, Room, Thread
from dreiklang.dialogue.tests.makers import a_reply
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Membership
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
WORDS = {"title": "Drohmail nach der Sitzung", "source": "Was mache ich zuerst?"}


def helpers(number=5) -> list:
    people = [a_person(f"Helferin{n} Muster") for n in range(number)]
    for person in people:
        crisis.agree(person)
    return people


def test_one_step_opens_it_for_those_who_agreed_and_her_alone(client):
    people, writer = helpers(2), ben()
    client.force_login(writer)
    assert "Es lesen nur mit: 2 Personen" in client.get("/dialog/krise/").content.decode()
    answer = client.post("/dialog/krise/", WORDS | {"as_whom": "named"}, follow=True).content.decode()
    assert "Ist gesendet." in answer and "/vorlage-erste-zwei-stunden/" in answer
    thread = Thread.objects.get()
    assert all(Thread.objects.visible_to(person).exists() for person in [*people, writer])
    assert not any(Thread.objects.visible_to(person).exists() for person in (cem(), ada()))
    assert not Row.objects.exists()
    assert a_reply(thread, writer) and a_reply(thread, people[0])
    with pytest.raises(Refusal):
        a_reply(thread, cem(email="c@example.org"))


def test_whoever_agreed_is_called_at_once_at_night_too_and_without_a_text():
    with time_machine.travel("2026-03-07 23:00+01:00", tick=False) as clock:
        people, writer = helpers(2), ben()
        crisis.open_crisis(**WORDS, by=writer)
        letters = Letter.objects.all()
        assert {letter.to for letter in letters} == {person.email for person in people}
        assert {letter.not_before for letter in letters} == {letters[0].written_at}
        assert not any("Drohmail" in letter.text + letter.subject for letter in letters)
        clock.shift(60)
        assert crisis.call_helpers() == 0


def test_protected_is_only_a_helper_among_enough_and_she_is_called_like_the_others():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        people = helpers(5)
        writer = people[0]
        post = crisis.open_crisis(**WORDS, is_protected=True, by=writer)
        assert post.author is None and post.state == Post.HELD and not Letter.objects.exists()
        groups = Membership.objects.values_list("person", flat=True)
        assert set(groups) == {person.pk for person in people}
        clock.shift(31 * 60)
        writing.show_due()
        assert crisis.call_helpers() == 5 == Letter.objects.count()


@pytest.mark.parametrize(("number", "is_helper"), [(4, True), (5, False)])
def test_where_the_circle_would_give_her_away_she_cannot_be_protected(client, number, is_helper):
    people = helpers(number)
    writer = people[0] if is_helper else ben()
    with pytest.raises(Refusal, match="der Kreis der Lesenden Sie verraten"):
        crisis.open_crisis(**WORDS, is_protected=True, by=writer)
    client.force_login(writer)
    assert "ohne Namen, als" not in client.get("/dialog/krise/").content.decode()
    assert client.post("/dialog/krise/", WORDS | {"as_whom": "protected"}).status_code == 422
    assert not Thread.objects.exists()


def test_without_helpers_she_is_told_who_else_helps(client):
    writer = ben()
    client.force_login(writer)
    page = client.get("/dialog/krise/").content.decode()
    assert "0711 5401-3003" in page and "Noch hat niemand zugesagt" in page
    answer = client.post("/dialog/krise/", WORDS | {"as_whom": "named"})
    assert answer.status_code == 422 and WORDS["source"] in answer.content.decode()


def test_whoever_takes_her_word_back_reads_the_cases_of_others_no_more_but_her_own():
    people = helpers(3)
    other, own = (crisis.open_crisis(**WORDS, by=by).thread for by in (ben(), people[0]))
    a_reply(other, people[0])
    crisis.withdraw(people[0])
    assert list(Thread.objects.visible_to(people[0])) == [own]
    assert not Helper.objects.filter(person=people[0]).exists()
    crisis.open_crisis(**WORDS, by=cem())
    assert Thread.objects.visible_to(people[0]).count() == 1


def test_by_the_wrong_door_nothing_goes_to_the_whole_room():
    helpers(1)
    room = Room.objects.get(is_crisis=True)
    with pytest.raises(Refusal, match="Krisentafel"):
        writing.open_thread(room, kind="question", title="Für alle?", source="Nein.", by=ben())
    assert not Thread.objects.exists()
    assert "nur, wer zugesagt hat zu helfen" in reading.who_reads(room)


def test_sent_twice_it_is_one_case():
    helpers(1)
    writer, number = ben(), fresh_id()
    for _again in range(2):
        crisis.open_crisis(**WORDS, public_id=number, by=writer)
    assert Thread.objects.count() == 1 and Letter.objects.count() == 1


def test_agreeing_and_taking_it_back_by_the_page(client):
    person = ben()
    client.force_login(person)
    client.post("/dialog/krise/helfen/", {"agree": "1"})
    client.post("/dialog/krise/helfen/", {"agree": "1"})
    assert Helper.objects.get().person == person
    client.post("/dialog/krise/helfen/", {"withdraw": "1"})
    assert not Helper.objects.exists()
