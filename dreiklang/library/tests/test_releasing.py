"""Four eyes: what readers read was reviewed by name and released by a second person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import PUBLIC
from dreiklang.index.models import Row
from dreiklang.library.actions.releasing import release
from dreiklang.library.models import Article, Citation, Release, Review, Rival
from dreiklang.library.tests.makers import a_draft, a_review, a_text, an_article
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = pytest.mark.django_db


def test_a_released_page_is_read_and_found_at_its_permanent_address(client):
    article = a_draft(ben(), readers=PUBLIC)
    a_review(article, cem())
    release(article, by=ada())
    article.refresh_from_db()
    assert article.path == "/praxis/sprachmittlung-bezahlen/"
    page = client.get(article.path)
    assert page.status_code == 200 and "Dann zahlen." in page.content.decode()
    assert Row.objects.get(kind="article").readers == PUBLIC
    assert Act.objects.get(act="article.released").on == f"article:{article.pk}"


def test_whoever_wrote_it_releases_nothing_not_even_from_the_team():
    author = ada()
    article = a_draft(author)
    a_review(article, cem())
    with pytest.raises(Refusal, match="zweite Person"):
        release(article, by=author)


def test_whoever_handed_it_in_does_not_release_it():
    article, team = a_draft(ben()), ada()
    a_review(article, cem())
    Article.objects.filter(pk=article.pk).update(submitted_by=team)
    with pytest.raises(Refusal, match="zweite Person"):
        release(article, by=team)


def test_nothing_is_released_without_a_review_or_with_objections():
    article, team = a_draft(ben()), ada()
    with pytest.raises(Refusal, match="prüft jemand"):
        release(article, by=team)
    a_review(article, cem(), state=Review.OBJECTS)
    with pytest.raises(Refusal, match="prüft jemand"):
        release(article, by=team)


def test_a_reviewer_releases_what_members_read_but_not_what_everybody_reads():
    reviewer = cem()
    inside, outside = a_draft(ben()), a_draft(Article.objects.get().authors.get().person, readers=PUBLIC)
    for article in (inside, outside):
        a_review(article, reviewer)
    release(inside, by=reviewer)
    with pytest.raises(Refusal):
        release(outside, by=reviewer)


def test_two_versions_side_by_side_are_settled_first():
    person = ben()
    article = a_draft(person)
    a_review(article, cem())
    Rival.objects.create(section=article.sections.first(), base=1, source="Anders.", by=person)
    with pytest.raises(Refusal, match="zwei Fassungen"):
        release(article, by=ada())


def test_readers_read_the_release_while_somebody_writes_on(client):
    person = ben()
    article = an_article(person, ada(), readers=PUBLIC)
    a_text(article.sections.first(), "Ganz neu und noch ungeprüft.", person)
    assert "ungeprüft" not in client.get(article.path).content.decode()


def test_a_second_click_releases_once():
    article, team = a_draft(ben()), ada()
    a_review(article, cem())
    release(article, by=team)
    release(article, by=team)
    assert Release.objects.count() == 1


def test_the_dates_are_possible():
    article, team, today = a_draft(ben()), ada(), timezone.localdate()
    a_review(article, cem())
    for dates in ({"as_of": today + timedelta(days=1)}, {"checked_until": today}):
        with pytest.raises(Refusal):
            release(article, by=team, **dates)


def test_what_a_page_cites_is_known():
    person, team = ben(), ada()
    cited = an_article(person, team)
    citing = an_article(person, team, title="Danach", source=f"Siehe [dort]({cited.path}).")
    assert list(Citation.objects.values_list("article", "cited")) == [(citing.pk, cited.pk)]


def test_two_pages_of_one_title_have_two_addresses():
    person, team = ben(), ada()
    first, second = an_article(person, team, title="Neu"), an_article(person, team, title="Neu")
    assert (first.slug, second.slug) == ("neu-2", "neu-3")  # /praxis/neu/ is no page
