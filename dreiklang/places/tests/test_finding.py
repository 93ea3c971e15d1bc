import pytest

from dreiklang.places.finding import Ambiguous, Unknown, find, pick
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    seen = a_district("Seegau", "99118")
    town = a_district("Lindenstatt", "99111", "Stadtkreis")
    return {
        place.key: place
        for place in [
            a_municipality("Lindenmühl", "99115007", population=1804),
            a_municipality("Lindenmühl", "99118009", district=seen, population=7840),
            a_municipality("Lindenmühl-Süd", "99118010", district=seen, population=99),
            a_municipality("Bad Lindenmühl", "99118011", district=seen, population=50_000),
            a_municipality("St. Märgen an der Lauter", "99115012", population=1900),
            a_municipality("Lindenstatt", "99111000", district=town, kind="stadtkreis", population=210_314),
            a_municipality("Landkreis Oberauland", "99115000", kind="landkreis", population=110_000),
            a_municipality("Oberauland", "99118020", district=seen, population=700),
            a_municipality("Lindenmühl", "99115099", population=1, is_current=False),
        ]
    }


def found(text: str, **kwargs) -> list[str]:
    return [place.label for place in find(text, **kwargs)]


def test_exact_names_come_first_then_beginnings_then_words_and_the_larger_before_the_smaller(places):
    assert found("Lindenmühl") == [
        "Lindenmühl (Seegau)", "Lindenmühl (Oberauland)", "Lindenmühl-Süd (Seegau)", "Bad Lindenmühl (Seegau)",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["lindenmuehl", "LINDENMÜHL", "  Lindenmühl ", "Gemeinde Lindenmühl"])
def test_case_umlauts_and_what_stands_before_a_name_do_not_matter(places, text):
    assert found(text)[0] == "Lindenmühl (Seegau)"


@pytest.mark.parametrize("text", ["St Märgen", "st.märgen", "Märgen Lauter", "Sankt Gibtsnicht"])
def test_hyphens_dots_and_small_words_do_not_matter(places, text):
    assert found(text) == ([] if "Gibtsnicht" in text else ["St. Märgen an der Lauter (Oberauland)"])


def test_the_district_tells_namesakes_apart(places):
    for text in ("Lindenmühl (Oberauland)", "Lindenmühl Oberauland", "Lindenmühl, Landkreis Oberauland"):
        assert found(text) == ["Lindenmühl (Oberauland)"]


def test_a_landkreis_is_found_by_its_name_alone(places):
    assert found("oberauland") == ["Oberauland (Seegau)", "Landkreis Oberauland"]
    assert found("Kreis Oberauland")[0] == found("Landkreis O")[0] == "Landkreis Oberauland"


@pytest.mark.parametrize("key", ["99115007", "99 115 007"])
def test_a_key_finds_its_municipality(places, key):
    assert found(key) == ["Lindenmühl (Oberauland)"]
    assert pick(key) == places["99115007"]


@pytest.mark.parametrize("text", ["", "  ", "(", "%", "_", "\x00", "99115", "99115098", "x" * 100_000, "a b " * 50_000])
def test_what_is_no_name_finds_nothing(places, text):
    assert find(text) == []


def test_what_the_register_no_longer_names_is_not_offered(places):
    assert "99115099" not in {place.key for place in find("Lindenmühl")}
    assert find("99115099") == []


def test_not_more_than_asked_for(places):
    assert found("Lindenmühl", limit=1) == ["Lindenmühl (Seegau)"]


def test_a_label_picks_the_one_it_names(places):
    for place in places.values():
        if place.is_current:
            assert pick(place.label) == place


def test_the_long_label_of_officials_picks_too(places):
    assert pick("Lindenmühl (Landkreis Oberauland)") == places["99115007"]


def test_a_name_that_no_other_has_is_picked(places):
    assert pick("Lindenstatt") == pick("Stadt Lindenstatt") == places["99111000"]
    assert pick("bad lindenmuehl") == places["99118011"]


def test_a_name_of_several_is_ambiguous_and_brings_them(places):
    with pytest.raises(Ambiguous) as ambiguous:
        pick("Lindenmühl")
    assert [place.key for place in ambiguous.value.candidates][:2] == ["99118009", "99115007"]


def test_half_a_name_is_a_question_even_when_only_one_fits(places):
    with pytest.raises(Ambiguous) as ambiguous:
        pick("Lindenst")
    assert ambiguous.value.candidates == [places["99111000"]]


def test_a_landkreis_that_does_not_exist_is_not_taken_for_a_town(places):
    with pytest.raises(Ambiguous):
        pick("Landkreis Lindenstatt")


@pytest.mark.parametrize("text", ["Gibtsnicht", "", "00000000"])
def test_an_unknown_name_says_so(places, text):
    with pytest.raises(Unknown):
        pick(text)


def test_one_query_however_many_are_found(places, django_assert_num_queries):
    for text, count in (("Lindenstatt", 1), ("Lindenmühl", 4)):
        with django_assert_num_queries(1):
            assert len(found(text)) == count
    with django_assert_num_queries(1):
        pick("Lindenmühl (Oberauland)")
