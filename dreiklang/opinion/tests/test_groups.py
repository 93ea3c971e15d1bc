from itertools import product

import numpy as np
import pytest

from dreiklang.opinion import grouping
from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.grouping import group, silhouette
from dreiklang.opinion.stability import adjusted_rand
from dreiklang.opinion.tests.makers import camps, partition, statements


def heaps(*sizes, spread=0.3, seed=0):
    lots = np.random.default_rng(seed)
    middles = [(0, 0), (10, 0), (0, 10), (10, 10), (5, 30)]
    return np.concatenate(
        [lots.normal(middle, spread, (size, 2)) for middle, size in zip(middles, sizes, strict=False)]
    )


@pytest.mark.parametrize("sizes", [(30, 20), (30, 20, 15), (40, 30, 20, 10), (30, 30, 25, 20, 20), (900, 500, 300)])
def test_heaps_are_found_with_their_number_the_largest_first(sizes):
    found = group(heaps(*sizes))
    assert found.number == len(sizes)
    assert np.bincount(found.labels).tolist() == sorted(sizes, reverse=True)


def test_a_group_that_is_too_small_joins_the_nearest():
    assert sorted(np.bincount(group(heaps(30, 20, 3)).labels)) == [3, 20, 30]
    assert sorted(np.bincount(group(heaps(30, 20, 3), smallest=5).labels)) in ([20, 33], [23, 30])
    assert group(heaps(30, 3), smallest=5) is None or min(np.bincount(group(heaps(30, 3), smallest=5).labels)) >= 5
    assert group(heaps(6), smallest=5) is None


def test_everybody_in_one_place_is_no_group():
    assert group(np.zeros((200, 2))) is None
    assert group(np.zeros((1, 2))) is None
    assert group(np.zeros((0, 2))) is None


def test_two_places_are_two_groups_however_many_stand_there():
    assert np.bincount(group(np.array([[0.0, 0]] * 150 + [[1.0, 0]] * 50)).labels).tolist() == [150, 50]


def test_turning_the_map_over_changes_nothing():
    places = np.random.default_rng(1).normal(size=(300, 2)) * (3, 1)
    plain = group(places).labels
    for signs in product((1, -1), repeat=2):
        turned = group(places * signs).labels
        table = np.zeros((plain.max() + 1, turned.max() + 1))
        np.add.at(table, (plain, turned), 1)
        assert adjusted_rand(table) == 1


def test_the_starts_tried_are_enough_to_find_the_best_there_is(monkeypatch):
    places = [np.random.default_rng(seed).normal(size=(80, 2)) for seed in range(6)]
    few = [group(each).silhouettes for each in places]
    monkeypatch.setattr(grouping, "TRIED", 1000)
    many = [group(each).silhouettes for each in places]
    assert np.mean([max(each.values()) for each in few]) > np.mean([max(each.values()) for each in many]) - 0.01


def test_the_silhouette_counts_people_and_not_places():
    """Worked by hand: two people at 0, one at 1; two at 10."""
    places = np.array([0.0, 1.0, 10.0])
    distances = np.abs(places[:, None] - places[None])
    inside = [0.5, 1.0, 0.0]
    outside = [10.0, 9.0, (2 * 10 + 9) / 3]
    expected = sum(w * (1 - a / b) for w, a, b in zip((2, 1, 2), inside, outside, strict=True)) / 5
    assert silhouette(distances, np.array([2.0, 1, 2]), np.array([0, 0, 1])) == pytest.approx(expected)


def test_the_adjusted_rand_index_is_that_of_hubert_and_arabie():
    assert adjusted_rand(np.array([[5, 0], [0, 7]])) == 1
    assert adjusted_rand(np.array([[1, 1, 0], [1, 2, 1], [0, 0, 4]])) == pytest.approx(0.31257, abs=1e-5)
    assert adjusted_rand(np.array([[12.0]])) == 1


def test_camps_are_found_again_and_so_is_how_sure_that_is():
    found = analyse(camps((20, 15), 15), statements(15), minimum_group=1)
    assert partition(found) == {frozenset(range(20)), frozenset(range(20, 35))}
    assert found.stability.is_enough and found.stability.value > 0.9
    assert all(each.stability > 0.9 for each in found.groups)
    assert "finden sich dieselben Gruppen wieder" in found.stability.sentence


def test_answers_by_lot_are_no_groups():
    sure = 0
    for seed in range(5):
        votes = camps((30,), 15, faithful=0.0, seed=seed)
        found = analyse(votes, statements(15), resamples=20)
        assert found.stability.is_enough or found.stability.sentence.startswith("Für Gruppen reicht es noch nicht")
        assert bool(found.groups) == found.stability.is_enough
        sure += found.stability.is_enough
    assert sure <= 1


def test_fourteen_people_are_too_few_for_groups():
    found = analyse(camps((8, 6)), statements(12))
    assert (found.groups, found.stability.is_enough) == ((), False)
    assert "Erst ab 15 Personen" in found.stability.sentence
    assert analyse(camps((9, 7)), statements(12)).groups


def test_without_resamples_nothing_is_said_about_how_sure():
    found = analyse(camps((12, 8)), statements(12), resamples=0)
    assert found.groups and (found.stability.value, found.stability.is_enough) == (None, None)
