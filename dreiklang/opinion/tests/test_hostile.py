"""Whatever comes in: a sound result, or a sentence."""

import json
from math import inf, isfinite, nan

import numpy as np
import pytest

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.matrix import Statement, Votes
from dreiklang.opinion.results import as_json
from dreiklang.opinion.sentences import Unusable
from dreiklang.opinion.steering import steer
from dreiklang.opinion.tests.makers import camps, statements


def is_sound(value) -> bool:
    if isinstance(value, dict):
        return all(isinstance(name, str) and is_sound(each) for name, each in value.items())
    if isinstance(value, list | tuple):
        return all(map(is_sound, value))
    return value is None or type(value) in (str, bool, int) or (type(value) is float and isfinite(value))


SOUND = {
    "nothing": ([], []),
    "statements without votes": ([], statements(3)),
    "one voter": ([(1, each, 1) for each in range(9)], statements(9)),
    "one vote": ([(1, 0, -1)], statements(1)),
    "one statement": ([(each, 0, (1, -1, 0)[each % 3]) for each in range(40)], statements(1)),
    "two statements": ([(each, s, (1, -1, 0)[(each + s) % 3]) for each in range(40) for s in (0, 1)], statements(2)),
    "all agree": ([(each, s, 1) for each in range(40) for s in range(9)], statements(9)),
    "all pass": ([(each, s, 0) for each in range(40) for s in range(9)], statements(9)),
    "all the same person's": ([(1, s, 1 if s % 2 else -1) for s in range(30)], statements(30)),
    "everybody another statement": ([(each, each, 1) for each in range(40)], statements(40)),
    "all taken out": (camps(), statements(12, is_out=True)),
    "all about people": (camps(), statements(12, is_meta=True)),
    "the same vote twice": (camps() * 2, statements(12)),
    "two opposites": ([(e, s, 1 if e % 2 else -1) for e in range(40) for s in range(9)], statements(9)),
    "words as names": ([(f"p{e}", f"s{s}", v) for e, s, v in camps()], [Statement(f"s{each}") for each in range(12)]),
    "huge and negative numbers": ([(e - 2**62, s, v) for e, s, v in camps()], statements(12)),
    "floats that are votes": (Votes([1, 2], [0, 0], np.array([1.0, -1.0])), statements(1)),
    "a symmetric debate": ([(e, s, 1 if (e >> s) & 1 else -1) for e in range(64) for s in range(6)], statements(6)),
}


@pytest.mark.parametrize("minimum", [1, 5])
@pytest.mark.parametrize("name", SOUND)
def test_strange_debates_have_a_sound_result(name, minimum):
    votes, of = SOUND[name]
    found = analyse(votes, of, minimum_group=minimum, resamples=3)
    assert is_sound(as_json(found))
    json.dumps(as_json(found), allow_nan=False)
    assert [each.id for each in found.statements] == sorted(each.id for each in of)
    assert min(steer(votes, of).priorities.values(), default=1) > 0


SENTENCES = {
    "ist 1 (stimme zu)": [
        ([(1, 0, 2)], statements(1)), ([(1, 0, nan)], statements(1)), ([(1, 0, inf)], statements(1)),
        ([(1, 0, "1")], statements(1)), ([(1, 0, None)], statements(1)), ([(1, 0, 0.5)], statements(1)),
        ([(1, 0, [1, 0])], statements(1)), ([(1, 0, 10**30)], statements(1)), ([(1, 0, 1j)], statements(1)),
    ],
    "zwei verschiedene Stimmen": [([(7, 0, 1), (8, 0, 1), (7, 0, -1)], statements(1))],
    "aber keinen Text": [([(1, 5, 1)], statements(1)), ([(1, 0, 1)], [])],
    "kommt zweimal vor": [([], [Statement(1), Statement(1)])],
    "ganze Zahlen oder alle Wörter": [
        ([(1, 0, 1), ("1", 0, 1)], statements(1)), ([(nan, 0, 1)], statements(1)), ([(None, 0, 1)], statements(1)),
        ([(True, 0, 1)], statements(1)), ([], [Statement(1), Statement("1")]), ([(1.0, 0, 1)], statements(1)),
    ],
    "zu groß": [([(2**70, 0, 1)], statements(1))],
    "drei Angaben": [([(1, 0)], statements(1)), ([5], statements(1)), (["abc"], statements(1))],
    "verschieden viele": [(Votes([1, 2], [0], [1]), statements(1))],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "given"), [(name, each) for name, all_ in SENTENCES.items() for each in all_])
def test_what_is_no_debate_is_refused_with_a_sentence(sentence, given):
    with pytest.raises(Unusable, match="."):
        analyse(*given)
    try:
        analyse(*given)
    except Unusable as refusal:
        assert sentence in str(refusal) and str(refusal).endswith(".")


@pytest.mark.parametrize("others", [{"minimum_group": 0}, {"minimum_group": 2.5}, {"resamples": -1}])
def test_sizes_that_make_no_sense_are_refused(others):
    with pytest.raises(Unusable, match="ganze Zahl ab"):
        analyse([], [], **others)


def test_ten_thousand_statements_are_computed():
    lots = np.random.default_rng(1)
    people = np.repeat(np.arange(200), 50)
    votes = Votes(people, np.concatenate([lots.permutation(10_000)[:50] for _ in range(200)]),
                  lots.choice([1, -1, 0], len(people)))  # fmt: skip
    found = analyse(votes, statements(10_000), resamples=0)
    assert len(found.statements) == 10_000
