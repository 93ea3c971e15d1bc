"""Names, files and the items of a paper move one place at a time, by one rule."""

import pytest

from dreiklang.library.actions import authoring, filing, papering
from dreiklang.library.actions.ordering import move
from dreiklang.library.models import Author, CouncilPaper
from dreiklang.library.tests.makers import a_draft, a_page_file, a_paper, an_article
from dreiklang.people.tests.makers import ada, ben

pytestmark = pytest.mark.django_db


def test_one_goes_a_place_up_or_down_and_stays_at_the_ends():
    article = a_draft(ben())
    article.authors.all().delete()
    first, second, _third = (
        Author.objects.create(article=article, name=name, order=order) for name, order in (("A", 3), ("B", 3), ("C", 7))
    )

    def names():
        return [author.name for author in article.authors.all()]

    assert move(second, -1, article.authors.all()) and names() == ["B", "A", "C"]
    assert move(first, 1, article.authors.all()) and names() == ["B", "C", "A"]
    assert not move(second, -1, article.authors.all()) and not move(first, 1, article.authors.all())
    assert not move(first, -1, article.authors.exclude(pk=first.pk)) and names() == ["B", "C", "A"]
    assert list(article.authors.values_list("order", flat=True)) == [0, 1, 2]


def test_files_and_items_move_so_too_and_at_the_ends_nothing_was_changed():
    person = ben()
    article = a_draft(person)
    one, two = a_page_file(article, "Eins", order=0), a_page_file(article, "Zwei", order=1)
    filing.move_file(two, -1, by=person)
    assert list(article.files.all()) == [two, one]
    article.refresh_from_db()
    filing.move_file(two, -1, by=person)
    authoring.move_author(article.authors.get(), 1, by=person)
    assert type(article).objects.get(pk=article.pk).changed_at == article.changed_at
    paper, team = a_paper(person), ada()
    pages = [an_article(person, team, title=title) for title in ("Eins", "Zwei")]
    first, second = papering.collect(paper, *pages, by=person)
    papering.move_item(second, -1, by=person)
    assert list(paper.items.all()) == [second, first]
    before = CouncilPaper.objects.get(pk=paper.pk).changed_at
    papering.move_item(second, -1, by=person)
    assert CouncilPaper.objects.get(pk=paper.pk).changed_at == before
