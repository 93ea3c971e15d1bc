"""Answers by mail: whose are taken, what becomes of them, and what she hears when one is not."""

import re

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue import inbound
from dreiklang.dialogue.actions.rooms import lock_room
from dreiklang.dialogue.actions.writing import show_due
from dreiklang.dialogue.models import Agreement, Follow, Post, Thread
from dreiklang.dialogue.reply_addresses import reply_address
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, agreed
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.models import Membership
from dreiklang.letters.actions.receiving import receive
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.outcome import Outcome
from dreiklang.letters.tests.makers import PROGRAMS, a_mail, a_mail_of
from dreiklang.people.tests import makers
from dreiklang.people.tests.makers import a_person, ada, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt"


@pytest.fixture(autouse=True)
def taken_by_mail(settings):
    settings.MAIL_REPLY = "antwort@dreiklang.example"


def ben(**facts):
    """Ben, who has agreed to the house rules."""
    person = makers.ben(**facts)
    agreed(person)
    return person


@pytest.fixture
def asked():
    """Cem asked something in a room; Ben is about to answer."""
    return a_thread(a_room(), cem()), ben()


def answers(thread) -> list[str]:
    return [post.source for post in thread.posts.exclude(number=1).order_by("at")]


def letters_to(person, word="") -> list[Letter]:
    return list(Letter.objects.filter(to=person.email, subject__contains=word))


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_answer_from_every_mail_program_is_a_post_of_hers(asked, program):
    thread, person = asked
    raw = a_mail_of(program, to=reply_address(thread, person))
    assert receive(raw) == Outcome.POSTED
    post = thread.posts.get(number=2)
    assert post.author == person and post.state == Post.SHOWN
    assert "auschale" in post.source or "flat rate" in post.source
    for private in ("Okonkwo", "0711", "711 555", "Rathausplatz", "Dreiklang", "iPhone", "schreibt:"):
        assert private not in post.source
    thread.refresh_from_db()
    assert thread.answered_at is not None and letters_to(person) == []
    assert "auschale" in letters_to(thread.posts.get(number=1).author)[0].text or "en" in program


def test_a_letter_about_a_post_carries_the_address_of_its_reader_and_without_the_setting_none(asked, settings):
    thread, person = asked
    a_reply(thread, person)
    asker = thread.posts.get(number=1).author
    assert letters_to(asker)[0].reply_to == reply_address(thread, asker) != reply_address(thread, person)
    settings.MAIL_REPLY = ""
    a_reply(thread, person, source="Noch etwas.")
    assert [letter.reply_to for letter in letters_to(asker)][-1] == ""


def test_whoever_only_reads_is_not_asked_to_answer():
    person, other = ben(), ada()
    room = a_room(writers="team")
    thread = a_thread(room, other)
    Follow.objects.create(person=person, room=room)
    a_reply(thread, other)
    (letter,) = letters_to(person)
    assert letter.reply_to == "" and "Antworten Sie einfach" not in letter.text
    type(room).objects.update(writers="members")
    a_reply(Thread.objects.get(pk=thread.pk), other)
    letter = Letter.objects.filter(to=person.email).latest("written_at")
    assert letter.reply_to == reply_address(Thread.objects.get(pk=thread.pk), person) != ""
    assert "Antworten Sie einfach auf diese E-Mail." in letter.text


@pytest.mark.parametrize(
    "sender", ["eva@example.org", "cem@example.org", "ben@example.org.evil", "ben@example.com", "Ben", "", "b@x, c@y",
               "ben@example.org <eva@example.org>", '"ben@example.org" <eva@example.org>'],
)  # fmt: skip
def test_a_stranger_and_whoever_holds_somebody_elses_address_posts_nothing_and_hears_nothing(asked, sender):
    thread, person = asked
    raw = a_mail(to=reply_address(thread, person)).replace(b"From: ben@example.org", f"From: {sender}".encode())
    before = Letter.objects.count()
    assert receive(raw) == Outcome.IGNORED
    assert answers(thread) == [] and Letter.objects.count() == before


def test_without_the_check_of_the_sender_a_stranger_would_get_in(asked, monkeypatch):
    """The counter-test of the one above: it would notice."""
    thread, person = asked
    take = inbound.take
    monkeypatch.setattr(inbound, "take", lambda mail: take(mail._replace(sender=person.email)))
    assert receive(a_mail(to=reply_address(thread, person), sender="eva@example.org")) == Outcome.POSTED
    assert answers(thread) == ["Mit einer Pauschale."]


def test_a_token_opens_its_own_thread_only_and_a_forged_one_none(asked):
    thread, person = asked
    secret = a_thread(a_circle(cem_again := thread.posts.get().author, title="Kreis"), cem_again, title="Anderswo")
    for address in ("antwort+" + "a" * 45 + "@dreiklang.example", reply_address(secret, cem_again)):
        assert receive(a_mail(to=address)) == Outcome.IGNORED
    assert answers(secret) == answers(thread) == [] and letters_to(person) == []


def test_somebody_whose_account_is_closed_posts_nothing(asked):
    thread, person = asked
    person.is_active = False
    person.save()
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.IGNORED and answers(thread) == []


def test_a_forgery_that_our_mail_server_names_is_not_taken(asked, settings):
    thread, person = asked
    settings.MAIL_AUTHSERV = "mx.dreiklang.example"
    forged = a_mail(to=reply_address(thread, person), Authentication_Results="mx.dreiklang.example; dmarc=fail")
    genuine = a_mail(to=reply_address(thread, person), Authentication_Results="mx.dreiklang.example; dmarc=pass")
    assert [receive(forged), receive(genuine)] == [Outcome.IGNORED, Outcome.POSTED]


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Subject": "Automatische Antwort: x"}, {"Precedence": "bulk"}]
)
def test_absence_notes_are_neither_posted_nor_answered(asked, headers):
    thread, person = asked
    assert receive(a_mail("Ich bin bis Montag weg.", to=reply_address(thread, person), **headers)) == Outcome.IGNORED
    assert answers(thread) == [] and letters_to(person) == []


def test_a_mail_that_comes_twice_is_one_post_and_two_mails_with_the_same_words_are_two(asked):
    thread, person = asked
    address = reply_address(thread, person)
    for number in ("1", "1", "2"):
        assert receive(b"Received: by x\n" + a_mail(to=address, number=number)) == Outcome.POSTED
    assert answers(thread) == ["Mit einer Pauschale."] * 2


def test_files_are_refused_with_a_sentence_and_the_text_is_posted(asked):
    thread, person = asked
    for _again in range(2):
        receive(a_mail("Siehe Anlage.", to=reply_address(thread, person), files=("Satzung.pdf", "Plan.pdf")))
    assert answers(thread) == ["Siehe Anlage."] and not thread.posts.filter(attachments__isnull=False).exists()
    (letter,) = letters_to(person)
    assert "Satzung.pdf, Plan.pdf" in letter.text and "Ihr Text ist angekommen." in letter.text
    assert thread.path in letter.text


def closed(thread, person):
    Thread.objects.filter(pk=thread.pk).update(closed_at=thread.last_at)


def archived(thread, person):
    type(thread.room).objects.filter(pk=thread.room_id).update(is_archived=True)


def locked(thread, person):
    lock_room(thread.room, reason="Jemand liest mit.", by=ada())


def gone(thread, person):
    thread.delete()


def read_only(thread, person):
    type(thread.room).objects.filter(pk=thread.room_id).update(writers="team")


@pytest.mark.parametrize(
    "happens, reason",
    [(closed, "geschlossen"), (archived, "abgeschlossen"), (locked, "gesperrt"), (gone, "gelöscht"),
     (read_only, "nicht schreiben")],
)  # fmt: skip
def test_what_cannot_be_posted_comes_back_by_letter_with_the_reason_and_her_words(asked, happens, reason):
    thread, person = asked
    address = reply_address(thread, person)
    happens(thread, person)
    raw = a_mail_of("outlook_de", to=address)
    assert [receive(raw), receive(raw)] == [Outcome.REFUSED] * 2
    (letter,) = letters_to(person, "Nicht erschienen")
    assert reason in letter.text and "> wir zahlen eine Pauschale von 25 €" in letter.text
    assert Post.objects.filter(author=person).count() == 0 and letter.reply_to == ""


def test_whoever_left_the_circle_hears_that_it_is_gone_for_her_and_not_what_it_is_called():
    person, other = ben(), cem()
    thread = a_thread(a_circle(person, other), other)
    Membership.objects.filter(person=person).delete()
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.REFUSED
    (letter,) = letters_to(person, "Nicht erschienen")
    assert thread.title not in letter.subject + letter.text and "> Mit einer Pauschale." in letter.text


def test_in_a_room_with_approval_her_answer_waits_and_she_knows():
    person, other = ben(), cem()
    room = a_room(needs_approval=True)
    a_moderator(room, other)
    thread = a_thread(room, other)
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.POSTED
    assert thread.posts.get(author=person).state == Post.WAITING
    assert "freigibt" in letters_to(person)[0].text


@pytest.mark.parametrize(
    "sentence, said",
    [
        ("Bitte warten Sie bis 10 Uhr; Ihr Text steht noch im Feld.", "Bitte warten Sie bis 10 Uhr."),
        ("Es sind zu viele. Ihr Text steht noch im Feld; bitte senden Sie ihn morgen.",
         "Es sind zu viele; bitte senden Sie ihn morgen."),
        ("Hier geht es nicht. Ihr Text steht noch im Feld.", "Hier geht es nicht."), ("So nicht.", "So nicht."),
    ],
)  # fmt: skip
def test_whatever_an_action_refuses_comes_by_letter_and_speaks_of_no_field(asked, monkeypatch, sentence, said):
    def refuse(*args, **kwargs):
        raise Refusal(sentence)

    thread, person = asked
    monkeypatch.setattr(inbound.writing, "reply", refuse)
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.REFUSED
    (letter,) = letters_to(person, "Nicht erschienen")
    assert f"Der Grund: {said}\n" in letter.text and "> Mit einer Pauschale." in letter.text


def test_whoever_has_not_agreed_to_the_house_rules_is_led_to_them_and_gets_her_words_back(asked):
    thread, person = asked
    Agreement.objects.filter(person=person).delete()
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.REFUSED
    (letter,) = letters_to(person, "Nicht erschienen")
    assert "/dialog/hausregeln/" in letter.text and "> Mit einer Pauschale." in letter.text
    agreed(person)
    assert receive(a_mail(to=reply_address(thread, person), number="2")) == Outcome.POSTED


@pytest.mark.parametrize("text", ["", "> alt\n", "Viele Grüße\nBen\nTel. 0711 12345", "x" * 20_001])
def test_nothing_new_and_too_much_are_refused(asked, text):
    thread, person = asked
    assert receive(a_mail(text, to=reply_address(thread, person))) == Outcome.REFUSED
    assert answers(thread) == [] and len(letters_to(person)) == 1


def test_nobody_gets_more_letters_in_an_hour_than_somebody_could_cause_by_hand(asked):
    thread, person = asked
    closed(thread, person)
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False):
        for number in range(inbound.MOST_ANSWERS + 5):
            receive(a_mail(to=reply_address(thread, person), number=str(number)))
    assert len(letters_to(person)) == inbound.MOST_ANSWERS


def voiced(person) -> Thread:
    """A protected thread of hers that is there to be read."""
    thread = a_thread(a_room(), person, line=LINE)
    Thread.objects.filter(pk=thread.pk).update(last_at=timezone.now())
    return thread


def test_whoever_has_a_voice_answers_as_that_voice_later_and_nothing_leads_from_her_to_it():
    person = ben()
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        thread = voiced(person)
        clock.shift(1900)
        show_due()
        assert receive(a_mail_of("outlook_de", to=reply_address(thread, person))) == Outcome.POSTED
        post = thread.posts.get(number=None)
        assert (post.voice, post.author, post.state) == (thread.voices.get(), None, Post.HELD)
        assert "Okonkwo" not in post.source and "Musterstadt" not in post.source
        assert letters_to(person) == []


def test_a_voice_with_a_file_is_posted_and_no_letter_says_so():
    person = ben()
    thread = voiced(person)
    assert receive(a_mail("Siehe Anlage.", to=reply_address(thread, person), files=("a.pdf",))) == Outcome.POSTED
    assert letters_to(person) == []


@pytest.mark.parametrize("text", ["Ich bin Ben.", "Fragen Sie OKONKWO!", "An ben@example.org bitte."])
def test_a_voice_that_says_her_name_is_refused_and_the_letter_says_neither_words_nor_thread(text):
    person = ben()
    thread = voiced(person)
    assert receive(a_mail(text, to=reply_address(thread, person))) == Outcome.REFUSED
    (letter,) = letters_to(person)
    assert "Ihr Name oder Ihre Adresse" in letter.text and thread.posts.count() == 1
    assert thread.title not in letter.subject + letter.text and str(thread.pk) not in letter.text
    assert text not in letter.text


def test_under_her_own_name_she_may_say_it(asked):
    thread, person = asked
    assert receive(a_mail("Ich bin Ben.", to=reply_address(thread, person))) == Outcome.POSTED


def test_a_small_word_in_a_name_is_no_name():
    person = a_person("Eva von der Heide")
    assert not inbound.names_her("Das ist von der Stadt.", person) and inbound.names_her("heide", person)


def test_a_post_and_a_letter_of_one_mail_have_ids_that_nobody_joins(asked, settings):
    thread, person = asked
    raw = a_mail(to=reply_address(thread, person), files=("a.pdf",))
    receive(raw)
    post, letter = thread.posts.get(number=2), letters_to(person)[0]
    assert post.pk != letter.pk and post.pk.version == letter.pk.version == 4
    settings.SECRET_KEY = "y" * 60
    mail = inbound.Mail(person.email, (), "<1@musterstadt.example>", "", (), True, False)
    assert inbound._number("post", mail, thread.pk, person) != post.pk


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![x](https://b.example)",
     "<https://a.example/\"onmouseover=alert(1)>", "`<svg onload=alert(1)>`"],
)  # fmt: skip
def test_what_would_run_is_words(asked, text):
    thread, person = asked
    receive(a_mail(text, to=reply_address(thread, person)))
    page = a_mail("x", to=reply_address(thread, person), number="2").replace(b"text/plain", b"text/html")
    receive(page.replace(b"\n\nx", f"\n\n<p>Hier: {text}</p>".encode()))
    for post in thread.posts.filter(author=person):
        assert "<script" not in post.html and "<img" not in post.html and "<svg" not in post.html
        assert not any(" on" in tag or "javascript" in tag for tag in re.findall(r"<[^>]*>", post.html))


def test_lines_broken_on_purpose_stay_broken_and_wrapped_ones_flow():
    words = (
        "Wir machen das seit drei Jahren so, und es hat sich bewährt, weil alle\nwissen, was gilt.\n\nStadt\nLand\n\n"
        "    eingerückt\n- eins\n  - zwei\nTitel\n-----\nText"
    )
    html = to_html(inbound.as_source(words), top=3)
    assert "weil alle\nwissen" in html and "Stadt<br>\nLand" in html
    assert "<code>" not in html and "<h" not in html.replace("<hr>", "") and "<li>eins" in html


def test_two_addresses_in_one_mail_are_two_threads(asked):
    thread, person = asked
    other = a_thread(thread.room, thread.posts.get().author, title="Zweitens")
    both = [reply_address(one, person) for one in (thread, other)]
    assert receive(a_mail(to=both[0]), "ben@example.org", both) == Outcome.POSTED
    assert answers(thread) == answers(other) == ["Mit einer Pauschale."]


def test_a_room_that_stays_inside_is_answered_and_its_letters_say_nothing():
    person, other = ben(), cem()
    thread = a_thread(a_room(stays_inside=True), other)
    assert receive(a_mail(to=reply_address(thread, person))) == Outcome.POSTED
    closed(thread, person)
    receive(a_mail("Noch etwas.", to=reply_address(thread, person), number="2"))
    (letter,) = letters_to(person)
    assert "Noch etwas." not in letter.text and thread.title not in letter.subject + letter.text


@pytest.mark.parametrize(("words", "is_taken"), [("Frau Musterfrau, geb. 03.04.1990, hat das so gelöst.", False),
                                                 ("Rufen Sie an: 0711 123456.", True)])  # fmt: skip
def test_what_leads_to_a_person_is_not_posted_by_mail(asked, words, is_taken):
    thread, person = asked
    receive(a_mail(words, to=reply_address(thread, person)))
    assert bool(answers(thread)) is is_taken
    if not is_taken:
        (letter,) = letters_to(person)
        assert "Name mit Geburtsdatum" in letter.text and "Musterfrau" in letter.text  # nothing of hers is lost
