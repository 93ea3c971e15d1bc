"""Made-up debates, small enough to see through."""

import random
from functools import cache
from pathlib import Path

import pytest

from dreiklang.opinion.matrix import Statement
from dreiklang.opinion.polis_files import Conversation, read
from dreiklang.opinion.results import Analysis

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "polis"
FORMS = ("agree", "disagree", "passed")


def statements(number: int, **others) -> list[Statement]:
    return [Statement(each, f"Aussage {each}", **others) for each in range(number)]


def camps(sizes=(12, 8), number=12, *, faithful=0.95, answered=1.0, seed=0) -> list[tuple[int, int, int]]:
    """Votes of camps that answer each statement alike, each with an opinion of its own about it; the first three
    statements are shared by all. Participant numbers run through the camps one after the other."""
    lots = random.Random(seed)
    votes, person = [], 0
    opinions = [[1 if each < 3 else lots.choice((1, -1)) for each in range(number)] for _ in sizes]
    for each in range(3, number):
        opinions[each % len(sizes)][each] = -opinions[(each + 1) % len(sizes)][each]
    for camp, size in enumerate(sizes):
        for _ in range(size):
            for each in range(number):
                if lots.random() < answered:
                    is_faithful = lots.random() < faithful
                    votes.append((person, each, opinions[camp][each] if is_faithful else lots.choice((1, -1, 0))))
            person += 1
    return votes


def labels(analysis: Analysis) -> dict:
    return {each.id: each.group for each in analysis.participants}


def partition(analysis: Analysis) -> set[frozenset]:
    found = labels(analysis)
    return {frozenset(each for each in found if found[each] == group.id) for group in analysis.groups}


@cache
def conversation(name: str) -> Conversation:
    return read(polis(name))


def polis(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip("Die Gespräche aus Polis liegen nicht neben dem Projekt (../shared/data/polis).")
    return folder
