"""An address for answers by mail that could not work is named at the start, not by the first lost mail."""

import pytest

from dreiklang.environment import reply_address


@pytest.mark.parametrize("address", ["antwort", "antwort+x@a.example", "a" * 19 + "@a.example", "@a.example", "a@b"])
def test_an_address_that_could_not_work_ends_the_start(monkeypatch, address):
    monkeypatch.setenv("MAIL_REPLY", address)
    with pytest.raises(SystemExit, match="MAIL_REPLY"):
        reply_address()


def test_a_sound_address_is_taken_in_small_letters(monkeypatch):
    monkeypatch.setenv("MAIL_REPLY", "Antwort@Dreiklang.example")
    assert reply_address() == "antwort@dreiklang.example"
    monkeypatch.setenv("MAIL_REPLY", "")
    assert (reply_address(), reply_address("a@b.example")) == ("", "a@b.example")
