"""Words are analysed quickly, and the dictionary stays on the disk: a small server has many processes."""

import gzip
import json
import random
import subprocess
import sys
import time
from itertools import islice, product

import pytest

from dreiklang.german.field_words import read_field_words
from dreiklang.german.tests.makers import DICTIONARY, ROOT
from dreiklang.german.tokens import words_of
from dreiklang.german.words import Words

LAWS = ROOT.parent / "shared/data/text/gesetze_abschnitte.jsonl.gz"
QUICK, SMALL = 3_000, 20  # new words a second; MB

GROWTH = """
import json, pathlib, random, re, sys, tomllib, unicodedata
from collections import abc
from functools import lru_cache

def size():
    return int(re.search(r"VmRSS:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024

asked = sys.stdin.read().split("\\n")
before = size()
from dreiklang.german.field_words import read_field_words
from dreiklang.german.words import Words

words = Words(pathlib.Path(sys.argv[1]), read_field_words(), **json.loads(sys.argv[2]))
for word in asked:
    words.index(word)
print(len(asked), size() - before)
"""


def different_words(number: int) -> list[str]:
    """Words of the laws, one of each; without them compounds that are made here."""
    if LAWS.exists():
        found = set()
        with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 0, None, 20):
                found.update(words_of(json.loads(line)["text"]))
        return random.Random(1).sample(sorted(found), number)
    firsts = [line.split("\t")[0] for line in (ROOT / "dreiklang/german/tests/pairs.tsv").open() if line[0].isupper()]
    made = sorted({one + other.lower() for one, other in product(set(firsts), repeat=2)})
    return random.Random(1).sample(made, number)


def a_second(words: list[str]) -> float:
    """How many of them are analysed in a second of processor time, none seen before."""
    german = Words(DICTIONARY, read_field_words())
    started = time.process_time()
    for word in words:
        german.index(word)
    return len(words) / (time.process_time() - started)


def growth(words: list[str], **settings) -> float:
    """MB by which a process grows that reads the dictionary and analyses the words."""
    said = subprocess.run(
        [sys.executable, "-c", GROWTH, str(DICTIONARY), json.dumps(settings)], input="\n".join(words), text=True,
        capture_output=True, check=True, cwd=ROOT,
    ).stdout.split()  # fmt: skip
    assert int(said[0]) == len(words)
    return float(said[1])


def test_new_words_are_analysed_quickly():
    assert a_second(different_words(2_000)) >= QUICK


@pytest.mark.long
def test_a_process_grows_little():
    assert growth(different_words(6_000)) < SMALL


@pytest.mark.long
def test_twenty_thousand_new_words_are_analysed_quickly():
    assert a_second(different_words(20_000)) >= QUICK


@pytest.mark.long
def test_a_process_that_has_read_twenty_thousand_words_has_grown_little():
    assert growth(different_words(20_000)) < SMALL


@pytest.mark.long
def test_a_process_that_remembers_everything_grows_too_much():
    """The negative control: the measure sees what it should."""
    assert growth(different_words(20_000), remember=200_000) > SMALL
