"""Signals that are released, for those who read them. What is proposed is the team's alone and is not in the index."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dreiklang.exchange.models import Signal
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import Kind

SIGNAL = "signal"


def keep(signal: Signal) -> None:
    """Findable as it is now. The ministry finds what is addressed to it on the page of the Signals; in the index stands
    what all of a kind of readers may read."""
    if signal.state == Signal.PROPOSED:
        remove(SIGNAL, signal.pk)
    else:
        put(_entry(signal))


@override(settings.LANGUAGE_CODE)  # whoever saves it: the words are those of the house
def _entry(signal: Signal) -> Entry:
    return Entry(
        SIGNAL, str(signal.pk), PUBLIC if signal.is_public else MEMBERS, signal.path, signal.title,
        keywords=f"Signal\n{signal.addressee}", text=f"{signal.source}\n\n{signal.answer_source}".strip(),
        date=signal.released_on,
    )  # fmt: skip


def _entries():
    signals = Signal.objects.exclude(state=Signal.PROPOSED).select_related("association").order_by("pk")
    return (_entry(signal) for signal in signals.iterator(chunk_size=500))


def _readable(ids: list[str], person) -> set[str]:
    found = Signal.objects.visible_to(person).exclude(state=Signal.PROPOSED).filter(pk__in=ids)
    return {str(pk) for pk in found.values_list("pk", flat=True)}


KIND = Kind(SIGNAL, _("Signale"), _("Signal"), _entries, _readable)
