from django.db.models import Q

from dreiklang.events.models import Attendance, CalendarAddress, Event, Material, Part, Speaker

HEADING = "Mitwirkung und Teilnahme"
_WHY, _KEPT = "Ankündigung mit Einwilligung", "so lange die Ankündigung öffentlich ist"
_TOGETHER, _COUNTED = "so lange es die Veranstaltung gibt", "90 Tage nach der Bescheinigung, sonst 365 Tage"
_SUBSCRIBED = "bis sie die Adresse ersetzt, abschaltet oder ihr Konto löscht"
_THERE, _TRAINERS = "Regel der Teilnahmebescheinigung", "sie selbst, Leitung der Veranstaltung"
_HERSELF = "sie selbst, Team"
COLUMNS = [
    ("events.Speaker.id", "Zuordnung", "niemand", _KEPT),
    ("events.Speaker.event", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.name", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.role", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.order", "Reihenfolge der Ankündigung", "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.slot", "Vorbereitung der Mitwirkung", _HERSELF, _KEPT),
    ("events.Speaker.email", "Link zur eigenen Seite", _HERSELF, "90 Tage nach der Veranstaltung"),
    ("events.Speaker.consent", "Einwilligung in die Ankündigung", _HERSELF, _KEPT),
    ("events.Speaker.link_key", "Schlüssel ihres Links, zufällig", "niemand", _KEPT),
    ("events.Part.id", "Zuordnung", "niemand", _TOGETHER),
    ("events.Part.event", "Leitung oder Teilnahme aus einem anderen Durchgang", "sie selbst, Team", _TOGETHER),
    ("events.Part.person", "Leitung oder Teilnahme aus einem anderen Durchgang", "sie selbst, Team", _TOGETHER),
    ("events.Part.role", "Leitung oder Teilnahme aus einem anderen Durchgang", "sie selbst, Team", _TOGETHER),
    ("events.Attendance.id", "Zuordnung", "niemand", _COUNTED),
    ("events.Attendance.event", _THERE, _TRAINERS, _COUNTED),
    ("events.Attendance.person", _THERE, _TRAINERS, _COUNTED),
    ("events.Attendance.state", _THERE, _TRAINERS, _COUNTED),
    ("events.CalendarAddress.id", "Zuordnung", "niemand", _SUBSCRIBED),
    ("events.CalendarAddress.person", "Termine im eigenen Kalenderprogramm", "sie selbst", _SUBSCRIBED),
    ("events.CalendarAddress.digest", "Prüfwert der geheimen Adresse", "niemand", _SUBSCRIBED),
    ("events.Material.brought_by", "wer Material ändert und zurücknimmt", "sie selbst, Team", _TOGETHER),
    ("events.Material.by_name", "von wem Material ist, mit Einwilligung", "wer das Material liest", _TOGETHER),
    ("events.Event.folded", "Suche, auch nach Namen von Vortragenden", "niemand", _KEPT),
]


def export(person) -> dict:
    """Announcements by name: only what she could read anyway, for she may have a namesake. What stands with the
    address of her account is hers."""
    announced = Speaker.objects.announced().filter(name=person.name)
    named = Event.objects.visible_to(person).filter(speakers__in=announced).order_by("starts")
    return {
        "Ankündigungen mit meinem Namen": [
            {"Veranstaltung": event.title, "Wann": event.when, "Name": speaker.name, "Angabe": speaker.role}
            for event in named.distinct()
            for speaker in event.speakers.announced().filter(name=person.name)
        ],
        "Meine Mitwirkung": [
            {
                "Veranstaltung": speaker.event.title,
                "Wann": speaker.event.when,
                "Name": speaker.name,
                "Angabe": speaker.role,
                "Beitrag": speaker.slot,
                "Adresse": speaker.email,
                "Einwilligung in die Ankündigung": speaker.get_consent_display(),
                "Material": [
                    {"Titel": item.title, "darf": item.get_allowed_display(), "Lizenz": item.get_licence_display()}
                    for item in speaker.material.all()
                ],
            }
            for speaker in _spoken_by(person)
        ],
        "Was ich leite oder wo ich dazukomme": [
            {"Veranstaltung": part.event.title, "Wann": part.event.when, "Rolle": part.get_role_display()}
            for part in Part.objects.of(person).select_related("event").order_by("event__starts")
        ],
        "Material mit meinem Namen": [
            {"Veranstaltung": item.event.title, "Titel": item.title, "Name": item.by_name}
            for item in _with_her_name(person)
        ],
        "Meine Kalenderadresse": [
            {"eingerichtet für": address.person.name}
            for address in CalendarAddress.objects.filter(person=person).select_related("person")
        ],
        "Meine Teilnahme": [
            {"Veranstaltung": each.event.title, "Wann": each.event.when, "Stand": each.get_state_display()}
            for each in Attendance.objects.filter(person=person).select_related("event").order_by("event__starts")
        ],
    }


def _spoken_by(person):
    hers = Speaker.objects.filter(email=person.email).select_related("event").prefetch_related("material")
    return hers.order_by("event__starts")


def _with_her_name(person):
    seen = Q(readers=Material.READERS, event__in=Event.objects.visible_to(person))
    hers = Q(event__in=Event.objects.of(person))
    found = Material.objects.filter(seen | hers, by_name=person.name)
    return found.select_related("event").order_by("event__starts", "order")


def erase(person) -> None:
    """Not what was announced: a name proves no account. Who spoke asks the team to take her name off the page."""
    Speaker.objects.filter(email=person.email).update(email="", link_key=None)
    Part.objects.of(person).delete()
    Attendance.objects.filter(person=person).delete()
    CalendarAddress.objects.filter(person=person).delete()
