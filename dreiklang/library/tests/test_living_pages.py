"""The pages of a page's life: who sees which button, what the team's list costs, and what stands on Heute."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.groups.readers import PUBLIC
from dreiklang.library.actions import checking, reviewing, tending
from dreiklang.library.models import Article, Check, Review
from dreiklang.library.tests.makers import a_draft, a_text, an_article
from dreiklang.library.waiting import cards, tasks_of
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def signed_in(client, person):
    client.force_login(person)
    return client


def read(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def overdue(article: Article, days: int) -> Article:
    Article.objects.filter(pk=article.pk).update(checked_until=timezone.localdate() - timedelta(days=days))
    return Article.objects.select_related("release").get(pk=article.pk)


def test_a_page_goes_its_way_by_its_own_buttons(client):
    author, reviewer, team = ben(), cem(), ada()
    article = a_draft(author, readers=PUBLIC)
    room = article.workroom
    signed_in(client, author)
    assert read(client, room).count("kern-btn--primary") == 1
    typed = {"act": "ask", "member-name": "cem aydoğan", "member-side": "practice"}
    assert client.post(f"{room}einreichung/", typed | {"member-name": "Niemand"}).status_code == 422
    assert client.post(f"{room}einreichung/", typed).status_code == 302
    assert client.post(f"{room}einreichung/", {"act": "submit"}).status_code == 302
    assert client.get(f"{room}freigabe/").status_code == 403

    signed_in(client, reviewer)
    assert "Diese Seite prüfen" in read(client, room)
    assert client.post(f"{room}pruefung/", {"state": "objects", "text": "Kosten fehlen."}).status_code == 302
    assert client.post(f"{room}pruefung/", {"state": "good", "text": ""}).status_code == 302
    assert client.get(f"{room}freigabe/").status_code == 403  # what everybody reads the team releases

    signed_in(client, team)
    assert "Freigabe vorbereiten" in read(client, room) and "Dann zahlen." in read(client, f"{room}freigabe/")
    today = timezone.localdate()
    dates = {"as_of": today, "checked_until": today + timedelta(days=200)}
    assert client.post(f"{room}freigabe/", dates | {"as_of": today + timedelta(days=1)}).status_code == 422
    there = client.post(f"{room}freigabe/", dates)
    assert there.url == "/praxis/sprachmittlung-bezahlen/" and "In Kraft: Fassung 1" in read(client, there.url)


def test_the_release_shows_section_by_section_what_changes(client):
    author, team = ben(), ada()
    article = an_article(author, team)
    lead, way = article.sections.all()
    a_text(lead, "Sprachmittlung kostet mehr, als man denkt.", author)
    reviewing.answer(reviewing.ask(article, cem(), by=author), Review.GOOD, "", by=article.reviews.last().person)
    reviewing.submit(article, by=author)
    page = read(signed_in(client, team), f"{article.workroom}freigabe/")
    assert "<del>weniger,</del><ins>mehr,</ins>" in page and "geändert" in page
    assert page.count('class="compared"') == 1  # the other section is the same


def test_a_change_after_the_review_is_released_only_by_who_read_that(client):
    author, team, reviewer = ben(), ada(), cem()
    article = a_draft(author)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        a_text(article.sections.first(), "Danach.", author)
    path, today = f"{article.workroom}freigabe/", timezone.localdate()
    assert "noch einmal geändert" in read(signed_in(client, team), path)
    dates = {"as_of": today, "checked_until": today + timedelta(days=200)}
    assert client.post(path, dates).status_code == 422
    assert client.post(path, dates | {"knows": "on"}).status_code == 302


def test_who_answers_for_a_due_page_is_asked_on_it_and_readers_may_say_what_is_wrong(client):
    owner, reader, team = ben(), cem(), ada()
    article = an_article(owner, team, readers=PUBLIC)
    assert "Jetzt prüfen" not in read(signed_in(client, owner), article.path)
    overdue(article, 1)
    assert "Jetzt prüfen" in read(client, article.path)
    assert "Stimmt hier etwas nicht mehr?" in read(signed_in(client, reader), article.path)
    assert client.post(f"{article.path}hinweis/", {"text": "Alt."}).status_code == 302
    page = read(signed_in(client, owner), f"{article.workroom}gueltigkeit/")
    assert "Alt." in page and reader.name in page
    until = {"checked_until": timezone.localdate() + timedelta(days=30)}
    assert client.post(f"{article.workroom}gueltigkeit/", until).url == article.path
    assert "Jetzt prüfen" not in read(client, article.path)
    client.logout()
    page = read(client, article.path)
    assert "Stimmt hier" not in page and "Gültigkeit" not in page


def test_a_page_is_handed_over_and_withdrawn_by_its_pages(client):
    owner, other = ben(), cem()
    article = an_article(owner, ada(), readers=PUBLIC)
    signed_in(client, owner)
    assert client.post(f"{article.workroom}ruecknahme/", {"reason": ""}).status_code == 422
    assert client.post(f"{article.workroom}ruecknahme/", {"reason": "Falsch."}).status_code == 302
    assert client.post(f"{article.workroom}ruecknahme/", {}).status_code == 302
    assert Article.objects.get().is_in_force
    assert client.post(f"{article.workroom}zustaendigkeit/", {"name": other.email}).status_code == 302
    assert Article.objects.get().owner == other


def test_the_team_sees_what_waits_each_page_in_one_place():
    author, team, reviewer = ben(), ada(), cem()
    for title, days in (("Fällig", 5), ("Veraltet", 60)):
        overdue(an_article(author, team, title=title), days)
    for title in ("In Prüfung", "Geprüft"):
        reviewing.submit(a_draft(author, title=title), by=author)
    reviewed = Article.objects.get(title="Geprüft")
    reviewing.answer(reviewing.ask(reviewed, reviewer, by=author), Review.GOOD, "", by=reviewer)
    Article.objects.filter(title="Fällig").update(owner=None)
    found = {task.key: [article.title for article in task.articles] for task in tasks_of(team)}
    assert found == {
        "review": ["In Prüfung"], "release": ["Geprüft"], "due": ["Fällig"], "stale": ["Veraltet"],
        "unowned": ["Fällig"],
    }  # fmt: skip
    (card,) = cards(team)
    assert [number for _title, number in card["numbers"]] == [1, 1, 1, 1, 1]


def test_the_team_list_asks_as_often_for_three_as_for_one(client):
    author, team = ben(), ada()
    signed_in(client, team)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/team/seiten/").status_code == 200
        return len(asked)

    def one_more(number: int):
        overdue(an_article(author, team, title=f"Fällig {number}"), 5)
        overdue(an_article(author, team, title=f"Veraltet {number}"), 60)
        reviewing.submit(a_draft(author, title=f"Prüfung {number}"), by=author)

    one_more(1)
    first = queries()
    one_more(2)
    one_more(3)
    assert queries() == first <= 11


def test_the_workroom_and_the_release_ask_little(client):
    author, team, reviewer = ben(), ada(), cem()
    article = a_draft(author)
    reviewing.answer(reviewing.ask(article, reviewer, by=author), Review.GOOD, "", by=reviewer)
    reviewing.submit(article, by=author)
    for who, path, most in ((author, "", 12), (team, "", 13), (team, "freigabe/", 15), (author, "einreichung/", 8)):
        signed_in(client, who)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{article.workroom}{path}")
        assert len(asked) <= most, path


def test_on_heute_stands_what_waits_for_her_and_nothing_of_others():
    owner, near, team = ben(), cem(), ada()
    article = overdue(an_article(owner, team), 20)
    Check.objects.create(article=article, person=near, asked_on=timezone.localdate())
    draft = a_draft(owner, title="Entwurf")
    reviewing.ask(draft, near, by=owner)
    (mine,) = cards(owner)
    assert mine["due"] == [article] and not mine["reviews"] and not mine["checks"]
    (hers,) = cards(near)
    assert hers["reviews"] == [draft] and len(hers["checks"]) == 1 and not hers["due"]
    checking.renew(article, by=owner)
    assert cards(owner) == [] and not cards(near)[0]["checks"]


def test_the_chore_marks_as_outdated_with_few_queries_however_many_are():
    author, team = ben(), ada()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            tending.tend()
        return len(asked)

    def outdated(title):
        article = overdue(an_article(author, team, title=title), 60)
        told = dict.fromkeys(("owner_told_on", "team_told_on", "neighbours_asked_on"), timezone.localdate())
        Article.objects.filter(pk=article.pk).update(**told)

    outdated("Eins")
    queries()
    first = queries()
    outdated("Zwei")
    outdated("Drei")
    queries()
    assert queries() == first


def test_buttons_say_where_they_lead(client):
    article = a_draft(ben())
    page = read(signed_in(client, Article.objects.get().owner), f"{article.workroom}einreichung/")
    labels = re.findall(r'<button type="submit" class="kern-btn[^>]*><span class="kern-label">([^<]+)', page)
    assert labels == ["Jetzt einreichen", "Um Prüfung bitten", "Link schicken"]
