"""Dates of a group: called by who speaks for it, found by poll, coming back; nobody keeps who was there."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.events.models import Event
from dreiklang.exchange.actions import meetings, polls
from dreiklang.exchange.actions.meetings import Rhythm
from dreiklang.exchange.models import DateAnswer, DatePoll, Meeting, Reply
from dreiklang.exchange.reply_links import reply_link
from dreiklang.exchange.tests.working_makers import a_circle, a_group_date, a_poll, the_meeting
from dreiklang.foundation import retention_chore
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import leave
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def a_fixed_day():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        yield clock


def test_all_in_the_group_are_invited_once_with_an_entry_and_only_they_see_the_date(client):
    speaker, member, stranger = ben(), cem(), a_person("Dana Fremd")
    group = a_circle(speaker=speaker, members=[member], link="https://video.example/geheim")
    event = a_group_date(group, speaker)
    assert meetings.invite(the_meeting(event)) == 0
    letters = Letter.objects.filter(calendar_method="REQUEST")
    assert sorted(letters.values_list("to", flat=True)) == [speaker.email, member.email]
    assert "geheim" not in "".join(letter.text + letter.calendar for letter in letters)
    assert set(Event.objects.of(member)) == {event}
    assert not Event.objects.visible_to(stranger).filter(pk=event.pk).exists()
    for person, status in ((member, 302), (stranger, 404)):
        client.force_login(person)
        assert client.get(f"{group.path}videoraum/").status_code == status


def test_a_date_that_comes_back_invites_to_the_first_now_and_to_each_in_time(a_fixed_day):
    speaker = ben()
    group = a_circle(speaker=speaker)
    first = timezone.now() + timedelta(days=1)
    facts = {"starts": first, "title": "Jour fixe", "lasts": 60, "public_id": fresh_id(), "by": speaker}
    dates = meetings.hold_again(group, Rhythm(4, date(2026, 6, 30)), **facts)
    assert meetings.hold_again(group, Rhythm(4, date(2026, 6, 30)), **facts) == [] and len(dates) == 5
    assert {timezone.localtime(event.starts).hour for event in dates} == {10}  # also once the clock has changed
    assert Letter.objects.count() == 1 and meetings.invite_due() == 0
    a_fixed_day.move_to("2026-03-17 11:00+01:00")
    assert meetings.invite_due() == 1 and meetings.invite_due() == 0


@pytest.mark.parametrize(
    ("first", "following"),
    [
        ("2026-03-10", ["2026-03-10", "2026-04-14", "2026-05-12"]),  # the second Tuesday
        ("2026-01-30", ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24", "2026-05-29"]),  # a fifth Friday
    ],
)
def test_every_month_on_the_same_weekday(first, following):
    days = Rhythm(0, date(2026, 5, 31)).days(date.fromisoformat(first))
    assert [day.isoformat() for day in days] == following


def test_a_moved_date_and_one_that_is_called_off_are_told_to_the_group():
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    meeting = the_meeting(a_group_date(group, speaker))
    facts = {"title": "Runde", "lasts": 90, "place": "Rathaus", "about": "", "by": speaker}
    meetings.move(meeting, starts=timezone.now() + timedelta(days=9), **facts)
    meetings.reply(meeting, member, True)
    meetings.call_off(the_meeting(meeting.event), reason="Krank", by=speaker)
    assert Letter.objects.filter(to=member.email).count() == 3 and not Reply.objects.exists()
    with pytest.raises(Refusal, match="vorbei oder abgesagt"):
        meetings.reply(the_meeting(meeting.event), member, True)


def test_one_replies_from_the_letter_without_signing_in_and_names_are_read_by_the_speaker_alone(client, a_fixed_day):
    speaker, member, colleague = ben(), cem(), a_person("Dana Dritte")
    group = a_circle(speaker=speaker, members=[member, colleague])
    meeting = the_meeting(a_group_date(group, speaker))
    path = reply_link(meeting, member).split("8000")[-1]
    client.get(path)
    assert not Reply.objects.exists()
    client.post(path, {"comes": "yes"})
    assert Reply.objects.get().person == member
    assert client.get(path.replace("~", "~x")).status_code == 404
    for person, is_named in ((speaker, True), (colleague, False)):
        client.force_login(person)
        page = client.get(meeting.path).content.decode()
        assert "1 kommt" in page and ("Cem" in page.split("Kommen Sie?")[1]) is is_named
    a_fixed_day.move_to(meeting.event.ends + timedelta(days=1, minutes=1))
    retention_chore.run()
    assert not Reply.objects.exists()
    leave(group, member)
    client.logout()
    assert client.get(path).status_code == 404


def test_a_poll_marks_the_best_and_one_click_makes_it_a_date(client, a_fixed_day):
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    poll = a_poll(group, speaker)
    first, second = poll.options.all()
    client.force_login(member)
    client.post(poll.path, {f"o_{first.pk}": "no", f"o_{second.pk}": "yes", "o_999999": "yes", f"o_{first.pk}x": "yes"})
    client.post(poll.path, {f"o_{first.pk}": "maybe"})
    assert dict(DateAnswer.objects.values_list("option", "answer")) == {first.pk: "maybe", second.pk: "yes"}
    assert client.get(poll.path).content.decode().count("passt am besten") == 1
    assert client.post(f"{poll.path}ergebnis/", {"option": second.pk}).status_code == 403
    client.force_login(speaker)
    for _again in range(2):
        client.post(f"{poll.path}ergebnis/", {"option": second.pk})
    event = Event.objects.get()
    assert event.starts == second.starts and Meeting.objects.get().event == event
    assert DatePoll.objects.get().event == event
    with pytest.raises(Refusal, match="abgeschlossen"):
        polls.answer(poll, member, {first.pk: "yes"})
    a_fixed_day.move_to("2026-03-16 12:00+01:00")
    retention_chore.run()
    client.force_login(member)  # her session has ended long ago
    assert not DateAnswer.objects.exists() and "gelöscht" in client.get(poll.path).content.decode()


def test_a_poll_asks_as_often_for_many_as_for_one(client, django_assert_max_num_queries):
    people = [a_person(f"Person {number}", f"p{number}@example.org") for number in range(4)]
    group = a_circle(speaker=people[0], members=people[1:])
    poll = a_poll(group, people[0], days=(7, 8, 9))
    for person in people:
        polls.answer(poll, person, {option.pk: "yes" for option in poll.options.all()})
    client.force_login(people[0])
    with django_assert_max_num_queries(9):
        client.get(poll.path)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"days": (7,)}, "zwei bis zwölf"), ({"days": (-1, 7)}, "Vergangenheit"),
     ({"closes_on": date(2026, 4, 1)}, "zwischen heute")],
)  # fmt: skip
def test_a_poll_that_makes_no_sense_is_refused(facts, sentence):
    speaker = ben()
    with pytest.raises(Refusal, match=sentence):
        a_poll(a_circle(speaker=speaker), speaker, **facts)


def test_the_form_makes_a_date_that_comes_back(client):
    speaker = ben()
    group = a_circle(speaker=speaker)
    client.force_login(speaker)
    facts = {
        "title": "Jour fixe", "starts_0": "2026-03-10", "starts_1": "14:00", "lasts": "60", "again": "month",
        "public_id": fresh_id(),
    }  # fmt: skip
    answer = client.post(f"{group.path}termine/neu/", facts)
    assert answer.status_code == 422 and "bis wann der Termin wiederkommt" in answer.content.decode()
    client.post(f"{group.path}termine/neu/", facts | {"until": "2026-05-31"})
    starts = [timezone.localtime(event.starts) for event in Event.objects.order_by("starts")]
    assert starts[1].replace(tzinfo=None) == datetime(2026, 4, 14, 14) and len(starts) == 3
