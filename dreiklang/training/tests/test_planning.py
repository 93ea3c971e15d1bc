"""A new run from an earlier one: every date moves along, what is to be looked at is pointed out, nothing is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dreiklang.events.models import Event, Part
from dreiklang.events.tests.makers import an_event, queries_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import some_seats
from dreiklang.training.actions.planning import plan_run
from dreiklang.training.models import BlockDate, Run
from dreiklang.training.shifting import looked_at, moves_of, on_days, shifted
from dreiklang.training.tests.makers import a_building_block, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

FRIDAY = date(2026, 3, 6)  # before the clocks change; the first block of the earlier run


def at(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.strptime(clock, "%H:%M").time()))


@pytest.fixture
def earlier() -> Run:
    """A block of two days with two sessions on Friday and Saturday, and an evening online three weeks later."""
    programme = a_programme()
    run = a_run(programme, "Durchgang 2026", cohort=Group.objects.create(name="Jahrgang 2026", kind=Group.COHORT))
    hers = {"readers": run.cohort.token, "capacity": None}
    block = an_event(
        "Präsenzblock", kind=Event.BLOCK, starts=at(FRIDAY, "09:00"), hours=31, place="Tagungshaus", link="",
        source="**Worum** es geht", speakers=[("Prof. Muster", "Universität")],
        seats={"joins": run.cohort, "closes_at": at(FRIDAY - timedelta(days=7), "12:00"), "note": "Bus"}, capacity=24,
    )  # fmt: skip
    for number, clock in enumerate(("09:00", "10:00")):
        starts = at(FRIDAY + timedelta(days=number), clock)
        an_event(f"Teil {number + 1}", kind=Event.SESSION, part_of=block, starts=starts, place="Tagungshaus", **hers)
    evening = an_event(
        "Abend", kind=Event.SESSION, starts=at(FRIDAY + timedelta(days=20), "18:00"), place="", link="https://example.org/raum",
        **hers,
    )  # fmt: skip
    for letter, event in (("A", block), ("B", evening)):
        BlockDate.objects.create(run=run, block=a_building_block(programme, letter, f"Baustein {letter}"), event=event)
    return run


def plan(earlier, first_day=FRIDAY + timedelta(days=364), **more) -> Run:
    return plan_run(earlier, "Durchgang 2027", first_day, by=ada(), **more)


def events_of(run) -> dict:
    """{title: event} of all its dates and sessions."""
    hers = run.dates.values("event")
    found = Event.objects.filter(pk__in=hers) | Event.objects.filter(part_of__in=hers)
    return {event.title: event for event in found}


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%a %d.%m.%Y %H:%M")


# --- what is made ---


def test_all_dates_shift_by_the_same_days_at_the_same_time_of_day(earlier):
    run = plan(earlier)
    before, after = events_of(earlier), events_of(run)
    assert set(before) == set(after) == {"Präsenzblock", "Teil 1", "Teil 2", "Abend"}
    for title, event in after.items():
        was, now = timezone.localtime(before[title].starts), timezone.localtime(event.starts)
        assert (now.date() - was.date()).days == 364 and now.time() == was.time() and now.weekday() == was.weekday()
        assert event.ends - event.starts == before[title].ends - before[title].starts
        assert event.is_draft and event.pk != before[title].pk and event.slug != before[title].slug
    assert after["Teil 1"].part_of == after["Teil 2"].part_of == after["Präsenzblock"]


@pytest.mark.parametrize("first_day", [date(2026, 3, 27), date(2026, 10, 23), date(2027, 3, 26)])
def test_the_time_of_day_stays_across_the_change_of_the_clocks(earlier, first_day):
    """Blocks that begin in winter time and end in summer time, and the other way round."""
    after = events_of(plan(earlier, first_day))
    assert [local(after[title].starts)[-5:] for title in ("Präsenzblock", "Teil 1", "Teil 2", "Abend")] == [
        "09:00", "09:00", "10:00", "18:00",
    ]  # fmt: skip
    assert local(after["Präsenzblock"].ends)[-5:] == "16:00"


def test_a_shift_by_hours_would_move_the_time_of_day():
    winter = at(date(2026, 3, 27), "09:00").astimezone(UTC)  # as it comes from the database
    assert local(shifted(winter, 7)).endswith("09:00") and local(winter + timedelta(days=7)).endswith("10:00")


def test_texts_place_and_seats_are_taken_along_and_what_must_be_asked_anew_is_not(earlier):
    block = events_of(earlier)["Präsenzblock"]
    person = ben()
    Registration.objects.create(seats=block.seats, person=person, state=Registration.CONFIRMED, line=1)
    Part.objects.create(event=block, person=person, role=Part.TRAINER)
    run = plan(earlier)
    copy, evening = events_of(run)["Präsenzblock"], events_of(run)["Abend"]
    assert (copy.summary, copy.place, copy.html) == (block.summary, "Tagungshaus", block.html)
    assert (copy.seats.capacity, copy.seats.note, copy.seats.taken()) == (24, "Bus", 0)
    assert local(copy.seats.closes_at) == "Fri 26.02.2027 12:00"
    assert evening.link == "" and not copy.speakers.exists() and not Part.objects.filter(event=copy).exists()
    assert not run.cohort.memberships.exists()


def test_speakers_are_named_again_only_if_the_team_wants_it(earlier):
    copy = events_of(plan(earlier, with_speakers=True))["Präsenzblock"]
    assert [(each.name, each.role) for each in copy.speakers.all()] == [("Prof. Muster", "Universität")]


def test_what_was_for_the_earlier_cohort_is_for_the_new_one(earlier):
    Event.objects.filter(title="Abend").update(audience=earlier.cohort)
    run = plan(earlier)
    copies = events_of(run)
    assert copies["Abend"].audience == run.cohort and copies["Teil 1"].audience is None
    assert run.cohort != earlier.cohort and run.cohort.name == "Durchgang 2027"
    assert copies["Teil 1"].readers == copies["Abend"].readers == run.cohort.token
    assert copies["Präsenzblock"].readers == "public" and copies["Präsenzblock"].seats.joins == run.cohort
    join(earlier.cohort, person := ben())
    Event.objects.update(state=Event.PUBLISHED)
    assert not Event.objects.visible_to(person).filter(pk=copies["Abend"].pk).exists()


def test_seats_of_the_whole_run_are_taken_along(earlier):
    earlier.seats = some_seats(capacity=30, open_to="members", closes_at=at(date(2026, 2, 1), "12:00"))
    earlier.save()
    run = plan(earlier)
    assert (run.seats.capacity, run.seats.joins, run.seats.address) == (30, run.cohort, run.path)
    assert local(run.seats.closes_at) == "Sun 31.01.2027 12:00" and run.seats != earlier.seats


def test_a_session_that_was_called_off_is_not_held_again(earlier):
    Event.objects.filter(title="Teil 2").update(state=Event.CANCELLED)
    assert "Teil 2" not in events_of(plan(earlier))


def test_single_days_may_be_chosen(earlier):
    evening = events_of(earlier)["Abend"]
    run = plan(earlier, days={evening.pk: date(2027, 4, 1)})
    assert local(events_of(run)["Abend"].starts) == "Thu 01.04.2027 18:00"
    assert local(events_of(run)["Präsenzblock"].starts) == "Fri 05.03.2027 09:00"


def test_planned_twice_it_is_there_once(earlier):
    public_id, team = uuid4(), ada()
    for _twice in range(2):
        plan_run(earlier, "Durchgang 2027", date(2027, 3, 5), by=team, public_id=public_id)
    assert Run.objects.count() == 2 and Event.objects.count() == 8 and Group.objects.count() == 2


def test_a_run_without_dates_is_no_pattern(earlier):
    earlier.dates.all().delete()
    with pytest.raises(Refusal):
        plan(earlier)
    assert Run.objects.count() == 1


def test_if_anything_fails_nothing_is_made(earlier, monkeypatch):
    team = ada()
    monkeypatch.setattr("dreiklang.training.actions.planning.record", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan_run(earlier, "Durchgang 2027", date(2027, 3, 5), by=team)
    assert Run.objects.count() == 1 and Event.objects.count() == 4 and Group.objects.count() == 1


# --- what is pointed out ---


def remarks(earlier, first_day, days=None) -> dict:
    return {
        move.event.title: " | ".join(move.remarks)
        for move in looked_at(on_days(moves_of(earlier, first_day), days or {}))
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 6, 4), "Feiertag am 4. Juni 2026: Fronleichnam"),  # in Baden-Württemberg
        (date(2026, 6, 5), "Brückentag: 5. Juni 2026"),
        (date(2026, 12, 24), "24. Dezember 2026: Die Rathäuser sind geschlossen."),
        (date(2026, 6, 6), "Wochenende: 6. Juni 2026"),
        (date(2026, 6, 8), ""),
    ],
)
def test_holidays_of_the_land_and_days_like_them_are_pointed_out(earlier, day, said):
    evening = events_of(earlier)["Abend"]
    assert remarks(earlier, date(2026, 5, 8), {evening.pk: day})["Abend"] == said


def test_another_land_has_other_holidays(earlier, settings):
    settings.LAND = "HH"
    evening = events_of(earlier)["Abend"]
    assert remarks(earlier, date(2026, 5, 8), {evening.pk: date(2026, 6, 4)})["Abend"] == ""


def test_whoever_leads_elsewhere_at_that_time_is_pointed_out(earlier):
    person, elsewhere = ben(), an_event("Anderswo", starts=at(date(2027, 3, 5), "11:00"), place="Rathaus", hours=2)
    Part.objects.create(event=events_of(earlier)["Präsenzblock"], person=person, role=Part.TRAINER)
    assert "leitet dann schon" not in str(remarks(earlier, date(2027, 3, 5)))
    Part.objects.create(event=elsewhere, person=person, role=Part.TRAINER)
    said = remarks(earlier, date(2027, 3, 5))
    assert "Ben Okonkwo leitet dann schon: Anderswo" not in said["Teil 1"]  # it is over when the other begins
    Event.objects.filter(pk=elsewhere.pk).update(starts=at(date(2027, 3, 5), "10:00"))
    said = remarks(earlier, date(2027, 3, 5))
    assert "Ben Okonkwo leitet dann schon: Anderswo" in said["Teil 1"] and "leitet" not in said["Teil 2"]


def test_the_same_place_and_other_blocks_of_the_network_are_pointed_out(earlier):
    an_event("Hochzeit", starts=at(date(2027, 3, 5), "09:30"), place="TAGUNGSHAUS")
    an_event("Nachbarblock", kind=Event.BLOCK, starts=at(date(2027, 3, 6), "10:30"), place="Rathaus")
    an_event("Abgesagt", starts=at(date(2027, 3, 5), "09:30"), place="Tagungshaus", state=Event.CANCELLED)
    said = remarks(earlier, date(2027, 3, 5))
    assert "Am selben Ort ist dann schon: Hochzeit" in said["Teil 1"] and "Abgesagt" not in str(said)
    assert "Zur selben Zeit im Netzwerk: Nachbarblock" in said["Teil 2"] and "Nachbarblock" not in said["Teil 1"]


def test_two_dates_of_the_cohort_at_once_and_a_session_outside_its_block_are_pointed_out(earlier):
    events = events_of(earlier)
    Event.objects.filter(title="Abend").update(starts=at(FRIDAY + timedelta(days=20), "10:00"))
    said = remarks(
        earlier, date(2027, 3, 5), {events["Abend"].pk: date(2027, 3, 6), events["Teil 1"].pk: date(2027, 3, 9)}
    )
    assert "Zur selben Zeit in diesem Durchgang: Teil 2" in said["Abend"]
    assert "Liegt außerhalb des Blocks: Präsenzblock" in said["Teil 1"]
    assert "in diesem Durchgang" not in str(remarks(earlier, date(2027, 3, 5)))


def test_as_many_queries_for_eight_dates_as_for_two(earlier, django_assert_num_queries):
    with django_assert_num_queries(5):
        looked_at(moves_of(earlier, date(2027, 3, 5)))
    for letter in "CDEFGH":
        event = an_event(f"Mehr {letter}", starts=at(FRIDAY, "08:00"), capacity=None)
        an_event(f"Am selben Tag {letter}", starts=at(date(2027, 3, 5), "08:00"))
        block = a_building_block(earlier.programme, letter, f"Baustein {letter}")
        BlockDate.objects.create(run=earlier, block=block, event=event)
    with django_assert_num_queries(5):
        looked_at(moves_of(earlier, date(2027, 3, 5)))


# --- the page ---


@pytest.fixture
def team() -> Client:
    client = Client()
    client.force_login(ada())
    return client


def fields(html: str) -> dict:
    """What a browser would send of the form of the page."""
    inputs = re.findall(r"<input[^>]*>", html.split("<main")[1].split("</main>")[0])
    named = [dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in inputs]
    return {each["name"]: each.get("value", "") for each in named if "name" in each and each.get("type") != "checkbox"}


def read(answer) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_before_anything_is_made_the_table_shows_every_date_old_and_new(earlier, team):
    address = f"/team/durchgaenge/{earlier.pk}/neu/"
    form = fields(read(team.get(address))) | {"title": "Durchgang 2027", "first_day": "2027-03-25"}
    html = read(team.post(address, form | {"plan": "1"}))  # even who presses ahead sees it first
    assert Run.objects.count() == 1
    for text in ("Fr., 6. März 2026", "Do., 25. März 2027", "Fr., 26. März 2027", "Karfreitag", "Do., 26. März 2026"):
        assert text in html
    assert html.index("Präsenzblock") < html.index("Teil 1") < html.index("Abend")


def test_single_days_are_changed_in_the_table_and_then_the_drafts_are_made_once(earlier, team):
    address, evening = f"/team/durchgaenge/{earlier.pk}/neu/", events_of(earlier)["Abend"]
    form = fields(read(team.get(address))) | {"title": "Durchgang 2027", "first_day": "2027-03-05"}
    form = fields(read(team.post(address, form)))
    assert form[f"day_{evening.pk}"] == "2027-03-25"
    form |= {f"day_{evening.pk}": "2027-04-08"}
    seen = read(team.post(address, form))
    assert "Do., 8. April 2027" in seen and Run.objects.count() == 1
    answers = [team.post(address, fields(seen) | {"plan": "1"}) for _twice in range(2)]
    run = Run.objects.get(title="Durchgang 2027")
    assert [answer.url for answer in answers] == [f"/team/durchgaenge/{run.pk}/"] * 2
    assert local(events_of(run)["Abend"].starts) == "Thu 08.04.2027 18:00" and Run.objects.count() == 2


def test_nothing_is_lost_on_a_slip(earlier, team):
    address, evening = f"/team/durchgaenge/{earlier.pk}/neu/", events_of(earlier)["Abend"]
    form = fields(read(team.get(address))) | {"title": "Durchgang 2027", "first_day": "2027-03-05"}
    form = fields(read(team.post(address, form))) | {f"day_{evening.pk}": "2027-04-08"}
    for slip in ({"title": ""}, {"first_day": "bald"}, {f"day_{events_of(earlier)['Teil 1'].pk}": "irgendwann"}):
        html = read(team.post(address, form | slip | {"plan": "1"}))
        after = fields(html)
        assert after[f"day_{evening.pk}"] == "2027-04-08" and "Bitte sehen Sie noch einmal nach" in html
        assert {name: after[name] for name in slip} == slip
    assert Run.objects.count() == 1


def test_another_first_day_proposes_all_days_anew(earlier, team):
    address, evening = f"/team/durchgaenge/{earlier.pk}/neu/", events_of(earlier)["Abend"]
    form = fields(read(team.get(address))) | {"title": "Durchgang 2027", "first_day": "2027-03-05"}
    form = fields(read(team.post(address, form))) | {"first_day": "2027-03-12"}
    after = fields(read(team.post(address, form | {"plan": "1"})))
    assert after[f"day_{evening.pk}"] == "2027-04-01" and Run.objects.count() == 1


def test_the_page_takes_few_queries(earlier, team):
    assert queries_of(team, f"/team/durchgaenge/{earlier.pk}/neu/") < 12


def test_nobody_is_written_to_and_nobody_but_the_team_reads_it(earlier):
    run = plan(earlier)
    assert not Letter.objects.exists()
    person = ben()
    assert run not in Run.objects.visible_to(person) and run in Run.objects.visible_to(ada_again())
    assert not Event.objects.visible_to(person).filter(pk__in=run.dates.values("event")).exists()


def ada_again():
    return ben(email="anna@example.org", is_team=True)


def test_a_block_that_no_database_can_look_up_presets_nothing(client, earlier):
    client.force_login(ada())
    assert client.get(f"/team/durchgaenge/{earlier.pk}/termine/neu/?baustein=%00").status_code == 200
