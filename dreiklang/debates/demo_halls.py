"""A hall of the demo: people ask before the evening, and what is on the screen can be looked at."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from dreiklang.debates.actions import hall_tending, halls
from dreiklang.debates.models import Hall, HallQuestion
from dreiklang.people.models import Person

_TITLE = "Podium: Ankommen im Quartier"
_ASKED = [
    # the question, of how many in a hundred it interests too, what the moderator did
    ("Wer bezahlt die Sprachmittlung beim Elternabend, die Schule oder der Landkreis?", 80, "now"),
    ("Wie finden Sie Räume, in denen sich Nachbarn und Neue ohne Anlass treffen?", 60, "listed"),
    ("Was machen Sie, wenn der Gemeinderat die halbe Stelle streichen will?", 70, "listed"),
    ("Wie viele Menschen warten bei Ihnen auf einen Platz im Integrationskurs?", 30, ""),
    ("Haben Sie Erfahrung mit Vereinen, die ihre Satzung übersetzt haben?", 15, ""),
    ("Gibt es Geld für Fahrten zum Sprachkurs auf dem Land?", 0, "waiting"),
]


@transaction.atomic
def furnish(tell=print) -> None:
    """Repeatable."""
    ada = Person.objects.filter(is_demo=True, email="ada@example.org").first()
    if ada is None or Hall.objects.filter(is_demo=True).exists():
        return
    on = timezone.localdate() + timedelta(days=14)
    hall = halls.open_hall(
        {"title": _TITLE, "on": on, "readers": "public", "event_path": "", "is_checked": True}, by=ada
    )
    Hall.objects.filter(pk=hall.pk).update(is_demo=True)
    people = list(Person.objects.filter(is_demo=True, is_member=True).order_by("email"))
    for text, share, what in _ASKED:
        question = halls.ask(hall, text)
        if what != "waiting":
            hall_tending.take_in(question, by=ada)
        for person in people:
            if _lot(person.email, text) < share:
                halls.like(question, True, person.pk)
        if what in {"now", "listed"}:
            hall_tending.shortlist(question, by=ada)
        if what == "now":
            hall_tending.show(question, by=ada)
    tell(f"Saal der Demo neu, mit Fragen: {HallQuestion.objects.filter(hall=hall).count()}")


def _lot(*words: str) -> int:
    return int.from_bytes(sha256("\n".join(words).encode()).digest()[:6]) % 100
