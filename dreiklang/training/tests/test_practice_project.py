"""A project at home is asked about after three and after six months; the sum, not the person, is reported."""

from datetime import date as day
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation import privacy
from dreiklang.foundation.models import Act
from dreiklang.letters.models import Letter
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import ada, cem, olga
from dreiklang.places.tests.makers import a_municipality
from dreiklang.training import results
from dreiklang.training.actions import practising
from dreiklang.training.models import FollowUp, PracticeProject, ProjectSum
from dreiklang.training.results import LEAST, sums_of
from dreiklang.training.tests.feedback import a_block_with, after

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
SECRET = "Ganz eigenes Vorhaben"
FACTS = {"title": SECRET, "aim": "Ankommen erleichtern", "field": None, "first_sign": "", "is_shared": False}


def address(run, name="practice_project", *more) -> str:
    return reverse(name, args=[run.programme.slug, run.pk, *more])


def noon(*when):
    return time_machine.travel(timezone.make_aware(datetime(*when, 12)), tick=False)


def asked() -> list[str]:
    return list(Letter.objects.filter(subject__startswith="Was ist aus").values_list("to", flat=True))


def projects(number: int, named_on=day(2026, 3, 2)):
    """So many people of one run with a project each."""
    date, people = a_block_with(number)
    for person in people:
        practising.name(date.run, person, FACTS | {"title": f"{SECRET} von {person.name}"})
    PracticeProject.objects.update(named_on=named_on)
    return date.run, people


def answered(run, people, state=FollowUp.DONE, months=3) -> None:
    for person in people:
        project = PracticeProject.objects.get(run=run, person=person)
        practising.answer(practising.ask(project, months), state, "Es läuft.", "Zeit.")


def test_at_the_end_of_the_run_a_participant_names_a_project(client):
    date, (person, *_) = a_block_with(1)
    client.force_login(person)
    assert "Am Ende des Durchgangs" in client.get(address(date.run)).text
    with after(date):
        client.force_login(person)
        assert "wie heißt ihr projekt" in client.get(address(date.run)).text.lower()
        assert client.post(address(date.run), {"title": "Mappe"}).status_code == 422
        client.post(address(date.run), {"title": "Mappe", "aim": "Ankommen"})
        client.post(address(date.run), {"title": "Zweimal geklickt", "aim": "Ankommen"})
        project = PracticeProject.objects.get()
        assert (project.title, project.is_shared, project.named_on) == ("Mappe", False, timezone.localdate())
        assert "Mappe" in client.get(address(date.run)).text


@pytest.mark.parametrize(
    ("named", "months", "then"),
    [
        (day(2026, 3, 2), 3, day(2026, 6, 2)), (day(2026, 11, 30), 3, day(2027, 2, 28)),
        (day(2026, 8, 31), 6, day(2027, 2, 28)), (day(2026, 7, 15), 6, day(2027, 1, 15)),
    ],
)  # fmt: skip
def test_months_are_those_of_the_calendar(named, months, then):
    assert practising.months_later(named, months) == then


def test_it_is_asked_once_after_three_and_once_after_six_months():
    _run, (person,) = projects(1)
    for when, letters in (((2026, 6, 1), 0), ((2026, 6, 2), 1), ((2026, 6, 3), 1), ((2026, 9, 1), 1), ((2026, 9, 2), 2),
                          ((2027, 9, 2), 2)):  # fmt: skip
        with noon(*when):
            practising.ask_due()
            assert len(asked()) == letters, when
    assert set(asked()) == {person.email}


def test_whoever_was_missed_is_asked_the_later_question_only():
    projects(1)
    with noon(2026, 10, 1):
        practising.ask_due()
        practising.ask_due()
    assert len(asked()) == 1 and FollowUp.objects.get().months == 6


def test_the_question_keeps_quiet_hours():
    projects(1, named_on=day(2026, 3, 7))
    with time_machine.travel(timezone.make_aware(datetime(2026, 6, 7, 3)), tick=False):  # a Sunday night
        practising.ask_due()
    assert timezone.localtime(Letter.objects.get(subject__startswith="Was ist").not_before).weekday() == 0


def test_the_subject_does_not_name_the_project_for_the_team_reads_subjects():
    projects(1)
    with noon(2026, 6, 2):
        practising.ask_due()
    letter = Letter.objects.get(subject__startswith="Was ist")
    assert SECRET not in letter.subject and SECRET in letter.text and "/praxisprojekt/" in letter.text


def test_she_answers_changes_skips_and_stops(client):
    run, (person,) = projects(1)
    with noon(2026, 6, 3):
        practising.ask_due()
        client.force_login(person)
        assert "Nach 3 Monaten" in client.get(address(run)).text
        assert client.post(address(run, "follow_up", 3), {}).status_code == 422
        client.post(address(run, "follow_up", 3), {"state": "running", "outcome": "Es läuft."})
        client.post(address(run, "follow_up", 3), {"state": "done", "outcome": "Fertig."})
        assert [(each.state, each.outcome) for each in FollowUp.objects.all()] == [("done", "Fertig.")]
        assert "umgesetzt" in client.get(address(run)).text
        client.post(address(run, "practice_project_questions"), {"act": "stop"})
    with noon(2026, 9, 3):
        practising.ask_due()
        assert len(asked()) == 1
        client.force_login(person)
        client.post(address(run, "practice_project_questions"), {"act": "ask"})
        practising.ask_due()
        client.post(address(run, "follow_up", 6), {"act": "skip"})
        assert FollowUp.objects.get(months=6).is_skipped
        assert "übersprungen" in client.get(address(run)).text and "umgesetzt" in client.get(address(run)).text
    assert not Act.objects.filter(by=str(person.pk)).exists()


def test_nobody_else_reaches_a_project_not_even_the_team(client):
    run, (person, other) = projects(2)
    practising.ask(PracticeProject.objects.get(person=person), 3)
    mine = [address(run), address(run, "practice_project_editing"), address(run, "follow_up", 3),
            address(run, "practice_project_deletion"), address(run, "practice_projects")]  # fmt: skip
    for who in (other, ada(), cem(), olga()):
        client.force_login(who)
        for path in mine:
            assert f"{SECRET} von {person.name}" not in client.get(path).text
            client.post(path, {"state": "done", "title": "Fremd", "aim": "Fremd"})
        assert f"{SECRET} von {person.name}" not in str(privacy.export(who))
    assert PracticeProject.objects.get(person=person).title.startswith(SECRET)
    assert FollowUp.objects.get(project__person=person).state == ""
    client.force_login(person)
    assert f"{SECRET} von {person.name}" in client.get(mine[0]).text


def test_the_cohort_reads_title_and_kind_of_municipality_where_she_says_so_and_nothing_more(client):
    run, (person, other) = projects(2)
    take_office(person, a_municipality("Musterlingen", key="99112233", kind="stadt"), title="Integrationsbeauftragte")
    client.force_login(other)
    assert f"{SECRET} von {person.name}" not in client.get(address(run, "practice_projects")).text
    PracticeProject.objects.filter(person=person).update(is_shared=True, title="Begrüßungsmappe", aim="Nur für mich")
    html = client.get(address(run, "practice_projects")).text
    assert "Begrüßungsmappe" in html and "(Stadt)" in html
    assert not [word for word in (person.name, "Musterlingen", "Nur für mich") if word in html]


@pytest.mark.parametrize("number", [0, 1, LEAST - 1])
def test_below_five_answers_there_is_no_sum(client, number):
    run, people = projects(6)
    answered(run, people[:number])
    client.force_login(ada())
    html = client.get(address(run, "practice_projects")).text
    assert sums_of(run) == [] and not ProjectSum.objects.exists() and "umgesetzt" not in html


def test_from_five_on_the_team_reads_counts_without_names_or_words(client):
    run, people = projects(6)
    answered(run, people[:3])
    answered(run, people[3:5], FollowUp.GIVEN_UP)
    ((months, number, bars),) = sums_of(run)
    assert (months, number) == (3, 5)
    assert {bar.label: bar.number for bar in bars if bar.number} == {"umgesetzt": 3, "aufgegeben": 2}
    client.force_login(ada())
    html = client.get(address(run, "practice_projects")).text
    assert "umgesetzt" in html and SECRET not in html and "Es läuft." not in html
    assert not [person for person in people if person.name in html]
    client.force_login(people[0])
    assert "umgesetzt" not in client.get(address(run, "practice_projects")).text


def test_two_readings_of_the_sum_never_differ_by_fewer_than_five():
    run, people = projects(11)
    answered(run, people[:5])
    first = sums_of(run)
    for person in people[5:9]:
        answered(run, [person], FollowUp.GIVEN_UP)
        assert sums_of(run) == first
    answered(run, people[:1], FollowUp.CHANGED)  # said anew
    assert sums_of(run) == first
    answered(run, people[9:10])
    assert sums_of(run)[0].count(10) == 1 and sums_of(run) != first


def test_a_lower_threshold_would_be_seen(monkeypatch):
    run, people = projects(6)
    monkeypatch.setattr(practising, "LEAST", 1)
    monkeypatch.setattr(results, "LEAST", 1)
    answered(run, people[:1])
    assert sums_of(run)


def test_deleting_takes_the_answers_along_and_ends_the_letters(client):
    run, (person,) = projects(1)
    answered(run, [person])
    client.force_login(person)
    client.get(address(run, "practice_project_deletion"))
    assert PracticeProject.objects.exists()
    client.post(address(run, "practice_project_deletion"))
    assert not PracticeProject.objects.exists() and not FollowUp.objects.exists()


def test_a_project_goes_with_her():
    _run, (person, other) = projects(2)
    privacy.erase(person)
    assert [project.person for project in PracticeProject.objects.all()] == [other]
    with noon(2026, 6, 2):
        practising.ask_due()
    assert asked() == [other.email]
