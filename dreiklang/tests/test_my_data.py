"""What a person gets when she asks for her data, and what is left of her when she goes. Two people live through the
same things; every table about a person must have a part in their lives."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction

from dreiklang.events.models import Event
from dreiklang.events.personal_data import export as export_events
from dreiklang.events.tests.makers import an_event
from dreiklang.foundation import privacy
from dreiklang.foundation.gather import gather
from dreiklang.groups.models import Membership
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.places.tests.makers import a_municipality
from dreiklang.search.models import FeedAddress
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import some_seats
from dreiklang.tests.lives import BEFORE, HERS, NOW, rows_of, sessions_of, two_lives

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

NOT_EXPORTED = {  # nor is any primary key: it is random or a running number
    "people.Person.password": "ein Prüfwert, der niemandem etwas sagt",
    "letters.Letter.recipient": "die zufällige Kennung",
    "letters.Letter.calendar_method": "steht im Kalendereintrag",
    "letters.Letter.not_before": "betrifft den Versand, nicht die Person",
    "letters.Letter.attempts": "betrifft den Versand, nicht die Person",
    "letters.Letter.reason": "betrifft den Versand, nicht die Person",
    "foundation.Act.by": "die zufällige Kennung",
    "index.Row.object_id": "die zufällige Kennung",
    "index.Row.readers": "wer es liest, steht beim Profil",
    "index.Row.changed_at": "betrifft das Suchverzeichnis, nicht die Person",
    "index.Row.is_outdated": "betrifft das Suchverzeichnis, nicht die Person",
    "index.Change.object_id": "die zufällige Kennung",
    "index.Change.kind": "betrifft das Suchverzeichnis, nicht die Person",
    "index.Change.at": "betrifft das Suchverzeichnis, nicht die Person",
    "foundation.Version.saved_by": "die zufällige Kennung",
    "foundation.Version.html": "aus dem Text gemacht, der dabeisteht",
    "exchange.CounselPart.session": "eine zufällige Kennung, so lange sie läuft",
    "exchange.SignalSupport.mark": "ein Zeichen, das ohne Schlüssel niemandem etwas sagt",
    "moderation.Report.reporter": "die zufällige Kennung",
    "moderation.Report.case": "die zufällige Kennung",
    "moderation.Decision.by": "die zufällige Kennung",
    "moderation.Decision.case": "die zufällige Kennung",
    "moderation.Appeal.person": "die zufällige Kennung",
    "moderation.Appeal.decision": "die zufällige Kennung",
    "moderation.Appeal.decided_by": "die zufällige Kennung von jemand anderem",
    "moderation.Suspension.who": "die zufällige Kennung",
    "moderation.Suspension.decision": "die zufällige Kennung",
    "moderation.Suspension.place": "die zufällige Kennung",
    "moderation.Entry.by": "ein Zeichen, das niemandem etwas sagt",
    "moderation.Entry.proof": "ein Prüfwert, der niemandem etwas sagt",
    "moderation.Entry.before": "ein Prüfwert, der niemandem etwas sagt",
    "moderation.Entry.before_expires_at": "betrifft die Zeile davor",
    "moderation.Entry.sign": "ein Prüfwert, der niemandem etwas sagt",
    "moderation.RevealRequest.first": "die zufällige Kennung",
    "moderation.RevealRequest.voice": "die zufällige Kennung von jemand anderem",
    "moderation.RevealRequest.place": "die zufällige Kennung",
    "moderation.RevealRequest.shown_to": "ob ihr der Name schon gezeigt wurde",
    "dialogue.Post.removed_as": "steht als Satz beim Beitrag",
    "exchange.Reply.meeting": "steht als Gruppe und Termin dabei",
    "exchange.DateAnswer.option": "steht als Gruppe, Umfrage und Vorschlag dabei",
    "library.Author.order": "Reihenfolge auf der Seite",
    "library.Release.content": "der Text der Seite; dass ihr Name dort steht, steht dabei",
    "library.SectionVersion.section": "steht als Seite und Überschrift dabei",
    "library.Rival.section": "steht als Seite und Überschrift dabei",
    "library.Suggestion.section": "steht als Seite und Absatz dabei",
    "library.Comment.section": "steht als Seite und Absatz dabei",
    "library.Comment.to": "ob es eine Antwort ist, steht dabei; die Anmerkung schrieb oft jemand anderes",
    "library.Origin.post": "steht bei den Einverständnissen und unter ihren Beiträgen",
    "library.Consent.origin": "steht als Seite dabei",
    "library.PaperItem.post": "steht als Raum, Thema und Nummer dabei",
    "library.PaperItem.order": "die Reihenfolge, in der es dasteht",
    "events.Speaker.order": "Reihenfolge auf der Seite",
    "events.Speaker.link_key": "der zufällige Schlüssel in ihrem Link, den sie hat",
    "training.RunGuest.link_key": "der zufällige Schlüssel im Link, den die Person hat",
    "events.Event.folded": "aus Titel und Namen gemacht, die dabeistehen",
    "events.CalendarAddress.digest": "ein Prüfwert, der niemandem etwas sagt",
    "search.FeedAddress.digest": "ein Prüfwert, der niemandem etwas sagt",
    "moderation.Sealed.lock": "ein Prüfwert, der niemandem etwas sagt",
    "moderation.Sealed.envelope": "verschlüsselt ihre zufällige Kennung; was sie unter der Stimme schrieb, steht dabei",
    "dialogue.Post.html": "aus dem Text gemacht, der dabeisteht",
    "dialogue.PostVersion.html": "aus dem Text gemacht, der dabeisteht",
    "dialogue.PostVersion.post": "steht beim Beitrag",
    "dialogue.Attachment.post": "steht beim Beitrag",
    "dialogue.Attachment.file": "der Ort auf der Platte; die Adresse steht dabei",
    "dialogue.Waiting.post": "steht als Thema und Nummer dabei",
    "dialogue.Waiting.letter": "die zufällige Kennung des Briefs, der unter ihren Briefen steht",
    "dialogue.Mention.post": "wo, steht mit Raum und Thema dabei; den Beitrag schrieb jemand anderes",
    "dialogue.Useful.post": "wo, steht mit Raum und Thema dabei; den Beitrag schrieb jemand anderes",
    "dialogue.Thread.accepted": "steht beim Beitrag",
    "exchange.LunchItem.question": "steht unter ihren Fragen",
    "exchange.LunchItem.answer": "steht unter ihren Beiträgen",
    "exchange.LunchPoints.mark": "ein Zeichen, das ohne Schlüssel niemandem etwas sagt",
    "training.MakeUp.told": "betrifft den Versand, nicht die Person",
    "debates.Voter.is_guest": "ob jemand ein Konto hat: die Person hat eines",
    "debates.Voter.is_new": "ob das Konto jünger ist als die Debatte; seit wann es das gibt, steht dabei",
    "debates.Voter.is_counted": "betrifft die Auswertung, nicht die Person",
    "debates.Vote.voter": "die zufällige Kennung",
    "debates.Conviction.mark": "ein Zeichen, das ohne Schlüssel niemandem etwas sagt",
    "debates.Conviction.is_counted": "betrifft die Auswertung, nicht die Person",
    "debates.Ballot.said": "steht in deutschen Worten dabei (debates/tests/test_polls.py)",
    "sessions.Session.session_data": "nur die Kennung und die Sprache",
    "sessions.Session.expire_date": "endet von selbst nach zwölf Stunden",
}
# What still says the id, the name or the address of somebody who is gone.
REMAINS = {
    "sessions.Session.session_data": "endet nach zwölf Stunden; die Kennung darin führt zu niemandem",
    "events.Speaker.name": "öffentlich angekündigt mit Einwilligung; endet mit ihr",
    "events.Event.folded": "das Gleiche in der Suche",
    "index.Row.keywords": "das Gleiche im Verzeichnis der Suche",
    "index.Change.object_id": "endet nach sieben Tagen; die Kennung führt zu niemandem",
    "events.Material.by_name": "Material, das mit Einwilligung ihren Namen trägt; endet mit ihr",
    "letters.Letter.text": "Briefe an andere, die sie nennen, gehören den anderen und enden nach 30 Tagen",
}


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """Both lives, once for all tests; each test opens a savepoint after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [person.pk for person in two_lives()]
        transaction.set_rollback(True)


@pytest.fixture
def lives(lived, db):
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield [Person.objects.get(pk=pk) for pk in lived]


def missing_in(export: dict, person) -> set[str]:
    """Columns with something about this person that her export does not say."""
    leaves = set(_leaves(export))
    return {
        f"{row._meta.label}.{field.name}"
        for row, field in rows_of(person)
        if not field.primary_key and f"{row._meta.label}.{field.name}" not in NOT_EXPORTED
        for spellings in _said(row, field)
        if leaves.isdisjoint(spellings)
    }


def leaked_into(export: dict, person, other) -> set[str]:
    """Texts of the other person's rows, and of none of her own, that stand in a person's export. What is chosen from a
    list is everybody's word."""
    hers, theirs = (
        {word for row, field in rows_of(who) if not field.choices for word in _words(row, field)}
        for who in (person, other)
    )
    text = "\n".join(_leaves(export))
    return {word for word in theirs - hers if word in text}


def _leaves(value) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield str(value)


def _said(row, field) -> Iterator[set[str]]:
    """For each value of a column the spellings that an export may give it."""
    if field.many_to_many:
        yield from ({str(other)} for other in getattr(row, field.name).all())
    elif (value := getattr(row, field.attname)) in (None, ""):
        return
    elif field.is_relation:
        other = getattr(row, field.name)
        yield {str(other), getattr(other, "label", ""), getattr(other, "title", ""), getattr(other, "name", "")} - {""}
    elif isinstance(value, dict | list):
        yield from ({leaf} for leaf in _leaves(value))
    elif field.choices:
        yield {str(dict(field.choices)[value])}
    else:
        yield {value.isoformat() if isinstance(value, date) else str(value)}


def _words(row, field) -> set[str]:
    """Without numbers: a place in a list stands by chance in any random id."""
    words = {word for spellings in _said(row, field) for word in spellings}
    return {word for word in words if len(word) > 3 and not word.isdigit()}


def where_it_says(*needles: str) -> set[str]:
    """Columns of any table of the database in which one of these texts stands, in whatever case."""
    needles = [needle.casefold() for needle in needles]
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.all()
        for field in model._meta.concrete_fields
        if any(needle in _as_text(row, field).casefold() for needle in needles)
    }


def _as_text(row, field) -> str:
    if isinstance(row, Session) and field.name == "session_data":
        return json.dumps(row.get_decoded())
    return str(getattr(row, field.attname))


def traces_of(person) -> set[str]:
    return where_it_says(str(person.pk), person.pk.hex, person.name, person.email)


def test_every_table_about_a_person_has_a_part_in_these_lives(lives):
    for person in lives:
        assert {row._meta.label for row, _field in rows_of(person)} == set(HERS)


def test_everything_about_a_person_is_in_her_export_and_nothing_of_anothers(lives):
    for person, other in (lives, reversed(lives)):
        export = privacy.export(person)
        assert json.loads(json.dumps(export)) == export
        assert missing_in(export, person) == set()
        assert leaked_into(export, person, other) == set()


def test_whoever_goes_leaves_no_trace_and_nobody_else_loses_anything(lives):
    ben, cem = lives
    before = _everything_of(cem)
    privacy.erase(ben)
    assert traces_of(ben) == set(REMAINS)
    assert _everything_of(cem) == before
    privacy.erase(ben)
    assert traces_of(ben) == set(REMAINS)


def _everything_of(person) -> list[tuple]:
    return [(row._meta.label, str(row.pk), field.name, list(_said(row, field))) for row, field in rows_of(person)]


def test_a_seat_that_is_given_back_goes_to_the_first_in_line_and_one_that_is_over_stays_a_number():
    with time_machine.travel(BEFORE, tick=False):
        ben, cem = a_person("Ben Okonkwo", "ben@example.net"), a_person("Cem Aydoğan", "cem@example.net")
        over, coming = some_seats(capacity=1, days=2), some_seats(capacity=1, days=30)
        for seats in (over, coming):
            register(seats, ben)
            register(seats, cem)
    with time_machine.travel(NOW, tick=False):
        privacy.erase(ben)
    was, waits = over.registrations.order_by("line")
    assert (was.person, was.state, waits.state) == (None, Registration.CONFIRMED, Registration.WAITING)
    gone, moved_up = coming.registrations.order_by("line")
    assert (gone.person, gone.state) == (None, Registration.CANCELLED)
    assert (moved_up.person, moved_up.state) == (cem, Registration.CONFIRMED)
    assert not Letter.objects.filter(to=ben.email).exists()


def test_an_office_outlives_whoever_held_it(lives):
    office = lives[0].current_office
    privacy.erase(lives[0])
    office.refresh_from_db()
    assert office.title == "Stelle1" and not office.tenures.exists()


def test_a_namesake_reads_only_announcements_that_she_may_see():
    an_event("Offener Abend", speakers=[("Bea Winter", "aus Au")])
    an_event("Noch geheim", speakers=[("Bea Winter", "aus Au")], state=Event.DRAFT)
    (line,) = export_events(a_person("Bea Winter"))["Ankündigungen mit meinem Namen"]
    assert line["Veranstaltung"] == "Offener Abend"


def test_signing_in_leaves_nothing_but_a_session(lives):
    assert len(sessions_of(lives[0])) == 2  # with password, and with a code
    assert not EmailAddress.objects.exists() and not EmailConfirmation.objects.exists()


# From here on the twins: rooms that forget, to prove that the same functions notice.


def test_of_a_secret_address_the_export_says_that_there_is_one(lives):
    assert privacy.export(lives[0])["Feed der eigenen Suchen"] == "eingerichtet"
    FeedAddress.objects.all().delete()
    assert privacy.export(lives[0])["Feed der eigenen Suchen"] == "nicht eingerichtet"


# Of a secret address see above; what the seal keeps, the dialogue says.
SAY_LITTLE = ("dreiklang.search.personal_data", "dreiklang.moderation.personal_data")
ROOMS = [room for room in gather("personal_data") if room.__name__ not in SAY_LITTLE]


@pytest.mark.long
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__.split(".")[1])
def test_a_room_that_exports_nothing_is_found(lives, monkeypatch, room):
    monkeypatch.setattr(room, "export", lambda person: {})
    assert missing_in(privacy.export(lives[0]), lives[0])


def test_a_column_that_is_not_exported_is_found(lives):
    export = privacy.export(lives[0])
    del export["Mein Konto"]["Funktion"], export["Meine Stellen"][0]["Umfang"], export["Mein Konto"]["Handlungsfelder"]
    export["Meine Bitten um Zugang"] = []
    assert {"people.Office.share", "people.Person.fields_of_action"} <= missing_in(export, lives[0])


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "leak"),
    [
        ("groups", lambda person: {"Gruppen": list(Membership.objects.values_list("group__name", flat=True))}),
        ("letters", lambda person: {"Briefe": list(Letter.objects.values_list("text", flat=True))}),
        ("people", lambda person: {"Konten": list(Person.objects.values_list("email", flat=True))}),
        ("seats", lambda person: {"Zeiten": [row.registered_at.isoformat() for row in Registration.objects.all()]}),
    ],
)
def test_an_export_that_says_something_of_another_is_found(lives, monkeypatch, name, leak):
    monkeypatch.setattr(f"dreiklang.{name}.personal_data.export", leak)
    assert leaked_into(privacy.export(lives[0]), *lives)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "trace"),
    [
        ("people", "people.Person.email"),
        ("letters", "letters.Letter.recipient"),
        ("front", "front.BarrierReport.email"),
        ("foundation", "foundation.Version.saved_by"),
        ("seats", "seats.Registration.guest_email"),
        ("dialogue", "dialogue.Post.checked_by"),
        ("library", "library.Release.content"),
    ],
)
def test_a_room_that_forgets_to_forget_is_found(lives, monkeypatch, name, trace):
    monkeypatch.setattr(f"dreiklang.{name}.personal_data.erase", lambda person: None)
    privacy.erase(lives[0])
    assert trace in traces_of(lives[0]) - set(REMAINS)


def test_a_room_that_forgets_too_much_is_found(lives, monkeypatch):
    before = _everything_of(lives[1])
    monkeypatch.setattr("dreiklang.groups.personal_data.erase", lambda person: Membership.objects.all().delete())
    privacy.erase(lives[0])
    assert _everything_of(lives[1]) != before


@pytest.mark.long
@pytest.mark.parametrize("text", ["{pk}", "{pk.hex}", "An {name}", "{email}"])
def test_a_trace_is_found_in_whatever_column_it_stands(lives, text):
    ben, _cem = lives
    privacy.erase(ben)
    a_municipality(text.format(pk=ben.pk, name=ben.name.upper(), email=ben.email.upper()), key="99115099")
    assert traces_of(ben) - set(REMAINS) >= {"places.Municipality.name"}
