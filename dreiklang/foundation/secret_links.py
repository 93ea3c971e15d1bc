"""Links that stand in letters: an id signed for one purpose, so that nothing secret lies in the database."""

from django.core import signing


def seal(value, purpose: str) -> str:
    return signing.Signer(salt=f"dreiklang.{purpose}", sep="~").sign(str(value))


def unseal(token: str, purpose: str) -> str | None:
    """The id, or None for a token that was not made here for this purpose."""
    try:
        return signing.Signer(salt=f"dreiklang.{purpose}", sep="~").unsign(token)
    except signing.BadSignature:
        return None
