"""The one table: every column about a person is named with its purpose, its readers and how long it is kept. And no
column anywhere watches what a person does."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone

from dreiklang.foundation import privacy
from dreiklang.foundation.privacy import Column, Rule

pytestmark = pytest.mark.once

ABOUT_NOBODY = {
    "foundation.Chore": "wann eine Aufgabe des Hauses fällig ist",
    "foundation.Page": "eine öffentliche Seite; wer eine Fassung gespeichert hat, sagt Version",
    "places.Land": "amtliches Verzeichnis",
    "places.District": "amtliches Verzeichnis",
    "places.Outline": "der Umriss eines Kreises",
    "places.Association": "ein Verband",
    "places.Municipality": "amtliches Verzeichnis",
    "places.Indicator": "eine Kennzahl von Kommunen",
    "places.Figure": "eine Kennzahl einer Kommune",
    "people.FieldOfAction": "ein Begriff",
    "people.DaySalt": "der Tagesschlüssel der Zähler, eine Zufallszahl, die mit dem Tag verschwindet",
    "people.DayCard": "dass ein Konto eine Karte an einem Tag las; wer wessen, verrät ohne Tagesschlüssel nichts",
    "people.DayCount": "wie viele Karten ein Konto an einem Tag las; welches, verrät ohne Tagesschlüssel nichts",
    "index.EqualWords": "Wörter, die dasselbe bedeuten",
    "search.MissingWord": "ein Wort ohne Treffer; wer fragte, verrät sein Merkmal ohne den Tagesschlüssel niemandem",
    "search.Salt": "der Tagesschlüssel, eine Zufallszahl, die mit dem Tag verschwindet",
    "groups.Group": "eine Gruppe; wer ihr angehört, sagt Membership",
    "seats.Seats": "die Plätze von etwas; wer einen hat, sagt Registration",
    "seats.Question": "eine Frage an alle, die sich bewerben; was jemand antwortet, sagt Answer",
    "seats.Quota": "für welche Art von Stellen Plätze reserviert sind",
    "seats.Draw": "ein Losverfahren; wessen eine Nummer ist, sagt Registration",
    "moderation.Case": "ein Fall; wer meldete, sagt Report, wer entschied, Decision",
    "dialogue.Room": "ein Raum; wer ihn betreut, sagt Moderator",
    "dialogue.Thread": "ein Thema; wer schrieb, sagt Post, wer zusammenfasste, summary_by",
    "dialogue.Trace": "woraus ein Thema entstand und was daraus wurde",
    "events.Event": "eine Veranstaltung; wer spricht, sagt Speaker",
    "events.Briefing": "was das Team allen sagt, die an einer Veranstaltung mitwirken",
    "events.Material": "Material einer Veranstaltung; von wem es ist, sagen by_name und brought_by",
    "debates.Debate": "eine Debatte; wer sie vorbereitet, sagt by",
    "debates.Thesis": "eine These; wer sie betreut, sagt by",
    "debates.Argument": "ein Argument; wer es unter eigenem Namen schrieb, sagt author",
    "debates.Statement": "eine Aussage; wer sie vorschlug, sagt proposer, bis darüber entschieden ist",
    "debates.State": "ein veröffentlichter Stand: Summen ab fünf Personen",
    "debates.Hall": "ein Saal; wer ihn geöffnet hat, sagt by",
    "debates.HallQuestion": "eine Frage aus einem Saal; wer sie stellte, wird nirgends festgehalten",
    "debates.Poll": "eine Umfrage; wer sie vorbereitet, sagt by",
    "debates.PollOption": "eine Antwort, die zur Wahl steht",
    "library.Article": "eine Seite; wer sie verantwortet, sagt owner, wer sie schrieb, Author",
    "library.Source": "worauf sich eine Seite stützt",
    "library.File": "eine Vorlage zum Mitnehmen; heruntergeladen wird in Summe gezählt",
    "library.Section": "ein Abschnitt; wer schrieb, sagt SectionVersion",
    "library.Release": "eine Freigabe; wer sie gab, sagt by",
    "library.Citation": "dass eine Seite eine andere nennt",
    "library.Origin": "aus welchem Thema eine Seite entstand; aus wessen Beitrag, sagt post",
    "exchange.LunchSeries": "wann das MittagsMeeting stattfindet",
    "exchange.LunchPause": "wann es ausfällt",
    "exchange.LunchMeeting": "ein Termin; wer ihn leitet, sagt host, wer kam, niemand",
    "exchange.LunchItem": "eine Frage und was herauskam, ohne Namen; wer sie mitbrachte, sagt LunchQuestion",
    "exchange.LunchSalt": "eine Zufallszahl, die mit der Auswahl verschwindet",
    "exchange.TopicTeam": "ein ThemenTeam; wer es vorschlug, sagt proposed_by, wer darin arbeitet, Membership",
    "exchange.Meeting": "dass eine Veranstaltung ein Termin einer Gruppe ist; wer zusagt, sagt Reply",
    "exchange.DatePoll": "eine Umfrage zu einem Termin; wer antwortet, sagt DateAnswer",
    "exchange.DateOption": "ein vorgeschlagener Termin",
    "exchange.AgendaItem": "ein Punkt einer Tagesordnung, ohne wen er anging",
    "exchange.Minutes": "ein Ergebnisprotokoll; wer etwas zu tun hat, sagt Task",
    "exchange.SharedFile": "eine Datei einer Gruppe; wer sie brachte, sagt brought_by",
    "exchange.Circular": "ein Rundschreiben; wer es verschickte, sagt by",
    "training.Programme": "ein Programm",
    "training.BuildingBlock": "ein Baustein",
    "training.Run": "ein Durchgang; wer teilnimmt, sagt die Gruppe",
    "training.BlockDate": "wann ein Baustein stattfindet",
    "training.BadgeKey": "der öffentliche Teil eines Schlüssels",
    "training.BadgeStatus": "ein Platz in der öffentlichen Liste der Widerrufe; zu wem er gehört, sagt Confirmation",
    "training.Evaluation": "wonach gefragt wird; wer antworten darf, sagt Ticket",
    "training.Question": "eine Frage mit ihren anonymen Antworten, die zu niemandem führen",
    "training.Need": "ein Bedarf ohne Person",
    "training.Proposal": "ein Vorschlag des Programmteams",
    "training.BlockChange": "was an einem Baustein anders ist, öffentlich",
    "training.ProjectSum": "eine Summe ab fünf",
    "exchange.CounselSession": "eine laufende Kollegiale Beratung; wer eine Rolle hat, sagt CounselPart",
    "exchange.Signal": "was viele fragen, in Worten des Teams; wer es formulierte, sagt proposed_by bis zur Freigabe",
    "exchange.SignalThread": "welche Fragen in einem Signal gebündelt sind",
    "auth.Group": "von Django, bleibt leer: Rollen sind Kennzeichen der Person",
    "auth.Permission": "von Django, nicht genutzt",
    "contenttypes.ContentType": "von Django, ein Verzeichnis der Tabellen",
    "account.EmailAddress": "von allauth, bleibt leer: die Adresse steht an der Person (test_my_data.py)",
    "account.EmailConfirmation": "von allauth, bleibt leer: eine Einladung ist an ihre Adresse gebunden",
}
NO_PERSON = {
    "debates.Debate.takes_guests": "ob man ohne Konto antworten kann",
    "seats.Seats.by_application": "wie Plätze vergeben werden",
    "foundation.Chore.leased_by": "Rechner und Faden, die eine Aufgabe gerade haben",
    "account.EmailAddress.user": ABOUT_NOBODY["account.EmailAddress"],
    "account.EmailAddress.email": ABOUT_NOBODY["account.EmailAddress"],
    "account.EmailConfirmation.email_address": ABOUT_NOBODY["account.EmailConfirmation"],
}
WATCHES_NOBODY = {"library.Article.duration": "wie lange es dauerte, bis ein Praxisbeispiel lief"}
SMELLS_OF_A_PERSON = re.compile(
    r"(^|_)(by|author|owner|editor|creator|person|people|user|member|participant|attendee|recipient|sender|guest|e?mail"
    r"|phone|mobile|first_name|last_name|full_name|surname|birth\w*|contact|speaker|trainer|organi[sz]er|moderator)s?($|_)"
)
SMELLS_OF_SURVEILLANCE = re.compile(
    r"(^|_)(last_(login|seen|active|activity|visit|used|read)|seen|read_at|opened|visits?|visited|views|clicks?|logins?"
    r"|duration|time_spent|minutes|ip|ip_address|user_agent|device|referr?er|score|rank|streak|typing)($|_)"
)


def unnamed(tables, columns: list[Column], about_nobody=ABOUT_NOBODY) -> list[str]:
    """What the table does not say: columns without a row, and what betrays a person where nobody is said to be."""
    named = {column.name for column in columns}
    faults = []
    for model in tables:
        for field in _fields(model):
            name = f"{model._meta.label}.{field.name}"
            if name in named or name in NO_PERSON:
                continue
            if model._meta.label not in about_nobody:
                faults.append(f"{name} fehlt in personal_data.py")
            elif isinstance(field, models.EmailField) or SMELLS_OF_A_PERSON.search(field.name):
                faults.append(f"{name} klingt nach einer Person")
            elif _leads_to_a_person(field, about_nobody):
                faults.append(f"{name} führt zu {field.remote_field.model._meta.label}")
    return faults


def _fields(model) -> list[models.Field]:
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def _leads_to_a_person(field, about_nobody) -> bool:
    target = field.remote_field.model if field.remote_field else None
    return target is not None and target is not field.model and target._meta.label not in about_nobody


def watching(tables) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in tables
        for field in _fields(model)
        if SMELLS_OF_SURVEILLANCE.search(field.name)
    ]


def wrong_rows(columns: list[Column], rules: list[Rule]) -> list[str]:
    """Rows of the table that name nothing, leave something open, or promise a term that no rule keeps."""
    kept = {(rule.due(timezone.now()).model._meta.label, rule.days) for rule in rules}
    faults = []
    for column in columns:
        label = column.name.rpartition(".")[0]
        if not _exists(column.name):
            faults.append(f"{column.name} gibt es nicht")
        if not all(text.strip() for text in column):
            faults.append(f"{column.name}: Zweck, Lesende und Frist gehören dazu")
        if re.search(r"Woche|Monat|Jahr", column.kept):
            faults.append(f"{column.name}: Fristen stehen in Tagen, damit sie sich prüfen lassen")
        for days in re.findall(r"(\d+) Tag", column.kept):
            if (label, int(days)) not in kept:
                faults.append(f"{column.name}: keine Regel in retention.py löscht nach {days} Tagen")
    twice = {column.name for column in columns if [other.name for other in columns].count(column.name) > 1}
    return faults + [f"{name} steht zweimal da" for name in sorted(twice)]


def _exists(name: str) -> bool:
    try:
        room, model, field = name.split(".")
        return apps.get_model(room, model)._meta.get_field(field).concrete
    except (LookupError, ValueError, FieldDoesNotExist):
        return False


def test_every_column_about_a_person_is_named():
    faults = unnamed(apps.get_models(), privacy.columns())
    assert not faults, "\n" + "\n".join(faults)


def test_no_column_watches_anybody():
    assert set(watching(apps.get_models())) == set(WATCHES_NOBODY)


@pytest.mark.django_db
def test_every_row_names_a_column_its_purpose_its_readers_and_a_term_that_is_kept():
    faults = wrong_rows(privacy.columns(), privacy.rules())
    assert not faults, "\n" + "\n".join(faults)


def test_what_is_said_to_be_about_nobody_exists():
    labels = {model._meta.label for model in apps.get_models()}
    assert ABOUT_NOBODY.keys() - labels == set()
    assert [name for name in NO_PERSON if not _exists(name)] == []


# From here on the twins: made-up tables and rows, to prove that the same functions find what is wrong.


@isolate_apps("dreiklang.events")
def test_a_column_without_a_row_is_found():
    class Diary(models.Model):
        entry = models.TextField()
        topics = models.ManyToManyField("people.FieldOfAction", related_name="+")

        class Meta:
            app_label = "events"

    assert unnamed([Diary], []) == [
        "events.Diary.id fehlt in personal_data.py",
        "events.Diary.entry fehlt in personal_data.py",
        "events.Diary.topics fehlt in personal_data.py",
    ]
    rows = [Column(f"events.Diary.{name}", "Zweck", "niemand", "kurz") for name in ("id", "entry", "topics")]
    assert unnamed([Diary], rows) == []
    assert unnamed([Diary], rows[:2]) == ["events.Diary.topics fehlt in personal_data.py"]


@isolate_apps("dreiklang.events")
@pytest.mark.parametrize(
    "name", ["saved_by", "author", "owner_id_text", "contact", "phone", "guest_label", "organisers", "birthday"]
)
def test_a_person_in_a_table_about_nobody_is_found(name):
    room = type("Room", (models.Model,), {
        name: models.CharField(max_length=9), "title": models.TextField(), "Meta": _of_events(), "__module__": __name__,
    })  # fmt: skip
    assert unnamed([room], [], {"events.Room": "ein Raum"}) == [f"events.Room.{name} klingt nach einer Person"]


@isolate_apps("dreiklang.events")
def test_an_address_and_a_way_to_a_person_in_a_table_about_nobody_are_found():
    registration = apps.get_model("seats", "Registration")

    class Room(models.Model):
        reply = models.EmailField()
        keeper = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")
        friends = models.ManyToManyField(get_user_model(), related_name="+")
        first = models.OneToOneField(registration, models.CASCADE, related_name="+")
        inside = models.ForeignKey("self", models.CASCADE, related_name="+")
        seats = models.ForeignKey(apps.get_model("seats", "Seats"), models.CASCADE, related_name="+")

        class Meta:
            app_label = "events"

    assert unnamed([Room], [], ABOUT_NOBODY | {"events.Room": "ein Raum"}) == [
        "events.Room.reply klingt nach einer Person",
        "events.Room.keeper führt zu people.Person",
        "events.Room.first führt zu seats.Registration",
        "events.Room.friends führt zu people.Person",
    ]


@isolate_apps("dreiklang.events")
@pytest.mark.parametrize(
    "name",
    [
        "last_login", "last_seen", "last_used_at", "seen_at", "read_at", "opened_at", "visits", "page_views",
        "duration", "time_spent", "ip", "ip_address", "user_agent", "login_device", "score", "clicks",
    ],
)  # fmt: skip
def test_a_column_that_watches_is_found(name):
    fields = {name: models.TextField(), "Meta": _of_events(), "__module__": __name__}
    assert watching([type("Room", (models.Model,), fields)]) == [f"events.Room.{name}"]


def _of_events():
    return type("Meta", (), {"app_label": "events"})


@isolate_apps("dreiklang.events")
def test_harmless_names_smell_of_nothing():
    names = [
        "sent_at", "registered_at", "place_for_registered", "short", "description", "population", "letter", "line",
        "capacity", "order", "readers", "review", "emblem", "trip", "threads",
    ]  # fmt: skip
    fields = {name: models.TextField() for name in names} | {"Meta": _of_events(), "__module__": __name__}
    room = type("Room", (models.Model,), fields)
    assert watching([room]) == unnamed([room], [], {"events.Room": "ein Raum"}) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("people.Person.shoe_size", "Zweck", "alle", "kurz"), "gibt es nicht"),
        (("people.Nobody.name", "Zweck", "alle", "kurz"), "gibt es nicht"),
        (("people.Person", "Zweck", "alle", "kurz"), "gibt es nicht"),
        (("people.Person.tenures", "Zweck", "alle", "kurz"), "gibt es nicht"),
        (("people.Person.name", " ", "alle", "kurz"), "gehören dazu"),
        (("people.Person.name", "Zweck", "", "kurz"), "gehören dazu"),
        (("people.Person.name", "Zweck", "alle", ""), "gehören dazu"),
        (("people.Person.name", "Zweck", "alle", "30 Tage"), "keine Regel"),
        (("letters.Letter.to", "Zweck", "alle", "31 Tage"), "keine Regel"),
        (("letters.Letter.to", "Zweck", "alle", "ein Jahr"), "in Tagen"),
    ],
)
def test_a_wrong_row_is_found(row, fault):
    (found,) = wrong_rows([Column(*row)], privacy.rules())
    assert found.startswith(row[0]) and fault in found


@pytest.mark.django_db
def test_a_row_that_stands_twice_and_a_rule_that_is_missing_are_found():
    row = Column("letters.Letter.to", "Zweck", "alle", "30 Tage")
    assert wrong_rows([row], privacy.rules()) == []
    assert wrong_rows([row, row], privacy.rules()) == ["letters.Letter.to steht zweimal da"]
    assert "keine Regel" in wrong_rows([row], [])[0]
