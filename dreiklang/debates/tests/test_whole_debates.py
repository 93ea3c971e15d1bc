"""Whole debates of fifteen to sixty people, in camps, state after state until the end: whatever is shown of them, in
rows, groups and points, is in whole fives, and so is the difference of any two states."""

from random import Random

import pytest

from dreiklang.debates import publishing
from dreiklang.debates.publishing import Said, part_of

STATEMENTS = [Said(number, f"Aussage {number}") for number in range(12)]


def debate(seed: int) -> list[dict]:
    """What was shown of it, state after state; the last one with groups."""
    draw = Random(seed)
    people, camps = draw.randint(15, 60), draw.randint(1, 3)
    leaning = [[draw.choice([1, -1]) for _one in STATEMENTS] for _camp in range(camps)]
    votes, shown, new = {}, [], 0
    for number in range(people):
        mine = draw.choice(leaning)
        asked = draw.sample(range(len(STATEMENTS)), draw.randint(7, len(STATEMENTS)))
        votes[f"{number}"] = {at: draw.choices([mine[at], 0, -mine[at]], [8, 1, 1])[0] for at in asked}
        new += 1
        is_last = number == people - 1
        if is_last or new >= 5 and draw.random() < 0.3:
            before = shown[-1] if shown else {}
            shown.append(part_of(dict(votes), STATEMENTS, before, new=new, is_last=is_last))
            new = 0
    return shown


def numbers_of(shown: dict) -> list[int]:
    """Every number of people in it, in an order that two states share as far as both have it."""
    found = [shown["voters"], *(row[each] for row in shown["rows"] for each in ("agree", "disagree", "passed"))]
    return [*found, *(each["size"] for each in (*shown["groups"], *shown["points"]))]


def faults(states: list[dict]) -> list[str]:
    told = [numbers_of(shown) for shown in states]
    found = [f"{number} in einem Stand" for numbers in told for number in numbers if number % 5]
    for earlier, later in zip(told, told[1:], strict=False):
        found += [
            f"{after - before} mehr" for before, after in zip(earlier, later, strict=False) if (after - before) % 5
        ]
    last = states[-1]
    found += ["eine Gruppe, die fast alle sind" for group in last["groups"] if group["size"] > last["voters"] - 5]
    found += ["Zahlen einer Gruppe" for group in last["groups"] for one in group["typical"] if "successes" in one]
    return found + ["ein Punkt für wenige" for point in last["points"] if point["size"] < 5]


def test_whole_debates_rest_on_fives():
    debates = [debate(seed) for seed in range(8)]
    assert [fault for states in debates for fault in faults(states)] == []
    assert any(states[-1]["groups"] for states in debates) and any(len(states) > 2 for states in debates)


def test_a_debate_that_is_told_exactly_would_be_found(monkeypatch):
    monkeypatch.setattr(publishing, "fives", lambda number: number)
    assert any(faults(debate(seed)) for seed in range(8))


@pytest.mark.prove
def test_ten_thousand_whole_debates_rest_on_fives():
    assert not [seed for seed in range(10_000) if faults(debate(seed))]
