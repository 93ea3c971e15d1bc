"""The list and a page take as many queries whether there is one page or three, and however much hangs on each. The long
twin with five thousand pages is bench/prove_library.py."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.tests.makers import queries_of
from dreiklang.library.models import Adoption, Article, Citation, Comment, Source, Suggestion
from dreiklang.library.tests.makers import a_review, an_article
from dreiklang.people.tests.makers import a_field, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def a_full_page(number: int, author, team) -> Article:
    article = an_article(author, team, title=f"Seite {number}", readers="public", kind=Article.EXAMPLE)
    article.municipality = a_municipality(f"Ort {number}", key=f"9911600{number}")
    article.save()
    article.fields.add(a_field(f"Feld {number}", slug=f"feld-{number}"))
    Source.objects.create(article=article, title=f"Quelle {number}")
    hang_on(article, number, author)
    return article


def hang_on(article: Article, number: int, author) -> None:
    today = timezone.localdate()
    town = a_municipality(f"Stadt {article.title} {number}", key=f"98{article.title[-1]}0000{number}")
    Adoption.objects.create(article=article, municipality=town, person=author, changed="Kleiner.", on=today)
    section = article.sections.first()
    Suggestion.objects.create(section=section, base=1, after=f"Anders {number}.", by=author)
    Comment.objects.create(section=section, text=f"Stimmt das? {number}", by=author)
    for other in Article.objects.exclude(pk=article.pk):
        Citation.objects.get_or_create(article=article, cited=other)


@pytest.mark.parametrize("who", ["visitor", "member", "author", "team"])
@pytest.mark.parametrize("path", ["/praxis/", "/praxis/seite-1/", "workroom"])
def test_three_pages_take_as_many_queries_as_one(client, who, path):
    people = {"author": ben(), "team": ada(), "member": cem()}
    first = a_full_page(1, people["author"], people["team"])
    if path == "workroom" and who in ("visitor", "member"):
        pytest.skip("is not let in")
    path = first.workroom if path == "workroom" else path
    if who in people:
        client.force_login(people[who])
    few = queries_of(client, path)
    for number in (2, 3):
        a_full_page(number, people["author"], people["team"])
        hang_on(first, number, people["author"])
        a_review(first, people["member" if number == 2 else "team"])
    Article.objects.filter(title="Seite 3").update(checked_until=timezone.localdate() - timedelta(days=90))
    more = 1 if (who, path) == ("team", first.workroom) else 0  # she was asked to review it meanwhile
    assert queries_of(client, path) == few + more <= (15 if path == first.workroom else 12)
