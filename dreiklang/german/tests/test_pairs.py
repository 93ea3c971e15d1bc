"""Word pairs that people expect, and such that nobody does. Whole lists are judged: no single word is served."""

import re
from pathlib import Path

import pytest

from dreiklang.german.field_words import LIST
from dreiklang.german.tests.makers import ROOT, finds, german
from dreiklang.german.words import Steps

OWN = Path(__file__).with_name("pairs.tsv")
MORE = Path(__file__).with_name("more_pairs.tsv")
GIVEN = ROOT.parent / "shared/data/search/words.tsv"
ENOUGH, TOO_MANY = 0.97, {OWN: 2, MORE: 5, GIVEN: 2}  # of 182, of some 390 and of 17 that must not match
NONE = Steps(*[False] * len(Steps._fields))

needs_given = pytest.mark.skipif(
    not GIVEN.exists(), reason="Die Wortpaare liegen nicht neben dem Projekt (../shared/data/search)."
)
LISTS = [pytest.param(OWN, id="own"), pytest.param(MORE, id="more"), pytest.param(GIVEN, id="given", marks=needs_given)]


def pairs_of(path: Path) -> list[tuple[str, str, bool]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(asked, written, fits == "1") for asked, written, fits in (line.split("\t") for line in lines)]


def judged(path: Path, words=None) -> tuple[float, list[str], list[str]]:
    """The share of pairs that is found, those that are missing, and those that are found wrongly."""
    pairs = pairs_of(path)
    missing = [f"{asked} {written}" for asked, written, fits in pairs if fits and not finds(asked, written, words)]
    wrong = [f"{asked} {written}" for asked, written, fits in pairs if not fits and finds(asked, written, words)]
    return 1 - len(missing) / sum(fits for *_, fits in pairs), missing, wrong


@pytest.mark.parametrize("path", LISTS)
def test_pairs_are_found_and_what_does_not_belong_together_is_not(path):
    share, missing, wrong = judged(path)
    assert share >= ENOUGH, missing
    assert len(wrong) <= TOO_MANY[path], wrong


@pytest.mark.parametrize("path", LISTS)
def test_the_pairs_are_hard_without_the_analysis(path):
    assert judged(path, german(NONE))[0] < 0.4


@needs_given
def test_no_word_of_the_given_pairs_stands_in_the_list_of_the_field():
    listed = {word.lower() for word in re.findall(r"\w+", LIST.read_text(encoding="utf-8"))}
    given = {word.lower() for asked, written, _ in pairs_of(GIVEN) for word in (asked, written)}
    assert listed & given == set()


def test_our_own_pairs_are_none_of_the_given_ones_and_enough():
    own = pairs_of(OWN) + pairs_of(MORE)
    assert len(own) >= 300 and len(set(own)) == len(own)
    if GIVEN.exists():
        assert set(own).isdisjoint(pairs_of(GIVEN))
