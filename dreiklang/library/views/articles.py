"""What readers see of the PraxisPortal: the list, a page, its earlier releases, its files."""

from functools import partial
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dreiklang.foundation.views import handed_over, or_sign_in
from dreiklang.library import listing
from dreiklang.library.actions.downloading import count_download
from dreiklang.library.models import Article, File
from dreiklang.library.reading import changes_between, files_of, releases_for
from dreiklang.library.rules import may_begin, may_look_after, may_write
from dreiklang.library.showing import page_of
from dreiklang.library.views.finding import find_article
from dreiklang.people.models import FieldOfAction


@require_safe
@cache_control(private=True, no_store=True)
def articles(request):
    """The PraxisPortal: what is in force and what she looks for in it, the newest first."""
    wanted = listing.Wanted.of(request.GET.dict())
    office = request.user.current_office if wanted.order and request.user.is_authenticated else None
    mine = office.municipality if office else None
    listed = listing.Listed(request.user, wanted, request.GET.get("seite"), mine)
    return render(request, "library/articles.html", {
        "listed": listed, "wanted": wanted, "looks": listing.Looks(), "mine": mine,
        "fields": list(FieldOfAction.objects.values_list("pk", "name")), "may_begin": may_begin(request.user),
        "kinds": Article.KINDS, "duties": Article.DUTIES, "sizes": Article.SIZES, "costs": Article.COSTS,
        "staff": Article.STAFF, "durations": Article.DURATIONS, "again": partial(_again, wanted),
    })  # fmt: skip


def _again(wanted: listing.Wanted, **changed) -> str:
    """What was asked, as the address says it, but for what changes and the number of the page."""
    return urlencode({name: value for name, value in (wanted.parameters() | changed).items() if value})


@require_safe
@or_sign_in
def article(request, slug):
    found = find_article(request, slug)
    if found.state == Article.WITHDRAWN:
        return render(request, "library/withdrawn.html", {
            "article": found, "may_write": may_write(request.user, found),
            "may_look_after": may_look_after(request.user, found),
        })  # fmt: skip
    return render(request, "library/article.html", page_of(found, request.user))


@require_safe
@or_sign_in
def releases(request, slug):
    """What a page said before, and two of its releases compared. What was withdrawn only those read who work on it."""
    found = find_article(request, slug)
    if found.state == Article.WITHDRAWN and not may_write(request.user, found):
        raise Http404
    there = releases_for(found, request.user)
    before, after = (_chosen(there, request.GET.get(name)) for name in ("von", "bis"))
    if before and after and before.number > after.number:
        before, after = after, before
    return render(request, "library/releases.html", {
        "article": found, "releases": there, "before": before, "after": after,
        "changes": changes_between(before, after) if before and after else [],
    })  # fmt: skip


def _chosen(releases, number: str | None):
    return next((release for release in releases if str(release.number) == number), None)


@require_safe
@or_sign_in
def file(request, pk):
    """To take along: what the newest release names, to whoever reads it, counted in sum; and what stands in the draft,
    to those who work on it."""
    found = get_object_or_404(File.objects.select_related("article__release"), pk=pk)
    works_on_it = not found.is_gone and Article.objects.open_to(request.user).filter(pk=found.article_id).exists()
    readable = Article.objects.visible_to(request.user).exclude(state=Article.WITHDRAWN)
    is_read = readable.filter(pk=found.article_id).exists()
    if not works_on_it and not (is_read and found in files_of(found.article)):
        raise Http404
    if request.method == "GET" and not may_write(request.user, found.article):
        count_download(found)
    return handed_over(found.file, found.name)
