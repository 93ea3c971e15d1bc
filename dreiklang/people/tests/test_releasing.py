"""Whether colleagues find a person is up to her: not at all, or as far as she said, and no longer than she says."""

import re
import threading
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.foundation import privacy
from dreiklang.index.actions import put
from dreiklang.index.asking import Asker, ask
from dreiklang.index.kinds import kinds
from dreiklang.index.models import Row
from dreiklang.index.queries import parse
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people import searchable
from dreiklang.people.actions import joining
from dreiklang.people.actions.releasing import keep_all_true, release, withdraw
from dreiklang.people.models import Block, Person, Release
from dreiklang.people.tests.answers import told
from dreiklang.people.tests.makers import a_field, ada, ben, cem, olga
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PAGE, ALL = "/konto/auffindbar/", {"shows_function": True, "shows_municipality": True, "shows_fields": True}
OFFER = "Verträge mit der Sprachmittlung"
SAYS = {
    "shows_function": "Leitung der Stabsstelle",
    "shows_municipality": "Musterlingen (Oberauland)",
    "shows_fields": "Wohnen",
    "offer": OFFER,
}


@pytest.fixture
def person():
    """Ben, of whom there would be something to say."""
    person = ben(function="Leitung der Stabsstelle")
    person.fields_of_action.add(a_field("Wohnen"))
    joining.take_office(person, a_municipality("Musterlingen"), title="Stelle")
    return person


@pytest.fixture
def reader(client):
    reader = cem()
    client.force_login(reader)
    return reader


def row_of(person) -> Row | None:
    return Row.objects.filter(kind="person", object_id=str(person.pk)).first()


def card_on(page: str) -> str:
    """The card as it stands on a page; the level of its heading is the page's."""
    return re.sub(r"<(/?)h\d>", r"<\1h>", re.search(r"<article.*?</article>", page, re.S)[0])


def may_read(person, reader) -> bool:
    return str(person.pk) in kinds()["person"].readable([str(person.pk)], reader)


def all_who_read() -> set[str]:
    return {str(row) for row in Row.objects.filter(kind="person").values_list("readers", flat=True)}


# --- not at all ---


def test_nobody_is_found_unless_she_says_so(client, person, reader):
    joining.change_profile(person, name=person.name, function="Leitung", fields=[], municipality=None)
    assert not Release.objects.exists() and row_of(person) is None and not may_read(person, reader)
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    assert "Zurzeit findet Sie niemand." in page and " checked" not in page
    assert page.count('<option value="0" selected>') == len(Release.LEVELS)
    assert "Zurzeit findet Sie niemand." in client.get("/konto/").content.decode()


def test_looking_at_the_page_and_at_a_card_beforehand_releases_nothing(client, person):
    client.force_login(person)
    client.get(PAGE)
    page = client.post(
        PAGE, {"step": "preview", "shows_function": "1", "shows_offer": "1", "offer": OFFER}
    ).content.decode()
    assert "Noch nicht gespeichert" in page and OFFER in card_on(page)
    assert not Release.objects.exists() and row_of(person) is None


# --- as far as she said ---


@pytest.mark.parametrize("shown", SAYS)
def test_each_thing_is_released_for_itself(client, person, reader, shown):
    card = release(person, **{shown: OFFER if shown == "offer" else True})
    page, row = client.get(card.path).content.decode(), row_of(person)
    said = f"{row.title}\n{row.keywords}\n{row.text}"
    for name, text in SAYS.items():
        assert (text in page) == (text in said) == (name == shown), name
    assert person.name in page and row.title == person.name
    assert bool(row.land) == bool(row.municipality_kind) == (shown == "shows_municipality")


def test_a_row_says_where_and_what_and_only_to_members(person):
    card = release(person, **ALL, offer=OFFER)
    row = row_of(person)
    assert (row.address, row.readers, row.land, row.municipality_kind) == (card.path, "members", "99", "gemeinde")
    assert row.keywords.split("\n") == ["Leitung der Stabsstelle", "Musterlingen (Oberauland)"]  # shown
    assert row.text.split("\n") == [OFFER, "Wohnen"]  # found, and read on her card
    assert all_who_read() == {"members"}


def test_what_she_sees_beforehand_is_what_others_see(client, person, reader):
    answers = {"shows_function": "1", "shows_fields": "1", "shows_offer": "1", "offer": "  Wohnraum\nund  <b>mehr</b> "}
    client.force_login(person)
    beforehand = card_on(client.post(PAGE, answers | {"step": "preview"}).content.decode())
    assert client.post(PAGE, answers | {"step": "release"}).url == PAGE
    afterwards = card_on(client.get(PAGE).content.decode())
    client.force_login(reader)
    theirs = card_on(client.get(Release.objects.get().path).content.decode())
    assert beforehand == afterwards == theirs
    assert "Wohnraum und &lt;b&gt;mehr&lt;/b&gt;" in theirs and "Musterlingen" not in theirs


def test_a_preview_of_something_else_would_be_found(client, person, reader):
    client.force_login(person)
    beforehand = card_on(client.post(PAGE, {"step": "preview", "shows_function": "1"}).content.decode())
    card = release(person, shows_fields=True)
    client.force_login(reader)
    assert card_on(client.get(card.path).content.decode()) != beforehand


def test_each_box_says_what_it_would_show_and_what_is_missing(client, person):
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    assert all(text in page for name, text in SAYS.items() if name != "offer")
    client.force_login(olga())
    assert client.get(PAGE).content.decode().count("Noch nicht im Profil.") == 3


def test_a_text_that_is_too_long_is_said_and_stays(client, person):
    client.force_login(person)
    answer = client.post(PAGE, {"step": "release", "shows_fields": "1", "offer": "ä" * 301})
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "Jetzt sind es 301." in page
        and "ä" * 301 in page
        and 'value="1" selected' in page
    )
    assert not Release.objects.exists()
    assert client.post(PAGE, {"step": "release", "offer": "ä" * 300}).status_code == 302


def test_saving_twice_is_once_and_the_address_stays_while_she_changes_it(client, person):
    client.force_login(person)
    client.post(PAGE, {"step": "release", "offer": OFFER})
    first = Release.objects.get()
    for _again in range(2):
        client.post(PAGE, {"step": "release", "shows_fields": "1"})
    now = Release.objects.get()
    assert (now.pk, now.offer, now.shows_fields) == (first.pk, "", True)
    assert Row.objects.filter(kind="person").count() == 1


def test_somebody_of_the_team_releases_herself_and_nobody_else(client, person):
    team = ada()
    client.force_login(team)
    client.post(PAGE, {"step": "release", "person": str(person.pk), "pk": str(person.pk)})
    assert list(Release.objects.values_list("person", flat=True)) == [team.pk] and row_of(person) is None


# --- who reads it ---


def test_a_visitor_is_asked_to_sign_in_whether_there_is_a_card_or_not(client, person):
    for path in (release(person).path, Release(person=person).path):
        assert client.get(path).url == f"/konto/anmelden/?next={path}"


def test_only_members_read_what_was_released(person):
    release(person)
    assert may_read(person, cem()) and may_read(person, ada()) and may_read(person, person)
    assert not may_read(person, None)
    assert not may_read(cem_who_released_nothing(), person)


def cem_who_released_nothing() -> Person:
    return Person.objects.get(email="cem@example.org")


def test_a_room_that_lets_everybody_read_would_be_found(person, monkeypatch):
    release(person)
    monkeypatch.setattr(type(Release.objects), "visible_to", lambda self, _person: self.all())
    assert may_read(person, None)


def test_the_search_finds_her_for_members_and_for_no_visitor(person, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path
    release(person, offer=OFFER)
    found = ask(parse("Sprachmittlung"), Asker(["public", "members"]))
    assert [hit.row.object_id for hit in found.hits] == [str(person.pk)] and found.facets["kind"] == {"person": 1}
    hidden = ask(parse("Sprachmittlung"), Asker(["public"]))
    assert hidden.hits == [] and hidden.total == 0 and hidden.facets["kind"] == {}
    withdraw(person)
    assert ask(parse("Sprachmittlung"), Asker(["public", "members"])).total == 0


def test_ones_own_card_leads_to_changing_it_and_not_to_a_message(client, person):
    client.force_login(person)
    page = client.get(release(person).path).content.decode()
    assert f'href="{PAGE}"' in page and "nachricht/" not in page


# --- no longer than she says ---


def test_one_button_ends_it_and_nothing_of_it_is_kept(client, person, reader):
    card = release(person, **ALL, offer=OFFER)
    client.force_login(person)
    for _again in range(2):
        page = client.post(PAGE, {"step": "end"}, follow=True).content.decode()
        assert "Sie sind nicht mehr auffindbar." in page and "Nicht mehr auffindbar sein" not in page
    assert not Release.objects.exists() and row_of(person) is None and not may_read(person, reader)
    client.force_login(reader)
    gone = client.get(card.path)
    assert gone.status_code == 404 and person.name not in gone.content.decode()


def test_an_old_address_leads_nowhere_after_she_begins_anew_and_herself_to_the_release(client, person):
    old = release(person)
    withdraw(person)
    new = release(person)
    client.force_login(person)
    assert new.pk != old.pk and new.pk != person.pk
    answer = client.get(old.path)
    assert answer.status_code == 404 and f'href="{PAGE}"' in answer.content.decode()


def test_the_page_of_nobody_is_the_same_for_whoever_was_never_there(client, person, reader):
    old = release(person)
    withdraw(person)
    never = Release(person=person)
    pages = [told(client.get(card.path), str(card.pk)) for card in (old, never)]
    assert pages[0] == pages[1]


def test_an_account_that_is_locked_has_no_card_and_the_chore_takes_it_out_of_the_search(client, person, reader):
    card = release(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(card.path).status_code == 404 and not may_read(person, reader)
    assert list(kinds()["person"].entries()) == []
    keep_all_true()
    assert row_of(person) is None


def test_somebody_of_the_demo_is_not_found_in_a_real_house(client, person, reader, settings):
    card = release(person)
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    settings.DEMO = True
    assert client.get(card.path).status_code == 200
    settings.DEMO = False
    assert client.get(card.path).status_code == 404 and not may_read(person, reader)


def test_whoever_leaves_the_house_is_not_found(client, person, reader):
    card = release(person)
    assert privacy.export(person)["Was Mitglieder des Netzwerks von mir sehen"][0]["Adresse der Karte"] == card.path
    privacy.erase(person)
    assert not Release.objects.exists() and not Row.objects.filter(kind="person").exists()
    assert client.get(card.path).status_code == 404


# --- as it is now ---


def test_a_card_and_its_row_follow_profile_and_office(client, person, reader):
    card = release(person, **ALL)
    joining.change_profile(
        person, name="Ben O.", function="Beauftragter", fields=[a_field("Arbeit")],
        municipality=a_municipality("Auenkirch", "99115004"),
    )  # fmt: skip
    page, row = client.get(card.path).content.decode(), row_of(person)
    for said in ("Ben O.", "Beauftragter", "Arbeit", "Auenkirch (Oberauland)"):
        assert said in page and said in f"{row.title}\n{row.keywords}\n{row.text}"
    for past in ("Okonkwo", "Stabsstelle", "Wohnen", "Musterlingen"):
        assert past not in page and past not in f"{row.title}\n{row.keywords}\n{row.text}"


def test_changing_a_profile_brings_nobody_back_who_withdrew(person):
    release(person, **ALL)
    withdraw(person)
    joining.change_profile(person, name="Ben O.", function="X", fields=[], municipality=None)
    joining.describe_office(person.current_tenure, share=None, held_from=timezone.localdate(), held_to=None)
    assert row_of(person) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("saves", [lambda person: keep_all_true(), lambda person: take_an_office(person)])
def test_whoever_withdraws_while_something_of_her_is_saved_is_not_brought_back(monkeypatch, saves):
    """The other is about to put her into the index and stops, until she has withdrawn or is seen to wait for it."""
    person, reached, has_withdrawn = ben(), threading.Event(), threading.Event()
    release(person, shows_municipality=True)
    a_municipality("Musterlingen")

    def put_late(entry):
        reached.set()
        has_withdrawn.wait(1)
        put(entry)

    def withdraw_meanwhile():
        reached.wait(20)
        withdraw(person)
        has_withdrawn.set()

    monkeypatch.setattr(searchable, "put", put_late)
    answers = side_by_side(partial(saves, person), withdraw_meanwhile)
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    assert row_of(person) is None


def take_an_office(person):
    return joining.take_office(person, Municipality.objects.get(), title="Stelle")


def test_an_office_that_is_said_to_be_over_takes_municipality_and_function_from_the_card_at_once(person):
    release(person, **ALL)
    today = timezone.localdate()
    joining.describe_office(
        person.current_tenure, share=None, held_from=today - timedelta(days=9), held_to=today - timedelta(days=1)
    )
    row = row_of(person)
    assert (row.keywords, row.text, row.land, row.municipality_kind) == ("", "Wohnen", "", "")


def test_an_office_that_ends_by_its_date_leaves_the_card_that_day_and_the_search_with_the_chore(client, reader):
    with time_machine.travel("2031-03-03 09:00+00:00", tick=False) as clock:
        person = ben(function="Leitung der Stabsstelle")
        tenure = joining.take_office(person, a_municipality("Musterlingen"), title="Stelle")
        card = release(person, **ALL)
        joining.describe_office(tenure, share=None, held_from=tenure.held_from, held_to=tenure.held_from)
        client.force_login(reader)
        assert "Musterlingen" in client.get(card.path).content.decode()
        keep_all_true()
        assert "Musterlingen" in row_of(person).keywords
        clock.shift(timedelta(days=1))
        client.force_login(reader)
        page = client.get(card.path).content.decode()
        assert "Musterlingen" not in page and "Stabsstelle" not in page and "Ben Okonkwo" in page
        keep_all_true()
        assert row_of(person).text == row_of(person).keywords == row_of(person).land == ""


def test_the_function_of_somebody_who_never_held_an_office_is_shown(client, reader):
    card = release(ada(function="Leitung des Programms"), shows_function=True)
    assert "Leitung des Programms" in client.get(card.path).content.decode()


def test_a_current_office_is_the_same_for_a_row_and_for_a_question(person):
    tenure, today = person.current_tenure, timezone.localdate()
    for begins, ends in ((-9, None), (-9, 0), (-9, -1), (0, 0), (1, None)):
        tenure.held_from = today + timedelta(days=begins)
        tenure.held_to = None if ends is None else today + timedelta(days=ends)
        tenure.save()
        assert tenure.is_current == person.tenures.current().exists()


def test_the_index_made_anew_says_the_same(person):
    release(person, **ALL, offer=OFFER)
    release(ada(function="Team"))
    said = set(Row.objects.filter(kind="person").values_list("object_id", "title", "keywords", "text", "address"))
    anew = {(e.object_id, e.title, e.keywords, e.text, e.address) for e in kinds()["person"].entries()}
    assert anew == said and len(said) == 2


# --- how much it asks ---


def test_as_many_queries_for_three_as_for_one(client, person, reader):
    counts = []
    for number in range(3):
        other = person if not number else olga(email=f"olga{number}@example.org")
        person.fields_of_action.add(a_field(f"Feld {number}", slug=f"feld-{number}"))
        person.tenures.update(held_from=timezone.localdate() - timedelta(days=9))
        joining.take_office(other, a_municipality(f"Ort {number}", f"9911500{number}"), title="Stelle")
        card = release(other, **ALL)
        with CaptureQueriesContext(connection) as entries:
            assert len(list(kinds()["person"].entries())) == number + 1
        with CaptureQueriesContext(connection) as page:
            assert other.name in client.get(card.path).content.decode()
        counts.append((len(entries), len(page)))
    assert counts[1] == counts[2] and counts[2][1] <= 12


def test_the_page_of_the_release_asks_little(client, person):
    release(person, **ALL)
    client.force_login(person)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) < 12


def test_the_kind_is_the_one_that_the_search_asks_for():
    assert searchable.PERSON == "person" and kinds()["person"].said == "Personen"


@pytest.mark.parametrize("fact", ["nothing", "is_member", "is_active", "is_demo", "blocked", "reader", "withdrawn"])
def test_the_line_on_a_page_asks_as_the_card_does(settings, fact):
    """`tellings` is the same rule in another spelling: whoever changes one changes both."""
    settings.DEMO = False
    person, reader, other = ben(), cem(), ada()
    for each in (person, other):
        release(each, **ALL)
    if fact in ("is_member", "is_active", "is_demo"):
        Person.objects.filter(pk=person.pk).update(**{fact: fact == "is_demo"})
    elif fact == "blocked":
        Block.objects.create(person=person, whom=reader)
    elif fact == "reader":
        reader.is_member = False
    elif fact == "withdrawn":
        withdraw(person)
    told = {one.card for one in Release.objects.tellings([person.pk, other.pk], reader)}
    assert told == set(Release.objects.visible_to(reader).values_list("pk", flat=True))
    assert len(told) == {"nothing": 2, "reader": 0}.get(fact, 1)
