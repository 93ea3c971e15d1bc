"""What is said about answers: accepted, useful, checked, summed up; pinned, closed, stated, traced."""

import pytest
import time_machine

from dreiklang.dialogue.actions import answers, steering, writing
from dreiklang.dialogue.models import Follow, Mark, Post, Thread, Trace, Useful
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, a_trace, agreed
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem, olga
from dreiklang.places.tests.makers import a_district

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt"


@pytest.fixture
def talk():
    """Ben asked, Cem answered; Mona moderates, Ada is of the team."""
    thread = a_thread(a_room(), ben())
    a_moderator(thread.room, a_person("Mona Moor"))
    ada()
    return thread, a_reply(thread, cem())


def who(name):
    return Person.objects.get(email=f"{name}@example.org")


def test_whoever_asked_accepts_and_takes_back(talk):
    thread, answer = talk
    assert answers.accept(answer, by=who("ben")).accepted == answer
    assert answers.accept(answer, by=who("ben")).is_solved  # twice is once
    assert not answers.undo_accept(thread, by=who("ben")).is_solved
    for other in ("cem", "mona", "ada"):
        with pytest.raises(Refusal):
            answers.accept(answer, by=who(other))
    with pytest.raises(Refusal):
        answers.accept(thread.posts.get(number=1), by=who("ben"))


def test_a_solved_question_is_answered_even_by_herself(talk):
    thread = a_thread(talk[0].room, who("ben"), title="Selbst gelöst?")
    own = a_reply(thread, who("ben"))
    thread.refresh_from_db()
    assert thread.answered_at is None
    assert answers.accept(own, by=who("ben")).answered_at is not None


def test_a_voice_accepts_and_leaves_nothing_that_leads_to_her():
    person, other = ben(), cem()
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        thread = a_thread(a_room(), person, line=LINE)
        clock.shift(60 * 31)
        writing.show_due()
        answer = a_reply(thread, other)
        answers.accept(answer, by=person)
    thread.refresh_from_db()
    assert thread.accepted == answer
    assert not Act.objects.exists()
    assert not Follow.objects.filter(person=person).exists() and not Mark.objects.filter(person=person).exists()


def test_useful_is_said_once_taken_back_and_never_of_oneself(talk):
    _thread, answer = talk
    for _again in range(2):
        assert answers.vote(answer, by=who("ben")).useful == 1
    assert answers.vote(answer, by=who("ada")).useful == 2
    for _again in range(2):
        assert answers.unvote(answer, by=who("ben")).useful == 1
    with pytest.raises(Refusal):
        answers.vote(answer, by=who("cem"))
    assert list(Useful.objects.values_list("person__email", flat=True)) == ["ada@example.org"]


def test_a_voice_does_not_praise_itself():
    person = ben()
    thread = a_thread(a_room(), person, line=LINE)
    writing.show(thread.posts.get())
    with pytest.raises(Refusal):
        answers.vote(thread.posts.get(), by=person)


def test_the_page_shows_how_many_and_never_who(talk, client):
    thread, answer = talk
    answers.vote(answer, by=olga())
    client.force_login(who("ben"))
    shown = client.get(thread.path).content.decode()
    assert "Hat mir geholfen (1)" in shown and "Olga" not in shown
    client.post(f"{thread.path}2/hilfreich/", {"hilfreich": "ja"})
    assert 'aria-pressed="true">Hat mir geholfen (2)' in client.get(thread.path).content.decode()
    client.post(f"{thread.path}2/hilfreich/", {"hilfreich": "nein"})
    assert Post.objects.get(pk=answer.pk).useful == 1


def test_an_answer_is_checked_with_name_and_day_by_whoever_tends_the_room(talk, client):
    thread, answer = talk
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False):
        answers.check(answer, True, by=who("ada"))
        client.force_login(who("ben"))
        assert "Geprüft von Ada Lindqvist am 2. März 2026" in client.get(thread.path).content.decode()
    assert Act.objects.get().act == "post.checked"
    for other in ("ben", "cem"):
        with pytest.raises(Refusal):
            answers.check(answer, False, by=who(other))
    answers.check(answer, False, by=who("mona"))
    answer.refresh_from_db()
    assert answer.checked_on is None and answer.checked_by == ""


def test_a_changed_text_is_no_longer_the_one_that_was_checked(talk):
    _thread, answer = talk
    answers.check(answer, True, by=who("ada"))
    writing.change(answer, source="Ganz anders.", by=who("cem"))
    answer.refresh_from_db()
    assert answer.checked_on is None


def test_the_team_checks_nothing_where_it_does_not_read():
    person = ben()
    thread = a_thread(a_circle(person, cem()), person)
    with pytest.raises(Refusal):
        answers.check(thread.posts.get(), True, by=ada())


def test_a_summary_stands_on_top_and_none_is_lost_when_two_write_at_once(talk, client):
    thread, _answer = talk
    client.force_login(who("ada"))
    address = f"{thread.path}zusammenfassung/"
    empty = answers.version_of("")
    assert client.post(address, {"source": "Zwei *Wege*.", "seen": empty}).status_code == 302
    client.force_login(who("mona"))
    page = client.post(address, {"source": "Drei Wege.", "seen": empty})
    shown = page.content.decode()
    assert page.status_code == 422 and "Drei Wege." in shown and "Zwei *Wege*." in shown
    thread.refresh_from_db()
    assert thread.summary_source == "Zwei *Wege*." and thread.summary_by == who("ada")
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(address, {"source": "Drei Wege.", "seen": seen}).status_code == 302
    shown = client.get(thread.path).content.decode()
    assert "Drei Wege." in shown and "Zusammengefasst von Mona Moor am" in shown
    with pytest.raises(Refusal):
        answers.sum_up(thread, source="Ich auch.", seen=seen, by=who("ben"))


def test_moderators_pin_and_close_and_the_log_says_so(talk, client):
    thread, _answer = talk
    client.force_login(who("mona"))
    for act in ("oben", "oben", "zu", "zu"):
        assert client.post(f"{thread.path}leitung/", {"tun": act}).status_code == 302
    thread.refresh_from_db()
    assert thread.is_pinned and thread.closed_at
    assert sorted(Act.objects.values_list("act", flat=True)) == ["thread.closed", "thread.pinned"]
    with pytest.raises(Refusal):
        a_reply(thread, who("cem"))
    assert "Dieses Thema ist geschlossen" in client.get(thread.path).content.decode()
    steering.close(thread, False, by=who("mona"))
    a_reply(thread, who("cem"))
    with pytest.raises(Refusal):
        steering.pin(thread, False, by=who("ada"))


def test_whoever_began_it_mends_title_and_date_of_truth(talk, client):
    thread, _answer = talk
    client.force_login(who("ben"))
    said = {"title": "Wer bezahlt Sprachmittlung?", "valid_on": "2026-02-01"}
    assert client.post(f"{thread.path}angaben/", said).status_code == 302
    shown = client.get(thread.path).content.decode()
    assert "Wer bezahlt Sprachmittlung?" in shown and "Stand 1. Februar 2026" in shown
    assert client.post(f"{thread.path}angaben/", {"title": ""}).status_code == 422


def test_the_land_for_which_it_is_true_is_asked_shown_and_mended(talk, client):
    room, land = talk[0].room, a_district().land
    client.force_login(who("ben"))
    agreed(who("ben"))
    said = {"way": "name", "kind": "question", "title": "Was sagt unser Gesetz?", "source": "Im Land.", "land": land.pk}
    assert client.post(f"{room.path}neu/", said | {"land": "00"}).status_code == 422
    assert client.post(f"{room.path}neu/", said).status_code == 302
    thread = Thread.objects.get(title=said["title"])
    assert thread.land == land and f"gilt für {land.name}" in client.get(thread.path).content.decode()
    mended = {"title": thread.title, "land": "", "valid_on": ""}
    assert client.post(f"{thread.path}angaben/", mended | {"land": "00"}).status_code == 422
    assert client.post(f"{thread.path}angaben/", mended).status_code == 302
    assert "gilt für" not in client.get(thread.path).content.decode()


OUTSIDE = [
    "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil",
    "/\t/evil.example", "http://localhost.evil.example/", "/a b", "/\u202eevil",
]  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_trace_leads_nowhere_but_into_this_house(talk, client, address):
    with pytest.raises(Refusal):
        steering.trace(talk[0], direction="to", label="Dort", path=address, by=who("ben"))
    client.force_login(who("ben"))
    client.post(f"{talk[0].path}spuren/", {"direction": "to", "label": "Dort", "path": address})
    assert not Trace.objects.filter(path__contains="evil").exclude(path="/evil").exists()


def test_traces_are_added_shown_and_removed(talk, client, settings):
    thread, _answer = talk
    client.force_login(who("ben"))
    for path in ("/veranstaltungen/mittag/", f"{settings.SITE_URL}/veranstaltungen/mittag/"):  # the same, once
        said = {"direction": "to", "label": "Mittagsmeeting", "path": path}
        assert client.post(f"{thread.path}spuren/", said).status_code == 302
    a_trace(thread, "Abendvortrag", "/veranstaltungen/abend/", Trace.FROM)
    shown = client.get(thread.path).content.decode()
    assert 'Entstanden aus: <a href="/veranstaltungen/abend/">Abendvortrag' in shown
    assert '<a href="/veranstaltungen/mittag/">Mittagsmeeting' in shown
    trace = Trace.objects.get(direction=Trace.TO)
    client.force_login(who("cem"))
    assert client.post(f"{thread.path}spuren/{trace.pk}/loeschung/").status_code == 403
    client.force_login(who("ada"))
    assert client.post(f"{thread.path}spuren/{trace.pk}/loeschung/").status_code == 302
    assert Trace.objects.count() == 1
