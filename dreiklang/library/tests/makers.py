"""Pages of the tests. Everybody in them is invented."""

import re
from datetime import date, timedelta
from html import unescape

from django.core.files.base import ContentFile
from django.utils import timezone

from dreiklang.library.actions.papering import begin_paper
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.actions.writing import add_section, begin, save_section
from dreiklang.library.models import Article, CouncilPaper, File, Review, Section

LEAD = "Sprachmittlung kostet weniger, als man denkt."


def a_draft(by, title="Sprachmittlung bezahlen", kind=Article.OVERVIEW, source=LEAD, **facts) -> Article:
    """A page in its workroom, with a lead and one section."""
    article = begin(kind, title, by=by, **facts)
    if not article.is_example:
        a_text(article.sections.first(), source, by)
        add_section(article, "Vorgehen", "Erst fragen.\n\nDann zahlen.", by=by)
    else:
        a_text(article.sections.get(role="aim"), source, by)
    return article


def a_text(section: Section, source: str, by, heading=None):
    section.refresh_from_db()
    return save_section(section, section.heading if heading is None else heading, source, by=by, seen=section.number)


def a_review(article: Article, by, state=Review.GOOD, side=Review.PRACTICE, **facts) -> Review:
    """It is handed in, if it was not: nobody releases what is still being written."""
    draft = {
        "submitted_at": timezone.now(),
        "state": Article.REVIEW if article.state == Article.DRAFT else article.state,
    }
    Article.objects.filter(pk=article.pk, submitted_at=None).update(**draft)
    done = None if state == Review.ASKED else timezone.localdate()
    return Review.objects.create(
        article=article, person=by, name=by.name, side=side, state=state, done_on=done, round=article.next_number,
        **facts,
    )  # fmt: skip


def an_article(by, releaser, *, readers="members", as_of: date | None = None, checked_until=None, **facts) -> Article:
    """A page in force that `by` wrote and `releaser` reviewed and released."""
    article = a_draft(by, readers=readers, **facts)
    as_of = as_of or timezone.localdate()
    review = a_review(article, releaser)
    until = checked_until or timezone.localdate() + timedelta(days=365)
    put_in_force(article, [review], by=releaser, as_of=as_of, checked_until=until)
    return article


def a_paper(by, title="Sprachmittlung ab 2027", **facts) -> CouncilPaper:
    return begin_paper({"title": title} | facts, by=by)


def typed_on(page: str) -> dict:
    """What stands in the fields of a page's form for writing a section, the hidden ones too."""
    form = page[page.index("data-draft=") :]
    inputs = re.findall(r"<input[^>]*>", form[: form.index("</form>")])
    named = {re.search(r'name="([^"]+)"', one)[1]: re.search(r'value="([^"]*)"', one) for one in inputs}
    found = {name: unescape(value[1]) if value else "" for name, value in named.items()}
    source = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)[1]
    return found | {"source": unescape(source).removeprefix("\n")}


def a_page_file(article: Article, title="Muster", **facts) -> File:
    """In the draft; readers get it with the next release."""
    return File.objects.create(
        article=article, title=title, name="Muster.docx", weight=34_000, file=ContentFile(b"PK", "muster.docx"), **facts
    )
