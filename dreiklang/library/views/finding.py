"""The only ways to a page: as its readers see it, and into its workroom."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from dreiklang.foundation.refusal import require
from dreiklang.library.models import Article, CouncilPaper, Origin, PaperItem, Rival, Section, Source
from dreiklang.library.rules import may_write

_HERE = OuterRef("pk")


def find_article(request, slug: str) -> Article:
    articles = Article.objects.visible_to(request.user).select_related("release", "municipality", "land")
    return get_object_or_404(articles.annotate(has_origin=Exists(Origin.objects.filter(article=_HERE))), slug=slug)


def find_draft(request, pk) -> Article:
    """With what most drafts do not have, so that nobody asks for it in vain."""
    articles = (
        Article.objects.open_to(request.user)
        .select_related("release", "municipality", "land", "owner")
        .prefetch_related("authors")
    )
    articles = articles.annotate(
        has_origin=Exists(Origin.objects.filter(article=_HERE)),
        has_rivals=Exists(Rival.objects.open().filter(section__article=_HERE)),
        has_sources=Exists(Source.objects.filter(article=_HERE)),
    )
    return get_object_or_404(articles, pk=pk)


def find_to_write(request, pk) -> Article:
    found = find_draft(request, pk)
    require(may_write(request.user, found))
    return found


def find_section(article: Article, pk) -> Section:
    return get_object_or_404(article.sections.all(), pk=pk)


def find_paper(request, pk) -> CouncilPaper:
    """Her own; for everybody else there is none."""
    papers = CouncilPaper.objects.of(request.user).select_related("municipality__district__land")
    return get_object_or_404(papers, pk=pk)


def find_item(paper: CouncilPaper, pk) -> PaperItem:
    return get_object_or_404(paper.items.select_related("paper"), pk=pk)
