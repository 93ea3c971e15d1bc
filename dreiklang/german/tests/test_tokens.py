import pytest

from dreiklang.german.tests.makers import finds, german
from dreiklang.german.tokens import plain_form, words_in, words_of
from dreiklang.german.words import Steps

MARKS = ["*innen", ":innen", "_innen", "/-innen", "/innen", "(innen)", "·innen", "Innen"]


@pytest.mark.parametrize("mark", MARKS)
def test_all_genders_in_every_writing_are_one_word_that_both_find(mark):
    written = f"Mitarbeiter{mark}"
    assert words_of(f"Unsere {written}, alle") == ["Unsere", written, "alle"]
    assert finds("Mitarbeiter", written) and finds("Mitarbeiterin", written)
    assert finds(written, "Mitarbeiterinnen")


@pytest.mark.parametrize("mark", MARKS)
def test_without_the_step_the_writing_of_all_genders_is_not_understood(mark):
    """The negative control: it is the analysis that finds them, and not the cutting into words."""
    assert not finds("Mitarbeiter", f"Mitarbeiter{mark}", german(Steps(gender=False, compounds=False)))


@pytest.mark.parametrize("written", ["Bürger*innenbüro", "Bürger:innenbüro", "Bürger_innenbüro", "BürgerInnenbüro"])
def test_all_genders_within_a_compound(written):
    assert words_of(written) == [written]
    assert finds("Bürger", written) and finds("Büro", written) and finds("Bürgerbüro", written)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Beauftragte*r", "Beauftragte"), ("Beauftragte:r", "Beauftragte"), ("Beauftragte/r", "Beauftragte"),
        ("Ärzt*in", "Ärztin"), ("Kolleg*innen", "Kolleginnen"), ("Referent/-in", "Referentin"),
        ("Vermieter(innen)", "Vermieterinnen"), ("MigrantInnen", "Migrantinnen"), ("Job-Center", "Job-Center"),
        ("Job\u2011Center", "Job-Center"), ("Berlin", "Berlin"),
    ],
)  # fmt: skip
def test_plain_forms(written, plain):
    assert plain_form(written) == plain


def test_a_mark_that_stands_for_something_else_parts_words():
    assert words_of("und/oder") == ["und", "oder"]
    assert words_of("Start:14 Uhr") == ["Start", "14", "Uhr"]
    assert words_of("Stadt (innen hell)") == ["Stadt", "innen", "hell"]


def test_hyphens_hold_words_together_and_leave_out_what_follows():
    assert words_of("Sprach- und Integrationskurse") == ["Sprach-", "und", "Integrationskurse"]
    assert words_of("Kita-Platz – ein Weg") == ["Kita-Platz", "ein", "Weg"]
    assert finds("Sprache", "Sprach-")
    assert finds("Kitaplatz", "Kita-Platz") and finds("Kita-Platz", "Kitaplatz") and finds("Platz", "Kita-Platz")


def test_numbers_paragraphs_and_short_names_are_words():
    assert words_of("§ 16a AufenthG, §§ 3,4 SGB II (2024)") == [
        "16a", "AufenthG", "3", "4", "SGB", "II", "2024"
    ]  # fmt: skip
    assert german().query("16a") == (("16a",),) and german().index("16a").whole == ("16a",)
    assert finds("sgb", "SGB") and finds("II", "ii") and finds("aufenthg", "AufenthG")
    assert not finds("16a", "16b") and not finds("16", "16a")


def test_words_tell_where_they_stand():
    text = "Ein Büro für Bürger*innen."
    assert [text[match.start() : match.end()] for match in words_in(text)] == ["Ein", "Büro", "für", "Bürger*innen"]


ODD = [
    "", " ", "\0", "a\0b", "😀",
    "😀😀 Hallo 👩‍👩‍👧", "مرحبا بالعالم", "日本語のテキスト", "é" * 3, "e\u0301\u0301\u0301",
    "\u0301", "x" * 10_000, "ä" * 10_000, "Rat" * 3_000, "-".join(["Kita"] * 2_000), "-" * 5_000, "*innen" * 1_000,
    "a*innen" * 1_000, "(innen)", "/-", "_", "·", "ß", "ßßß", "ſs", "ﬃ", "İ", "ǅ", "٣٤", "½", "Ⅳ", "\ud800", "\u202e",
    "s", "es", "n-", "I", "Innen", "iInnen", "0" * 500, "1a2b3c", "~", "=", "=1 n", "~haus", "a\u00adb", "\ufffd",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_whatever_is_written_is_read_without_a_fault(text):
    for word in [text, *words_of(text)]:
        terms = german().index(word)
        asked = german().query(word)
        assert terms.whole and asked and all(asked)
        assert all(len(term) <= 200 for term in (*terms.whole, *terms.parts))


def test_whatever_is_written_finds_itself():
    for text in ODD:
        assert all(finds(word, word) for word in words_of(text)), text
