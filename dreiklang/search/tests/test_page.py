"""The page of the search: one field, what it finds, and where it leads on."""

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread, agreed
from dreiklang.events.tests.makers import an_event, queries_of
from dreiklang.index.actions import Entry, put, remove
from dreiklang.index.kinds import kinds
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality
from dreiklang.search.tests.makers import client_of, count, facets, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("Unterbringung", True), ("unterbringungen", True), ("Geflüchtete", True), ("gefluchtete", True),
        ("Gefluechtete", True), ("Unterbrinung", True), ("Haltestelle", False), ("", False), ("-", False),
        ('"private Wohnungen"', True), ('"Wohnungen private"', False), ("Unterbringung -Wohnungen", False),
        ("-Wohnungen", False), ("%_'\"*^NEAR(", False), ("\0", False), ("a" * 400, False),
    ],
)  # fmt: skip
def test_an_event_is_found_as_people_type(typed, is_found):
    an_event("Geflüchtetenunterbringung in der Fläche", summary="Wie private Wohnungen gefunden werden.")
    assert (titles(search(None, typed)) == ["Geflüchtetenunterbringung in der Fläche"]) is is_found


def test_a_hit_of_a_person_shows_nothing_of_her_card_beyond_function_and_municipality():
    person = a_person("Emil Engin", function="Stabsstelle")
    take_office(person, a_municipality("Musterlingen"), title="Stelle")
    release(person, shows_function=True, shows_municipality=True, offer="Mietverträge mit Sprachmittlung")
    page = search(ben(), "Sprachmittlung")
    assert "Emil Engin" in page and "Stabsstelle" in page and "Musterlingen" in page
    assert "Mietverträge" not in page


def test_what_was_found_is_marked_in_title_and_text_and_nothing_typed_becomes_markup():
    an_event("Beratung <b>für</b> alle", summary="Die Beratungsstellen kommen zu Ihnen & beraten.")
    page = search(None, "Beratung <script>alert(1)</script>")
    assert "<mark>Beratung</mark> &lt;b&gt;für&lt;/b&gt; alle" in page
    assert "<mark>Beratungsstellen</mark>" in page and "<script>alert" not in page


def test_without_a_question_the_page_says_how_to_ask():
    page = search(None, "")
    assert "So finden Sie mehr" in page and "Treffer" not in page


def test_while_typing_only_the_results_come_and_the_last_word_may_go_on():
    an_event("Sprachkurs für Eltern")
    assert titles(search(None, "Sprachku", typing=True)) == ["Sprachkurs für Eltern"]
    assert titles(search(None, "Sprachku", genau="1")) == []
    part = search(None, "Sprachku", typing=True)
    assert "<html" not in part and "<h1" not in part


def test_a_typing_mistake_is_mended_and_said_and_can_be_insisted_on():
    an_event("Werkstatt Einbürgerung")
    page = search(None, "Einbürgeurng")
    assert titles(page) == ["Werkstatt Einbürgerung"] and "Gezeigt wird „Einbürgerung“" in page
    insisted = search(None, "Einbürgeurng", genau="1")
    assert titles(insisted) == [] and "Dazu gibt es hier noch nichts" in insisted


def test_what_has_all_words_stands_before_what_has_some_and_says_so():
    an_event("Sprachkurse und Kinderbetreuung")
    an_event("Sprachkurse am Abend")
    page = search(None, "Sprachkurs Kinderbetreuung")
    assert titles(page) == ["Sprachkurse und Kinderbetreuung", "Sprachkurse am Abend"]
    assert page.count("nicht alle Wörter") == 1 and "2 Treffer, 1 davon mit allen Wörtern" in page


def test_facets_count_and_narrow_and_are_taken_away_again():
    for number in range(3):
        an_event(f"Treffen Nummer {number}")
    put(Entry("municipality", "99115003", "public", "/kommunen/99115003/", "Treffen (Au)", land="99"))
    page = search(None, "Treffen")
    assert facets(page) == {"Veranstaltungen": 3} | {name: 1 for name in facets(page) if name != "Veranstaltungen"}
    assert count(page) == 4
    narrowed = search(None, "Treffen", art="event")
    assert count(narrowed) == 3 and len(titles(narrowed)) == 3
    assert facets(narrowed) == facets(page) and "Filter entfernen" in narrowed
    assert count(search(None, "Treffen", art="nonsense' OR 1=1 --")) == 0


def test_pages_follow_each_other_and_nothing_comes_twice():
    for number in range(23):
        an_event(f"Netzwerktreffen {number}")
    pages = [titles(search(None, "Netzwerktreffen", seite=str(number))) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    assert titles(search(None, "Netzwerktreffen", seite="99")) == []
    assert len(titles(search(None, "Netzwerktreffen", seite="x"))) == 10


def test_newest_first_on_request():
    an_event("Fachtag alt", days=3)
    an_event("Fachtag neu und auch noch mit einem langen Titel", days=30)
    assert titles(search(None, "Fachtag"))[0] == "Fachtag alt"
    assert titles(search(None, "Fachtag", folge="neu"))[0].startswith("Fachtag neu")


def test_what_is_from_a_municipality_like_hers_comes_first_and_says_why():
    person, mine = ben(), a_municipality("Landkreis Au", key="99116000", kind=Municipality.LANDKREIS)
    take_office(person, mine, title="Beauftragte")
    for key, kind in (("1", Municipality.STADT), ("2", Municipality.LANDKREIS)):
        other = a_municipality(f"Beispielort {key}", key=f"9911700{key}", kind=kind)
        put(
            Entry(
                "municipality",
                other.key,
                "public",
                f"/kommunen/{other.key}/",
                f"Beispielort {key}",
                municipality_kind=kind,
            )
        )
    if "municipality" not in kinds():
        pytest.skip("In diesem Haus ist noch keine Kommune auffindbar.")
    page = search(person, "Beispielort")
    assert titles(page) == ["Beispielort 2", "Beispielort 1"] and page.count("wie Ihre Kommune") == 1
    assert titles(search(None, "Beispielort")) == ["Beispielort 1", "Beispielort 2"]


def test_an_entry_that_is_older_than_what_it_speaks_of_is_not_shown():
    event = an_event("Vertrauliches Treffen")
    type(event).objects.filter(pk=event.pk).update(readers="team")  # past the actions, which keep the index true
    assert titles(search(ben(), "Vertrauliches")) == []
    assert titles(search(ada(), "Vertrauliches")) == ["Vertrauliches Treffen"]


def test_what_is_gone_is_not_found():
    event = an_event("Flüchtiges Treffen")
    assert titles(search(None, "Flüchtiges"))
    remove("event", event.pk)
    assert titles(search(None, "Flüchtiges")) == []


def test_a_visitor_without_results_is_told_that_members_find_more():
    page = search(None, "Haltestelle")
    assert "Anmelden und weitersuchen" in page and "/konto/anmelden/?next=/suche/%3Fq%3DHaltestelle" in page
    assert "Anmelden und weitersuchen" not in search(ben(), "Haltestelle")


def test_where_nothing_fits_a_member_asks_with_the_same_words():
    room, reader = a_room(), ben()
    link = f'href="{room.path}neu/?q=Haltestelle"'
    page = search(reader, "Haltestelle")
    assert page.count(link) == 1 and page.index("Dazu gibt es hier noch nichts") < page.index(link)
    assert page.index(link) < page.index("Diese Suche merken")  # it stands where she looks, before what is beside
    an_event("Schild")
    page = search(reader, "Haltestelle Schild")  # something, but not with all words
    assert page.count("neu/?q=Haltestelle+Schild") == 1 and page.index("neu/?q=") < page.index('<ol class="hits"')
    an_event("Haltestelle")
    page = search(reader, "Haltestelle")
    assert page.count(link) == 1 and page.index('<ol class="hits"') < page.index(link)
    assert "neu/?q=" not in search(None, "Haltestelle") + search(None, "Fahrstuhl")


def test_a_room_that_is_not_hers_is_never_named():
    a_room("Geheimer Kreis", readers="team", writers="team")
    reader = ben()
    assert "Geheimer Kreis" not in search(reader, "Haltestelle") and "neu/?q=" not in search(reader, "Haltestelle")
    assert "Geheimer Kreis" in search(ada(), "Haltestelle")


def test_the_server_writes_down_no_address():
    run = (settings.ROOT / "bin/run").read_text()
    assert "-m gunicorn" in run and "--access-log" not in run and "--config" not in run
    assert "access_log off" in (settings.ROOT / "docs/operating.md").read_text()


def test_the_page_asks_the_database_as_often_for_one_result_as_for_many():
    an_event("Treffen eins")
    reader = client_of(ben())
    reader.get("/suche/?q=Treffen")
    one = queries_of(reader, "/suche/?q=Treffen")
    for number in range(9):
        an_event(f"Treffen {number}")
    reader.get("/suche/?q=Treffen")
    assert queries_of(reader, "/suche/?q=Treffen") == one <= 12


def test_every_page_has_the_field_and_the_page_itself_has_it_once():
    assert client_of(None).get("/").text.count('role="search"') == 1
    assert search(None, "").count('role="search"') == 1


def test_results_are_kept_by_nobody():
    answer = client_of(ben()).get("/suche/?q=Treffen")
    assert "no-store" in answer["Cache-Control"]


def test_freshness_is_said():
    an_event("Fachtag Wohnen", days=20)
    an_event("Fachtag Wohnen", days=200)
    assert search(None, "Wohnen").count("weil: aktuell") == 1


def test_freshness_is_mild():
    with time_machine.travel(timezone.now(), tick=False):
        an_event("Fachtag Wohnen", days=900)
        an_event("Ein langer Titel, in dem irgendwo auch Wohnen vorkommt", days=1)
        assert titles(search(None, "Fachtag Wohnen"))[0] == "Fachtag Wohnen"


def test_a_compound_that_is_nowhere_leads_to_what_it_is_made_of():
    an_event("Pool für Dolmetscher:innen")
    page = search(None, "Dolmetscherhonorare")
    assert titles(page) == ["Pool für Dolmetscher:innen"] and "nicht alle Wörter" in page
    assert titles(search(None, "Dolmetscherhonorare", genau="1")) == []


def test_a_hit_in_the_dialogue_leads_to_the_post_where_the_words_stand():
    asker, other = ben(), cem()
    agreed(asker, other)
    thread = a_thread(a_room(), asker, "Sprachmittlung", "Wer zahlt das?")
    a_reply(thread, other, "Bei uns zahlt es der Landkreis.")
    a_reply(thread, asker, "Danke, das hilft.")
    assert f'href="{thread.path}#beitrag-2"' in search(other, "Landkreis zahlt")
    assert f'href="{thread.path}"' in search(other, "Sprachmittlung")
