"""What somebody reads of her own way through a programme: what is collected, what runs, what comes next, and how she
makes up for what she missed."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dreiklang.events.actions import publishing
from dreiklang.events.models import Attendance, Event, Part
from dreiklang.events.models.meeting import expected_at
from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register
from dreiklang.training.actions import confirming
from dreiklang.training.actions.making_up import make_up, take_back
from dreiklang.training.models import BlockDate, Confirmation, MakeUp, Run
from dreiklang.training.progress import sessions_of
from dreiklang.training.standing import COLLECTED, LOST, OPEN, RUNNING, courses_of
from dreiklang.training.start import cards
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
MINE = "/weiterbildung/meine/"


@pytest.fixture
def programme():
    return a_programme(least_attendance=80, excused_allowed=1, least_blocks=2)


def a_cohort(*people, name="Jahrgang") -> Group:
    cohort = Group.objects.create(name=name, kind=Group.COHORT)
    for person in people:
        join(cohort, person)
    return cohort


def a_run_of(programme, *people, title="Durchgang 2024", **fields) -> Run:
    return a_run(programme, title, cohort=a_cohort(*people, name=title), **fields)


def a_cohorts_date(run, block, parts=3, **fields) -> BlockDate:
    """Read by the cohort alone, without seats: the sessions are called the same in every run."""
    fields = {"readers": run.cohort.token, "audience": run.cohort, "capacity": None} | fields
    date = a_date(run, block, block.title, parts=parts, **fields)
    for number, session in enumerate(sessions_of([date])[date.pk]):
        Event.objects.filter(pk=session.pk).update(title=f"{block.title} {number + 1}")
    return date


def sessions(date) -> list[Event]:
    return sessions_of([date])[date.pk]


def attend(date, person, states: str):
    named = {"p": Attendance.PRESENT, "e": Attendance.EXCUSED}
    for session, letter in zip(sessions(date), states, strict=False):
        if letter in named:
            Attendance.objects.create(event=session, person=person, state=named[letter])


def state_of(person, block) -> str:
    (course,) = courses_of(person)
    return next(each.state for each in course.standings if each.block == block)


def read(address: str, person=None) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def signed_in(person) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def after(date):
    return time_machine.travel(date.event.ends + timedelta(days=4), tick=False)


# --- where she stands ---


def test_a_block_is_open_then_runs_then_is_collected(programme):
    person, block = ben(), a_building_block(programme)
    other = a_building_block(programme, "B", "Recht")
    run = a_run_of(programme, person)
    date = a_cohorts_date(run, block, parts=5)
    assert (state_of(person, block), state_of(person, other)) == (RUNNING, OPEN)
    attend(date, person, "ppp")
    assert state_of(person, block) == RUNNING
    attend(date, person, "---p")
    assert state_of(person, block) == COLLECTED


def test_a_block_that_is_lost_here_can_be_collected_in_another_run(programme):
    person, block = ben(), a_building_block(programme)
    first = a_cohorts_date(a_run_of(programme, person), block)
    with after(first):
        assert state_of(person, block) == LOST
    second = a_cohorts_date(a_run_of(programme, person, title="Durchgang 2025"), block, days=100)
    with after(first):
        assert state_of(person, block) == RUNNING
    attend(second, person, "ppp")
    assert state_of(person, block) == COLLECTED


def test_what_was_confirmed_stays_collected_when_who_was_there_is_forgotten(programme):
    person, block = ben(), a_building_block(programme)
    date = a_cohorts_date(a_run_of(programme, person), block)
    attend(date, person, "ppp")
    with after(date):
        confirming.award(date)
        Attendance.objects.all().delete()
        assert state_of(person, block) == COLLECTED and courses_of(person)[0].collected == [block]
        assert all(">gesammelt<" in read(address, person) for address in (MINE, programme.path, block.path))
        Confirmation.objects.update(revoked_at=timezone.now())
        assert state_of(person, block) == LOST and ">gesammelt<" not in read(programme.path, person)


def test_the_certificate_wants_the_number_and_the_required_blocks(programme):
    person, run = ben(), None
    blocks = [a_building_block(programme, letter, f"Baustein {letter}", is_required=letter == "C") for letter in "ABC"]
    run = a_run_of(programme, person)
    dates = [a_cohorts_date(run, block, parts=1) for block in blocks]
    attend(dates[0], person, "p")
    attend(dates[1], person, "p")
    (course,) = courses_of(person)
    assert len(course.collected) == 2 and course.missing == [blocks[2]] and not course.is_complete
    attend(dates[2], person, "p")
    assert courses_of(person)[0].is_complete


def test_whoever_has_a_seat_in_one_block_is_not_counted_in_another(programme):
    """Who is confirmed anywhere joins the cohort; a block with seats of its own is still only hers with a seat."""
    person = ben()
    run = a_run_of(programme, person)
    with_seat, without = (a_building_block(programme, letter, f"Baustein {letter}") for letter in "AB")
    date = a_date(run, with_seat, parts=2)
    register(date.event.seats, person)
    a_date(run, without, parts=2)
    assert (state_of(person, with_seat), state_of(person, without)) == (RUNNING, OPEN)
    assert [each.pk for each in BlockDate.objects.of(person)] == [date.pk]


def test_who_takes_part_is_said_the_same_from_both_sides(programme):
    """With a seat, with the group that it is for or that reads it; not who waits, leads, reads or joins one session."""
    people = [ben(), cem(), a_person("Dora Demir"), a_person("Ede Eich"), ada()]
    seated_one, waiting_one, grouped, joining, _team = people
    run, group = a_run_of(programme, grouped), Group.objects.create(name="Kreis", kind=Group.COHORT)
    join(group, grouped)
    facts = (
        {"capacity": 1}, {"capacity": None, "audience": run.cohort}, {"capacity": None, "readers": group.token},
        {"capacity": None}, {"capacity": 3, "readers": group.token},
    )  # fmt: skip
    dates = [
        a_date(run, a_building_block(programme, letter, letter), **some)
        for letter, some in zip("ABCDE", facts, strict=True)
    ]
    for person in (seated_one, waiting_one):
        register(dates[0].event.seats, person)
    Part.objects.create(event=dates[3].event, person=joining, role=Part.JOINER)
    Part.objects.create(event=dates[3].event, person=seated_one, role=Part.TRAINER)
    for date in dates:
        coming = set(date.participants())
        assert coming == {person for person in people if BlockDate.objects.of(person).filter(pk=date.pk).exists()}
    assert [BlockDate.objects.of(person).count() for person in people] == [1, 0, 2, 0, 0]
    assert [run in Run.objects.of(person) for person in people] == [True, False, True, False, False]
    assert list(Run.objects.of(None)) == []


# --- the page ---


def test_the_page_shows_the_next_step_the_blocks_and_the_rule(programme):
    person, block = ben(), a_building_block(programme, is_required=True)
    a_building_block(programme, "B", "Recht")
    date = a_cohorts_date(a_run_of(programme, person), block, parts=5)
    attend(date, person, "pe")
    html = read(MINE, person)
    assert "Als Nächstes:" in html and html.index("Grundlagen 3") < html.index("Grundlagen 1")
    assert "0 von 2 Bausteinen für das Zertifikat gesammelt" in html and programme.rule in html
    assert "2 von 5 Sitzungen zählen" in html and "4 nötig" in html and "1 entschuldigt" in html
    for badge in ("läuft", "offen", "besucht", "entschuldigt", "kommt noch"):
        assert badge in html
    assert "Diese Seite lesen nur Sie." in html


def test_one_absence_before_too_much_she_is_told_quietly(programme):
    person = ben()
    date = a_cohorts_date(a_run_of(programme, person), a_building_block(programme), parts=5)
    assert "Noch eine Fehlzeit wäre zu viel" not in read(MINE, person)
    with time_machine.travel(sessions(date)[0].ends + timedelta(days=4), tick=False):
        Event.objects.exclude(pk=sessions(date)[0].pk).update(
            starts=timezone.now() + timedelta(days=9), ends=timezone.now() + timedelta(days=9, hours=2)
        )
        assert "Noch eine Fehlzeit wäre zu viel" in read(MINE, person)


def test_whoever_takes_part_in_nothing_is_led_to_the_programmes():
    html = read(MINE, ben())
    assert "Noch kein Durchgang" in html and 'href="/weiterbildung/"' in html
    assert cards(ben_again()) == []


def ben_again():
    return a_person("Bea Ott")


def test_nobody_but_she_reads_it(programme):
    person = ben()
    date = a_cohorts_date(a_run_of(programme, person), a_building_block(programme))
    attend(date, person, "ppp")
    assert "Grundlagen" in read(MINE, person)
    for other in (cem(), ada()):
        html = read(MINE, other)
        assert "Grundlagen" not in html and "Ben Okonkwo" not in html
        assert courses_of(other) == []
    assert signed_in(None).get(MINE).status_code == 302


def test_a_draft_of_a_run_is_no_course_yet(programme):
    person = ben()
    a_cohorts_date(a_run_of(programme, person, state=Run.DRAFT), a_building_block(programme))
    assert courses_of(person) == []
    Run.objects.update(state=Run.PUBLISHED)
    assert len(courses_of(person)) == 1


def test_heute_says_how_far_she_is(programme):
    person = ben()
    a_cohorts_date(a_run_of(programme, person), a_building_block(programme))
    html = read("/", person)
    assert "Ihre Weiterbildung" in html and "0 von 2 Bausteinen für das Zertifikat bescheinigt" in html
    assert html.index("Ihre Termine") < html.index("Ihre Weiterbildung") < html.index("Was als Nächstes stattfindet")
    assert "Ihre Weiterbildung" not in read("/", cem())


def test_what_was_over_a_month_ago_stands_on_heute_no_more(programme):
    person = ben()
    date = a_cohorts_date(a_run_of(programme, person), a_building_block(programme))
    with time_machine.travel(date.event.ends + timedelta(days=20), tick=False):
        assert len(cards(person)) == 1
    with time_machine.travel(date.event.ends + timedelta(days=40), tick=False):
        assert cards(person) == [] and len(courses_of(person)) == 1


def test_as_many_queries_for_three_blocks_as_for_one(programme):
    person = ben()
    run, other = a_run_of(programme, person), a_run_of(programme, title="Durchgang 2025")
    client, counts = signed_in(person), []
    for letter in "ABC":
        block = a_building_block(programme, letter, f"Baustein {letter}")
        date = a_cohorts_date(run, block)
        a_cohorts_date(other, block, days=50)
        attend(date, person, "pe")
        counts.append((queries_of(client, MINE), queries_of(client, "/")))
    mine, today = counts[0]
    assert counts[0] == counts[2] and mine < 13 and today < 14  # for somebody new who takes part


def test_pages_of_the_programme_show_what_is_confirmed_to_her_alone(programme):
    person, block = ben(), a_building_block(programme)
    date = a_cohorts_date(a_run_of(programme, person), block, days=-9, readers="public")
    attend(date, person, "ppp")
    assert not any("gesammelt</span>" in read(address, person) for address in (programme.path, block.path))
    confirming.award(date)
    for address in (programme.path, block.path, date.run.path):
        assert "gesammelt</span>" in read(address, person)
        assert not any("gesammelt</span>" in read(address, other) for other in (None, *others()))


def others():
    people = {"cem@example.org": cem, "ada@example.org": ada}
    return [Person.objects.filter(email=email).first() or make() for email, make in people.items()]


def test_as_many_queries_with_her_own_state_for_three_blocks_as_for_one(programme):
    person = ben()
    run, client, counts = a_run_of(programme, person), signed_in(person), []
    for letter in "ABC":
        block = a_building_block(programme, letter, f"Baustein {letter}")
        attend(a_cohorts_date(run, block), person, "pe")
        counts.append([queries_of(client, address) for address in (programme.path, block.path, run.path)])
    assert counts[0] == counts[2] and max(counts[0]) < 12


# --- making up ---


@pytest.fixture
def two_runs(programme):
    """Ben and Dora in the first run, whose second session Ben cannot attend; the second run holds the same later."""
    block, person = a_building_block(programme), ben()
    here = a_cohorts_date(a_run_of(programme, person, a_person("Dora Demir")), block)
    there = a_cohorts_date(a_run_of(programme, title="Durchgang 2025"), block, days=60)
    attend(here, person, "-e")
    return person, sessions(here)[1], sessions(there)[1]


def offers(person) -> list[Event]:
    return [other for course in courses_of(person) for sitting in course.to_make_up for other in sitting.offers]


def test_a_missed_session_is_offered_in_another_run_and_only_the_same_one(two_runs):
    person, _missed, instead = two_runs
    assert offers(person) == [instead]
    assert "Gleiche Sitzung in einem anderen Durchgang" in read(MINE, person)


def test_it_goes_by_the_title_however_it_is_written(two_runs):
    person, _missed, instead = two_runs
    Event.objects.filter(pk=instead.pk).update(title="GRUNDLAGEN  2")
    assert offers(person) == [instead]
    Event.objects.filter(pk=instead.pk).update(title="Grundlagen, ganz anders")
    assert offers(person) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(state=Event.CANCELLED),
        lambda event: Event.objects.filter(pk=event.pk).update(state=Event.DRAFT),
        lambda event: Event.objects.filter(pk=event.part_of_id).update(state=Event.DRAFT),
        lambda event: Event.objects.filter(pk=event.pk).update(
            starts=timezone.now() - timedelta(hours=2), ends=timezone.now() - timedelta(hours=1)
        ),
        lambda event: Run.objects.filter(title="Durchgang 2025").update(state=Run.DRAFT),
    ],
    ids=["called off", "a draft", "of a draft", "over", "in a draft of a run"],
)
def test_what_nobody_can_go_to_is_not_offered(two_runs, change):
    person, missed, instead = two_runs
    change(instead)
    assert offers(person) == []
    with pytest.raises(Refusal):
        make_up(missed, instead, person)
    assert not MakeUp.objects.exists() and not Part.objects.exists()


def test_a_full_session_is_not_offered_and_those_who_join_it_are_counted(programme):
    block, people = a_building_block(programme), [ben(), cem()]
    here = a_cohorts_date(a_run_of(programme, *people), block)
    there = a_cohorts_date(a_run_of(programme, title="Durchgang 2025"), block, days=60, capacity=2, readers="public")
    register(there.event.seats, a_person("Dora Demir"))
    for person in people:
        attend(here, person, "-e")
    make_up(sessions(here)[1], sessions(there)[1], people[0])
    assert offers(people[1]) == []
    with pytest.raises(Refusal):
        make_up(sessions(here)[1], sessions(there)[1], people[1])
    take_back(MakeUp.objects.get())
    assert make_up(sessions(here)[1], sessions(there)[1], people[1])


def test_whoever_makes_up_sees_the_session_stands_on_its_list_and_gets_its_calendar_entry(two_runs):
    person, missed, instead = two_runs
    assert signed_in(person).get(instead.path).status_code == 404
    signed_in(person).post(f"{MINE}{missed.pk}/{instead.pk}/")
    assert signed_in(person).get(instead.path).status_code == 200
    assert list(expected_at(instead)) == [person]
    letter = Letter.objects.get(to=person.email)
    assert letter.calendar_method == "REQUEST" and "Sie nehmen teil: Grundlagen 2" in letter.subject
    assert "Stattdessen:" in read(MINE, person) and offers(person) == []


def test_only_what_was_missed_or_announced_can_be_made_up(two_runs):
    person, missed, instead = two_runs
    Attendance.objects.update(state=Attendance.PRESENT)
    with pytest.raises(Refusal):
        make_up(missed, instead, person)
    Attendance.objects.all().delete()
    with pytest.raises(Refusal):
        make_up(missed, instead, person)
    with time_machine.travel(missed.ends + timedelta(days=4), tick=False):
        assert make_up(missed, instead, person)


def test_a_second_click_makes_up_once(two_runs):
    person, missed, instead = two_runs
    assert make_up(missed, instead, person) == make_up(missed, instead, person)
    assert MakeUp.objects.count() == Part.objects.count() == Letter.objects.count() == 1


def test_one_session_stands_for_one_that_was_missed_though_two_are_called_the_same(two_runs):
    person, missed, instead = two_runs
    other = Event.objects.get(part_of=missed.part_of, title="Grundlagen 3")
    Event.objects.filter(pk__in=[missed.pk, other.pk, instead.pk]).update(title="Werkstatt")
    missed.refresh_from_db(), other.refresh_from_db(), instead.refresh_from_db()
    Attendance.objects.create(event=other, person=person, state=Attendance.EXCUSED)
    assert offers(person) == [instead] * 2
    make_up(missed, instead, person)
    assert offers(person) == []
    with pytest.raises(Refusal):
        make_up(other, instead, person)
    assert MakeUp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_choices_of_one_person_side_by_side_leave_one(two_runs, programme):
    person, missed, instead = two_runs
    third = sessions(a_cohorts_date(a_run_of(programme, title="Durchgang 2026"), programme.blocks.get(), days=90))[1]
    both = side_by_side(*(lambda there=there: make_up(missed, there, person) for there in (instead, third)))
    assert all(isinstance(one, MakeUp) for one in both), both
    assert Part.objects.get().event == MakeUp.objects.get().instead


def test_taking_it_back_closes_the_door_again(two_runs):
    person, missed, instead = two_runs
    made_up = make_up(missed, instead, person)
    for _twice in range(2):
        take_back(MakeUp(pk=made_up.pk))
    assert not MakeUp.objects.exists() and not expected_at(instead).exists()
    assert signed_in(person).get(instead.path).status_code == 404
    assert [letter.calendar_method for letter in Letter.objects.order_by("written_at")] == ["REQUEST", "CANCEL"]


def test_another_session_instead_replaces_the_first(two_runs, programme):
    person, missed, instead = two_runs
    third = a_cohorts_date(a_run_of(programme, title="Durchgang 2026"), programme.blocks.get(), days=90)
    make_up(missed, instead, person)
    make_up(missed, sessions(third)[1], person)
    assert MakeUp.objects.get().instead == sessions(third)[1]
    assert list(Part.objects.values_list("event", flat=True)) == [sessions(third)[1].pk]


def test_what_is_over_cannot_be_taken_back(two_runs):
    person, missed, instead = two_runs
    made_up = make_up(missed, instead, person)
    with time_machine.travel(instead.starts + timedelta(minutes=1), tick=False), pytest.raises(Refusal):
        take_back(made_up)


def test_whoever_missed_it_there_too_goes_to_a_third(two_runs, programme):
    person, missed, instead = two_runs
    third = sessions(a_cohorts_date(a_run_of(programme, title="Durchgang 2026"), programme.blocks.get(), days=90))[1]
    make_up(missed, instead, person)
    with time_machine.travel(instead.ends + timedelta(days=2), tick=False):  # its trainers may still tick her
        assert third not in offers(person)
        with pytest.raises(Refusal):
            make_up(missed, third, person)
    with time_machine.travel(instead.ends + timedelta(days=4), tick=False):
        assert third in offers(person) and make_up(missed, third, person)
    assert MakeUp.objects.get().instead == third and Part.objects.get().event == third
    assert not Letter.objects.filter(subject__startswith="Zurück").exists()


def test_when_it_was_called_off_there_she_goes_to_a_third(two_runs, programme):
    person, missed, instead = two_runs
    third = sessions(a_cohorts_date(a_run_of(programme, title="Durchgang 2026"), programme.blocks.get(), days=90))[1]
    make_up(missed, instead, person)
    Event.objects.filter(pk=instead.pk).update(state=Event.CANCELLED)
    with time_machine.travel(instead.ends, tick=False):
        assert third in offers(person) and make_up(missed, third, person)


def test_nobody_makes_up_for_somebody_elses_session(two_runs):
    _person, missed, instead = two_runs
    for stranger in (cem(), ada()):
        assert signed_in(stranger).post(f"{MINE}{missed.pk}/{instead.pk}/").status_code == 404
        with pytest.raises(Refusal):
            make_up(missed, instead, stranger)
    assert not MakeUp.objects.exists()


def test_nobody_takes_back_what_somebody_else_makes_up(two_runs):
    person, missed, instead = two_runs
    made_up = make_up(missed, instead, person)
    assert signed_in(cem()).post(f"{MINE}nachholen/{made_up.pk}/ruecknahme/").status_code == 404
    assert MakeUp.objects.exists()
    signed_in(person).post(f"{MINE}nachholen/{made_up.pk}/ruecknahme/")
    assert not MakeUp.objects.exists()


def test_when_the_session_moves_or_is_called_off_she_is_told_once(two_runs):
    person, missed, instead = two_runs
    make_up(missed, instead, person)
    moved = Event.objects.get(pk=instead.pk)
    moved.starts, moved.ends = moved.starts + timedelta(hours=1), moved.ends + timedelta(hours=1)
    publishing.save(moved, speakers=[], seats=None, by=ada())
    publishing.call_off(moved, reason="Krankheit", by=ada_again())
    letters = list(Letter.objects.filter(to=person.email).order_by("written_at"))
    assert [letter.calendar_method for letter in letters] == ["REQUEST", "REQUEST", "CANCEL"]
    assert "Krankheit" in letters[-1].text


def ada_again():
    return a_person("Anna Berg", is_team=True)
