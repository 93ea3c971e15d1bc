"""The team's form: a new event, a part of a block, a change."""

from uuid import uuid4

import pytest

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.people.tests.makers import a_person, ada
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Seats

pytestmark = pytest.mark.django_db
NEW = "/veranstaltungen/neu/"


@pytest.fixture
def team(client):
    client.force_login(ada())
    return client


def typed(**changes) -> dict:
    return {
        "title": "Runder Tisch", "kind": "meeting", "summary": "Wohnen.", "readers": "public", "source": "",
        "starts_0": "2031-03-24", "starts_1": "17:00", "ends_0": "2031-03-24", "ends_1": "19:00", "place": "Rathaus",
        "programme": "", "speakers": "Dr. Ada Beispiel; Leitung", "has_seats": "on", "capacity": "12",
        "open_to": "public", **changes,
    }  # fmt: skip


def test_a_new_event_is_a_draft_with_what_was_typed(team):
    answer = team.post(NEW, typed(), follow=True)
    event = Event.objects.get()
    assert answer.redirect_chain == [("/veranstaltungen/runder-tisch/", 302)]
    assert "Als Entwurf liest das nur das Team." in answer.text
    assert (event.state, event.seats.capacity, event.speakers.get().role) == (Event.DRAFT, 12, "Leitung")


def test_the_same_form_sent_twice_is_one_event(team):
    form = typed(public_id=str(uuid4()))
    team.post(NEW, form)
    team.post(NEW, form)
    assert Event.objects.count() == 1


def test_two_forms_are_two_events(team):
    team.post(NEW, typed(public_id=str(uuid4())))
    team.post(NEW, typed(public_id=str(uuid4())))
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Bitte geben Sie einen Titel an."),
        ({"summary": ""}, "Bitte sagen Sie in einem Satz, worum es geht."),
        ({"starts_0": "irgendwann"}, "Bitte geben Sie ein Datum an, zum Beispiel 08.11.2026."),
        ({"starts_1": "25:00"}, "Bitte geben Sie eine Uhrzeit an, zum Beispiel 17:00."),
        ({"ends_1": "16:00"}, "Das Ende liegt vor dem Beginn."),
        ({"capacity": ""}, "Bitte geben Sie die Zahl der Plätze an."),
        ({"capacity": "viele"}, "Bitte geben Sie eine ganze Zahl an."),
        ({"link": "kein Link"}, "Der Link beginnt mit https://"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(team, changes, sentence):
    answer = team.post(NEW, typed(place="Rathaus am Markt", **changes))
    assert sentence in answer.text
    assert 'value="Rathaus am Markt"' in answer.text
    assert not Event.objects.exists()


def test_an_event_can_take_another_as_its_pattern(team):
    an_event("Fachtag", slug="fachtag", capacity=77, access="Aufzug.", link="https://video.example.org/1")
    page = team.get(f"{NEW}?vorlage=fachtag").text
    assert 'value="Fachtag"' in page and 'value="77"' in page and "Aufzug." in page
    assert "video.example.org" not in page, "everybody would meet in the old room"


def test_a_part_of_a_block_begins_with_its_place(team):
    block = an_event("Block", slug="block", kind=Event.BLOCK, place="Kontorhaus")
    page = team.get("/veranstaltungen/block/teile/neu/").text
    assert 'value="Kontorhaus"' in page
    team.post("/veranstaltungen/block/teile/neu/", typed())
    assert Event.objects.get(title="Runder Tisch").part_of == block


def test_a_part_has_no_parts(team):
    block = an_event("Block", slug="block")
    an_event("Teil", slug="teil", part_of=block)
    assert team.get("/veranstaltungen/teil/teile/neu/").status_code == 404


def test_two_who_write_at_once_do_not_lose_each_others_words(team):
    an_event("Vortrag", slug="vortrag", summary="Alt.")
    mine = _seen(team)
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(summary="Von der anderen.", seen=_seen(team)))
    answer = team.post("/veranstaltungen/vortrag/bearbeitung/", typed(summary="Von mir.", seen=mine))
    assert "Inzwischen hat jemand anderes diese Veranstaltung gespeichert." in answer.text
    assert 'value="Von mir."' in answer.text
    assert Event.objects.get().summary == "Von der anderen."
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(summary="Von mir.", seen=_seen_in(answer.text)))
    assert Event.objects.get().summary == "Von mir.", "having been told, she may"


def test_without_the_check_the_other_would_have_been_overwritten(team):
    an_event("Vortrag", slug="vortrag", summary="Alt.")
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(summary="Von der anderen.", seen=_seen(team)))
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(summary="Von mir.", seen=""))
    assert Event.objects.get().summary == "Von mir."


def _seen(client) -> str:
    return _seen_in(client.get("/veranstaltungen/vortrag/bearbeitung/").text)


def _seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_registration_is_not_switched_off_once_somebody_came(team):
    event = an_event("Vortrag", slug="vortrag")
    register(event.seats, a_person("Ben Okonkwo"))
    answer = team.post("/veranstaltungen/vortrag/bearbeitung/", typed(has_seats=""))
    assert "Es haben sich schon Personen angemeldet." in answer.text
    event.refresh_from_db()
    assert event.seats is not None


def test_registration_that_nobody_used_is_switched_off(team):
    event = an_event("Vortrag", slug="vortrag")
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(has_seats=""))
    event.refresh_from_db()
    assert event.seats is None


def test_a_picture_needs_its_description(team, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    Image.new("RGB", (40, 30), "teal").save(tmp_path / "bild.png")
    upload = SimpleUploadedFile("bild.png", (tmp_path / "bild.png").read_bytes())
    answer = team.post(NEW, typed(picture=upload))
    assert "Bitte beschreiben Sie das Bild in einem Satz." in answer.text
    upload.seek(0)
    team.post(NEW, typed(picture=upload, picture_alt="Ein Saal."))
    picture = team.get("/veranstaltungen/runder-tisch/bild.webp")
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"


def test_a_draft_is_deleted_after_a_question_with_its_parts_and_seats(team):
    block = an_event("Block", slug="block", state=Event.DRAFT)
    an_event("Teil", slug="teil", part_of=block, state=Event.DRAFT)
    assert "Entwurf endgültig löschen" in team.get("/veranstaltungen/block/loeschung/").text
    assert Event.objects.count() == 2
    assert "Der Entwurf ist gelöscht." in team.post("/veranstaltungen/block/loeschung/", follow=True).text
    assert (Event.objects.count(), Seats.objects.count()) == (0, 0)


def test_what_was_published_is_not_deleted(team):
    block = an_event("Block", slug="block", state=Event.DRAFT)
    an_event("Teil", slug="teil", part_of=block)
    assert team.post("/veranstaltungen/block/loeschung/").status_code == 409
    assert team.post("/veranstaltungen/teil/loeschung/").status_code == 404
    assert Event.objects.count() == 2
