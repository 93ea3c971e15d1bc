import logging

from django.db import transaction

from dreiklang.foundation.gather import gather
from dreiklang.letters.receiving.outcome import Outcome
from dreiklang.letters.receiving.reading import Mail, read

log = logging.getLogger(__name__)


def receive(raw: bytes, mail_from: str | None = None, rcpt_to=()) -> Outcome:
    """Take one mail in, however it came. `mail_from` and `rcpt_to` are of the envelope, where there was one.

    Harmless when called again with the same mail. Raises only what may be over later, a database that is away: then the
    mail must be brought once more.
    """
    mail = _read(raw, mail_from, rcpt_to)
    if mail is None or mail.is_automatic:
        return Outcome.IGNORED
    with transaction.atomic():
        for room in gather("inbound"):
            if outcome := room.take(mail):
                return outcome
    return Outcome.IGNORED


def _read(raw: bytes, mail_from: str | None, rcpt_to) -> Mail | None:
    """None for a mail so broken that it cannot be read at all: it would be no better tomorrow."""
    try:
        return read(raw, mail_from, rcpt_to)
    except Exception as problem:
        log.warning("Eine eingegangene E-Mail ist nicht lesbar: %s", type(problem).__name__)
        return None
