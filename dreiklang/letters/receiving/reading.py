"""A mail as it came over the wire, made into what the house needs of it. Whatever is wrong with it, reading goes on."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NamedTuple

from django.conf import settings

from dreiklang.letters.models import our_host
from dreiklang.letters.receiving.hypertext import as_plain

LARGEST = 25 * 1024 * 1024  # bytes; what is beyond is not read
_LONGEST = 400_000  # bytes of one part that are read as text


class Mail(NamedTuple):
    sender: str  # the one address under From, small letters; empty where there is not exactly one
    to: tuple[str, ...]  # the addresses at which it was delivered, small letters
    message_id: str  # or what stands for it where it has none
    text: str  # plain, with quotations and signature, as written
    attachments: tuple[str, ...]  # their names
    is_genuine: bool  # false where our mail server says that the sender is forged
    is_automatic: bool  # absence notes, bounces, lists and our own letters: nobody wrote it to us


def read(raw: bytes, mail_from: str | None = None, rcpt_to=()) -> Mail:
    """`mail_from` and `rcpt_to` are of the envelope; where there is none (a mailbox), the headers stand for them."""
    message = BytesParser(policy=policy.default).parsebytes(raw[:LARGEST])
    texts, attachments = _contents(message)
    text = "\n\n".join(texts)
    return Mail(
        sender=_sender(message),
        to=tuple(address.lower() for address in rcpt_to) or _delivered_to(message),
        message_id=_header(message, "Message-ID") or f"{_header(message, 'Date')} {text}",
        text=text, attachments=tuple(attachments), is_genuine=_is_genuine(message),
        is_automatic=_is_automatic(message, mail_from),
    )  # fmt: skip


def _headers(message, name: str) -> list[str]:
    """Broken ones are left out: with some, Python's own parser stumbles."""
    try:
        return [str(value).strip() for value in message.get_all(name, [])]
    except Exception:
        return []


def _header(message, name: str) -> str:
    return (_headers(message, name) or [""])[0]


_ADDRESS = re.compile(r"""[^\s<>,;:()"']+@[^\s<>,;:()"']+""")


def _sender(message: EmailMessage) -> str:
    """Only what every reader of the header takes for the same address: our server and Python must not disagree."""
    try:
        froms = message.get_all("From", [])
        addresses = [address.addr_spec.lower() for header in froms for address in header.addresses]
        written = [str(value) for name, value in message.raw_items() if name.lower() == "from"]
    except Exception:
        return ""
    seen = {found.lower() for text in (*written, *map(str, froms)) for found in _ADDRESS.findall(text)}
    is_clear = len(froms) == 1 and len(addresses) == 1 and seen == set(addresses)
    return addresses[0] if is_clear and addresses[0].isascii() and addresses[0].isprintable() else ""


def _is_genuine(message) -> bool:
    """What the mail server in front says, where it is named; the same header by anybody else says nothing."""
    if not settings.MAIL_AUTHSERV:
        return True
    said = [header.lower() for header in _headers(message, "Authentication-Results")]
    ours = [header for header in said if re.split(r"[\s;]", header)[0] == settings.MAIL_AUTHSERV.lower()]
    return bool(ours) and not re.search(r"\bdmarc\s*=\s*fail\b", ours[0])


def _delivered_to(message) -> tuple[str, ...]:
    for names in (("X-Original-To", "Delivered-To", "Envelope-To"), ("To", "Cc")):
        found = [
            address.lower()
            for name in names
            for header in _headers(message, name)
            for address in _ADDRESS.findall(header)
        ]
        if any(settings.MAIL_REPLY.partition("@")[0] in address for address in found):
            return tuple(dict.fromkeys(found))
    return ()


_SUBJECTS = re.compile(
    r"(automatische (antwort|reply)|automatic reply|auto-?reply|auto:|abwesen|out of (the )?office|"
    r"unzustellbar|undeliver|mail delivery|delivery status|nicht zustellbar)",
    re.IGNORECASE,
)


def _is_automatic(message, mail_from: str | None) -> bool:
    said = {name: _header(message, name).lower() for name in (
        "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "Return-Path", "X-Loop", "Message-ID",
    )}  # fmt: skip
    return (
        mail_from is not None
        and mail_from.strip("<> ").upper() in {"", "MAILER-DAEMON"}  # so bounces come, and so Postfix calls nobody
        or said["Return-Path"] == "<>"
        or said["Auto-Submitted"] not in {"", "no"}
        or said["Precedence"] in {"bulk", "junk", "list", "auto_reply", "auto-reply"}
        or any(word in said["X-Auto-Response-Suppress"] for word in ("all", "oof", "autoreply"))
        or our_host() in said["X-Loop"]
        or said["Message-ID"].endswith(f"@{our_host()}>")
        or any(message.get_all(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "List-Id"))
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
        or bool(_SUBJECTS.match(_header(message, "Subject")))
    )


# Of mail programs, not of people: a signature that proves the sender is no file that she wanted to show.
_NO_ATTACHMENTS = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
                   "application/pgp-keys"}  # fmt: skip


def _contents(message) -> tuple[list[str], list[str]]:
    """Her plain texts, else the pages that stand for them, and the names of what else came along."""
    plain, pages, attachments = [], [], []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _name(part)
        if kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment":
            text = _text(part)
            if text.strip():
                (plain if kind == "text/plain" else pages).append(text)
        elif kind not in _NO_ATTACHMENTS and not _is_of_the_page(part):
            attachments.append(name or kind)
    return plain or [as_plain(page) for page in pages], attachments


def _leaves(message):
    """Each part once; a mail that hangs on a mail is one thing, and is not opened."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting[:0] = part.get_payload()
        else:
            yield part


def _name(part) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:
        name = "?"
    return "".join(letter for letter in sound(name) if letter.isprintable())[:120]


def _is_of_the_page(part) -> bool:
    """A logo in a signature and the like."""
    return part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment" and bool(
        _header(part, "Content-ID")
    )  # fmt: skip


def _text(part) -> str:
    try:
        content = part.get_payload(decode=True) or b""
        charset = (part.get_content_charset() or "").lower()
    except Exception:
        return ""
    text = sound(_decoded(content[:_LONGEST], charset))
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, is_deleting=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decoded(content: bytes, charset: str) -> str:
    """Programs err about what they wrote. What reads as UTF-8 is UTF-8, and what says Latin-1 comes from Windows."""
    if not charset or charset.startswith(
        ("us-ascii", "ascii", "iso-8859-1", "windows-125", "cp125", "utf-8", "unknown")
    ):
        tries = ["utf-8", charset if charset.startswith(("windows", "cp", "iso-8859-15")) else "cp1252"]
    else:
        tries = [charset, "utf-8"]
    for name in tries:
        try:
            return content.decode(name)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def _unflowed(text: str, is_deleting: bool) -> str:
    """RFC 3676: a line that ends in a blank goes on in the next one of the same quotation."""
    lines, goes_on, last_depth = [], False, 0
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ") if line[depth:].startswith(" ") else line[depth:]
        if goes_on and depth == last_depth:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        goes_on, last_depth = content.endswith(" ") and content != "-- ", depth
        if goes_on and is_deleting:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\u00ad]"
)


def sound(text: str) -> str:
    """Without what no database takes and nobody sees, and with one kind of line end and blank."""
    text = text.encode("utf-8", errors="replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", text).replace("\u00a0", " ")
