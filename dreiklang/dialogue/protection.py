"""Speaking without one's name: a voice in one thread, under a line that says no more than fits several readers."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import chance
from dreiklang.dialogue.models import Thread, Voice
from dreiklang.foundation.refusal import Refusal
from dreiklang.moderation.sealed import has_the_key, voice_for, voice_of

# Drawn for each voice, so that two under one line can be told apart.
NAMES = (
    "Ahorn", "Birke", "Buche", "Eibe", "Eiche", "Erle", "Esche", "Espe", "Fichte", "Hasel", "Holunder", "Kastanie",
    "Kiefer", "Lärche", "Linde", "Mispel", "Pappel", "Quitte", "Robinie", "Schlehe", "Tanne", "Ulme", "Weide", "Zeder",
)  # fmt: skip


def speak_in(thread: Thread, person, line: str = "") -> Voice | None:
    """Her voice in this thread: the one she has, else a new one under `line`; None where she speaks under her name.

    Where others speak as voices and the key is not at hand, nobody can say whether she is one of them: refused, or she
    would answer her own question under her name.
    """
    voices = {voice.pk: voice for voice in thread.voices.all()}
    if voices and not has_the_key(voices):
        raise Refusal(
            _("In diesem Thema schreiben Personen unter einer Merkmalszeile, und der Schlüssel dazu fehlt zurzeit. "
              "Damit niemand versehentlich den eigenen Namen zeigt, nimmt es keine Beiträge an. Bitte kopieren Sie "
              "Ihren Text und sagen Sie dem Betrieb Bescheid.")
        )  # fmt: skip
    if voices and (known := voice_of(person, thread.pk)):
        return voices[known]
    if not line:
        return None
    taken = {voice.name for voice in voices.values()}
    free = [name for name in NAMES if name not in taken] or [f"{NAMES[0]} {len(taken) + 1}"]
    return Voice.objects.create(pk=voice_for(person, thread.pk), thread=thread, name=chance.one_of(free), line=line)


def moment_for(voice: Voice | None) -> datetime:
    """Now; of a voice only the day, so that the minute of a change does not say who sat at her desk."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min)) if voice else timezone.now()
