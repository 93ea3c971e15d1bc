"""A Signal: four eyes, who reads it, who answers it, and that nobody finds out who asked or joined."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.models import Asked, Follow, Trace
from dreiklang.dialogue.tests.makers import a_room, queries_of
from dreiklang.exchange.actions import signals as actions
from dreiklang.exchange.actions.declining import decline_path
from dreiklang.exchange.bundles import bundles
from dreiklang.exchange.models import Declined, Signal, SignalSupport, in_steps
from dreiklang.exchange.personal import signals as personal
from dreiklang.exchange.tests.signal_makers import (
    a_ministry,
    a_question,
    a_signal,
    an_association,
    named_questions,
    who_looks_after_its_circle,
)
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HOME = "/austausch/signale/"
TYPED = {"title": "Sprachmittlung braucht einen Topf", "source": "Viele fragen, wer zahlt.", "addressee": "ministerium"}
ANSWERED = {"source": "Aus dem Landesprogramm.", "answered_as": "Ministerium, Referat 4"}
LINE = "Integrationsbeauftragte, Stadt 20–50 Tsd."


def tea():
    return a_person("Tea Zweite", is_team=True)


def test_from_a_bundle_to_a_public_answer(client):
    association, speaker = an_association(), a_person("Sven Sprecher")
    who_looks_after_its_circle(speaker, association)
    threads, team, second = named_questions(a_room(), 5), ada(), tea()
    client.force_login(team)
    (bundle,) = bundles()
    typed = TYPED | {"addressee": association.pk, "is_public": "on"}
    path = client.post(f"{HOME}vorschlaege/{bundle.key}/", typed)["Location"]
    assert client.post(f"{HOME}vorschlaege/{bundle.key}/", typed)["Location"] == path  # sent twice
    assert client.post(f"{path}freigabe/").status_code == 403  # never whoever worded it
    client.force_login(second)
    client.post(f"{path}freigabe/")
    assert path in Letter.objects.get(recipient=str(speaker.pk), subject__startswith="Ein Signal an Sie").text
    assert Trace.objects.filter(path=path, thread__in=threads).count() == 5
    client.force_login(speaker)
    client.post(f"{path}aufgriff/")
    assert "aufgegriffen am" in client.get(path).content.decode()
    client.post(f"{path}antwort/", {"source": "Wir *schlagen* vor.", "answered_as": "Städtetag"})
    client.logout()
    page = client.get(path).content.decode()
    assert "<em>schlagen</em>" in page and "mindestens 5" in page and "Fragende Nummer" not in page
    assert "Sven" not in page
    told = set(Letter.objects.filter(subject__startswith="Beantwortet").values_list("recipient", flat=True))
    assert told == {str(thread.posts.get(number=1).author_id) for thread in threads}


def test_whoever_wants_no_letters_about_signals_gets_none_and_the_others_do(client):
    asker, other = ben(), cem()
    room = a_room()
    signal = a_signal(threads=[a_question(room, asker, "Wer zahlt?"), a_question(room, other, "Wer zahlt das?")])
    client.post(decline_path(asker, Declined.SIGNALS), {"act": "decline"})
    actions.answer(signal, source="So.", answered_as="Haus", by=a_ministry())
    (letter,) = Letter.objects.filter(subject__startswith="Beantwortet")
    assert letter.to == other.email and f"/austausch/signale/abbestellen/{other.pk}" in letter.text
    assert Declined.objects.filter(person=asker, kind=Declined.SIGNALS).exists()


def test_it_is_found_by_those_who_read_it_and_not_before_it_is_released():
    team, second = ada(), tea()
    signal = a_signal(state=Signal.PROPOSED, proposed_by=team)
    actions.change(signal, by=team, title="Topf", source="Viele fragen.", association=None, is_public=False)
    assert not Row.objects.filter(kind="signal").exists()
    actions.release(signal, by=second)
    assert Row.objects.get(kind="signal").readers == "members"
    actions.answer(signal, source="Aus dem Landesprogramm.", answered_as="Haus", by=a_ministry())
    assert "Landesprogramm" in Row.objects.get(kind="signal").text


def test_whoever_changes_it_does_not_release_it():
    team, second = ada(), tea()
    signal = a_signal(state=Signal.PROPOSED, proposed_by=team)
    actions.change(signal, by=second, title="Anders", source="Anders.", association=None, is_public=False)
    with pytest.raises(Refusal):
        actions.release(signal, by=second)
    assert actions.release(signal, by=team).proposed_by is None


def test_who_reads_which(client):
    association = an_association()
    signals = {
        "proposed": a_signal(state=Signal.PROPOSED),
        "of members": a_signal(association=association),
        "public": a_signal(association=association, is_public=True),
        "to the ministry": a_signal(),
    }
    not_let_in = a_person("Nora Fern", "nora@ministerium.example", is_member=False)
    for person, reads in (
        (None, {"public"}), (not_let_in, {"public"}), (a_ministry(), {"public", "to the ministry"}),
        (ben(), {"public", "of members", "to the ministry"}), (ada(), set(signals)),
    ):  # fmt: skip
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(HOME).content.decode()
        for name, signal in signals.items():
            assert client.get(signal.path).status_code == (200 if name in reads else 404), (person, name)
            assert (signal.path in page) is (name in reads)


def test_the_ministry_answers_what_is_addressed_to_it_and_does_nothing_else(client):
    client.force_login(a_ministry())
    theirs, to_others = a_signal(), a_signal(association=an_association(), is_public=True)
    assert "wartet auf Ihre Antwort" in client.get("/").content.decode()
    assert client.get(f"{theirs.path}antwort/").status_code == 200
    assert client.get(f"{to_others.path}antwort/").status_code == 403
    for path in (f"{theirs.path}betrifft-mich/", f"{theirs.path}freigabe/", f"{theirs.path}bearbeitung/"):
        assert client.post(path).status_code in {403, 404}, path
    assert client.get(f"{HOME}vorschlaege/").status_code == client.get("/austausch/").status_code == 403
    assert client.post(f"{theirs.path}antwort/", ANSWERED).status_code == 302
    assert client.post(f"{theirs.path}antwort/", ANSWERED).status_code == 403  # once


def test_a_member_who_reads_with_the_ministry_is_not_the_ministry():
    a_ministry()
    join(Group.objects.get(name="Fragen an das Haus"), member := ben())
    with pytest.raises(Refusal):
        actions.answer(a_signal(), **ANSWERED, by=member)


def test_where_a_voice_asked_all_who_were_asked_get_the_same_letter():
    room, eva, asked = a_room(), a_person("Eva Fünfte"), cem()
    voiced, named = a_question(room, eva, "Wer zahlt?", LINE), a_question(room, ben(), "Wer zahlt das?")
    Asked.objects.all().delete()
    Asked.objects.bulk_create([Asked(thread=voiced, person=person, counts=False) for person in (eva, asked)])
    signal, ministry = a_signal(threads=[voiced, named]), a_ministry()
    Letter.objects.all().delete()
    actions.answer(signal, **ANSWERED, by=ministry)
    letters = {letter.to: letter.text for letter in Letter.objects.all()}
    assert set(letters) == {"eva@example.org", "cem@example.org", "ben@example.org"}
    hers = "Eva Fünfte|Cem Aydoğan|Ben Okonkwo|abbestellen/[^)]+"  # her name, and the link by which she declines
    assert len({re.sub(hers, "X", text) for text in letters.values()}) == 1


def test_who_wants_no_letters_about_the_thread_gets_none():
    thread = a_question(a_room(), one := ben(), "Wer zahlt?")
    Follow.objects.update_or_create(person=one, thread=thread, defaults={"how": Follow.NEVER})
    signal, ministry = a_signal(threads=[thread]), a_ministry()
    actions.answer(signal, **ANSWERED, by=ministry)
    assert not Letter.objects.filter(subject__startswith="Beantwortet").exists()


def _joined(signal, first: int, last: int) -> None:
    for n in range(first, last):
        actions.support(signal, True, by=a_person(f"Person Nummer{n}", f"person{n}@example.org"))


def _seen(client, signal) -> str:
    return client.get(signal.path).content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_number_moves_in_steps_of_five_and_nobody_sees_who_joined(client):
    signal = a_signal(is_public=True)
    assert _a_step_is_all_that_shows(client, signal)
    assert "mindestens 10" in _seen(client, signal)


def _a_step_is_all_that_shows(client, signal) -> bool:
    """With six who joined or nine: a reader sees the same, and a step in between."""
    pages = []
    for first, last in ((0, 6), (6, 9), (9, 10)):
        _joined(signal, first, last)
        actions.count_all()
        pages.append(_seen(client, signal))
    return pages[0] == pages[1] != pages[2]


def test_a_house_that_counts_exactly_is_found(client, monkeypatch):
    """The twin."""
    monkeypatch.setattr(actions, "in_steps", lambda number: number)
    assert not _a_step_is_all_that_shows(client, a_signal(is_public=True))


def test_whoever_joins_at_a_step_does_not_see_it_and_so_not_how_many_others_there_are(client):
    signal, one = a_signal(), ben()
    _joined(signal, 0, 9)
    client.force_login(one)
    for act in ("yes", "no", "yes"):
        client.post(f"{signal.path}betrifft-mich/", {"act": act})
        assert "mindestens 5" in client.get(signal.path).content.decode()
    actions.count_all()
    assert "mindestens 10" in client.get(signal.path).content.decode()


def test_whoever_asked_by_name_and_joins_is_counted_once():
    threads = named_questions(a_room(), 5)
    signal = a_signal(threads=threads)
    for thread in threads:
        actions.support(signal, True, by=thread.posts.get(number=1).author)
    actions.count_all()
    assert Signal.objects.get().at_least == 5


def test_what_is_kept_of_whom_it_concerns_leads_to_nobody():
    signal, one = a_signal(), ben()
    actions.support(signal, True, by=one)
    actions.support(signal, True, by=one)
    (row,) = SignalSupport.objects.values()
    assert str(one.pk) not in repr(row) and one.pk.hex not in repr(row)
    assert signal.mark_of(one.pk) != a_signal("Ein anderes").mark_of(one.pk)
    assert personal.export(one)["Signale, die auch mich betreffen"] == [signal.title]
    personal.erase(one)
    assert not SignalSupport.objects.exists()


def test_after_twelve_weeks_it_stands_without_an_answer_and_nobody_joins_any_more(client):
    signal = a_signal(is_public=True)
    Signal.objects.update(released_on=timezone.localdate() - timedelta(days=84))
    assert "ohne Antwort" in client.get(signal.path).content.decode()
    with pytest.raises(Refusal):
        actions.support(signal, True, by=ben())
    assert actions.answer(signal, **ANSWERED, by=a_ministry()).state == Signal.ANSWERED  # better late


def test_with_the_answer_the_marks_go_and_the_number_stays():
    signal = a_signal()
    _joined(signal, 0, 11)
    actions.count_all()
    actions.answer(signal, **ANSWERED, by=a_ministry())
    assert not SignalSupport.objects.exists() and Signal.objects.get().at_least == in_steps(11) == 10


def test_the_list_asks_no_more_for_more_signals(client):
    client.force_login(ada())
    counts = []
    for number in (1, 3):
        for n in range(number):
            a_signal(f"Signal {number}{n}", association=an_association(f"v{number}{n}"))
        counts.append(queries_of(client, HOME))
    assert counts[0] == counts[1] < 12
