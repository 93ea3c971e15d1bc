"""Mails as they come: charsets, parts, pages, files; who wrote them, and whether anybody did."""

import pytest

from dreiklang.letters.models import our_host
from dreiklang.letters.receiving.hypertext import as_plain
from dreiklang.letters.receiving.reading import read
from dreiklang.letters.tests.makers import a_mail

pytestmark = pytest.mark.once

TO = "antwort+abc@dreiklang.example"


def raw(body: bytes, kind="text/plain; charset=utf-8", encoding="8bit", sender="ben@example.org", more="") -> bytes:
    head = f"From: {sender}\nTo: {TO}\nMessage-ID: <1@x>\n{more}MIME-Version: 1.0\nContent-Type: {kind}\n"
    return f"{head}Content-Transfer-Encoding: {encoding}\n\n".encode() + body


@pytest.mark.parametrize(
    "body, kind",
    [
        ("Größe – 5 €".encode(), "text/plain; charset=utf-8"),
        ("Größe – 5 €".encode("cp1252"), "text/plain; charset=windows-1252"),
        ("Größe – 5 €".encode("cp1252"), "text/plain; charset=iso-8859-1"),  # which Windows calls so
        ("Größe – 5 €".encode(), "text/plain; charset=iso-8859-1"),  # wrong
        ("Größe – 5 €".encode("cp1252"), "text/plain; charset=utf-8"),  # wrong the other way round
        ("Größe – 5 €".encode(), "text/plain; charset=us-ascii"),
        ("Größe – 5 €".encode(), "text/plain"),
        ("Größe – 5 €".encode(), "text/plain; charset=klingonisch"),
        ("Größe – 5 €".encode("iso-8859-15", "replace").replace(b"?", b"-"), "text/plain; charset=iso-8859-15"),
        ("Größe – 5 €".encode("utf-16"), "text/plain; charset=utf-16"),
    ],
)
def test_programs_that_err_about_their_charset_are_understood(body, kind):
    assert read(raw(body, kind)).text.strip().replace("-", "–") == "Größe – 5 €"


def test_coded_bodies_are_decoded_and_broken_ones_are_read_as_far_as_they_go():
    assert read(raw(b"Gr=C3=B6=C3=9Fe", encoding="quoted-printable")).text == "Größe"
    assert read(raw(b"R3LDtsOfZQ==", encoding="base64")).text == "Größe"
    assert read(raw(b"Gr=C3=B6=ZZ=", encoding="quoted-printable")).text.startswith("Grö")
    assert read(raw("Größe".encode(), encoding="quantum")).text == "Größe"


def test_flowing_lines_flow_and_quotations_keep_their_depth():
    body = b"Das ist ein \nlanger Satz.\n Zweite Zeile\n> alt, \n> sehr alt\n-- \nBen"
    assert read(raw(body, "text/plain; format=flowed")).text == (
        "Das ist ein langer Satz.\nZweite Zeile\n> alt, sehr alt\n-- \nBen"
    )
    assert read(raw(b"zusammen \ngesetzt", "text/plain; format=flowed; delsp=yes")).text == "zusammengesetzt"


def test_a_page_is_read_as_a_person_would_have_typed_it():
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>Gut,<br>danke.</p><script>alert(1)</script>"
        '<ul><li>eins</li><li>zwei <a href="https://a.example/x">hier</a></li></ul>'
        "<blockquote type=cite><p>alt</p><blockquote>älter</blockquote></blockquote><p>5 &lt; 6 &amp; 7</p>"
        '<div class="gmail_signature">Ben 0711</div></body></html>'
    )
    assert as_plain(page).split("\n") == [
        "Gut,", "danke.", "", "- eins", "- zwei hier <https://a.example/x>", "", "> alt", ">", "> > älter", "",
        "5 < 6 & 7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    ["<head><p>x", "<div" * 9000, "<b>" * 100_000 + "x", "<p>x</b></i></div>", "<!--x", "<a href=javascript:x>y"],
)
def test_broken_pages_break_nothing(page):
    assert "javascript" not in as_plain(page)


def test_a_head_that_never_ends_does_not_swallow_the_page():
    assert as_plain("<html><head><title>x</title><body>Ja.") == "Ja."


def test_words_win_over_their_page_and_files_are_named():
    mail = read(a_mail("Im Text.", to=TO, files=("Satzung.pdf", "Größe.pdf")))
    assert (mail.text.strip(), mail.attachments) == ("Im Text.", ("Satzung.pdf", "Größe.pdf"))


@pytest.mark.parametrize(
    "part, is_file",
    [
        ("Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline; filename=logo.png", False),
        ("Content-Type: image/png\nContent-Disposition: attachment; filename=foto.png\nContent-ID: <1>", True),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s", False),
        ("Content-Type: message/rfc822", True),
        ("Content-Type: text/plain\nContent-Disposition: attachment; filename=notiz.txt", True),
        ("Content-Type: application/ms-tnef; name=winmail.dat", True),
    ],
)
def test_what_counts_as_a_file(part, is_file):
    body = f"--x\nContent-Type: text/plain\n\nJa.\n--x\n{part}\n\nAAAA\n--x--\n".encode()
    mail = read(raw(body, "multipart/mixed; boundary=x"))
    assert (mail.text.strip(), bool(mail.attachments)) == ("Ja.", is_file)


@pytest.mark.parametrize(
    "header, sender",
    [
        ("ben@example.org", "ben@example.org"), ("Ben <BEN@Example.org>", "ben@example.org"),
        ('"Okonkwo, Ben" <ben@example.org>', "ben@example.org"),
        ("=?utf-8?q?Ben_=C3=96?= <ben@example.org>", "ben@example.org"),
        ('"ben@example.org" <ben@example.org>', "ben@example.org"),
        ("ben@example.org, eva@example.org", ""), ("ben@example.org <eva@example.org>", ""),
        ('"ben@example.org" <eva@example.org>', ""), ("eva@example.org (ben@example.org)", ""),
        ("<ben@example.org>\nFrom: eva@example.org", ""), ("=?utf-8?q?ben=40example.org?= <eva@example.org>", ""),
        ("", ""), ("Ben", ""), ("<@>", ""), ("ben@exämple.org", ""), ("undisclosed-recipients:;", ""),
        ("ben@example.org\x00", ""), ("[" * 500, ""), ("ben@[", ""),
    ],
)  # fmt: skip
def test_the_sender_is_one_address_that_every_reader_reads_alike(header, sender):
    assert read(raw(b"x", sender=header)).sender == sender


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "X-Autoreply: yes", "Precedence: bulk",
        "Precedence: auto_reply", "X-Auto-Response-Suppress: All", "List-Id: <x.example.org>", "Return-Path: <>",
        "Subject: Automatische Antwort: Sprachmittlung", "Subject: Abwesenheitsnotiz", "Subject: Out of Office: AW",
        "Subject: =?utf-8?q?Unzustellbar=3A_x?=", "Subject: Automatic reply: x",
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_known(header):
    assert read(raw(b"Ich bin nicht da.", more=f"{header}\n")).is_automatic


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: no", "Subject: AW: Abwesenheit der Kollegin", "Precedence: normal", "Return-Path: <b@x.example>",
     "X-Auto-Response-Suppress: DR, RN, NRN"],
)  # fmt: skip
def test_what_a_person_wrote_is_not_taken_for_a_machines(header):
    assert not read(raw(b"Ich bin da.", more=f"{header}\n")).is_automatic


def test_bounces_and_our_own_letters_are_known():
    assert read(raw(b"x"), mail_from="").is_automatic and not read(raw(b"x"), mail_from="b@x.example").is_automatic
    assert read(raw(b"--x--", "multipart/report; boundary=x")).is_automatic
    assert read(raw(b"x", more=f"X-Loop: {our_host()}\n")).is_automatic
    assert read(raw(b"x").replace(b"<1@x>", f"<7@{our_host()}>".encode())).is_automatic


def test_the_envelope_says_for_whom_it_is_and_without_one_the_headers_do(settings):
    settings.MAIL_REPLY = "antwort@dreiklang.example"
    assert read(raw(b"x"), rcpt_to=["Antwort+Z@dreiklang.example"]).to == ("antwort+z@dreiklang.example",)
    assert read(raw(b"x")).to == (TO,)
    delivered = raw(b"x", more="Delivered-To: <antwort+q@dreiklang.example>\n")
    assert read(delivered).to == ("antwort+q@dreiklang.example",)


def test_only_the_named_mail_server_says_whether_a_sender_is_genuine(settings):
    ours, theirs = "Authentication-Results: mx.example.org; dmarc={}\n", "Authentication-Results: evil; dmarc=pass\n"
    assert read(raw(b"x")).is_genuine
    settings.MAIL_AUTHSERV = "mx.example.org"
    assert read(raw(b"x", more=ours.format("pass"))).is_genuine
    assert read(raw(b"x", more=ours.format("none"))).is_genuine
    assert not read(raw(b"x", more=ours.format("fail (p=none)") + theirs)).is_genuine
    assert not read(raw(b"x", more=theirs)).is_genuine
    assert not read(raw(b"x")).is_genuine


def test_what_no_database_takes_and_nobody_sees_is_left_out():
    assert read(raw("a\x00b\u202ec\ufeffd\u00a0e".encode())).text == "abcd e"
    assert read(raw(b"\xed\xa0\x80x")).text.encode()  # half a surrogate pair


def test_a_mail_without_an_id_is_the_same_when_it_comes_again():
    bare = raw(b"Ja.", more="Date: Thu, 12 Mar 2026 12:02:13 +0100\n").replace(b"Message-ID: <1@x>\n", b"")
    assert read(bare).message_id == read(b"Received: x\n" + bare).message_id
    assert read(bare).message_id != read(bare.replace(b"Ja.", b"Nein.")).message_id
