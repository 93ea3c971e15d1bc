import pytest

from dreiklang.index.queries import MOST_LETTERS, MOST_WORDS, Query, parse


def read(typed: str) -> tuple[list[str], list[str], list[str]]:
    query = parse(typed)
    return [word.typed for word in query.words], query.phrases, [word.typed for word in query.without]


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without"),
    [
        ("dolmetscher pool", ["dolmetscher", "pool"], [], []),
        ("Wie finde ich einen Dolmetscher?", ["finde", "Dolmetscher"], [], []),
        ('"sozialer Zusammenhalt" Fest', ["sozialer", "Zusammenhalt", "Fest"], ["sozialer zusammenhalt"], []),
        ("„Runder Tisch“", ["Runder", "Tisch"], ["runder tisch"], []),
        ("»Runder Tisch«", ["Runder", "Tisch"], ["runder tisch"], []),
        ("“Runder Tisch”", ["Runder", "Tisch"], ["runder tisch"], []),
        ('"Haus"', ["Haus"], [], []),
        ('"Tag der offenen Tür"', ["Tag", "offenen", "Tür"], ["tag der offenen tür"], []),
        ('"nie geschlossen', ["geschlossen"], ["nie geschlossen"], []),
        ("Wohnung -Miete", ["Wohnung"], [], ["Miete"]),
        ('Wohnung -"teure Miete"', ["Wohnung"], [], ["teure", "Miete"]),
        ("Kita-Platz", ["Kita-Platz"], [], []),
        ("-nur -Ausschluss", [], [], ["nur", "Ausschluss"]),
        ("der die das", ["der", "die", "das"], [], []),
        ("Mitarbeiter*innen § 16a", ["Mitarbeiter*innen", "16a"], [], []),
        ("", [], [], []), ("   ", [], [], []), ('""', [], [], []), ("-", [], [], []), ("- -", [], [], []),
        ('"', [], [], []), ("„“", [], [], []), ("😀", [], [], []), ("NEAR(a b) OR *", ["NEAR", "OR"], [], []),
    ],
)  # fmt: skip
def test_what_was_typed_is_understood(typed, words, phrases, without):
    found = read(typed)
    if typed.startswith(('"nie', "NEAR")):  # single letters and empty words may stand or fall
        assert set(words) <= set(found[0])
    else:
        assert found == (words, phrases, without)


def test_only_so_much_is_read():
    assert len(parse(" ".join(f"wort{number}" for number in range(40))).words) == MOST_WORDS
    assert len(parse("x" * 10_000).words[0].typed) == MOST_LETTERS


@pytest.mark.parametrize(
    "typed", ["a\0b", "\0", "\ufffd", "مرحبا", '"' * 999, "-" * 999, "a" + "\u0301" * 500, "(((", "^*:"]
)
def test_whatever_is_typed_is_read_without_a_fault(typed):
    assert isinstance(parse(typed), Query)


def test_a_question_of_nothing_but_exclusions_is_empty():
    assert parse("-Miete").is_empty and parse("").is_empty
    assert not parse('"in der"').is_empty
