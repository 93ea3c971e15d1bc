"""A like counts once, however many press at once and twice: real requests, two processes, on both databases."""

from copy import copy

import pytest

from dreiklang.debates.models import HallLike
from dreiklang.debates.tests.hall_makers import a_hall
from dreiklang.tests.ballots import proof_of
from dreiklang.tests.crowd import at_once, guests, members
from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.storm, pytest.mark.long, pytest.mark.django_db(transaction=True)]
MEMBERS, GUESTS, CLICKS = 5, 2, 3


def likes_on(server) -> tuple[set[int], int]:
    """The statuses, and how many likes there are after everybody pressed the same button so many times at once."""
    hall = a_hall(readers="public")
    address, question = f"{hall.path}interesse/", hall.questions.first()
    people = [*members(MEMBERS), *guests(GUESTS)]
    at_once(lambda one: one.open(server, hall.path, address), people)
    for one in people[MEMBERS:]:
        one.form["beweis"] = proof_of(one.form["aufgabe"])
    presses = [copy(one) for _click in range(CLICKS) for one in people]
    for press in presses:
        press.cookies, press.form = dict(press.cookies), press.form | {"ja": str(question.pk)}
    answers = at_once(lambda one: one.press(server, address), presses)
    return {answer.status for answer in answers}, HallLike.objects.filter(question=question).count()


def test_whoever_presses_three_times_at_once_is_interested_once(django_db_setup):
    with RealServer(processes=2) as server:
        assert likes_on(server) == ({302}, MEMBERS + GUESTS)
        assert server.complaints() == []


def test_a_twin_whose_likes_have_ids_of_their_own_counts_some_twice(django_db_setup):
    with RealServer("dreiklang.tests.twins.liking_twice", processes=2) as twin:
        assert likes_on(twin)[1] > MEMBERS + GUESTS
