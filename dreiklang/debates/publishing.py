"""What of a debate is shown as of now: how each statement was answered, and when it is over the groups.

Whoever has an account that is older than the debate and whoever has none are told apart, each by a part of its own,
from five people on. A part of fewer than a hundred people is small: of its answers cells.py tells whole fives, groups
are found once, at the end, and of a group stands at least how many it has and what is typical of it, without numbers:
next to the sums of all they would tell of few. From a hundred people on everything that the analysis gives stands there
at every state, and what has been large stays so.
"""

from collections import defaultdict
from dataclasses import dataclass

from dreiklang.debates.cells import AGREE, DISAGREE, FEWEST, Row, row_of

SMALL = 100
RESAMPLES = 50

Votes = dict[str, dict[int, int]]  # voter -> number of the statement -> value


@dataclass(frozen=True)
class Said:
    """A statement as it is analysed."""

    number: int
    text: str


def part_of(votes: Votes, statements: list[Said], before: dict, *, new: int, is_last: bool) -> dict:
    """What is shown of one part, as plain data for JSON. `before`: what the last state showed of it, else {}. `new`:
    how many of its voters stood in no state yet."""
    if len(votes) >= SMALL or before and not before["is_small"]:
        return _large(votes, statements)
    told = {row["number"]: Row(row["agree"], row["disagree"], row["passed"]) for row in before.get("rows", ())}
    rows, by_statement = [], _by_statement(votes)
    for one in statements:
        row = row_of(by_statement[one.number], told.get(one.number, Row()), voters=len(votes), new=new)
        rows.append({"number": one.number, "text": one.text, "votes": None, **row._asdict(), "leaning": row.leaning,
                     "by": row.by})  # fmt: skip
    shown = {
        "voters": fives(len(votes)), "is_small": True, "rows": rows, "shared": _shared(rows), "divides": _divides(rows),
        "groups": [], "points": [], "trust": None,
    }  # fmt: skip
    return shown | (_groups(votes, statements) if is_last else {})


def fives(number: int) -> int:
    return number // FEWEST * FEWEST


def _by_statement(votes: Votes) -> dict[int, dict[str, int]]:
    found: dict = defaultdict(dict)
    for voter, answers in votes.items():
        for number, value in answers.items():
            found[number][voter] = value
    return found


def _analysis(votes: Votes, statements: list[Said]):
    from dreiklang.opinion.analysing import analyse  # numpy costs a web process 40 MB
    from dreiklang.opinion.matrix import Statement

    triples = [(voter, str(number), value) for voter, answers in votes.items() for number, value in answers.items()]
    return analyse(
        triples, [Statement(str(one.number), one.text) for one in statements], minimum_group=FEWEST,
        resamples=RESAMPLES,
    )  # fmt: skip


def _groups(votes: Votes, statements: list[Said]) -> dict:
    """Without numbers of answers: at least how many, about where, and what is typical."""
    found = _analysis(votes, statements)
    return {
        "groups": [{
            "id": group.id, "size": fives(group.size), "x": round(group.x, 1), "y": round(group.y, 1),
            "stability": round(group.stability, 1),
            "typical": [{"statement": int(one.statement), "side": one.side} for one in group.typical],
        } for group in found.groups],
        "points": [{"x": round(one.x, 1), "y": round(one.y, 1), "size": fives(one.size), "group": one.group}
                   for one in found.points],
        "trust": _trust(found.stability),
    }  # fmt: skip


def _trust(stability) -> dict:
    value = stability.value
    return {"verdict": stability.verdict, "value": value if value is None else round(value, 2)}


def _large(votes: Votes, statements: list[Said]) -> dict:
    found = _analysis(votes, statements)
    rows = []
    for one in found.statements:
        cell = one.all
        by = {"agree": AGREE, "disagree": DISAGREE, "pass": 0, None: None}[cell.by]
        rows.append({
            "number": int(one.id), "text": one.text, "votes": cell.votes, "agree": cell.agree,
            "disagree": cell.disagree, "passed": cell.passed, "leaning": cell.leaning, "by": by,
            "groups": [{"group": each.group, "votes": each.votes, "agree": each.agree, "disagree": each.disagree,
                        "passed": each.passed} for each in one.groups],
            "unites": one.group_aware_agree,
        })  # fmt: skip
    rows = [row for row in rows if row["votes"] is not None]
    united = sorted((row for row in rows if row["unites"] is not None), key=lambda row: -row["unites"])
    return {
        "voters": found.voters, "is_small": False, "rows": rows,
        "shared": [row["number"] for row in united[:5]] if found.groups else _shared(rows),
        "divides": _divides(rows),
        "groups": [{
            "id": group.id, "size": group.size, "x": group.x, "y": group.y, "stability": group.stability,
            "typical": [{"statement": int(one.statement), "side": one.side, "successes": one.successes,
                         "trials": one.trials} for one in group.typical],
        } for group in found.groups],
        "points": [{"x": one.x, "y": one.y, "size": one.size, "group": one.group} for one in found.points],
        "trust": _trust(found.stability),
    }  # fmt: skip


_MOST_NAMED, _SHARED, _EACH_SIDE = 5, 2 / 3, 0.4
_UNTOLD = (FEWEST - 1) / 2  # on average, where whole fives are told


def _shared(rows: list[dict]) -> list[int]:
    """Numbers of the statements in which about two thirds or more answer alike, the clearest first."""
    found = []
    for row in rows:
        share = max(row["agree"] or 0, row["disagree"] or 0) / max(1, _of(row))
        if share >= _SHARED:
            found.append((-share, row["number"]))
    return [number for _share, number in sorted(found)[:_MOST_NAMED]]


def _of(row: dict) -> float:
    """All who answered, or about so many: this too follows from what is told."""
    if row["votes"] is not None:
        return row["votes"]
    told = [row["agree"], row["disagree"], row["passed"]]
    return sum(told) + _UNTOLD * (len(told) - 1)


def _divides(rows: list[dict]) -> list[int]:
    """Numbers of the statements that many affirm and many do not, the most even first. Where only one side is told, it
    is held against all others."""
    found = []
    for row in rows:
        sides = [number for number in (row["agree"], row["disagree"]) if number is not None]
        if sides and sum(sides):
            share = sides[0] / (sum(sides) if len(sides) == 2 else row["votes"])
            if min(share, 1 - share) >= _EACH_SIDE:
                found.append((abs(share - 0.5), row["number"]))
    return [number for _apart, number in sorted(found)[:_MOST_NAMED]]


def weights_of(parts: dict) -> dict[int, float]:
    """How much is learnt by asking each statement next, where a part is small: like Polis's measure the more, the fewer
    have answered it; but of what is told alone, for the order in which statements come is seen too."""
    told: dict = defaultdict(int)
    for part in parts.values():
        for row in part["rows"]:
            told[row["number"]] += sum(row[answer] or 0 for answer in ("agree", "disagree", "passed"))
    return {number: (1 + 8 * 2 ** (-answers / 5)) ** 2 for number, answers in told.items()}
