"""The officer with a question that she cannot ask in her own house: asked under a line in Chromium, answered by mail
over SMTP on this machine, accepted by mail. And what becomes of a post that should not stand there."""

import email
import email.policy
import re
import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.actions.writing import show_due
from dreiklang.dialogue.models import Agreement, Post, Room, Thread
from dreiklang.dialogue.tests.makers import a_thread
from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.listening import listening
from dreiklang.letters.tests.makers import a_mail_of
from dreiklang.letters.tests.test_posting import postbox  # noqa: F401 – a fixture
from dreiklang.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]
PROGRAMS = ("outlook_de", "thunderbird_de", "apple_de", "gmail_de")
ASKER, HERS = "Dana Wiśniewska", "dana@example.org"
TITLE = "Wie bezahlen Sie Sprachmittlung, wenn die Spitze kein Geld gibt?"


@pytest.fixture
def letters(postbox, settings):  # noqa: F811
    """letters() -> what has left the house about this question since it was last asked, as (to, message)."""
    settings.MAIL_REPLY, settings.MAIL_LISTEN = "antwort@dreiklang.example", "127.0.0.1:0"

    def leave() -> list[tuple]:
        postbox.taken.clear()
        Letter.objects.waiting().update(not_before=timezone.now())  # it is a working morning
        while post_due():
            pass
        assert not Letter.objects.waiting().exists()
        taken = [(envelope.rcpt_tos[0], _read(envelope.content)) for envelope in postbox.taken]
        return [(to, message) for to, message in taken if TITLE in message["Subject"]]

    return leave


def _read(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_asked_under_a_line_answered_from_four_mail_programs_and_accepted_by_mail(visit, letters):
    Agreement.objects.filter(person__email=HERS).delete()
    dana = visit("dana")
    line = _ask(dana)
    onlooker = visit("ada")
    onlooker.go(Room.objects.get(slug="alle").path)
    onlooker.sees("Wie bezahlen Sie ehrenamtliche Sprachmittlung?")
    assert onlooker.page.get_by_text(TITLE).count() == 0  # not before its time

    _half_an_hour_later()
    thread = Thread.objects.get(title=TITLE)
    left = letters()
    _names_nobody(left)
    people = {person.email: person for person in Person.objects.filter(pk__in=thread.asked.values("person"))}
    asked = [(to, message) for to, message in left if message["Subject"].startswith("Wissen Sie etwas dazu?")]
    assert {to for to, _message in asked} == set(people) and len(people) >= 5
    assert HERS in people  # for who gets no letter would be the one who asked
    assert all(line in _plain(message) for _to, message in asked)

    answering = [(to, message) for to, message in asked if to != HERS][: len(PROGRAMS)]
    assert _reply(answering, PROGRAMS) == {250}
    _shows_what_they_wrote(onlooker, thread, line, [people[to].name for to, _message in answering])

    told = letters()
    _names_nobody(told)
    of_answers = [message for to, message in told if to == HERS]
    assert len(of_answers) == len(PROGRAMS)
    helpful = people[answering[1][0]].name
    (about_it,) = [message for message in of_answers if f"{helpful} antwortet" in _plain(message)]
    _accept(visit(), thread, about_it)
    for window in (onlooker, dana):
        _shows_it_solved(window, thread, helpful)
    assert ASKER not in onlooker.page.content()


def _ask(window) -> str:
    """In a minute, from the room to "erscheint in Kürze". Returns the line under which it is asked."""
    page = window.page
    window.go("/dialog/")
    window.follow("Alle Integrationsbeauftragten")
    window.follow("Fragen oder schreiben")
    window.sees("wir fragen nur einmal")
    window.press("Zustimmen und weiter zum Schreiben")
    window.sees("Danke. Jetzt können Sie schreiben.")
    page.wait_for_load_state()  # whoever has typed before the scripts are there is offered nothing yet
    page.get_by_label("Unter einer Merkmalszeile").check()
    reads = page.locator(".readers:visible")
    assert reads.count() == 1
    assert "Keine Vorgesetzten" in reads.inner_text() and "Ihr Name steht nicht dabei." in reads.inner_text()
    line = page.locator(".ways strong").inner_text()
    assert line.startswith("Integrationsbeauftragte, Landkreis")
    page.get_by_label("In einem Satz").press_sequentially(TITLE)
    page.locator("#aehnliche").get_by_role("link", name="Wie bezahlen Sie ehrenamtliche Sprachmittlung?").wait_for()
    window.fill("Genauer", "Die Verwaltungsspitze möchte, dass es ohne geht. Die Schulen rufen täglich an.")
    window.press("Veröffentlichen in „Alle Integrationsbeauftragten“")
    page.get_by_role("heading", name="Ihr Beitrag erscheint in Kürze").wait_for()
    return line


def _half_an_hour_later() -> None:
    held = Post.objects.filter(thread__title=TITLE, state=Post.HELD)
    assert held.get().at > timezone.now()
    show_due()
    assert held.exists()
    held.update(at=timezone.now() - timedelta(seconds=1))
    show_due()
    assert not held.exists()


def _plain(message) -> str:
    """Its words, however the lines were broken."""
    return " ".join(message.get_body(("plain",)).get_content().split())


def _names_nobody(letters) -> None:
    """Her name is in the greeting and her address on the envelope of her own letters, and nowhere else in any."""
    for to, message in letters:
        texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        said = " ".join(" ".join([*map(str, message.values()), *texts]).split())
        assert (f"Guten Tag {ASKER}," in said and HERS in said) == (to == HERS)
        if to == HERS:
            said = said.replace(f"Guten Tag {ASKER},", "").replace(HERS, "")
        assert "niewska" not in said and "dana@" not in said


def _reply(letters, programs) -> set[int]:
    """Each by another program, to the address that is in her own letter. Returns what the house's mail server said."""
    said = set()
    with listening() as port:
        for number, ((to, letter), program) in enumerate(zip(letters, programs, strict=True)):
            address = letter["Reply-To"].addresses[0].addr_spec
            raw = a_mail_of(program, to=address, sender=to, number=f"antwort{number}").replace(b"\n", b"\r\n")
            assert b"schrieb" in raw or b"Gesendet:" in raw  # there is something to cut
            with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
                server.ehlo()
                server.mail(to)
                server.rcpt(address)
                said.add(server.data(raw)[0])
    return said


def _shows_what_they_wrote(window, thread: Thread, line: str, names: list[str]) -> None:
    window.go(thread.path)
    window.sees("beantwortet")
    page = window.page
    assert line in page.locator("#von-1").inner_text()
    assert page.locator("article.post").count() == len(names) + 1
    for number, name in enumerate(names, start=2):
        assert name in page.locator(f"#von-{number}").inner_text()
        words = page.locator(f"#beitrag-{number} .text").inner_text()
        assert words.startswith("Guten Tag,") and "25 €" in words and words.rstrip().endswith("Das geht seit März gut.")
        assert not re.search("Okonkwo|Aydoğan|0711|schrieb|Gesendet|kein Geld", words)
    assert ASKER not in page.content()


def _accept(stranger, thread: Thread, letter) -> None:
    """By the link in the letter, signed out. Opening it alone says nothing."""
    (link,) = re.findall(r"https?://\S+?/dialog/antwort/[^/\s]+/", _plain(letter))
    stranger.go(link)
    stranger.page.get_by_role("heading", name="Hat diese Antwort geholfen?").wait_for()
    assert ASKER not in stranger.page.content()
    assert Thread.objects.get(pk=thread.pk).accepted is None
    stranger.press("Ja, sie hat geholfen")
    stranger.page.get_by_role("heading", name="Danke, das ist vermerkt").wait_for()
    assert Thread.objects.get(pk=thread.pk).accepted is not None


def _shows_it_solved(window, thread: Thread, name: str) -> None:
    window.go(thread.path)
    solution = window.page.locator("#beitrag-1 + .solution")
    solution.wait_for()
    assert "Das hat geholfen" in solution.inner_text() and name in solution.inner_text()
    assert "25 €" in solution.locator(".text").inner_text()
    assert window.page.locator("[aria-current=step]").inner_text() == "gelöst"


@pytest.mark.long
def test_a_post_is_reported_decided_about_with_a_reason_and_its_author_objects(visit):
    author = Person.objects.get(email="cem@example.org")
    thread = a_thread(Room.objects.get(slug="alle"), author, title="Stühle abzugeben", source="Rufen Sie mich an.")
    ben = visit("ben", scripts=False, width=360)
    ben.go(thread.path)
    ben.page.get_by_role("link", name="Melden 1").click()
    ben.sees("Wer gemeldet hat, erfährt niemand")
    ben.page.get_by_label("Werbung").check()
    ben.fill("Was die Moderation wissen sollte", "Das gehört nicht hierher.")
    ben.press("Meldung an die Moderation senden")
    ben.sees("Danke, Ihre Meldung ist da")

    ada = visit("ada")
    ada.go("/dialog/moderation/")
    ada.follow("Stühle abzugeben")
    ada.sees("Das gehört nicht hierher.")
    assert ada.page.get_by_text("Okonkwo").count() == 0
    ada.page.get_by_label("Beitrag entfernen").check()
    ada.page.get_by_label("Werbung").check()
    ada.press("So entscheiden")
    ada.page.locator(".kern-error").first.wait_for()  # not without a reason
    ada.page.get_by_label("Grund", exact=True).fill("Angebote stehen in diesem Raum nicht.")
    ada.press("So entscheiden")
    ada.sees("Entschieden. Die betroffene Person erfährt den Grund.")
    ben.go(thread.path)
    assert ben.page.get_by_text("Rufen Sie mich an.").count() == 0

    cem = visit()
    cem.open_letter("cem@example.org", "Die Moderation hat über Ihren Beitrag entschieden")
    cem.sees("Angebote stehen in diesem Raum nicht.")
    cem.follow("Entscheidung ansehen oder Einspruch einlegen")
    cem.fill("Warum halten Sie die Entscheidung für falsch?", "Die Stühle sind für Sprachkurse, und sie kosten nichts.")
    cem.press("Einspruch einlegen")
    cem.sees("Jemand anderes entscheidet noch einmal.")
    assert cem.page.get_by_text("Ada Lindqvist").count() == 0

    ada.go("/dialog/moderation/")
    assert ada.page.get_by_role("link", name="Stühle abzugeben").count() == 0  # she decided the first time
