"""Material of an event: who lists it, when it opens, who brings it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dreiklang.events.actions.material import add_material, change_material, remove_material
from dreiklang.events.actions.publishing import discard, save
from dreiklang.events.models import Attendance, Event, Material
from dreiklang.events.tests.makers import PDF, a_block, a_session, a_trainer, an_event, queries_of, some_material
from dreiklang.foundation.files import accept
from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
LINK = "https://folien.example/vortrag"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def session():
    """Ben has a seat; Tina leads."""
    event = a_session([ben()])
    a_trainer(event, a_person("Tina Trainer"))
    return event


def client_of(person=None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def bens(event) -> Client:
    return client_of(event.seats.registrations.get().person)


def trainers(event) -> Client:
    return client_of(event.parts.get().person)


def at(item, rest="") -> str:
    return f"{item.event.path}material/{item.pk}/{rest}"


def a_file(data=PDF, name="Folien Tag 1.pdf"):
    return SimpleUploadedFile(name, data)


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def typed(**more) -> dict:
    return {"title": "Folien", "readers": "seated", "order": "1"} | more


# --- who reads it ---


def test_what_is_for_those_who_come_does_not_exist_for_others(session):
    item = some_material(session)
    for client, status, listed in (
        (bens(session), 200, True), (trainers(session), 200, True), (client_of(ada()), 200, True),
        (client_of(cem()), 404, False), (client_of(), 404, False),
    ):  # fmt: skip
        assert client.get(at(item)).status_code == status
        assert ("Folien" in client.get(session.path).text) == listed


def test_what_is_for_the_readers_of_the_page_is_open_to_each_of_them_and_to_nobody_else(session):
    item = some_material(session, readers=Material.READERS)
    assert client_of().get(at(item)).status_code == 200 and "Folien" in client_of().get(session.path).text
    Event.objects.filter(pk=session.pk).update(readers="team")
    assert client_of(cem()).get(at(item)).status_code == 404


def test_the_material_of_one_event_is_not_found_under_another(session):
    item, other = some_material(session), a_session([ben(email="b@x.org")], title="Andere")
    team = client_of(ada())
    for rest in ("", "bearbeitung/", "loeschung/"):
        assert team.get(f"{other.path}material/{item.pk}/{rest}").status_code == 404
    assert bens(other).get(f"{other.path}material/{item.pk}/").status_code == 404


def test_a_draft_shows_its_material_to_the_team_alone(session):
    item = some_material(session, readers=Material.READERS)
    Event.objects.update(state=Event.DRAFT)
    assert client_of(ada()).get(at(item)).status_code == 200
    for client in (bens(session), trainers(session), client_of()):
        assert client.get(at(item)).status_code == 404


def test_without_asking_who_may_know_it_a_stranger_would_get_it(session, monkeypatch):
    item = some_material(session)
    monkeypatch.setattr("dreiklang.events.views.material.may_read_whereabouts", lambda *args: True)
    assert client_of(cem()).get(at(item)).status_code == 200


# --- when it opens ---


def test_it_opens_at_its_time_and_says_when_until_then(session):
    item = some_material(session, opens_at=timezone.now() + timedelta(days=1))
    client = bens(session)
    answer = client.get(at(item))
    assert answer.status_code == 403 and "öffnet am" in answer.text
    html = client.get(session.path).text
    assert "öffnet am" in html and at(item) not in html
    assert trainers(session).get(at(item)).status_code == 200
    with time_machine.travel(item.opens_at - timedelta(seconds=1), tick=False):
        assert bens(session).get(at(item)).status_code == 403
    with time_machine.travel(item.opens_at, tick=False):
        assert bens(session).get(at(item)).status_code == 200


def test_the_time_holds_across_the_change_of_the_clock(session):
    with time_machine.travel("2026-10-24T12:00+02:00", tick=False):
        client = client_of(ada())
        day = {"opens_at_0": "2026-10-25", "opens_at_1": "12:00"}
        client.post(f"{session.path}material/neu/", typed(url=LINK, **day))
    assert Material.objects.get().opens_at.isoformat() == "2026-10-25T11:00:00+00:00"


@pytest.mark.parametrize(("state", "is_open"), [("present", True), ("excused", True), ("", False)])
def test_it_opens_for_whoever_was_there_or_excused(session, state, is_open):
    item, client = some_material(session, opens_after_attending=True), bens(session)
    if state:
        person = session.seats.registrations.get().person
        Attendance.objects.create(event=session, person=person, state=state)
    assert (client.get(at(item)).status_code == 200) == is_open
    assert ("öffnet, wenn Sie als anwesend" in client.get(session.path).text) != is_open


def test_being_there_elsewhere_or_somebody_elses_being_there_opens_nothing(session):
    item, person = some_material(session, opens_after_attending=True), session.seats.registrations.get().person
    Attendance.objects.create(event=an_event("Anderswo"), person=person, state="present")
    Attendance.objects.create(event=session, person=cem(), state="present")
    assert bens(session).get(at(item)).status_code == 403


def test_of_a_block_one_of_its_parts_opens_it():
    block, person = a_block(parts=1), ben()
    register(block.seats, person)
    item = some_material(block, opens_after_attending=True)
    assert client_of(person).get(at(item)).status_code == 403
    Attendance.objects.create(event=block.sessions.get(), person=person, state="present")
    assert client_of(person).get(at(item)).status_code == 200


# --- how a file is kept and given out ---


def test_a_file_is_saved_and_never_shown_under_a_random_name(session, uploads):
    item = some_material(session, file=accept(a_file(name="Übung 1.pdf")))
    (path,) = files_in(uploads)
    assert "bung" not in path.name and path.suffix == ".pdf" and path.parent.name == "material"
    answer = bens(session).get(at(item))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%C3%9Cbung%201.pdf" in answer.headers["Content-Disposition"]
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_link_leads_there_only_through_the_door(session):
    item = some_material(session, file=None, url=LINK)
    client = bens(session)
    assert client.get(at(item)).url == LINK and LINK not in client.get(session.path).text


def test_nothing_comes_into_the_house_past_the_look_inside(session):
    with pytest.raises(TypeError):
        add_material(session, title="Folien", file=a_file())
    assert not Material.objects.exists()


# --- who brings it ---


def test_team_and_trainers_add_change_order_and_delete(session, uploads, django_capture_on_commit_callbacks):
    for number, client in enumerate((trainers(session), client_of(ada())), start=1):
        facts = typed(title=f"Folien {number}", file=a_file(), note="Erst lesen", by_name="Dr. Lea Roth", order="")
        answer = client.post(
            f"{session.path}material/neu/", facts | {"order": str(3 - number), "may_be_published": "on"}
        )
        assert answer.status_code == 302
    assert [item.title for item in session.material.all()] == ["Folien 2", "Folien 1"]
    item = session.material.first()
    assert (item.note, item.by_name, item.may_be_published, item.size) == ("Erst lesen", "Dr. Lea Roth", True, len(PDF))
    client = trainers(session)
    assert "Bisher: Folien Tag 1.pdf" in client.get(at(item, "bearbeitung/")).text
    client.post(at(item, "bearbeitung/"), typed(title="Neuer Titel"))
    item.refresh_from_db()
    assert (item.title, item.file_name, item.may_be_published) == ("Neuer Titel", "Folien Tag 1.pdf", False)
    assert "Das lässt sich nicht zurücknehmen." in client.get(at(item, "loeschung/")).text
    assert len(files_in(uploads)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(at(item, "loeschung/")).status_code == 302
    assert len(files_in(uploads)) == 1 and session.material.get().title == "Folien 1"
    assert set(Act.objects.values_list("act", flat=True)) == {"material.added", "material.changed", "material.removed"}


def test_a_new_file_or_a_link_replaces_the_one_before(session, uploads, django_capture_on_commit_callbacks):
    item, client = some_material(session), client_of(ada())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(item, "bearbeitung/"), typed(file=a_file(PDF + b"\n", "Neu.pdf")))
    (path,) = files_in(uploads)
    assert path.read_bytes() == PDF + b"\n" and Material.objects.get().file_name == "Neu.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(item, "bearbeitung/"), typed(url=LINK))
    item.refresh_from_db()
    assert (item.kind, item.url, item.file.name, item.file_name) == ("link", LINK, "", "") and not files_in(uploads)


def test_nobody_else_brings_anything(session):
    item = some_material(session)
    other = a_trainer(an_event("Andere"), a_person("Uli Umsicht")).person
    for client in (bens(session), client_of(cem()), client_of(other)):
        for path in (f"{session.path}material/", f"{session.path}material/neu/", at(item, "bearbeitung/")):
            assert client.get(path).status_code == 403
        assert client.post(f"{session.path}material/neu/", typed(url=LINK)).status_code == 403
        assert client.post(at(item, "loeschung/")).status_code == 403
    assert Material.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({}, "file", "Bitte wählen Sie eine Datei oder nennen Sie einen Link."),
        ({"title": "", "url": LINK}, "title", "Bitte geben Sie einen Titel an."),
        ({"url": "javascript:alert(1)"}, "url", "Der Link beginnt mit https://"),
        ({"url": "ftp://example.org/x"}, "url", "Der Link beginnt mit https://"),
        ({"url": LINK, "order": "x"}, "order", "Bitte geben Sie eine ganze Zahl an."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_the_field(session, facts, field, sentence):
    answer = client_of(ada()).post(f"{session.path}material/neu/", typed(**facts))
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.text and sentence in answer.text
    assert not Material.objects.exists()


def test_both_a_file_and_a_link_and_an_evil_file_are_refused(session, uploads):
    client, path = client_of(ada()), f"{session.path}material/neu/"
    assert "Bitte nur eines von beiden" in client.post(path, typed(url=LINK, file=a_file())).text
    answer = client.post(path, typed(file=a_file(b"<svg onload=alert(1)>", "bild.svg")))
    assert answer.status_code == 422 and "kann Programme ausführen" in answer.text
    assert not Material.objects.exists() and not files_in(uploads)


def test_a_second_click_finds_the_first(session):
    client, facts = client_of(ada()), typed(url=LINK, public_id=str(fresh_id()))
    for _twice in range(2):
        assert client.post(f"{session.path}material/neu/", facts).status_code == 302
    assert Material.objects.count() == 1
    with pytest.raises(Refusal, match="abgelaufen"):
        add_material(an_event("Andere"), title="X", url=LINK, public_id=facts["public_id"])


def test_it_is_easy_to_bring_from_elsewhere(session):
    first = add_material(session, title="Folien", file=accept(a_file()), by_name="Lea Roth")
    second = add_material(session, title="Mehr", url=LINK)
    assert (first.order, second.order, first.readers) == (1, 2, Material.SEATED) and not Act.objects.exists()
    assert change_material(first, may_be_published=True).file_name == first.file_name
    for _twice in range(2):
        remove_material(second)


def test_texts_of_material_are_text(session):
    evil = "<script>alert(1)</script>"
    some_material(session, title=evil, note=evil, by_name=evil)
    for path in (session.path, f"{session.path}material/"):
        assert "<script>alert" not in trainers(session).get(path).text


def test_an_event_knows_whether_it_has_material_whatever_is_saved_beside_it():
    event = an_event(capacity=None)
    stale = Event.objects.get(pk=event.pk)
    item = some_material(event)
    save(stale, speakers=[], seats=None, by=None)
    assert Event.objects.get(pk=event.pk).has_material
    remove_material(item)
    assert not Event.objects.get(pk=event.pk).has_material


def test_the_files_of_a_discarded_draft_go_with_it(uploads, django_capture_on_commit_callbacks):
    block = a_block(parts=1, state=Event.DRAFT)
    for event in (block, block.sessions.get()):
        some_material(event)
    assert len(files_in(uploads)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        discard(block, by=ada())
    assert not files_in(uploads)


def test_as_many_queries_for_three_items_as_for_one(session):
    client = bens(session)
    some_material(session, opens_after_attending=True)
    one = queries_of(client, session.path)
    for _more in range(2):
        some_material(session, opens_after_attending=True)
    assert queries_of(client, session.path) == one <= 12
    team = client_of(ada())
    assert queries_of(team, f"{session.path}material/") < 12
