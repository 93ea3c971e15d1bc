"""What a funder reads of a run: sums over everybody, protected before they are told. Nothing that is here can be
crossed with anything else that is here: one share of attendance, over all people and all blocks together."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone, translation

from dreiklang.events.expected import LEAST_PEOPLE, protected
from dreiklang.foundation.documents import pdf
from dreiklang.people.models import Tenure
from dreiklang.places.models import Municipality
from dreiklang.seats.models import Registration
from dreiklang.training.models import Confirmation, Run
from dreiklang.training.participants import participants_of
from dreiklang.training.progress import progress, sessions_of
from dreiklang.training.results import means_of

_TEMPLATE = Path(__file__).parent / "templates" / "documents" / "funding.typ"
HEADINGS = ["Bereich", "Was", "Zahl"]
REMARK = (
    "Nur Summen: Was auf weniger als fünf Personen zutrifft, steht nicht hier; was auf weniger als drei einer Art "
    "zutrifft, steht unter „übrige“. Der Anteil der Anwesenheit gilt für alle Personen und Sitzungen zusammen."
)


class Part(NamedTuple):
    title: str
    rows: list[tuple[str, str]]


@translation.override("de")  # it is made for offices here
def report(run: Run) -> list[Part]:
    """Sums of a run, part by part; a part or row that would tell of fewer than LEAST_PEOPLE is left out."""
    people = list(participants_of(run))
    dates = [date for date in run.dates.select_related("event", "block", "run__programme") if _was_held(date.event)]
    sessions = sum(len(each) for each in sessions_of(dates).values())
    held = [("Gehaltene Kompetenzbausteine", str(len(dates))), ("Gehaltene Sitzungen", str(sessions))]
    taking_part = [
        ("Bewerbungen und Anmeldungen", _at_least(_asked(run))), ("Plätze", _seats(run)),
        ("Teilnehmende", _at_least(len(people))),
    ]  # fmt: skip
    parts = [Part("Durchgang", held), Part("Nachfrage und Teilnahme", _told(taking_part))]
    if len(people) < LEAST_PEOPLE:
        return parts
    kinds, associations = _counts(people)
    awarded = Confirmation.objects.attendance().filter(run=run, revoked_at=None).count()
    earned = [
        ("Anwesenheit insgesamt", _share(dates, people)),
        ("Ausgestellte Teilnahmebescheinigungen", _at_least(awarded)),
    ]
    parts += [
        Part("Teilnehmende nach Art der Kommune", _as_rows(kinds)),
        Part("Teilnehmende nach Verband", _as_rows(associations)),
        Part("Ergebnis", _told(earned)), Part("Rückmeldungen, Mittel von 1 bis 5", means_of(run)),
    ]  # fmt: skip
    return [part for part in parts if part.rows]


def as_pdf(run: Run, parts: list[Part]) -> bytes:
    values = {"programme": run.programme.title, "parts": [part._asdict() for part in parts], "remark": REMARK}
    return pdf(_TEMPLATE, values, title=f"Bericht: {run.title}")


def as_rows(parts: list[Part]) -> list[list[str]]:
    return [[part.title, *row] for part in parts for row in part.rows] + [["Hinweis", REMARK, ""]]


def _was_held(event) -> bool:
    return event.ends < timezone.now() and not event.is_cancelled and not event.is_draft


def _asked(run: Run) -> int:
    """Different people who ever asked for a seat in the run or one of its dates; guests count by their address."""
    seats = [run.seats_id, *run.dates.values_list("event__seats", flat=True)]
    asked = Registration.objects.filter(seats__in=filter(None, seats), held_until=None)
    people = asked.filter(person__isnull=False).values("person").distinct().count()
    return people + asked.exclude(guest_email="").values("guest_email").distinct().count()


def _seats(run: Run) -> str:
    """Of the run; where only its dates have seats, of the largest."""
    of_dates = [capacity for capacity in run.dates.values_list("event__seats__capacity", flat=True) if capacity]
    return str(run.seats.capacity) if run.seats else str(max(of_dates, default=""))


def _counts(people) -> tuple[list, list]:
    tenures = Tenure.objects.current().filter(person__in=[person.pk for person in people])
    tenures = tenures.select_related("office__municipality", "office__association")
    offices = {each.person_id: each.office for each in tenures}
    labels = dict(Municipality.KINDS)
    kinds = Counter(labels[office.municipality.kind] for office in offices.values())
    unions = Counter(office.association.name for office in offices.values() if office.association)
    return protected(kinds), protected(unions)


def _share(dates, people) -> str:
    """Whole percent of all that they were to come to; at the ends less exactly, for 'all' would say it of each."""
    counted, ids = progress(dates, people), {person.pk for person in people}
    counted = [
        counted[date.pk, pk] for date in dates for pk in ids & set(date.participants().values_list("pk", flat=True))
    ]
    planned = sum(each.planned for each in counted)
    if not planned:
        return ""
    percent = round(100 * sum(each.attended for each in counted) / planned)
    return "über 95 %" if percent > 95 else "unter 5 %" if percent < 5 else f"{percent} %"


def _at_least(number: int) -> str:
    return str(number) if number >= LEAST_PEOPLE else ""


def _told(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(what, said) for what, said in rows if said]


def _as_rows(counts) -> list[tuple[str, str]]:
    return [(what, str(number)) for what, number in counts]
