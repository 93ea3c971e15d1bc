"""What a group does together is the group's: whoever belongs to it reads and does it, and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from dreiklang.dialogue.models import Room
from dreiklang.dialogue.tests.makers import a_thread
from dreiklang.events.tests.makers import queries_of
from dreiklang.exchange.actions import files, minutes, tasks
from dreiklang.exchange.actions.circles import open_room
from dreiklang.exchange.models import AgendaItem, Minutes, SharedFile, Task
from dreiklang.exchange.tests.working_makers import a_circle, a_file, a_group_date, a_poll, a_task, some_minutes
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = "2026-03-02 10:00+01:00"


@pytest.fixture(autouse=True)
def a_fixed_day():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


@pytest.fixture
def furnished():
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member], link="https://video.example/raum")
    event, poll, task = a_group_date(group, speaker), a_poll(group, speaker), a_task(group, speaker, who=member)
    paper, file = some_minutes(group, speaker, left_open=["Budget"]), a_file(group, member)
    home = group.path
    pages = [
        home, f"{home}aufgaben/", f"{home}aufgaben/{task.pk}/", f"{home}dateien/", f"{home}termine/",
        f"{home}termine/{event.pk}/", poll.path, f"{home}umfragen/neu/", f"{home}protokolle/", paper.path,
        f"{home}protokolle/neu/", f"{paper.path}bearbeitung/", f"{paper.path}protokoll.docx", file.path,
    ]  # fmt: skip
    leading = [f"{home}termine/neu/", f"{home}termine/{event.pk}/bearbeitung/", f"{home}termine/{event.pk}/absage/"]
    return group, speaker, member, pages, leading


def statuses(client, person, pages) -> set[int]:
    client.force_login(person)
    return {client.get(page).status_code for page in pages}


def test_whoever_belongs_to_it_reads_all_of_it_and_who_speaks_for_it_calls_meetings(client, furnished):
    _group, speaker, member, pages, leading = furnished
    assert statuses(client, speaker, pages + leading) == {200}
    assert statuses(client, member, pages) == {200} and statuses(client, member, leading) == {403}


def test_for_everybody_else_nothing_of_it_is_there(client, furnished):
    group, _speaker, _member, pages, leading = furnished
    ministry = a_person("Mila Amt", is_member=False)
    join(group, ministry)
    for person in (ada(), a_person("Dana Fremd"), ministry):
        assert statuses(client, person, pages[1:] + leading) == {404}


def test_a_guest_works_along_until_her_day_and_then_finds_nothing(client, furnished, a_fixed_day):
    group, _speaker, _member, pages, _leading = furnished
    expert = a_person("Eva Expertin", is_member=False)
    join(group, expert, role=Membership.GUEST, until=timezone.localdate() + timedelta(days=3))
    assert statuses(client, expert, pages) == {200}
    a_fixed_day.move_to("2026-03-06 00:10+01:00")
    assert statuses(client, expert, pages) == {404}


def test_the_page_asks_as_often_for_three_of_each_as_for_one(client, furnished):
    group, speaker, member, _pages, _leading = furnished
    a_thread(open_room(group, by=speaker), speaker)
    client.force_login(member)
    counts = [queries_of(client, group.path)]
    for number in range(3):
        a_group_date(group, speaker, title=f"Runde {number}")
        a_poll(group, speaker, title=f"Frage {number}")
        a_task(group, speaker, text=f"Aufgabe {number}", who=member)
        some_minutes(group, speaker, title=f"Protokoll {number}", left_open=[f"Offen {number}"])
        a_file(group, speaker, title=f"Datei {number}")
    counts.append(queries_of(client, group.path))
    assert counts[0] == counts[1] <= 12


def test_a_task_that_was_done_is_off_the_list_and_can_be_opened_again(client):
    person = ben()
    group = a_circle(members=[person])
    client.force_login(person)
    number = fresh_id()
    for _again in range(2):
        client.post(f"{group.path}aufgaben/", {"text": "Raum buchen", "public_id": number})
    task = Task.objects.get()
    assert task.pk == number and task.who is None
    for act, who, is_done in (("take", person, False), ("done", person, True), ("open", person, False)):
        client.post(f"{group.path}aufgaben/{task.pk}/stand/", {"act": act})
        task = Task.objects.get()
        assert (task.who, task.done_on is not None) == (who, is_done)


def test_a_task_goes_to_somebody_of_the_group_and_she_is_told_once():
    giver, taker, stranger = ben(), cem(), ada()
    group = a_circle(members=[giver, taker])
    task = a_task(group, giver, who=taker)
    tasks.change_task(task, text="Anders", who=taker, by=giver)
    assert Letter.objects.get().to == taker.email
    with pytest.raises(Refusal, match="gehört nicht zur Gruppe"):
        a_task(group, giver, who=stranger)
    with pytest.raises(Refusal, match="schon übernommen"):
        tasks.take_on(task, by=giver)


def test_what_stays_open_returns_to_the_next_agenda_and_what_is_agreed_becomes_a_task_with_a_name(client):
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    first = some_minutes(group, speaker, left_open=["Budget", "Sprachmittlung", "Budget"])
    client.force_login(speaker)
    page = client.get(group.path).content.decode()
    assert page.count("offen geblieben") == 2
    budget, other = AgendaItem.objects.filter(group=group).open()
    client.post(f"{group.path}protokolle/neu/", {
        "title": "Runde im April", "held_on": "2026-03-02", f"item_{budget.pk}": "task",
        f"item_who_{budget.pk}": str(member.pk), f"item_{other.pk}": "stays", "public_id": fresh_id(),
    })  # fmt: skip
    second = Minutes.objects.exclude(pk=first.pk).get()
    task = second.tasks.get()
    assert (task.text, task.who) == ("Budget", member)
    assert [item.text for item in AgendaItem.objects.filter(group=group).open()] == ["Sprachmittlung"]
    assert "Budget" in client.get(second.path).content.decode()
    minutes.discard(second, by=speaker)
    assert Task.objects.get().text == "Budget" and AgendaItem.objects.filter(group=group).open().count() == 2


def test_minutes_that_somebody_else_saved_meanwhile_are_not_overwritten(client):
    person = ben()
    group = a_circle(members=[person])
    paper = some_minutes(group, person)
    client.force_login(person)
    facts = {"title": "Mein Titel", "held_on": "2026-03-02", "source": "Mein Text", "seen": paper.number}
    minutes.write(Minutes.objects.get(), title="Ihr Titel", held_on=timezone.localdate(), source="x", by=person)
    answer = client.post(f"{paper.path}bearbeitung/", facts)
    assert answer.status_code == 422 and "Mein Text" in answer.content.decode()
    assert Minutes.objects.get().title == "Ihr Titel"


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDAT"
    b"x\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_a_picture_is_drawn_anew_and_described_and_what_runs_is_refused(client):
    person, colleague = ben(), cem()
    group = a_circle(members=[person, colleague])
    client.force_login(person)
    for name, data, alt, sentence in (
        ("bild.png", PNG, "", "Bitte beschreiben Sie"), ("seite.html", b"<script>", "x", "Programme ausführen"),
    ):  # fmt: skip
        given = {"title": "Plakat", "file": ContentFile(data, name=name), "alt": alt}
        answer = client.post(f"{group.path}dateien/", given)
        assert answer.status_code == 422 and sentence in answer.content.decode()
    given = {"title": "Plakat", "file": ContentFile(PNG, name="bild.png"), "alt": "Ein Punkt"}
    client.post(f"{group.path}dateien/", given)
    shared = SharedFile.objects.get()
    assert shared.is_picture and shared.name == "bild.webp" and shared.file.read()[8:12] == b"WEBP"
    assert "sandbox" in client.get(shared.path).headers["Content-Security-Policy"]
    client.force_login(colleague)
    assert client.post(f"{shared.path}ende/").status_code == 403
    files.take_away(shared, by=person)
    assert not SharedFile.objects.exists()


def test_the_room_of_a_group_is_opened_once_and_read_by_the_group_alone(client):
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    client.force_login(member)
    assert client.post(f"{group.path}raum/").status_code == 403
    client.force_login(speaker)
    for _again in range(2):
        client.post(f"{group.path}raum/")
    room = Room.objects.get()
    assert (room.readers, room.writers, room.kind) == (group.token, group.token, Room.CIRCLE)


def test_named_readers_of_one_thing_have_no_page(client):
    person = ben()
    group = a_circle(kind=Group.NAMED, members=[person])
    client.force_login(person)
    assert client.get(group.path).status_code == 404
