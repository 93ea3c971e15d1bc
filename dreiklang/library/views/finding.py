"""The only ways to a page: as its readers see it, and into its workroom."""

from django.shortcuts import get_object_or_404

from dreiklang.library.models import Article, CouncilPaper, PaperItem, Section


def find_article(request, slug: str) -> Article:
    articles = Article.objects.visible_to(request.user).select_related("release", "municipality", "land")
    return get_object_or_404(articles, slug=slug)


def find_draft(request, pk) -> Article:
    articles = Article.objects.open_to(request.user).select_related("release", "municipality", "land", "owner")
    return get_object_or_404(articles, pk=pk)


def find_section(article: Article, pk) -> Section:
    return get_object_or_404(article.sections.all(), pk=pk)


def find_paper(request, pk) -> CouncilPaper:
    """Her own; for everybody else there is none."""
    papers = CouncilPaper.objects.of(request.user).select_related("municipality__district__land")
    return get_object_or_404(papers, pk=pk)


def find_item(paper: CouncilPaper, pk) -> PaperItem:
    return get_object_or_404(paper.items.select_related("paper"), pk=pk)
