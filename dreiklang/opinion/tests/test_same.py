"""Order, names and sides do not matter."""

import json
import random
from math import isclose

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.matrix import Statement
from dreiklang.opinion.placing import place
from dreiklang.opinion.results import as_json
from dreiklang.opinion.steering import steer
from dreiklang.opinion.tests.makers import camps, partition, statements

debates = st.builds(
    camps,
    st.lists(st.integers(1, 14), min_size=1, max_size=4).map(tuple),
    st.integers(4, 14),
    faithful=st.sampled_from([0.6, 0.8, 1.0]),
    answered=st.sampled_from([0.5, 0.9]),
    seed=st.integers(0, 10_000),
)
quickly = settings(max_examples=12, deadline=None, database=None, derandomize=True,
                   suppress_health_check=[HealthCheck.too_slow])  # fmt: skip


def asked(votes):
    return statements(max((each for _person, each, _vote in votes), default=0) + 1)


@quickly
@given(debates, st.randoms(use_true_random=False), st.sampled_from([1, 5]))
def test_the_order_of_votes_and_statements_changes_no_byte(votes, lots, minimum):
    of = asked(votes)
    first = json.dumps(as_json(analyse(votes, of, minimum_group=minimum, resamples=3)))
    lots.shuffle(votes)
    lots.shuffle(of)
    assert json.dumps(as_json(analyse(votes, of, minimum_group=minimum, resamples=3))) == first


@quickly
@given(debates, st.randoms(use_true_random=False))
def test_other_names_change_nothing_but_the_names(votes, lots):
    of = asked(votes)
    people, names = list(range(200)), [f"s{each:03}" for each in range(len(of))]
    lots.shuffle(people)
    lots.shuffle(names)
    first = analyse(votes, of, minimum_group=1, resamples=3)
    other = analyse([(f"p{people[p]:03}", names[s], v) for p, s, v in votes], [Statement(each) for each in names],
                    minimum_group=1, resamples=3)  # fmt: skip
    if is_arbitrary(first):
        return
    back = {f"p{name:03}": person for person, name in enumerate(people)}
    assert {frozenset(back[each] for each in part) for part in partition(other)} == partition(first)
    assert close(other.silhouettes.values(), first.silhouettes.values())
    assert first.stability.is_enough == other.stability.is_enough
    assert close([first.stability.value or 0], [other.stability.value or 0])
    by_name = {each.id: each for each in other.statements}
    for each in first.statements:
        same = by_name[names[each.id]]
        assert close([same.extremity, same.priority], [each.extremity, each.priority])
        assert sorted(str(cell) for cell in same.groups) == sorted(str(cell) for cell in each.groups)


@quickly
@given(debates)
def test_all_votes_turned_round_change_nothing_but_the_sides(votes):
    of = asked(votes)
    first = analyse(votes, of, minimum_group=1, resamples=3)
    other = analyse([(p, s, -v) for p, s, v in votes], of, minimum_group=1, resamples=3)
    if is_arbitrary(first):
        return
    assert partition(other) == partition(first)
    assert first.stability == other.stability
    for each, same in zip(first.statements, other.statements, strict=True):
        assert (each.all.agree, each.all.disagree, each.all.passed) == (
            same.all.disagree, same.all.agree, same.all.passed,
        )  # fmt: skip
        assert each.group_aware_agree == same.group_aware_disagree


@quickly
@given(debates)
def test_somebodys_own_place_is_the_same_without_numpy(votes):
    found, steering = analyse(votes, asked(votes), minimum_group=1, resamples=0), steer(votes, asked(votes))
    for each in found.participants[:3]:
        own = {statement: vote for person, statement, vote in votes if person == each.id}
        assert close(place(own, steering.axes, steering.out), (each.x, each.y))
    assert place({}, steering.axes, steering.out) is None


def is_arbitrary(found) -> bool:
    """Two directions that are equally long may be any two, and then so may the map."""
    along, across = found.explained
    return isclose(along, across, rel_tol=1e-3) or across < 1e-9 or len(found.participants) < 4


def close(some, others) -> bool:
    return all(isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) for a, b in zip(some, others, strict=True))


def test_the_made_up_debates_do_have_groups():
    votes = camps((12, 9), 10, seed=random.Random(1).randrange(100))
    assert len(partition(analyse(votes, asked(votes), minimum_group=1, resamples=0))) == 2
