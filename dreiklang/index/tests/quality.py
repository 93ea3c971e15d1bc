"""How well the search finds: the judged needs, and texts that are looked for by their titles."""

import gzip
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from functools import cache
from math import log2
from pathlib import Path
from unittest import mock

from django.conf import settings

from dreiklang.german.field_words import read_field_words
from dreiklang.german.words import ALL_STEPS, Steps, Words
from dreiklang.index import analysis, asking, queries
from dreiklang.index.asking import Asker, ask
from dreiklang.index.feeding import fill
from dreiklang.index.models import Change, Row
from dreiklang.index.queries import parse
from dreiklang.index.store import store

NEEDS = settings.ROOT / "bench/needs"
TEXTS = settings.ROOT.parent / "shared/data/text"
LAWS, KNOWN_ITEMS = TEXTS / "gesetze_abschnitte.jsonl.gz", TEXTS / "gesetze_knownitem_queries.json"
WITHOUT_TEXTS = "Die Gesetzestexte liegen nicht neben dem Projekt (../shared/data/text)."
NO_STEPS = Steps(*[False] * len(Steps._fields))
PUBLIC = Asker(["public"])
FIRST = 10  # hits that count


@cache
def needs() -> list[dict]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(NEEDS.glob("*.json"))]


@cache
def known_items() -> list[dict]:
    return json.loads(KNOWN_ITEMS.read_text(encoding="utf-8"))


def sections() -> Iterable[dict]:
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows_of_needs() -> list[Row]:
    return [
        Row(kind="need", object_id=each["id"], readers="public", address="/", title=each["title"], text=each["text"])
        for need in needs()
        for each in need["documents"]
    ]


def row_of_section(section: dict) -> Row:
    return Row(
        kind="law", object_id=section["id"], readers="public", address="/", title=section["ueberschrift"],
        text=section["text"],
    )  # fmt: skip


def only(rows: Iterable[Row]) -> None:
    """From now on these can be found, and nothing else."""
    Row.objects.all().delete()
    Change.objects.all().delete()
    Row.objects.bulk_create(rows, batch_size=500)


@contextmanager
def understood_by(steps: Steps):
    """The rows are stored and asked for with these steps of the analysis."""
    words = Words(settings.GERMAN_WORDS, read_field_words(), steps=steps, remember=20_000)
    with ExitStack() as changed:
        for module in (analysis, queries, asking):
            changed.enter_context(mock.patch.object(module, "german", lambda: words))
        fill_anew(words)
        yield


def fill_anew(words: Words | None = None) -> None:
    old = store()
    new = old.beside()
    fill(new, words)
    old.give_way_to(new)


def found(query: str) -> list[str]:
    """The ids that the search of the house gives first."""
    return [hit.row.object_id for hit in ask(parse(query), PUBLIC, most=FIRST).hits]


def ndcg(find: Callable[[str], list[str]] = found) -> float:
    """Over all needs: how near the first ten come to the best ten there are; gain 2^grade - 1."""
    return sum(_ndcg_of(need, find) for need in needs()) / len(needs())


def _ndcg_of(need: dict, find) -> float:
    grades = {each["id"]: each["grade"] for each in need["documents"]}
    got = [grades.get(one, 0) for one in find(need["query"])]
    return _gain(got) / _gain(sorted(grades.values(), reverse=True)[:FIRST])


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def ndcg_of_steps() -> dict[str, float]:
    """With all steps, without each, and without any."""
    variants = {"all": ALL_STEPS, "none": NO_STEPS}
    variants |= {f"without {name}": ALL_STEPS._replace(**{name: False}) for name in Steps._fields}
    figures = {}
    for name, steps in variants.items():
        with understood_by(steps):
            figures[name] = ndcg()
    return figures


def mrr(find: Callable[[str], list[str]] = found, items: list[dict] | None = None) -> float:
    """The mean of one through the place at which what was looked for stands; beyond the tenth it counts nothing."""
    items = items or known_items()
    places = [(find(item["query"]), item["id"]) for item in items]
    return sum(1 / (ids.index(sought) + 1) for ids, sought in places if sought in ids) / len(items)


def share_of_pairs(path: Path, words: Words) -> tuple[float, int]:
    """Of a list of word pairs: the share that is found, and how many are found wrongly."""
    pairs = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    right = [_meet(asked, written, words) for asked, written, fits in pairs if fits == "1"]
    wrong = [_meet(asked, written, words) for asked, written, fits in pairs if fits != "1"]
    return sum(right) / len(right), sum(wrong)


def _meet(asked: str, written: str, words: Words) -> bool:
    stored = {term for terms in words.index(written) for term in terms}
    return any(stored.issuperset(way) for way in words.query(asked))
