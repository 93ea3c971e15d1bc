import pytest

from dreiklang.german.spelling import drawn_together, marks_of, spelt_out, unmarked, with_marks, without_umlauts
from dreiklang.german.tests.makers import finds
from dreiklang.german.tokens import words_of


@pytest.mark.parametrize(
    "word",
    [
        "unterkünfte", "straße", "grüße", "ausländerbehörde", "massenmaß", "essen", "äöüß", "kongress", "ß", "ssß", "",
        "übergrößenträgerüberführungslösungsmöglichkeiten",
    ],
)  # fmt: skip
def test_marks_taken_off_and_put_on_again_give_the_word(word):
    assert with_marks(without_umlauts(word), marks_of(word)) == word


def test_a_mark_beyond_the_sixteenth_vowel_is_lost_and_nothing_else():
    word = "a" * 16 + "ä" + "b"
    assert with_marks(without_umlauts(word), marks_of(word)) == "a" * 17 + "b"


def test_terms_are_spelt_out_without_accents():
    assert spelt_out("größenänderung") == "groessenaenderung"
    assert [spelt_out(name) for name in ("café", "şahin", "čović", "łukasz", "ñ")] == [
        "cafe", "sahin", "covic", "lukasz", "n",
    ]  # fmt: skip
    assert spelt_out("مرحبا") == "مرحبا"


def test_what_was_typed_without_umlauts_can_be_drawn_together():
    assert drawn_together("auslaender") == "ausländer"
    assert unmarked("ärzt") == "arzt"
    assert unmarked("väterhäus") == "väterhaus"
    assert unmarked("kollege") == "kollege"


@pytest.mark.parametrize("typed", ["Ausländerbehörde", "Auslaenderbehoerde", "Auslanderbehorde", "AUSLÄNDERBEHÖRDE"])
@pytest.mark.parametrize("written", ["Ausländerbehörde", "Auslaenderbehoerden", "Auslanderbehorde"])
def test_umlauts_are_found_however_they_are_typed(typed, written):
    assert finds(typed, written)


@pytest.mark.parametrize("typed", ["Straße", "Strasse", "strasse", "STRASSE"])
@pytest.mark.parametrize("written", ["Straße", "Straßen", "Strasse", "Strassen", "STRASSE"])
def test_sharp_s_is_found_however_it_is_typed(typed, written):
    assert finds(typed, written)


def test_vowels_that_stand_beside_each_other_by_chance_stay_apart():
    assert finds("Bauer", "Bauern")
    assert not finds("Bär", "Baer" + "nhunger")
    assert finds("Steuer", "Steuern")
    assert finds("Israel", "Israels")


def test_accents_are_found_without_being_typed():
    assert finds("Cafe", "Café") and finds("Café", "Cafe")
    assert finds("Sahin", "Şahin") and finds("Istanbul", "İstanbul")


def test_what_was_copied_from_a_pdf_is_read_like_what_was_typed():
    assert words_of("A\u0308rzte") == ["Ärzte"]
    assert words_of("\ufb01nden") == ["finden"]
    assert words_of("Inte\u00adgra\u00adtion") == ["Integration"]
