"""From an answer to a draft: who may, whose words are in it, and what a yes, a no and a change of mind do."""

import re

import pytest
import time_machine
from django.core import mail

from dreiklang.dialogue.actions import moderating, writing
from dreiklang.dialogue.actions.answers import accept
from dreiklang.dialogue.models import Asked, Post, Room, Thread, Trace
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread, agreed, queries_of
from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import leave
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.library.actions import growing, owning
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.actions.writing import add_section
from dreiklang.library.consenting import is_agreed, missing
from dreiklang.library.models import Article, Comment, Consent, Origin, Section, SectionVersion, Suggestion
from dreiklang.library.next_steps import steps
from dreiklang.library.tests.makers import a_review, a_text
from dreiklang.moderation.sealed import voice_of
from dreiklang.people.models import FieldOfAction
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TITLE, QUESTION, ANSWER = "Wie bezahlen Sie Sprachmittlung?", "Wir haben kein Geld.", "Mit einer Pauschale."
LINE = "Integrationsbeauftragte, Stadt"
AT = "2026-03-02 10:00+01:00"


@pytest.fixture
def cast():
    """Ben asks, Cem answers, Dora drafts; Eva reads along."""
    people = {"ben": ben(), "cem": cem(), "dora": a_person("Dora Drafts"), "eva": a_person("Eva Esser"), "ada": ada()}
    agreed(*people.values())
    return people


def talk(cast, room=None, *, asks="", answers="", clock=None, **facts) -> Post:
    """The answer. With a line somebody asks or answers as a voice; the clock passes over the while it is held."""
    room = room or a_room()
    thread = a_thread(room, cast["ben"], line=asks, **facts)
    if asks:
        _pass(clock)
        thread.refresh_from_db()
    post = a_reply(thread, cast["cem"], line=answers)
    if answers:
        _pass(clock)
    return Post.objects.select_related("thread__room").get(pk=post.pk)


def _pass(clock):
    clock.shift(60 * 31)
    writing.show_due()


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def a_draft_from(post, by, **facts) -> Article:
    return growing.draft(post, by=by, **{"kind": Article.POINTER, "title": growing.title_for(post.thread)} | facts)


def said(article: Article) -> str:
    """Everything that whoever works on it could find of words, in versions too."""
    article = Article.objects.get(pk=article.pk)
    texts = [article.title, article.summary]
    texts += [f"{one.heading} {one.source} {one.html}" for one in article.sections.all()]
    texts += [f"{one.heading} {one.source}" for one in SectionVersion.objects.filter(section__article=article)]
    texts += [one.quote for one in Comment.objects.filter(section__article=article)]
    texts += [one.before + one.after for one in Suggestion.objects.filter(section__article=article)]
    return "\n".join(texts)


def states(article) -> dict:
    return dict(Consent.objects.filter(origin__article=article).values_list("role", "state"))


def yes(article, person, **who):
    return growing.decide(article.origin, True, by=person, **who)


def no(article, person, **who):
    return growing.decide(article.origin, False, by=person, **who)


# --- what is in the draft, and who is asked ---


def test_by_the_click_no_word_of_others_is_in_the_draft(cast):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    assert states(article) == {"asker": "open", "answerer": "open"}
    assert not any(words in said(article) for words in (TITLE, QUESTION, ANSWER))
    assert (article.readers, article.owner, article.kind) == (MEMBERS, cast["dora"], Article.POINTER)
    assert article.authors.get().person == cast["dora"] and article.summary == ""


def test_what_the_drafter_wrote_herself_is_in_it_at_once(cast):
    post = talk(cast)
    article = a_draft_from(post, cast["cem"])
    assert states(article) == {"asker": "open", "answerer": "given"}
    assert ANSWER in said(article) and TITLE not in said(article) and QUESTION not in said(article)
    assert not Letter.objects.filter(to=cast["cem"].email, subject__contains="Seite").exists()


def test_whoever_asked_drafts_with_her_title_and_question(cast):
    article = a_draft_from(talk(cast), cast["ben"])
    assert states(article) == {"asker": "given", "answerer": "open"}
    assert Article.objects.get().title == TITLE and QUESTION in said(article) and ANSWER not in said(article)


def test_a_yes_brings_her_words_and_hers_alone(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    yes(article, cast["cem"])
    assert ANSWER in said(article) and QUESTION not in said(article) and TITLE not in said(article)
    yes(article, cast["ben"])
    assert QUESTION in said(article) and Article.objects.get().title == TITLE
    assert is_agreed(article.origin) and missing(article) == []


def test_a_title_of_the_drafters_own_stays(cast):
    article = a_draft_from(talk(cast), cast["dora"], title="Sprachmittlung bezahlen")
    yes(article, cast["ben"])
    assert Article.objects.get().title == "Sprachmittlung bezahlen"


def test_the_title_before_anybody_agreed_says_no_more_than_the_field(cast):
    field = a_field("Sprachmittlung")
    assert isinstance(field, FieldOfAction)
    post = talk(cast, field=field)
    assert growing.title_for(post.thread) == "Aus dem Netzwerk: Sprachmittlung"
    article = a_draft_from(post, cast["dora"])
    yes(article, cast["ben"])
    no(article, cast["ben"])
    assert Article.objects.get().title == "Aus dem Netzwerk: Sprachmittlung"


def test_a_yes_twice_is_one_section_and_a_second_yes_changes_nothing_that_was_written(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    yes(article, cast["cem"])
    section = Section.objects.get(source=ANSWER)
    a_text(section, "Besser so.", cast["dora"])
    yes(article, cast["cem"])
    section.refresh_from_db()
    assert section.source == "Besser so." and article.sections.count() == 2


def test_a_no_takes_every_trace_of_her_words_out_and_leaves_the_rest(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    yes(article, cast["cem"])
    yes(article, cast["ben"])
    section = Section.objects.get(source=ANSWER)
    a_text(section, f"{ANSWER} Und mehr.", cast["dora"])
    Comment.objects.create(section=section, quote=ANSWER, text="Stimmt das?", by=cast["eva"])
    Suggestion.objects.create(section=section, base=1, before=ANSWER, after="Kürzer.", by=cast["eva"])
    add_section(article, "Eigenes", "Aus eigener Erfahrung.", by=cast["dora"])
    no(article, cast["cem"])
    assert ANSWER not in said(article) and "Aus eigener Erfahrung." in said(article) and QUESTION in said(article)
    assert states(article) == {"asker": "given", "answerer": "refused"} and not is_agreed(article.origin)
    no(article, cast["ben"])
    assert QUESTION not in said(article) and TITLE not in said(article)


def test_she_may_change_her_mind_until_the_page_is_in_force(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    for answer in (yes, no, yes):
        answer(article, cast["cem"])
    assert ANSWER in said(article)
    release(article, cast["eva"])
    with pytest.raises(Refusal, match="freigegeben"):
        no(article, cast["cem"])
    assert ANSWER in said(article) and states(article)["answerer"] == "given"


def test_nobody_decides_for_others(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    assert yes(article, cast["eva"]) == yes(article, cast["dora"]) == yes(article, cast["ada"]) == []
    assert states(article) == {"asker": "open", "answerer": "open"}


def test_one_who_answered_her_own_question_is_asked_once_and_says_one_word(cast):
    thread = a_thread(a_room(), cast["ben"])
    article = a_draft_from(a_reply(thread, cast["ben"]), cast["dora"])
    assert Letter.objects.filter(to=cast["ben"].email, subject__contains="eine Seite").count() == 1
    yes(article, cast["ben"])
    assert states(article) == {"asker": "given", "answerer": "given"}


def test_an_experience_is_drawn_from_its_own_first_post(cast):
    thread = a_thread(a_room(), cast["ben"], kind=Thread.EXPERIENCE, title="So lief es", source="Gut lief es.")
    article = a_draft_from(thread.posts.get(), cast["dora"], kind=Article.EXAMPLE)
    assert states(article) == {"answerer": "open"}
    yes(article, cast["ben"])
    assert "Gut lief es." in said(article) and Article.objects.get().title == "So lief es" and is_agreed(article.origin)


def test_whoever_left_cannot_be_asked_and_her_words_stay_out(cast):
    post = talk(cast)
    Post.objects.filter(pk=post.pk).update(author=None)
    article = a_draft_from(post, cast["dora"])
    assert states(article) == {"asker": "open", "answerer": "refused"}
    assert ANSWER not in said(article)


def test_an_answer_as_a_voice_is_never_hers_who_drafts(cast, clock):
    post = talk(cast, asks=LINE, clock=clock)
    article = a_draft_from(post, cast["ben"])
    assert states(article)["asker"] == "open"
    assert QUESTION not in said(article) and TITLE not in said(article)
    yes(article, cast["ben"])
    assert states(article)["asker"] == "given" and QUESTION in said(article)


def test_a_second_click_makes_one_draft_and_another_person_none(cast):
    post, number = talk(cast), fresh_id()
    first, second = (a_draft_from(post, cast["dora"], public_id=number) for _click in range(2))
    assert first == second and Article.objects.count() == 1 and Consent.objects.count() == 2
    assert Letter.objects.filter(subject__contains="eine Seite").count() == 2
    with pytest.raises(Refusal, match="schon jemand"):
        a_draft_from(post, cast["eva"])
    Article.objects.update(state=Article.WITHDRAWN)
    assert a_draft_from(post, cast["eva"]) != first


def test_the_id_of_another_page_is_not_taken_over(cast):
    post, other = talk(cast), a_thread(a_room("Zweiter"), cast["ben"])
    mine = a_draft_from(post, cast["dora"])
    assert a_draft_from(a_reply(other, cast["cem"]), cast["dora"], public_id=mine.pk) != mine


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_one_person", [True, False])
def test_of_two_clicks_at_once_one_makes_the_draft(cast, is_one_person):
    post, number = talk(cast), fresh_id()
    others = cast["dora"] if is_one_person else cast["eva"]
    clicks = [(cast["dora"], number), (others, number if is_one_person else None)]
    done = side_by_side(*[lambda by=by, pk=pk: a_draft_from(post, by, public_id=pk) for by, pk in clicks])
    assert sum(isinstance(one, Refusal) for one in done) == (0 if is_one_person else 1), done
    assert Article.objects.count() == 1 and Consent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_yes_that_is_given_twice_at_once_brings_her_words_once(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    done = side_by_side(*[lambda: yes(Article.objects.get(), cast["cem"])] * 2)
    assert not any(isinstance(one, Exception) for one in done), done
    assert SectionVersion.objects.filter(section__article=article, source=ANSWER).count() == 1
    assert Letter.objects.filter(subject__startswith="Einverstanden").count() == 1


# --- what never leaves ---


@pytest.mark.parametrize("fact", ["stays_inside", "is_crisis"])
def test_what_stays_in_its_room_becomes_no_page_with_nobodys_consent(client, cast, fact):
    post = talk(cast)
    Room.objects.update(**{fact: True})
    post = Post.objects.select_related("thread__room").get(pk=post.pk)
    with pytest.raises(Refusal, match="verlässt den Raum nicht"):
        a_draft_from(post, cast["cem"])
    client.force_login(cast["dora"])
    page = client.get(f"/praxis/aus/{post.pk}/").content.decode()
    assert "verlässt den Raum nicht" in page and "Entwurf anlegen" not in page
    assert steps(post.thread, cast["dora"]) == [] and not Article.objects.exists()


def test_a_single_thread_that_stays_inside_becomes_no_page_either(cast):
    post = talk(cast, stays_inside=True)
    with pytest.raises(Refusal, match="verlässt den Raum nicht"):
        a_draft_from(post, cast["cem"])


def test_a_room_that_closes_itself_later_takes_its_words_back(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    yes(article, cast["cem"])
    Room.objects.update(stays_inside=True)
    assert missing(article) != []
    growing.take_out_what_is_gone()
    assert ANSWER not in said(article) and missing(article) == []


def test_a_question_alone_becomes_no_page(cast):
    post = talk(cast)
    with pytest.raises(Refusal, match="Frage allein"):
        a_draft_from(post.thread.posts.get(number=1), cast["dora"])


def test_a_page_from_a_circle_is_read_and_worked_on_by_the_circle_alone(client, cast):
    post = talk(cast, a_circle(cast["ben"], cast["cem"], cast["dora"]))
    article = a_draft_from(post, cast["dora"])
    assert article.readers == post.thread.readers
    for who in ("eva", "ada"):
        client.force_login(cast[who])
        assert client.get(article.workroom).status_code == 404
        assert client.get(f"/praxis/aus/{post.pk}/").status_code == 404
        assert client.post(f"/praxis/aus/{post.pk}/", {"kind": "pointer", "title": "x"}).status_code == 404
    assert Article.objects.count() == 1


# --- what is taken back in the dialogue ---


@pytest.mark.parametrize("which", [1, 2])
def test_what_is_taken_back_in_the_dialogue_leaves_the_draft(cast, which):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    yes(article, cast["ben"])
    yes(article, cast["cem"])
    gone = post.thread.posts.get(number=which)
    words = gone.source
    moderating.withdraw(gone, by=gone.author)
    assert len(missing(article)) == 1
    growing.take_out_what_is_gone()
    assert words not in said(article) and missing(article) == []
    assert not is_agreed(Origin.objects.get())
    assert (TITLE in said(article)) == (which == 2)


def test_what_moderation_took_away_is_not_brought_in_by_a_yes(cast):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    moderating.set_aside(post, "hide", "other")
    yes(article, cast["cem"])
    assert ANSWER not in said(article) and not is_agreed(Origin.objects.get())


def test_the_chore_leaves_what_stands_and_what_is_in_force(cast):
    article = a_draft_from(talk(cast), cast["dora"])
    yes(article, cast["cem"])
    growing.take_out_what_is_gone()
    assert ANSWER in said(article)
    release(article, cast["eva"])
    Post.objects.update(state=Post.REMOVED)
    growing.take_out_what_is_gone()
    assert ANSWER in said(article) and len(missing(article)) == 1


def test_a_section_that_was_taken_out_is_not_missed(cast):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    yes(article, cast["cem"])
    Post.objects.filter(pk=post.pk).update(state=Post.REMOVED)
    assert "Antwort" in missing(article)[0]
    Section.objects.filter(source=ANSWER).update(is_gone=True)
    assert missing(article) == []


def test_a_page_without_origin_misses_nothing(cast):
    assert missing(growing.begin(Article.POINTER, "Eigenes", by=cast["dora"])) == []


# --- letters and links ---


def test_each_is_asked_by_one_letter_with_two_links_and_the_owner_hears_the_answer(client, cast):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    for who in ("ben", "cem"):
        letter = Letter.objects.get(to=cast[who].email, subject__contains="eine Seite")
        links = re.findall(r"\((\S+)\?wahl=(ja|nein)\)", letter.text.replace("\\", ""))
        assert [wish for _link, wish in links] == ["ja", "nein"] and "Dora Drafts" in letter.text
        path = links[0][0].partition("//")[2].partition("/")[2]
        assert client.get(f"/{path}?wahl=nein").status_code == 200
        assert states(article)[{"ben": "asker", "cem": "answerer"}[who]] == "open"  # opening changes nothing
        assert client.post(f"/{path}", {"einverstanden": "ja" if who == "ben" else "nein"}).status_code == 302
    assert states(article) == {"asker": "given", "answerer": "refused"}
    told = Letter.objects.filter(to=cast["dora"].email, subject__icontains="einverstanden")
    assert sorted(letter.subject.split(":")[0] for letter in told) == ["Einverstanden", "Nicht einverstanden"]
    assert not Act.objects.filter(act__contains="consent").exists()


def test_a_link_of_somebody_else_or_of_nothing_opens_nothing(client, cast):
    article = a_draft_from(talk(cast), cast["dora"])
    eva = article.origin.secret_path(cast["eva"])
    for path in (eva, eva[:-3] + "x/", "/praxis/aus/einverstaendnis/unsinn/"):
        assert client.get(path).status_code == 404 and client.post(path, {"einverstanden": "ja"}).status_code == 404
    client.force_login(cast["eva"])
    assert client.get(article.origin.consent_path).status_code == 404
    client.force_login(cast["cem"])
    assert client.get(article.origin.consent_path).status_code == 200
    assert client.post(article.origin.consent_path, {"einverstanden": "vielleicht"}).status_code == 404
    assert states(article) == {"asker": "open", "answerer": "open"}


def test_a_letter_about_an_answer_that_is_gone_does_not_go(cast, clock):
    clock.move_to("2026-03-02 23:00+01:00")
    post = talk(cast)
    a_draft_from(post, cast["dora"])
    moderating.withdraw(post, by=cast["cem"])
    assert not Letter.objects.waiting().filter(subject__contains="eine Seite").exists()


def test_whoever_left_the_circle_still_decides_about_her_own_words(client, cast):
    room = a_circle(cast["ben"], cast["cem"], cast["dora"])
    article = a_draft_from(talk(cast, room), cast["dora"])
    from dreiklang.groups.models import Group

    leave(Group.objects.get(), cast["cem"])
    assert client.post(article.origin.secret_path(cast["cem"]), {"einverstanden": "nein"}).status_code == 302
    assert states(article)["answerer"] == "refused"


# --- voices ---


@pytest.fixture
def asked_all(cast, monkeypatch):
    """Everybody is asked about the question, she who asked it too."""

    def route(thread):
        Thread.objects.filter(pk=thread.pk).update(routed_at=thread.begun_at)
        Asked.objects.bulk_create(Asked(thread=thread, person=one, counts=False) for one in cast.values())

    monkeypatch.setattr("dreiklang.dialogue.actions.writing.route", route)


def test_a_voice_is_asked_by_a_letter_that_all_who_were_asked_get_alike(cast, clock, asked_all):
    post = talk(cast, asks=LINE, clock=clock)
    article = a_draft_from(post, cast["dora"])
    letters = {one.to: one for one in Letter.objects.filter(subject__contains="eine Seite")}
    alike = {who: letters[cast[who].email].text.replace("\\", "") for who in ("ben", "eva", "ada")}
    plain = {
        text.replace(article.origin.secret_path(cast[who]), "LINK").replace(cast[who].name, "NAME")
        for who, text in alike.items()
    }
    assert len(plain) == 1 and cast["dora"].email not in letters
    assert "?wahl=ja" in letters[cast["cem"].email].text  # he answered under his name
    assert Consent.objects.get(role="asker").person is None


def test_behind_that_link_all_see_the_same_and_only_her_word_counts(client, cast, clock, asked_all):
    article = a_draft_from(talk(cast, asks=LINE, clock=clock), cast["dora"])

    def seen(who, path=None) -> str:
        page = client.get(path or article.origin.secret_path(cast[who]))
        assert page.status_code == 200
        return re.sub(r'value="[^"]{64}"', "", page.content.decode().replace(str(page.request["PATH_INFO"]), ""))

    before = {seen(who) for who in ("ben", "eva", "ada")}
    assert len(before) == 1
    for who in ("eva", "ada"):
        client.post(article.origin.secret_path(cast[who]), {"einverstanden": "ja"})
        assert states(article)["asker"] == "open"
    answer = client.post(article.origin.secret_path(cast["ben"]), {"einverstanden": "ja"})
    assert states(article)["asker"] == "given" and QUESTION in said(article)
    assert answer.url.endswith("?gesagt=ja")
    after = {seen(who, article.origin.secret_path(cast[who]) + "?gesagt=ja") for who in ("ben", "eva", "ada")}
    assert len(after) == 1 and before & after == set()
    release(article, cast["eva"])
    client.post(article.origin.secret_path(cast["ben"]), {"einverstanden": "nein"})
    assert states(article)["asker"] == "given"
    assert len({seen(who) for who in ("ben", "eva", "ada")}) == 1


def test_nothing_that_is_kept_says_when_or_who_a_voice_agreed(cast, clock, asked_all):
    article = a_draft_from(talk(cast, asks=LINE, answers=LINE, clock=clock), cast["dora"])
    letters, acts = Letter.objects.count(), Act.objects.count()
    clock.shift(3 * 3600)
    changed = Article.objects.get().changed_at
    for who in ("ben", "cem"):
        yes(article, cast[who], named=False)
    assert Letter.objects.count() == letters and Act.objects.count() == acts
    assert Article.objects.get().changed_at == changed
    for version in SectionVersion.objects.exclude(by=cast["dora"]):
        assert version.by is None and version.at.isoformat() == "2026-03-01T23:00:00+00:00"  # the day, at Berlin
    assert {QUESTION, ANSWER} <= set(Section.objects.values_list("source", flat=True))
    no(article, cast["ben"], named=False)
    assert Article.objects.get().changed_at == changed and Letter.objects.count() == letters


def test_on_the_thread_she_alone_finds_where_she_decides(client, cast, clock):
    post = talk(cast, asks=LINE, clock=clock)
    article = a_draft_from(post, cast["dora"])
    pages = {}
    for who in ("ben", "cem", "eva", "ada"):
        client.force_login(cast[who])
        pages[who] = article.origin.consent_path in client.get(post.thread.path).content.decode()
        assert client.get(article.origin.consent_path).status_code == (200 if pages[who] else 404)
    assert pages == {"ben": True, "cem": True, "eva": False, "ada": False}
    assert voice_of(cast["ben"], post.thread_id) == Consent.objects.get(role="asker").voice_id
    client.force_login(cast["ben"])
    assert client.post(article.origin.consent_path, {"einverstanden": "ja"}).url == article.origin.consent_path
    assert "Sie sind einverstanden" in client.get(article.origin.consent_path).content.decode()
    assert states(article) == {"asker": "given", "answerer": "open"}
    release(article, cast["eva"])
    assert article.origin.consent_path not in client.get(post.thread.path).content.decode()


def test_the_page_before_the_click_says_how_a_voice_is_asked(client, cast, clock, asked_all):
    post = talk(cast, asks=LINE, clock=clock)
    said_to = {}
    for who in ("ben", "eva"):
        client.force_login(cast[who])
        page = client.get(f"/praxis/aus/{post.pk}/").content.decode()
        said_to[who] = re.sub(r'value="[^"]+"', "", page.replace(cast[who].name, ""))
    assert said_to["ben"] == said_to["eva"] and "denselben Brief" in page and "Der Entwurf verrät es nicht" in page
    assert cast["ben"].name not in said_to["eva"]


def test_about_a_thread_for_which_nobody_was_asked_no_letter_goes_to_a_voice(client, cast, clock):
    post = talk(cast, asks=LINE, clock=clock, kind=Thread.EXPERIENCE)
    client.force_login(cast["eva"])
    assert "denselben Brief" not in client.get(f"/praxis/aus/{post.pk}/").content.decode()
    a_draft_from(post, cast["dora"])
    assert [one.to for one in Letter.objects.filter(subject__contains="eine Seite")] == [cast["cem"].email]


# --- the way there ---


def test_the_thread_offers_it_at_the_accepted_answer(client, cast):
    post = talk(cast)
    client.force_login(cast["dora"])
    link = f'href="/praxis/aus/{post.thread_id}/">Daraus eine Seite machen'
    assert link in client.get(post.thread.path).content.decode()
    second = a_reply(post.thread, cast["cem"], source="Oder so.")
    choice = client.get(f"/praxis/aus/{post.thread_id}/").content.decode()
    assert f"/praxis/aus/{post.pk}/" in choice and f"/praxis/aus/{second.pk}/" in choice and QUESTION not in choice
    accept(post, by=cast["ben"])
    page = client.get(post.thread.path).content.decode()
    link = f'href="/praxis/aus/{post.pk}/">Daraus eine Seite machen'
    assert page.index('id="beitrag-2"') < page.index(link) < page.index('id="beitrag-3"') and page.count(link) == 1
    a_draft_from(post, cast["dora"])
    assert "Daraus eine Seite machen" not in client.get(post.thread.path).content.decode()


def test_one_answer_needs_no_choice_and_no_answer_offers_nothing(client, cast):
    thread = a_thread(a_room(), cast["ben"])
    client.force_login(cast["dora"])
    assert steps(thread, cast["dora"]) == []
    assert "Noch keine Antwort" in client.get(f"/praxis/aus/{thread.pk}/").content.decode()
    post = a_reply(thread, cast["cem"])
    assert client.get(f"/praxis/aus/{thread.pk}/").url == f"/praxis/aus/{post.pk}/"


def test_the_way_there_costs_one_query_and_none_where_nothing_can_come(cast, django_assert_num_queries):
    post, alone = talk(cast), a_thread(a_room("Allein"), cast["ben"])
    inside = talk(cast, a_room("Innen", stays_inside=True))
    people = [cast["dora"], a_person("Mia Amt", is_member=False)]
    with django_assert_num_queries(0):
        for thread in (alone, inside.thread, None):
            assert all(steps(thread, person) == [] for person in people)
    with django_assert_num_queries(1):
        assert steps(post.thread, people[0])[0][0] == "Daraus eine Seite machen"
    a_draft_from(post, cast["eva"])
    with django_assert_num_queries(2):
        assert len(steps(post.thread, cast["cem"])) == 3  # the second is the council paper
    assert steps(post.thread, people[1]) == []


def test_the_page_says_who_will_be_asked_and_the_button_makes_the_draft(client, cast):
    post = talk(cast)
    client.force_login(cast["cem"])
    page = client.get(f"/praxis/aus/{post.pk}/").content.decode()
    assert "Ben Okonkwo hat gefragt und bekommt einen Brief" in page and "Geschrieben haben Sie es" in page
    number = re.search(r'name="public_id" value="([^"]+)"', page)[1]
    sent = {"public_id": number, "kind": "pointer", "title": "Aus dem Netzwerk"}
    made = [client.post(f"/praxis/aus/{post.pk}/", sent).url for _click in range(2)]
    assert made == [f"/praxis/entwuerfe/{number}/"] * 2
    workroom = client.get(made[0]).content.decode()
    assert "Das Einverständnis fehlt noch" in workroom and ANSWER in workroom and QUESTION not in workroom
    assert TITLE in workroom  # he reads the thread, and its link says so
    assert client.post(f"/praxis/aus/{post.pk}/", {"kind": "pointer", "title": ""}).status_code == 422
    client.force_login(cast["eva"])
    assert "Daran schreibt schon jemand" in client.get(f"/praxis/aus/{post.pk}/").content.decode()


def test_a_ministry_makes_no_page_of_what_it_reads(client, cast):
    guest = a_person("Mia Amt", is_member=False)
    post = talk(cast, a_circle(cast["ben"], cast["cem"], guest))
    client.force_login(guest)
    assert client.get(f"/praxis/aus/{post.pk}/").status_code == 403
    assert client.get(f"/praxis/aus/{post.thread_id}/").status_code == 403


# --- what readers learn of it ---


def release(article, by, readers=None) -> Article:
    article = Article.objects.get(pk=article.pk)
    if readers:
        article.readers = readers
        article.save()
    a_text(article.sections.first(), "Eigene Worte.", article.owner)
    article.refresh_from_db()
    from django.utils import timezone

    today = timezone.localdate()
    put_in_force(article, [a_review(article, by)], by=by, as_of=today, checked_until=today.replace(year=today.year + 1))
    return article


def agreed_page(cast, readers=PUBLIC, room=None) -> tuple[Article, Post]:
    post = talk(cast, room)
    article = a_draft_from(post, cast["dora"], title="Sprachmittlung bezahlen")
    yes(article, cast["cem"])
    yes(article, cast["ben"])
    Section.objects.filter(heading=TITLE).update(heading="Worum es geht")
    return release(article, cast["eva"], readers), post


def test_only_readers_of_the_thread_learn_which_one_it_was(client, cast):
    article, post = agreed_page(cast)
    page = client.get(article.path).content.decode()
    assert "Entstanden aus einer Frage im Netzwerk" in page
    assert TITLE not in page and str(post.thread_id) not in page and str(post.pk) not in page
    client.force_login(cast["eva"])  # the twin: who reads it finds it
    page = client.get(article.path).content.decode()
    assert TITLE in page and f'href="{post.path}"' in page
    row = Row.objects.get(kind="article")
    assert TITLE not in f"{row.title}{row.keywords}{row.text}"
    assert str(post.thread_id) not in f"{row.address}{row.text}"


@pytest.mark.parametrize("who", ["ben", "cem"])
@pytest.mark.parametrize("answer", [None, no])
def test_of_an_origin_that_not_all_agreed_to_nobody_learns(client, cast, who, answer):
    post = talk(cast)
    article = a_draft_from(post, cast["dora"])
    yes(article, cast["ben" if who == "cem" else "cem"])
    if answer:
        answer(article, cast[who])
    article = release(article, cast["eva"])
    client.force_login(cast["eva"])
    assert "Entstanden aus" not in client.get(article.path).content.decode()
    assert not Trace.objects.exists()


def test_the_thread_says_what_came_of_it_until_the_page_is_withdrawn(cast):
    article, post = agreed_page(cast)
    trace = Trace.objects.get()
    assert (trace.thread_id, trace.direction, trace.path) == (post.thread_id, Trace.TO, article.path)
    growing.keep_trace(article)
    assert Trace.objects.count() == 1
    article.state = Article.WITHDRAWN
    growing.keep_trace(article)
    assert not Trace.objects.exists()


def test_withdrawing_a_page_takes_its_name_off_the_thread_and_bringing_it_back_puts_it_there_again(cast):
    article, _post = agreed_page(cast)
    before = Trace.objects.values("thread", "label", "path").get()
    owning.withdraw(article, "Überholt.", by=article.owner)
    assert not Trace.objects.exists()
    owning.bring_back(article, by=article.owner)
    assert Trace.objects.values("thread", "label", "path").get() == before


def test_a_thread_names_no_page_that_its_readers_cannot_read(cast):
    guest = a_person("Mia Amt", is_member=False)
    agreed_page(cast, MEMBERS, a_circle(cast["ben"], cast["cem"], cast["dora"], guest))
    assert not Trace.objects.exists()


def test_a_circle_of_members_names_a_page_for_members(cast):
    agreed_page(cast, MEMBERS, a_circle(cast["ben"], cast["cem"], cast["dora"]))
    assert Trace.objects.count() == 1


def test_a_thread_for_everybody_names_no_page_for_members(cast):
    article, _post = agreed_page(cast, MEMBERS, a_room(readers=PUBLIC))
    assert not Trace.objects.exists()
    article.readers = PUBLIC
    growing.keep_trace(article)
    assert Trace.objects.exists()


def test_a_page_outlives_its_thread_and_says_no_more_than_before(client, cast):
    _article, post = agreed_page(cast)
    article = Article.objects.get()
    Thread.objects.filter(pk=post.thread_id).delete()
    assert Origin.objects.get().thread is None and missing(article) == []
    client.force_login(cast["eva"])
    page = client.get(article.path).content.decode()
    assert "Entstanden aus einer Frage im Netzwerk" in page and TITLE not in page


def test_where_a_page_came_from_costs_a_few_queries_however_long_the_thread(client, cast):
    article, post = agreed_page(cast)
    client.force_login(cast["eva"])
    first = queries_of(client, article.path)
    for number in range(5):
        a_reply(post.thread, cast["cem"], source=f"Noch {number}")
    assert queries_of(client, article.path) == first <= 15
    assert mail.outbox == []
