"""The list of the PraxisPortal: who finds what in it, by which choice, in which order, and what that costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.groups.readers import PUBLIC
from dreiklang.index.feeding import feed
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.listing import Wanted
from dreiklang.library.models import Adoption, Article
from dreiklang.library.sizes import is_of_size, size_of
from dreiklang.library.tests.makers import a_draft, an_article
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_field, ada, ben, cem
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OLD = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def people():
    return ben(), ada()


def some(people, title, *, checked_until=None, as_of=None, **facts) -> Article:
    """A public page, with these working facts."""
    kind = facts.pop("kind", Article.OVERVIEW)
    fields = facts.pop("fields", [])
    article = an_article(
        *people, readers=facts.pop("readers", PUBLIC), title=title, kind=kind, checked_until=checked_until, as_of=as_of
    )
    Article.objects.filter(pk=article.pk).update(**facts)
    article.fields.set(fields)
    return article


def listed(client, **asked) -> list[str]:
    return re.findall(
        r'<h2 class="hit__title"><a href="[^"]+">(.*?)</a>', client.get("/praxis/", asked).content.decode()
    )


def tabs(client, **asked) -> dict[str, int]:
    found = re.findall(r'>([^<>]+) <span class="chip__n">(\d+)<', client.get("/praxis/", asked).content.decode())
    return {label: int(number) for label, number in found}


def test_a_visitor_finds_public_pages_and_a_member_those_of_the_network_too(client, people):
    some(people, "Für alle")
    some(people, "Fürs Netzwerk", readers="members")
    a_draft(people[0], title="Ein Entwurf")
    assert listed(client) == ["Für alle"]
    client.force_login(cem())
    assert set(listed(client)) == {"Für alle", "Fürs Netzwerk"}


def test_each_choice_narrows_and_what_makes_no_sense_does_not(client, people):
    language, land = a_field(), a_municipality().district.land
    hit = some(
        people, "Passt", kind=Article.EXAMPLE, fields=[language], duties="13", sizes="ab", land=land, cost="low",
        staff="high", duration="short",
    )  # fmt: skip
    some(people, "Passt nicht", fields=[a_field("Wohnen")], duties="2", sizes="e", cost="high", staff="low",
         duration="long", land=a_municipality("Anderswo", "98115003").district.land)  # fmt: skip
    for name, value in [
        ("art", "example"), ("feld", "sprache"), ("aufgabe", "3"), ("groesse", "a"), ("land", "99"),
        ("kosten", "low"), ("personal", "high"), ("dauer", "short"),
    ]:  # fmt: skip
        assert listed(client, **{name: value}) == [hit.release.title], name
        assert len(listed(client, **{name: "unsinn"})) == (0 if name in ("feld", "land") else 2), name


def test_what_holds_for_all_sizes_and_länder_is_found_under_each(client, people):
    land = a_municipality().district.land
    some(people, "Überall")
    some(people, "Nur hier", land=land)
    assert set(listed(client, groesse="d", land="99")) == {"Überall", "Nur hier"}


def test_what_is_outdated_is_marked_and_can_be_left_out(client, people):
    some(people, "Frisch")
    some(people, "Alt", checked_until=OLD)
    page = client.get("/praxis/").content.decode()
    assert page.count('class="outdated"') == 1 and page.index("veraltet") < page.index("Alt</a>")
    assert listed(client, aktuell="1") == ["Frisch"]


def test_words_are_found_as_the_search_of_the_house_finds_them(client, people):
    some(people, "Übersetzung bezahlen")
    some(people, "Geflüchtetenunterbringung planen")
    some(people, "Unterbringung, nur fürs Netzwerk", readers="members")
    feed()
    assert listed(client, q="ÜBERSETZUNGEN") == ["Übersetzung bezahlen"]
    assert listed(client, q="Unterbringung") == ["Geflüchtetenunterbringung planen"]
    assert listed(client, q="Unterbringung", art="example") == []
    assert listed(client, q="\0") == []


def test_the_tabs_count_each_kind_under_the_other_choices(client, people):
    language = a_field()
    some(people, "Eins", fields=[language])
    some(people, "Zwei", kind=Article.EXAMPLE, fields=[language])
    some(people, "Drei", kind=Article.EXAMPLE)
    some(people, "Vier", kind=Article.EXAMPLE, readers="members", fields=[language])
    assert tabs(client) == {"Alle": 3, "Überblick": 1, "Praxisbeispiel": 2}
    assert tabs(client, feld="sprache", art="overview") == {"Alle": 2, "Überblick": 1, "Praxisbeispiel": 1}
    assert listed(client, feld="sprache", art="overview") == ["Eins"]


def test_thirty_stand_on_a_page_and_the_choice_goes_along(client, people):
    first = some(people, "Seite")
    releases = first.release
    Article.objects.bulk_create(
        Article(kind=first.kind, title="Seite", slug=f"seite-{number}", state=first.state, readers=PUBLIC,
                release=releases, as_of=first.as_of, checked_until=first.checked_until)
        for number in range(31)
    )  # fmt: skip
    assert len(listed(client, art="overview")) == 30
    assert 'href="?art=overview&amp;seite=2"' in client.get("/praxis/", {"art": "overview"}).content.decode()
    assert len(listed(client, art="overview", seite="2")) == 2


def test_the_newest_comes_first_or_on_request_what_comes_from_municipalities_like_hers(client, people):
    mine = a_municipality("Meine", "99115001", kind=Municipality.STADT, population=15_000)
    like_mine = a_municipality("Wie meine", "99115002", kind=Municipality.STADT, population=18_000)
    landkreis = a_municipality("Kreis", "99115000", kind=Municipality.LANDKREIS, population=150_000)
    days = [timezone.localdate() - timedelta(days=number) for number in range(4)]
    some(people, "Kreis", kind=Article.EXAMPLE, municipality=landkreis, as_of=days[0])
    some(people, "Irgendwo", as_of=days[1])
    some(people, "Für solche", sizes="b", as_of=days[2])
    some(people, "Wie meine", kind=Article.EXAMPLE, municipality=like_mine, as_of=days[3])
    take_office(people[0], mine, title="Integrationsbeauftragter")
    client.force_login(people[0])
    assert listed(client) == ["Kreis", "Irgendwo", "Für solche", "Wie meine"]
    assert listed(client, folge="aehnlich") == ["Wie meine", "Für solche", "Kreis", "Irgendwo"]


def test_who_names_no_municipality_is_told_what_is_missing(client, people):
    some(people, "Seite")
    client.force_login(cem())
    assert "Dafür fehlt die Kommune in Ihrem Profil." in client.get("/praxis/?folge=aehnlich").content.decode()


def test_a_line_says_who_wrote_it_and_how_many_adopted_it(client, people):
    plain = some(people, "Von Ben")
    team = a_draft(people[0], title="Vom Team")
    Article.objects.filter(pk=team.pk).update(team_name="ThemenTeam Wohnen")
    team.refresh_from_db()
    put_in_force(team, [], by=people[1], as_of=timezone.localdate(), checked_until=timezone.localdate())
    Article.objects.filter(pk=team.pk).update(readers=PUBLIC)
    for number in (1, 2):
        Adoption.objects.create(
            article=plain, municipality=a_municipality(f"M{number}", f"9911500{number}"), on=timezone.localdate()
        )
    page = client.get("/praxis/").content.decode()
    assert "von 2 Kommunen übernommen" in page and "Ben Okonkwo · Stand" in page
    assert "ThemenTeam Wohnen · Stand" in page and page.count("Ben Okonkwo") == 1


def test_the_classes_of_sizes_mean_what_they_say():
    kinds = [Municipality.GEMEINDE, Municipality.STADT, Municipality.KREISFREI, Municipality.LANDKREIS]
    for number, (kind, population) in enumerate((kind, size) for kind in kinds for size in (9_999, 10_000, 20_000)):
        place = a_municipality(f"Ort {number}", f"99115{number:03}", kind=kind, population=population)
        means = [
            letter for letter, _label in Article.SIZES if Municipality.objects.filter(is_of_size(letter), pk=place.pk)
        ]
        assert means == [size_of(place)]


def test_the_address_says_what_was_asked():
    said = {"q": "Wort", "art": "example", "aktuell": "1", "kosten": "low", "seite": "3"}
    assert Wanted.of(said).parameters() == {"q": "Wort", "art": "example", "aktuell": "1", "kosten": "low"}


@pytest.mark.parametrize("is_in", [False, True])
@pytest.mark.parametrize("asked", [{}, {"folge": "aehnlich", "feld": "sprache", "aktuell": "1"}], ids=["all", "chosen"])
def test_as_many_queries_for_three_pages_as_for_one(client, people, is_in, asked):
    counts, language = [], a_field()
    if is_in:
        take_office(people[0], a_municipality(), title="Integrationsbeauftragter")
        client.force_login(people[0])
    for number in range(3):
        place = a_municipality(f"Ort {number}", f"9911510{number}")
        article = some(people, f"Seite {number}", fields=[language], kind=Article.EXAMPLE, municipality=place)
        Adoption.objects.create(article=article, municipality=place, on=timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            client.get("/praxis/", asked)
        counts.append(len(queries))
    assert counts[0] == counts[2] < 8
