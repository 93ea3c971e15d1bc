"""Fetching from a mailbox, with Python's own IMAP client and a mailbox of this machine."""

import imaplib
import re
import socketserver
import threading

import pytest

from dreiklang.letters.receiving import fetching
from dreiklang.letters.receiving.fetching import fetch
from dreiklang.letters.receiving.outcome import Outcome

pytestmark = [pytest.mark.long, pytest.mark.once]


class Mailbox(socketserver.StreamRequestHandler):
    """As much of IMAP as a mailbox with unread mails needs: `mails` by number, `seen` of them."""

    mails, seen, deleted = {}, set(), set()

    def handle(self):
        self.say("* OK da")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            done = self.does(command)
            self.say(f"{tag} {done}")
            if command == "LOGOUT":
                return

    def does(self, command: str) -> str:
        word = command.upper()
        if word.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN"):
            return "OK getan" if command == 'LOGIN post "geheim"' else "NO falsch"
        elif word.startswith("SELECT"):
            if '"Antworten"' not in command:
                return "NO gibt es nicht"
            self.say(f"* {len(self.mails)} EXISTS")
        elif word.startswith("UID SEARCH"):
            self.say("* SEARCH " + " ".join(str(number) for number in sorted(set(self.mails) - self.seen)))
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", word):
            raw = self.mails[int(found[1])]
            self.say(f"* {found[1]} FETCH (UID {found[1]} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \(\\SEEN( \\DELETED)?\)", word):
            self.seen.add(int(found[1]))
            self.deleted |= {int(found[1])} if found[2] else set()
        elif word == "EXPUNGE":
            for number in self.deleted:
                self.mails.pop(number, None)
        return "OK getan"

    def say(self, line: str):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mailbox(settings):
    Mailbox.mails, Mailbox.seen, Mailbox.deleted = {1: b"eins", 2: b"zwei", 3: b"drei"}, {1}, set()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAIL_IMAP_URL = f"imap://post:geheim@127.0.0.1:{server.server_address[1]}/Antworten"
        yield Mailbox
        server.shutdown()


def test_what_is_unread_is_taken_once(mailbox, monkeypatch):
    taken = []

    def receive(raw):
        taken.append(raw)
        return Outcome.POSTED if raw == b"zwei" else Outcome.IGNORED

    monkeypatch.setattr(fetching, "receive", receive)
    assert [fetch(), fetch()] == [2, 0]
    assert taken == [b"zwei", b"drei"] and mailbox.seen == {1, 2, 3}
    assert mailbox.mails == {1: b"eins", 3: b"drei"}, "was ein Beitrag wurde, liegt nicht mehr im Postfach"


def test_what_cannot_be_taken_now_stays_unread_and_holds_nothing_up(mailbox, monkeypatch):
    taken = []

    def receive(raw):
        if raw == b"zwei" and not taken:
            raise OSError("Die Platte ist voll")
        taken.append(raw)
        return Outcome.REFUSED

    monkeypatch.setattr(fetching, "receive", receive)
    assert fetch() == 1 and mailbox.seen == {1, 3}
    assert fetch() == 1 and taken == [b"drei", b"zwei"]


@pytest.mark.parametrize("wrong", [("geheim", "falsch"), ("Antworten", "Anderes")])
def test_a_mailbox_that_says_no_is_a_failed_chore(mailbox, settings, wrong):
    settings.MAIL_IMAP_URL = settings.MAIL_IMAP_URL.replace(*wrong)
    with pytest.raises(imaplib.IMAP4.error):
        fetch()


def test_without_the_setting_nothing_is_asked(settings):
    settings.MAIL_IMAP_URL = ""
    assert fetch() == 0
