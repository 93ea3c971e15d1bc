"""The team's form: a new event, a part of a block, a change."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import a_person, ada
from dreiklang.seats.actions.registering import register
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import Seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
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
        ({"starts_0": "0001-01-01"}, "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
        ({"ends_0": "9999-12-31"}, "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
        ({"closes_at_0": "2031-03-24", "closes_at_1": "19:01"}, "Der Anmeldeschluss liegt nach dem Ende."),
        (
            {"has_seats": "", "link": "https://meet.example"},
            "Ohne Anmeldung erfährt niemand den Link, wenn alle die Seite lesen.",
        ),
        ({"has_seats": "", "place_for_registered": "on"}, "Ohne Anmeldung erfährt niemand den Ort."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(team, changes, sentence):
    answer = team.post(NEW, typed(place="Rathaus am Markt", **changes))
    assert sentence in answer.text
    assert 'value="Rathaus am Markt"' in answer.text
    assert not Event.objects.exists()


def test_an_event_can_take_another_as_its_pattern(team):
    an_event("Fachtag", slug="fachtag", capacity=77, access="Aufzug.", link="https://video.example.org/1")
    page = team.get(f"{NEW}?vorlage=%00fachtag").text  # PostgreSQL takes no NUL
    assert 'value="Fachtag"' in page and 'value="77"' in page and "Aufzug." in page
    assert "video.example.org" not in page, "everybody would meet in the old room"


def test_a_part_of_a_block_begins_with_its_place(team):
    block = an_event("Block", slug="block", kind=Event.BLOCK, place="Kontorhaus")
    page = team.get("/veranstaltungen/block/teile/neu/").text
    assert 'value="Kontorhaus"' in page
    team.post("/veranstaltungen/block/teile/neu/", typed())
    assert Event.objects.get(title="Runder Tisch").part_of == block


def test_a_new_part_is_a_session_first_of_all(team):
    an_event("Block", slug="block")
    assert '<option value="session" selected>' in team.get("/veranstaltungen/block/teile/neu/").text


def test_a_link_needs_no_registration_where_members_read_or_a_block_has_seats(team):
    told = {"has_seats": "", "link": "https://meet.example", "place_for_registered": "on"}
    team.post(NEW, typed(readers="members", **told))
    an_event("Block", slug="block")
    team.post("/veranstaltungen/block/teile/neu/", typed(title="Teil", **told))
    assert {event.title for event in Event.objects.filter(link="https://meet.example")} == {"Runder Tisch", "Teil"}


def test_the_number_of_seats_is_not_called_voluntary(team):
    page = team.get(NEW).text
    assert "(freiwillig)" not in page.split('for="id_capacity"')[1].split("</label>")[0]
    assert "(freiwillig)" in page.split('for="id_note"')[1].split("</label>")[0]


def test_each_date_is_called_by_what_begins_or_ends(team):
    page = team.get(NEW).text
    for name in ("Beginn: Datum", "Beginn: Uhrzeit", "Ende: Datum", "Anmeldeschluss: Uhrzeit"):
        assert f'aria-label="{name}"' in page


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


def test_who_changes_the_seats_meanwhile_is_not_overwritten_by_an_old_form(team):
    event = an_event("Vortrag", slug="vortrag", capacity=12)
    mine = _seen(team)
    change_capacity(event.seats, 40, by=None)
    answer = team.post("/veranstaltungen/vortrag/bearbeitung/", typed(seen=mine))
    assert "Inzwischen hat jemand anderes diese Veranstaltung gespeichert." in answer.text
    assert Seats.objects.get().capacity == 40
    team.post("/veranstaltungen/vortrag/bearbeitung/", typed(seen=_seen_in(answer.text)))
    assert Seats.objects.get().capacity == 12, "having been told, she may"


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
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "bild.png")
    upload = SimpleUploadedFile("bild.png", (tmp_path / "bild.png").read_bytes())
    answer = team.post(NEW, typed(picture=upload))
    assert "Bitte beschreiben Sie das Bild in einem Satz." in answer.text
    upload.seek(0)
    team.post(NEW, typed(picture=upload, picture_alt="Ein Saal."))
    picture = team.get("/veranstaltungen/runder-tisch/bild.webp")
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"


@pytest.fixture
def with_picture():
    event = an_event("Vortrag", slug="vortrag", picture_alt="Ein Saal.")
    event.picture.save("bild.webp", ContentFile(b"RIFF"))
    return event


EDIT = "/veranstaltungen/vortrag/bearbeitung/"


def test_the_form_shows_the_picture_that_there_is(team, with_picture):
    page = team.get(EDIT).text
    assert f'src="{with_picture.picture_path}"' in page and "Bild entfernen" in page
    assert "Bild entfernen" not in team.get(NEW).text
    assert "Bild entfernen" not in team.get(f"{NEW}?vorlage=vortrag").text


def test_a_picture_is_removed_with_its_file(team, with_picture, django_capture_on_commit_callbacks):
    name, storage = with_picture.picture.name, with_picture.picture.storage
    with django_capture_on_commit_callbacks() as later:
        team.post(EDIT, typed(remove_picture="on", picture_alt="Ein Saal."))
    event = Event.objects.get()
    assert not event.picture and event.picture_alt == ""
    assert storage.exists(name), "until the change is certain"
    for call in later:
        call()
    assert not storage.exists(name) and team.get("/veranstaltungen/vortrag/bild.webp").status_code == 404


def test_a_picture_that_stays_keeps_its_description(team, with_picture, django_capture_on_commit_callbacks):
    assert "Bitte beschreiben Sie das Bild in einem Satz." in team.post(EDIT, typed(picture_alt="")).text
    with django_capture_on_commit_callbacks(execute=True):
        team.post(EDIT, typed(picture_alt="Ein voller Saal."))
    event = Event.objects.get()
    assert event.picture_alt == "Ein voller Saal." and event.picture.storage.exists(event.picture.name)


def test_another_picture_has_another_address_and_the_old_file_goes(
    team, with_picture, django_capture_on_commit_callbacks
):
    before, storage = Event.objects.get(), with_picture.picture.storage
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    upload = SimpleUploadedFile("bild.png", file.getvalue())
    with django_capture_on_commit_callbacks(execute=True):
        team.post(EDIT, typed(picture=upload, picture_alt="Ein Saal.", remove_picture="on"))
    after = Event.objects.get()
    assert after.picture_path != before.picture_path and f'src="{after.picture_path}"' in team.get(after.path).text
    assert storage.exists(after.picture.name) and not storage.exists(before.picture.name)


@pytest.mark.parametrize(
    ("readers", "words"), [("public", "alle, auch ohne Konto"), ("members", "Mitglieder des Netzwerks")]
)
def test_publishing_says_who_reads_it_now(team, readers, words):
    an_event("Vortrag", slug="vortrag", state=Event.DRAFT, readers=readers)
    page = team.post("/veranstaltungen/vortrag/veroeffentlichung/", follow=True).text
    assert f"Veröffentlicht. Die Seite lesen jetzt: {words}." in page


def test_before_a_block_is_called_off_its_parts_are_named_and_everybody_is_counted_once(team):
    block = an_event("Block", slug="block", kind=Event.BLOCK)
    evening = an_event("Abendvortrag", part_of=block)
    an_event("Rundgang", part_of=block, state=Event.DRAFT)
    both = a_person("Ben Okonkwo")
    for seats, person in ((block.seats, both), (evening.seats, both), (evening.seats, a_person("Cem Aydin"))):
        register(seats, person)
    page = team.get("/veranstaltungen/block/absage/").text
    assert "2 angemeldete Personen bekommen sofort eine Nachricht" in page
    assert f"<li>Abendvortrag, {evening.when}</li>" in page and "Rundgang" not in page


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


def test_an_event_for_one_group_stays_for_it(team):
    group = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    an_event("Treffen", slug="treffen", readers=group.token, open_to=group.token)
    page = team.get("/veranstaltungen/treffen/bearbeitung/").text
    assert page.count(f'<option value="{group.token}" selected>nur die Gruppe „Jahrgang“</option>') == 2
