"""The listener of the worker, asked by real SMTP and LMTP clients on this machine."""

import gc
import smtplib
import socket
from types import SimpleNamespace

import pytest

from dreiklang.letters.receiving import listening as module
from dreiklang.letters.receiving.listening import is_ours, listening
from dreiklang.letters.receiving.reading import LARGEST, read

pytestmark = [pytest.mark.long, pytest.mark.once]

TO = "antwort+abc@dreiklang.example"
MAIL = b"From: ben@example.org\r\nTo: x\r\nMessage-ID: <1@x>\r\n\r\nJa.\r\n.\r\n..\r\n"


@pytest.fixture
def taken(monkeypatch, settings):
    """What reached `receive`; an exception in it is raised there."""
    settings.MAIL_REPLY, settings.MAIL_LISTEN = "antwort@dreiklang.example", "127.0.0.1:0"
    taken, problems = [], []

    def receive(raw, mail_from, rcpt_to):
        taken.append((raw, mail_from, list(rcpt_to)))
        if problems:
            raise problems.pop()

    monkeypatch.setattr(module, "receive", receive)
    return SimpleNamespace(mails=taken, problems=problems)


@pytest.mark.parametrize("client", [smtplib.SMTP, smtplib.LMTP])
def test_a_mail_arrives_whole_with_its_envelope(taken, client):
    with listening() as port, client("127.0.0.1", port) as server:
        server.sendmail("ben@example.org", [TO], MAIL)
    assert taken.mails == [(MAIL, "ben@example.org", [TO])]


def test_a_page_in_one_line_arrives(taken):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("ben@example.org", [TO], MAIL + b"x" * 20_000 + b"\r\n")
    assert len(taken.mails) == 1


def test_a_bounce_arrives_as_one(taken):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("", [TO], MAIL)
    raw, mail_from, _to = taken.mails[0]
    assert read(raw, mail_from).is_automatic and not read(raw, "ben@example.org").is_automatic


@pytest.mark.parametrize("to", ["ben@example.org", "antwort@dreiklang.example", "x+abc@dreiklang.example", "root"])
def test_no_mail_is_passed_on_to_anybody(taken, to):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        assert server.mail("eva@example.org")[0] == 250 and server.rcpt(to)[0] == 550
    assert taken.mails == []


def test_of_two_recipients_the_second_has_to_come_again(taken):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        refused = server.sendmail("ben@example.org", [TO, "antwort+def@dreiklang.example"], MAIL)
    assert refused["antwort+def@dreiklang.example"][0] == 452 and [mail[2] for mail in taken.mails] == [[TO]]


def test_what_cannot_be_taken_now_is_asked_for_again(taken):
    taken.problems.append(OSError("Die Platte ist voll"))
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        with pytest.raises(smtplib.SMTPDataError) as answer:
            server.sendmail("ben@example.org", [TO], MAIL)
        assert answer.value.smtp_code == 451
        server.sendmail("ben@example.org", [TO], MAIL)
    assert len(taken.mails) == 2


def test_too_large_a_mail_is_refused_before_it_is_sent(taken):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        assert server.mail("ben@example.org", [f"size={LARGEST + 1}"])[0] == 552


def test_without_the_setting_nobody_listens_and_a_taken_port_stops_nothing(taken, settings):
    settings.MAIL_LISTEN = ""
    with listening() as port:
        assert port is None
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.MAIL_LISTEN = f"127.0.0.1:{other.getsockname()[1]}"
        with listening() as port:
            assert port is None
    settings.MAIL_LISTEN = "127.0.0.1"
    with listening() as port:
        assert port is None


def test_when_the_worker_stops_the_port_is_free_again(taken, settings):
    with listening() as port:
        pass
    settings.MAIL_LISTEN = f"127.0.0.1:{port}"
    with listening() as again:
        assert again == port
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_whoever_is_still_connected_when_the_worker_stops_is_hung_up_on_without_a_word_in_the_log(taken, caplog):
    with listening() as port:
        client = smtplib.SMTP("127.0.0.1", port)
        client.ehlo()
    gc.collect()
    assert "destroyed" not in caplog.text
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()


def test_without_reply_addresses_nothing_is_ours(settings):
    settings.MAIL_REPLY = ""
    assert not is_ours(TO) and not is_ours("+@")
