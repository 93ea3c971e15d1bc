"""Words that the team says to mean the same."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.index.models import EqualWords

MOST = 200  # groups: they are read with every question


@transaction.atomic
def equate(words: list[str], *, by) -> EqualWords:
    """Who seeks one of them finds the others too, from now on. The same group twice is one."""
    words = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    if len(words) < 2:
        raise Refusal(_("Bitte nennen Sie mindestens zwei Wörter, durch Komma getrennt."), field="words")
    said = ", ".join(words)
    if twin := EqualWords.objects.filter(words=said).first():
        return twin
    if EqualWords.objects.count() >= MOST:
        raise Refusal(_("Mehr als %(most)s Zeilen sind nicht möglich.") % {"most": MOST}, field="words")
    equal = EqualWords.objects.create(words=said)
    record(by, "words.equated", f"words:{equal.pk}", said)
    return equal


@transaction.atomic
def part(equal: EqualWords, *, by) -> None:
    if EqualWords.objects.filter(pk=equal.pk).delete()[0]:
        record(by, "words.parted", f"words:{equal.pk}", equal.words)
