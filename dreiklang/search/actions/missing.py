"""What was sought and not found, counted so that nobody can tell who sought it."""

import hmac
import re
import secrets

from django.db.models import Count
from django.utils import timezone

from dreiklang.search.models import MissingWord, Salt

SHORTEST, LONGEST = 4, 40  # letters
ENOUGH = 5  # askers, below which nobody reads a word
_MAYBE_SOMEBODYS = re.compile(r"[@\d]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def note(typed: str, words: list[str], asker: str) -> None:
    """Count each of the words of what was typed once for this asker today. `asker` is whatever tells her from others;
    it is not kept. A question with a number or an address in it may be about somebody: nothing of it is counted."""
    if _MAYBE_SOMEBODYS.search(typed):
        return
    today = timezone.localdate()
    telling = {word.lower() for word in words if SHORTEST <= len(word) <= LONGEST and _WORD.fullmatch(word)}
    if not telling:
        return
    salt, _is_new = Salt.objects.get_or_create(day=today, defaults={"value": secrets.token_hex(32)})
    MissingWord.objects.bulk_create(
        [MissingWord(word=word, day=today, mark=_mark(salt, word, asker)) for word in sorted(telling)],
        ignore_conflicts=True,
    )


def _mark(salt: Salt, word: str, asker: str) -> str:
    """Of the word too: what one asker missed cannot be put together."""
    return hmac.new(salt.value.encode(), f"{word}\n{asker}".encode(), "sha256").hexdigest()


def often_missed() -> list[dict]:
    """Words and the number of their askers (each counted once a day), the most frequent first; none below five."""
    counted = MissingWord.objects.values("word").annotate(askers=Count("pk")).filter(askers__gte=ENOUGH)
    return list(counted.order_by("-askers", "word")[:50])


def settle(word: str) -> None:
    """The team has done something about it: it is counted from nothing."""
    MissingWord.objects.filter(word=word).delete()
