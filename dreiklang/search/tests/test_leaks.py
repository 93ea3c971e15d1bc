"""Nobody finds, counts, completes or corrects to what she may not read. Generated: for everybody of the cast and every
readers token one event with words of its own, and every way in which the search could give them away."""

import re

import pytest
from django.test import Client

from dreiklang.events.tests.makers import an_event
from dreiklang.groups.actions import join
from dreiklang.groups.readers import tokens_of
from dreiklang.groups.tests.makers import a_group
from dreiklang.people.tests.makers import ada, ben, cem, olga
from dreiklang.search import finding
from dreiklang.search.actions.subscribing import make_address
from dreiklang.search.tests.makers import count, facets, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
COMMON = "Fallbesprechung"
WORDS = {  # which of the cast's tokens opens it -> a word that stands nowhere else
    "public": "Quittenmarmelade", "members": "Brombeergelee", "team": "Holunderblütensirup",
    "group:hers": "Pflaumenmus", "group:others": "Stachelbeerkompott", "draft": "Sauerkirschsaft",
}  # fmt: skip


@pytest.fixture
def house():
    """The cast, and what each of its members may read of the words."""
    cast = {"visitor": None, "cem": cem(), "ben": ben(), "ada": ada(), "olga": olga()}
    hers, others = a_group("Kohorte"), a_group("Fremde")
    join(hers, cast["ben"])
    readers = {"group:hers": f"group:{hers.pk}", "group:others": f"group:{others.pk}", "draft": "public"}
    for token, word in WORDS.items():
        for number in (1, 2):
            an_event(
                f"{COMMON} {word} {number}", summary=f"Es geht um {word}.", readers=readers.get(token, token),
                state="draft" if token == "draft" else "published",
            )  # fmt: skip
    return cast, readers


def opened_to(person, readers) -> set[str]:
    held = set(tokens_of(person))
    return {word for token, word in WORDS.items() if token != "draft" and readers.get(token, token) in held}


WHO = ["visitor", "cem", "ben", "ada", "olga"]


def leaks(person, opened: set[str]) -> list[str]:
    """What a person learns of the words that are not opened to her, by every way there is."""
    found, key = [], make_address(person) if person else ""
    for word in set(WORDS.values()) - opened:
        asked = [
            word,
            word.lower(),
            f'"{word}"',
            f"{COMMON} {word}",
            word[:-1],
            word[:4] + word[5:],
            f"{word} -{COMMON}",
        ]
        for typed in asked:
            for typing in (False, True):
                page = search(person, typed, typing=typing)
                if f"{word} 1" in re.sub(r"<[^>]+>", "", page):
                    found.append(f"{typed}: steht auf der Seite")
                if COMMON not in typed and count(page):
                    found.append(f"{typed}: {count(page)} Treffer")
        for length in range(3, len(word)):
            if titles(search(person, word[:length], typing=True)):
                found.append(f"{word[:length]}: vervollständigt")
        answer = Client().get("/suche/feed.atom", {"q": word, **({"schluessel": key} if key else {})})
        if "<entry>" in answer.text:
            found.append(f"{word}: im Feed")
    page = search(person, COMMON)
    if count(page) != 2 * len(opened):
        found.append(f"{COMMON}: {count(page)} statt {2 * len(opened)}")
    if sum(facets(page).values()) not in {0, 2 * len(opened)}:
        found.append(f"{COMMON}: Zahlen {facets(page)}")
    return found


@pytest.mark.parametrize("who", WHO)
def test_nobody_learns_of_what_is_not_hers(house, who):
    cast, readers = house
    person = cast[who]
    opened = opened_to(person, readers)
    assert opened == {
        "visitor": {WORDS["public"]}, "cem": {WORDS["public"], WORDS["members"]},
        "ben": {WORDS["public"], WORDS["members"], WORDS["group:hers"]},
        "ada": {WORDS["public"], WORDS["members"], WORDS["team"]}, "olga": {WORDS["public"], WORDS["members"]},
    }[who]  # fmt: skip
    for word in opened:
        assert len(titles(search(person, word))) == 2
    assert leaks(person, opened) == []


def test_a_search_that_forgets_the_readers_is_found_out(house, monkeypatch):
    cast, readers = house
    everything = [*(readers.get(token, token) for token in WORDS)]
    monkeypatch.setattr(finding, "tokens_of", lambda person: everything)
    assert leaks(cast["cem"], opened_to(cast["cem"], readers))
