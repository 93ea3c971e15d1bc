import re
from uuid import uuid4

import pytest
from django.urls import reverse

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, olga
from dreiklang.seats.actions.cancelling import cancel, remove
from dreiklang.seats.actions.filling import fill_free_seats
from dreiklang.seats.actions.registering import confirm_address, register
from dreiklang.seats.actions.steering import change_capacity, move_up
from dreiklang.seats.models import HOLD, Registration, Seats
from dreiklang.seats.tests.makers import a_full_house, a_guest, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


@pytest.fixture
def seats():
    return some_seats(capacity=1, open_to="public")


def states(*registrations) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def test_more_seats_fill_from_the_line_at_once(seats, team):
    registrations = a_full_house(seats, waiting=3)
    assert change_capacity(seats, 3, by=team).capacity == 3
    assert states(*registrations) == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert Letter.objects.filter(subject__startswith="Sie sind nachgerückt").count() == 2


def test_fewer_seats_take_nobodys_seat_and_only_end_moving_up(team):
    seats = some_seats(capacity=3)
    first, second, third, waiting = a_full_house(seats, waiting=1)
    letters = Letter.objects.count()
    change_capacity(seats, 1, by=team)
    assert states(first, second, third, waiting) == ["confirmed"] * 3 + ["waiting"]
    assert Letter.objects.count() == letters
    cancel(first), cancel(second)
    assert states(third, waiting) == ["confirmed", "waiting"]
    cancel(third)
    assert states(waiting) == ["confirmed"]


def test_the_same_number_is_no_change(seats, team):
    change_capacity(seats, 1, by=team)
    assert not Act.objects.exists()


def test_somebody_is_moved_up_out_of_turn_with_a_reason_into_an_added_seat(seats, team):
    seated, first, second = a_full_house(seats, waiting=2)
    moved = move_up(second, by=team, reason=" Leitet die Arbeitsgruppe. ")
    assert moved.state == Registration.CONFIRMED
    assert states(seated, first) == ["confirmed", "waiting"] and first.rank() == 1
    seats.refresh_from_db()
    assert (seats.capacity, seats.taken()) == (2, 2)
    assert Letter.objects.filter(to=second.email, subject="Sie sind nachgerückt: Werkstatt").count() == 1


def test_where_a_seat_is_free_none_is_added(seats, team):
    _seated, first, second = a_full_house(seats, waiting=2)
    Seats.objects.update(capacity=2)
    move_up(second, by=team, reason="Vertritt die Stadt.")
    seats.refresh_from_db()
    assert seats.capacity == 2 and states(first, second) == ["waiting", "confirmed"]


def test_an_overfull_house_grows_by_one_seat_and_not_by_all_that_it_was_shrunk(team):
    """Otherwise the next who cancels would let somebody move up into a seat that the team has taken away."""
    seats = some_seats(capacity=3)
    first, _second, _third, fourth, fifth = a_full_house(seats, waiting=2)
    change_capacity(seats, 1, by=team)
    move_up(fourth, by=team, reason="Hält den Vortrag.")
    seats.refresh_from_db()
    assert (seats.capacity, seats.taken()) == (2, 4)
    cancel(first)
    assert states(fifth) == ["waiting"]


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_nobody_is_moved_up_or_taken_out_without_a_reason(seats, team, reason):
    seated, first = a_full_house(seats, waiting=1)
    for act, registration in ((move_up, first), (remove, seated)):
        with pytest.raises(Refusal, match="Bitte nennen Sie den Grund") as refused:
            act(registration, by=team, reason=reason)
        assert refused.value.field == "reason"
    assert states(seated, first) == ["confirmed", "waiting"] and not Act.objects.exists()


def test_who_has_a_seat_or_is_gone_is_not_moved_up(seats, team):
    seated, first = a_full_house(seats, waiting=1)
    cancel(first)
    for registration in (seated, first):
        move_up(registration, by=team, reason="Grund")
    seats.refresh_from_db()
    assert seats.capacity == 1 and not Act.objects.exists()


def test_moving_up_twice_is_one_move(seats, team):
    _seated, first = a_full_house(seats, waiting=1)
    for _ in range(2):
        move_up(first, by=team, reason="Grund")
    seats.refresh_from_db()
    assert seats.capacity == 2
    assert Act.objects.filter(act="seat.moved_by_hand").count() == 1


def test_a_guest_who_has_not_answered_is_moved_up_to_a_held_seat_without_a_letter(seats, team):
    a_full_house(seats)
    guest = a_guest(seats)
    letters = Letter.objects.count()
    moved = move_up(guest, by=team, reason="Hält den Vortrag.")
    assert moved.state == Registration.HELD and moved.held_until >= guest.held_until
    assert Letter.objects.count() == letters
    assert confirm_address(moved).state == Registration.CONFIRMED


@pytest.mark.parametrize("end", ["called off", "over"])
def test_where_nothing_takes_place_any_more_nobody_is_moved_up(seats, team, end):
    _seated, first = a_full_house(seats, waiting=1)
    change = {"is_open": False} if end == "called off" else {"entry": some_seats(days=-2).entry}
    Seats.objects.filter(pk=seats.pk).update(**change)
    letters = Letter.objects.count()
    with pytest.raises(Refusal, match="niemand mehr nach"):
        move_up(Registration.objects.get(pk=first.pk), by=team, reason="Grund")
    assert states(first) == ["waiting"] and Letter.objects.count() == letters


def test_who_is_taken_out_reads_the_reason_and_the_first_in_line_moves_up(seats, team):
    seated, first = a_full_house(seats, waiting=1)
    assert remove(seated, by=team, reason="Sie sind *doppelt* angemeldet.").state == Registration.REMOVED
    assert states(first) == ["confirmed"]
    letter = Letter.objects.get(to=seated.email, subject="Ihr Platz wurde zurückgenommen: Werkstatt")
    assert "> Sie sind \\*doppelt\\* angemeldet." in letter.text


def test_taking_out_twice_is_taking_out_once(seats, team):
    seated, first, second = a_full_house(seats, waiting=2)
    for _ in range(2):
        remove(seated, by=team, reason="Doppelt")
    assert states(first, second) == ["confirmed", "waiting"]
    assert Act.objects.filter(act="seat.removed").count() == 1
    assert Letter.objects.filter(to=seated.email, subject__contains="zurückgenommen").count() == 1


def test_who_cancelled_while_the_team_was_typing_was_not_taken_out(seats, team):
    seated, _first = a_full_house(seats, waiting=1)
    cancel(Registration.objects.get(pk=seated.pk))
    remove(seated, by=team, reason="Doppelt")
    assert states(seated) == ["cancelled"]
    assert not Act.objects.filter(act="seat.removed").exists()


def test_who_was_taken_out_may_register_again_at_the_end_of_the_line(seats, team):
    seated, first = a_full_house(seats, waiting=1)
    remove(seated, by=team, reason="Irrtum")
    assert register(seats, seated.person).rank() == 1
    assert states(first) == ["confirmed"]


def test_the_team_sees_who_comes_who_waits_and_in_which_order(client, seats, team):
    registrations = a_full_house(seats, waiting=2)
    a_guest(seats)
    page = steering_page(client, team, seats)
    names = re.findall(r"<td><strong>([^<]+)</strong>", page)
    assert names == [registration.name for registration in registrations] + ["Gitta Gast"]
    assert "Alle 1 Plätze vergeben" in page and "3 Personen warten" in page
    assert "Gast · gehalten bis" in page
    assert "Diese Liste liest nur das Programmteam." in page


def steering_page(client, person, seats) -> str:
    client.force_login(person)
    answer = client.get(reverse("steering", args=[seats.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_team_changes_the_number_of_seats_on_the_page(client, seats, team):
    _seated, first = a_full_house(seats, waiting=1)
    client.force_login(team)
    answer = client.post(reverse("steering", args=[seats.pk]), {"capacity": "2"}, follow=True)
    assert "Es gibt jetzt 2 Plätze." in answer.content.decode() and "1 → 2" in answer.content.decode()
    assert states(first) == ["confirmed"]


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Bitte geben Sie eine Zahl an."),
        ("viele", "Bitte geben Sie eine ganze Zahl an."),
        ("-1", "Weniger als 0 Plätze gibt es nicht."),
        ("5001", "Mehr als 5000 Plätze gehen nicht."),
        ("9" * 30, "Mehr als 5000 Plätze gehen nicht."),
    ],
)
def test_a_number_that_is_none_is_refused_with_a_sentence(client, seats, team, typed, sentence):
    client.force_login(team)
    answer = client.post(reverse("steering", args=[seats.pk]), {"capacity": typed})
    assert sentence in answer.content.decode()
    seats.refresh_from_db()
    assert seats.capacity == 1


def test_the_team_moves_up_and_takes_out_on_the_page(client, seats, team):
    seated, first = a_full_house(seats, waiting=1)
    client.force_login(team)
    page = client.get(reverse("steer_one", args=[first.pk])).content.decode()
    assert "Außer der Reihe auf einen Platz setzen" in page and "Warteliste, Nummer 1" in page
    answer = steer(client, first, "move_up", "Hält den Vortrag.")
    assert "Person2 Beispiel hat eine Nachricht bekommen." in answer.content.decode()
    assert "Hält den Vortrag." in answer.content.decode()  # in the history
    page = client.get(reverse("steer_one", args=[seated.pk])).content.decode()
    assert "Außer der Reihe" not in page
    steer(client, seated, "remove", "Doppelt")
    assert states(seated, first) == ["removed", "confirmed"]
    assert "nicht mehr aktiv" in client.get(reverse("steer_one", args=[seated.pk])).content.decode()


def steer(client, registration, act: str, reason: str):
    return client.post(reverse("steer_one", args=[registration.pk]), {"act": act, "reason": reason}, follow=True)


def test_the_page_asks_for_the_reason_and_keeps_what_was_typed(client, seats, team):
    seated, first = a_full_house(seats, waiting=1)
    client.force_login(team)
    for registration, act in ((first, "move_up"), (seated, "remove")):
        page = steer(client, registration, act, " ").content.decode()
        assert "Bitte nennen Sie den Grund." in page and 'role="alert"' in page
    page = steer(client, seated, "remove", "x" * 1001).content.decode()
    assert "x" * 1001 in page
    assert states(seated, first) == ["confirmed", "waiting"]


@pytest.mark.parametrize("act", [None, "", "promote"])
def test_an_act_that_is_not_named_is_none(client, seats, team, act):
    """What a form does not say must not take somebody's seat."""
    (seated,) = a_full_house(seats)
    client.force_login(team)
    data = {"reason": "Grund"} | ({} if act is None else {"act": act})
    assert client.post(reverse("steer_one", args=[seated.pk]), data).status_code == 404
    assert states(seated) == ["confirmed"]


def test_the_page_does_not_claim_a_letter_to_an_address_that_has_not_answered(client, seats, team):
    guest = a_guest(seats)
    client.force_login(team)
    page = steer(client, guest, "remove", "Doppelt").content.decode()
    assert "hat eine Nachricht bekommen" not in page and "Erledigt." in page


CAST = {"a visitor": 302, "a member": 403, "an operator": 403, "the team": 200}


@pytest.mark.parametrize("who, status", CAST.items())
@pytest.mark.parametrize("name", ["steering", "steer_one", "list_of_seats"])
def test_only_the_team_steers(client, seats, name, who, status):
    (seated,) = a_full_house(seats)
    if who != "a visitor":
        client.force_login({"a member": ben, "an operator": olga, "the team": ada}[who]())
    address = reverse(name, args=[seated.pk if name == "steer_one" else seats.pk])
    answer = client.get(address)
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    if status != 200:
        assert "Person1" not in answer.content.decode()


@pytest.mark.parametrize("who", [who for who in CAST if who != "the team"])
def test_what_others_send_changes_nothing(client, seats, who):
    seated, first = a_full_house(seats, waiting=1)
    if who != "a visitor":
        client.force_login({"a member": ben, "an operator": olga}[who]())
    client.post(reverse("steering", args=[seats.pk]), {"capacity": "9"})
    for registration, act in ((first, "move_up"), (seated, "remove")):
        client.post(reverse("steer_one", args=[registration.pk]), {"act": act, "reason": "Grund"})
    seats.refresh_from_db()
    assert seats.capacity == 1 and states(seated, first) == ["confirmed", "waiting"]
    assert not Act.objects.exists()


def test_even_the_one_whose_seat_it_is_does_not_steer_it(client, seats):
    (mine,) = a_full_house(seats)
    client.force_login(mine.person)
    assert client.get(reverse("steer_one", args=[mine.pk])).status_code == 403


@pytest.mark.parametrize("name", ["steering", "steer_one", "list_of_seats"])
def test_what_does_not_exist_is_not_found_by_the_team(client, team, name):
    client.force_login(team)
    assert client.get(reverse(name, args=[uuid4()])).status_code == 404


def test_as_many_queries_for_three_registrations_as_for_one(client, team, django_assert_max_num_queries):
    client.force_login(team)
    counts = []
    for seated, waiting in ((1, 1), (3, 3)):
        seats = some_seats(capacity=seated, title=f"Werkstatt {seated}")
        people = [ben(email=f"{seats.pk}-{number}@example.org") for number in range(seated + waiting)]
        registrations = [register(seats, person) for person in people]
        for registration in registrations[-waiting + 1 :]:  # one or three lines of the history
            remove(registration, by=team, reason="Grund")
            register(seats, registration.person)
        with django_assert_max_num_queries(11) as queries:
            client.get(reverse("steering", args=[seats.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_hold_is_thirty_minutes_and_the_rule_says_so(client, seats, team):
    assert f"{HOLD.seconds // 60} Minuten" in steering_page(client, team, seats)


def test_filling_after_steering_finds_nothing_left_to_do(seats, team):
    *_, last = a_full_house(seats, waiting=3)
    change_capacity(seats, 2, by=team)
    move_up(last, by=team, reason="Grund")
    assert fill_free_seats(seats) == []
