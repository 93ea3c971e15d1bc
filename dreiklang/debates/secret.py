"""Under which id somebody votes: made of the debate's key and of who she is. Whoever has the database without the key
of the house cannot make it; when the debate has ended, the debate's key is destroyed, and nobody can.

What an operator with root could do while a debate runs stands in docs/privacy.
"""

import hmac
import os
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE, _KEY = 12, 32  # bytes


def fresh_key(debate_id: UUID) -> bytes:
    """A random key, sealed, to be kept in `Debate.key`."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_of_the_house()).encrypt(nonce, os.urandom(_KEY), debate_id.bytes)


def voter_id(debate, who: UUID) -> UUID | None:
    """`who`: a person's id, or the random id that a guest's cookie carries. None once the key was destroyed.
    Raises cryptography's InvalidTag under another key of the house than that by which it was sealed."""
    if debate.key is None:
        return None
    sealed = bytes(debate.key)
    key = AESGCM(_of_the_house()).decrypt(sealed[:_NONCE], sealed[_NONCE:], debate.pk.bytes)
    return _made_of(key, b"voter" + who.bytes)


def vote_id(voter: UUID, statement: UUID) -> UUID:
    """One for each voter and statement; it says nothing more than the two do that stand beside it."""
    return _made_of(voter.bytes, b"vote" + statement.bytes)


def _made_of(key: bytes, message: bytes) -> UUID:
    return UUID(bytes=hmac.new(key, message, sha256).digest()[:16])


def _of_the_house() -> bytes:
    return hmac.new(settings.SEAL_KEY, b"debates", sha256).digest()
