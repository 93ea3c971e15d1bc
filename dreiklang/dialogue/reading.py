"""Who reads, in one line, before one writes; and whom letters may reach."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.dialogue.models import Moderator, Room, Thread
from dreiklang.groups.models import Group, Memberships
from dreiklang.groups.readers import MEMBERS, PUBLIC, TEAM, holders


def who_reads(room: Room) -> str:
    """'Nur Integrationsbeauftragte …': of a room of this kind, and who does not."""
    return who_reads_all([room])[room.pk]


def who_reads_all(rooms) -> dict:
    """Room id -> that line. One query, however many rooms."""
    ids = {room.readers.removeprefix("group:") for room in rooms if room.readers.startswith("group:")}
    by_token = {group.token: group for group in _counted(ids)} if ids else {}
    return {room.pk: _line(room, by_token.get(room.readers)) for room in rooms}


def _counted(ids: set) -> QuerySet:
    today = Memberships.are_standing("memberships__")
    guests = Count("memberships", filter=today & Q(memberships__person__is_member=False, memberships__until=None))
    number, for_a_time = Count("memberships", filter=today), Count("memberships__until", filter=today)
    return Group.objects.filter(pk__in=ids).annotate(number=number, guests=guests, for_a_time=for_a_time)


def _line(room: Room, group: Group | None) -> str:
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
    if group is None:
        return _("Niemand mehr: Die Gruppe gibt es nicht.")
    if group.guests:
        return _("Nur die Gruppe „%(who)s“, zurzeit %(number)s Personen, darunter ein Ministerium. Keine Vorgesetzten, "
                 "keine Presse.") % {"who": group.name, "number": group.number}  # fmt: skip
    if group.for_a_time:
        return _("Nur die Gruppe „%(who)s“, zurzeit %(number)s Personen, darunter jemand zu Gast. Keine Vorgesetzten, "
                 "keine Presse.") % {"who": group.name, "number": group.number}  # fmt: skip
    line = ngettext(
        "Nur die Gruppe „%(who)s“, zurzeit %(number)s Person. Keine Vorgesetzten, kein Ministerium, keine Presse.",
        "Nur die Gruppe „%(who)s“, zurzeit %(number)s Personen. Keine Vorgesetzten, kein Ministerium, keine Presse.",
        group.number,
    )  # fmt: skip
    return line % {"who": group.name, "number": group.number}


def readers_of(thread: Thread) -> QuerySet:
    """Whoever reads this thread now and can sign in: what `Thread.visible_to` says, the other way round. Of a locked
    room its moderators alone."""
    people = holders(thread.readers)
    if thread.room.is_locked:
        moderators = Moderator.objects.filter(room=thread.room_id).standing()
        people = people.filter(pk__in=[one.person_id for one in moderators])
    return people


def who_reads_thread(thread: Thread) -> str:
    """Of a thread among named people: they see one another. Of every other what holds of its room."""
    if thread.is_crisis or not thread.is_among_named:
        return who_reads(thread.room)
    names = holders(thread.readers).order_by("name").values_list("name", flat=True)
    return _("Nur %(names)s. Sonst niemand.") % {"names": ", ".join(names)}
