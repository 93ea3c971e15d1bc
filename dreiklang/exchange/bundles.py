"""Questions of the dialogue that ask much the same, as proposals for a Signal.

Only what all members read is looked at, by its title; never what stays in its room. What was asked under a trait line
counts, and is not shown. How many asked is counted so that it is rather too few: people by name once each, and all
voices whose lines may be said of one person, the same line above all, once together. Below five there is no bundle,
for nobody.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import inf, log

from django.utils import timezone

from dreiklang.dialogue.models import Post, Question
from dreiklang.exchange.models import SignalThread, in_steps
from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.index.analysis import german

LOOKED_BACK = timedelta(days=365)
MOST = 2000  # questions, the newest: likening them takes a second
LIKE = 0.45  # of their terms, by how rare they are, two titles share at least so much (Dice)
MANY, SHARE = 50, 0.2  # among so many questions, a term that more than this share of them has likens none


@dataclass
class Bundle:
    questions: list[Question]
    openings: dict  # question's id -> (author's id or None, trait line or "")

    @property
    def key(self):
        """By which the address names it: never a question under a trait line."""
        return self.shown[0].pk

    @property
    def shown(self) -> list[Question]:
        """Asked by name: of the others there is nothing to read here."""
        return [each for each in self.questions if self.openings[each.pk][0]]

    @property
    def at_least(self) -> int:
        return in_steps(askers(self.openings[each.pk] for each in self.questions))


def bundles() -> list[Bundle]:
    """Most askers first, each question in one. Three queries, however many there are."""
    questions = list(_questions())
    openings = _openings(questions)
    questions = [each for each in questions if each.pk in openings]
    found, taken, near = [], set(), _near(questions)
    for each in sorted(questions, key=lambda one: (-len(near[one.pk]), one.begun_at, str(one.pk))):
        group = [one for one in questions if one.pk in near[each.pk] and one.pk not in taken]
        if each.pk in taken or not group:
            continue
        bundle = Bundle([each, *group], openings)
        if bundle.at_least and bundle.shown:
            found.append(bundle)
            taken |= {one.pk for one in bundle.questions}
    return sorted(found, key=lambda one: (-one.at_least, str(one.key)))


def bundle_around(key) -> Bundle | None:
    return next((each for each in bundles() if each.key == key), None)


def _questions():
    return (
        Question.objects.there()
        .free_to_leave()
        .filter(readers__in=[MEMBERS, PUBLIC], room__readers__in=[MEMBERS, PUBLIC], room__locked_at=None)
        .filter(begun_at__gt=timezone.now() - LOOKED_BACK)
        .exclude(pk__in=SignalThread.objects.values("thread"))
        .order_by("-begun_at", "-pk")[:MOST]
    )


def _openings(questions) -> dict:
    """Without those whose asker has left: who she was nobody knows."""
    rows = Post.objects.filter(thread__in=questions, number=1, state=Post.SHOWN)
    rows = rows.values_list("thread", "author", "voice__line")
    return {thread: (author, line or "") for thread, author, line in rows if author or line}


def askers(openings) -> int:
    """How many people asked, at least."""
    openings = list(openings)
    apart = []
    for said in sorted({_said_by(line) for author, line in openings if not author}, key=lambda said: said[2]):
        if not any(_may_be_one(said, other) for other in apart):
            apart.append(said)
    return len({author for author, _line in openings if author}) + len(apart)


def _said_by(line: str) -> tuple[str, float, float]:
    """What a trait line says of a person that hardly changes in a year: the kind of municipality, and between how many
    thousand people. Not since when she has her post: that grows."""
    kind, _blank, size = line.partition(", ")[2].partition(", ")[0].partition(" ")
    bounds = [int(number) for number in re.findall(r"\d+", size)]
    if not kind or not bounds:
        return kind, 0, inf
    if len(bounds) == 2:
        return kind, *bounds
    return (kind, 0, bounds[0]) if size.startswith("unter") else (kind, bounds[0], inf)


def _may_be_one(one: tuple, other: tuple) -> bool:
    kinds = {one[0], other[0]} - {""}
    return len(kinds) < 2 and max(one[1], other[1]) < min(one[2], other[2])


def _near(questions) -> dict:
    """Question's id -> the ids of those that ask much the same."""
    terms = {each.pk: _terms(each.title) for each in questions}
    number, having = len(terms), Counter(term for mine in terms.values() for term in mine)
    common = {term for term, n in having.items() if number > MANY and n > SHARE * number}
    weight = {term: log(1 + number / n) for term, n in having.items() if term not in common}
    by_term = defaultdict(list)
    for pk, mine in terms.items():
        for term in mine - common:
            by_term[term].append(pk)
    heavy = {pk: sum(weight.get(term, 0) for term in sorted(mine)) for pk, mine in terms.items()}
    near = {}
    for pk, mine in terms.items():
        shared = Counter()
        for term in sorted(mine - common):
            for other in by_term[term]:
                shared[other] += weight[term]
        near[pk] = {
            other for other, sum_ in shared.items() if other != pk and 2 * sum_ >= LIKE * (heavy[pk] + heavy[other])
        }
    return near


def _terms(title: str) -> set[str]:
    found = set()
    for word in words_of(title):
        if word.lower() not in EMPTY:
            terms = german().index(word)
            found |= {*terms.whole, *terms.parts}
    return found
