from dreiklang.events.models import Event

HEADING = "Mitwirkende"
_WHY, _KEPT = "Ankündigung mit Einwilligung", "so lange die Ankündigung öffentlich ist"
COLUMNS = [
    ("events.Speaker.id", "Zuordnung", "niemand", _KEPT),
    ("events.Speaker.event", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.name", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.role", _WHY, "wer die Veranstaltung sieht", _KEPT),
    ("events.Speaker.order", "Reihenfolge der Ankündigung", "wer die Veranstaltung sieht", _KEPT),
    ("events.Event.folded", "Suche, auch nach Namen von Vortragenden", "niemand", _KEPT),
]


def export(person) -> dict:
    """By name, for nothing else ties a speaker to an account. Only what she could read anyway: she may have a
    namesake."""
    named = Event.objects.visible_to(person).filter(speakers__name=person.name).order_by("starts")
    return {
        "Ankündigungen mit meinem Namen": [
            {"Veranstaltung": event.title, "Wann": event.when, "Name": speaker.name, "Angabe": speaker.role}
            for event in named.distinct()
            for speaker in event.speakers.filter(name=person.name)
        ]
    }


def erase(person) -> None:
    """Nothing: a name proves no account. Who spoke asks the team to take her name off the page."""
