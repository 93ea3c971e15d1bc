"""What of a poll is told when it is over: once, and never before. Pure: no database.

The adversary takes part herself, knows this file, and knows how many answered. Below five answers she is told no
number, and of a consent round only whether somebody objects. From five on:

- *consent*: whole fives who agree and who object. How many have concerns is not told: a third number could be worked
  out of two. So each number stands for a span of at least five, the last one up to all: unanimity is never told.
- *dots*: few answers tell which option is alone in front. As soon as the options get about as many dots as five people
  can give to one, each is told in steps of so many, again with a last step that is no shorter: and nothing else then,
  for the order beside the steps would narrow them.
- *ranking*: which option is in front both by points (Borda) and against each other one. From twenty answers on also
  whether an option got two thirds of all points within its reach, or less than a third; finer steps would
  give much away, since all points together are known.

The test plays her, with every ballot that there could be: everybody else may always have answered anything. Only that
nobody objected is told by its nature when a proposal carries; the page says so before one answers. Whoever knows the
answers of others too can work out more where few answer.
"""

from collections.abc import Sequence

FEWEST = 5
OPEN = FEWEST - 1  # so many more may stand behind every number
RANKED_FROM = 20  # answers

AGREE, CONCERN, OBJECTION = "agree", "concern", "objection"
STANCES = (AGREE, CONCERN, OBJECTION)
CARRIES, FAILS, TALK = "carries", "fails", "talk"
LOW, MIDDLE, HIGH = 0, 1, 2  # thirds of the points within reach


def fives(number: int, unit: int = 1) -> int:
    return max(0, number) // (FEWEST * unit) * FEWEST * unit


def consent(stances: Sequence[str]) -> dict:
    """Each of AGREE, CONCERN, OBJECTION. `verdict` is None when nobody answered."""
    voters, objections = len(stances), stances.count(OBJECTION)
    agree = against = 0
    if voters >= FEWEST:
        against = fives(min(objections, voters - OPEN))
        agree = fives(min(stances.count(AGREE), voters - OPEN - max(against, objections > 0)))
    many = against > 0 and 2 * against >= voters
    return {
        "voters": fives(voters), "agree": agree, "objections": against, "objected": objections > 0,
        "verdict": None if not voters else FAILS if many else TALK if objections else CARRIES,
        "nearly_all": agree > 0 and 5 * agree >= 4 * voters,
    }  # fmt: skip


def dots(ballots: Sequence[Sequence[int]], options: int, *, dots: int, most: int) -> dict:
    """A ballot says how many dots each option gets: at most `most` each, and `dots` together, or fewer."""
    voters, sums = len(ballots), [sum(ballot[at] for ballot in ballots) for at in range(options)]
    told = {"voters": fives(voters), "first": None, "sums": None}
    if voters >= told_from(options, dots=dots, most=most):
        return told | {"sums": _in_steps(sums, voters, dots, most)}
    return told | ({"first": first_of(sums)} if voters >= FEWEST else {})


def told_from(options: int, *, dots: int, most: int) -> int:
    """Answers from which on dots are told: an option gets about as many as five people can give it."""
    return max(FEWEST + OPEN, -(-FEWEST * most * options // dots))


def _in_steps(sums: list[int], voters: int, dots: int, most: int) -> list[int]:
    told = [fives(min(number, (voters - OPEN) * most), most) for number in sums]
    while sum(told) > (voters - OPEN) * dots:  # else so many dots are told that the rest is known
        least = min(number for number in told if number)  # all who have it at once: nobody gets in front by that
        told = [number - FEWEST * most * (number == least) for number in told]
    return told


def ranking(ballots: Sequence[Sequence[int]], options: int) -> dict:
    """A ballot names every option once, the best first. The last gets no point, each place up one more."""
    points = [sum(options - 1 - ballot.index(at) for ballot in ballots) for at in range(options)]
    return told_of_ranking(points, _beats_each(ballots, options), len(ballots))


def told_of_ranking(points: list[int], beats_each: int | None, voters: int) -> dict:
    told = {"voters": fives(voters), "first": None, "thirds": None}
    if voters >= FEWEST and first_of(points) == beats_each:
        told["first"] = beats_each
    if voters >= RANKED_FROM:
        told["thirds"] = [min(HIGH, 3 * number // (voters * (len(points) - 1))) for number in points]
    return told


def first_of(sums: Sequence[int]) -> int | None:
    """Which is alone in front."""
    best = [at for at, number in enumerate(sums) if number == max(sums)]
    return best[0] if len(best) == 1 else None


def _beats_each(ballots: Sequence[Sequence[int]], options: int) -> int | None:
    """Which option more than half prefer to each other one."""

    def beats(one: int, other: int) -> bool:
        return 2 * sum(ballot.index(one) < ballot.index(other) for ballot in ballots) > len(ballots)

    every = range(options)
    return next((one for one in every if all(beats(one, other) for other in every if other != one)), None)
