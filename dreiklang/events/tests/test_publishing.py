from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dreiklang.events.actions.publishing import call_off, publish, save
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import a_block, an_event
from dreiklang.foundation.audit import history
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.tests.calendar_readers import in_python
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.registering import register, register_guest
from dreiklang.seats.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


def changed(event: Event, seats="as before", speakers=(), by=None, **fields) -> Event:
    """Save a change the way the team's form does: from a fresh row."""
    event = Event.objects.select_related("seats").get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    if seats == "as before":
        seats = event.seats and {
            "capacity": event.seats.capacity, "open_to": event.seats.open_to, "closes_at": event.seats.closes_at,
            "note": event.seats.note,
        }  # fmt: skip
    return save(event, speakers=list(speakers), seats=seats, by=by)


def letters_to(*people) -> list[list[str]]:
    """The subjects of everybody's letters, in the order they were written."""
    order = Letter.objects.order_by("written_at")
    return [list(order.filter(to=person.email).values_list("subject", flat=True)) for person in people]


def last_letter(person) -> Letter:
    return Letter.objects.filter(to=person.email).order_by("-written_at").first()


def test_a_new_event_is_a_draft_with_its_html_speakers_and_seats(team):
    starts = timezone.now() + timedelta(days=3)
    event = Event(
        title="Grundlagen", summary="Worum es geht.", source="**fett** <script>", starts=starts,
        ends=starts + timedelta(hours=2), place="Rathaus",
    )  # fmt: skip
    save(
        event, speakers=[("Dr. Lea Roth", "Universität"), ("Kim Berg", "")], by=team,
        seats={"capacity": 5, "open_to": "members", "closes_at": None, "note": " Bitte läuten. "},
    )  # fmt: skip
    event.refresh_from_db()
    assert (event.state, event.slug, event.sequence) == (Event.DRAFT, "grundlagen", 0)
    assert "<strong>fett</strong>" in event.html and "<script" not in event.html
    assert [(s.name, s.role) for s in event.speakers.all()] == [("Dr. Lea Roth", "Universität"), ("Kim Berg", "")]
    assert (event.seats.capacity, event.seats.open_to, event.seats.note) == (5, "members", "Bitte läuten.")
    assert (event.seats.title, event.seats.address, event.seats.where) == ("Grundlagen", event.path, "Rathaus")
    assert [act.act for act in history(f"event:{event.pk}")] == ["event.written"]


def test_an_event_without_registration_has_no_seats():
    assert an_event(capacity=None).seats is None


def test_saving_keeps_the_seats_true(team):
    event = an_event(seats={"note": "alt"})
    closes = timezone.now() + timedelta(days=2)
    seats = {"capacity": 7, "open_to": "members", "closes_at": closes, "note": "neu"}
    changed(event, seats, title="Neuer Titel", link="https://meet.example/x", by=team)
    kept = Event.objects.get(pk=event.pk).seats
    assert (kept.capacity, kept.open_to, kept.closes_at, kept.note) == (7, "members", closes, "neu")
    assert (kept.title, kept.link, kept.entry["title"]) == ("Neuer Titel", "https://meet.example/x", "Neuer Titel")
    assert kept.pk == event.seats.pk


def test_more_seats_are_filled_from_the_line_at_once(team):
    event = an_event(capacity=1)
    register(event.seats, ben())
    waiting = register(event.seats, cem())
    assert waiting.state == Registration.WAITING
    changed(event, {"capacity": 2, "open_to": "public", "closes_at": None, "note": ""}, by=team)
    waiting.refresh_from_db()
    assert waiting.state == Registration.CONFIRMED


def test_speakers_are_replaced_in_their_order():
    event = an_event(speakers=[("A", ""), ("B", "")])
    changed(event, speakers=[("C", "x"), ("A", ""), ("C", "y")])
    assert [(s.name, s.role) for s in event.speakers.all()] == [("C", "x"), ("A", ""), ("C", "y")]


@pytest.mark.parametrize("hours", [0, -1])
def test_an_event_that_ends_before_it_begins_is_not_kept(hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        an_event(hours=hours)
    assert not Event.objects.exists()


def test_every_event_has_an_address_of_its_own():
    slugs = [an_event("Über Öffnung").slug for _ in range(4)]
    assert slugs[0] == "ueber-oeffnung" and len(set(slugs)) == 4
    assert all(slug.startswith("ueber-oeffnung-") and len(slug) == 23 for slug in slugs[1:])
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(slug=slugs[1]).update(slug=slugs[0])


def test_an_address_stays_when_the_title_changes():
    event = changed(an_event("Vortrag"), title="Ganz anders")
    assert event.slug == "vortrag" and event.title == "Ganz anders"


@pytest.mark.parametrize("title", ["Neu", "neu", "NEU!"])
def test_no_event_takes_the_address_of_the_form_for_new_ones(client, title):
    event = an_event(title)
    assert client.get(event.path).status_code == 200 and title in client.get(event.path).content.decode()


@pytest.mark.parametrize("title", ["???", "مرحبا", "x" * 200, "Ein\tTitel/mit..allem"])
def test_odd_titles_have_addresses_too(client, title):
    assert client.get(an_event(title).path).status_code == 200


def test_publishing_opens_a_draft_to_its_readers_and_says_so_in_the_log(team):
    draft = an_event(state=Event.DRAFT)
    assert not Event.objects.visible_to(None).exists()
    assert publish(draft, by=team).state == Event.PUBLISHED
    assert Event.objects.visible_to(None).get() == draft
    assert history(f"event:{draft.pk}")[0].act == "event.published"


def test_publishing_twice_is_publishing_once(team):
    draft = an_event(state=Event.DRAFT)
    publish(draft, by=team)
    publish(draft, by=team)
    assert history(f"event:{draft.pk}").count() == 1


def test_what_was_called_off_is_not_published_again(team):
    event = an_event()
    call_off(event, reason="Krank", by=team)
    assert publish(event, by=team).state == Event.CANCELLED


MOVES = {
    "starts": lambda event: event.starts + timedelta(minutes=30),
    "ends": lambda event: event.ends + timedelta(hours=1),
    "place": lambda event: "Bürgersaal",
    "street": lambda event: "Am See 3",
    "link": lambda event: "https://meet.example/neu",
}


@pytest.mark.parametrize("field", MOVES)
def test_a_move_is_told_to_everybody_and_the_entries_in_their_calendars_move(team, field):
    event, seated, waiting = an_event(capacity=1), ben(), cem()
    for person in (seated, waiting):
        register(event.seats, person)
    before = letters_to(seated, waiting)
    moved = changed(event, by=team, **{field: MOVES[field](event)})
    assert moved.sequence == 1
    told = letters_to(seated, waiting)
    assert [len(now) - len(then) for now, then in zip(told, before, strict=True)] == [1, 1]
    assert all("Neuer Termin oder Ort" in subjects[-1] for subjects in told)

    letter = last_letter(seated)
    entry = in_python(letter.calendar)["events"][0]
    assert letter.calendar_method == "REQUEST" and entry["attendees"] == [f"MAILTO:{seated.email}"]
    assert entry["sequence"] == 1 and entry["uid"] == f"{event.pk}@localhost"
    assert entry["starts"][:16] == moved.starts.isoformat()[:16] and entry["ends"][:16] == moved.ends.isoformat()[:16]
    assert entry["place"] == moved.whereabouts
    assert last_letter(waiting).calendar == ""


def test_the_letter_names_where_and_when_it_was_before(team):
    event, person = an_event(), ben()
    register(event.seats, person)
    changed(event, starts=event.starts + timedelta(days=1), ends=event.ends + timedelta(days=1), place="Bürgersaal")
    text = last_letter(person).text
    assert event.when in text and "Rathaus" in text and "Bürgersaal" in text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "Anders"},
        {"summary": "Anders."},
        {"source": "Anders"},
        {"access": "stufenlos"},
        {"readers": "members"},
    ],
)
def test_what_is_no_move_is_told_to_nobody(team, fields):
    event, person = an_event(), ben()
    register(event.seats, person)
    before = letters_to(person)
    assert changed(event, by=team, **fields).sequence == 0
    assert letters_to(person) == before


@pytest.mark.parametrize("fields", [{"state": Event.DRAFT}, {"days": -3}])
def test_a_move_of_a_draft_or_of_what_is_over_is_told_to_nobody(team, fields):
    event = an_event(**fields)
    Registration.objects.create(seats=event.seats, person=ben(), state=Registration.CONFIRMED, line=1)
    assert changed(event, place="Bürgersaal").sequence == 1
    assert not Letter.objects.exists()


def test_who_gave_the_seat_back_or_never_answered_is_not_told_of_a_move():
    event, left = an_event(), ben()
    Registration.objects.create(seats=event.seats, person=left, state=Registration.CANCELLED, line=1)
    register_guest(event.seats, "Gitta Gast", "gitta@example.net")
    before = Letter.objects.count()
    changed(event, place="Bürgersaal")
    assert Letter.objects.count() == before


def test_each_move_raises_the_version_by_one():
    event = an_event()
    for number in range(1, 4):
        assert changed(event, place=f"Saal {number}").sequence == number


def test_a_move_that_fails_is_told_to_nobody(monkeypatch):
    event, person = an_event(), ben()
    register(event.seats, person)
    before = letters_to(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(event, starts=event.ends + timedelta(days=1))
    assert letters_to(person) == before and Event.objects.get(pk=event.pk).starts == event.starts


def test_calling_off_tells_everybody_the_reason_and_takes_the_entry_out_of_their_calendars(team):
    event, seated, waiting = an_event(capacity=1), ben(), cem()
    for person in (seated, waiting):
        register(event.seats, person)
    gone = call_off(event, reason="  Die Referentin ist krank.  ", by=team)
    assert (gone.state, gone.cancelled_because, gone.sequence) == (Event.CANCELLED, "Die Referentin ist krank.", 1)
    for person in (seated, waiting):
        letter = last_letter(person)
        assert letter.subject.startswith("Abgesagt") and "Die Referentin ist krank." in letter.text
    letter = last_letter(seated)
    entry = in_python(letter.calendar)["events"][0]
    assert (letter.calendar_method, entry["status"], entry["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert entry["uid"] == f"{event.pk}@localhost" and last_letter(waiting).calendar == ""
    assert history(f"event:{event.pk}")[0].reason == "Die Referentin ist krank."


def test_after_calling_off_nobody_can_register_or_moves_up(team):
    event = an_event(capacity=1)
    register(event.seats, ben())
    waiting = register(event.seats, cem())
    call_off(event, reason="Krank", by=team)
    with pytest.raises(Refusal, match="geschlossen"):
        register(event.seats, ada(email="neu@example.org"))
    waiting.refresh_from_db()
    assert waiting.state == Registration.WAITING


def test_calling_off_twice_tells_once(team):
    event, person = an_event(), ben()
    register(event.seats, person)
    for reason in ("Krank", "Noch ein Grund"):
        gone = call_off(event, reason=reason, by=team)
    assert gone.cancelled_because == "Krank" and gone.sequence == 1
    assert sum(subject.startswith("Abgesagt") for subject in letters_to(person)[0]) == 1


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_without_a_reason_nothing_is_called_off(team, reason):
    event = an_event()
    with pytest.raises(Refusal, match="Grund") as refusal:
        call_off(event, reason=reason, by=team)
    assert refusal.value.field == "reason"
    assert Event.objects.get().state == Event.PUBLISHED


def test_a_draft_is_not_called_off_for_then_everybody_would_see_it(team):
    draft = an_event(state=Event.DRAFT)
    with pytest.raises(Refusal, match="Entwurf"):
        call_off(draft, reason="Krank", by=team)
    assert not Event.objects.visible_to(None).exists()


def test_a_block_takes_its_sessions_along(team):
    block, person, other = a_block(parts=2), ben(), an_event("Anderes")
    with_seats = an_event("Abendvortrag", part_of=block)
    register(with_seats.seats, person)
    call_off(block, reason="Hochwasser", by=team)
    sessions = block.sessions.all()
    assert {(session.state, session.cancelled_because) for session in sessions} == {(Event.CANCELLED, "Hochwasser")}
    assert "Hochwasser" in last_letter(person).text
    assert Event.objects.get(pk=other.pk).state == Event.PUBLISHED


def test_a_session_that_is_called_off_leaves_its_block(team):
    block = a_block(parts=2)
    call_off(block.sessions.first(), reason="Krank", by=team)
    assert Event.objects.get(pk=block.pk).state == Event.PUBLISHED
    assert sorted(block.sessions.values_list("state", flat=True)) == [Event.CANCELLED, Event.PUBLISHED]


def test_a_draft_session_stays_a_draft_when_its_block_is_called_off(team):
    block = a_block(parts=0)
    draft = an_event("Noch geheim", part_of=block, capacity=None, state=Event.DRAFT)
    call_off(block, reason="Hochwasser", by=team)
    draft.refresh_from_db()
    assert draft.state == Event.DRAFT and draft not in Event.objects.visible_to(None)


def test_a_session_that_was_called_off_before_keeps_its_reason(team):
    block = a_block(parts=1)
    call_off(block.sessions.get(), reason="Krank", by=team)
    call_off(block, reason="Hochwasser", by=team)
    assert block.sessions.get().cancelled_because == "Krank"


def test_what_is_rolled_back_was_never_called_off(team):
    event, person = an_event(), ben()
    register(event.seats, person)
    before = letters_to(person)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        call_off(event, reason="Krank", by=team)
        1 / 0  # noqa: B018
    assert Event.objects.get().state == Event.PUBLISHED and letters_to(person) == before


def test_looking_up_finds_title_summary_place_and_speakers():
    event = an_event("Grundlagen", summary="Für den Anfang.", speakers=[("Dr. Lea Roth", "Uni")])
    for words in ("grund", "ANFANG", "rathaus", "léa róth", "roth grundlagen"):
        assert Event.objects.containing(words).get() == event
    changed(event, place="Bürgersaal", speakers=[])
    assert not Event.objects.containing("rathaus").exists() and not Event.objects.containing("roth").exists()
    assert Event.objects.containing("buergersaal").get() == event
