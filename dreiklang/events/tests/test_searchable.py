"""What is found of an event is what its page tells everybody who may read it, after every act that changes it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate

from dreiklang.events.actions import contributing, publishing, speaking
from dreiklang.events.models import Event, Material
from dreiklang.events.searchable import EVENT
from dreiklang.events.tests.makers import a_block, an_event, some_material
from dreiklang.foundation.files import accept
from dreiklang.foundation.refusal import Refusal
from dreiklang.index.kinds import kinds
from dreiklang.index.models import Row
from dreiklang.index.tests.makers import changes, row_of, words_of
from dreiklang.people.tests.makers import ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SPEAKERS = [("Lea Lindner", "Universität"), ("Max Moor", "")]


def words_found(event: Event) -> str:
    return words_of(row_of(EVENT, event.pk))


def saved(event: Event, speakers=SPEAKERS, **facts) -> Event:
    event = Event.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    return publishing.save(event, speakers=list(speakers), seats=None, by=None)


def test_a_draft_is_not_found_and_what_is_published_is_with_what_its_page_tells():
    draft = an_event(
        "Ankommen", state=Event.DRAFT, speakers=SPEAKERS, source="Worum es **geht**", programme="17:00 Begrüßung",
        access="Stufenlos", readers="members",
    )  # fmt: skip
    assert not Row.objects.exists()
    publishing.publish(draft, by=None)
    row = row_of(EVENT, draft.pk)
    assert (row.readers, row.address, row.title) == ("members", draft.path, "Ankommen")
    assert row.date == localdate(draft.starts)
    for word in ("Ein Abend", "Vortrag", "Lea Lindner, Universität", "Max Moor", "Rathaus", "Begrüßung", "Stufenlos"):
        assert word in words_of(row)


def test_a_change_of_a_draft_does_not_make_it_findable():
    draft = an_event(state=Event.DRAFT)
    saved(draft, title="Anders")
    assert not Row.objects.exists() and changes() == []


def test_what_is_renamed_moved_or_given_other_readers_is_found_as_it_is_now():
    event = an_event("Ankommen", capacity=None)
    moved = event.starts + timedelta(days=7)
    saved(event, title="Bleiben", readers="team", starts=moved, ends=moved + timedelta(hours=1))
    row = row_of(EVENT, event.pk)
    assert (row.title, row.readers, row.date) == ("Bleiben", "team", localdate(moved))
    assert "Ankommen" not in words_of(row)


def test_saving_without_a_change_tells_nothing():
    event = an_event(speakers=SPEAKERS, capacity=None)
    told = len(changes())
    saved(event)
    assert len(changes()) == told == 1


def test_what_is_called_off_stays_findable_and_its_sessions_too():
    block = a_block()
    publishing.call_off(block, reason="Sturm", by=None)
    assert Row.objects.filter(kind=EVENT).count() == 3
    ids = [str(pk) for pk in Event.objects.values_list("pk", flat=True)]
    assert kinds()[EVENT].readable(ids, AnonymousUser()) == set(ids)


def test_what_is_discarded_is_gone_with_its_sessions():
    block = a_block(state=Event.DRAFT)
    kept = an_event("Bleibt")
    for event in Event.objects.exclude(pk=kept.pk):  # as if they had been found, from before they were drafts
        publishing.publish(event, by=None)
    assert Row.objects.count() == 4
    Event.objects.exclude(pk=kept.pk).update(state=Event.DRAFT)
    publishing.discard(block, by=None)
    assert [row.title for row in Row.objects.all()] == ["Bleibt"]


def test_a_publication_that_is_rolled_back_leaves_nothing():
    event = an_event("Ankommen")
    with pytest.raises(Refusal):
        publishing.call_off(event, reason=" ", by=None)
    with pytest.raises(ZeroDivisionError):
        _publish_and_fail(an_event("Entwurf", state=Event.DRAFT))
    assert [row.title for row in Row.objects.all()] == ["Ankommen"] and len(changes()) == 1


def _publish_and_fail(draft: Event) -> None:
    with transaction.atomic():
        publishing.publish(draft, by=None)
        raise ZeroDivisionError


# --- who speaks ---


def test_who_does_not_want_to_be_named_is_not_found_by_name_until_she_agrees_again():
    event = an_event(speakers=SPEAKERS)
    lea = event.speakers.get(name="Lea Lindner")
    speaking.disagree(lea)
    assert "Lea" not in words_found(event) and "Universität" not in words_found(event)
    assert "Max Moor" in words_found(event)
    speaking.agree(lea)
    assert "Lea Lindner, Universität" in words_found(event)


def test_who_is_to_be_asked_first_is_not_found_before_she_has_agreed():
    event = an_event(speakers=SPEAKERS)
    lea = event.speakers.get(name="Lea Lindner")
    facts = {"name": "Lea Lindner", "role": "Stadt Konstanz", "slot": "", "email": "lea@example.net", "by": None}
    speaking.describe(lea, asks_first=True, **facts)
    assert "Lea" not in words_found(event)
    speaking.agree(lea)
    assert "Lea Lindner, Stadt Konstanz" in words_found(event) and "lea@example.net" not in words_found(event)


def test_another_name_or_role_is_found_and_the_old_one_is_not():
    event = an_event(speakers=SPEAKERS)
    max_ = event.speakers.get(name="Max Moor")
    speaking.describe(max_, name="Maxi Moor", role="Kreis", slot="", email="", asks_first=False, by=None)
    assert "Maxi Moor, Kreis" in words_found(event) and "Max Moor" not in words_found(event)


def test_who_speaks_no_more_is_not_found():
    event = an_event(speakers=SPEAKERS, capacity=None)
    saved(event, speakers=SPEAKERS[1:])
    assert "Lea" not in words_found(event) and "Max Moor" in words_found(event)


def test_her_no_outlives_that_the_team_saves_the_event_again():
    event = an_event(speakers=SPEAKERS, capacity=None)
    speaking.disagree(event.speakers.get(name="Lea Lindner"))
    saved(event, title="Bleiben")
    assert "Bleiben" in words_found(event) and "Lea" not in words_found(event)


# --- what the page does not tell everybody ---


def test_a_place_for_those_registered_is_not_found_and_neither_is_its_street_nor_the_link():
    link = "https://video.example.org/geheim"
    hidden = an_event("Hier", place="Turm", street="Gasse 7", link=link, place_for_registered=True, capacity=None)
    shown = an_event("Dort", place="Turm", street="Gasse 7", link=link, capacity=None)
    assert not {"Turm", "Gasse", "geheim"} & set(words_found(hidden).replace("/", " ").split())
    assert "Turm" in words_found(shown) and "geheim" not in words_found(shown)
    saved(shown, speakers=(), place_for_registered=True)
    assert "Turm" not in words_found(shown)
    saved(hidden, speakers=(), place_for_registered=False)
    assert "Turm" in words_found(hidden)


def test_material_briefings_reasons_and_slots_are_not_found():
    event = an_event(speakers=SPEAKERS)
    lea = event.speakers.first()
    told = len(changes())
    speaking.brief(event, "Bitte Zitronen mitbringen", by=None)
    some_material(event, "Zitronenfolien")
    file = accept(ContentFile(b"# Zitronen", name="Zitronen.md"))
    contributing.contribute(lea, title="Zitronentext", allowed=Material.READERS, licence="", file=file)
    assert len(changes()) == told
    facts = {"name": lea.name, "role": lea.role, "slot": "Zitronenpause", "email": "", "asks_first": False}
    speaking.describe(lea, **facts, by=None)
    publishing.call_off(event, reason="Zitronen sind aus", by=None)
    assert "itron" not in words_found(event)


def test_the_kind_is_said_in_german_whoever_saves():
    with translation.override("en"):
        event = an_event()
    assert "Vortrag" in words_found(event) and "Lecture" not in words_found(event)


def test_readable_is_what_the_visible_are():
    public, members, draft = (
        an_event("Alle"), an_event("Mitglieder", readers="members"), an_event("Entwurf", state=Event.DRAFT)
    )  # fmt: skip
    ids = [str(event.pk) for event in (public, members, draft)]
    readable = kinds()[EVENT].readable
    assert readable(ids, AnonymousUser()) == set(ids[:1])
    assert readable(ids, ben()) == set(ids[:2]) and readable(ids, ada()) == set(ids)


def test_building_anew_says_what_the_rows_say():
    a_block(readers="members", speakers=SPEAKERS)
    an_event(state=Event.DRAFT)
    rows = {row.object_id: words_of(row) for row in Row.objects.all()}
    assert {entry.object_id: words_of(entry) for entry in kinds()[EVENT].entries()} == rows and len(rows) == 3
