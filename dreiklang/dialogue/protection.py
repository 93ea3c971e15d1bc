"""Speaking without one's name: a voice in one thread, under a line that says no more than fits several readers."""

from dreiklang.dialogue import chance
from dreiklang.dialogue.models import Thread, Voice
from dreiklang.moderation.sealed import voice_for, voice_of

# Drawn for each voice, so that two under one line can be told apart.
NAMES = (
    "Ahorn", "Birke", "Buche", "Eibe", "Eiche", "Erle", "Esche", "Espe", "Fichte", "Hasel", "Holunder", "Kastanie",
    "Kiefer", "Lärche", "Linde", "Mispel", "Pappel", "Quitte", "Robinie", "Schlehe", "Tanne", "Ulme", "Weide", "Zeder",
)  # fmt: skip


def speak_in(thread: Thread, person, line: str = "") -> Voice | None:
    """Her voice in this thread: the one she has, else a new one under `line`; None where she speaks under her name."""
    known = voice_of(person, thread.pk)
    if known:
        return thread.voices.get(pk=known)
    if not line:
        return None
    taken = set(thread.voices.values_list("name", flat=True))
    free = [name for name in NAMES if name not in taken] or [f"{NAMES[0]} {len(taken) + 1}"]
    return Voice.objects.create(pk=voice_for(person, thread.pk), thread=thread, name=chance.one_of(free), line=line)
