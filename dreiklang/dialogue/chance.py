"""What nobody may foresee: the while before a post appears, the name of a voice, who is asked. Tests seed it."""

import hmac
from hashlib import sha256
from random import Random, SystemRandom

from django.conf import settings

_chance: Random = SystemRandom()


def share() -> float:
    """From 0 to 1."""
    return _chance.random()


def lot(*about) -> float:
    """From 0 to 1, and the same whenever it is drawn about the same: so that who is drawn next does not hang on who was
    asked before. Nobody without the key foresees it."""
    said = "\0".join(map(str, about)).encode()
    drawn = hmac.new(settings.SEAL_KEY, b"lot\0" + said, sha256).digest()
    return int.from_bytes(drawn[:7]) / 256**7


def one_of(things: list):
    return _chance.choice(things)
