import uuid

import pytest
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.front.tests.makers import an_undelivered_letter
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, olga

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIST = "/team/post/"


@pytest.fixture
def team(client):
    person = ada()
    client.force_login(person)
    return person


def repair(client, letter, act):
    return client.post(f"{LIST}{letter.pk}/", {"act": act})


def test_the_team_sees_address_subject_and_reason_but_never_the_text(client, team):
    an_undelivered_letter(text="Guten Tag Ben, Ihr geheimer Link", calendar="BEGIN:VCALENDAR geheim")
    page = client.get(LIST).content.decode()
    for told in ("ben@example.org", "Sie sind nachgerückt", "550 Postfach unbekannt", "8 Versuche"):
        assert told in page
    assert "geheim" not in page and "Guten Tag Ben" not in page
    assert "Den Text liest nur, an wen der Brief geht." in page


def test_no_page_of_the_team_shows_the_text(client, team):
    letter = an_undelivered_letter(text="Ihr geheimer Link")
    for path in ("/team/", LIST, f"{LIST}{letter.pk}/", "/demo/postfach/", f"/demo/postfach/{letter.pk}/"):
        assert "geheim" not in client.get(path).content.decode(), path


def test_what_was_tried_in_vain_or_given_up_is_listed_and_nothing_else(client, team):
    an_undelivered_letter("gescheitert@example.org")
    an_undelivered_letter("versucht@example.org", state=Letter.WAITING, attempts=1)
    an_undelivered_letter("wartet@example.org", state=Letter.WAITING, attempts=0)
    an_undelivered_letter("angekommen@example.org", state=Letter.SENT)
    an_undelivered_letter("erledigt@example.org", state=Letter.WITHDRAWN)
    page = client.get(LIST).content.decode()
    shown = [name for name in ("gescheitert", "versucht", "wartet", "angekommen", "erledigt") if f"{name}@" in page]
    assert shown == ["gescheitert", "versucht"]
    assert "2 Briefe brauchen Sie." in client.get("/team/").content.decode()


def test_when_all_is_delivered_the_page_says_so(client, team):
    assert "Alles ist zugestellt" in client.get(LIST).content.decode()
    assert "Alles ist zugestellt." in client.get("/team/").content.decode()


def test_a_letter_is_sent_again(client, team):
    letter = an_undelivered_letter()
    assert repair(client, letter, "again").url == LIST
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.WAITING, 0) and letter.not_before <= timezone.now()
    page = client.get(LIST).content.decode()
    assert "Der Brief geht gleich noch einmal hinaus." in page and "Sie sind nachgerückt" not in page
    assert letter in Letter.objects.due(timezone.now())


def test_a_letter_is_withdrawn_for_good(client, team):
    letter = an_undelivered_letter()
    assert repair(client, letter, "withdraw").url == LIST
    letter.refresh_from_db()
    assert letter.state == Letter.WITHDRAWN
    page = client.get(LIST).content.decode()
    assert "Der Brief ist zurückgezogen." in page and "Sie sind nachgerückt" not in page
    act = Act.objects.get()
    assert (act.by, act.act, act.on) == (str(team.pk), "letter.withdrawn", f"letter:{letter.pk}")


def test_a_letter_that_arrived_meanwhile_is_not_sent_twice(client, team):
    letter = an_undelivered_letter(state=Letter.SENT)
    response = repair(client, letter, "again")
    assert response.status_code == 409 and "inzwischen angekommen" in response.content.decode()
    repair(client, letter, "withdraw")
    letter.refresh_from_db()
    assert letter.state == Letter.SENT


@pytest.mark.parametrize("act", ["", "delete", "AGAIN"])
def test_another_act_is_none(client, team, act):
    letter = an_undelivered_letter()
    assert repair(client, letter, act).status_code == 404
    letter.refresh_from_db()
    assert letter.state == Letter.FAILED


def test_a_letter_that_is_not_there_is_not_there(client, team):
    assert client.post(f"{LIST}{uuid.UUID(int=0)}/", {"act": "again"}).status_code == 404


def test_nothing_is_repaired_by_opening_an_address(client, team):
    letter = an_undelivered_letter()
    assert client.get(f"{LIST}{letter.pk}/", {"act": "withdraw"}).status_code == 405
    letter.refresh_from_db()
    assert letter.state == Letter.FAILED


@pytest.mark.parametrize("who", [ben, olga])
def test_nobody_but_the_team_sees_or_repairs(client, who):
    letter = an_undelivered_letter("fremd@example.org")
    assert client.get(LIST).url == f"/konto/anmelden/?next={LIST}"
    assert repair(client, letter, "withdraw").status_code == 302
    client.force_login(who())
    assert client.get(LIST).status_code == repair(client, letter, "withdraw").status_code == 403
    letter.refresh_from_db()
    assert letter.state == Letter.FAILED


def test_subject_and_reason_are_shown_as_text(client, team):
    an_undelivered_letter(subject="<b>Laut</b>", reason="<script>alert(1)</script>")
    page = client.get(LIST).content.decode()
    assert "<script>alert" not in page and "&lt;b&gt;Laut&lt;/b&gt;" in page


@pytest.mark.parametrize("number", ["2", "99", "0", "-1", "unsinn"])
def test_long_lists_have_pages_and_nonsense_is_one_of_them(client, team, number):
    for n in range(51):
        an_undelivered_letter(f"n{n}@example.org")
    assert "n0@example.org" in client.get(LIST).content.decode()
    response = client.get(LIST, {"seite": number})
    assert response.status_code == 200 and "@example.org" in response.content.decode()


def test_as_many_queries_for_three_letters_as_for_one(client, team, django_assert_max_num_queries):
    counts = []
    for n in range(3):
        an_undelivered_letter(f"n{n}@example.org")
        with django_assert_max_num_queries(11) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]
