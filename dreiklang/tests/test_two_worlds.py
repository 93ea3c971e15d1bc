"""Two worlds: the same story, once with one asker and once with another of her class; once with a room that nobody
else knows of, and once without. What everybody else receives is the same, byte for byte: pages, headers, ids, orders,
letters, feeds, search, exports. What is random by nature is drawn from one seed; only the token of forms is taken out.
"""

import random
import re
import secrets
import shutil
import uuid
from collections import Counter
from datetime import date
from email.generator import Generator

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from dreiklang.dialogue import chance, protection, searchable
from dreiklang.dialogue.actions import answers, escalating, writing
from dreiklang.dialogue.models import Follow, Post, Thread, following
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread, agreed
from dreiklang.dialogue.views import threads
from dreiklang.groups.models import Group
from dreiklang.index import store
from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.models import Letter
from dreiklang.library.actions import growing
from dreiklang.library.models import Article
from dreiklang.moderation import sealed
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Office, Person, Tenure
from dreiklang.people.tests.makers import a_person, ada, olga
from dreiklang.places.models import Municipality
from dreiklang.places.tests.makers import a_municipality
from dreiklang.search.actions.subscribing import make_address

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.sqlite_alone]
ASKERS = ("anna", "berta", "emma")  # of one class, and readers of everything that the others read
NAMES = {"anna": "Anna Quendel", "berta": "Berta Wacholder", "emma": "Emma Salbei", "cem": "Cem Aydoğan",
         "dan": "Dan Estragon", "mia": "Mia Majoran", "nils": "Nils Kerbel"}  # fmt: skip
SOME = ("cem", "mia", "visitor")  # who look in the stories with a leak, and in the end only
END = "in the end"
TITLE, SECRET = "Wohnung für eine Bedrohte", "Bergamottenkreis"
LINE = "Integrationsbeauftragte, Stadt 20–50 Tsd., seit unter 2 Jahren"


class World:
    """What everybody received in it: who -> what she asked for -> the bytes that came."""

    def __init__(self):
        self.received: dict[str, dict[str, str]] = {}

    def note(self, who: str, what: str, came: str) -> None:
        assert what not in self.received.setdefault(who, {}), what
        self.received[who][what] = came


def differences(one: World, other: World, without: set[str]) -> list[str]:
    """What somebody received here and not there, or otherwise; `without` are those who may notice."""
    assert one.received.keys() == other.received.keys()
    found = []
    for who in one.received.keys() - without:
        here, there = one.received[who], other.received[who]
        found += [f"{who}: {what}" for what in here.keys() | there.keys() if here.get(what) != there.get(what)]
    return sorted(found)


class Dice:
    """Every draw of the house comes from here, and each step of the story begins with dice of its own: how often was
    thrown before, in a letter more or less, says nothing in a house where dice are not seeded."""

    def __init__(self, patch):
        self.begin("")
        self.letters = Counter()
        patch.setattr(uuid, "uuid4", self.number)
        patch.setattr(secrets, "token_urlsafe", lambda size=32: self.number().hex)
        patch.setattr(chance, "_chance", self)
        patch.setattr(following, "randbits", lambda bits: self.dice.getrandbits(bits), raising=False)
        patch.setattr(Generator, "_make_boundary", classmethod(lambda cls, text=None: "=" * 20))
        write = Letter.objects.create
        patch.setattr(Letter.objects, "create", lambda **fields: write(**fields | {"pk": self.of_letter(fields["to"])}))

    def begin(self, *step) -> None:
        self.dice = random.Random(repr(step))
        self.random, self.choice, self.sample = self.dice.random, self.dice.choice, self.dice.sample

    def number(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def of_letter(self, to: str) -> uuid.UUID:
        """Her first letter, her second: whatever others got in between."""
        self.letters[to] += 1
        return uuid.UUID(int=random.Random(f"{to} {self.letters[to]}").getrandbits(128), version=4)


def live(monkeypatch, asker: str, *, invisible=False, derived=False, is_long=True, drafts="cem") -> World:
    """The story in a world of its own, which is gone afterwards."""
    _forget_the_search()
    cache.clear()
    mail.outbox.clear()
    world = World()
    with (
        monkeypatch.context() as patch,
        override_settings(SEAL_KEY=b"the same in every world", SECRET_KEY="the same in every world, too " * 2),
        time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock,
        transaction.atomic(),
    ):
        _tell(world, asker, clock, Dice(patch), invisible=invisible, derived=derived, is_long=is_long, drafts=drafts)
        transaction.set_rollback(True)
    return world


def _tell(world, asker, clock, dice, *, invisible, derived, is_long, drafts) -> None:
    cast = _cast()
    room = a_room()
    a_moderator(room, cast["mia"])
    agreed(*(person for person in cast.values() if person.is_authenticated))
    for who in ("cem", "dan"):
        Follow.objects.create(person=cast[who], room=room)
    feeds = {who: make_address(person) for who, person in cast.items() if person.is_authenticated}
    before = a_thread(room, cast["nils"], title="Wohnung im Winter")
    if invisible:
        dice.begin("in secret")
        _meet_in_secret(cast)

    def look(when: str) -> None:
        looking = cast if is_long else {who: cast[who] for who in SOME} if when == END else {}
        for who, person in looking.items():
            _look(world, dice, who, person, when, [room, before, *Thread.objects.filter(title=TITLE)], feeds.get(who))

    dice.begin("she asks")
    thread_id = uuid.uuid5(uuid.NAMESPACE_URL, str(cast[asker].pk)) if derived else uuid.uuid4()
    said = {"way": "line", "seen": LINE, "kind": "question", "title": TITLE, "source": "Wer hat *Rat*?"}
    answer = _client(cast[asker]).post(f"{room.path}neu/", said | {"public_id": str(thread_id)})
    assert answer.status_code == 302, re.findall(r"kern-error.*", answer.text)
    look("while it is held")
    _wait(clock, dice)
    thread = Thread.objects.get(title=TITLE)
    look("when it is there")
    dice.begin("she is answered")
    said = {"source": "Ein Frauenhaus im Nachbarkreis.", "public_id": str(uuid.uuid4())}
    assert _client(cast["cem"]).post(f"{thread.path}antwort/", said).status_code == 302
    dice.begin("she thanks")
    said = {"source": "Danke, das *hilft*.", "public_id": str(uuid.uuid4())}
    assert _client(cast[asker]).post(f"{thread.path}antwort/", said).status_code == 302
    look("when she has answered")
    _wait(clock, dice)
    dice.begin("in the end")
    answered = thread.posts.get(number=2)
    answers.vote(answered, by=cast["dan"])
    answers.accept(answered, by=cast[asker])
    own = thread.posts.get(number=3)
    writing.change(own, source="Danke, das hilft *sehr*.", by=cast[asker])
    article = _make_a_page(world, dice, cast, answered, drafts)
    clock.shift(60)
    dice.begin("she agrees")
    answer = _client(cast[asker]).post(article.origin.consent_path, {"einverstanden": "ja"})
    assert answer.status_code == 302
    _look_into_the_draft(world, dice, cast, article, "in the end")
    look(END)
    _read_letters(world, cast)


def _make_a_page(world, dice, cast, answered, drafts) -> Article:
    dice.begin("somebody makes a page of it")
    said = {"public_id": str(uuid.uuid4()), "kind": "pointer", "title": "Aus dem Netzwerk"}
    assert _client(cast[drafts]).post(f"/praxis/aus/{answered.pk}/", said).status_code == 302
    article = Article.objects.get()
    _look_into_the_draft(world, dice, cast, article, "while she is asked")
    return article


def _look_into_the_draft(world, dice, cast, article, when) -> None:
    """The team, which works on it; the answerer, who was asked by his name; and what is behind the link of each."""
    for who, person in cast.items():
        pages = [article.workroom, article.origin.consent_path, f"/praxis/aus/{article.origin.post_id}/"]
        pages += [article.origin.secret_path(person)] if person.is_authenticated else []
        for page in pages:
            dice.begin(who, "of the draft", when, page)
            world.note(who, f"draft, {when}, {page}", _bytes(_client(person).get(page)))


def _cast() -> dict:
    """Everybody who may look: three who could have asked, others of their class, the moderator, the team, the one who
    runs the machine, somebody without an account."""
    cast = {}
    for number, (who, name) in enumerate(NAMES.items()):
        cast[who] = a_person(name)
        place = a_municipality(f"Ort {number}", f"99115{number:03d}", kind=Municipality.STADT, population=30_000)
        Tenure.objects.create(office=Office.objects.create(municipality=place), person=cast[who],
                              held_from=date(2025, 6, 1))  # fmt: skip
        release(cast[who], shows_function=True, shows_municipality=True, shows_fields=True, offer="")
    return cast | {"ada": ada(), "olga": olga(), "visitor": AnonymousUser()}


def _meet_in_secret(cast) -> None:
    """Anna and Berta have a room of which nobody else knows, with a question under a name and letters about it."""
    circle = a_circle(cast["anna"], cast["berta"], title=SECRET)
    thread = a_thread(circle, cast["anna"], title=f"{SECRET}: Wohnung")
    a_reply(thread, cast["berta"], source=f"Im {SECRET} nur so viel.")


def _wait(clock, dice) -> None:
    dice.begin("the clock goes on")
    for _minute in range(31):
        clock.shift(60)
        writing.show_due()
    escalating.escalate()


def _look(world, dice, who, person, when, things, feed) -> None:
    """What is new in the rooms, each time; everything that there is, in the end."""
    client = _client(person)
    pages = ["/", "/dialog/", "/dialog/fragen/", "/suche/?q=Wohnung", *(thing.path for thing in things)]
    if when == END:
        pages += ["/konto/", "/konto/daten/", "/konto/daten/meine-daten.json", "/veranstaltungen/"]
        pages += [f"{things[0].path}neu/", f"{things[0].path}erscheint/", "/suche/?q=Wohnnung"]
        key = feed.rpartition("schluessel=")[2] if feed else ""
        for words in (SECRET, *(NAMES[each] for each in ASKERS)):
            pages += [f"/suche/?q={words}", f"/suche/feed.atom?q={words}&schluessel={key}"]
        dice.begin(who, "types")
        world.note(who, "while she types", _bytes(client.get("/suche/?q=Woh", HTTP_HX_REQUEST="true")))
    for page in pages:
        dice.begin(who, when, page)
        world.note(who, f"{when}, {page}", _bytes(client.get(page)))


def _client(person) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


def _bytes(answer) -> str:
    """Status, headers and body, without the token of forms."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r'\1""', body.decode())
    cookies = re.sub(r"(formular|sitzung)=[^;]*", r"\1=", answer.cookies.output())
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    return f"{answer.status_code}\n{headers}\n{cookies}\n\n{text}"


def _read_letters(world, cast) -> None:
    """Every letter as it arrives, in the order of arrival."""
    with time_machine.travel("2026-03-03 10:00+01:00", tick=False):
        while post_due():
            pass
    for who, person in cast.items():
        hers = [letter for letter in mail.outbox if person.is_authenticated and person.email in letter.to]
        for number, letter in enumerate(hers):
            world.note(who, f"letter {number}", letter.message().as_string())
        world.note(who, "letters", str(len(hers)))


def _forget_the_search() -> None:
    if store._store:
        store._store.close()
        shutil.rmtree(store._store.folder, ignore_errors=True)
        store._store = None


# --- who asked ---


def test_nobody_can_tell_which_of_three_asked(monkeypatch):
    worlds = {asker: live(monkeypatch, asker) for asker in ASKERS}
    some = worlds["anna"].received["cem"]
    thread = next(came for what, came in some.items() if what.startswith(f"{END}, /dialog/") and "Rat" in came)
    assert LINE in thread and "sehr" in thread and "Frauenhaus" in thread  # the story happened, and is seen
    assert any(TITLE in came for what, came in worlds["anna"].received["dan"].items() if what.startswith("letter "))
    assert any("einverstaendnis" in came for what, came in worlds["anna"].received["dan"].items() if "letter " in what)
    assert not any(TITLE in came for came in worlds["anna"].received["visitor"].values())
    for one, other in (("anna", "berta"), ("berta", "emma"), ("anna", "emma")):
        assert differences(worlds[one], worlds[other], {one, other}) == []


def test_the_same_story_twice_is_the_same(monkeypatch):
    assert differences(*(live(monkeypatch, "anna", is_long=False) for _twice in range(2)), set()) == []


def leaking_name_in_the_index(patch):
    plain = searchable._entry

    def a_post_that_says(name):
        return Post(number=1, source=name, at=timezone.now())

    def entry(thread, page, posts):
        for voice in thread.voices.all():
            sealed.deliver(voice.pk, lambda person: posts.append(a_post_that_says(person.name)))
        return plain(thread, page, posts)

    patch.setattr(searchable, "_entry", entry)


def leaking_name_by_a_voice(patch):
    plain = protection.voice_for

    def voice_for(person, place):
        names = sorted(protection.NAMES)
        patch.setattr(chance, "one_of", lambda free: names[person.pk.int % len(names)])
        return plain(person, place)

    patch.setattr(protection, "voice_for", voice_for)


def leaking_follow(patch):
    """She follows what she asked, and the page says who does."""
    plain = protection.speak_in

    def speak_in(thread, person, line=""):
        Follow.objects.get_or_create(person=person, thread=thread)
        return plain(thread, person, line)

    def who_reads_thread(thread):
        names = Person.objects.filter(pk__in=thread.follows.values("person")).values_list("name", flat=True)
        return ", ".join(sorted(names))

    patch.setattr(writing, "speak_in", speak_in)
    patch.setattr(threads, "who_reads_thread", who_reads_thread)


def leaking_time(patch):
    """The while before it appears hangs on the person."""
    plain = protection.speak_in

    def speak_in(thread, person, line=""):
        patch.setattr(chance, "share", lambda: person.pk.int % 97 / 97)
        return plain(thread, person, line)

    patch.setattr(writing, "speak_in", speak_in)


def leaking_letter(patch):
    """Letters about her own posts go to everybody but her."""
    plain = writing.tell_of

    def tell_of(post):
        if post.voice_id:
            sealed.deliver(post.voice_id, lambda person: mail.EmailMessage(
                f"Von {person.name[:1]}…", "", "x@example.org", ["cem@example.org"]).send())  # fmt: skip
        plain(post)

    patch.setattr(writing, "tell_of", tell_of)


def leaking_consent(patch):
    """Whoever writes the page hears by name who agreed."""
    plain = growing.decide

    def decide(origin, is_given, *, by, **who):
        mail.EmailMessage(f"{by.name} ist einverstanden", "", "x@example.org", ["cem@example.org"]).send()
        return plain(origin, is_given, by=by, **who)

    patch.setattr(growing, "decide", decide)


LEAKS = [leaking_name_in_the_index, leaking_name_by_a_voice, leaking_follow, leaking_time, leaking_letter,
         leaking_consent]  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS, ids=[leak.__name__ for leak in LEAKS])
def test_a_world_with_one_leak_is_found_out(monkeypatch, leak):
    with monkeypatch.context() as patch:
        leak(patch)
        one = live(monkeypatch, "anna", is_long=False)
    with monkeypatch.context() as patch:
        leak(patch)
        other = live(monkeypatch, "berta", is_long=False)
    assert differences(one, other, {"anna", "berta"}) != []


def test_an_id_that_comes_from_the_person_is_found_out(monkeypatch):
    worlds = [live(monkeypatch, asker, derived=True, is_long=False) for asker in ("anna", "berta")]
    assert differences(*worlds, {"anna", "berta"}) != []


def test_nobody_can_tell_whether_whoever_makes_a_page_of_it_had_asked(monkeypatch):
    worlds = [live(monkeypatch, asker, is_long=False, drafts="anna") for asker in ("anna", "berta")]
    seen = [came for what, came in worlds[0].received["ada"].items() if what.startswith("draft, in the end")]
    assert any("Anna Quendel" in came and "einverstanden" in came for came in seen)  # the team sees who drafts
    assert differences(*worlds, {"anna", "berta"}) == []


def test_a_voice_that_counts_as_content_because_she_drafts_is_found_out(monkeypatch):
    plain = growing.draft

    def draft(post, *, by, **facts):
        article = plain(post, by=by, **facts)
        growing.decide(article.origin, True, by=by)
        return article

    with monkeypatch.context() as patch:
        patch.setattr(growing, "draft", draft)
        worlds = [live(monkeypatch, asker, is_long=False, drafts="anna") for asker in ("anna", "berta")]
    assert differences(*worlds, {"anna", "berta"}) != []


# --- a room that nobody else knows of ---


def test_nobody_can_tell_whether_there_is_a_room_that_she_does_not_read(monkeypatch):
    without, with_it = live(monkeypatch, "emma"), live(monkeypatch, "emma", invisible=True)
    assert any(SECRET in came for what, came in with_it.received["anna"].items() if "/dialog/" in what)
    assert differences(without, with_it, {"anna", "berta"}) == []


def test_an_invisible_room_that_others_see_is_found_out(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("dreiklang.dialogue.models.rooms.tokens_of", lambda person: _everything())
        worlds = [live(monkeypatch, "emma", invisible=there, is_long=False) for there in (False, True)]
    assert differences(*worlds, {"anna", "berta"}) != []


def _everything() -> list[str]:
    return ["public", "members", "team", *(group.token for group in Group.objects.all())]
