"""The answer of this host's file to a question: hits in their order, how many, and of what."""

from dataclasses import dataclass, field
from itertools import groupby
from sqlite3 import Connection

from django.utils import timezone

from dreiklang.german.tokens import EMPTY, words_of
from dreiklang.german.typos import near
from dreiklang.index.analysis import german
from dreiklang.index.feeding import catch_up
from dreiklang.index.models import Key, Row
from dreiklang.index.queries import Query, Word, understood
from dreiklang.index.store import store

# What a term counts in the title, among the keywords, in the text; in the second place as part or relative of a word.
WEIGHTS = (5.0, 3.0, 3.0, 1.8, 1.0, 0.6)
FRESH, LIKE_MINE, MY_LAND = 0.10, 0.10, 0.05  # mild: they order what fits about as well
COVERAGE = 2.0  # how much less a text is worth that has only some of the words: the share of them to this power
TITLE = 2.0  # how much more one is worth whose title says just what was asked: its likeness to this power
LIKENESS = 2.0
RERANKED = 40  # hits whose titles are looked at
ENOUGH = 10  # with fewer hits that have all words, those with some of them follow
COMMON, COMMON_SHARE = 1000, 0.05  # texts: a word in more of them, and in this share, seeks nothing alone
AHEAD = 50  # changes that a question takes over itself; more are left to the worker
LAST = "\U0010ffff"  # comes after every letter
FACETS = ("kind", "land", "municipality_kind")


@dataclass(frozen=True)
class Asker:
    """Who reads, and what is like hers."""

    tokens: list[str]
    land: str = ""
    municipality_kind: str = ""


@dataclass
class Hit:
    row: Row
    score: float
    has_all: bool  # every word of the question
    is_like_hers: bool
    is_of_her_land: bool


@dataclass
class Answer:
    hits: list[Hit]
    total: int
    with_all: int  # of these, how many have every word
    facets: dict[str, dict[str, int]]  # facet -> value -> how many, under the other facets that were chosen
    corrected: dict[str, str] = field(default_factory=dict)  # typed -> what was asked instead
    missing: list[str] = field(default_factory=list)  # words that nothing was found for
    beside: list[Hit] = field(default_factory=list)


def ask(
    query: Query, asker: Asker, *, chosen: dict[str, str] | None = None, start: int = 0, most: int = 10,
    is_typing: bool = False, is_literal: bool = False, newest_first: bool = False, beside: dict[str, str] | None = None,
    most_beside: int = 0,
) -> Answer:  # fmt: skip
    """Hits that hold a token of the asker. `chosen` narrows by facet. `is_typing`: the last word may go on.
    `is_literal`: no correction of what nobody can find. `beside`: another choice, whose best hits are told too."""
    catch_up(AHEAD)
    here = store().connection  # one for all of it: a file made anew meanwhile answers the next question
    chosen = {name: value for name, value in (chosen or {}).items() if name in FACETS and value}
    if query.is_empty:
        return Answer([], 0, 0, {name: {} for name in FACETS})
    if is_typing and query.words:
        query.words[-1] = _going_on(query.words[-1], here)
    corrected, missing = {}, []
    _find(query, asker, here)
    if not _count(here, {}, _has_all(query)):
        missing = [word.typed for word in query.words if not _is_found(word, asker, here)]
        if missing and not is_literal:
            corrected = _correct(query, missing, asker, here)
        if corrected:
            _find(query, asker, here)
        if (
            not is_literal
            and not _count(here, {})
            and any(len(way) > 1 for word in query.words for way in word.alternatives)
        ):
            query.words = [_in_parts(word) for word in query.words]
            _find(query, asker, here)
            here.execute("UPDATE hit SET has = 0")  # none of them is what was asked
    return Answer(
        hits=_hits(query, asker, here, chosen, start, most, newest_first),
        total=_count(here, chosen),
        with_all=_count(here, chosen, _has_all(query)),
        facets={name: _facet(name, here, chosen) for name in FACETS},
        corrected=corrected,
        missing=missing,
        beside=_hits(query, asker, here, beside, 0, most_beside, False) if beside else [],
    )


def _find(query: Query, asker: Asker, here: Connection) -> None:
    """Fill the table of hits: what has all words; where that is little, what has some, by how many they are. In a text
    of several parts, all words are first looked for within one of them, its title and its keywords."""
    here.execute("DELETE FROM hit")
    together = [_expression(word) for word in query.words]
    _insert(" AND ".join(together), len(together), query, asker, here)
    is_little = len(together) > 1 and not query.phrases and _are_few(here)
    if is_little:
        telling = [_expression(word) for word in query.words if not _is_common(word, here)]
        _insert(" OR ".join(telling or together), 0, query, asker, here)
        for expression in together:
            here.execute(
                "UPDATE hit SET has = has + 1 WHERE has < ? AND id IN (SELECT rowid FROM words WHERE words MATCH ?)",
                (len(together), expression),
            )
    _join_parts(together, here)
    if is_little:
        here.execute("UPDATE hit SET score = score * pow(1.0 * has / ?, ?)", (len(together), COVERAGE))


def _are_few(here: Connection) -> bool:
    found = "SELECT DISTINCT kind, object_id FROM hit LIMIT ?"
    return here.execute(f"SELECT count(*) FROM ({found})", (ENOUGH,)).fetchone()[0] < ENOUGH


def _join_parts(together: list[str], here: Connection) -> None:
    """Of a text in several parts one hit stays, which is as good and as new as the best and the newest of them, and has
    what they have together: the part whose text has the most words; the first where only the title has them."""
    if not here.execute("SELECT 1 FROM hit WHERE part > 1 LIMIT 1").fetchone():
        return
    several = "(kind, object_id) IN (SELECT kind, object_id FROM hit WHERE part > 1)"

    def having(expression: str) -> set[int]:
        within = "SELECT rowid FROM words WHERE words MATCH ?"
        return {
            row[0] for row in here.execute(f"SELECT id FROM hit WHERE {several} AND id IN ({within})", [expression])
        }

    anywhere = [having(expression) for expression in together]
    in_text = [having(f"{{text text_parts}} : {expression}") for expression in together]

    def place(hit: tuple) -> tuple:
        number, part, score, *_ = hit
        words = sum(number in ids for ids in in_text)
        return -words, score if words else part

    hits = here.execute(
        f"SELECT id, part, score, date, kind, object_id FROM hit WHERE {several} ORDER BY kind, object_id"
    ).fetchall()
    for _object, group in groupby(hits, key=lambda hit: hit[4:]):
        parts = sorted(group, key=place)
        ids, _parts, scores, dates, *_ = zip(*parts, strict=True)
        has = sum(not found.isdisjoint(ids) for found in anywhere)
        newest = max(filter(None, dates), default=None)
        here.execute("UPDATE hit SET score = ?, date = ?, has = ? WHERE id = ?", (min(scores), newest, has, ids[0]))
        here.executemany("DELETE FROM hit WHERE id = ?", [(other,) for other in ids[1:]])


def _insert(expression: str, has: int, query: Query, asker: Asker, here: Connection) -> None:
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    tokens = ", ".join("?" * len(asker.tokens))
    source, values = f"SELECT rowid AS id, bm25(words, {weights}) AS score FROM words WHERE words MATCH ?", [expression]
    if not expression:  # phrases of empty words alone
        source, values = "SELECT id, -1.0 AS score FROM doc", []
    conditions = ["id IN (SELECT rowid FROM forms WHERE forms MATCH ?)"] * len(query.phrases)
    without = "SELECT kind, object_id FROM words JOIN doc ON doc.id = words.rowid WHERE words MATCH ?"
    conditions += [f"(kind, object_id) NOT IN ({without})"] * len(query.without)
    asked = [*(_quoted(phrase) for phrase in query.phrases), *(_expression(word) for word in query.without)]
    here.execute(
        f"INSERT OR IGNORE INTO hit (id, kind, object_id, part, date, land, municipality_kind, has, score)"
        f" SELECT id, kind, object_id, part, date, land, municipality_kind, {has}, score * (1 + {_boosts()})"
        f" FROM ({source}) JOIN doc USING (id) WHERE {' AND '.join([f'readers IN ({tokens})', *conditions])}",
        [*_boost_values(asker), *values, *asker.tokens, *asked],
    )


def _boosts() -> str:
    return (
        f"{FRESH} / (1 + coalesce(abs(julianday(date) - julianday(?)), 3650) / 180)"
        f" + {LIKE_MINE} * (municipality_kind <> '' AND municipality_kind = ?) + {MY_LAND} * (land <> '' AND land = ?)"
    )


def _boost_values(asker: Asker) -> list[str]:
    return [timezone.localdate().isoformat(), asker.municipality_kind, asker.land]


def _expression(word: Word) -> str:
    ways = [" AND ".join(_quoted(term) for term in alternative) for alternative in word.alternatives]
    return "(" + " OR ".join(f"({way})" if " AND " in way else way for way in ways) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _where(chosen: dict[str, str]) -> tuple[str, list[str]]:
    return " AND ".join([f"{name} = ?" for name in chosen]) or "1", list(chosen.values())


def _count(here: Connection, chosen: dict[str, str], also: str = "1") -> int:
    where, values = _where(chosen)
    return here.execute(f"SELECT count(*) FROM hit WHERE {where} AND {also}", values).fetchone()[0]


def _is_common(word: Word, here: Connection) -> bool:
    """Whether so many texts have it that it tells nothing without the others, and costs much."""
    terms = [way[0] for way in word.alternatives if len(way) == 1]
    places = ", ".join("?" * len(terms))
    most = here.execute(f"SELECT max(doc) FROM terms WHERE term IN ({places})", terms).fetchone()[0] or 0
    if most < COMMON:
        return False
    return most > here.execute("SELECT max(id) FROM doc").fetchone()[0] * COMMON_SHARE


def _has_all(query: Query) -> str:
    return f"has = {len(query.words)}"


def _facet(name: str, here: Connection, chosen: dict[str, str]) -> dict[str, int]:
    where, values = _where({other: value for other, value in chosen.items() if other != name})
    counted = here.execute(
        f"SELECT {name}, count(*) FROM hit WHERE {where} AND {name} <> '' GROUP BY {name} ORDER BY 2 DESC, 1",
        values,
    )
    return dict(counted.fetchall())


def _hits(query, asker, here, chosen, start, most, newest_first) -> list[Hit]:
    where, values = _where(chosen)
    order = "date DESC, score, kind, object_id" if newest_first else "score, kind, object_id"
    reaches = max(RERANKED, start + most)
    found = here.execute(
        f"SELECT kind, object_id, part, score, has FROM hit WHERE {where} ORDER BY {order} LIMIT ?",
        [*values, reaches],
    ).fetchall()
    ranked = found if newest_first else _by_title(query, found[:RERANKED]) + found[RERANKED:]
    shown = ranked[start : start + most]
    rows = _rows([key for *key, _score, _has in shown])
    return [
        Hit(
            row, -score, has == len(query.words),
            is_like_hers=bool(row.municipality_kind) and row.municipality_kind == asker.municipality_kind,
            is_of_her_land=bool(row.land) and row.land == asker.land,
        )
        for *key, score, has in shown
        if (row := rows.get(tuple(key)))
    ]  # fmt: skip


def _by_title(query: Query, found: list[tuple]) -> list[tuple]:
    """Raise those whose title says what was asked, and little else."""
    rows = _rows([key for *key, _score, _has in found], "title")
    asked = [word.terms for word in query.words]

    def place(hit: tuple) -> tuple:
        *key, score, _has = hit
        row = rows.get(tuple(key))
        return score * (1 + TITLE * likeness(row.title, asked) ** LIKENESS) if row else 0.0, *key

    return sorted(found, key=place)


def likeness(title: str, asked: list[set[str]]) -> float:
    """From 0 to 1: the share of the title that was asked for, times the share of the question that is in the title."""
    words = [german().index(word) for word in words_of(title) if word.lower() not in EMPTY]
    if not words or not asked:
        return 0.0
    whole = [set(word.whole) for word in words]
    either = [set(word.whole) | set(word.parts) for word in words]
    of_title = sum(any(terms & one for terms in asked) for one in either) / len(words)
    of_query = sum(
        1.0 if any(terms & one for one in whole) else 0.6 if any(terms & one for one in either) else 0.0
        for terms in asked
    ) / len(asked)
    return of_title * of_query


def _rows(keys: list[Key], *only: str) -> dict[Key, Row]:
    rows = Row.objects.of(keys)
    if only:
        rows = rows.only("kind", "object_id", "part", *only)
    return {row.key: row for row in rows}


def _in_parts(word: Word) -> Word:
    """Any part of a compound that is nowhere as a whole: for 'Dolmetscherhonorar' what says Dolmetscher or Honorar."""
    parts = ((term,) for way in word.alternatives if len(way) > 1 for term in way if len(term) > 3)
    return Word(word.typed, tuple(dict.fromkeys((*word.alternatives, *parts))))


def _going_on(word: Word, here: Connection) -> Word:
    """The last word while it is typed: also what begins like it."""
    begun = word.typed.lower()
    if len(begun) < 3:
        return word
    likely = here.execute(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT 12",
        (begun, begun + LAST),
    )
    found = dict.fromkeys(alternative for (term,) in likely for alternative in german().query(term)[:1])
    return Word(word.typed, tuple(dict.fromkeys((*word.alternatives, *found))))


def _correct(query: Query, missing: list[str], asker: Asker, here: Connection) -> dict[str, str]:
    """Replace words that the asker cannot find by the nearest that she can."""
    corrected = {}
    for place, word in enumerate(query.words):
        if word.typed not in missing:
            continue
        for candidate in _near(word.typed.lower(), here):
            better = understood(german().as_printed(candidate))
            if _is_found(better, asker, here):
                query.words[place] = better
                corrected[word.typed] = better.typed
                break
    return corrected


def _is_found(word: Word, asker: Asker, here: Connection) -> bool:
    tokens = ", ".join("?" * len(asker.tokens))
    return bool(
        here.execute(
            f"SELECT 1 FROM words JOIN doc ON doc.id = words.rowid"
            f" WHERE words MATCH ? AND readers IN ({tokens}) LIMIT 1",
            [_expression(word), *asker.tokens],
        ).fetchone()
    )


def _near(typed: str, here: Connection) -> list[str]:
    """Words of the texts, and what these are made of, that begin alike and differ by a letter or two; nearest first."""
    found = []
    for table in ("vocabulary", "terms"):
        terms = here.execute(f"SELECT term FROM {table} WHERE term >= ? AND term < ?", (typed[0], typed[0] + LAST))
        found += near(typed, (term for (term,) in terms))
    return [word for word, _distance in sorted(found, key=lambda each: each[1])]
