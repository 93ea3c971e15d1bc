"""One member writes to another who can be found: by mail, without seeing where to."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine

from dreiklang.foundation import privacy
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.actions import messaging
from dreiklang.people.actions.releasing import release, withdraw
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

WORDS = {"subject": "Sprachmittlung am Telefon", "text": "Wie rechnet ihr ab?\n\nViele Grüße"}


@pytest.fixture
def card():
    """Ben's, whose address nobody shall learn."""
    return release(ben(email="geheim.ben@town.example"))


@pytest.fixture
def sender(client):
    sender = cem()
    client.force_login(sender)
    return sender


def place_of(card) -> str:
    return f"{card.path}nachricht/"


def write(client, card, **other):
    return client.post(place_of(card), WORDS | {"public_id": str(uuid4())} | other)


def test_a_message_is_one_letter_that_names_the_sender(client, card, sender):
    assert write(client, card).url == card.path
    letter = Letter.objects.get()
    assert (letter.to, letter.recipient) == (card.person.email, str(card.person_id))
    assert letter.subject == "Nachricht aus dem Netzwerk: Sprachmittlung am Telefon"
    assert "Cem Aydoğan" in letter.text and f"mailto:{sender.email}" in letter.text
    assert "> Wie rechnet ihr ab?\n> \n> Viele Grüße" in letter.text and "/konto/auffindbar/" in letter.text


def test_before_one_writes_the_page_says_where_it_goes_and_what_stands_in_it(client, card, sender):
    page = client.get(place_of(card)).content.decode()
    assert "Ihre Nachricht geht per E-Mail an Ben Okonkwo. Ihre Adresse cem@example.org steht darin" in page
    assert "die andere Adresse sehen Sie nicht" in page


def pages_of_a_sender(client, card, settings) -> list[str]:
    """Whatever a sender can get to see: before, with faults, sent, too much, gone, her own data."""
    settings.MOST_MESSAGES = 1
    sender = Person.objects.get(email="cem@example.org")
    answers = [client.get(card.path), client.get(place_of(card)), write(client, card, text=""), write(client, card)]
    answers += [client.get(card.path), write(client, card, subject="Zweite"), client.get("/konto/daten/")]
    withdraw(card.person)
    answers += [write(client, card), client.get(card.path)]
    assert [answer.status_code for answer in answers] == [200, 200, 422, 302, 200, 422, 200, 404, 404]
    assert "geht hinaus" in answers[4].content.decode()
    said = [f"{answer.headers}{answer.content.decode()}" for answer in answers]
    return [*said, str(privacy.export(sender))]


def test_the_sender_reads_the_address_nowhere(client, card, sender, settings):
    for said in pages_of_a_sender(client, card, settings):
        assert "geheim.ben" not in said and "town.example" not in said


def test_an_address_that_is_told_would_be_found(client, card, sender, settings):
    Person.objects.filter(pk=card.person_id).update(name=card.person.email)
    assert any("geheim.ben" in said for said in pages_of_a_sender(client, card, settings))


def test_a_second_click_sends_none_again_and_other_words_from_the_same_form_are_another(client, card, sender):
    form = str(uuid4())
    for _click in range(2):
        assert write(client, card, public_id=form).status_code == 302
    assert Letter.objects.count() == 1
    write(client, card, public_id=form, text="Noch etwas")
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_letter():
    card, sender, form = release(ben()), cem(), uuid4()
    click = partial(messaging.write_to, card, **WORDS, public_id=form, by=sender)
    sent = side_by_side(*[click] * 4)
    assert {letter.pk for letter in sent} == {Letter.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_leave_than_a_day_allows(settings):
    settings.MOST_MESSAGES = 2
    cards, sender = [release(ben(email=f"ben{number}@example.org")) for number in range(6)], cem()
    sent = side_by_side(*[partial(messaging.write_to, card, **WORDS, by=sender) for card in cards])
    assert Letter.objects.count() == 2 and sum(isinstance(answer, Refusal) for answer in sent) == 4


def test_without_the_number_of_the_form_each_click_would_be_a_letter(client, card, sender):
    for _click in range(2):
        write(client, card, public_id="")
    assert Letter.objects.count() == 2


def test_the_number_of_anothers_form_stops_nothing(client, card, sender):
    form = str(uuid4())
    write(client, card, public_id=form)
    client.force_login(ada())
    write(client, card, public_id=form)
    assert Letter.objects.count() == 2


def test_ten_a_day_are_enough_whoever_they_go_to_and_a_second_click_is_none(client, sender, settings):
    with time_machine.travel("2031-03-03 09:00+00:00", tick=False) as clock:
        client.force_login(sender)
        cards = [release(ben(email=f"ben{number}@example.org")) for number in range(2)]
        last = str(uuid4())
        for number in range(10):
            assert write(client, cards[number % 2], public_id=last).status_code == 302
            last = str(uuid4()) if number < 9 else last
        again = {"public_id": last, "subject": "Noch eine", "text": "Was ich tippte"}
        answer = client.post(place_of(cards[0]), again)
        page = answer.content.decode()
        assert answer.status_code == 422 and "Sie haben heute schon 10 Nachrichten geschrieben" in page
        assert 'value="Noch eine"' in page and "Was ich tippte" in page and f'value="{last}"' in page
        assert write(client, cards[1], public_id=last).status_code == 302  # the tenth, clicked again
        assert Letter.objects.count() == 10
        clock.shift(timedelta(days=1))
        client.force_login(sender)
        assert client.post(place_of(cards[0]), again).status_code == 302
    assert settings.MOST_MESSAGES == 10


def test_what_is_missing_is_said_and_the_rest_stays(client, card, sender):
    answer = write(client, card, subject=" ")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Bitte geben Sie einen Betreff an." in page and "Viele Grüße" in page
    assert client.post(place_of(card)).status_code == 422
    assert not Letter.objects.exists()


def test_nobody_writes_to_herself_or_to_somebody_who_has_no_card(client, card, sender):
    withdraw(card.person)
    assert write(client, card).status_code == 404
    own = release(sender)
    assert write(client, own).status_code == 403
    assert not Letter.objects.exists()


def test_whoever_withdraws_in_the_very_moment_gets_nothing(card, sender):
    withdraw(card.person)
    with pytest.raises(Refusal, match="nicht mehr auffindbar"):
        messaging.write_to(card, **WORDS, by=sender)
    assert not Letter.objects.exists()


def test_nothing_of_a_message_is_kept_beside_the_letter(client, card, sender):
    write(client, card)
    assert not Act.objects.exists()
    Letter.objects.all().delete()
    assert "Sprachmittlung am Telefon" not in str(privacy.export(sender)) + str(privacy.export(card.person))


def test_what_is_written_speaks_as_the_sender_and_never_as_us(client, card, sender):
    write(client, card, subject="Zeile\nBcc: x@example.net", text="[Klicken](https://evil.example)\n\n# Dringend")
    letter = Letter.objects.get()
    assert letter.subject == "Nachricht aus dem Netzwerk: Zeile Bcc: x@example.net"
    assert "[Klicken](https" not in letter.text and "\n# Dringend" not in letter.text
    assert "> \\# Dringend" in letter.text


def test_the_letter_speaks_the_language_of_its_reader(client, card, sender):
    Person.objects.filter(pk=card.person_id).update(language="en")
    write(client, card)
    assert Letter.objects.get().language == "en"
