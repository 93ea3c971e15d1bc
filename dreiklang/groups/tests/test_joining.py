import pytest
from django.db import IntegrityError, transaction

from dreiklang.groups import personal_data
from dreiklang.groups.actions import join, leave
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.tests.makers import a_group
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ben, cem

pytestmark = pytest.mark.django_db


def test_joining_twice_is_joining_once():
    group, person = a_group(), ben()
    assert join(group, person) == join(group, person)
    assert list(Membership.objects.values_list("group", "person")) == [(group.pk, person.pk)]


def test_nobody_belongs_twice_even_past_the_action():
    group, person = a_group(), ben()
    join(group, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(group=group, person=person)


def test_leaving_twice_is_harmless_and_concerns_one_person_in_one_group():
    group, other, person, colleague = a_group(), a_group("Regionalrunde"), ben(), cem()
    for belongs in ((group, person), (other, person), (group, colleague)):
        join(*belongs)
    leave(group, person)
    leave(group, person)
    assert set(Membership.objects.values_list("group", "person")) == {(other.pk, person.pk), (group.pk, colleague.pk)}


def test_a_group_outlives_who_belonged_to_it():
    group, person, colleague = a_group(), ben(), cem()
    join(group, person)
    join(group, colleague)
    assert personal_data.export(person) == {"Meine Gruppen": [{"Gruppe": "Jahrgang 2025/2026", "Rolle": "Mitglied"}]}
    personal_data.erase(person)
    assert Group.objects.get() == group and Membership.objects.get().person == colleague
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_group_that_goes_takes_no_person_along():
    group, person = a_group(), ben()
    join(group, person)
    group.delete()
    assert Person.objects.get() == person and not Membership.objects.exists()
