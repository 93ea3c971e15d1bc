import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from dreiklang.foundation.once import AskedOnceARequest
from dreiklang.groups.actions import join, leave
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, holds, said, tokens_of
from dreiklang.groups.tests.makers import a_group
from dreiklang.people.tests.makers import a_person, ada, ben, cem, olga

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("visitor", [None, AnonymousUser()])
def test_a_visitor_reads_what_is_public(visitor):
    assert tokens_of(visitor) == [PUBLIC]


def test_a_member_reads_what_members_read():
    assert tokens_of(ben()) == [PUBLIC, MEMBERS]


def test_the_team_reads_what_is_the_teams():
    assert tokens_of(ada()) == [PUBLIC, MEMBERS, TEAM]


def test_who_runs_the_installation_reads_no_more_than_a_member():
    assert tokens_of(olga()) == [PUBLIC, MEMBERS]


def test_who_holds_a_token_is_said_without_a_query_unless_it_is_a_groups(django_assert_num_queries):
    ours, theirs, person = a_group(), a_group("Regionalrunde", Group.REGION), ben()
    join(ours, person)
    for one in (None, AnonymousUser(), person, cem(), ada(), olga()):
        tokens = [PUBLIC, MEMBERS, TEAM, ours.token, theirs.token]
        assert [token for token in tokens if holds(one, token)] == tokens_of(one)
    with django_assert_num_queries(0):
        assert holds(person, MEMBERS) and not holds(person, TEAM)


def test_a_group_is_read_by_those_who_belong_to_it_and_by_nobody_else():
    ours, theirs, person, other = a_group(), a_group("Regionalrunde", Group.REGION), ben(), cem()
    join(ours, person)
    join(theirs, other)
    assert tokens_of(person) == [PUBLIC, MEMBERS, ours.token]
    assert tokens_of(other) == [PUBLIC, MEMBERS, theirs.token]
    assert ours.token == f"group:{ours.pk}" != theirs.token


def test_being_of_the_team_opens_no_group():
    group, person = a_group(), ada()
    assert group.token not in tokens_of(person)
    join(group, person)
    assert tokens_of(person) == [PUBLIC, MEMBERS, TEAM, group.token]


def test_who_leaves_reads_no_longer():
    group, person = a_group(), ben()
    join(group, person)
    leave(group, person)
    assert tokens_of(person) == [PUBLIC, MEMBERS]


def test_one_query_however_many_groups(django_assert_num_queries):
    person = ben()
    for number in (1, 2, 3):
        join(a_group(f"Gruppe {number}"), person)
        with django_assert_num_queries(1):
            assert len(tokens_of(person)) == 2 + number


def test_a_visitor_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        tokens_of(AnonymousUser())


def test_each_token_is_said_in_words():
    group = a_group("Jahrgang 2025/2026")
    assert [said(token) for token in (PUBLIC, MEMBERS, TEAM, group.token)] == [
        "alle, auch ohne Konto", "Mitglieder des Netzwerks", "das Programmteam", "nur die Gruppe „Jahrgang 2025/2026“",
    ]  # fmt: skip


def test_a_group_that_is_gone_is_said_to_be_read_by_nobody():
    group = a_group()
    token = group.token
    group.delete()
    assert said(token) == "niemand mehr"


def test_a_percent_sign_in_a_name_is_a_percent_sign():
    for language in ("de", "en"):
        with translation.override(language):
            assert "100 % Teilhabe (%s)" in said(a_group("100 % Teilhabe (%s)").token)


@pytest.mark.parametrize("token", ["", "unsinn", "people:1,2", "group:", "group:unsinn", "Public"])
def test_a_token_that_nobody_holds_is_said_to_be_read_by_nobody(token):
    assert said(token) == "niemand mehr"


def test_a_request_asks_once_what_a_person_holds_and_anew_once_she_joined(django_assert_num_queries):
    person, group = ben(), Group.objects.create(name="Kreis", kind=Group.CIRCLE)

    def answer(_request):
        with django_assert_num_queries(1):
            assert tokens_of(person) == tokens_of(person)
        join(group, person)
        assert group.token in tokens_of(person)
        leave(group, person)
        assert group.token not in tokens_of(person)

    AskedOnceARequest(answer)(None)
    with django_assert_num_queries(2):  # the twin: outside a request nothing is kept
        assert tokens_of(person) == tokens_of(person)


def test_a_ministry_holds_what_is_public_and_its_groups():
    person = a_person("Mila Amt", is_member=False)
    group = Group.objects.create(name="Fragen an das Ministerium", kind=Group.TOPIC_TEAM)
    join(group, person)
    assert tokens_of(person) == [PUBLIC, group.token]
