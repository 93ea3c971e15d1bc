"""Two write one section at once: nothing is lost, both versions stand side by side, one person settles it."""

import pytest

from dreiklang.foundation.models import fresh_id
from dreiklang.letters.models import Letter
from dreiklang.library.actions import writing
from dreiklang.library.actions.authoring import add_author
from dreiklang.library.models import Rival
from dreiklang.library.tests.makers import a_draft, a_text, typed_on
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
BASE = "Erst fragen.\n\nDann zahlen."
BENS, CEMS, BOTH = (
    "Erst fragen, wer bestellt.\n\nDann zahlen.",
    "Erst fragen.\n\nDann zahlen, jeden Monat.",
    "Erst fragen, wer bestellt.\n\nDann zahlen, jeden Monat.",
)


@pytest.fixture
def two(client):
    """Ben's page, which Cem writes too, and its section of two paragraphs."""
    person, other = ben(), cem()
    article = a_draft(person)
    add_author(article, other, by=person)
    Letter.objects.all().delete()
    return person, other, article.sections.last()


def form_of(client, person, section) -> dict:
    """What the page of the section has in its form when she opens it."""
    client.force_login(person)
    return typed_on(client.get(section.workplace).content.decode())


def both_write(client, two):
    """Both open the page, Cem saves first. Where Ben is led."""
    person, other, section = two
    bens, cems = form_of(client, person, section), form_of(client, other, section)
    client.post(section.workplace, cems | {"source": CEMS})
    client.force_login(person)
    return client.post(section.workplace, bens | {"source": BENS})


def test_whoever_saves_second_is_led_to_both_versions_and_the_other_hears_of_it(client, two):
    person, other, section = two
    answer = both_write(client, two)
    rival = Rival.objects.get()
    assert answer.url == f"{rival.path}?gesendet=ja"
    section.refresh_from_db()
    assert (section.source, rival.source) == (CEMS, BENS)
    page = client.get(rival.path).content.decode()
    assert "<ins>fragen, wer bestellt.</ins>" in page and "<ins>zahlen, jeden Monat.</ins>" in page
    letter = Letter.objects.get()
    assert letter.to == other.email and rival.path in letter.text and BENS not in letter.text


def test_a_save_that_did_not_say_what_it_saw_would_lose_the_other_text(client, two, monkeypatch):
    """The twin: the house as it would be if the form's word for the version it saw were not looked at."""
    save = writing.save_section

    def unseen(section, *args, seen, **kwargs):
        section.refresh_from_db()
        return save(section, *args, seen=section.number, **kwargs)

    monkeypatch.setattr(writing, "save_section", unseen)
    both_write(client, two)
    two[2].refresh_from_db()
    assert two[2].source == BENS and not Rival.objects.exists()  # of Cem's text nobody is told


@pytest.mark.parametrize(("chosen", "stands"), [("neueste", CEMS), ("andere", BENS), ("beide", BOTH)])
def test_one_button_settles_it(client, two, chosen, stands):
    both_write(client, two)
    rival, section = Rival.objects.get(), two[2]
    section.refresh_from_db()
    for _click in range(2):
        assert client.post(rival.path, {"nehmen": chosen, "seen": section.number}).status_code == 302
    section.refresh_from_db()
    rival.refresh_from_db()
    assert section.source == stands and rival.settled_at
    assert {one.source for one in section.versions.all()} >= {BASE, CEMS}
    assert BENS in client.get(f"{section.workplace}fassungen/").content.decode()  # what was not taken is not lost


def test_what_both_changed_in_one_paragraph_is_not_put_together(client, two):
    person, other, section = two
    writing.save_section(section, section.heading, "Erst reden.\n\nDann zahlen.", by=other, seen=1)
    rival = writing.save_section(section, section.heading, "Erst warten.\n\nDann zahlen.", by=person, seen=1)
    client.force_login(person)
    assert "Beide zusammen" not in client.get(rival.path).content.decode()
    client.post(rival.path, {"nehmen": "beide", "seen": 2})  # from a page that was old
    section.refresh_from_db()
    assert Rival.objects.open().exists() and section.source == "Erst reden.\n\nDann zahlen."


def test_she_merges_by_hand_and_meanwhile_a_third_text_came(client, two):
    both_write(client, two)
    rival, section = Rival.objects.get(), two[2]
    section.refresh_from_db()
    before = section.number
    writing.save_section(section, section.heading, f"{CEMS}\n\nNoch etwas.", by=two[1], seen=before)
    mine = {"heading": "Vorgehen", "source": "Alles zusammen.", "seen": before}
    answer = client.post(rival.path, mine)
    assert answer.status_code == 422 and "Noch etwas." in answer.content.decode()
    form = typed_on(answer.content.decode())
    assert form["source"] == "Alles zusammen."  # what she typed stays
    client.post(rival.path, form)
    section.refresh_from_db()
    assert section.source == "Alles zusammen."


def test_several_at_once_are_settled_one_after_the_other(client, two):
    person, other, section = two
    third = ada()
    writing.save_section(section, "Vorgehen", CEMS, by=other, seen=1)
    rivals = [
        writing.save_section(section, "Vorgehen", BENS, by=person, seen=1),
        writing.save_section(section, "Vorgehen", f"{BASE}\n\nAdas Satz.", by=third, seen=1),
    ]
    client.force_login(person)
    assert rivals[1].path in client.get(rivals[0].path).content.decode()
    for rival in rivals:
        section.refresh_from_db()
        client.post(rival.path, {"nehmen": "beide", "seen": section.number})
    section.refresh_from_db()
    assert section.source == f"{BOTH}\n\nAdas Satz." and not Rival.objects.open().exists()


def test_sent_again_after_the_answer_was_lost_it_is_there_once(client, two):
    person, _other, section = two
    form = form_of(client, person, section) | {"source": BENS}
    for _try in range(2):
        client.post(section.workplace, form)
    assert section.versions.count() == 2 and not Rival.objects.exists()
    client.post(section.workplace, form | {"source": f"{BENS}\n\nUnd noch ein Satz."})  # she wrote on in the meantime
    section.refresh_from_db()
    assert section.source.endswith("Und noch ein Satz.") and not Rival.objects.exists()


def test_a_new_section_that_is_sent_again_with_more_in_it_is_one_section(client, two):
    person, _other, section = two
    article, pk = section.article, fresh_id()
    client.force_login(person)
    for text in ("Wenig.", "Wenig.", "Wenig, aber regelmäßig."):
        sent = {"public_id": pk, "heading": "Kosten", "source": text}
        client.post(f"{article.workroom}abschnitte/neu/", sent)
    assert [one.source for one in article.sections.filter(heading="Kosten")] == ["Wenig, aber regelmäßig."]


def test_sent_again_after_somebody_else_saved_it_stands_beside_and_only_once(client, two):
    person, other, section = two
    form = form_of(client, person, section) | {"source": BENS}
    writing.save_section(section, "Vorgehen", CEMS, by=other, seen=1)
    for text in (BENS, BENS, f"{BENS} Und mehr."):
        client.post(section.workplace, form | {"source": text})
    assert Rival.objects.get().source == f"{BENS} Und mehr."
    section.refresh_from_db()
    assert section.source == CEMS


def test_an_id_that_somebody_else_used_takes_nothing_away(two):
    person, other, section = two
    used = fresh_id()
    writing.save_section(section, "Vorgehen", CEMS, by=other, seen=1, public_id=used)
    mine = writing.save_section(section, "Vorgehen", BENS, by=person, seen=1, public_id=used)
    assert isinstance(mine, Rival)


def test_one_who_only_reads_the_draft_sees_neither_versions_nor_rivals(client, two):
    person, _other, section = two
    both_write(client, two)
    article, reader = section.article, ada(email="rea@example.org")
    type(reader).objects.filter(pk=reader.pk).update(is_team=False)
    type(article).objects.filter(pk=article.pk).update(is_out_for_comments=True)
    client.force_login(reader)
    page = client.get(article.workroom).content.decode()
    assert "jeden Monat" in page and "zwei Fassungen" not in page and "fassungen" not in page
    assert client.get(f"{section.workplace}fassungen/").status_code == 403
    assert client.get(Rival.objects.get().path).status_code == 403


def test_a_letter_goes_to_nobody_who_no_longer_writes(two):
    person, other, section = two
    writing.save_section(section, "Vorgehen", CEMS, by=other, seen=1)
    section.article.authors.filter(person=other).delete()
    writing.save_section(section, "Vorgehen", BENS, by=person, seen=1)
    assert not Letter.objects.exists()


def test_a_version_comes_back_as_a_new_one(client, two):
    person, other, section = two
    a_text(section, BENS, person)
    client.force_login(other)
    page = client.get(f"{section.workplace}fassungen/?fassung=2&mit=1").content.decode()
    assert "<ins>fragen, wer bestellt.</ins>" in page and person.name in page
    client.post(f"{section.workplace}fassungen/", {"fassung": 1, "seen": 2})
    section.refresh_from_db()
    assert (section.source, section.number) == (BASE, 3)
    assert section.versions.first().note == "wie Fassung 1"
    client.post(f"{section.workplace}fassungen/", {"fassung": 2, "seen": 2})  # her page was old
    assert Rival.objects.get().source == BENS


@pytest.mark.parametrize("query", ["?fassung=99", "?fassung=x", "?fassung=1&mit=99", "?fassung=9999999999"])
def test_a_version_that_never_was_is_not_found(client, two, query):
    client.force_login(two[0])
    assert client.get(f"{two[2].workplace}fassungen/{query}").status_code == 404
