"""The code on the wall of the room, which changes every minute: derived from the key, the event and the minute."""

from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
LENGTH, ACCEPTED = 6, 3  # whoever types slowly, or has to sign in first, is still in time


def code_at(event, at: datetime) -> str:
    """Six signs, for the minute of this moment."""
    minute = int(at.timestamp()) // 60
    number = int.from_bytes(salted_hmac("dreiklang.events.code", f"{event.pk}:{minute}", algorithm="sha256").digest())
    signs = ""
    for _place in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs


def is_right(event, typed: str, at: datetime) -> bool:
    """Whether it is one of the last three, however it is spaced and written."""
    typed = "".join(typed.upper().replace("-", " ").split())
    return any([
        constant_time_compare(typed, code_at(event, at - timedelta(minutes=ago))) for ago in range(ACCEPTED)
    ])  # fmt: skip
