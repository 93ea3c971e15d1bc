"""A speaker brings her own material and says what may happen with it; nobody reaches further than she says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dreiklang.events.actions import contributing, publishing, speaking
from dreiklang.events.actions.material import change_material
from dreiklang.events.models import Event, Material
from dreiklang.events.tests.makers import an_event, some_material
from dreiklang.events.tests.test_speakers import a_speaker, page_of
from dreiklang.foundation.licences import CC_BY, RESERVED
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


@pytest.fixture
def speaker(team):
    return speaking.send_link(a_speaker(an_event(speakers=[("Dr. Lea Roth", "Uni")])), by=team)


def brought(speaker, allowed=Material.SEATED, **fields) -> Material:
    facts = {"title": "Folien", "url": "https://example.org/folien", "licence": CC_BY}
    return contributing.contribute(speaker, allowed=allowed, **facts | fields)


def who_reads(client, item) -> set[str]:
    """Of a visitor, a member and somebody with a seat."""
    seated, member = ben(), cem()
    register(item.event.seats, seated)
    address, found = f"{item.event.path}material/{item.pk}/", set()
    for name, person in (("visitor", None), ("member", member), ("seated", seated)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(item.event.path).content.decode()
        opens = client.get(address).status_code == 302
        assert opens == (address in page), name
        found |= {name} if opens else set()
    return found


@pytest.mark.parametrize(
    ("allowed", "readers"),
    [
        (Material.SEATED, {"seated"}), (Material.MEMBERS, {"seated", "member"}),
        (Material.READERS, {"seated", "member", "visitor"}),
    ],
)  # fmt: skip
def test_as_many_read_it_as_she_says(client, speaker, allowed, readers):
    item = brought(speaker, allowed)
    assert who_reads(client, item) == readers
    assert item.may_be_published == (allowed == Material.READERS)


def test_name_and_licence_stand_beside_it(client, speaker):
    brought(speaker, Material.READERS)
    text = client.get(speaker.event.path).content.decode()
    assert "von Dr. Lea Roth" in text and "CC BY 4.0" in text


def test_who_does_not_want_to_be_named_is_not_named_beside_her_material_either(speaker):
    item = brought(speaker)
    assert item.by_name == "Dr. Lea Roth"
    speaking.disagree(speaker)
    item.refresh_from_db()
    assert item.by_name == ""
    assert brought(speaker.event.speakers.get()).by_name == ""
    speaking.agree(speaker)
    assert set(speaker.material.values_list("by_name", flat=True)) == {"Dr. Lea Roth"}


@pytest.mark.parametrize(
    "wider", [{"readers": Material.READERS}, {"readers": Material.MEMBERS}, {"may_be_published": True}]
)
def test_the_team_cannot_open_it_further_than_she_says(client, speaker, team, wider):
    item = brought(speaker)
    with pytest.raises(Refusal, match="nur für die Teilnehmenden"):
        change_material(item, by=team, **wider)
    assert Material.objects.get().readers == Material.SEATED


def test_the_team_opens_its_own_as_it_likes_and_hers_less_far(speaker, team):
    item = brought(speaker, Material.READERS)
    assert change_material(item, by=team, readers=Material.SEATED, may_be_published=False).readers == Material.SEATED
    own = brought(speaker)
    Material.objects.filter(pk=own.pk).update(allowed="")  # the twin: without her word nothing is refused
    assert change_material(own, by=team, readers=Material.READERS).readers == Material.READERS


def test_the_team_is_told_at_the_field(client, speaker, team):
    item = brought(speaker)
    client.force_login(team)
    facts = {"title": "Folien", "url": item.url, "readers": "readers", "order": 1}
    answer = client.post(f"{speaker.event.path}material/{item.pk}/bearbeitung/", facts)
    assert answer.status_code == 422 and "nur für die Teilnehmenden" in answer.content.decode()


def test_allowing_less_narrows_at_once(client, speaker):
    item = brought(speaker, Material.READERS)
    contributing.change_contribution(item, title="Folien", url=item.url, allowed=Material.SEATED, licence=RESERVED)
    assert who_reads(client, item) == {"seated"}


def test_she_brings_changes_and_takes_back_on_her_page(client, speaker, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path},
    }}  # fmt: skip
    page, public_id = page_of(speaker), fresh_id()
    facts = {"title": "Folien", "allowed": "members", "licence": "cc-by-sa-4.0", "public_id": public_id}
    for _twice in range(2):
        file = SimpleUploadedFile("vortrag.txt", b"Guten Tag")
        assert client.post(f"{page}material/", facts | {"file": file}).status_code == 302
    item = Material.objects.get()
    assert (item.pk, item.file_name, item.brought_by, item.allowed) == (public_id, "vortrag.txt", speaker, "members")
    assert "vortrag" not in item.file.name and "Folien" in client.get(page).content.decode()
    change = {"title": "Folien neu", "allowed": "seated", "licence": "reserved"}
    assert client.post(f"{page}material/{item.pk}/", change).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.readers, item.file_name) == ("Folien neu", "seated", "vortrag.txt")
    assert client.get(f"{page}material/{item.pk}/ruecknahme/").status_code == 200 and Material.objects.exists()
    assert client.post(f"{page}material/{item.pk}/ruecknahme/").status_code == 302
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": ""}, "Bitte wählen Sie eine Datei"), ({"title": ""}, "Bitte geben Sie einen Titel an"),
        ({"url": "javascript:alert(1)"}, "Link beginnt mit https"), ({"allowed": ""}, "was damit geschehen darf"),
        ({"allowed": "everybody"}, "ist keine gültige Auswahl"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_the_field_and_nothing_is_kept(client, speaker, change, said):
    facts = {"title": "Folien", "url": "https://example.org/", "allowed": "seated", "licence": "reserved"}
    answer = client.post(f"{page_of(speaker)}material/", facts | change)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Material.objects.exists()


def test_what_others_brought_is_not_hers_to_change(client, speaker, team):
    other = speaking.send_link(a_speaker(an_event("Anderes", speakers=[("Kim", "")]), email="kim@example.net"), by=team)
    item = brought(other)
    for end in ("", "ruecknahme/"):
        assert client.post(f"{page_of(speaker)}material/{item.pk}/{end}").status_code == 404
    assert Material.objects.exists()


def test_after_her_link_has_ended_nothing_can_be_brought(client, speaker, team):
    speaking.withdraw_link(speaker, by=team)
    facts = {"title": "Folien", "url": "https://example.org/", "allowed": "seated", "licence": "reserved"}
    assert client.post(f"{page_of(speaker)}material/", facts).status_code == 410
    assert not Material.objects.exists()


def test_there_is_an_end_to_it(speaker, monkeypatch):
    monkeypatch.setattr(contributing, "MOST", 1)
    first = brought(speaker, public_id=fresh_id())
    with pytest.raises(Refusal):
        brought(speaker)
    assert brought(speaker, public_id=first.pk) == first  # a second click is no second thing


def test_who_is_taken_off_the_page_is_not_named_beside_her_material_either(speaker):
    item, ours = brought(speaker, Material.READERS), some_material(speaker.event, by_name="Dr. Lea Roth")
    assert item.by_name == "Dr. Lea Roth"
    seats = {"capacity": 30, "open_to": "public"}
    publishing.save(Event.objects.get(pk=speaker.event_id), speakers=[("Kim Berg", "")], seats=seats, by=None)
    item.refresh_from_db(), ours.refresh_from_db()
    assert (item.by_name, item.allowed, ours.by_name) == ("", Material.READERS, "Dr. Lea Roth")
