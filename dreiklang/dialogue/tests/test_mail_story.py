"""The whole way over SMTP on this machine: a letter leaves the outbox, she answers it, a post appears, and so to and
fro. And the other two doors: the pipe and the mailbox end in the same function."""

import email
import email.policy
import io
import smtplib
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.reply_addresses import reply_address
from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread, agreed
from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.management.commands import receive_mail
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.listening import listening
from dreiklang.letters.tests.makers import PROGRAMS, a_mail, a_mail_of
from dreiklang.letters.tests.test_posting import postbox  # noqa: F401 – a fixture
from dreiklang.people.tests import makers
from dreiklang.people.tests.makers import cem

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def taken_by_mail(settings):
    settings.MAIL_REPLY, settings.MAIL_LISTEN = "antwort@dreiklang.example", "127.0.0.1:0"


def ben(**facts):
    """Ben, who has agreed to the house rules."""
    person = makers.ben(**facts)
    agreed(person)
    return person


@pytest.mark.django_db(transaction=True)
def test_a_letter_leaves_and_what_every_mail_program_answers_appears(postbox):  # noqa: F811
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    a_reply(thread, other)
    Letter.objects.update(not_before="2026-01-01T00:00Z")
    assert post_due() == 1
    (envelope,) = postbox.taken
    letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert "Mit einer Pauschale." in letter.get_body(("plain",)).get_content()
    assert "Sie können auf diese E-Mail antworten." in " ".join(letter.get_body(("plain",)).get_content().split())
    address = letter["Reply-To"].addresses[0].addr_spec
    assert address == reply_address(thread, person)
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        for number, program in enumerate(PROGRAMS):
            raw = a_mail_of(program, to=address.replace("antwort", "Antwort"), number=str(number))
            server.sendmail(person.email, [address.upper()], raw.replace(b"\n", b"\r\n"))
        server.sendmail("eva@example.org", [address], a_mail(to=address, sender="eva@example.org", number="x"))
    posts = list(thread.posts.filter(number__gt=2).order_by("number"))
    assert len(posts) == len(PROGRAMS) and {post.author for post in posts} == {person}
    thread = Thread.objects.get(pk=thread.pk)
    assert thread.size == len(PROGRAMS) + 2
    assert Letter.objects.filter(to=other.email, text__contains="auschale").count() >= len(PROGRAMS) // 2


@pytest.mark.django_db(transaction=True)
def test_our_own_letter_that_comes_back_is_not_posted(postbox):  # noqa: F811
    person, other = ben(), cem()
    thread = a_thread(a_room(), person)
    a_reply(thread, other)
    Letter.objects.update(not_before="2026-01-01T00:00Z")
    post_due()
    raw = postbox.taken[0].content.replace(b"From: Dreiklang <dreiklang@localhost>", b"From: ben@example.org")
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail(person.email, [reply_address(thread, person)], raw)
    assert thread.posts.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("mail_from, posted", [("ben@example.org", 1), ("", 0), ("MAILER-DAEMON", 0), ("<>", 0)])
def test_through_the_pipe(monkeypatch, mail_from, posted):
    person = ben()
    thread = a_thread(a_room(), cem())
    address = reply_address(thread, person)
    piped(monkeypatch, a_mail(to="irgendwer@example.org"))
    call_command("receive_mail", "--from", mail_from, "--to", address)
    assert thread.posts.count() == 1 + posted


@pytest.mark.django_db
def test_the_pipe_asks_for_a_mail_again_that_cannot_be_taken_now(monkeypatch):
    def away(*args):
        raise OSError("Die Datenbank ist weg")

    piped(monkeypatch, b"x")
    monkeypatch.setattr(receive_mail, "receive", away)
    with pytest.raises(SystemExit) as ended:
        call_command("receive_mail", "--to", "antwort+x@dreiklang.example")
    assert ended.value.code == 75


def piped(monkeypatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))


@pytest.mark.django_db
def test_in_the_demo_a_letter_is_answered_in_its_mailbox(client, settings):
    settings.DEMO = True
    person, other = ben(is_demo=True), cem(is_demo=True)
    thread = a_thread(a_room(), person)
    a_reply(thread, other)
    letter = Letter.objects.get(to=person.email)
    page = client.get(f"/demo/postfach/{letter.pk}/").content.decode()
    address = f"/demo/postfach/{letter.pk}/antwort/"
    assert f'action="{address}"' in page
    assert client.post(address, {"text": " "}).status_code == 422
    answer = client.post(address, {"text": "Danke, das hilft.\n\nViele Grüße\nBen"}, follow=True)
    assert "Ihre Antwort ist angekommen." in answer.content.decode()
    assert thread.posts.get(number=3).source == "Danke, das hilft." and thread.posts.get(number=3).author == person
    Thread.objects.update(closed_at="2026-01-01T00:00Z")
    assert "nicht angenommen" in client.post(address, {"text": "Noch etwas."}, follow=True).content.decode()
    plain = Letter.objects.get(subject__startswith="Nicht erschienen")
    assert client.post(f"/demo/postfach/{plain.pk}/antwort/", {"text": "Und?"}).status_code == 404
