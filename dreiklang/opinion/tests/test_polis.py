"""The same numbers as Polis computed for real conversations, given its grouping; and nearly the same groups without."""

import json

import numpy as np
import pytest

from dreiklang.opinion.analysing import analyse
from dreiklang.opinion.stability import adjusted_rand
from dreiklang.opinion.tests.makers import SHARED, conversation, labels, polis

KNOWN = ("biodiversity", "klimarat-konsum", "taxes")
OTHERS = sorted(each.parent.name for each in SHARED.glob("*/math-pca2.json") if each.parent.name not in KNOWN)


@pytest.fixture(scope="module", params=[*KNOWN, *OTHERS])
def both(request):
    folder = polis(request.param)
    theirs = json.loads((folder / "math-pca2.json").read_text())
    bases = dict(zip(theirs["base-clusters"]["id"], theirs["base-clusters"]["members"], strict=True))
    given = {
        person: group["id"]
        for group in theirs["group-clusters"] for base in group["members"] for person in bases[base]
    }  # fmt: skip
    read = conversation(request.param)
    ours = analyse(read.votes, read.statements, minimum_group=1, resamples=0, given=given)
    return theirs, ours, {each.id: each for each in ours.statements}, read


def test_the_centre_is_the_same(both):
    theirs, _ours, statements, _read = both
    ours = [-statements[each].centre for each in theirs["tids"]]  # Polis keeps agree as -1
    assert np.abs(np.array(ours) - theirs["pca"]["center"]).max() < 1e-9


def test_the_components_point_the_same_way(both):
    theirs, _ours, statements, _read = both
    ours = np.array([(statements[each].x, statements[each].y) for each in theirs["tids"]]).T
    for mine, other in zip(ours, theirs["pca"]["comps"], strict=True):
        assert abs(mine @ other) / np.linalg.norm(mine) / np.linalg.norm(other) >= 0.9999


def test_places_are_the_same_but_for_the_sign(both):
    theirs, ours, _statements, _read = both
    places = {each.id: (each.x, each.y) for each in ours.participants}
    bases = theirs["base-clusters"]
    mine = np.array([np.mean([places[each] for each in members], axis=0) for members in bases["members"]])
    for axis, name in enumerate("xy"):
        assert np.abs(np.abs(mine[:, axis]) - np.abs(bases[name])).max() < 1e-8


def test_extremity_is_the_same(both):
    theirs, _ours, statements, _read = both
    for each, value in zip(theirs["tids"], theirs["pca"]["comment-extremity"], strict=True):
        assert statements[each].extremity == pytest.approx(value, abs=1e-9)


def test_group_aware_consensus_and_priorities_are_the_same(both):
    theirs, _ours, statements, _read = both
    for each in theirs["tids"]:
        assert statements[each].group_aware_agree == pytest.approx(theirs["group-aware-consensus"][str(each)], abs=1e-9)
        assert statements[each].priority == pytest.approx(theirs["comment-priorities"][str(each)], abs=1e-9)


def test_votes_of_the_groups_are_the_same(both):
    theirs, ours, statements, _read = both
    for group in ours.groups:
        votes = theirs["group-votes"][str(group.id)]["votes"]
        for each in theirs["tids"]:
            cell = statements[each].groups[group.id]
            assert (cell.agree, cell.disagree, cell.votes) == tuple(votes[str(each)][name] for name in "ADS")


def test_representativeness_is_the_same_and_so_is_the_choice(both):
    theirs, ours, statements, _read = both
    for group in ours.groups:
        listed = theirs["repness"][str(group.id)]
        chosen = [(each.statement, each.side) for each in group.typical]
        assert chosen == [(each["tid"], each["repful-for"]) for each in listed]
        for mine, other in zip(group.typical, listed, strict=True):
            names = ("n-success", "n-trials", "p-success", "p-test", "repness", "repness-test")
            figures = (mine.successes, mine.trials, mine.p, mine.p_test, mine.ratio, mine.test)
            assert figures == pytest.approx([other[name] for name in names], abs=1e-6)
            assert mine.is_best_agree == other.get("best-agree", False)
            of_all = statements[mine.statement].typical[group.id]
            assert getattr(of_all, f"{mine.side}_test") == mine.test


def test_consensus_is_the_same(both):
    theirs, ours, _statements, _read = both
    for side in ("agree", "disagree"):
        mine = [(each.statement, each.successes, each.trials) for each in getattr(ours.consensus, side)]
        listed = theirs["consensus"][side]
        assert mine == [(each["tid"], each["n-success"], each["n-trials"]) for each in listed]
        for each, other in zip(getattr(ours.consensus, side), listed, strict=True):
            assert (each.p, each.p_test) == pytest.approx((other["p-success"], other["p-test"]), abs=1e-9)


def test_who_counts_is_the_same_but_for_those_whom_polis_once_let_in(both):
    """Polis lets in the first fifteen of a young conversation, and keeps them however little they vote later."""
    theirs, _ours, _statements, read = both
    own = analyse(read.votes, read.statements, minimum_group=1, resamples=0)
    counted = {each.id for each in own.participants if each.group is not None}
    assert counted <= set(theirs["in-conv"])
    assert all(theirs["user-vote-counts"][str(each)] < 7 for each in set(theirs["in-conv"]) - counted)
    assert len(set(theirs["in-conv"]) - counted) < 15


@pytest.mark.parametrize("name", KNOWN)
def test_groups_found_here_are_nearly_those_that_polis_exported(name):
    read = conversation(name)
    ours = analyse(read.votes, read.statements, minimum_group=1, resamples=0)
    found = labels(ours)
    both = [each for each in found if found[each] is not None and each in read.groups]
    table = np.zeros((len(ours.groups), max(read.groups.values()) + 1))
    for each in both:
        table[found[each], read.groups[each]] += 1
    assert len(ours.groups) == len(set(read.groups.values()))
    assert adjusted_rand(table) >= 0.85
    assert len(both) >= 0.99 * len(read.groups)


def test_london_is_too_small_and_too_much_alike_for_groups():
    """Polis exported three groups there, of 18, 3 and 3, left over from earlier: on the map of the final votes their
    mean silhouette is 0.11, less than that of any grouping found here."""
    read = conversation("london")
    ours = analyse(read.votes, read.statements, minimum_group=1)
    assert ours.stability.is_enough is False
    assert min(ours.silhouettes.values()) > 0.4
