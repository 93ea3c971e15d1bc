"""A question whose words are made once says the same as the queryset it was made of, whenever it is asked."""

import sys
from copy import copy
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from dreiklang.dialogue.models import Post
from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread
from dreiklang.foundation.prepared import Prepared
from dreiklang.groups.models import Group, Membership
from dreiklang.people.tests.makers import ben, cem

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def members_until(person, today):
    return Membership.objects.standing(today).filter(person=person).values_list("group", "role", "until")


def posts_of(thread, author, first, last):
    rows = Post.objects.filter(thread=thread, author=author, number__range=(first, last))
    return rows.order_by("number").values_list("pk", "at", "checked_on", "is_decided", "author__name", "html")


def test_it_returns_what_the_queryset_returns():
    person, ask = ben(), Prepared(members_until, person=UUID, today=date)
    for number in range(4):
        group = Group.objects.create(name=f"Kreis {number}", kind=Group.CIRCLE)
        until = {"role": Membership.GUEST, "until": TODAY + timedelta(days=number)} if number else {}
        Membership.objects.create(group=group, person=person, **until)
    for day in range(5):
        today = TODAY + timedelta(days=day)
        assert set(ask(person=person.pk, today=today)) == set(members_until(person, today))
        assert len(ask(person=person.pk, today=today)) == (4, 4, 3, 2, 1)[day]
    assert ask(person=cem().pk, today=TODAY) == [] == ask(person=None, today=TODAY)


def test_times_days_truths_and_ids_come_as_the_fields_give_them():
    person, other, room = ben(), cem(), a_room()
    thread = a_thread(room, person)
    a_reply(thread, other)
    Post.objects.filter(thread=thread, number=2).update(checked_on=TODAY)
    ask = Prepared(posts_of, thread=UUID, author=UUID, first=int, last=int)
    for author, first, last in ((person, 1, 2), (other, 1, 2), (other, 1, 1), (other, 2, 9)):
        expected = list(posts_of(thread, author, first, last))
        assert ask(thread=thread.pk, author=author.pk, first=first, last=last) == expected
    assert ask(thread=thread.pk, author=other.pk, first=1, last=9)[0][2] == TODAY


def test_its_words_are_made_once():
    made = []
    ask = Prepared(lambda person: made.append(person) or members_until(person, TODAY), person=UUID)
    with CaptureQueriesContext(connection) as asked:
        ask(person=ben().pk)
        ask(person=cem().pk)
    assert len(made) == 1 and sum("membership" in each["sql"] for each in asked.captured_queries) == 2


def test_what_is_open_and_not_asked_is_an_error():
    with pytest.raises(ValueError, match="today"):
        Prepared(lambda person, today: members_until(person, TODAY), person=UUID, today=date)(person=None, today=TODAY)


def hidden_in(ask: Prepared) -> bool:
    """Whether it kept something of the moment at which it was made."""
    constants = []
    for moment in ("2026-03-04 10:00+01:00", "2027-08-09 21:30+02:00"):
        with time_machine.travel(moment, tick=False):
            again = copy(ask)
            vars(again).pop("_compiled", None)
            constants.append(again._compiled[1:3])
    return constants[0] != constants[1]


def test_nothing_that_was_made_once_holds_on_to_the_day():
    get_resolver().url_patterns  # noqa: B018 – looking at it imports every view
    rooms = [module for name, module in sys.modules.items() if name.startswith("dreiklang.")]
    everywhere = {each for room in rooms for each in vars(room).values() if isinstance(each, Prepared)}
    assert len(everywhere) > 5 and not [each for each in everywhere if hidden_in(each)]


def test_one_that_asks_the_clock_while_it_is_made_would_be_found():
    assert hidden_in(Prepared(lambda person: members_until(person, timezone.localdate()), person=UUID))
