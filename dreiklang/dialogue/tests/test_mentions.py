"""@Vorname Nachname finds readers of the thread and nobody else, and marks without opening a door."""

import pytest

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.mentions import marked, mentioned
from dreiklang.dialogue.models import Mention
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread
from dreiklang.foundation.text import to_html
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_reader_is_found_by_her_full_name_alone(django_assert_num_queries):
    thread = a_thread(a_room(), ben())
    cem(), a_person("Anna von der Heide"), a_person("Mia O'Neil")
    text = "Danke @Cem Aydoğan, und @Anna von der Heide! Auch (@Mia O'Neil). @Ben, @cem aydoğan, x@Ben Okonkwo"
    with django_assert_num_queries(1):
        found = mentioned(thread, text)
    assert sorted(person.name for person in found) == ["Anna von der Heide", "Cem Aydoğan", "Mia O'Neil"]
    with django_assert_num_queries(0):
        assert mentioned(thread, "Niemand ist gemeint, auch nicht per mail@example.org") == []


def test_who_does_not_read_the_thread_is_as_unknown_as_who_does_not_exist():
    person, member, stranger = ben(), cem(), a_person("Sara Sommer")
    thread = a_thread(a_circle(person, member), person)
    post = a_reply(thread, person, source="@Cem Aydoğan @Sara Sommer @Niemand Nirgends")
    assert list(post.mentions.values_list("person", flat=True)) == [member.pk]
    assert post.html == "<p><b>@Cem Aydoğan</b> @Sara Sommer @Niemand Nirgends</p>\n"
    assert not Mention.objects.filter(person=stranger).exists()


def test_in_a_room_of_the_team_only_the_team_is_found():
    team, member = ada(), ben()
    thread = a_thread(a_room(readers="team", writers="team"), team)
    assert mentioned(thread, f"@{member.name} @{team.name}") == [team]


def test_a_changed_text_mentions_whom_it_names_now():
    person = ben()
    cem(), a_person("Sara Sommer")
    post = a_thread(a_room(), person, source="Frag @Cem Aydoğan").posts.get()
    writing.change(post, source="Frag @Sara Sommer", by=person)
    assert post.mentions.get().person.name == "Sara Sommer"


def test_a_voice_that_is_named_is_found_like_every_reader():
    """Else a missing mark would say: this is her own post."""
    person = ben()
    post = a_thread(a_room(), person, source="Frag @Ben Okonkwo", line="Integrationsbeauftragte, Stadt").posts.get()
    assert "<b>@Ben Okonkwo</b>" in post.html


NASTY = [
    '[x](https://a.example/"@Cem Aydoğan)', "[@Cem Aydoğan](https://a.example/@Cem%20Aydoğan)", "`@Cem Aydoğan<b>`",
    '<img alt="@Cem Aydoğan" onerror=alert(1)>', "[@Cem Aydoğan][1]\n\n[1]: https://a.example/>@Cem",
    "**@Cem Aydoğan**",
]  # fmt: skip


@pytest.mark.parametrize("source", NASTY)
def test_a_mark_changes_nothing_but_the_look(source):
    plain, person = to_html(source), cem()
    shown = marked(plain, [person])
    assert shown.replace("<b>", "").replace("</b>", "") == plain
    assert shown.count("<b>") == shown.count("</b>")


def test_a_name_with_signs_of_html_is_found_as_it_is_shown():
    person = a_person("Mia <O'Neil> & Co")
    assert marked("<p>@Mia &lt;O'Neil&gt; &amp; Co</p>", [person]) == "<p><b>@Mia &lt;O'Neil&gt; &amp; Co</b></p>"
