from urllib.parse import quote
from uuid import uuid4

import pytest

from dreiklang.foundation.secret_links import seal, unseal


def test_a_sealed_id_comes_back_for_its_purpose():
    for value in (uuid4(), 7, "eins~zwei", "äöü", ""):
        assert unseal(seal(value, "registration"), "registration") == str(value)


def test_a_link_for_one_purpose_opens_nothing_else():
    token = seal("7", "registration")
    assert unseal(token, "registration") == "7"
    for purpose in ("invitation", "registration2", "registratio", "", "REGISTRATION"):
        assert unseal(token, purpose) is None


def test_a_tampered_link_opens_nothing():
    token = seal("7", "registration")
    for at in range(len(token)):
        other = "A" if token[at] != "A" else "B"
        assert unseal(token[:at] + other + token[at + 1 :], "registration") is None
    other = seal("8", "registration")
    assert unseal("8~" + token.partition("~")[2], "registration") is None
    assert unseal("7~" + other.partition("~")[2], "registration") is None


@pytest.mark.parametrize(
    "token", ["", "~", "7", "7~", "~7", "7~x", "7~~", "ü~ü", "\x00~\x00", "7~" + "A" * 10_000, "%7E"]
)
def test_what_was_not_made_here_opens_nothing(token):
    assert unseal(token, "registration") is None


def test_half_a_link_or_a_longer_one_opens_nothing():
    token = seal("7", "registration")
    for other in (token[:-1], token[1:], token + "A", token + " ", " " + token, token + "~", token * 2):
        assert unseal(other, "registration") is None


def test_another_house_makes_other_links(settings):
    token = seal("7", "registration")
    settings.SECRET_KEY = "another"
    assert unseal(token, "registration") is None


def test_a_link_can_stand_in_an_address_as_it_is():
    token = seal(uuid4(), "registration")
    assert quote(token) == token and "/" not in token
