import random
from functools import partial

import pytest

from dreiklang.debates.cells import AGREE, DISAGREE, PASS, Row, row_of

VALUES = (AGREE, DISAGREE, PASS)
Counts = tuple[int, int, int]  # who agree, do not, pass


def told(counts: Counts, before: Row = Row(), *, voters: int, new: int) -> Row:  # noqa: B008
    values = [value for value, number in zip(VALUES, counts, strict=True) for _someone in range(number)]
    return row_of(dict(enumerate(values)), before, voters=voters, new=new)


@pytest.mark.parametrize(("counts", "row"), [
    ((4, 0, 0), Row()),
    ((5, 0, 0), Row()),  # of five people that would be all
    ((6, 1, 0), Row(5)),
    ((10, 4, 4), Row(10)),
    ((9, 8, 8), Row(5, 5, 5)),
    ((20, 0, 0), Row(15)),  # unanimity is not told
    ((17, 2, 2), Row(15)),
    ((3, 2, 20), Row(passed=20)),
])  # fmt: skip
def test_a_first_state_tells_whole_fives(counts, row):
    assert told(counts, voters=sum(counts), new=sum(counts)) == row


def test_one_more_voter_moves_nothing_before_five_answer_alike():
    before = told((11, 8, 3), voters=22, new=22)
    assert before == Row(10, 5)
    assert told((14, 9, 4), before, voters=27, new=5) == before
    assert told((15, 9, 3), before, voters=27, new=5) == Row(15, 5)


def test_that_all_who_came_answer_alike_is_not_told():
    before = told((14, 8, 3), voters=25, new=25)
    assert told((20, 8, 3), before, voters=31, new=6) == Row(15, 5)  # 20 would tell it of the six
    assert told((20, 8, 3), Row(15, 5), voters=36, new=5) == Row(20, 5)  # they are told next time


def test_words_follow_from_numbers_alone():
    assert [Row(20).leaning, Row(15).leaning, Row(5).leaning, Row(20, 5).leaning] == ["nearly all", "most", None, None]
    assert (Row(20).by, Row(0, 10).by, Row(0, 0, 10).by, Row(5, 5).by) == (AGREE, DISAGREE, PASS, None)


# --- the adversary: she knows the rules, all states, and how many came between them ---


def simulate(seed: int, told=told, most: int = 60) -> list[tuple[int, int, Row]]:
    """[(voters, new, row)] of one debate of up to `most` people about one statement, a state for each batch of at least
    five, of whom some do not answer it."""
    lots = random.Random(seed)
    leaning = [lots.random() ** 3 for _value in VALUES] + [0.05]
    counts, voters, states = [0, 0, 0], 0, []
    people = lots.randint(min(15, most), most)
    while voters + 5 <= people:
        new = min(people - voters, lots.choice([5, 5, 5, 6, 7, 8, 12]))
        voters += new
        for _someone in range(new):
            if (answer := lots.choices(range(4), leaning)[0]) < 3:
                counts[answer] += 1
        states.append((voters, new, told(tuple(counts), states[-1][2] if states else Row(), voters=voters, new=new)))
    return states


def fewest_left_open(states: list, told=told) -> int:
    """How many of those who came between two states agree, disagree, pass: of that at least so many numbers remain."""
    reached, steps, before = {(0, 0, 0)}, [], Row()
    for voters, new, row in states:
        came = [(a, d, p) for a in range(new + 1) for d in range(new + 1 - a) for p in range(new + 1 - a - d)]
        step = {(was, more, tuple(map(sum, zip(was, more, strict=True)))) for was in reached for more in came}
        fitting = {
            now for now in {now for _was, _more, now in step} if told(now, before, voters=voters, new=new) == row
        }
        steps.append([each for each in step if each[2] in fitting])
        reached, before = fitting, row
    fewest = 99
    for step in reversed(steps):
        step = [each for each in step if each[2] in reached]
        fewest = min(fewest, *(len({more[at] for _was, more, _now in step}) for at in range(3)))
        reached = {was for was, _more, _now in step}
    return fewest


def exactly(counts: Counts, before: Row, *, voters: int, new: int) -> Row:
    """The negative control: numbers from five up, each as it is."""
    return Row(*(number if number >= 5 else 0 for number in counts))


def in_fives_at_once(counts: Counts, before: Row, *, voters: int, new: int) -> Row:
    """The other one: whole fives, but none of them waits."""
    return Row(*(number // 5 * 5 for number in counts))


def test_whoever_knows_rules_and_states_works_out_nobodys_answer():
    assert min(fewest_left_open(simulate(seed, most=20)) for seed in range(6)) >= 3


@pytest.mark.parametrize("other", [exactly, in_fives_at_once])
def test_the_adversary_is_no_fool(other):
    debates = (simulate(seed, partial(other), most=20) for seed in range(20))
    assert any(fewest_left_open(states, other) < 3 for states in debates)


def faults(states: list[tuple[int, int, Row]]) -> list:
    """Numbers, and differences of any two states' numbers, that rest on one to four people."""
    numbers = [[*row, sum(row)] for _voters, _new, row in states]
    few = [number for state in numbers for number in state if 0 < number < 5]
    for at, state in enumerate(numbers):
        for later in numbers[at + 1 :]:
            few += [now - then for then, now in zip(state, later, strict=True) if 0 < abs(now - then) < 5]
    return few


def test_no_number_and_no_difference_of_two_states_rests_on_fewer_than_five():
    debates = [simulate(seed) for seed in range(300)]
    assert not [fault for states in debates for fault in faults(states)]
    assert sum(any(row) and len(states) > 1 for states in debates for row in [states[-1][2]]) > 250  # much is shown
    assert any(faults(simulate(seed, exactly)) for seed in range(20))


@pytest.mark.prove
def test_over_ten_thousand_debates():
    assert not [seed for seed in range(10_000) if faults(simulate(seed))]


@pytest.mark.prove
def test_the_adversary_fails_over_five_hundred_debates():
    assert not [seed for seed in range(500) if fewest_left_open(simulate(seed, most=30)) < 3]
