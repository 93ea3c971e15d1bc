"""Answers that lie in a mailbox: for houses whose mail is with somebody who offers nothing but IMAP."""

import imaplib
import logging
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings

from dreiklang.letters.actions.receiving import receive
from dreiklang.letters.receiving.outcome import Outcome

log = logging.getLogger(__name__)
_A_ROUND = 50
_PATIENCE = 20  # seconds


def fetch() -> int:
    """A chore: take in what is unread in MAIL_IMAP_URL. Returns how many. What became a post, or came back by letter,
    is deleted there: the mailbox would say who wrote what under a voice. What is not for us stays, marked as read; what
    cannot be taken now stays unread, and the others do not wait for it."""
    if not settings.MAIL_IMAP_URL:
        return 0
    parts = urlsplit(settings.MAIL_IMAP_URL)
    server = _connect(parts)
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _ok(server.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"'))
        found = _ok(server.uid("search", None, "UNSEEN"))[0] or b""
        taken = sum(_take(server, number) for number in found.split()[:_A_ROUND])
        if taken:
            _ok(server.expunge())
        return taken
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _connect(parts):
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, timeout=_PATIENCE)
    server = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=_PATIENCE)
    if parts.scheme == "imap+tls":
        server.starttls()
    return server


def _take(server, number: bytes) -> bool:
    content = _ok(server.uid("fetch", number, "(BODY.PEEK[])"))
    raw = next((part[1] for part in content if isinstance(part, tuple)), None)
    if raw is None:  # somebody else has just moved it
        return False
    try:
        outcome = receive(raw)
    except Exception:
        log.exception("Eine E-Mail im Postfach konnte nicht übernommen werden")
        return False
    flags = r"(\Seen)" if outcome == Outcome.IGNORED else r"(\Seen \Deleted)"
    _ok(server.uid("store", number, "+FLAGS", flags))
    return True


def _ok(answer):
    status, content = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"Das Postfach antwortet {status}")
    return content
