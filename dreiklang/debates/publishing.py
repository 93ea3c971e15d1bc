"""What of a debate is shown as of now: how each statement was answered, and when it is over the groups.

Whoever has an account that is older than the debate and whoever has none are told apart, each by a part of its own. A
part of fewer than a hundred people is small: its rows go through cells.py, groups are found once, at the end, and of a
group stands its size and what is typical of it, without numbers: next to the sums of all they would tell of few. From a
hundred people on everything that the analysis gives stands there at every state.
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


def part_of(votes: Votes, statements: list[Said], basis: dict, at: str, *, is_last: bool) -> tuple[dict, dict]:
    """(what is shown, the next basis) of one part. `basis` is what this function gave last time, else {}; both are
    plain data for JSON. `at` is written beside each row that is new."""
    if len(votes) >= SMALL:
        return _large(votes, statements, at), {}
    rows, kept, carried = [], {}, set()
    by_statement = _by_statement(votes)
    for one in statements:
        earlier = basis.get(str(one.number), [])
        answers = by_statement[one.number]
        row = row_of(answers, [(then["answers"], _read(then["row"])) for then in earlier])
        if row is not None and not (earlier and earlier[-1]["answers"] == answers):
            earlier = [*earlier, {"answers": answers, "row": _written(row), "at": at}]
        elif row is None:
            carried.add(one.number)
        if earlier:
            kept[str(one.number)] = earlier
            last = earlier[-1]
            rows.append({"number": one.number, "text": one.text, "at": last["at"], **last["row"]["shown"]})
    shown = {
        "voters": len(votes) // FEWEST * FEWEST, "is_small": True, "rows": rows, "shared": _shared(rows),
        "divides": _divides(rows), "groups": [], "points": [], "sentence": "",
    }  # fmt: skip
    if is_last:
        shown |= _groups(votes, statements)
    return shown, kept


def _by_statement(votes: Votes) -> dict[int, dict[str, int]]:
    found: dict = defaultdict(dict)
    for voter, answers in votes.items():
        for number, value in answers.items():
            found[number][voter] = value
    return found


def _written(row: Row) -> dict:
    return {"shown": row.shown(), "told": sorted(sorted(union) for union in row.told)}


def _read(row: dict) -> Row:
    return Row(**row["shown"], told=frozenset(frozenset(union) for union in row["told"]))


def _analysis(votes: Votes, statements: list[Said]):
    from dreiklang.opinion.analysing import analyse  # numpy costs a web process 40 MB
    from dreiklang.opinion.matrix import Statement

    triples = [(voter, str(number), value) for voter, answers in votes.items() for number, value in answers.items()]
    return analyse(
        triples, [Statement(str(one.number), one.text) for one in statements], minimum_group=FEWEST,
        resamples=RESAMPLES,
    )  # fmt: skip


def _groups(votes: Votes, statements: list[Said]) -> dict:
    """Without numbers of answers: sizes, places, and what is typical."""
    found = _analysis(votes, statements)
    return {
        "groups": [{
            "id": group.id, "size": group.size, "x": group.x, "y": group.y, "stability": group.stability,
            "typical": [{"statement": int(one.statement), "side": one.side} for one in group.typical],
        } for group in found.groups],
        "points": [{"x": one.x, "y": one.y, "size": one.size, "group": one.group} for one in found.points],
        "sentence": found.stability.sentence,
    }  # fmt: skip


def _large(votes: Votes, statements: list[Said], at: str) -> dict:
    found = _analysis(votes, statements)
    rows = []
    for one in found.statements:
        cell = one.all
        by = {"agree": AGREE, "disagree": DISAGREE, "pass": 0, None: None}[cell.by]
        rows.append({
            "number": int(one.id), "text": one.text, "at": at, "votes": cell.votes, "agree": cell.agree,
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
        "sentence": found.stability.sentence,
    }  # fmt: skip


_MOST_NAMED, _SHARED, _EACH_SIDE = 5, 2 / 3, 0.4


def _shared(rows: list[dict]) -> list[int]:
    """Numbers of the statements in which nearly all or two thirds answer alike, the clearest first."""
    found = []
    for row in rows:
        share = max((row["agree"] or 0, row["disagree"] or 0)) / row["votes"]
        if row["leaning"] == "nearly all" and row["by"]:
            share = 1
        if share >= _SHARED:
            found.append((-share, row["number"]))
    return [number for _share, number in sorted(found)[:_MOST_NAMED]]


def _divides(rows: list[dict]) -> list[int]:
    """Numbers of the statements that many affirm and many do not, the most even first. Where only one side is told, it
    is held against all others."""
    found = []
    for row in rows:
        sides = [number for number in (row["agree"], row["disagree"]) if number is not None]
        if sides:
            share = sides[0] / (sum(sides) if len(sides) == 2 else row["votes"])
            if min(share, 1 - share) >= _EACH_SIDE:
                found.append((abs(share - 0.5), row["number"]))
    return [number for _apart, number in sorted(found)[:_MOST_NAMED]]
