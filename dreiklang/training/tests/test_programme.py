import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event, queries_of
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.training.models import BlockDate
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
ALL = "/weiterbildung/"


@pytest.fixture
def programme():
    return a_programme()


def run_path(run) -> str:
    return f"{run.programme.path}durchgang/{run.pk}/"


def read(address: str, person=None) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def signed_in(person) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def dates(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/veranstaltungen/[^"]*">([^<]*)</a></h3>', html)


def test_all_programmes_are_read_by_everyone(programme):
    a_programme("Zweites Programm", "zweites")
    a_building_block(programme)
    a_building_block(programme, "B", "Recht")
    for person in (None, cem(), ada()):
        html = read(ALL, person)
        assert f'href="{programme.path}"' in html and "2 Kompetenzbausteine" in html
        assert "Zweites Programm" in html and "0 Kompetenzbausteine" in html


def test_without_a_programme_the_page_says_what_will_stand_there():
    assert "Noch kein Programm" in read(ALL)


def test_a_programme_shows_its_blocks_in_their_order_its_rule_and_its_runs(programme):
    for letter, title in (("B", "Recht"), ("A", "Grundlagen"), ("C", "Sprache")):
        a_building_block(programme, letter, title, is_required=letter == "A")
    run = a_run(programme)
    html = read(programme.path)
    places = [html.index(f">{title}</a>") for title in ("Grundlagen", "Recht", "Sprache")]
    assert places == sorted(places)
    assert (
        "mindestens 80 Prozent seiner Sitzungen" in html
        and "<p>Worum es geht.</p>" in html
        and f'href="{run_path(run)}"' in html
    )
    assert len(re.findall(r"· Pflicht", html)) == 1 and len(re.findall(r"· Wahl", html)) == 2


def test_a_block_says_what_it_is_about(programme):
    block = a_building_block(
        programme, aims=["Auftrag klären"], competences=["Beraten"], topics=["Recht", "Rolle"], workload="3 Tage",
        is_required=True,
    )  # fmt: skip
    html = read(block.path)
    for words in (
        "<h1>Grundlagen</h1>",
        "Kompetenzbaustein A",
        "Auftrag klären",
        "Beraten",
        "Rolle",
        "3 Tage",
        "Pflicht",
    ):
        assert words in html
    assert "Noch kein Termin" in html


def test_what_is_an_example_says_so(programme):
    announced, example = a_building_block(programme), a_building_block(programme, "B", "Beispiel", is_announced=False)
    assert "ist ein Beispiel der Demo" in read(example.path) and "Beispiel der Demo" not in read(announced.path)
    assert "Dieser Durchgang ist erfunden." in read(run_path(a_run(programme, is_demo=True)))
    assert "erfunden" not in read(run_path(a_run(programme)))


def test_a_run_shows_its_blocks_with_their_sessions(programme):
    run, other = a_run(programme), a_run(programme, "Durchgang 2025")
    second, first = a_building_block(programme, "B", "Recht"), a_building_block(programme)
    a_date(run, second, "Rechtstage", days=20, parts=1)
    a_date(run, first, "Grundlagentage", days=10, parts=2)
    a_date(other, first, "Im anderen Durchgang", days=15)
    html = read(run_path(run))
    assert dates(html) == [
        "Grundlagentage", "Grundlagentage, Teil 1", "Grundlagentage, Teil 2", "Rechtstage", "Rechtstage, Teil 1",
    ]  # fmt: skip
    assert "Baustein A: Grundlagen" in html and "Baustein B: Recht" in html


def test_a_run_without_dates_says_so(programme):
    assert "Noch keine Termine" in read(run_path(a_run(programme)))


def test_next_dates_are_those_to_come_and_not_called_off(programme):
    run, block = a_run(programme), a_building_block(programme)
    other_programme = a_programme("Zweites Programm", "zweites")
    for letter, title, fields in (
        ("B", "Später", {"days": 20}), ("C", "Bald", {"days": 5}), ("D", "Vorbei", {"days": -9}),
        ("E", "Abgesagt", {"state": Event.CANCELLED}), ("F", "Entwurf", {"state": Event.DRAFT}),
    ):  # fmt: skip
        a_date(run, a_building_block(programme, letter, f"Baustein {letter}"), title, **fields)
    a_date(a_run(other_programme), a_building_block(other_programme), "Anderswo", days=1)
    assert dates(read(programme.path)) == ["Bald", "Später"]
    assert dates(read(ALL)) == ["Anderswo", "Bald", "Später"]
    assert dates(read(block.path)) == []


def test_a_block_keeps_its_past_dates_the_latest_first(programme):
    block = a_building_block(programme)
    for title, days in (("Erster", -400), ("Dritter", 30), ("Zweiter", -30)):
        a_date(a_run(programme, title), block, title, days=days)
    assert dates(read(block.path)) == ["Dritter", "Zweiter", "Erster"]


@pytest.fixture
def cohort():
    return Group.objects.create(name="Jahrgang 2024", kind=Group.COHORT)


SEEN = {  # what each of the cast finds of: public, for members, for the cohort, a draft
    "visitor": ["Offen"],
    "cem": ["Offen", "Mitglieder"],
    "ben": ["Offen", "Mitglieder", "Jahrgang"],
    "ada": ["Offen", "Mitglieder", "Jahrgang", "Entwurf"],
}


@pytest.fixture
def four_dates(programme, cohort):
    """The same block in four runs, each time with a session, read by more and more few."""
    block, fields = a_building_block(programme), {"Offen": {}, "Mitglieder": {"readers": "members"}}
    fields |= {"Jahrgang": {"readers": cohort.token}, "Entwurf": {"state": Event.DRAFT}}
    return [
        a_date(a_run(programme, title), block, title, parts=1, days=number + 1, **more)
        for number, (title, more) in enumerate(fields.items())
    ]


@pytest.fixture
def cast(cohort):
    people = {"visitor": None, "cem": cem(), "ben": ben(), "ada": ada()}
    join(cohort, people["ben"])
    return people


@pytest.mark.parametrize("who", SEEN)
def test_dates_are_shown_as_far_as_their_events_are_visible(programme, four_dates, cast, who):
    block = programme.blocks.get()
    assert dates(read(block.path, cast[who]))[::-1] == SEEN[who]
    coming = [title for title in SEEN[who] if title != "Entwurf"]  # a draft does not take place yet, not even for Ada
    for address in (ALL, programme.path):
        assert dates(read(address, cast[who])) == coming
    for date in four_dates:
        title = date.event.title
        shown = [title, f"{title}, Teil 1"] if title in SEEN[who] else []
        html = read(run_path(date.run), cast[who])
        assert dates(html) == shown and ("Noch keine Termine" in html) == (not shown)


def test_without_the_look_at_who_asks_there_would_be_four(four_dates):
    assert BlockDate.objects.count() == 4
    assert BlockDate.objects.visible_to(None).get().event.title == "Offen"


def test_a_session_that_only_the_cohort_reads_is_not_shown_with_its_open_block(programme, cohort, cast):
    date = a_date(a_run(programme), a_building_block(programme), "Offen", parts=1)
    an_event("Nur unter uns", part_of=date.event, capacity=None, readers=cohort.token, days=11)
    address = run_path(date.run)
    assert "Nur unter uns" not in read(address) and "Nur unter uns" not in read(address, cast["cem"])
    assert "Nur unter uns" in read(address, cast["ben"])


def test_a_place_for_registered_people_is_not_told_on_any_page_of_the_programme(programme):
    run, block = a_run(programme), a_building_block(programme)
    date = a_date(run, block, "Treffen", place="Frauenhaus", street="Lindenallee 7", place_for_registered=True)
    addresses = (ALL, programme.path, block.path, run_path(run))
    for address in addresses:
        html = read(address)
        assert "Treffen" in html and "Frauenhaus" not in html and "Lindenallee" not in html
    Event.objects.filter(pk=date.event_id).update(place_for_registered=False)
    assert all("Frauenhaus" in read(address) for address in addresses)


def test_unknown_addresses_are_404(client, programme):
    other = a_programme("Zweites Programm", "zweites")
    block, run = a_building_block(programme), a_run(programme)
    for address in (
        "/weiterbildung/gibt-es-nicht/", f"{programme.path}gibt-es-nicht/", f"{other.path}{block.slug}/",
        f"{other.path}durchgang/{run.pk}/", f"{programme.path}durchgang/{uuid4()}/", f"{programme.path}durchgang/1/",
        f"{programme.path}durchgang/", "/weiterbildung/durchgang/x/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404


def test_two_programmes_may_have_blocks_of_the_same_name_but_one_may_not(programme):
    other = a_programme("Zweites Programm", "zweites")
    a_building_block(programme)
    block = a_building_block(other, summary="Der andere Baustein.")
    assert "Der andere Baustein." in read(block.path)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_building_block(other)


def test_a_block_stands_once_in_a_run(programme):
    run, block = a_run(programme), a_building_block(programme)
    a_date(run, block)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_date(run, block)
    a_date(a_run(programme, "Durchgang 2025"), block)


def test_the_text_of_a_programme_is_text():
    evil = "<script>alert(1)</script>"
    programme = a_programme(evil, "evil", source=evil, summary=evil)
    block = a_building_block(
        programme, "A", evil, "evil", kind=evil, summary=evil, workload=evil, aims=[evil], competences=[evil],
        topics=[evil],
    )  # fmt: skip
    run = a_run(programme, evil)
    a_date(run, block)
    for address in (ALL, programme.path, block.path, run_path(run)):
        html = Client().get(address).content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_only_reading_is_asked_for(client, programme):
    block, run = a_building_block(programme), a_run(programme)
    for address in (ALL, programme.path, block.path, run_path(run)):
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("page", ["all", "programme", "block", "run"])
def test_as_many_queries_for_three_blocks_and_dates_as_for_one(programme, who, page):
    client, run, shared = signed_in(ben() if who == "member" else None), a_run(programme), None
    counts = []
    for number, letter in enumerate("ABC"):
        block = a_building_block(programme, letter, f"Baustein {letter}")
        shared = shared or block
        a_date(run, block, parts=number + 1, days=number + 1)
        if number:
            a_date(a_run(programme, f"Durchgang {number}"), shared, parts=1)
        address = {"all": ALL, "programme": programme.path, "block": shared.path, "run": run_path(run)}[page]
        counts.append(queries_of(client, address))
    assert len(dates(read(address))) >= 3
    assert len(set(counts)) == 1 and counts[0] < 12
