from datetime import UTC, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from dreiklang.foundation.forms import HouseForm, LineField, PersonNameField, day_and_time
from dreiklang.foundation.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Südlohn", "Südlohn"), ("  viel   Platz ", "viel Platz"), ("eins\nzwei", "eins zwei"),
        ("eins\r\n\r\nzwei", "eins zwei"), ("a\tb\x0bc\x0cd", "a b c d"), ("a\x00b\x1bc\x7fd", "a b c d"),
        ("a\u2028b\u0085c", "a b c"), ("\u00a0a\u00a0", "a"), ("😀", "😀"),
        ("Betreff\r\nBcc: x@example.org", "Betreff Bcc: x@example.org"),
    ],
)  # fmt: skip
def test_a_line_is_one_line(typed, line):
    assert LineField().clean(typed) == line


@pytest.mark.parametrize("typed", ["", "   ", "\n\n", "\x00", "\x00\x1f", None])
def test_an_empty_line_counts_as_empty(typed):
    assert LineField(required=False).clean(typed) == ""
    with pytest.raises(ValidationError):
        LineField().clean(typed)


def test_a_line_is_measured_as_it_is_kept():
    assert LineField(max_length=3).clean("a   \n  b") == "a b"
    with pytest.raises(ValidationError):
        LineField(max_length=3).clean("abcd")


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lindqvist", "Dr. Cem Aydoğan", "Dr.med. Anna Groß", "Prof. Dr. h.c. Li", "O'Neill",
        "María José de la Cruz", "Müller-Lüdenscheidt, M.A.", "Nguyễn Thị Ánh", "محمد علي", "Li", "Jean-Luc",
        "St. John", "Dr.Müller", "Anna (Team 2)",
        "Otto von Communal", "Infos Netz", "Frau Decom", "Dipl.-Ing. Ute Net", "A. de Vries", "Dr. rer. nat. Comte",
    ],
)  # fmt: skip
def test_names_of_people_are_taken(name):
    assert PersonNameField().clean(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "ada@example.org", "@ada", "https://evil.example", "evil.com", "Besuchen Sie evil.de", "www.evil.example",
        "WWW.EVIL.EXAMPLE", "EVIL.COM", "evil.net/gewinn", "evil.org", "evil.info", "Ada\\Ben", "<b>Ada</b>", "Ada <x>",
        "evil.com.", "Klick evil.de!", "gewinn.shop", "evil.ru", "Jetzt auf bonus.xyz klicken", "evil.eu", "t.me",
        "casino.online", "evil.io", "evil.ch", "evil.at",
    ],
)  # fmt: skip
def test_addresses_are_not_names_of_people(name):
    with pytest.raises(ValidationError) as refused:
        PersonNameField().clean(name)
    assert refused.value.messages == ["Bitte geben Sie hier nur Ihren Namen an, keine Adresse."]


def test_an_address_cannot_hide_behind_a_line_break():
    with pytest.raises(ValidationError, match="keine Adresse"):
        PersonNameField().clean("Ada\nwww.evil.example")


def test_a_missing_name_is_asked_for_and_a_long_one_refused():
    with pytest.raises(ValidationError, match="Bitte geben Sie Ihren Namen an."):
        PersonNameField().clean("  ")
    with pytest.raises(ValidationError):
        PersonNameField().clean("x" * 121)
    assert PersonNameField(required=False).clean("") == ""


def test_the_browser_may_fill_in_the_name():
    assert PersonNameField().widget.attrs["autocomplete"] == "name" and str(PersonNameField().label) == "Ihr Name"


class DateForm(HouseForm):
    starts = day_and_time("Beginn")
    closes = day_and_time("Anmeldeschluss", required=False)


def typed(day="2026-11-08", clock="17:00", **more) -> DateForm:
    return DateForm({"starts_0": day, "starts_1": clock} | more)


@pytest.mark.parametrize("day", ["2026-11-08", "08.11.2026", "8.11.2026", "08.11.26"])
@pytest.mark.parametrize("clock", ["17:00", "17:00:00"])
def test_day_and_time_become_one_moment_of_the_house(day, clock):
    form = typed(day, clock)
    assert form.is_valid() and form.cleaned_data["starts"] == datetime(2026, 11, 8, 16, tzinfo=UTC)
    assert form.cleaned_data["closes"] is None


def test_in_summer_the_moment_is_two_hours_ahead():
    form = typed("2026-07-08")
    assert form.is_valid() and form.cleaned_data["starts"] == datetime(2026, 7, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("", "", "Bitte geben Sie Datum und Uhrzeit an."),
        ("2026-11-08", "", "Bitte geben Sie Datum und Uhrzeit an."),
        ("", "17:00", "Bitte geben Sie Datum und Uhrzeit an."),
        ("morgen", "17:00", "Bitte geben Sie ein Datum an, zum Beispiel 08.11.2026."),
        ("2026-02-30", "17:00", "Bitte geben Sie ein Datum an, zum Beispiel 08.11.2026."),
        ("2026-11-08", "abends", "Bitte geben Sie eine Uhrzeit an, zum Beispiel 17:00."),
        ("2026-11-08", "25:00", "Bitte geben Sie eine Uhrzeit an, zum Beispiel 17:00."),
        ("0001-01-01", "00:00", "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
        ("1999-12-31", "23:59", "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
        ("2101-01-01", "00:00", "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
        ("9999-12-31", "23:59", "Bitte geben Sie ein Jahr zwischen 2000 und 2100 an."),
    ],
)
def test_what_is_no_day_or_no_time_is_said_in_a_sentence(day, clock, sentence):
    assert sentence in typed(day, clock).errors["starts"]


def test_half_of_an_optional_moment_is_asked_to_be_completed():
    assert not typed(closes_0="2026-11-01").is_valid()
    assert not typed(closes_1="12:00").is_valid()


@pytest.mark.parametrize("day", ["2026-03-29", "2027-03-28"])
def test_an_hour_that_the_clocks_leave_out_is_refused(day):
    assert not typed(day, "02:30").is_valid()
    assert typed(day, "03:00").is_valid()


def test_the_two_fields_are_native_have_names_and_show_local_time():
    form = DateForm(initial={"starts": datetime(2026, 7, 8, 15, tzinfo=UTC)})
    html = str(form["starts"])
    assert 'type="date"' in html and 'type="time"' in html
    assert 'aria-label="Beginn: Datum"' in html and 'aria-label="Beginn: Uhrzeit"' in html
    assert 'value="2026-07-08"' in html and 'value="17:00"' in html
    assert form["starts"].id_for_label == "id_starts_0" and 'id="id_starts_0"' in html


def test_what_was_typed_stays_in_the_fields_and_cannot_break_out_of_them():
    html = str(typed('"><script>', "abends")["starts"])
    assert "<script" not in html and "abends" in html


def test_a_native_date_is_read_in_english_too():
    with translation.override("en"):
        form = typed()
        assert form.is_valid() and timezone.localtime(form.cleaned_data["starts"]).hour == 17


class PlainForm(HouseForm):
    text = forms.CharField()
    tick = forms.BooleanField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    own = forms.CharField(widget=forms.TextInput(attrs={"class": "mine"}))


def test_every_field_wears_the_class_of_the_design_system():
    classes = {name: field.widget.attrs["class"] for name, field in PlainForm().fields.items()}
    assert classes == {
        "text": "kern-form-input__input", "tick": "kern-form-check__checkbox", "choice": "kern-form-input__select",
        "many": "kern-form-check__checkbox", "own": "mine kern-form-input__input",
    }  # fmt: skip


def test_two_forms_of_a_kind_do_not_share_their_dress():
    PlainForm()
    assert PlainForm().fields["own"].widget.attrs["class"] == "mine kern-form-input__input"


def test_a_refusal_stands_at_its_field_or_above_the_form():
    form = PlainForm({"text": "x", "tick": "on", "choice": "a", "many": ["a"], "own": "x"})
    assert form.is_valid()
    form.refuse(Refusal("Das geht nicht.", field="text"))
    form.refuse(Refusal("Gar nicht."))
    form.refuse(Refusal("Nirgends.", field="seats"))
    assert form.errors["text"] == ["Das geht nicht."]
    assert form.non_field_errors() == ["Gar nicht.", "Nirgends."]


@pytest.mark.parametrize("invisible", ["\u200b", "\u2800", "\u00ad\u200d", "\u202e"])
def test_a_name_of_signs_that_nobody_sees_is_no_name(invisible):
    with pytest.raises(ValidationError, match="Bitte geben Sie Ihren Namen an."):
        PersonNameField().clean(invisible)
    assert PersonNameField().clean(f"Ben{invisible} Okonkwo") == "Ben Okonkwo"


def test_a_telephone_number_is_no_name():
    with pytest.raises(ValidationError, match="nur Ihren Namen"):
        PersonNameField().clean("Rufen Sie 0900123456 an")
