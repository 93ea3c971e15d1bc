"""Who reads, in one line, before one writes."""

from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Room, Thread
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, holders_of, members_of, said


def who_reads(room: Room) -> str:
    """'Nur Integrationsbeauftragte …': of a room of this kind, and who does not."""
    if room.readers == PUBLIC:
        return _("Alle lesen mit, auch ohne Konto.")
    if room.readers == MEMBERS:
        return _("Nur Mitglieder: Integrationsbeauftragte und das Programmteam. Keine Vorgesetzten, kein Ministerium, "
                 "keine Presse.")  # fmt: skip
    if room.readers == TEAM:
        return _("Nur das Programmteam.")
    if room.kind == Room.MINISTRY:
        return _("Die Mitglieder von „%(room)s“, darunter das Ministerium. Keine Vorgesetzten, keine Presse.") % {
            "room": room.title
        }
    return _("%(who)s, zurzeit %(number)s Personen. Keine Vorgesetzten, kein Ministerium, keine Presse.") % {
        "who": said(room.readers)[:1].upper() + said(room.readers)[1:], "number": members_of(room.readers).count(),
    }  # fmt: skip


def who_reads_thread(thread: Thread) -> str:
    """Of a thread among named people: they see one another. Of every other what holds of its room."""
    if not thread.is_among_named:
        return who_reads(thread.room)
    names = holders_of(thread.readers).order_by("name").values_list("name", flat=True)
    return _("Nur %(names)s. Sonst niemand.") % {"names": ", ".join(names)}
