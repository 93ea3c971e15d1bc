"""What her export says of the dialogue, and what is left of her words when she goes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.dialogue import personal_data
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Attachment, Mention, Post, Useful
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread
from dreiklang.foundation import privacy
from dreiklang.index.models import Row
from dreiklang.moderation.models import Sealed
from dreiklang.moderation.sealed import deliver
from dreiklang.people.tests.makers import a_person, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINE = "Integrationsbeauftragte, Stadt"


def test_the_export_says_what_she_wrote_under_a_voice_and_nothing_of_another_voice():
    person, other = ben(), cem()
    thread = a_thread(a_room(stays_inside=True), person, source="Mein Wort.", line=LINE)
    a_reply(thread, other, source="Fremdes Wort.", line=LINE)
    (mine,) = personal_data.export(person)["Meine Beiträge"]
    assert (mine["Text"], mine["unter"]) == ("Mein Wort.", LINE)
    assert "Fremdes Wort." not in str(personal_data.export(person))


def test_without_the_key_the_export_cannot_say_it(settings):
    person = ben()
    a_thread(a_room(), person, line=LINE)
    settings.SEAL_KEY = b"another"
    assert personal_data.export(person)["Meine Beiträge"] == []


def test_when_she_goes_her_words_stay_and_nobody_can_say_whose_voice_it_was():
    person, other = ben(), cem()
    under_a_name = a_thread(a_room(), person).posts.get()
    under_a_voice = a_thread(under_a_name.thread.room, person, title="Anders", line=LINE).posts.get()
    anothers = a_reply(under_a_name.thread, other, line=LINE)
    file = Attachment.objects.create(post=under_a_name, file="x.pdf", name="x.pdf")
    privacy.erase(person)
    under_a_name.refresh_from_db()
    assert (under_a_name.source, under_a_name.byline) == ("Wir haben kein Geld.", "Ehemaliges Mitglied")
    assert Post.objects.get(pk=under_a_voice.pk).byline == LINE
    assert list(Sealed.objects.values_list("pk", flat=True)) == [anothers.voice_id]
    deliver(under_a_voice.voice_id, lambda found: pytest.fail(f"noch {found}"))
    assert under_a_name.attachments.get() == file


def test_a_vote_of_somebody_who_is_gone_is_counted_no_longer():
    person, other, third = ben(), cem(), a_person("Dora Kern", "dora@example.org")
    post = a_thread(a_room(), third).posts.get()
    for voter in (person, other):
        Useful.objects.create(post=post, person=voter)
    Post.objects.filter(pk=post.pk).update(useful=2)
    privacy.erase(person)
    post.refresh_from_db()
    assert post.useful == post.votes.count() == 1


def test_an_answer_that_she_checked_is_checked_by_somebody_who_was_here():
    person = ben()
    post = a_thread(a_room(), cem()).posts.get()
    Post.objects.filter(pk=post.pk).update(checked_by=person.name, checked_on="2026-03-02")
    privacy.erase(person)
    assert Post.objects.get(pk=post.pk).checked_by == "Ehemaliges Mitglied"


def test_what_others_wrote_calls_her_by_name_no_longer():
    person, other = ben(), cem()
    post = a_thread(a_room(), other, source=f"Weiß @{person.name} das? Der andere Ben Okonkwo wohnt hier.").posts.get()
    writing.change(post, source=f"Wissen Sie das, @{person.name}?", by=other)
    Mention.objects.get_or_create(post=post, person=person)
    privacy.erase(person)
    post.refresh_from_db()
    assert post.source == "Wissen Sie das, @Ehemaliges Mitglied?" and person.name not in post.html
    assert post.versions.get().source == "Weiß @Ehemaliges Mitglied das? Der andere Ben Okonkwo wohnt hier."
    assert person.name not in Row.objects.get(object_id=post.thread_id).text


def test_a_namesake_reads_only_what_she_may_see():
    person, other = ben(), cem()
    for room in (a_circle(other), a_room()):
        post = a_thread(room, other, title=room.title).posts.get()
        Post.objects.filter(pk=post.pk).update(checked_by=person.name)
    (checked,) = personal_data.export(person)["Beiträge, die ich geprüft habe"]
    assert checked["Thema"] == "Alle Integrationsbeauftragten"


def test_her_export_asks_the_database_as_often_for_three_posts_as_for_one():
    person, room = ben(), a_room()
    asked = []
    for number in range(3):
        a_thread(room, person, title=f"Stimme {number}", line=LINE)
        post = a_thread(room, person, title=f"Thema {number}").posts.get()
        writing.change(post, source="Anders.", by=person)
        with CaptureQueriesContext(connection) as queries:
            personal_data.export(person)
        asked.append(len(queries))
    assert len(set(asked)) == 1
