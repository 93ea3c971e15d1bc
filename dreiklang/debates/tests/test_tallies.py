"""What a poll tells, and the adversary: she takes part, knows the rule and how many answered, and works through every
way in which the others could have."""

from collections import Counter, defaultdict
from itertools import permutations, product

import pytest

from dreiklang.debates import tallies
from dreiklang.debates.tallies import AGREE, CARRIES, CONCERN, FAILS, HIGH, LOW, MIDDLE, OBJECTION, STANCES, TALK


def consent(agree=0, concern=0, objection=0) -> dict:
    return tallies.consent([AGREE] * agree + [CONCERN] * concern + [OBJECTION] * objection)


@pytest.mark.parametrize(("counts", "verdict", "told"), [
    ((0, 0, 0), None, (0, 0, 0)),
    ((4, 0, 0), CARRIES, (0, 0, 0)),
    ((3, 0, 1), TALK, (0, 0, 0)),
    ((0, 0, 4), TALK, (0, 0, 0)),  # of so few not even that many object is told
    ((8, 0, 0), CARRIES, (5, 0, 0)),
    ((12, 0, 0), CARRIES, (10, 5, 0)),  # unanimity is not told
    ((24, 1, 0), CARRIES, (25, 20, 0)),
    ((11, 3, 6), TALK, (20, 10, 5)),
    ((2, 1, 9), TALK, (10, 0, 5)),  # at least half can not be told of them
    ((2, 1, 13), FAILS, (15, 0, 10)),
])  # fmt: skip
def test_a_consent_round_tells_whether_it_carries_and_whole_fives(counts, verdict, told):
    found = consent(*counts)
    assert (found["verdict"], (found["voters"], found["agree"], found["objections"])) == (verdict, told)


def test_that_nearly_all_agree_is_said_of_many_alone():
    assert consent(25)["nearly_all"] and consent(24, 1)["nearly_all"]
    assert not consent(19)["nearly_all"] and not consent(17, 8)["nearly_all"]


def test_dots_tell_who_is_in_front_of_few_and_steps_of_many():
    few = tallies.dots([[2, 0, 1]] * 6, 3, dots=3, most=2)
    assert few == {"voters": 5, "first": 0, "sums": None}
    assert tallies.dots([[1, 1, 0]] * 6, 3, dots=3, most=2)["first"] is None  # a tie
    many = tallies.dots([[2, 0, 1]] * 20, 3, dots=3, most=2)
    assert many == {"voters": 20, "first": None, "sums": [30, 0, 10]}  # of 40 and 20
    assert tallies.dots([[2, 1, 0]] * 10 + [[1, 2, 0]] * 10, 3, dots=3, most=2)["sums"] == [20, 20, 0]
    assert tallies.dots([[3, 0]] * 4, 2, dots=3, most=3) == {"voters": 0, "first": None, "sums": None}


def test_a_ranking_tells_who_leads_both_ways_and_from_twenty_on_thirds():
    circle = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
    assert tallies.ranking([[1, 0, 2]] * 5, 3) == {"voters": 5, "first": 1, "thirds": None}
    assert tallies.ranking(circle * 2, 3)["first"] is None
    assert tallies.ranking([[0, 1, 2]] * 3 + [[1, 2, 0]] * 2, 3)["first"] is None  # 0 beats each, 1 has more points
    assert tallies.ranking([[1, 0, 2]] * 20, 3)["thirds"] == [MIDDLE, HIGH, LOW]
    assert tallies.ranking([[1, 0]] * 4, 2)["first"] is None


# --- the adversary ---


def left_open(sums_of: dict, tell, voters: int) -> dict:
    """{what she is told with her own ballot: ballots that each other one may have cast}. `sums_of`: ballot -> numbers
    that are added up, and out of which, with `voters`, follows what is told."""
    vectors = list(sums_of.values())
    rest = {(0,) * len(vectors[0])}
    for _other in range(voters - 2):
        rest = {_added(one, vector) for one in rest for vector in vectors}
    found, told = defaultdict(set), {}
    for hers, vector in sums_of.items():
        for others in rest:
            for ballot, other in sums_of.items():
                sums = _added(vector, others, other)
                if sums not in told:
                    told[sums] = repr(tell(sums))
                found[hers, told[sums]].add(ballot)
    return found


def _added(*vectors) -> tuple:
    return tuple(map(sum, zip(*vectors, strict=True)))


def all_stances() -> dict:
    return {stance: tuple(int(stance == each) for each in STANCES) for stance in STANCES}


def told_consent(sums) -> dict:
    return tallies.consent(list(Counter(dict(zip(STANCES, sums, strict=True))).elements()))


@pytest.mark.parametrize("voters", range(5, 22))
def test_of_a_consent_round_nobody_works_out_what_another_answered(voters):
    for (_hers, told), ballots in left_open(all_stances(), told_consent, voters).items():
        assert ballots == ({AGREE, CONCERN} if CARRIES in told else set(STANCES)), told


def all_dots(options: int, dots: int, most: int) -> dict:
    return {each: each for each in product(range(most + 1), repeat=options) if sum(each) <= dots}


def told_dots(options: int, dots: int, most: int, voters: int):
    """Every set of sums can be spread over so many ballots; what is told follows from the sums."""

    def tell(sums):
        return tallies.dots([sums, *[(0,) * options] * (voters - 1)], options, dots=dots, most=most)

    return tell


@pytest.mark.parametrize(("options", "dots", "most", "voters"), [
    (2, 1, 1, 5), (2, 1, 1, 6), (2, 1, 1, 10), (2, 1, 1, 13), (2, 2, 1, 11), (2, 3, 2, 9), (3, 1, 1, 5), (3, 1, 1, 8),
    (3, 1, 1, 15), (3, 1, 1, 16), (3, 2, 1, 9), (3, 2, 1, 12), (3, 2, 2, 6), (3, 3, 1, 10),
])  # fmt: skip
def test_of_dots_nobody_works_out_where_another_put_hers(options, dots, most, voters):
    ballots = all_dots(options, dots, most)
    open_to_all = left_open(ballots, told_dots(options, dots, most, voters), voters)
    assert all(each == set(ballots) for each in open_to_all.values())


def all_rankings(options: int) -> dict:
    """Each with who is preferred to whom."""
    pairs = [(one, other) for one in range(options) for other in range(one + 1, options)]
    return {order: tuple(int(order.index(one) < order.index(other)) for one, other in pairs)
            for order in permutations(range(options))}  # fmt: skip


def told_ranking(options: int, voters: int):
    """By numbers instead of ballots, of which there are too many: the first test here holds both to be the same."""
    pairs = [(one, other) for one in range(options) for other in range(one + 1, options)]

    def tell(sums):
        wins = dict(zip(pairs, sums, strict=True))
        wins |= {(other, one): voters - number for (one, other), number in wins.items()}
        points = [sum(wins[one, other] for other in range(options) if other != one) for one in range(options)]
        beats = [one for one in range(options)
                 if all(2 * wins[one, other] > voters for other in range(options) if other != one)]  # fmt: skip
        return tallies.told_of_ranking(points, beats[0] if beats else None, voters)

    return tell


def test_a_ranking_is_told_alike_from_ballots_and_from_who_beats_whom():
    vectors = all_rankings(3)
    for some in product(vectors, repeat=2):
        ballots = [*some, *[(0, 2, 1)] * 3, *[(2, 1, 0)] * 3]
        sums = _added(*(vectors[ballot] for ballot in ballots))
        assert tallies.ranking(ballots, 3) == told_ranking(3, len(ballots))(sums)


@pytest.mark.parametrize(("options", "voters"), [(2, 5), (2, 6), (2, 21), (3, 5), (3, 6), (3, 9), (3, 20)])
def test_of_a_ranking_nobody_works_out_how_another_ranked(options, voters):
    ballots = all_rankings(options)
    open_to_all = left_open(ballots, told_ranking(options, voters), voters)
    assert all(each == set(ballots) for each in open_to_all.values())


@pytest.mark.prove
@pytest.mark.parametrize(("options", "voters"), [(4, 5), (4, 6), *((3, voters) for voters in range(7, 31))])
def test_nor_of_more_rankings(options, voters):
    ballots = all_rankings(options)
    open_to_all = left_open(ballots, told_ranking(options, voters), voters)
    assert all(each == set(ballots) for each in open_to_all.values())


# The negative controls: what one would think of first gives somebody away.


@pytest.mark.parametrize(("ballots", "tell"), [
    (all_stances(), lambda sums: sums),
    (all_stances(), lambda sums: [number if number >= 5 else 0 for number in sums]),
    (all_stances(), lambda sums: [number // 5 for number in sums]),
    (all_dots(3, 2, 2), lambda sums: sorted(range(3), key=lambda at: -sums[at])),  # the order alone
    (all_dots(3, 1, 1), lambda sums: [round(20 * number / (sum(sums) or 1)) for number in sums]),  # steps of 5 %
    (all_rankings(3), lambda sums: sums),
])  # fmt: skip
def test_the_adversary_is_no_fool(ballots, tell):
    assert any(each != set(ballots) for each in left_open(ballots, tell, 6).values())
