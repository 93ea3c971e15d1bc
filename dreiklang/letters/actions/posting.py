import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from dreiklang.foundation.text import to_html, to_plain
from dreiklang.letters.models import Letter, our_host

log = logging.getLogger(__name__)
TRIES = 8
BATCH = 50


def post_due() -> int:
    """Post what is due. Each letter is claimed first, then sent, then marked: nothing is lost, and a worker killed
    between sending and marking sends the same Message-ID again, which mail programs drop. Returns letters sent."""
    due = list(Letter.objects.due(timezone.now()).values_list("pk", flat=True)[:BATCH])
    if not due:
        return 0
    connection, sent = get_connection(), 0
    with suppress(ServerAway):
        for pk in due:
            sent += _post(pk, connection)
    connection.close()
    return sent


class ServerAway(Exception):
    """Not the letter is at fault but the way to the mail server: the others would only wait for it one by one."""


def _post(pk, connection) -> bool:
    letter = _claim(pk)
    if letter is None:
        return False
    try:
        _message(letter, connection).send()
    except Exception as problem:
        log.warning("Brief %s ging nicht hinaus: %s", letter.pk, type(problem).__name__)
        _retry_later(letter, f"{type(problem).__name__}: {problem}"[:500])
        if _is_of_the_server(problem):
            raise ServerAway
        return False
    Letter.objects.filter(pk=pk).update(state=Letter.SENT, sent_at=timezone.now(), reason="")
    return True


def _is_of_the_server(problem: Exception) -> bool:
    if isinstance(problem, SMTPException):  # which is an OSError, too
        return isinstance(problem, (SMTPServerDisconnected, SMTPConnectError))
    return isinstance(problem, OSError)


@transaction.atomic
def _claim(pk) -> Letter | None:
    """Ours for ten minutes: the row is pushed back before it is sent, so that no second worker takes it too."""
    now = timezone.now()
    claimed = Letter.objects.due(now).filter(pk=pk).order_by()
    if not claimed.update(not_before=now + timedelta(minutes=10), attempts=F("attempts") + 1):
        return None
    return Letter.objects.get(pk=pk)


def _retry_later(letter: Letter, reason: str) -> None:
    """2, 4, 8 … minutes apart; after the last try the letter waits for the team, with its reason. What the team
    withdrew during the try stays withdrawn."""
    given_up = letter.attempts >= TRIES
    Letter.objects.waiting().filter(pk=letter.pk).update(
        state=Letter.FAILED if given_up else Letter.WAITING,
        reason=reason,
        not_before=timezone.now() + timedelta(minutes=2**letter.attempts),
    )


def _message(letter: Letter, connection) -> EmailMultiAlternatives:
    with translation.override(letter.language):
        html = render_to_string("letters/frame.html", {"letter": letter, "body": to_html(letter.text)})
        plain = render_to_string(
            "letters/frame.txt", {"letter": letter, "body": to_plain(letter.text)}, using="letters"
        )
    message = EmailMultiAlternatives(
        letter.subject, plain, settings.MAIL_FROM, [letter.to], connection=connection,
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", "Content-Language": letter.language,
            "X-Auto-Response-Suppress": "OOF, AutoReply", "X-Loop": our_host(),
        },
    )  # fmt: skip
    message.attach_alternative(html, "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}")
    return message
