"""Who reads, in one line, before one writes."""

from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Room
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, members_of, said


def who_reads(room: Room) -> str:
    """'Nur Integrationsbeauftragte …': of a room of this kind, and who does not."""
    if room.is_crisis:
        return _("Einen Fall liest nur, wer zugesagt hat zu helfen, und die Person, die ihn eröffnet hat. Kein "
                 "Programmteam, keine Vorgesetzten, keine Presse.")  # fmt: skip
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
