"""What the page of an article shows its reader. Each part of it comes from the file that knows it."""

from django.utils import timezone

from dreiklang.library import papers
from dreiklang.library.consenting import seen_by_readers
from dreiklang.library.linked_data import of_article
from dreiklang.library.models import Article
from dreiklang.library.reading import reading_of
from dreiklang.library.rules import may_adopt, may_look_after, may_report, may_suggest, may_write


def page_of(article: Article, person) -> dict:
    return {
        "article": article, "release": article.release, "content": article.release.content,
        "linked_data": of_article(article),
        "today": timezone.localdate(), "may_write": may_write(person, article),
        "may_suggest": may_suggest(person, article), "may_adopt": may_adopt(person, article),
        "for_papers": papers.offer_of(article, person),
        "may_look_after": may_look_after(person, article), "may_report": may_report(person, article),
        "origin": seen_by_readers(article, person),
        **reading_of(article, person),
    }  # fmt: skip
