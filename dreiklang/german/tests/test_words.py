import tomllib

import pytest

from dreiklang.german.field_words import read_field_words
from dreiklang.german.tests.makers import DICTIONARY, finds, german, with_list
from dreiklang.german.words import Steps, Words


def parts_of(word: str) -> list[str]:
    return [part.lemma for part in german().compounds.parts(word.lower())]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Asylbewerberleistungsgesetz", "asyl bewerber leistung gesetz"),
        ("Geflüchtetenunterbringung", "geflüchtete unterbringung"),
        ("Donaudampfschifffahrtsgesellschaft", "donau dampf schiff fahrt gesellschaft"),
        ("Kindergarten", "kind garten"),
        ("Länderfinanzierung", "land finanzierung"),
        ("Hilfsangebot", "hilfe angebot"),
        ("Wohnheim", "wohn heim"),
        ("Kitaplatz", "kita platz"),
    ],
)
def test_a_compound_is_made_of_its_smallest_parts(word, parts):
    assert parts_of(word) == parts.split()


@pytest.mark.parametrize(
    "word",
    "Transport Gewohnheit Antwort Verbraucher Mitteilung Haushalt Zeitung Komitee Kontrolle Gesellschaft Mitarbeiter "
    "Vorrat Heirat Statistik Verwaltung Wohnung Rat Xylqwert".split(),
)
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert parts_of(word) == []


def test_every_row_of_parts_is_stored_and_all_of_them_are_asked_for():
    stored = german().index("Asylbewerberleistungsgesetz")
    assert stored.whole == ("asylbewerberleistungsgesetz",)
    assert {"asyl", "asylbewerber", "bewerberleistung", "leistungsgesetz", "gesetz"} <= set(stored.parts)
    assert german().query("Asylbewerberleistungsgesetz")[1] == ("asyl", "bewerber", "leistung", "gesetz")
    assert not set(stored.whole) & set(stored.parts)


def test_who_asks_for_the_compound_does_not_find_a_part_of_it():
    assert finds("Unterbringung", "Geflüchtetenunterbringung")
    assert not finds("Geflüchtetenunterbringung", "Unterbringung")


def test_women_of_a_long_word_are_not_taken_for_a_gutter():
    """Mitarbeiterinnen has as many letters as words that are looked at for parts that the dictionary does not know."""
    assert not finds("Rinne", "Mitarbeiterinnen") and finds("Rinne", "Dachrinne")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Arzt", "Ärztinnen"), ("Kollege", "Kollegin"), ("Berater", "Beratung"), ("beraten", "Beratung"),
        ("mitarbeiten", "Mitarbeitende"), ("integrieren", "Integration"), ("teilnehmen", "Teilnahme"),
        ("dulden", "geduldet"), ("einbürgern", "eingebürgert"), ("Geflüchteter", "geflüchtet"),
        ("mehrsprachig", "Mehrsprachigkeit"), ("Ehrenamt", "ehrenamtlich"), ("Rassismus", "rassistisch"),
        ("Beratung", "Migrationsberatung"), ("beraten", "Migrationsberaterinnen"), ("Region", "überregionale"),
        ("Sucht", "süchtig"), ("feiern", "Feier"), ("Besuch", "Besucherinnen"), ("Engagement", "engagiert"),
        ("Politik", "bildungspolitisch"), ("Förderer", "Förderinnen"), ("Glaube", "Glaubens"),
    ],
)  # fmt: skip
def test_words_of_one_family_find_each_other(asked, written):
    assert finds(asked, written)


def test_who_asks_for_what_comes_from_an_act_does_not_mean_the_act():
    assert finds("Arbeit", "Arbeiter") and not finds("Arbeiter", "Arbeit")
    assert not finds("Ausweis", "Ausweisung") and not finds("Antrag", "Anträger")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Bildung", "bildungspolitische"), ("Armut", "armutsgefährdet"), ("Rassismus", "rassismuskritisch"),
        ("Land", "länderübergreifend"), ("Asyl", "Asylsuchende"), ("Daten", "Kontaktdaten"), ("nähen", "Nähkurse"),
        ("Pate", "Bildungspaten"), ("Flüchtlingsunterkunft", "Fluechtlingsunterkunfte"),
    ],
)  # fmt: skip
def test_compounds_of_every_kind_show_their_parts(asked, written):
    assert finds(asked, written) and not finds(asked, written, german(Steps(*[False] * len(Steps._fields))))


@pytest.mark.parametrize(("asked", "written"), [("Spat", "Bildungspaten"), ("Note", "not")])
def test_what_only_looks_like_a_part_is_none(asked, written):
    assert not finds(asked, written)
    assert german().compounds.parts("versendend") == ()  # of a verb, not of a Vers


@pytest.mark.parametrize(("asked", "written"), [("Masse", "Maße"), ("Not", "Note"), ("Messe", "Messer")])
def test_what_only_looks_alike_stays_apart(asked, written):
    assert not finds(asked, written)
    assert finds("Straße", "Strasse")


def test_a_date_is_no_woman():
    assert not finds("Term", "Termin")


def test_who_asks_for_a_woman_finds_men_too_and_all_genders():
    assert finds("Ärztin", "Arzt") and finds("Kollegin", "Kolleg*innen")


@pytest.mark.parametrize(
    ("step", "asked", "written"),
    [
        ("lemmas", "Haus", "Häusern"), ("spelling", "Behorde", "Behörden"), ("gender", "Arzt", "Ärzt*innen"),
        ("relatives", "beraten", "Beratung"), ("compounds", "Unterbringung", "Geflüchtetenunterbringung"),
        ("field_words", "Kita", "Kindertagesstätte"),
    ],
)  # fmt: skip
def test_each_step_does_something_and_can_be_left_out(step, asked, written):
    assert finds(asked, written)
    assert not finds(asked, written, german(Steps()._replace(**{step: False})))


@pytest.mark.parametrize("cases", [["Xylqwert", "Xylqwerts", "Xylqwerten"], ["Brzezinska", "Brzezinskas"]])
def test_names_and_unknown_words_are_found_in_all_their_cases(cases):
    assert all(finds(asked, written) for asked in cases for written in cases)
    assert not finds(cases[0], "Quxlymbel")


def test_the_stem_of_an_unknown_word_never_meets_a_word():
    assert not finds("Xylhauses", "Xylhaut") and not finds("Quans", "Quan" + "tum")
    assert german().query("Xylqwerts") == (("xylqwerts",), ("~xylqwert",))


def test_a_double_name_is_found_by_each_half():
    assert finds("Rottluff", "Schmidt-Rottluff") and finds("Schmidt-Rottluff", "Schmidt-Rottluffs")


def test_a_capital_tells_the_noun_in_a_text_and_nothing_in_a_question():
    assert german().index("Stelle").whole == ("stelle",)
    assert "stellen" in german().index("stelle").whole
    assert {("stelle",), ("stellen",)} <= set(german().query("stelle"))


def test_without_the_dictionary_nothing_is_answered(tmp_path):
    with pytest.raises(FileNotFoundError):
        Words(tmp_path / "words")


def test_the_list_says_what_a_word_is_made_of(tmp_path):
    words = with_list(tmp_path, '[parts]\nQuxlymbel = "qux lymbel"')
    assert words.compounds.parts("quxlymbel")[0].lemma == "qux"
    assert finds("Qux", "Quxlymbel", words) and not finds("Qux", "Quxlymbel", with_list(tmp_path, ""))


def test_the_list_says_what_stays_whole(tmp_path):
    assert finds("Kind", "Kindergarten", with_list(tmp_path, ""))
    words = with_list(tmp_path, 'whole = ["Kindergarten"]')
    assert not finds("Kind", "Kindergarten", words) and not finds("Kind", "Kindergärten", words)


def test_the_list_says_what_begins_and_ends_words(tmp_path):
    assert not finds("Qux", "Quxplatz", with_list(tmp_path, ""))
    assert finds("Qux", "Quxplätze", with_list(tmp_path, 'pieces = ["Qux"]'))
    assert not finds("Wald", "Waldkita", with_list(tmp_path, ""))
    words = with_list(tmp_path, 'pieces = ["Kita"]')
    assert finds("Wald", "Waldkitas", words) and finds("Kita", "Waldkita", words)


def test_equal_words_of_the_list_find_each_other_and_groups_stay_apart(tmp_path):
    words = with_list(tmp_path, 'same = [["Kita", "Kindertagesstätte"], ["XQZ", "zentrale Sonderstelle"]]')
    assert finds("Kita", "Kindertagesstätten", words) and finds("Kindertagesstätte", "Kitas", words)
    assert ("zentral", "sonderstelle") in words.query("xqz")
    assert not finds("Kita", "Sonderstelle", words)


def test_a_fault_in_the_list_is_told_with_its_line(tmp_path):
    faulty = 'same = [\n    ["Kita", "Hort"],\n    ["Amt" "Stelle"],\n]\n'
    (tmp_path / "list.toml").write_text(faulty)
    with pytest.raises(tomllib.TOMLDecodeError, match="line 3"):
        read_field_words(tmp_path / "list.toml")


def test_the_list_of_the_house_can_be_read():
    listed = read_field_words()
    assert listed.same and listed.pieces and listed.parts
    assert all(len(group) > 1 for group in listed.same)
    assert DICTIONARY.stat().st_size < 10_000_000
