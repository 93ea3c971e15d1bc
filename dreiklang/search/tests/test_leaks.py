"""Nobody finds, counts, completes or corrects to what she may not read. Generated: for everybody of the cast and every
readers token one event with words of its own, and every way in which the search could give them away; and for each
kind of thing in the house what it shows to some, and what it shows to nobody."""

import re

import pytest
from django.db.models import Q
from django.test import Client

from dreiklang.debates.actions.arguing import set_aside
from dreiklang.debates.tests.argument_makers import a_thesis, an_argument
from dreiklang.debates.tests.makers import a_debate
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.exchange.models import Signal, TopicTeam
from dreiklang.exchange.tests.signal_makers import a_signal
from dreiklang.exchange.tests.team_makers import a_proposal
from dreiklang.foundation import pages
from dreiklang.foundation.models import Page
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import tokens_of
from dreiklang.groups.tests.makers import a_group
from dreiklang.index.kinds import bring_in_everything, kinds
from dreiklang.index.models import Row
from dreiklang.library.tests.makers import a_draft, an_article
from dreiklang.people.actions.releasing import release, withdraw
from dreiklang.people.tests.makers import a_person, ada, ben, cem, olga
from dreiklang.places.tests.makers import a_municipality
from dreiklang.search import finding
from dreiklang.search.actions.subscribing import make_address
from dreiklang.search.tests.makers import count, facets, search, titles
from dreiklang.training.models import Run
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
COMMON = "Fallbesprechung"
WORDS = {  # which of the cast's tokens opens it -> a word that stands nowhere else
    "public": "Quittenmarmelade", "members": "Brombeergelee", "team": "Holunderblütensirup",
    "group:hers": "Pflaumenmus", "group:others": "Stachelbeerkompott", "draft": "Sauerkirschsaft",
}  # fmt: skip
ALL = frozenset(WORDS.values())


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


def leaks(person, opened: set[str], words=ALL, each: int = 2, *, is_brief: bool = False) -> list[str]:
    """What a person learns of the words that are not opened to her, by every way there is. `each`: so many things say
    a word, with a number behind it, and all of them say COMMON."""
    found, key = [], make_address(person) if person else ""
    for word in sorted(words - opened):
        asked = [
            word,
            word.lower(),
            f'"{word}"',
            f"{COMMON} {word}",
            word[:-1],
            word[:4] + word[5:],
            f"{word} -{COMMON}",
        ]
        lengths = range(3, len(word))
        if is_brief:
            asked, lengths = [word, f'"{word}"', word[:-1]], [4]
        for typed in asked:
            for typing in (False, True):
                page = search(person, typed, typing=typing)
                if f"{word} 1" in re.sub(r"<[^>]+>", "", page):
                    found.append(f"{typed}: steht auf der Seite")
                if COMMON not in typed and count(page):
                    found.append(f"{typed}: {count(page)} Treffer")
        for length in lengths:
            if titles(search(person, word[:length], typing=True)):
                found.append(f"{word[:length]}: vervollständigt")
        answer = Client().get("/suche/feed.atom", {"q": word, **({"schluessel": key} if key else {})})
        if "<entry>" in answer.text:
            found.append(f"{word}: im Feed")
    page = search(person, COMMON)
    if count(page) != each * len(opened):
        found.append(f"{COMMON}: {count(page)} statt {each * len(opened)}")
    if sum(facets(page).values()) not in {0, each * len(opened)}:
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


ANIMALS = """
    Krokodil Papagei Elefant Flamingo Känguru Pinguin Kolibri Salamander Libelle Gorilla Giraffe Leopard Chamäleon
    Hornisse Krabbe Muräne Albatros Antilope Dromedar Zikade Tapir Hyäne Iltis Marabu Nandu Otter Qualle Reiher
    Sardine Tukan Wisent Zobel Uhu Kormoran Kranich Murmeltier Nashorn Pelikan Schildkröte Seestern
    Gepard Jaguar Lemure Mungo Opossum Kakadu Wombat Walross Gürteltier Ozelot
"""


@pytest.fixture
def whole_house(house):
    """Of every kind of thing what some may read, and what nobody may: word -> the token that opens it, or none."""
    cast, readers = house
    Event.objects.all().delete()
    hers, others = readers["group:hers"], readers["group:others"]
    writer = a_person("Dora Demir", "dora@example.org")
    join(Group.objects.get(pk=others.removeprefix("group:")), writer)
    agreed(writer, cast["ben"])
    opened, names = {}, iter(ANIMALS.split())

    def said(token: str | None) -> str:
        opened[name := next(names)] = token
        return f"{name} 1 {COMMON}"

    writers = {"public": writer, "members": writer, "team": cast["ada"], hers: cast["ben"], others: writer}
    for token, by in writers.items():
        an_event(said(token), readers=token)
        an_article(by, cast["cem"], title=said(token), readers=token)
        a_debate(said(token), readers=token)
        a_thesis(said(token), readers=token)
    for token in ("members", hers, others):
        room = a_room(f"Raum {token[-1]}", slug=token.replace(":", ""), readers=token, writers=token)
        a_thread(room, writers[token], title=said(token))
        a_thread(room, writers[token], title=said(None), stays_inside=True)
    a_draft(writer, title=said(None))
    a_debate(said(None), is_draft=True)
    set_aside(an_argument(a_thesis(), writer, said(None)), "remove", "other")
    a_proposal(writer, name=said("members"))
    a_proposal(writer, name=said(None), state=TopicTeam.LAPSED)
    a_signal(said("members"))
    a_signal(said("public"), is_public=True)
    a_signal(said(None), Signal.PROPOSED, is_public=True)
    an_event(said(None), state="draft")
    an_event("Mit Ort", place=said(None), place_for_registered=True)
    release(writer, offer=said("members"))
    release(a_person("Emil Engin", function=said(None)), shows_municipality=True)
    release(cast["olga"], offer=said(None))
    withdraw(cast["olga"])
    pages.save(Page.objects.create(slug="impressum", title="Impressum"), said("public"), by=None)
    programme = a_programme(said("public"))
    a_building_block(programme, title=said("public"))
    a_date(
        a_run(programme, said("public"), state=Run.PUBLISHED), a_building_block(programme, "B", said("public")), "Los"
    )
    a_run(programme, said(None), state=Run.DRAFT)
    a_municipality(said("public"))
    a_municipality(said(None), key="99115004", is_current=False)
    bring_in_everything()
    return cast, opened


@pytest.mark.parametrize("who", [who if who == "ben" else pytest.param(who, marks=pytest.mark.long) for who in WHO])
def test_nobody_learns_of_anything_in_the_house_that_is_not_hers(whole_house, who):
    cast, tokens = whole_house
    held = set(tokens_of(cast[who]))
    opened = {word for word, token in tokens.items() if token in held}
    assert {word for word in tokens if titles(search(cast[who], word))} == opened
    assert leaks(cast[who], opened, set(tokens), each=1, is_brief=True) == []


def test_every_kind_of_thing_is_among_them(whole_house):
    """A kind that comes new must be added above, with what of it nobody may read."""
    rows = Row.objects.filter(Q(title__contains=COMMON) | Q(text__contains=COMMON))
    assert set(rows.values_list("kind", flat=True)) == set(kinds())
