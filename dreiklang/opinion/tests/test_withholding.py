"""The adversary took part, knows the rules, and adds, subtracts and compares. Here she has every table there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from dreiklang.opinion import withholding
from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.results import as_json
from dreiklang.opinion.tests.makers import FORMS, camps, statements
from dreiklang.opinion.withholding import bundles, shown, speaks, spoken

FIVE = 5


def tables(*sizes):
    """All ways in which groups of these sizes can answer: (groups, ways, 3)."""
    ways = [[(a, d, size - a - d) for a in range(size + 1) for d in range(size + 1 - a)] for size in sizes]
    return np.array(list(product(*ways))).transpose(1, 0, 2)


def published(groups, smallest=FIVE):
    """What a reader sees of each statement: a row of numbers, -1 where nothing is seen."""
    show = shown(groups, np.zeros_like(groups[0]), smallest)
    seen = [np.where(show.votes, show.total.sum(axis=1), -1)]
    parts = [(show.total, show.votes, show.sides, (show.side, show.is_nearly))]
    parts += [(each, show.group_votes, show.group_sides, spoken(each)) for each in groups]
    for counts, votes, sides, (side, is_nearly) in parts:
        seen.append(np.where(votes, counts.sum(axis=1), -1))
        seen += list(np.where(sides, counts, -1).T)
        is_said = votes & (side >= 0) & speaks(side, sides)
        seen += [np.where(is_said, side, -1), is_said & is_nearly]
    return np.stack(seen, axis=1)


def found_out(groups, smallest=FIVE):
    """What a reader knows for certain who has thought of every way to answer: that so and so many of a row, or of all,
    from 1 to 4, answered in one way, or how each one of a row answered."""
    rows = np.concatenate([groups, groups.sum(axis=0)[None]])
    seen, which = np.unique(published(groups, smallest), axis=0, return_inverse=True)
    which = which.reshape(-1)
    order = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[order], np.arange(len(seen)))
    least, most = (each.reduceat(rows[:, order], starts, axis=1) for each in (np.minimum, np.maximum))
    size = rows.sum(axis=2)[:, order[starts]]
    is_few = (least == most) & (least > 0) & (least < smallest) & (size >= smallest)[:, :, None]
    is_unanimous = (least == size[:, :, None]) & (size > 0)[:, :, None]
    return [(seen[each].tolist(), row, side) for row, each, side in np.argwhere(is_few | is_unanimous).tolist()]


@pytest.mark.parametrize("size", [5, 6, 9, 10, 11, 14, 15, 16, 19, 20, 21, 24, 30, 41])
def test_nothing_follows_from_what_is_shown_of_all(size):
    assert found_out(tables(size)) == []


@pytest.mark.parametrize("sizes", [(5, 5), (5, 8), (6, 14), (10, 10), (5, 20), (5, 5, 5)])
def test_nothing_follows_from_what_is_shown_of_groups(sizes):
    assert found_out(tables(*sizes)) == []


@pytest.mark.long
@pytest.mark.parametrize("sizes", [(11, 13), (10, 20), (12, 12), (15, 16), (20, 21), (6, 30), (5, 6, 9), (7, 7, 8)])
def test_nothing_follows_from_what_is_shown_of_larger_groups(sizes):
    assert found_out(tables(*sizes)) == []


def test_if_counts_were_shown_from_five_votes_on_she_would_find_out(monkeypatch):
    monkeypatch.setattr(withholding, "TIMES", 1)
    assert found_out(tables(16))


def test_if_words_stood_beside_counts_of_all_she_would_find_out(monkeypatch):
    given = shown

    def careless(groups, outside, smallest):
        return replace(given(groups, outside, smallest), sides=given(groups[:0], groups.sum(axis=0), smallest).sides)

    monkeypatch.setattr("dreiklang.opinion.tests.test_withholding.shown", careless)
    assert found_out(tables(6, 14))


def test_a_few_outside_all_groups_are_in_no_total():
    groups = np.array([[[10, 6, 5]], [[8, 7, 6]]])
    show = shown(groups, np.array([[2, 0, 0]]), FIVE)
    assert show.total.tolist() == [[18, 13, 11]]
    assert not show.is_whole[0] and show.group_sides.all()
    show = shown(groups, np.array([[8, 7, 6]]), FIVE)
    assert show.total.tolist() == [[26, 20, 17]] and show.is_whole[0]


def test_a_group_of_which_three_voted_hides_all_groups_of_that_statement():
    show = shown(np.array([[[20, 10, 9]], [[1, 1, 1]]]), np.zeros((1, 3), dtype=int), FIVE)
    assert not show.group_votes[0] and show.sides.all()


def counts_in(found: dict) -> list[tuple[str, int]]:
    """Every whole number of people anywhere in the JSON."""
    named = {"votes", "agree", "disagree", "passed", "size", "voters", "counted", "successes", "trials"}

    def walk(value):
        if isinstance(value, dict):
            for name, each in value.items():
                if name in named and isinstance(each, int):
                    yield name, each
                yield from walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from walk(each)

    return list(walk(found))


@pytest.mark.parametrize("seed", range(25))
def test_no_count_and_no_difference_in_a_small_debate_is_of_fewer_than_five(seed):
    sizes = [(9, 7), (15, 6), (20, 12, 8), (30, 20), (25, 3)][seed % 5]
    votes = camps(sizes, 12, faithful=0.85, answered=(1.0, 0.8, 0.6)[seed % 3], seed=seed)
    found = analyse(votes, statements(12), resamples=0)
    assert found.participants == ()
    assert all(count == 0 or count >= FIVE for _name, count in counts_in(as_json(found)))
    assert sum(each.size for each in found.points) in (found.counted, found.voters)
    for each in found.statements:
        for whole in (each.all, *each.groups):
            known = [getattr(whole, name) for name in FORMS if getattr(whole, name) is not None]
            assert len(known) != 2
            if whole.votes and known:
                assert max(known) < whole.votes, "everybody answered alike, and it shows"
                rest = whole.votes - sum(known)
                assert rest == 0 or rest >= FIVE
        for name in ("votes", *FORMS):
            parts = [getattr(group, name) for group in each.groups]
            if parts and None not in parts and getattr(each.all, name) is not None:
                rest = getattr(each.all, name) - sum(parts)
                assert rest == 0 or rest >= FIVE
    if found.voters and found.counted:
        assert found.voters - found.counted == 0 or found.voters - found.counted >= FIVE


def test_with_a_minimum_of_one_she_would_find_small_counts():
    found = analyse(camps((12, 8), 12, faithful=0.85), statements(12), minimum_group=1, resamples=0)
    assert any(0 < count < FIVE for _name, count in counts_in(as_json(found)))


def test_lists_are_made_of_what_is_shown_and_of_nothing_else():
    """Two debates that differ in one vote which changes nothing shown have the same lists."""
    votes = camps((14, 11), 12, faithful=1.0)
    other = [(*votes[0][:2], 0), *votes[1:]]
    first, second = (analyse(each, statements(12), resamples=0) for each in (votes, other))
    assert [each.all for each in first.statements] == [each.all for each in second.statements]
    assert first.consensus == second.consensus
    assert [each.typical for each in first.groups] == [each.typical for each in second.groups]
    assert any(each.typical for each in first.groups)


def test_four_people_are_nobody():
    found = analyse(camps((4,), 8), statements(8))
    assert (found.voters, found.counted, found.points, found.groups) == (None, None, (), ())
    assert all(each.all.votes is None and each.x is None for each in found.statements)


@pytest.mark.parametrize("people", [5, 9, 10, 23, 400])
def test_a_point_on_the_map_stands_for_five_people_or_more(people):
    found = bundles(np.random.default_rng(people).normal(size=(people, 2)), FIVE)
    assert sum(size for _x, _y, size in found) == people
    assert all(size >= FIVE for _x, _y, size in found)
    assert len(found) >= people // 16


def test_people_in_one_place_are_one_point():
    assert bundles(np.ones((30, 2)), FIVE) == [(1.0, 1.0, 30)]
    assert bundles(np.ones((4, 2)), FIVE) == []
