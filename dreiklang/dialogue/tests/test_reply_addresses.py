"""The secret address of one person for one thread: it fits nobody else, and says nothing."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from dreiklang.dialogue.reply_addresses import reply_address, thread_meant, token_in

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def taken_by_mail(settings):
    settings.MAIL_REPLY = "antwort@dreiklang.example"


def somebody():
    """A person or a thread: both are known by their id alone."""
    return SimpleNamespace(pk=uuid4(), room=SimpleNamespace(readers="members", writers="members"))


def test_an_address_leads_back_to_its_thread_for_its_person_alone():
    thread, person, other = somebody(), somebody(), somebody()
    token = token_in(reply_address(thread, person))
    assert thread_meant(token, person) == thread.pk and thread_meant(token, other) is None


def test_capitals_and_blanks_of_mail_programs_do_no_harm():
    thread, person = somebody(), somebody()
    address = reply_address(thread, person)
    assert thread_meant(token_in(f" {address.upper()} "), person) == thread.pk
    assert address == address.lower()


def test_an_address_stays_within_what_mail_allows_and_no_letter_can_be_changed_in_it():
    thread, person = somebody(), somebody()
    address = reply_address(thread, person)
    token = token_in(address)
    assert len(address.partition("@")[0]) <= 64 and len(token) == 45
    for at, letter in enumerate(token[:-1]):
        forged = token[:at] + ("a" if letter != "a" else "b") + token[at + 1 :]
        assert thread_meant(forged, person) is None


def test_the_addresses_of_two_people_in_one_thread_have_nothing_in_common_with_each_other_or_the_thread():
    thread, person, other = somebody(), somebody(), somebody()
    one, two = (token_in(reply_address(thread, who)) for who in (person, other))
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 12
    assert thread.pk.hex not in one


def test_another_key_makes_other_addresses(settings):
    thread, person = somebody(), somebody()
    token = token_in(reply_address(thread, person))
    settings.SECRET_KEY = "x" * 60
    assert thread_meant(token, person) is None


@pytest.mark.parametrize("token", ["", "a", "a" * 44, "a" * 45, "1" * 45, "ä" * 45, "a" * 5000, "\x00", "=" * 45])
def test_what_is_no_token_means_nothing(token):
    assert thread_meant(token, somebody()) is None


@pytest.mark.parametrize(
    "address",
    ["antwort@dreiklang.example", "antwort+@dreiklang.example", "antwort+abc@anderswo.example", "", "x", "+abc@",
     "hallo+abc@dreiklang.example", "antwort+abc@dreiklang.example.evil"],
)  # fmt: skip
def test_other_addresses_carry_no_token(address):
    assert token_in(address) is None


def test_a_house_that_takes_no_mail_gives_no_address(settings):
    settings.MAIL_REPLY = ""
    assert reply_address(somebody(), somebody()) == "" and token_in("+abc@") is None
