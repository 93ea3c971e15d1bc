import random
from itertools import combinations, product

import pytest

from dreiklang.debates.cells import AGREE, DISAGREE, PASS, Row, row_of

VALUES = (AGREE, DISAGREE, PASS)


def answers(agree=0, disagree=0, passed=0, start=0) -> dict:
    values = [AGREE] * agree + [DISAGREE] * disagree + [PASS] * passed
    return {start + number: value for number, value in enumerate(values)}


@pytest.mark.parametrize(("given", "row"), [
    (answers(4), None),
    (answers(10), Row(10)),
    (answers(7, 4), Row(11, leaning="most", by=AGREE)),
    (answers(8, 8, 3), Row(19)),
    (answers(9, 6, 5), Row(20, 9, 6, 5)),
    (answers(12, 7, 1), Row(20, agree=12)),  # who disagrees would tell of the one that passed
    (answers(7, 12, 1), Row(20, disagree=12)),
    (answers(17, 2, 2), Row(21, leaning="nearly all", by=AGREE)),
    (answers(20, 0, 0), Row(20, leaning="nearly all", by=AGREE)),  # unanimity is not told
    (answers(3, 2, 20), Row(25, passed=20)),
    (answers(4, 4, 20), Row(28)),  # eight, of whom neither side is five: that would be four and four
])  # fmt: skip
def test_a_row_tells_as_much_as_rests_on_five(given, row):
    assert row_of(given) == row


def test_one_more_voter_changes_nothing_that_is_shown_and_five_more_do():
    was = answers(9, 9, 9)
    old = row_of(was)
    assert row_of(was | answers(1, start=100), [(was, old)]) is None
    more = was | answers(5, start=100)
    assert row_of(more, [(was, old)]) == Row(32, 14, 9, 9)


def test_five_more_of_whom_one_answers_otherwise_are_told_as_one_number():
    was = answers(9, 9, 9)
    more = was | answers(9, 1, start=100)
    # 18 who agree would tell that one of the ten did not; that nobody passed any more tells nothing
    assert row_of(more, [(was, row_of(was))]) == Row(37, passed=9)


def test_what_was_told_twice_ago_counts_too():
    first = answers(7, 7, 7)
    told = [(first, row_of(first))]
    second = first | answers(7, start=100)
    told.append((second, row_of(second, told)))
    assert told[-1][1] == Row(28, 14, 7, 7)
    third = {**first, **answers(5, 2, start=100)}  # two changed their minds: against the first state two disagree more
    assert row_of(third, told) is None


def test_of_what_is_not_told_several_values_remain_possible_to_whoever_knows_the_rules():
    told = {}
    for agree, disagree, passed in product(range(31), repeat=3):
        if 5 <= agree + disagree + passed <= 30:
            row = row_of(answers(agree, disagree, passed))
            told.setdefault(row, []).append((agree, disagree, passed))
    for row, possible in told.items():
        for at, number in enumerate((row.agree, row.disagree, row.passed)):
            assert number is not None or len({each[at] for each in possible}) >= 3, row


def simulate(seed: int, row_of=row_of) -> list[tuple[dict, Row]]:
    """One debate of 15 to 60 people about one statement: they come one by one, some change their minds, and whatever
    may be shown is shown after each batch of five or more who are new."""
    lots = random.Random(seed)
    leaning = [lots.random() for _value in VALUES]
    given, shown, new = {}, [], 0
    for voter in range(lots.randint(15, 60)):
        given[voter] = lots.choices(VALUES, leaning)[0]
        new += 1
        if lots.random() < 0.2:
            given[lots.choice(list(given))] = lots.choice(VALUES)
        if new >= 5 and lots.random() < 0.4:
            new = 0
            if row := row_of(dict(given), shown):
                shown.append((dict(given), row))
    if row := row_of(dict(given), shown):
        shown.append((dict(given), row))
    return shown


def known(given: dict, row: Row) -> dict[frozenset, set]:
    """What an adversary works out by adding and taking away: of which answers she knows the number, and of whom."""
    sums = {frozenset(VALUES): row.votes}
    for value, number in zip(VALUES, (row.agree, row.disagree, row.passed), strict=True):
        if number is not None:
            sums[frozenset({value})] = number
    grown = True
    while grown:
        grown = False
        for (one, n), (other, m) in list(product(sums.items(), repeat=2)):
            for union, number in (
                (one - other, n - m) if other < one else (None, 0),
                (one | other, n + m) if not one & other else (None, 0),
            ):
                if union and union not in sums:
                    sums[union], grown = number, True
    people = {union: {voter for voter, value in given.items() if value in union} for union in sums}
    assert all(len(people[union]) == number for union, number in sums.items())
    return people


def faults(shown: list[tuple[dict, Row]]) -> list:
    """Numbers, and differences of two states' numbers of which one holds the other, that rest on one to four people."""
    told = [known(given, row) for given, row in shown]
    few = [people for state in told for people in state.values() if len(people) < 5]
    for before, after in combinations(told, 2):
        for (one, then), (other, now) in product(before.items(), after.items()):
            if (one <= other or other <= one) and 0 < len(then ^ now) < 5:
                few.append(then ^ now)
    return few


def test_no_number_and_no_difference_of_two_states_rests_on_fewer_than_five():
    debates = [simulate(seed) for seed in range(400)]
    assert not [fault for shown in debates for fault in faults(shown)]
    assert sum(len(shown) > 1 for shown in debates) > 100  # and it is not because nothing is shown


def test_whoever_looks_at_one_state_alone_would_tell():
    """The same with every state judged for itself."""
    debates = [simulate(seed, row_of=lambda given, _earlier: row_of(given)) for seed in range(50)]
    assert any(faults(shown) for shown in debates)


@pytest.mark.prove
def test_over_ten_thousand_debates():
    assert not [seed for seed in range(10_000) if faults(simulate(seed))]
