import email
import email.policy
import smtplib
import socket
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from dreiklang.letters.actions import posting
from dreiklang.letters.actions.posting import TRIES, post_due
from dreiklang.letters.actions.repairing import withdraw
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.makers import a_letter, an_invitation
from dreiklang.letters.tests.side_by_side import side_by_side

pytestmark = pytest.mark.django_db


class Server:
    """A mail server that answers each letter with the next of `answers`: None takes it, an exception is raised."""

    def __init__(self, *answers):
        self.answers, self.seen = list(answers), []

    def send_messages(self, messages):
        self.seen += [message.message() for message in messages]
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return len(messages)

    def close(self):
        pass

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.seen]


@pytest.fixture
def meet(monkeypatch):
    """`meet(ConnectionRefusedError())`: this is how the mail server answers from now on."""

    def meet(*answers) -> Server:
        server = Server(*answers)
        monkeypatch.setattr(posting, "get_connection", lambda: server)
        return server

    return meet


def test_what_is_due_is_sent_and_marked():
    letter, later = a_letter(), a_letter(not_before=timezone.now() + timedelta(minutes=1))
    assert post_due() == 1
    assert [message.to for message in mail.outbox] == [["ben@example.org"]]
    letter.refresh_from_db(), later.refresh_from_db()
    assert (letter.state, letter.attempts, letter.reason) == (Letter.SENT, 1, "")
    assert letter.sent_at is not None
    assert (later.state, later.attempts, later.sent_at) == (Letter.WAITING, 0, None)


def test_a_letter_that_is_sent_is_not_sent_again():
    a_letter()
    assert [post_due(), post_due()] == [1, 0]
    assert len(mail.outbox) == 1


def test_an_empty_outbox_asks_for_no_mail_server(monkeypatch):
    monkeypatch.setattr(posting, "get_connection", lambda: pytest.fail("nothing to send"))
    assert post_due() == 0


def test_both_parts_say_the_same_and_a_machine_sees_that_a_machine_wrote():
    a_letter(subject="Für Übersetzende", language="en")
    post_due()
    message = parsed(mail.outbox[0])
    assert (message["Subject"], message["To"]) == ("Für Übersetzende", "ben@example.org")
    assert message["From"] == "Dreiklang <dreiklang@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Guten Tag Ben,\n\nbis bald.\n" in plain.get_content()
    assert "<p>Guten Tag Ben,</p>\n<p>bis <strong>bald</strong>.</p>" in html.get_content()
    assert '<html lang="en">' in html.get_content()
    for part in (plain, html):
        assert "http://localhost:8000/impressum/" in part.get_content()


def parsed(message) -> email.message.EmailMessage:
    source = message if isinstance(message, bytes) else message.message().as_bytes()
    return email.message_from_bytes(source, policy=email.policy.default)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_is_a_part_of_its_own_that_names_its_method_and_its_letters_once(method):
    _method, entry = an_invitation(method)
    a_letter(calendar=entry, calendar_method=method)
    post_due()
    *_both, part = parsed(mail.outbox[0]).iter_parts()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == method
    assert part.get_content_charset() == "utf-8"
    assert mail.outbox[0].message().get_payload()[-1]["Content-Type"].count("charset") == 1
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == method
    assert calendar.walk("VEVENT")[0]["SUMMARY"] == "Werkstatt für Übersetzung"


def test_a_letter_without_a_date_has_no_calendar_part():
    a_letter()
    post_due()
    types = [part.get_content_type() for part in parsed(mail.outbox[0]).iter_parts()]
    assert types == ["text/plain", "text/html"]


def test_marks_and_markup_that_stand_in_a_letter_as_text_stay_text_in_both_parts():
    a_letter(subject="<b> & 'x'", text="Guten Tag \\*Ben\\* \\<script\\>1\\</script\\> O'Neil,\n\n<img src=x>\n")
    post_due()
    plain, html = (part.get_content() for part in parsed(mail.outbox[0]).iter_parts())
    assert "Guten Tag *Ben* <script>1</script> O'Neil," in plain
    assert "Guten Tag *Ben* &lt;script&gt;1&lt;/script&gt; O'Neil," in html
    assert "<script" not in html and "<img" not in html
    assert "<title>&lt;b&gt; &amp; &#39;x&#39;</title>" in html


def test_a_failed_letter_is_tried_again_after_two_four_eight_minutes_and_given_up_after_the_eighth(meet):
    problems = [smtplib.SMTPDataError(451, f"zu voll {number}".encode()) for number in range(1, TRIES + 1)]
    server = meet(*problems)
    letter = a_letter()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for attempt in range(1, TRIES):
            assert post_due() == 0
            letter.refresh_from_db()
            assert (letter.state, letter.attempts) == (Letter.WAITING, attempt)
            assert letter.reason == f"SMTPDataError: (451, b'zu voll {attempt}')"
            assert letter.not_before == timezone.now() + timedelta(minutes=2**attempt)
            clock.shift(timedelta(minutes=2**attempt, seconds=-1))
            post_due()
            assert len(server.seen) == attempt  # not a second earlier
            clock.shift(timedelta(seconds=1))
        post_due()
        letter.refresh_from_db()
        assert (letter.state, letter.attempts, letter.sent_at) == (Letter.FAILED, TRIES, None)
        assert "zu voll 8" in letter.reason
        clock.shift(timedelta(days=7))
        post_due()
    assert TRIES == 8
    assert server.message_ids == [letter.message_id] * 8


def test_a_letter_that_arrives_in_the_end_keeps_no_reason(meet):
    server = meet(ConnectionRefusedError(111, "Connection refused"), smtplib.SMTPServerDisconnected("aufgelegt"))
    letter = a_letter()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            post_due()
            clock.shift(timedelta(minutes=4))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.reason) == (Letter.SENT, 3, "")
    assert server.message_ids == [letter.message_id] * 3


def test_one_letter_that_fails_does_not_hold_up_the_others(meet):
    now = timezone.now()
    letters = [a_letter(written_at=now - timedelta(minutes=age), not_before=now) for age in (3, 2, 1)]
    server = meet(None, smtplib.SMTPRecipientsRefused({"ben@example.org": (550, b"kein Postfach")}), None)
    assert post_due() == 2
    assert server.message_ids == [letter.message_id for letter in letters]
    assert [Letter.objects.get(pk=letter.pk).state for letter in letters] == ["sent", "waiting", "sent"]
    assert "kein Postfach" in Letter.objects.get(pk=letters[1].pk).reason


def test_a_letter_that_cannot_be_put_into_form_is_kept_with_its_reason(meet, monkeypatch):
    meet()
    letter = a_letter(subject="Zwei\nZeilen")
    assert post_due() == 0
    letter.refresh_from_db()
    assert letter.state == Letter.WAITING and letter.reason.startswith("BadHeaderError")


def test_a_long_reason_is_cut(meet):
    meet(RuntimeError("ä" * 9000))
    letter = a_letter()
    post_due()
    letter.refresh_from_db()
    assert len(letter.reason) == 500


def test_a_letter_that_the_team_withdraws_during_a_failing_try_stays_withdrawn(meet):
    letter = a_letter()
    server = meet(ConnectionResetError())
    fail = server.send_messages

    def withdraw_then_fail(messages):
        withdraw(Letter.objects.get(pk=letter.pk), by=None)
        fail(messages)

    server.send_messages = withdraw_then_fail
    post_due()
    letter.refresh_from_db()
    assert letter.state == Letter.WITHDRAWN
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert post_due() == 0
    assert len(server.seen) == 1


def test_a_worker_killed_between_sending_and_marking_sends_the_same_message_id_again(meet):
    server = meet(SystemExit())
    letter = a_letter()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with pytest.raises(SystemExit):
            post_due()
        letter.refresh_from_db()
        assert letter.state == Letter.WAITING
        clock.shift(timedelta(minutes=10, seconds=-1))
        assert post_due() == 0  # still claimed by the worker that is gone
        clock.shift(timedelta(seconds=1))
        assert post_due() == 1
    assert server.message_ids == [letter.message_id] * 2
    letter.refresh_from_db()
    assert letter.state == Letter.SENT


def test_a_letter_taken_by_another_worker_after_the_list_was_read_is_left_alone(meet):
    server = meet()
    letter = a_letter()
    assert posting._claim(letter.pk) is not None
    assert posting._claim(letter.pk) is None
    assert post_due() == 0 and server.seen == []


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_every_letter_once(meet):
    server = slow(meet())
    letters = [a_letter() for _ in range(24)]
    assert sum(side_by_side(*[post_due] * 3)) == 24
    assert sorted(server.message_ids) == sorted(letter.message_id for letter in letters)
    assert set(Letter.objects.values_list("state", "attempts")) == {(Letter.SENT, 1)}


def slow(server: Server) -> Server:
    send = server.send_messages

    def send_slowly(messages):
        time.sleep(0.005)
        return send(messages)

    server.send_messages = send_slowly
    return server


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_workers_side_by_side_send_letters_twice(meet, monkeypatch):
    """The counter-test of the one above: it would notice."""
    server = slow(meet())
    both_have_read = threading.Barrier(2)
    monkeypatch.setattr(posting, "_claim", lambda pk: Letter.objects.get(pk=pk))
    monkeypatch.setattr(posting, "get_connection", lambda: both_have_read.wait(10) is not None and server)
    for _ in range(4):
        a_letter()
    side_by_side(post_due, post_due)
    assert len(server.message_ids) == 8 and len(set(server.message_ids)) == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_mail_server_thinks(meet):
    """A mail server may take its time; nobody who registers meanwhile may wait for it."""
    server = meet()
    send = server.send_messages

    def send_outside_of_any_transaction(messages):
        assert not connection.in_atomic_block
        return send(messages)

    server.send_messages = send_outside_of_any_transaction
    a_letter()
    assert post_due() == 1


class Postbox:
    """What a real mail server on this machine does with letters; `refuses` answers, `hangs_up` breaks off."""

    def __init__(self):
        self.taken, self.refuses, self.hangs_up = [], "", False

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def postbox(settings):
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=a_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    server.stop()


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_a_real_mail_server_gets_all_three_parts_unharmed(postbox):
    method, entry = an_invitation(title="Werkstatt: Überblick über alles, was länger ist als eine Zeile lang sein darf")
    letter = a_letter(
        subject="Grüße", text="Größe & Straße\n\n.\n\nFrom hier\n", calendar=entry, calendar_method=method
    )
    assert post_due() == 1
    (envelope,) = postbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("dreiklang@localhost", ["ben@example.org"])
    message = parsed(envelope.content)
    assert (message["Subject"], message["Message-ID"]) == ("Grüße", letter.message_id)
    plain, html, calendar = message.iter_parts()
    assert "Größe & Straße\n\n.\n\nFrom hier\n" in plain.get_content().replace("\r\n", "\n")
    assert "<p>Größe &amp; Straße</p>" in html.get_content()
    event = Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Werkstatt: Überblick über alles, was länger ist als eine Zeile lang sein darf"


def test_a_recipient_whom_the_server_refuses_is_kept_with_the_servers_reason_and_tried_again(postbox):
    postbox.refuses = "550 No such user here"
    letter = a_letter()
    assert post_due() == 0 and postbox.taken == []
    letter.refresh_from_db()
    assert letter.state == Letter.WAITING and "No such user here" in letter.reason
    postbox.refuses = ""
    Letter.objects.update(not_before=timezone.now())
    assert post_due() == 1
    assert parsed(postbox.taken[0].content)["Message-ID"] == letter.message_id


def test_a_server_that_hangs_up_after_taking_a_letter_gets_the_same_message_id_again(postbox):
    postbox.hangs_up = True
    letter = a_letter()
    assert post_due() == 0
    letter.refresh_from_db()
    assert letter.state == Letter.WAITING and letter.reason
    postbox.hangs_up = False
    Letter.objects.update(not_before=timezone.now())
    assert post_due() == 1
    assert [parsed(envelope.content)["Message-ID"] for envelope in postbox.taken] == [letter.message_id] * 2


def test_a_server_that_is_not_there_loses_nothing(postbox, settings):
    settings.EMAIL_PORT = a_free_port()
    letter = a_letter()
    assert post_due() == 0
    letter.refresh_from_db()
    assert letter.state == Letter.WAITING and letter.reason.startswith("ConnectionRefusedError")


def test_a_server_that_never_answers_costs_one_wait_and_not_one_a_letter(meet):
    server = meet(TimeoutError("timed out"), None, None)
    now = timezone.now()
    letters = [a_letter(written_at=now - timedelta(minutes=age), not_before=now) for age in (3, 2, 1)]
    assert post_due() == 0
    assert server.message_ids == [letters[0].message_id]
    assert post_due() == 2
