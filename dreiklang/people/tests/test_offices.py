from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people import personal_data
from dreiklang.people.actions.joining import change_profile, take_office
from dreiklang.people.models import Office, Person, Tenure
from dreiklang.people.tests.makers import a_person, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MONDAY = "2026-03-02 09:00+01:00"


@pytest.fixture
def musterlingen():
    return a_municipality("Musterlingen", "99115003")


@pytest.fixture
def auenkirch():
    return a_municipality("Auenkirch", "99115004")


def test_the_first_officer_of_a_municipality_brings_its_office(musterlingen):
    with time_machine.travel(MONDAY, tick=False):
        person = ben()
        tenure = take_office(person, musterlingen, title=" Leitung Integration ", share="0.5")
    office = Office.objects.get()
    assert (office.municipality, office.title, str(office.share)) == (musterlingen, "Leitung Integration", "0.50")
    assert (tenure.held_from, tenure.held_to) == (date(2026, 3, 2), None)
    assert person.current_office == office


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2026-03-03", "Der Beginn liegt in der Zukunft."), ("1949-12-31", "Bitte prüfen Sie das Jahr.")],
)
def test_an_office_does_not_vanish_by_a_slip_in_its_beginning(client, musterlingen, typed, said):
    with time_machine.travel(MONDAY, tick=False):
        person = ben()
        take_office(person, musterlingen, title="Integrationsbeauftragte")
        client.force_login(person)
        page = client.post("/konto/stelle/", {"held_from": typed}).content.decode()
        assert 'id="id_held_from_error"' in page and said in page
        assert person.current_tenure.held_from == date(2026, 3, 2)
        for right in ("2026-03-02", "1950-01-01"):
            assert client.post("/konto/stelle/", {"held_from": right}).status_code == 302


def test_an_office_outlives_its_holder(musterlingen):
    person = ben()
    office = take_office(person, musterlingen, title="Integrationsbeauftragte").office
    personal_data.erase(person)
    assert not Person.objects.exists() and not Tenure.objects.exists()
    assert Office.objects.get() == office and office.municipality == musterlingen


def test_a_vacant_office_is_taken_up(musterlingen):
    person = ben()
    office = take_office(person, musterlingen, title="Integrationsbeauftragte", share="0.5").office
    personal_data.erase(person)
    assert take_office(cem(), musterlingen, title="Leitung").office == office
    office.refresh_from_db()
    assert (office.title, str(office.share)) == ("Integrationsbeauftragte", "0.50")  # the post stays what it was


def test_who_comes_while_the_office_is_held_gets_one_beside_it(musterlingen):
    first = take_office(ben(), musterlingen, title="Integrationsbeauftragte").office
    second = take_office(cem(), musterlingen, title="Integrationsbeauftragte").office
    assert first != second and Office.objects.filter(municipality=musterlingen).count() == 2


def test_the_vacant_office_of_another_municipality_is_left_alone(musterlingen, auenkirch):
    person = ben()
    vacant = take_office(person, auenkirch, title="Integrationsbeauftragte").office
    personal_data.erase(person)
    assert take_office(cem(), musterlingen, title="Integrationsbeauftragte").office != vacant


def test_a_change_of_municipality_ends_the_former_tenure(musterlingen, auenkirch):
    with time_machine.travel(MONDAY, tick=False) as time:
        person = ben()
        former = take_office(person, musterlingen, title="Integrationsbeauftragte")
        time.shift(timedelta(days=30))
        present = take_office(person, auenkirch, title="Integrationsbeauftragte")
        former.refresh_from_db()
        assert (former.held_from, former.held_to) == (date(2026, 3, 2), date(2026, 3, 31))
        assert (present.held_from, present.held_to) == (date(2026, 4, 1), None)
        assert person.current_office.municipality == auenkirch
        assert list(person.tenures.current()) == [present]


def test_a_successor_takes_the_office_up_on_the_day_it_is_left(musterlingen, auenkirch):
    with time_machine.travel(MONDAY, tick=False) as time:
        person = ben()
        left = take_office(person, musterlingen, title="Integrationsbeauftragte").office
        time.shift(timedelta(days=30))
        take_office(person, auenkirch, title="Integrationsbeauftragte")
        assert take_office(cem(), musterlingen, title="Integrationsbeauftragte").office == left


def test_a_municipality_corrected_on_the_first_day_is_the_one_that_counts(musterlingen, auenkirch):
    person = ben()
    take_office(person, musterlingen, title="Integrationsbeauftragte")
    take_office(person, auenkirch, title="Integrationsbeauftragte")
    assert person.current_office.municipality == auenkirch
    assert [tenure.office.municipality for tenure in person.tenures.all()] == [auenkirch]
    take_office(person, musterlingen, title="Integrationsbeauftragte")
    assert person.current_office.municipality == musterlingen
    assert Office.objects.count() == 2  # the vacant one was taken up again


def test_the_same_municipality_again_changes_nothing(musterlingen):
    with time_machine.travel(MONDAY, tick=False) as time:
        person = ben()
        first = take_office(person, musterlingen, title="Integrationsbeauftragte")
        time.shift(timedelta(days=30))
        assert take_office(person, musterlingen, title="Leitung") == first
    assert list(Tenure.objects.values_list("held_from", "held_to")) == [(date(2026, 3, 2), None)]


def test_a_profile_without_municipality_leaves_the_office_as_it_is(musterlingen):
    person = ben()
    take_office(person, musterlingen, title="Integrationsbeauftragte")
    change_profile(person, name="Ben", function="Leitung", fields=[], municipality=None)
    assert person.current_office.municipality == musterlingen


def test_an_office_is_held_from_its_first_to_its_last_day(musterlingen):
    person = ben()
    office = take_office(person, musterlingen, title="Integrationsbeauftragte").office
    Tenure.objects.update(held_from=date(2026, 3, 2), held_to=date(2026, 6, 30))
    held = {"2026-03-01": None, "2026-03-02": office, "2026-06-30": office, "2026-07-01": None}
    for day, expected in held.items():
        with time_machine.travel(f"{day} 12:00+00:00", tick=False):
            assert person.current_office == expected, day


def test_the_day_is_that_of_the_town_hall_and_not_of_greenwich(musterlingen):
    with time_machine.travel("2026-07-01 00:30+02:00", tick=False):  # in UTC it is still June
        assert take_office(ben(), musterlingen, title="Integrationsbeauftragte").held_from == date(2026, 7, 1)


def test_nobody_leaves_before_coming(musterlingen):
    tenure = take_office(ben(), musterlingen, title="Integrationsbeauftragte")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.filter(pk=tenure.pk).update(held_to=tenure.held_from - timedelta(days=1))


def test_a_municipality_with_offices_cannot_be_thrown_away(musterlingen):
    take_office(ben(), musterlingen, title="Integrationsbeauftragte")
    with pytest.raises(IntegrityError), transaction.atomic():
        musterlingen.delete()
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_a_vacant_office_is_taken_by_one_of_two_who_come_at_once(musterlingen):
    person = ben()
    take_office(person, musterlingen, title="Integrationsbeauftragte")
    personal_data.erase(person)
    eva, ina = a_person("Eva"), a_person("Ina")
    took = side_by_side(
        lambda: take_office(eva, musterlingen, title="Leitung"), lambda: take_office(ina, musterlingen, title="Leitung")
    )
    assert {tenure.person for tenure in took} == {eva, ina}
    assert Tenure.objects.count() == 2
    assert Tenure.objects.values("office").distinct().count() == 2


def test_one_says_how_large_the_post_is_and_since_when(client, db):
    person = ben()
    take_office(person, a_municipality(), title="Integrationsbeauftragter")
    client.force_login(person)
    answer = client.post("/konto/stelle/", {"share": "50", "held_from": "2024-03-01"}, follow=True)
    assert "50 Prozent" in answer.text and "1. März 2024" in answer.text
    assert 'value="50"' in client.get("/konto/stelle/").text


def test_nonsense_about_the_post_changes_nothing_and_stays_typed(client, db):
    person = ben()
    tenure = take_office(person, a_municipality(), title="Integrationsbeauftragter")
    client.force_login(person)
    answer = client.post("/konto/stelle/", {"share": "150", "held_from": "2024-03-01", "held_to": "2024-02-01"})
    assert "zwischen 1 und 100 Prozent" in answer.text and "Das Ende liegt vor dem Beginn." in answer.text
    assert 'value="150"' in answer.text
    before = tenure.held_from
    tenure.refresh_from_db()
    assert (tenure.held_from, tenure.office.share) == (before, None)


def test_a_post_that_was_left_stands_vacant_for_the_next(client, db):
    person, municipality = ben(), a_municipality()
    tenure = take_office(person, municipality, title="Integrationsbeauftragter")
    client.force_login(person)
    client.post("/konto/stelle/", {"share": "", "held_from": "2024-03-01", "held_to": "2024-12-31"})
    assert person.current_office is None
    assert take_office(cem(), municipality, title="Integrationsbeauftragter").office == tenure.office
