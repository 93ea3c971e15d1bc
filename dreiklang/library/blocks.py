"""A text as its blocks: paragraphs, headings, whole lists, whole tables. Somebody proposes changes of some of them, and
each change can be put into the text alone, in any order, or not."""

from collections import Counter
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import NamedTuple

from dreiklang.foundation.text import block_lines

_BETWEEN = "\n\n"
_MOST = 2_000  # blocks; two longer texts are compared from both ends only, which stays quick


class Change(NamedTuple):
    """Instead of the blocks `before` the blocks `after` should stand. Without `before` they come after the block
    `follows`, without that at the beginning. Each is Markdown."""

    before: str
    after: str
    follows: str


def split(source: str) -> list[str]:
    """The blocks of a text. Nothing but blank lines is lost."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks, at = [], 0
    for first, end in block_lines(source):
        blocks += _paragraphs(lines[at:first])  # of what is defined for links
        blocks += ["\n".join(lines[first:end]).rstrip()]
        at = end
    return [block for block in [*blocks, *_paragraphs(lines[at:])] if block]


def _paragraphs(lines: list[str]) -> list[str]:
    return [part.strip("\n").rstrip() for part in "\n".join(lines).split("\n\n") if part.strip()]


def join(blocks: list[str]) -> str:
    return _BETWEEN.join(blocks)


def mark_of(block: str) -> str:
    """What a form carries for a block, so that it is found again wherever it stands meanwhile."""
    return blake2b(block.encode(), digest_size=12).hexdigest()


def definitions(blocks: list[str]) -> str:
    """What is defined for links anywhere in the text, for each block that is shown alone."""
    return join([block for block in blocks if block.lstrip().startswith("[") and not block_lines(block)])


def changes(before: str, after: str) -> list[Change]:
    """What becomes of `before`, one change for each group of blocks. Put in all together, in any order, they make
    `after`, up to blank lines. So each holds a block of `before` that stands nowhere else, neither there nor in what
    comes; where it has none, it is widened by what stands beside it."""
    old, new = split(before), split(after)
    spans = [span for opcode in _opcodes(old, new) for span in _one_by_one(old, new, opcode)]
    came = {block for _a, _b, c, d in spans for block in new[c:d]}
    certain = {block for block, times in Counter(old).items() if times == 1 and block not in came}
    number = 0
    while number < len(spans):
        if _is_found_again(old, spans[number], certain):
            number += 1
        else:
            number = _widen(spans, number)
    return [
        Change(join(old[a:b]), join(new[c:d]), old[a - 1] if a == b and a else "") for a, b, c, d in spans
    ]  # fmt: skip


def _opcodes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    if len(old) + len(new) > _MOST:
        return _from_both_ends(old, new)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [span for kind, *span in found if kind != "equal"]


def _from_both_ends(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    span = (head, len(old) - tail, head, len(new) - tail)
    return [span] if span[0] < span[1] or span[2] < span[3] else []


def _one_by_one(old: list[str], new: list[str], span) -> list[tuple[int, int, int, int]]:
    """Blocks that were reworded each in its place are changes of their own, from both ends of the span. What comes
    between two of them belongs to the first: what it follows changes too."""
    a, b, c, d = span
    head = tail = 0
    while head < min(b - a, d - c) and _is_reworded(old[a + head], new[c + head]):
        head += 1
    while tail < min(b - a, d - c) - head and _is_reworded(old[b - 1 - tail], new[d - 1 - tail]):
        tail += 1
    if head and a + head == b - tail and c + head < d - tail:
        head -= 1
    first, between, last = range(head), (a + head, b - tail, c + head, d - tail), range(-tail, 0)
    return [
        *((a + i, a + i + 1, c + i, c + i + 1) for i in first),
        *([between] if between[0] < between[1] or between[2] < between[3] else []),
        *((b + i, b + i + 1, d + i, d + i + 1) for i in last),
    ]


def _is_reworded(before: str, after: str) -> bool:
    old, new = Counter(before.split()), Counter(after.split())
    return 2 * (old & new).total() >= max(old.total(), new.total())


def _is_found_again(old: list[str], span, certain: set[str]) -> bool:
    a, b, _c, _d = span
    if a == b:
        return a == 0 or old[a - 1] in certain
    return b - a == len(old) or not certain.isdisjoint(old[a:b])


def _widen(spans: list, number: int) -> int:
    """By a block that stays, or by the neighbour where one begins at once. Returns the number it has then."""
    a, b, c, d = spans[number]
    if number and spans[number - 1][1] == a:
        first, _b, third, _d = spans[number - 1]
        spans[number - 1 : number + 1] = [(first, b, third, d)]
        return number - 1
    if a:
        spans[number] = (a - 1, b, c - 1, d)
    elif number + 1 < len(spans) and spans[number + 1][0] == b:
        _a, second, _c, fourth = spans[number + 1]
        spans[number : number + 2] = [(a, second, c, fourth)]
    else:
        spans[number] = (a, b + 1, c, d + 1)
    return number


def put_in(source: str, change: Change) -> str | None:
    """The text with this change in its place. None where its place is not there any more, or there twice."""
    blocks = split(source)
    if not change.before and not change.follows:
        return join([change.after, *blocks])
    places = _places(blocks, change.before or change.follows)
    if len(places) != 1:
        return None
    first, end = places[0]
    kept = [] if change.before else blocks[first:end]
    return join([*blocks[:first], *kept, *([change.after] if change.after else []), *blocks[end:]])


def _places(blocks: list[str], wanted: str) -> list[tuple[int, int]]:
    """Where these blocks stand, whole ones only: numbers of the first and of the one after the last."""
    begins, ends, at = {}, {}, 0
    for number, block in enumerate(blocks):
        begins[at], ends[at + len(block)] = number, number + 1
        at += len(block) + len(_BETWEEN)
    found, text = [], join(blocks)
    at = text.find(wanted)
    while at >= 0:
        if at in begins and at + len(wanted) in ends:
            found.append((begins[at], ends[at + len(wanted)]))
        at = text.find(wanted, at + 1)
    return found
