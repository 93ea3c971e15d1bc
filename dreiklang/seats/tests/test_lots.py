"""The lot: drawn once, bound beforehand, and anyone can redo it."""

import hashlib
import html
import re
import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import ada
from dreiklang.seats.actions.calling import call
from dreiklang.seats.actions.deciding import propose
from dreiklang.seats.actions.describing import describe
from dreiklang.seats.actions.drawing import draw
from dreiklang.seats.models import Draw, Seats
from dreiklang.seats.tests.makers import a_call, applications, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


def a_closed_call(number=8, **fields) -> Seats:
    seats = a_call(order=Seats.BY_LOT, **fields)
    applications(seats, number)
    return describe(seats, closes_at=timezone.now() - timedelta(minutes=1))


def redone(seed: str, numbers) -> list[str]:
    """Independently of the house, as its page explains it."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())


def test_anyone_can_redo_the_order_from_the_page_alone(team, client):
    seats = a_closed_call()
    draw(seats, by=team)
    page = client.get(reverse("lots", args=[seats.pk])).content.decode()
    (seed,) = set(re.findall(r"\b[0-9a-f]{64}\b", page)) - {Draw.objects.get().commitment}
    shown = re.findall(r"<li><code>(\w{6})</code></li>", page)
    assert sorted(shown) == sorted(seats.registrations.values_list("number", flat=True)) and len(shown) == 8
    assert shown == redone(seed, shown)
    assert shown != redone(seed[:-1] + ("0" if seed[-1] != "0" else "1"), shown), (
        "ein anderer Startwert, dieselbe Folge"
    )


def test_the_command_on_the_page_makes_the_same_order(team, client):
    seats = a_closed_call()
    lots = draw(seats, by=team)
    page = client.get(reverse("lots", args=[seats.pk])).content.decode()
    command = html.unescape(re.search(r"<pre class=\"command\"><code>(.*?)</code>", page, re.DOTALL)[1])
    first, *lines = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.split("\n")
    assert first.split()[0] == lots.commitment
    assert [line.split()[1] for line in lines if line] == lots.numbers


def test_the_house_binds_itself_when_the_call_opens_and_shows_the_seed_only_after_the_drawing(team, client):
    seats = some_seats()
    call(seats, by=team, order=Seats.BY_LOT)
    lots = Draw.objects.get()
    call(seats, by=team, order=Seats.BY_LOT, offer_days=3)
    assert Draw.objects.get().secret == lots.secret
    page = client.get(reverse("lots", args=[seats.pk])).content.decode()
    assert lots.commitment in page and lots.secret not in page
    assert hashlib.sha256(lots.secret.encode()).hexdigest() == lots.commitment


def test_no_name_stands_on_the_public_page(team, client):
    seats = a_closed_call(3)
    draw(seats, by=team)
    page = client.get(reverse("lots", args=[seats.pk])).content.decode()
    assert not [one for one in seats.registrations.select_related("person") if one.name in page or one.email in page]


def test_drawing_twice_is_one_drawing(team):
    seats = a_closed_call()
    first = draw(seats, by=team)
    again = draw(seats, by=team)
    assert (again.numbers, again.drawn_at) == (first.numbers, first.drawn_at)
    assert Act.objects.filter(act="seats.drawn").count() == 1


def test_two_calls_have_two_seeds(team):
    assert a_closed_call(1).draw.secret != a_closed_call(1).draw.secret


def test_nobody_draws_while_others_may_still_apply_nor_where_no_lot_is_promised(team):
    open_call, by_arrival = a_call(order=Seats.BY_LOT), a_call()
    applications(open_call, 2), applications(by_arrival, 2)
    with pytest.raises(Refusal, match="nach dem Bewerbungsschluss"):
        draw(open_call, by=team)
    with pytest.raises(Refusal, match="nicht gelost"):
        draw(by_arrival, by=team)
    assert not Draw.objects.exclude(drawn_at=None).exists()


def test_the_proposal_follows_the_lot(team):
    seats = a_closed_call(capacity=3)
    with pytest.raises(Refusal, match="noch nicht gelost"):
        propose(seats)
    numbers = draw(seats, by=team).numbers
    proposal = propose(seats)
    assert [one.number for one in proposal.offered] == numbers[:3]
    assert [one.number for one in proposal.waiting] == numbers[3:]
