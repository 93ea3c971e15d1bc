"""Files to a post: who gets them, what is taken out of them, and that they go with their post."""

import os
import time
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.attaching import Brought, detach, forget_files, sweep
from dreiklang.dialogue.models import Attachment, Post
from dreiklang.dialogue.tests.makers import a_circle, a_picture_file, a_reply, a_room, a_thread, an_attachment
from dreiklang.foundation.files import accept
from dreiklang.foundation.refusal import Refusal
from dreiklang.people.tests.makers import ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def text_file(name="Liste.txt", text="Jugendamt"):
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def reply(client, thread, **files):
    return client.post(f"{thread.path}antwort/", {"source": "Siehe Anlage.", **files})


def test_a_picture_stands_in_the_post_with_what_it_shows_and_without_what_it_hid(client):
    person, reader = ben(), cem()
    thread = a_thread(a_room(), person)
    client.force_login(person)
    secret = PngInfo()
    secret.add_text("Author", "Ben Okonkwo, Rathaus")
    said = {"file_1": a_picture_file(size=(3000, 20), pnginfo=secret), "alt_1": "Ein <Aushang>"}
    assert reply(client, thread, **said).status_code == 302
    found = Attachment.objects.get()
    client.force_login(reader)
    assert 'alt="Ein &lt;Aushang&gt;"' in client.get(thread.path).content.decode()
    answer = client.get(found.path)
    data = b"".join(answer.streaming_content)
    assert b"Okonkwo" not in data and Image.open(BytesIO(data)).size[0] == 1600
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"] == "image/webp" and "attachment" not in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_picture_that_nobody_described_comes_back_at_its_field_and_the_text_stays(client):
    thread = a_thread(a_room(), ben())
    client.force_login(cem())
    answer = reply(client, thread, file_2=a_picture_file())
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Siehe Anlage." in shown
    assert 'id="id_alt_2_error">Bitte beschreiben Sie, was auf dem Bild zu sehen ist.' in shown
    assert thread.posts.count() == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("boese.svg", "<svg onload=alert(1)>"), ("a.txt", "<html><script>"), ("a.png", "kein Bild")],
)
def test_what_could_run_is_refused_with_a_sentence_at_its_field(client, name, text):
    thread = a_thread(a_room(), ben())
    client.force_login(cem())
    answer = reply(client, thread, file_1=text_file(name, text), alt_1="x")
    assert answer.status_code == 422 and 'id="id_file_1_error">Diese' in answer.content.decode()
    assert not Attachment.objects.exists()


def test_other_files_are_handed_over_under_a_safe_name_and_lie_under_a_random_one(client, uploads):
    person = ben()
    thread = a_thread(a_room(), person)
    client.force_login(person)
    reply(client, thread, file_1=text_file('../../Li"s\u202ete\n.txt'))
    found = Attachment.objects.get()
    answer = client.get(found.path)
    assert answer.headers["Content-Disposition"].startswith("attachment") and "/" not in found.name
    assert [path.stem for path in files_in(uploads)] == [str(found.pk)]


def test_who_does_not_read_the_thread_gets_no_file(client):
    person, stranger = ben(), cem()
    thread = a_thread(a_circle(person), person)
    found = an_attachment(thread.posts.get())
    client.force_login(stranger)
    assert client.get(found.path).status_code == 404
    client.force_login(person)
    assert client.get(found.path).status_code == 200
    Post.objects.update(state=Post.REMOVED)
    assert client.get(found.path).status_code == 404


def test_nobody_gets_a_file_before_its_post_appears(client):
    person, reader = ben(), cem()
    thread = a_thread(a_room(), reader)
    post = a_reply(thread, person, line=LINE, files=[Brought(accept(a_picture_file()), "Ein Aushang")])
    found = post.attachments.get()
    client.force_login(reader)
    assert client.get(found.path).status_code == 404
    writing.show(post)
    assert client.get(found.path).status_code == 200


def test_under_a_voice_neither_name_nor_kind_of_a_file_says_who_it_was():
    person = ben()
    thread = a_thread(a_room(), cem())
    files = [Brought(accept(a_picture_file("Rathaus Südlohn.png")), "Ein Aushang")]
    post = a_reply(thread, person, line=LINE, files=files)
    assert post.attachments.get().name == "Anlage 1.webp"
    pdf = SimpleUploadedFile("Vermerk.pdf", b"%PDF-1.4\n/Author (Ben Okonkwo)\n%%EOF")
    with pytest.raises(Refusal) as refused:
        a_reply(thread, person, files=[Brought(accept(pdf), number=3)])
    assert refused.value.field == "file_3"


def test_more_than_five_are_refused():
    thread = a_thread(a_room(), ben())
    with pytest.raises(Refusal), transaction.atomic():
        a_reply(thread, cem(), files=[Brought(accept(text_file()), number=number) for number in range(1, 7)])
    assert not Attachment.objects.exists()


def test_her_own_file_goes_for_good_and_nobody_elses(client, uploads, django_capture_on_commit_callbacks):
    person, other = ben(), cem()
    found = an_attachment(a_thread(a_room(), person).posts.get())
    with pytest.raises(Refusal):
        detach(found, by=other)
    client.force_login(person)
    assert found.name in client.get(f"{found.post.thread.path}1/bearbeitung/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{found.path}loeschung/").status_code == 302
    assert not Attachment.objects.exists() and not files_in(uploads)


def test_files_stay_when_their_deletion_is_rolled_back(uploads, django_capture_on_commit_callbacks):
    found = an_attachment(a_thread(a_room(), ben()).posts.get())
    with django_capture_on_commit_callbacks(execute=False):
        forget_files([found])
    assert len(files_in(uploads)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget_files([found])
    assert not files_in(uploads)


def test_files_whose_post_is_gone_go_too_once_they_are_a_day_old(uploads):
    thread = a_thread(a_room(), ben())
    kept, gone = an_attachment(thread.posts.get()), an_attachment(a_reply(thread, cem()))
    Post.objects.filter(number=2).delete()
    assert sweep() == 0  # it could belong to a post that is just being written
    for path in files_in(uploads):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert sweep() == 1
    assert default_storage.exists(kept.file.name) and not default_storage.exists(gone.file.name)
