"""The published formulas, worked by hand."""

from math import sqrt

import numpy as np
import pytest

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.matrix import Statement, matrix_of
from dreiklang.opinion.representing import against_each_other, against_one_half, group_aware, smoothed
from dreiklang.opinion.tests.makers import camps, labels, statements


def exactly(votes, of, **others):
    return analyse(votes, of, **{"minimum_group": 1, "resamples": 0, **others})


def test_shares_are_smoothed_and_tested():
    assert smoothed(np.array(7), np.array(8)) == 0.8
    assert against_one_half(np.array(7), np.array(8)) == pytest.approx(2 * 3 * (8 / 9 - 0.5))
    assert against_one_half(np.array(0), np.array(0)) == 1.0


def test_two_shares_are_tested_against_each_other():
    together = (8 + 3) / (9 + 12)
    expected = (8 / 9 - 3 / 12) / sqrt(together * (1 - together) * (1 / 9 + 1 / 12))
    assert against_each_other(*(np.array([each]) for each in (7, 8, 2, 11)))[0] == pytest.approx(expected)
    assert against_each_other(*(np.array([each]) for each in (8, 8, 11, 11)))[0] == 0


def test_what_unites_is_high_only_where_no_group_says_otherwise():
    counts = np.array([[[8, 0, 0], [8, 0, 0]], [[8, 0, 0], [0, 8, 0]]])
    assert group_aware(counts, 0) == pytest.approx([0.9 * 0.9, 0.9 * 0.1])


def test_a_place_is_what_somebody_said_against_the_mean_stretched_by_how_little_was_said():
    votes = [*camps(), (99, 3, 1), (99, 4, -1)]
    found = exactly(votes, statements(12))
    axes = {each.id: each for each in found.statements}
    newcomer = next(each for each in found.participants if each.id == 99)
    expected = sqrt(12 / 2) * sum((vote - axes[each].centre) * axes[each].x for each, vote in ((3, 1), (4, -1)))
    assert newcomer.x == pytest.approx(expected)
    assert newcomer.group is None


def test_the_matrix_that_is_never_filled_has_the_components_of_the_filled_one():
    votes, number = camps((30, 20), 60, answered=0.5), 60
    table = np.full((50, number), np.nan)
    for person, statement, vote in votes:
        table[person, statement] = vote
    centre = np.nanmean(table, axis=0)
    _left, _sizes, right = np.linalg.svd(np.where(np.isnan(table), centre, table) - centre)
    found = exactly(votes, statements(number)).statements
    for axis, expected in zip("xy", right, strict=False):
        assert abs(sum(getattr(each, axis) * value for each, value in zip(found, expected, strict=True))) > 1 - 1e-9


def test_the_share_of_the_two_axes_is_that_of_the_singular_values():
    table = np.array([[1, 1, 0], [1, -1, 1], [-1, 0, 1], [-1, 1, -1]], dtype=float)
    sizes = np.linalg.svd(table - table.mean(axis=0), compute_uv=False) ** 2
    votes = [(row, column, int(table[row, column])) for row in range(4) for column in range(3)]
    assert exactly(votes, statements(3)).explained == pytest.approx((sizes / sizes.sum())[:2])


def test_seven_votes_count_or_all_where_there_are_fewer():
    votes = [(person, each, 1 if person % 2 else -1) for person in range(20) for each in range(5)]
    assert labels(exactly([*votes, (20, 0, 1)], statements(5)))[20] is None
    votes = [(person, each, 1 if person % 2 else -1) for person in range(20) for each in range(9)]
    found = labels(exactly([*votes, *((20, each, 1) for each in range(7)), *((21, each, 1) for each in range(6))],
                           statements(9)))  # fmt: skip
    assert found[20] is not None and found[21] is None


def test_if_fewer_than_fifteen_count_the_most_active_join_and_with_the_fifteenth_all_like_it():
    votes = [(person, each, 1 if person % 2 else -1) for person in range(10) for each in range(9)]
    votes += [(person, each, 1 if person % 2 else -1) for person in range(10, 18) for each in range(4)]
    votes += [(18, 0, 1)]
    found = exactly(votes, statements(9))
    assert (found.counted, labels(found)[18]) == (18, None)


def test_a_statement_taken_out_moves_nobody_and_is_on_no_list():
    votes = [*camps((12, 12)), *((person, 12, 1 if person < 12 else -1) for person in range(24))]
    taken = [*statements(12), Statement(12, "vom Thema ab", is_out=True)]
    found = {each.id: each for each in exactly(votes, taken).statements}
    assert (found[12].centre, found[12].x, found[12].y, found[12].extremity) == (0, 0, 0, 0)
    assert found[12].groups[0].votes == 12
    listed = [each.statement for group in exactly(votes, taken).groups for each in group.typical]
    assert listed and 12 not in listed
    listed = [each.statement for group in exactly(votes, statements(13)).groups for each in group.typical]
    assert 12 in listed


def test_new_statements_and_those_about_people_are_asked_first():
    asked = [*statements(12), Statement(12, "neu"), Statement(13, "Ich wohne hier.", is_meta=True)]
    found = {each.id: each.priority for each in exactly(camps(), asked).statements}
    assert found[13] == 49
    assert found[12] == pytest.approx((0.5 * 0.5 * 9) ** 2)
    assert min(found.values()) > 0


def test_what_is_passed_over_is_asked_less():
    votes = [vote for vote in camps() if vote[1] != 5]
    passed = {e.id: e.priority for e in exactly([*votes, *((p, 5, 0) for p in range(20))], statements(12)).statements}
    agreed = {e.id: e.priority for e in exactly([*votes, *((p, 5, 1) for p in range(20))], statements(12)).statements}
    assert passed[5] < agreed[5]


def test_a_pass_is_a_vote():
    matrix = matrix_of([(1, 1, 0), (2, 1, 1)], [Statement(1)])
    assert matrix.centre.tolist() == [0.5] and matrix.votes_of_participants.tolist() == [1, 1]
