"""What the page of an article shows its reader. Each part of it comes from the file that knows it."""

from django.utils import timezone

from dreiklang.library.linked_data import of_article
from dreiklang.library.models import Article
from dreiklang.library.rules import may_suggest, may_write


def page_of(article: Article, person) -> dict:
    return {
        "article": article, "release": article.release, "content": article.release.content,
        "linked_data": of_article(article),
        "today": timezone.localdate(), "may_write": may_write(person, article),
        "may_suggest": may_suggest(person, article),
    }  # fmt: skip
