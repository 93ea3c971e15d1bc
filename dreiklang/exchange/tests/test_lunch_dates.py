"""The series: its dates come by themselves, keep their names, and whoever follows hears what changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.core import mail

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.exchange.actions import lunch_dates as dates
from dreiklang.exchange.lunch_showing import countdown, lines_of
from dreiklang.exchange.models import LunchFollow, LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.tests.lunch_makers import LINK, a_meeting, a_series, noon
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS_TOO = ["03-05", "03-09", "03-12", "03-16", "03-19", "03-23", "03-26", "03-30", "04-02"]
FACTS = {
    "rhythm": "fortnightly", "weekdays": "2", "nth": 1, "first_on": date(2026, 3, 4), "begins": time(12, 30),
    "ends": time(13, 30), "link": LINK, "access": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(settings):
    settings.LAND = "BW"
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        yield clock


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"rhythm": "weekly", "weekdays": "2"}, ["03-04", "03-11", "03-18", "03-25", "04-01"]),
        ({"rhythm": "weekly", "weekdays": "03"}, MONDAYS_TOO),
        ({"rhythm": "fortnightly", "weekdays": "2"}, ["03-04", "03-18", "04-01"]),
        ({"rhythm": "fortnightly", "weekdays": "0"}, ["03-16", "03-30"]),  # from the week of 4 March on
        ({"rhythm": "monthly", "weekdays": "2", "nth": 3}, ["03-18"]),
        ({"rhythm": "monthly", "weekdays": "2", "nth": 5}, ["03-25"]),
    ],
)  # fmt: skip
def test_the_rhythm_says_on_which_days_it_is_due(facts, expected):
    found = a_series(**facts).days(date(2026, 3, 1), date(2026, 4, 2))
    assert [day.strftime("%m-%d") for day in found] == expected


def test_eight_weeks_of_dates_come_and_come_once_and_holidays_are_left_out_and_said():
    series = a_series(rhythm="weekly", weekdays="4")  # Fridays: 3 April is Karfreitag
    dates.fill(series)
    dates.fill(series)
    days = list(LunchMeeting.objects.order_by("planned_on").values_list("planned_on", flat=True))
    assert len(days) == 7 and date(2026, 4, 3) not in days and days[-1] == date(2026, 4, 24)
    lines = lines_of(series, list(LunchMeeting.objects.select_related("event")))
    assert [(line.on, line.reason) for line in lines if line.reason] == [(date(2026, 4, 3), "Karfreitag")]
    event = LunchMeeting.objects.earliest("planned_on").event
    assert (event.kind, event.readers, event.seats, event.link) == (Event.LUNCH, "members", None, LINK)
    assert event.starts == datetime(2026, 3, 6, 12, 30, tzinfo=BERLIN)


def test_on_heute_only_the_next_date_stands_so_that_other_events_find_their_place(client):
    dates.fill(a_series(rhythm="weekly"))
    lecture = an_event("Vortrag im April", days=40)
    client.force_login(ben())
    page = client.get("/").content.decode()
    assert page.count("MittagsMeetingIntegration</a>") == 1 and lecture.title in page


def test_the_same_hour_before_and_after_the_clocks_change():
    dates.fill(a_series(rhythm="weekly"))
    whens = [one.event.when for one in LunchMeeting.objects.select_related("event")]
    assert len(whens) == 8 and all(when.endswith("12:30 bis 13:30 Uhr") for when in whens)


def test_a_date_moved_by_hand_stays_and_one_that_is_due_no_longer_is_called_off():
    team = ada()
    series = dates.arrange(dict(FACTS), by=team)
    moved, other = LunchMeeting.objects.order_by("planned_on")[:2]
    dates.move(moved, noon(date(2026, 3, 5)), noon(date(2026, 3, 5), 13, 45), by=team)
    dates.arrange(FACTS | {"weekdays": "3"}, by=team)
    moved.refresh_from_db()
    other.event.refresh_from_db()
    assert moved.event.starts == noon(date(2026, 3, 5)) and not moved.event.is_cancelled
    assert other.event.is_cancelled and "Rhythmus" in other.event.cancelled_because
    assert set(series.meetings.taking_place().values_list("planned_on", flat=True)) == {
        moved.planned_on, *(date(2026, 3, 5) + timedelta(days=14 * n) for n in range(4)),
    }  # fmt: skip


def test_another_link_reaches_all_that_is_to_come_and_nothing_that_was():
    team = ada()
    series = dates.arrange(dict(FACTS), by=team)
    past = a_meeting(series, date(2026, 2, 18))
    dates.arrange(FACTS | {"link": "https://anders.example.org/"}, by=team)
    past.event.refresh_from_db()
    assert past.event.link == LINK
    assert {one.event.link for one in LunchMeeting.objects.to_come()} == {"https://anders.example.org/"}


def test_two_of_the_team_who_arrange_at_once_do_not_overwrite_one_another():
    team = ada()
    series = dates.arrange(dict(FACTS), by=team)
    seen = series.changed_at.isoformat()
    with time_machine.travel("2026-03-02 09:01+01:00", tick=False):
        dates.arrange(FACTS | {"weekdays": "1"}, by=team, seen=seen)
        with pytest.raises(Refusal, match="jemand anderes"):
            dates.arrange(FACTS | {"weekdays": "3"}, by=team, seen=seen)
    assert LunchSeries.standing().weekdays == "1"
    with pytest.raises(Refusal):
        dates.arrange(dict(FACTS), by=ben())


def test_a_pause_calls_off_and_is_told_and_afterwards_a_date_can_take_place_after_all():
    team, reader = ada(), ben()
    dates.follow(reader, morning=False, lines=True)
    series = dates.arrange(dict(FACTS), by=team)
    made = dates.pause(series, date(2026, 3, 15), date(2026, 4, 3), "Osterpause", by=team)
    off = LunchMeeting.objects.filter(event__state=Event.CANCELLED)
    assert {one.planned_on for one in off} == {date(2026, 3, 18), date(2026, 4, 1)}
    letter = Letter.objects.get(to=reader.email)
    assert "Osterpause" in letter.text and "18. März" in letter.text and "1. April" in letter.text
    dates.end_pause(made, by=team)
    again = off.earliest("planned_on")
    dates.move(again, again.event.starts, again.event.ends, by=team)
    again.event.refresh_from_db()
    assert not again.event.is_cancelled and not LunchPause.objects.exists()


def test_whoever_follows_hears_that_a_date_is_called_off_and_nobody_else():
    team, reader, english = ada(), ben(), a_person("Eve English", "eve@example.org", language="en")
    cem()
    left = a_person("Lea Left", "lea@example.org", is_member=False)
    dates.follow(reader, morning=True, lines=False)
    dates.follow(english, morning=False, lines=True)
    dates.follow(left, morning=True, lines=True)
    meeting = a_meeting(day=date(2026, 3, 4))
    dates.call_off(meeting, "Die Leitung ist krank.", by=team)
    dates.call_off(meeting, "Die Leitung ist krank.", by=team)
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["ben@example.org", "eve@example.org"]
    assert "Die Leitung ist krank" in Letter.objects.get(to="ben@example.org").text
    assert Act.objects.filter(act="event.called_off").count() == 1


def test_one_click_behind_the_letter_ends_all_letters(client):
    reader = ben()
    dates.follow(reader, morning=True, lines=True)
    path = dates.stop_path(reader)
    assert client.get(path).status_code == 200 and LunchFollow.objects.exists()
    client.post(path)
    assert not LunchFollow.objects.exists()
    assert client.get("/austausch/mittagsmeeting/briefe/ende/erfunden~x/").status_code == 404


def test_the_morning_letter_comes_once_in_the_morning_of_the_day_and_only_if_wished(monday):
    wants, lines_only = ben(), cem()
    dates.follow(wants, morning=True, lines=False)
    dates.follow(lines_only, morning=False, lines=True)
    a_meeting(day=date(2026, 3, 4))
    for moment in ("2026-03-03 09:00", "2026-03-04 06:30"):
        monday.move_to(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
        dates.remind()
        assert not Letter.objects.exists()
    monday.move_to(datetime(2026, 3, 4, 7, 5, tzinfo=BERLIN))
    dates.remind()
    dates.remind()
    post_due()
    (sent,) = mail.outbox
    assert sent.to == ["ben@example.org"] and sent.subject.endswith("um 12:30 Uhr")
    assert "/austausch/mittagsmeeting/jetzt/" in sent.body and "/briefe/ende/" in sent.body


def test_the_calendar_is_read_by_programs_and_an_entry_keeps_its_name_when_it_moves(client):
    team = ada()
    series = dates.arrange(dict(FACTS), by=team)
    before = _entries(client, series)
    assert len(before) == 4
    first, second = LunchMeeting.objects.order_by("planned_on")[:2]
    dates.move(first, noon(date(2026, 3, 5)), noon(date(2026, 3, 5), 13, 45), by=team)
    dates.call_off(second, "Krank", by=team)
    after = _entries(client, series)
    assert after.keys() == before.keys()
    moved, gone = (after[_uid(one)] for one in (first, second))
    assert moved["DTSTART"].dt == datetime(2026, 3, 5, 12, 45, tzinfo=BERLIN) and moved["SEQUENCE"] == 1
    assert str(gone["STATUS"]) == "CANCELLED"
    text = client.get(series.calendar_path).content.decode()
    assert LINK not in text  # the room opens through the house, to members
    old = series.calendar_path
    assert dates.renew_calendar(series, by=team).calendar_path != old
    assert client.get(old).status_code == 404


def _entries(client, series) -> dict:
    calendar = icalendar.Calendar.from_ical(client.get(series.calendar_path).content)
    found = recurring_ical_events.of(calendar, skip_bad_series=False).between((2026, 3, 1), (2026, 5, 31))
    return {str(each["UID"]): each for each in found}


def _uid(meeting) -> str:
    return f"{meeting.event_id}@localhost"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-02-01 09:00", "in 4 Wochen"), ("2026-03-02 09:00", "in 2 Tagen"),
        ("2026-03-03 23:00", "morgen um 12:30 Uhr"),
        ("2026-03-04 08:00", "heute um 12:30 Uhr"), ("2026-03-04 12:09:30", "in 21 Minuten"),
        ("2026-03-04 12:30", "läuft noch 60 Minuten"), ("2026-03-04 13:29:10", "läuft noch 1 Minute"),
        ("2026-03-04 13:30", "ist vorbei"),
    ],
)  # fmt: skip
def test_the_countdown_speaks_in_words(now, said):
    starts = datetime(2026, 3, 4, 12, 30, tzinfo=BERLIN)
    now = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert countdown(starts, starts + timedelta(hours=1), now) == said


def test_the_one_button_leads_into_the_room_from_a_quarter_before_and_not_earlier(client, monday):
    reader = ben()
    client.force_login(reader)
    meeting = a_meeting(day=date(2026, 3, 4))
    early = client.get("/austausch/mittagsmeeting/jetzt/", follow=True)
    assert "Der Raum öffnet am Mittwoch, 4. März 2026" in early.content.decode()
    monday.move_to(datetime(2026, 3, 4, 12, 15, tzinfo=BERLIN))
    client.force_login(reader)
    assert client.get("/austausch/mittagsmeeting/jetzt/").url == LINK
    assert "Heute: MittagsMeeting" in client.get("/").content.decode()
    dates.call_off(meeting, "Krank", by=ada())
    assert client.get("/austausch/mittagsmeeting/jetzt/").url == "/austausch/mittagsmeeting/"
    assert "Heute: MittagsMeeting" not in client.get("/").content.decode()
