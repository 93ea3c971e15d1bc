import pytest
from django.test import RequestFactory

from dreiklang.foundation.forms import HouseForm
from dreiklang.places.forms import MunicipalityField
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_district, a_municipality
from dreiklang.places.views import municipalities

pytestmark = [pytest.mark.django_db, pytest.mark.urls("dreiklang.places.urls"), pytest.mark.once]


class PlaceForm(HouseForm):
    place = MunicipalityField(label="Ihre Kommune")


class OptionalForm(HouseForm):
    place = MunicipalityField(label="Ihre Kommune", required=False)


@pytest.fixture
def places():
    other = a_district("Seegau", "99118")
    return [
        a_municipality("Musterlingen", "99115003"),
        a_municipality("Lindenmühl", "99115007", population=1804),
        a_municipality("Lindenmühl", "99118009", district=other, population=7840),
    ]


def suggestions(**query) -> str:
    return municipalities(RequestFactory().get("/kommunen/", query)).content.decode()


def test_a_name_becomes_the_municipality(places):
    form = PlaceForm({"place": " musterlingen "})
    assert form.is_valid() and form.cleaned_data["place"] == places[0]


def test_a_label_or_a_key_becomes_the_municipality(places):
    for text in ("Lindenmühl (Seegau)", "99118009"):
        form = PlaceForm({"place": text})
        assert form.is_valid() and form.cleaned_data["place"] == places[2]


def test_the_empty_field_asks_for_it_or_is_none(places):
    form, optional = PlaceForm({"place": " "}), OptionalForm({"place": ""})
    assert form.errors["place"] == ["Bitte geben Sie Ihre Kommune an."]
    assert optional.is_valid() and optional.cleaned_data["place"] is None


def test_an_unknown_name_is_refused_and_stays_in_the_field(places):
    form = PlaceForm({"place": "Gibtsnicht <b>"})
    assert "nicht bekannt" in form.errors["place"][0]
    assert 'value="Gibtsnicht &lt;b&gt;"' in str(form["place"])
    assert 'type="radio"' not in str(form["place"])


def test_an_ambiguous_name_offers_what_it_could_mean(places):
    form = PlaceForm({"place": "Lindenmühl"})
    assert "nicht eindeutig" in form.errors["place"][0]
    html = str(form["place"])
    assert html.count('type="radio"') == 2
    assert html.index("Lindenmühl (Seegau)") < html.index("Lindenmühl (Oberauland)")
    assert '<label class="kern-label" for="id_place-auswahl-1">' in html and 'id="id_place-auswahl-1"' in html


def test_the_chosen_radio_button_decides_and_its_label_stands_in_the_field(places):
    form = PlaceForm({"place": "Lindenmühl", "place-zu": "Lindenmühl", "place-auswahl": "99115007"})
    assert form.is_valid() and form.cleaned_data["place"] == places[1]
    assert 'value="Lindenmühl (Oberauland)"' in str(form["place"])


def test_who_types_something_else_instead_means_what_was_typed(places):
    form = PlaceForm({"place": "Musterlingen", "place-zu": "Lindenmühl", "place-auswahl": "99115007"})
    assert form.is_valid() and form.cleaned_data["place"] == places[0]


def test_a_forged_choice_is_refused(places):
    form = PlaceForm({"place": "Lindenmühl", "place-zu": "Lindenmühl", "place-auswahl": "99999999"})
    assert "nicht bekannt" in form.errors["place"][0]


def test_the_candidates_of_one_form_are_not_shown_in_the_next(places):
    assert not PlaceForm({"place": "Lindenmühl"}).is_valid()
    assert 'type="radio"' not in str(PlaceForm()["place"])


def test_the_field_works_with_suggestions_and_without_scripts(places):
    html = str(PlaceForm()["place"])
    assert '<datalist id="id_place-vorschlaege"></datalist>' in html and 'list="id_place-vorschlaege"' in html
    assert 'hx-get="/kommunen/?feld=place"' in html and 'hx-target="#id_place-vorschlaege"' in html
    assert "kern-form-input__input" in html and 'value="' not in html
    assert "style=" not in html and "<script" not in html


def test_what_is_known_already_stands_in_the_field_and_counts_as_unchanged(places):
    known = Municipality.objects.with_district().get(pk="99115003")
    assert 'value="Musterlingen (Oberauland)"' in str(PlaceForm(initial={"place": known})["place"])
    assert not PlaceForm({"place": known.label}, initial={"place": known}).has_changed()


def test_suggestions_are_options_with_labels(places):
    assert suggestions(q="linden").split("\n")[:2] == [
        '<option value="Lindenmühl (Seegau)"></option>', '<option value="Lindenmühl (Oberauland)"></option>',
    ]  # fmt: skip
    assert suggestions(feld="place", place="muster") == suggestions(q="muster") != ""


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": " l "}, {"q": "gibtsnicht"}, {"feld": "place"}])
def test_there_are_no_suggestions_for_less_than_two_letters_or_no_match(places, query):
    assert suggestions(**query).strip() == ""


def test_not_more_than_twelve_suggestions():
    for number in range(20):
        a_municipality(f"Ort {number}", f"991150{number:02d}")
    assert suggestions(q="ort").count("<option") == 12


def test_suggestions_are_the_same_for_everyone_and_may_be_kept(places):
    response = municipalities(RequestFactory().get("/kommunen/", {"q": "muster"}))
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert municipalities(RequestFactory().post("/kommunen/")).status_code == 405


def test_as_many_queries_for_three_suggestions_as_for_one(places, django_assert_num_queries):
    a_municipality("Lindenmühlheim", "99115008")
    for text, count in (("muster", 1), ("linden", 3)):
        with django_assert_num_queries(1):
            assert suggestions(q=text).count("<option") == count
