"""What is left of a mail: her own words, and nothing that her mail program put around them."""

import pytest

from dreiklang.letters.receiving.cutting import own_words
from dreiklang.letters.receiving.reading import read
from dreiklang.letters.tests.makers import PROGRAMS, a_mail_of

pytestmark = pytest.mark.once

GERMAN = (
    "Guten Tag,\n\nwir zahlen eine Pauschale von 25 € je Stunde aus dem Budget für Übersetzung.\n"
    "Das geht seit März gut."
)
ENGLISH = (
    "Hello,\n\nwe pay a flat rate of 25 € an hour out of the budget for translation.\nIt has gone well since March."
)
INLINE = "Mit einer Pauschale.\n\nWir auch nicht, aber das Land."


@pytest.mark.parametrize("program", PROGRAMS)
def test_of_what_a_mail_program_sends_only_her_words_are_left(program):
    mail = read(a_mail_of(program, to="antwort+x@dreiklang.example"))
    assert own_words(mail.text) == (INLINE if program == "inline_de" else GERMAN if "_de" in program else ENGLISH)
    assert (mail.sender, mail.attachments, mail.is_automatic) == ("ben@example.org", (), False)


def test_the_four_programs_are_there_in_both_languages():
    assert {f"{name}_{language}" for name in ("outlook", "outlook_web", "thunderbird", "apple", "iphone", "gmail")
            for language in ("de", "en")} <= set(PROGRAMS)  # fmt: skip


OLD = "\n\nalter Text, der nicht noch einmal erscheinen soll\n"


@pytest.mark.parametrize(
    "above",
    [
        "-----Ursprüngliche Nachricht-----", "-----Original Message-----", "---------- Forwarded message ---------",
        "________________________________\nVon: Dreiklang <d@example.org>\nGesendet: Montag\nAn: Ben\nBetreff: Frage",
        "Von: Dreiklang\nGesendet: Montag, 9. März 2026 10:11\nAn: Ben\nBetreff: Frage",
        "*Von:* Dreiklang\n*Gesendet:* Montag\n*An:* Ben\n*Betreff:* Frage",
        "From: Dreiklang\nSent: Monday\nTo: Ben\nSubject: Question",
        "Von: Dreiklang <d@example.org>\nDatum: Donnerstag, 12. März 2026 um 10:11\nAn: Ben\nBetreff: Frage",
        "Am 12.03.2026 um 10:11 schrieb Dreiklang:", "Am 12. März 2026 um 10:11 schrieb Dreiklang <d@example.org>:",
        "Am Do., 12. März 2026 um 10:11 Uhr schrieb Dreiklang <\nd@example.org>:",
        "Am Donnerstag, den 12. März 2026, 10:11:00 MEZ hat Dreiklang\n<d@example.org> Folgendes geschrieben:",
        "Gesendet: Donnerstag, 12. März 2026 um 10:11 Uhr\nVon: Dreiklang <d@example.org>\nAn: ben@example.org",
        "Von:        Dreiklang <d@example.org>\nAn:        Ben Okonkwo/Stadt\nDatum:        12.03.2026 10:11",
        ">>> Dreiklang <d@example.org> 12.03.2026 10:11 >>>",
        "Dreiklang <d@example.org> hat am 12.03.2026 10:11 MEZ geschrieben:",
        "Dreiklang <d@example.org> schrieb am Donnerstag, 12. März 2026 um 10:11:",
        "On Thu, Mar 12, 2026 at 10:11 AM Dreiklang <d@example.org> wrote:",
        "2026-03-12 10:11 GMT+01:00 Dreiklang <d@example.org>:",
    ],
)  # fmt: skip
def test_whatever_announces_old_text_ends_the_new_one(above):
    assert own_words(f"Gern.\n\n{above}{OLD}") == "Gern."


@pytest.mark.parametrize(
    "below",
    [
        "Von meinem iPhone gesendet", "Gesendet mit der Outlook-App für Android", "Sent from my Galaxy",
        "Holen Sie sich Outlook für iOS <https://aka.ms/o0ukef>", "Outlook für Android beziehen", "Get Outlook for iOS",
        "Von meinem Samsung Galaxy Smartphone gesendet.", "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "-- \nBen\n0711 1234",
        "Mit freundlichen Grüßen\nBen Okonkwo", "Mit besten Grüßen\n\ni. A. Ben Okonkwo\nTel.: 0711 / 55 50",
        "Viele liebe Grüße aus Musterstadt\nBen", "VG Ben", "LG", "MfG\nB. Okonkwo", "Beste Grüße!\nBen",
        "Mit freundlichen Grüßen.\nBen", "Freundliche Grüsse\nBen", "Best regards,\nBen", "Cheers\nBen",
        "Mit freundlichen Grüßen\nBen Okonkwo, Integrationsbeauftragter der Stadt Musterstadt am Neckar, Amt für\n"
        "Soziales.\nMobil: 0170 123456\n\nDiese E-Mail enthält vertrauliche Informationen.",
        "Ben Okonkwo\nTel.: 0711 / 123 45\nHauptstraße 5",
    ],
)  # fmt: skip
def test_signatures_go(below):
    assert own_words(f"Wir machen es so.\n\n{below}\n") == "Wir machen es so."


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag schrieb mir das Amt:\nEs geht nicht.", "Von: hier aus gesehen ist das falsch.",
        "Sie erreichen mich unter 0711 12345.\nGern auch per Mail.",
        "Liebe Grüße an alle, die mitlesen.\nDas hilft mir sehr, wir machen es so.", "Grußwort halten wir kurz.",
        "Best practice bei uns ist das Folgende.\nWir zahlen.", "- eins\n- zwei\n\n1. drei",
        "Am 3. Mai um 10:00 Uhr treffen wir uns, bitte bringen Sie mit:\n- Stift\n- Papier",
        "An: alle, die das lesen\nVon uns kommt nichts.\nBetreff: egal",
        "Von wem wurde das gesendet?\nIch weiß es nicht.", "Punkte:\n-----\neins",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(text):
    assert own_words(text + "\n") == text


def test_what_comes_to_mind_after_the_name_stays():
    assert own_words("Ja.\n\nViele Grüße\nBen\n\nPS: Am Montag bin ich nicht da.") == (
        "Ja.\n\nPS: Am Montag bin ich nicht da."
    )


def test_whoever_must_not_be_recognised_ends_with_the_greeting():
    text = "Ja.\n\nViele Grüße\nBen\n\nPS: Ich bin die Neue im Rathaus von Musterstadt, wie Sie wissen."
    assert own_words(text, is_strict=True) == "Ja."
    assert "Neue" in own_words(text)


def test_a_mail_without_new_words_is_empty():
    assert own_words("> alt\n> älter\n") == own_words(" \n\n") == own_words("Viele Grüße\nBen\nTel. 0711 123") == ""


def test_a_long_mail_of_traps_is_cut_in_a_moment():
    import time

    traps = ["Am 1 " * 20_000, "-" * 100_000, "\n".join(["Von: a"] * 20_000), "Mit besten " * 20_000, "> " * 100_000,
             "\n".join(["Am 1.1.2026 10:11 x"] * 20_000), "a@" * 50_000, "1" * 100_000, " " * 200_000 + "x",
             "von meinem " * 20_000, "Tel. 0711 1\n" * 20_000, ("Tel. 0711 1\nx\n\n" * 20_000)]  # fmt: skip
    for trap in traps:
        began = time.process_time()
        own_words(trap)
        assert time.process_time() - began < 2, trap[:20]
