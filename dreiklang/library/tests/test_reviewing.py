"""A draft is handed in and reviewed by name: by members, and by a link of somebody outside. Never by its authors."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from dreiklang.dialogue.actions import moderating
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import PUBLIC
from dreiklang.letters.models import Letter
from dreiklang.library.actions import growing, releasing, reviewing, writing
from dreiklang.library.models import Article, Consent, Origin, Review, Section
from dreiklang.library.rules import may_release, may_review, may_write
from dreiklang.library.stages import box_of, pitfalls_of
from dreiklang.library.tests.makers import a_draft, a_text, an_article
from dreiklang.library.views.reviewing import MOST_OUTSIDE
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MAIL = "lea@example.net"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def letters() -> list[tuple[str, str]]:
    """(to, subject) of what was written since it was last asked, in no order."""
    found = sorted(Letter.objects.values_list("to", "subject"))
    Letter.objects.all().delete()
    return found


def fresh(article: Article) -> Article:
    return Article.objects.select_related("release").get(pk=article.pk)


def outside(article: Article, by, **facts) -> Review:
    return reviewing.invite(article, **{"name": "Prof. Lea Weiß", "email": MAIL, "by": by} | facts)


def link_of(review: Review) -> str:
    return f"/praxis/pruefung/{review.secret}/"


# Handing in


def test_from_draft_to_release_everybody_hears_what_is_theirs_and_nobody_twice():
    author, reviewer, team = ben(), cem(), ada()
    article = a_draft(author)
    reviewing.submit(article, by=author)
    assert fresh(article).state == Article.REVIEW
    assert letters() == [(team.email, f"Eingereicht, noch ohne Prüfung: {article.title}")]
    for _click in range(2):
        review = reviewing.ask(article, reviewer, by=author)
        reviewing.submit(article, by=author)
    assert letters() == [(reviewer.email, f"Bitte um eine Prüfung: {article.title}")]
    for _click in range(2):
        reviewing.answer(review, Review.GOOD, "Gut.", by=reviewer)
    assert letters() == [
        (team.email, f"Wartet auf Freigabe: {article.title}"),
        (author.email, f"Prüfung zu „{article.title}“"),
    ]
    releasing.release(article, by=team)
    assert letters() == [(author.email, f"In Kraft: {article.title}"), (reviewer.email, f"In Kraft: {article.title}")]
    article = fresh(article)
    assert article.is_in_force and not article.is_submitted
    assert article.release.content["reviews"][0]["name"] == reviewer.name


def test_what_is_still_written_nobody_releases():
    author, reviewer = ben(), cem()
    article = a_draft(author)
    review = reviewing.ask(article, reviewer, by=author)
    reviewing.answer(review, Review.GOOD, "", by=reviewer)
    with pytest.raises(Refusal, match="noch geschrieben"):
        releasing.release(article, by=ada())


def test_only_those_who_write_hand_in_and_never_an_empty_page_nor_the_same_text_again():
    author, other = ben(), cem()
    article = a_draft(author)
    with pytest.raises(Refusal):
        reviewing.submit(article, by=other)
    empty = writing.begin(Article.POINTER, "Leer", by=author)
    with pytest.raises(Refusal, match="keinen Text"):
        reviewing.submit(empty, by=author)
    in_force = an_article(author, ada(), title="Neu")
    with pytest.raises(Refusal, match="nichts geändert"):
        reviewing.submit(in_force, by=author)


def test_a_page_in_force_stays_so_while_its_next_version_is_reviewed(client):
    author = ben()
    article = an_article(author, ada(), readers=PUBLIC)
    a_text(article.sections.first(), "Neue Lage.", author)
    reviewing.submit(fresh(article), by=author)
    article = fresh(article)
    assert article.is_in_force and article.is_submitted
    assert "Neue Lage." not in client.get(article.path).content.decode()


def test_those_who_write_take_it_back_and_the_team_sends_it_back_with_a_reason():
    author, team, other = ben(), ada(), cem()
    article = a_draft(author)
    reviewing.submit(article, by=author)
    reviewing.take_back(article, by=author)
    assert fresh(article).state == Article.DRAFT
    reviewing.submit(article, by=author)
    letters()
    with pytest.raises(Refusal):
        reviewing.send_back(article, "Zu lang.", by=other)
    with pytest.raises(Refusal, match="was noch fehlt"):
        reviewing.send_back(article, " ", by=team)
    for _click in range(2):
        reviewing.send_back(article, "Zu lang.", by=team)
    assert letters() == [(author.email, f"Zurück an Sie: {article.title}")]
    assert Act.objects.get(act="article.sent_back").reason == "Zu lang."
    assert fresh(article).state == Article.DRAFT and not fresh(article).is_submitted


# Four eyes


def test_a_reviewer_is_never_an_author_not_even_one_that_no_page_names():
    author, team, helper = ben(), ada(), cem()
    group = Group.objects.create(name="ThemenTeam", kind=Group.TOPIC_TEAM)
    for person in (author, helper):
        join(group, person)
    article = a_draft(author, team=group)
    with pytest.raises(Refusal, match="schreibt"):
        reviewing.ask(article, author, by=team)
    review = reviewing.ask(article, helper, by=author)
    a_text(article.sections.first(), "Von Cem.", helper)
    assert not may_review(helper, article)
    with pytest.raises(Refusal):
        reviewing.answer(review, Review.GOOD, "", by=helper)


def test_an_approval_of_somebody_who_then_wrote_counts_no_more():
    author, team, helper = ben(), ada(), cem()
    group = Group.objects.create(name="ThemenTeam", kind=Group.TOPIC_TEAM)
    for person in (author, helper):
        join(group, person)
    article = a_draft(author, team=group)
    reviewing.answer(reviewing.ask(article, helper, by=author), Review.GOOD, "", by=helper)
    reviewing.submit(article, by=author)
    assert may_release(helper, article)
    a_text(article.sections.first(), "Von Cem.", helper)
    assert not may_release(helper, article)
    with pytest.raises(Refusal, match="prüft jemand"):
        releasing.release(article, by=team)


def test_the_team_does_not_release_what_it_wrote_itself():
    author, team, other = ben(), ada(), a_person("Tom Team", is_team=True)
    article = a_draft(author)
    a_text(article.sections.first(), "Von Ada.", team)
    reviewer = cem()
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    with pytest.raises(Refusal, match="zweite Person"):
        releasing.release(article, by=team)
    releasing.release(article, by=other)
    assert may_release(team, fresh(article))  # somebody else released what she wrote


def test_objections_and_changes_after_the_review_are_read_first():
    author, team, reviewer = ben(), ada(), cem()
    article = a_draft(author)
    reviewing.submit(article, by=author)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    assert not releasing.warnings(fresh(article))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        a_text(article.sections.first(), "Danach geändert.", author)
        with pytest.raises(Refusal, match="lesen Sie erst") as refused:
            releasing.release(article, by=team)
        assert refused.value.field == "knows"
        releasing.release(article, by=team, knows=True)


def test_nothing_is_released_with_words_of_somebody_who_has_not_consented():
    author, team, reviewer = ben(), ada(), cem()
    article = a_draft(author)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    agreed(author)
    thread = a_thread(a_room(), author)
    post = thread.posts.get()
    origin = Origin.objects.create(article=article, thread=thread, post=post, readers=thread.readers)
    consent = Consent.objects.create(origin=origin, role=Consent.ANSWERER, person=author, state=Consent.GIVEN)
    Section.objects.create(pk=consent.pk, article=article, heading="", source=post.source, html="", order=9)
    for state in (Consent.OPEN, Consent.REFUSED):
        Consent.objects.update(state=state)
        with pytest.raises(Refusal, match="ohne das Einverständnis"):
            releasing.release(article, by=team)
    Consent.objects.update(state=Consent.GIVEN)
    moderating.withdraw(post, by=author)  # and the chore that takes it out of the draft has not run yet
    with pytest.raises(Refusal, match="ohne das Einverständnis"):
        releasing.release(article, by=team)
    Post.objects.update(state=Post.SHOWN)
    releasing.release(article, by=team)


@pytest.mark.parametrize("state", [Consent.OPEN, Consent.REFUSED])
def test_a_page_in_words_of_ones_own_is_released_without_consent(state):
    """As the workroom, the letters and whoever said no were told."""
    author, team, reviewer, answerer = ben(), ada(), cem(), a_person("Dora Drafts")
    agreed(author, answerer)
    article = growing.draft(
        a_thread(a_room(), answerer, kind=Thread.EXPERIENCE).posts.get(), by=author, kind=Article.OVERVIEW, title="Neu"
    )
    growing.decide(article.origin, True, by=answerer)
    growing.decide(article.origin, False, by=answerer)
    Consent.objects.update(state=state)
    writing.add_section(article, "", "In eigenen Worten.", by=author)
    assert any("noch nicht gesagt" in sentence for sentence in pitfalls_of(article)) == (state == Consent.OPEN)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    made = releasing.release(article, by=team)
    assert "In eigenen Worten." in made.html and "Wir haben kein Geld." not in made.html


def test_pitfalls_are_named_before_a_release():
    article = a_draft(ben())
    said = " ".join(pitfalls_of(article))
    assert "Zusammenfassung" in said and "Quelle" in said and "leer" not in said
    Article.objects.filter(pk=article.pk).update(summary="Kurz.")
    article.sources.create(title="Gesetz")
    assert pitfalls_of(fresh(article)) == []


# Reviews


def test_objections_need_words_and_whoever_objected_can_be_asked_again():
    author, reviewer = ben(), cem()
    article = a_draft(author)
    review = reviewing.ask(article, reviewer, by=author)
    with pytest.raises(Refusal, match="Einwände"):
        reviewing.answer(review, Review.OBJECTS, "", by=reviewer)
    reviewing.answer(review, Review.OBJECTS, "Der Satz ist falsch.", by=reviewer)
    assert f"{reviewer.name} hat Einwände." in releasing.warnings(article)
    letters()
    again = reviewing.ask(article, reviewer, by=author)
    assert again.pk == review.pk and again.state == Review.ASKED and len(letters()) == 1


def test_whoever_declined_reads_the_draft_no_more():
    author, reviewer = ben(), cem()
    article = a_draft(author)
    review = reviewing.ask(article, reviewer, by=author)
    assert Article.objects.open_to(reviewer).exists()
    reviewing.answer(review, Review.DECLINED, "", by=reviewer)
    assert not Article.objects.open_to(reviewer).exists()


def test_only_readers_of_the_page_are_asked():
    author, other = ben(), cem()
    group = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    join(group, author)
    article = a_draft(author, readers=group.token)
    with pytest.raises(Refusal, match="liest"):
        reviewing.ask(article, other, by=author)
    with pytest.raises(Refusal, match="von außen"):
        outside(article, author)


# From outside


def test_somebody_outside_reads_one_draft_by_a_link_that_ends_with_her_answer(client):
    author, team = ben(), ada()
    article, other = a_draft(author), a_draft(author, title="Geheim", source="Anderes.")
    review = outside(article, author)
    reviewing.submit(article, by=author)
    assert (MAIL, f"Bitte um eine fachliche Prüfung: {article.title}") in letters()
    page = client.get(link_of(review))
    text = page.content.decode()
    assert page.status_code == 200 and "Dann zahlen." in text and "Anderes." not in text
    assert page.headers["Referrer-Policy"] == "same-origin" and "noindex" in page.headers["X-Robots-Tag"]
    assert client.get(article.workroom).status_code == client.get(other.workroom).status_code == 302
    assert client.get(link_of(review)).status_code == 200  # opening it ended nothing
    assert client.post(link_of(review), {"state": Review.OBJECTS, "text": ""}).status_code == 422
    done = client.post(link_of(review), {"state": Review.GOOD, "text": "Fachlich richtig."})
    assert done.status_code == 302
    review.refresh_from_db()
    assert (review.email, review.link_key, review.state) == ("", None, Review.GOOD)
    assert client.get(done.url).status_code == 200
    releasing.release(article, by=team)
    assert fresh(article).release.content["reviews"] == [
        {"name": "Prof. Lea Weiß", "side": "science", "on": timezone.localdate().isoformat()}
    ]


def test_the_link_ends_with_the_answer_after_thirty_days_and_when_it_is_taken_back(client):
    author = ben()
    article = a_draft(author)
    review = outside(article, author)
    link = link_of(review)
    with time_machine.travel(review.asked_at + timedelta(days=29)):
        assert client.get(link).status_code == 200
    with time_machine.travel(review.asked_at + timedelta(days=31)):
        assert client.get(link).status_code == client.post(link, {"state": "good"}).status_code == 410
        assert reviewing.forget_outsiders() == 1
    review.refresh_from_db()
    assert (review.email, review.link_key, review.state) == ("", None, Review.ASKED)
    again = outside(article, author)
    reviewing.withdraw_request(again, by=author)
    assert client.get(link_of(again)).status_code == 410
    assert client.get("/praxis/pruefung/geraten~falsch/").status_code == 404


def test_a_link_of_the_last_round_opens_nothing_of_the_next(client):
    author, team, reviewer = ben(), ada(), cem()
    article = a_draft(author)
    review = outside(article, author)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    releasing.release(article, by=team)
    assert client.get(link_of(review)).status_code == 410


def test_whoever_has_an_account_is_asked_as_a_member_and_an_author_stays_an_author():
    author, reviewer = ben(), cem()
    article = a_draft(author)
    review = outside(article, author, email=reviewer.email.upper())
    assert review.person == reviewer and not review.email
    with pytest.raises(Refusal, match="schreibt"):
        outside(article, author, email=author.email)


def test_nobody_writes_to_any_number_of_strangers(client):
    author = ben()
    client.force_login(author)
    for number in range(MOST_OUTSIDE + 1):
        article = a_draft(author, title=f"Seite {number}")
        typed = {"act": "invite", "outside-name": "Lea Weiß", "outside-email": MAIL, "outside-side": "science"}
        answer = client.post(f"{article.workroom}einreichung/", typed)
        assert answer.status_code == (302 if number < MOST_OUTSIDE else 422)
    assert Review.objects.count() == MOST_OUTSIDE


# The box on top of the workroom


def test_the_box_says_what_is_next_and_offers_one_thing_to_whoever_can_act():
    author, reviewer, team = ben(), cem(), ada()
    article = fresh(a_draft(author))
    said = {}

    def now(stage):
        nonlocal article
        article = fresh(article)
        boxes = {who.name.split()[0]: box_of(article, who, may_write(who, article)) for who in (author, reviewer, team)}
        assert {box["stage"] for box in boxes.values()} == {stage}
        return {who: box["primary"] and box["primary"][0] for who, box in boxes.items()} | said

    begin = "Einreichen und Prüfende bitten"
    assert now("writing") == {"Ben": begin, "Cem": None, "Ada": begin}
    review = reviewing.ask(article, reviewer, by=author)
    reviewing.submit(article, by=author)
    assert now("reviewing") == {"Ben": None, "Cem": "Diese Seite prüfen", "Ada": None}
    reviewing.answer(review, Review.GOOD, "", by=reviewer)
    assert now("releasing") == {"Ben": None, "Cem": "Freigabe vorbereiten", "Ada": "Freigabe vorbereiten"}
    releasing.release(article, by=team)
    assert now("in_force") == {"Ben": None, "Cem": None, "Ada": None}


def test_the_draft_is_out_for_comments_until_it_is_closed():
    author, other = ben(), cem()
    article = a_draft(author)
    with pytest.raises(Refusal):
        reviewing.open_for_comments(article, by=other, is_open=True)
    reviewing.open_for_comments(article, by=author, is_open=True)
    assert Article.objects.open_to(other).exists()
    reviewing.open_for_comments(article, by=author, is_open=False)
    assert not Article.objects.open_to(other).exists()


# Were a check off, it would show


def test_without_the_rule_an_author_of_the_team_would_release_her_own_page(monkeypatch):
    author, reviewer = ada(), cem()
    article = a_draft(author)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    Article.objects.update(submitted_by=None)
    with pytest.raises(Refusal, match="zweite Person"):
        releasing.release(article, by=author)
    monkeypatch.setattr("dreiklang.library.rules.has_written", lambda person, article: False)
    releasing.release(article, by=author)


def test_without_its_end_a_link_would_open_the_draft_for_ever(client, monkeypatch):
    review = outside(a_draft(ben()), Person.objects.get())
    with time_machine.travel(review.asked_at + timedelta(days=31)):
        assert client.get(link_of(review)).status_code == 410
        monkeypatch.setattr(Review, "is_open_outside", True)
        assert client.get(link_of(review)).status_code == 200
