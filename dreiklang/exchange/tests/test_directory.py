"""The directory: who can be found, by several things at once, municipalities like hers first; and nobody else."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.exchange import directory
from dreiklang.exchange.tests.colleagues_makers import a_colleague, at
from dreiklang.people.actions.blocking import block
from dreiklang.people.actions.joining import change_profile, take_office
from dreiklang.people.actions.releasing import release, show_photo, withdraw
from dreiklang.people.models import Level, Person
from dreiklang.people.tests.makers import a_field, a_person, ben

pytestmark = pytest.mark.django_db

PAGE = "/austausch/kolleginnen/"
REAL = directory._read


@pytest.fixture
def reader(client):
    reader = ben(function="Beauftragter")
    take_office(reader, at("Musterlingen", "99115003", population=9000), title="Stelle")
    client.force_login(reader)
    return reader


@pytest.fixture
def three(reader):
    """A town far larger, a village like hers, and somebody who says her name alone."""
    housing = a_field("Wohnen")
    a_colleague("Adele Groß", at("Großstadt", "99121000", population=400_000, kind="stadtkreis"), [housing])
    a_colleague("Zoe Nah", at("Nachbarort", "99115004", population=9200), [housing, a_field("Arbeit")], seeks="Räume")
    a_colleague("Cleo Leise", at("Auenkirch", "99115005"), offer="Verträge", shows_municipality=Level.ME,
                shows_function=Level.ME)  # fmt: skip


def names(client, query="") -> list[str]:
    page = client.get(PAGE + query).content.decode()
    return re.findall(rf'<a href="{PAGE}[0-9a-f-]{{36}}/">([^<]+)</a>', page)


def test_municipalities_like_hers_come_first_and_say_why(client, three):
    assert names(client) == ["Zoe Nah", "Adele Groß", "Cleo Leise"]
    page = client.get(PAGE).content.decode()
    assert "ähnlich viele Einwohnerinnen und Einwohner (9.200)" in page
    assert "mehr Einwohnerinnen" not in page  # of one who is far no reason is made up
    assert names(client, "?folge=name") == ["Adele Groß", "Cleo Leise", "Zoe Nah"]
    assert names(client, "?ansicht=tabelle") == names(client)


def test_for_an_island_nobody_is_called_near(client, reader, three):
    Person.objects.get(pk=reader.pk).tenures.update(held_from=timezone.localdate() - timedelta(days=9))
    take_office(reader, at("Inselstadt", "99131000", population=3_600_000, kind="stadtkreis"), title="Stelle")
    page = client.get(PAGE).content.decode()
    assert "Keine dieser Kommunen ist Ihrer ähnlich" in page and "ähnlich viele" not in page
    take_office(reader, at("Nachbarort", "99115004"), title="Stelle")
    assert "Keine dieser Kommunen" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?feld=wohnen", {"Adele Groß", "Zoe Nah"}),
        ("?feld=wohnen&feld=arbeit", {"Adele Groß", "Zoe Nah"}),
        ("?feld=wohnen&groesse=1", {"Zoe Nah"}),
        ("?art=stadtkreis", {"Adele Groß"}),
        ("?kreis=99115", {"Zoe Nah"}),
        ("?hilft=1", {"Cleo Leise"}),
        ("?sucht=1&feld=arbeit", {"Zoe Nah"}),
        ("?q=vertr%C3%A4ge", {"Cleo Leise"}),
        ("?q=auenkirch", set()),  # she does not show where she works, and no word finds it
        ("?q=nachbar+wohnen", {"Zoe Nah"}),
        ("?land=98", set()),
        ("?feld=%00&art=x&seite=99999&q=%00", set()),
    ],
)
def test_several_things_narrow_at_once(client, three, query, found):
    assert set(names(client, query)) == found


def test_chips_say_how_many_they_would_show_and_an_empty_list_leads_on(client, three):
    page = client.get(f"{PAGE}?art=stadtkreis").content.decode()
    assert re.search(r'href="\?[^"]*art=gemeinde[^"]*">Gemeinde <span class="chip__n">1<', page)
    assert "Arbeit <span" not in page  # nobody of them
    page = client.get(PAGE).content.decode()
    assert re.search(r'Wohnen <span class="chip__n">2<', page) and re.search(r'Arbeit <span class="chip__n">1<', page)
    page = client.get(f"{PAGE}?q=niemandkenntdas").content.decode()
    assert "Dazu steht hier noch niemand" in page and 'href="/dialog/fragen/"' in page


def test_a_list_says_no_telephone_no_link_and_no_address(client, reader):
    a_colleague("Zoe Nah", phone="07531 123456", link="https://nah.example/", offer="Verträge")
    for query in ("", "?ansicht=tabelle"):
        page = client.get(PAGE + query).content.decode()
        assert "Zoe Nah" in page
        assert not any(text in page for text in ("07531", "nah.example", "zoe@example.org"))


def test_whoever_takes_nothing_from_her_is_neither_listed_nor_counted(client, reader, three):
    block(Person.objects.get(name="Zoe Nah"), reader)
    page = client.get(PAGE).content.decode()
    assert names(client) == ["Adele Groß", "Cleo Leise"] and "2 Personen" in page and "Arbeit <span" not in page


def test_a_change_is_seen_at_once_by_every_process_that_kept_the_list(client, reader, three):
    assert "Zoe Nah" in names(client)
    zoe = Person.objects.get(name="Zoe Nah")
    withdraw(zoe)
    assert "Zoe Nah" not in names(client)
    release(zoe)
    assert "Zoe Nah" in names(client)
    Person.objects.filter(pk=zoe.pk).update(is_active=False)  # nobody told the list
    assert "Zoe Nah" not in names(client)


def test_a_kept_list_that_asks_nobody_would_show_who_withdrew(client, reader, three, monkeypatch):
    assert "Zoe Nah" in names(client)
    monkeypatch.setattr("dreiklang.exchange.directory._told", lambda base, last: directory._kept.told)
    assert "Zoe Nah" in names(client)
    a_colleague("Neu Dabei")
    assert "Neu Dabei" not in names(client)


def test_only_those_who_changed_are_read_again_and_the_list_is_as_if_all_were(reader, three, monkeypatch):
    """Names that move, towns that come and go, the last of a field, somebody new, a photo; and then all at once."""
    people = {name: Person.objects.get(name=name) for name in ("Zoe Nah", "Adele Groß", "Cleo Leise")}
    read, again = [], directory._read_again
    directory.directory()
    monkeypatch.setattr(directory, "_read", lambda today: pytest.fail("all were read"))
    monkeypatch.setattr(directory, "_read_again", lambda there, *args: read.append(args[0]) or again(there, *args))
    monkeypatch.setattr(directory, "fresh", lambda: pytest.fail("all were read"))

    def rename(name, new):
        change_profile(people[name], name=new, function="", fields=[], municipality=None)

    steps = [
        lambda: rename("Zoe Nah", "Zoe Aal"),
        lambda: withdraw(people["Adele Groß"]),
        lambda: a_colleague("Mia Mitte", at("Mittendorf", "99115077", population=70_000), [a_field("Sport")]),
        lambda: take_office(people["Cleo Leise"], at("Großstadt", "99121000"), title="Stelle"),
        lambda: release(people["Cleo Leise"], seeks="Räume", shows_municipality=Level.MEMBERS),
        lambda: show_photo(people["Cleo Leise"], ContentFile(b"x", "x.jpg")),
        lambda: [release(people["Adele Groß"]), withdraw(people["Zoe Nah"]), rename("Cleo Leise", "Cleo Zett")],
    ]
    for step in steps:
        before = directory.directory()
        was = deepcopy(before)
        step()
        assert directory.directory() == of_all()
        assert before == was  # whoever still reads it is not disturbed
    assert [len(each) for each in read] == [1, 1, 1, 1, 1, 3]  # an office that she does not show changes nothing


def test_what_was_kept_of_another_house_is_read_anew_also_where_all_its_changes_were_of_other_things(reader, three):
    """As after a restore: the numbers of changes begin anew."""
    directory.directory()
    a_place_ahead = directory._kept.base + 1000
    directory._kept = directory._kept._replace(
        base=a_place_ahead, last=a_place_ahead, told=frozenset({(a_place_ahead, str(reader.pk))}),
        there=directory.Directory(),
    )  # fmt: skip
    assert directory.directory() == of_all()


def of_all() -> directory.Directory:
    return REAL(timezone.localdate())


def test_a_change_that_was_undone_lets_all_be_read(reader, three):
    directory.directory()
    with transaction.atomic():
        a_colleague("Bald Fort")
        assert len(directory.directory().lines) == 4
        transaction.set_rollback(True)
    assert directory.directory() == of_all() and len(directory.directory().lines) == 3


@pytest.mark.parametrize("places", [[], [0], [0, 4999], list(range(0, 5000, 70)), list(range(5000))])
def test_the_places_of_few_and_of_many_come_in_order(places):
    assert list(directory.places_in(sum(1 << place for place in places))) == places


def test_her_own_card_is_not_in_her_list_and_no_guest_or_ministry_reads_one(client, reader, three):
    release(reader)
    assert reader.name not in names(client)
    client.force_login(a_person("Mina Rat", is_member=False))
    assert client.get(PAGE).status_code == client.get(f"{PAGE}karte/").status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_after_many_lists_it_is_enough_for_a_day(client, three, settings):
    settings.MOST_LISTS = 3
    answers = [client.get(f"{PAGE}?seite={page}").status_code for page in range(1, 6)]
    assert answers == [200, 200, 200, 429, 429]


def test_as_many_queries_for_three_as_for_one_and_few(client, reader):
    counts = []
    for number in range(3):
        a_colleague(f"Person{number} Muster", at(f"Ort {number}", f"9911501{number}"), offer="Rat")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as page:
            assert client.get(PAGE).status_code == 200
        counts.append(len(page))
    assert counts[0] == counts[2] <= 12
