"""Thousands of mails, each a little or quite wrong, against a model that says beforehand what each must do.

Three hundred run always, ten thousand with `bin/prove`. The seed is fixed; a failure names the mail's number.
"""

import base64
import quopri
import random
from email.message import EmailMessage

import pytest

from dreiklang.dialogue import inbound
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.reply_addresses import reply_address
from dreiklang.dialogue.tests.makers import a_circle, a_room, a_thread, agreed
from dreiklang.letters.actions.receiving import receive
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.outcome import Outcome
from dreiklang.letters.tests.makers import PROGRAMS, a_mail_of
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once, pytest.mark.sqlite_alone]
SHORT, LONG = 300, pytest.param(10_000, marks=pytest.mark.prove)
STRANGER = "eva@example.org"


@pytest.fixture
def cast(settings):
    """(thread, ben, cem): Cem asked; both may answer. A second thread is Cem's circle, which Ben does not know."""
    settings.MAIL_REPLY = "antwort@dreiklang.example"
    person, other = ben(), cem()
    agreed(person, other)
    thread = a_thread(a_room(), other)
    secret = a_thread(a_circle(other, title="Kreis"), other, title="Im Kreis")
    return thread, secret, person, other


# --- Mails made of known parts: what must become of each is calculated, word for word ---

WORDS = [
    "Wir zahlen eine Pauschale.", "Größe & Straße – 5 €", "Zwei\nkurze Zeilen", "<b>fett</b> <script>x()</script>",
    "Liste:\n- eins\n- zwei", "Erst dies.\n\nDann das.", "Ja", "日本語 и العربية",
    "1. Antwort: nein", "a" * 300,
]  # fmt: skip
QUOTES = [
    "", "\n\nAm 12.03.2026 um 10:11 schrieb Dreiklang:\n> alt\n> älter\n",
    "\n\n-----Ursprüngliche Nachricht-----\nalt\n",
    "\n\nVon: Dreiklang <d@example.org>\nGesendet: Montag\nAn: Ben\nBetreff: Frage\n\nalt\n",
    "\n\nOn Thu, Mar 12, 2026 at 10:11 AM Dreiklang <d@example.org> wrote:\n> alt\n",
]  # fmt: skip
SIGNATURES = ["", "\n\nViele Grüße\nBen\n", "\n\n-- \nBen\nTel. 0711 123\n", "\n\nVon meinem iPhone gesendet\n",
              "\n\nMit freundlichen Grüßen\n\nBen Okonkwo\nTelefon: 0711 / 123-45\n"]  # fmt: skip
CHARSETS = ["utf-8", "utf-8", "utf-8", "windows-1252", "iso-8859-1", "us-ascii", "unknown-8bit", ""]
MACHINES = [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "1"), ("List-Id", "<x>"),
            ("Return-Path", "<>"), ("X-Loop", "localhost")]  # fmt: skip


class Made:
    """One mail made by chance, and what must become of it: `becomes` is an outcome, `source` the text of the post."""

    def __init__(self, chance: random.Random, number: int, thread, secret, person, other):
        self.words = chance.choice(WORDS) if chance.random() < 0.9 else ""
        self.sender = chance.choice([
            *[person.email] * 6, person.email.upper(), other.email, STRANGER, "", f"{person.email} <{STRANGER}>",
            f"{person.email}, {STRANGER}",
        ])  # fmt: skip
        whose, which = chance.choice([person] * 5 + [other]), chance.choice([thread] * 5 + [secret])
        address = reply_address(which, whose)
        is_forged = chance.random() < 0.1
        if is_forged:
            at = chance.randrange(8, 40)
            address = address[:at] + ("a" if address[at] != "a" else "b") + address[at + 1 :]
        if chance.random() < 0.1:
            address = address.upper()
        self.is_machine = chance.random() < 0.1
        self.has_file = chance.random() < 0.1
        self.raw = self._written(chance, number, address)
        named = {person.email: person, other.email: other}.get(self.sender.lower())
        fits = not is_forged and not self.is_machine and named is not None and named == whose
        self.author, self.thread = named, which
        if not fits:
            self.becomes = Outcome.IGNORED
        elif which == secret and named == person or not self.words:
            self.becomes = Outcome.REFUSED
        else:
            self.becomes = Outcome.POSTED
        self.source = inbound.as_source(self.words)

    def _written(self, chance, number: int, address: str) -> bytes:
        text = self.words + chance.choice(SIGNATURES) + chance.choice(QUOTES)
        said = chance.choice(CHARSETS)
        try:
            body, meant = text.encode(said or "utf-8"), said
        except (LookupError, UnicodeError):  # a program that says one thing and writes another
            body, meant = text.encode(), said
        kind = f"Content-Type: text/plain{f'; charset={meant}' if meant else ''}"
        coding = chance.choice(["8bit", "quoted-printable", "base64", "", "7bit"])
        if coding == "quoted-printable":
            body = quopri.encodestring(body)
        elif coding == "base64":
            body = base64.encodebytes(body)
        part = f"{kind}\nContent-Transfer-Encoding: {coding}\n\n".encode() + body
        if self.has_file:
            file = b'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n\nAAAA'
            part = b"Content-Type: multipart/mixed; boundary=gr\n\n--gr\n" + part + b"\n--gr\n" + file + b"\n--gr--\n"
        headers = [f"From: {self.sender}", f"To: {address}", f"Message-ID: <{number}@x.example>", "Subject: AW: Frage",
                   "Date: Thu, 12 Mar 2026 12:02:13 +0100"]  # fmt: skip
        if self.is_machine:
            headers.append(": ".join(chance.choice(MACHINES)))
        chance.shuffle(headers)
        raw = "\n".join(headers).encode() + b"\n" + part
        return raw.replace(b"\n", b"\r\n") if chance.random() < 0.5 else raw


@pytest.mark.parametrize("mails", [SHORT, LONG])
def test_each_mail_does_what_the_model_says_and_nothing_else(cast, mails):
    faults, done = faults_among(cast, mails)
    assert not faults, faults[:5]
    assert all(done.get(outcome, 0) > mails // 20 for outcome in Outcome), done


def faults_among(cast, mails: int) -> tuple[list, dict]:
    """What the model did not foretell, and how many mails became what."""
    chance, faults, done = random.Random(5), [], {}
    for number in range(mails):
        made = Made(chance, number, *cast)
        before, written = set(Post.objects.values_list("pk", flat=True)), Letter.objects.count()
        outcome = receive(made.raw)
        done[outcome] = done.get(outcome, 0) + 1
        new = list(Post.objects.exclude(pk__in=before))
        became = [(post.author, post.thread, post.source) for post in new]
        expected = [(made.author, made.thread, made.source)] if made.becomes == Outcome.POSTED else []
        if outcome != made.becomes or became != expected:
            faults.append((number, outcome, made.becomes, became, expected, made.raw))
        if made.becomes == Outcome.IGNORED and Letter.objects.count() != written:
            faults.append((number, "ein Brief an jemanden, den es nichts angeht", made.raw))
        Post.objects.exclude(number=1).delete()
        Thread.objects.update(size=1)
        Letter.objects.all().delete()
    return faults, done


def test_the_model_notices_when_the_sender_is_not_checked(cast, monkeypatch):
    """The counter-test: the same mails, and an entrance that takes everybody for the owner of the address."""
    take = inbound.take
    monkeypatch.setattr(inbound, "take", lambda mail: take(mail._replace(sender=cast[2].email)))
    assert len(faults_among(cast, 60)[0]) > 5


def test_the_model_notices_when_tokens_are_not_checked(cast, monkeypatch):
    monkeypatch.setattr(inbound, "thread_meant", lambda token, person: cast[0].pk)
    assert len(faults_among(cast, 60)[0]) > 5


# --- Real mails with damage: whatever is left, nobody speaks but the one whose address and token it is ---


def damaged(chance: random.Random, raw: bytes) -> bytes:
    for _time in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(raw))
        raw = chance.choice([
            lambda raw=raw, at=at: raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :],
            lambda raw=raw, at=at: raw[:at] + raw[at + chance.randrange(1, 200) :],
            lambda raw=raw, at=at: raw[:at] + chance.choice(SCRAPS) + raw[at:],
            lambda raw=raw, at=at: raw[:at],
            lambda raw=raw, at=at: raw[:at] + raw[max(0, at - 300) :],
            lambda raw=raw: raw.replace(b"boundary=", b"boundary=x", 1),
            lambda raw=raw: raw.replace(b"charset=", chance.choice([b"charset==", b"charset=utf-16; x="]), 1),
            lambda raw=raw: raw.replace(b"quoted-printable", chance.choice([b"base64", b"x-uuencode", b"7bit"]), 1),
            lambda raw=raw: raw.replace(b"multipart/", chance.choice([b"message/rfc822 ", b"multipart/report;"]), 1),
            lambda raw=raw, at=at: b"\r".join(raw.split(b"\n", chance.randrange(1, 9))),
        ])() or b"\n"  # fmt: skip
    return raw


SCRAPS = [
    b"\x00", b"\xff\xfe", b"\n\n", b"\nFrom: eva@example.org\n", b"=?utf-8?q?=ZZ?=", b"<" * 50, b"--", b"\r",
    b"Content-Type: text/html\n", b"\nMessage-ID:\n", b"\nTo: \xc3\n", b"\xed\xa0\x80", b"(" * 200, b'"',
]  # fmt: skip


@pytest.mark.parametrize("mails", [SHORT, LONG])
def test_damaged_mails_crash_nothing_and_nobody_speaks_for_somebody_else(cast, mails):
    thread, secret, person, other = cast
    chance, posted = random.Random(7), 0
    for number in range(mails):
        sender, whose = chance.choice([(person.email, person), (STRANGER, person), (person.email, other)])
        raw = a_mail_of(chance.choice(PROGRAMS), to=reply_address(thread, whose), sender=sender, number=str(number))
        outcome = receive(damaged(chance, raw))
        new = list(thread.posts.exclude(number=1))
        is_hers = sender == person.email and whose == person
        assert secret.posts.count() == 1 and len(new) == (outcome == Outcome.POSTED), number
        assert not new or is_hers and new[0].author == person, number
        assert is_hers or not Letter.objects.filter(to=person.email, subject__contains="erschienen").exists(), number
        posted += len(new)
        thread.posts.exclude(number=1).delete()
        Thread.objects.update(size=1)
        Letter.objects.all().delete()
    assert posted > mails // 10


def test_noise_is_nothing(cast):
    chance = random.Random(9)
    for length in (0, 1, 10, 1000, 50_000):
        assert receive(chance.randbytes(length)) == Outcome.IGNORED
    assert receive(b"\n" * 100_000) == Outcome.IGNORED


def test_a_mail_of_mails_of_mails_is_read_as_one(cast):
    thread, _secret, person, _other = cast
    inner = EmailMessage()
    inner.set_content("innen")
    for _depth in range(60):
        outer = EmailMessage()
        outer.set_content("Ja.")
        outer.add_attachment(inner)
        inner = outer
    inner["From"], inner["To"] = person.email, reply_address(thread, person)
    assert receive(inner.as_bytes()) == Outcome.POSTED
    assert thread.posts.get(number=2).source == "Ja."
