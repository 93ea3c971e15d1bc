"""Of each thing on a card she says who reads it: only she, the members, or all, on the page of her municipality."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dreiklang.foundation import privacy
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.actions import joining
from dreiklang.people.actions.inviting import accept_request
from dreiklang.people.actions.releasing import release, withdraw
from dreiklang.people.models import Level, Release
from dreiklang.people.tests.makers import a_field, a_request, ada, ben, cem
from dreiklang.people.vcard import vcard
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PAGE = "/konto/auffindbar/"
TEXTS = {"offer": "Verträge", "seeks": "Wohnungslotsen", "phone": "07531 1234-56", "link": "https://au.example/amt"}
SAYS = TEXTS | {"function": "Stabsstelle", "municipality": "Musterlingen", "fields": "Wohnen"}


@pytest.fixture
def person():
    person = ben(function="Stabsstelle")
    person.fields_of_action.add(a_field("Wohnen"))
    joining.take_office(person, a_municipality("Musterlingen"), title="Stelle")
    return person


def a_picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    return SimpleUploadedFile("ich.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def uploads(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


@pytest.mark.parametrize("name", SAYS)
@pytest.mark.parametrize("level", Level)
def test_whoever_reads_a_thing_is_who_she_says(person, name, level):
    """Viewer × thing × level. Her municipality is for all, or there would be no page to stand on."""
    levels = {"shows_municipality": Level.PUBLIC, f"shows_{name}": level}
    if name == "municipality":
        levels = {"shows_municipality": level}
    silent = {f"shows_{text}": Level.ME for text in TEXTS}
    card = release(person, **TEXTS, **(silent | levels))
    for reader in (Level.MEMBERS, Level.PUBLIC):
        value = getattr(card.face(reader), name)
        said = ", ".join(value) if name == "fields" else str(value or "")
        assert (said == SAYS[name]) == (level >= reader), reader
        assert bool(said) == (level >= reader)


def test_for_all_needs_a_page_to_stand_on(client, person):
    with pytest.raises(Refusal, match="Seite Ihrer Kommune"):
        release(person, shows_phone=Level.PUBLIC, phone="07531 1234", shows_municipality=Level.MEMBERS)
    client.force_login(person)
    answer = client.post(PAGE, {"step": "release", "phone": "07531 1234", "shows_phone": "2"})
    assert answer.status_code == 422 and "zeigen Sie auch Ihre Kommune allen" in answer.content.decode()
    assert not Release.objects.exists()


def test_a_number_and_a_link_must_be_such(client, person):
    client.force_login(person)
    for typed in ({"phone": "<b>1</b>"}, {"link": "javascript:alert(1)"}, {"shows_phone": "3"}):
        assert client.post(PAGE, {"step": "release"} | typed).status_code == 422, typed
    assert not Release.objects.exists()
    assert client.post(PAGE, {"step": "release", "link": "www.kommune.example/amt"}).status_code == 302
    assert Release.objects.get().link == "https://www.kommune.example/amt"


def test_a_photo_is_drawn_anew_seen_by_whom_she_says_and_gone_with_the_card(
    client, person, uploads, django_capture_on_commit_callbacks
):
    client.force_login(person)
    client.post(PAGE, {"step": "photo", "photo": a_picture()})
    assert not Release.objects.exists()  # a photo alone makes nobody findable
    card = release(person, shows_municipality=Level.PUBLIC)
    assert client.post(PAGE, {"step": "photo", "photo": a_picture()}).status_code == 302
    assert Image.open(Release.objects.get().photo.path).size == (480, 320)
    visitor = type(client)()
    client.force_login(cem())
    for level, seen in ((Level.ME, (404, 404)), (Level.MEMBERS, (200, 404)), (Level.PUBLIC, (200, 200))):
        card = release(person, shows_municipality=Level.PUBLIC, shows_photo=level)
        path = Release.objects.get().photo_path
        assert (client.get(path).status_code, visitor.get(path).status_code) == seen
        assert client.get(f"{card.path}foto/bild/").status_code == 404  # only from a page that was counted
        assert ("Foto von Ben Okonkwo" in client.get(card.path).content.decode()) == (level >= Level.MEMBERS)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(person)
    assert not list((uploads / Release.FOLDER).iterdir())


def test_whoever_leaves_the_house_takes_her_photo_along(client, person, uploads):
    release(person)
    client.force_login(person)
    client.post(PAGE, {"step": "photo", "photo": a_picture()})
    assert list((uploads / Release.FOLDER).iterdir())
    privacy.erase(person)
    assert not list((uploads / Release.FOLDER).iterdir())


# --- the address book ---


def test_a_file_for_the_address_book_says_what_members_read_and_never_an_address(client, person):
    everything = {f"shows_{name}": Level.MEMBERS for name in Release.LEVELS}
    card = release(person, **everything, **TEXTS, allows_vcard=True)
    client.force_login(cem())
    answer = client.get(f"{card.path}adressbuch/")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/vcard")
    for line in ("FN:Ben Okonkwo", "N:Okonkwo;Ben;;;", "TITLE:Stabsstelle", "TEL;TYPE=WORK,VOICE:07531 1234-56"):
        assert f"\r\n{line}\r\n" in text
    assert "@" not in text and "EMAIL" not in text
    release(person, **everything | {"shows_phone": Level.ME}, **TEXTS, allows_vcard=True)
    assert "TEL" not in client.get(f"{card.path}adressbuch/").content.decode()


def test_without_her_tick_there_is_no_file(client, person):
    card = release(person, shows_function=Level.PUBLIC, shows_municipality=Level.PUBLIC)
    client.force_login(cem())
    assert client.get(f"{card.path}adressbuch/").status_code == 404
    assert "Adressbuch" not in client.get(card.path).content.decode()


def test_signs_that_mean_something_in_the_file_are_only_text_and_long_lines_are_folded(person):
    person.function = "Leitung; Stab, A\\B\r\nEMAIL:x@example.org " + "ä" * 80
    text = vcard(release(person, shows_function=Level.MEMBERS).face())
    assert "TITLE:Leitung\\; Stab\\, A\\\\B\\nEMAIL:x@example.org" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\nEMAIL" not in text


# --- whom the team knows in her office ---


def test_an_office_that_the_team_said_yes_to_is_confirmed_and_no_other(client):
    asked = a_request()
    invitation = accept_request(asked, by=ada())
    person = joining.accept(invitation, name="Ruth Rieger", municipality=asked.municipality, function="Beauftragte")
    card = release(person, shows_municipality=Level.MEMBERS)
    client.force_login(cem())
    assert "Stelle bestätigt vom Programmteam am" in client.get(card.path).content.decode()
    person.tenures.update(held_from="2020-01-01")
    joining.take_office(person, a_municipality("Auenkirch", "99115004"), title="Neu")
    page = client.get(card.path).content.decode()
    assert "Auenkirch" in page and "bestätigt" not in page


def test_whoever_said_another_municipality_than_she_asked_with_is_confirmed_by_nobody():
    invitation = accept_request(a_request(), by=ada())
    elsewhere = a_municipality("Auenkirch", "99115004")
    person = joining.accept(invitation, name="Ruth Rieger", municipality=elsewhere, function="Beauftragte")
    assert person.current_tenure.confirmed_on is None
