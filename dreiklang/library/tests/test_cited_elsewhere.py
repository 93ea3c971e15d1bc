"""A page that went out of date says so wherever it is named: also in the dialogue and at an event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.tests.makers import a_reply, a_room, a_thread
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import PUBLIC, tokens_of
from dreiklang.index.outdated import marks_for
from dreiklang.library import searchable
from dreiklang.library.actions import tending
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import an_article
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = pytest.mark.django_db


def outdated(*people, **facts) -> Article:
    article = an_article(*people, **facts)
    Article.objects.filter(pk=article.pk).update(checked_until=timezone.localdate() - timedelta(days=60))
    tending.tend()
    return article


def test_an_answer_that_names_an_outdated_page_says_so(client):
    writer, other = ben(), cem()
    article = outdated(writer, ada(), readers=PUBLIC)
    thread = a_thread(a_room(), writer)
    post = a_reply(thread, other, f"Siehe [die Seite]({article.path}) und [den Dialog](/dialog/).")
    client.force_login(writer)
    page = client.get(thread.path).content.decode()
    assert f'href="{article.path}"' in page and page.count('<span class="outdated">(veraltet)</span>') == 1
    post.refresh_from_db()
    assert "veraltet" not in post.html  # what is kept stays as it was written


def test_once_it_is_checked_again_nothing_says_so(client):
    writer, team = ben(), ada()
    article = outdated(writer, team, readers=PUBLIC)
    html = f'<p><a href="{article.path}">Seite</a></p>'
    assert marks_for([html], lambda: tokens_of(writer)) == {article.path: "veraltet"}
    Article.objects.filter(pk=article.pk).update(checked_until=timezone.localdate() + timedelta(days=60))
    searchable.keep(Article.objects.get(pk=article.pk))
    assert marks_for([html], lambda: tokens_of(writer)) == {}


def test_of_a_page_that_she_may_not_read_she_learns_nothing():
    writer, team, other = ben(), ada(), cem()
    group = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    join(group, writer)
    article = outdated(writer, team, readers=group.token)
    html = f'<a href="{article.path}">x</a>'
    assert marks_for([html], lambda: tokens_of(writer)) and not marks_for([html], lambda: tokens_of(other))


def test_texts_without_links_into_the_house_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert marks_for(["<p>Nur Text</p>", '<a href="https://example.org/praxis/x/">x</a>'], lambda: 1 / 0) == {}
