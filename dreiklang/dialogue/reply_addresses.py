"""The secret address at which one person answers to one thread by mail. Nothing of it is kept: it is calculated.

It says neither the thread nor the person to whoever reads it, in the protocol of a mail server for instance, and the
addresses of two people in one thread have nothing in common. A mail program may change capitals: base32 has one case.
"""

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from dreiklang.groups.readers import tokens_of

_SEAL = 12  # bytes; with the 16 of the thread's id 45 letters, so that a local part stays within its 64


def reply_address(thread, person) -> str:
    """Where an answer of this person to this thread is taken; empty where the house takes none by mail, and for whoever
    only reads there."""
    room = thread.room
    only_reads = room.writers != room.readers and room.writers not in tokens_of(person)
    if not settings.MAIL_REPLY or only_reads:
        return ""
    seal = _keyed("seal", thread.pk.bytes + person.pk.bytes)[:_SEAL]
    token = b32encode(seal + _masked(thread.pk.bytes, seal)).decode().rstrip("=").lower()
    name, _, domain = settings.MAIL_REPLY.partition("@")
    return f"{name}+{token}@{domain}"


def token_in(address: str) -> str | None:
    """What a reply address carries after its plus; None for any other address."""
    name, _, domain = settings.MAIL_REPLY.partition("@")
    local, _, host = address.strip().lower().rpartition("@")
    start, _, token = local.partition("+")
    return token if name and (start, host) == (name, domain) and token else None


def thread_meant(token: str, person) -> UUID | None:
    """The id of the thread, if this token was made for this person; else None."""
    try:
        content = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (Error, ValueError):
        return None
    if len(content) != _SEAL + 16:
        return None
    seal, masked = content[:_SEAL], content[_SEAL:]
    thread = _masked(masked, seal)
    fits = hmac.compare_digest(seal, _keyed("seal", thread + person.pk.bytes)[:_SEAL])
    return UUID(bytes=thread) if fits else None


def _masked(thread: bytes, seal: bytes) -> bytes:
    """Done twice it is the id again."""
    return bytes(a ^ b for a, b in zip(thread, _keyed("mask", seal), strict=False))


def _keyed(purpose: str, content: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"dreiklang.reply.{purpose}".encode() + content, sha256).digest()
