"""Who speaks for a group, and who is its guest until a day: after it she is nobody to the group, wherever one asks."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import change_role, hand_over, join, take_in
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import holders, members_of, tokens_of
from dreiklang.groups.rules import is_in, may_keep_members, speaks_for
from dreiklang.groups.tests.makers import a_group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem, olga

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 10:00+01:00"


@pytest.fixture(autouse=True)
def a_fixed_day():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def in_days(number: int):
    return timezone.localdate() + timedelta(days=number)


def is_known(person, group: Group) -> set[bool]:
    return {
        group.token in tokens_of(person), is_in(person, group), holders(group.token).filter(pk=person.pk).exists(),
        members_of(group.token).filter(person=person).exists(), group.memberships.standing().exists(),
    }  # fmt: skip


def test_a_guest_belongs_to_it_to_the_end_of_her_last_day(a_fixed_day):
    group, guest = a_group(), ben()
    join(group, guest, role=Membership.GUEST, until=in_days(3))
    a_fixed_day.move_to("2026-03-05 23:59+01:00")
    assert is_known(guest, group) == {True}
    a_fixed_day.move_to("2026-03-06 00:01+01:00")
    assert is_known(guest, group) == {False}


def test_a_member_belongs_to_it_without_end(a_fixed_day):
    group, person = a_group(), ben()
    join(group, person)
    a_fixed_day.move_to("2036-03-06 00:01+01:00")
    assert is_known(person, group) == {True}


def test_a_guest_needs_a_day_that_is_to_come_and_nobody_else_has_one():
    group, person = a_group(), ben()
    for day in (None, in_days(-1)):
        with pytest.raises(Refusal, match="zu Gast"):
            join(group, person, role=Membership.GUEST, until=day)
    assert join(group, person, until=in_days(3)).until is None
    for role, day in ((Membership.GUEST, None), (Membership.MEMBER, in_days(3))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(person=person).update(role=role, until=day)


def test_nobody_becomes_less_by_joining_again():
    group, speaker, guest = a_group(), ben(), cem()
    join(group, speaker, role=Membership.SPEAKER)
    join(group, speaker)
    join(group, speaker, role=Membership.GUEST, until=in_days(3))
    assert speaks_for(speaker, group)
    join(group, guest, role=Membership.GUEST, until=in_days(30))
    assert join(group, guest, role=Membership.GUEST, until=in_days(3)).until == in_days(30)
    assert join(group, guest).until is None


def test_a_guest_whose_time_is_over_comes_again(a_fixed_day):
    group, guest, team = a_group(), ben(), ada()
    join(group, guest, role=Membership.GUEST, until=in_days(3))
    a_fixed_day.move_to("2026-03-20 10:00+01:00")
    take_in(group, guest, role=Membership.GUEST, until=in_days(3), by=team)
    assert is_known(guest, group) == {True}
    assert "23. März 2026" in Letter.objects.get(to=guest.email).text


def test_members_are_kept_by_who_speaks_for_the_group_and_by_the_team_and_by_nobody_else():
    group, other, speaker, member = a_group(), a_group("Regionalrunde", Group.REGION), ben(), cem()
    join(group, speaker, role=Membership.SPEAKER)
    join(other, speaker)
    join(group, member)
    assert may_keep_members(speaker, group) and may_keep_members(ada(), group)
    assert not may_keep_members(speaker, other)
    assert not may_keep_members(member, group) and not may_keep_members(olga(), group)


def test_speaking_is_handed_over_and_both_are_told_what_concerns_them():
    group, speaker, colleague = a_group(), ben(), cem()
    join(group, speaker, role=Membership.SPEAKER)
    theirs = join(group, colleague)
    for _again in range(2):
        hand_over(group, theirs, by=speaker)
    assert speaks_for(colleague, group) and not speaks_for(speaker, group) and is_in(speaker, group)
    assert "Sie sprechen jetzt für" in Letter.objects.get().subject
    assert Act.objects.filter(act="group.speaker").count() == 1


def test_the_team_makes_a_member_a_guest_only_with_a_day(client):
    group, person = a_group(), a_person("Gita Gast", "gita@example.org")
    membership = join(group, person)
    client.force_login(ada())
    path = f"/team/gruppen/{group.pk}/mitglied/{membership.pk}/rolle/"
    client.post(path, {"role": "guest"})
    assert not Membership.objects.get().is_guest
    client.post(path, {"role": "guest", "until": in_days(3).isoformat()})
    assert Membership.objects.get().until == in_days(3)
    assert "zu Gast bis 5. März 2026" in client.get(f"/team/gruppen/{group.pk}/").content.decode()
    client.post(path, {"role": "speaker", "until": in_days(3).isoformat()})
    assert Membership.objects.get().is_speaker
    with pytest.raises(Refusal):
        change_role(membership, Membership.GUEST, by=person)


# Where whoever once belonged is meant too: she is taken out, or it is asked whether a group is still empty.
MEANS_ALL = {
    "dialogue/actions/rooms.py": 1, "dialogue/actions/crisis.py": 1, "training/actions/writing.py": 1,
    "exchange/actions/team_hosting.py": 1, "exchange/team_demo.py": 1,
}  # fmt: skip
_ASKED = re.compile(r"(\bMembership\.objects|\.memberships)\b\s*(?!\.(standing|speaking)\b)\.\w+")


def asked_without_the_day(text: str) -> int:
    return len(_ASKED.findall(text))


def test_whoever_asks_for_memberships_asks_for_those_of_today():
    home = settings.ROOT / "dreiklang"
    found = {
        str(file.relative_to(home)): asked_without_the_day(file.read_text())
        for file in home.rglob("*.py") if "tests" not in file.parts and file.relative_to(home).parts[0] != "groups"
    }  # fmt: skip
    assert {path: number for path, number in found.items() if number} == MEANS_ALL


@pytest.mark.parametrize("text", ["Membership.objects.filter(person=1)", "team.memberships.all()"])
def test_a_question_without_the_day_is_found(text):
    assert asked_without_the_day(text) == 1
    assert asked_without_the_day(text.replace(".filter", ".standing().filter").replace(".all", ".standing")) == 0
