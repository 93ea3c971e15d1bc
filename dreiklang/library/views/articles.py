from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dreiklang.library.models import Article
from dreiklang.library.rules import may_begin
from dreiklang.library.showing import page_of
from dreiklang.library.views.finding import find_article

A_PAGE = 30


@require_safe
def articles(request):
    """The PraxisPortal: what is in force, the newest first."""
    found = Article.objects.visible_to(request.user).in_force().select_related("release").order_by("-as_of", "-id")
    found = found.defer("release__html", "release__content")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "library/articles.html", {
        "page": page, "today": timezone.localdate(), "may_begin": may_begin(request.user),
    })  # fmt: skip


@require_safe
def article(request, slug):
    found = find_article(request, slug)
    return render(request, "library/article.html", page_of(found, request.user))
