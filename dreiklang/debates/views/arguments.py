"""Theses and their trees as they are read."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.debates import tree
from dreiklang.debates.actions.convincing import what_convinces
from dreiklang.debates.argument_text import as_markdown, convinces, instead
from dreiklang.debates.models import Argument, Thesis
from dreiklang.debates.models.arguments import DEEPEST
from dreiklang.debates.rules import is_hers, may_argue, may_begin, may_look_after
from dreiklang.foundation.gather import gather
from dreiklang.foundation.text import slug
from dreiklang.groups.readers import MEMBERS, PUBLIC, said

A_PAGE = 20


def find_thesis(request, pk) -> Thesis:
    return get_object_or_404(Thesis.objects.visible_to(request.user), pk=pk)


@require_safe
def theses(request):
    found = Thesis.objects.visible_to(request.user).in_order()
    stands = Q(arguments__state=Argument.STANDING)
    page = Paginator(found.annotate(number=Count("arguments", filter=stands)), A_PAGE)
    return render(request, "debates/theses.html", {
        "page": page.get_page(request.GET.get("seite")), "may_begin": may_begin(request.user),
    })  # fmt: skip


@never_cache
@require_safe
def thesis(request, pk):
    """Both sides beside each other, answers folded under what they answer. ?quelle=1 leaves out what rests on nothing
    that one could read, ?offen=1 opens every branch."""
    found = find_thesis(request, pk)
    with_source_only = request.GET.get("quelle") == "1"
    everything = tree.tree_of(found)
    branches = tree.with_source(everything) if with_source_only else everything
    may_add = may_argue(request.user, found) and not found.is_over
    ids = [one.pk for one in tree.all_of(everything)] if may_add else []
    return render(request, "debates/thesis.html", {
        "thesis": found, "branches": branches, "number": len(tree.all_of(everything)),
        "balance": tree.balance(everything), "standing": tree.standing(everything), "who_reads": who_reads(found),
        "with_source_only": with_source_only, "is_open": request.GET.get("offen") == "1", "may_add": may_add,
        "is_added": may_add and request.GET.get("ergaenzt") == "1",
        "may_look_after": may_look_after(request.user, found), "convinced": what_convinces(request.user, found, ids),
        "person": request.user, "deepest": DEEPEST, "answered_by": tree.answered_by, "byline": tree.byline,
        "instead": instead, "convinces": convinces, "is_hers": is_hers,
        "steps": [step for room in gather("next_steps") for step in room.steps(found, request.user)],
    })  # fmt: skip


def who_reads(thesis: Thesis) -> str:
    readers = said(thesis.readers)
    if thesis.readers in (PUBLIC, MEMBERS):
        return readers
    return _("%(readers)s und das Programmteam") % {"readers": readers}


@never_cache
@require_safe
def thesis_text(request, pk):
    found = find_thesis(request, pk)
    text = as_markdown(found, tree.tree_of(found))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="these-{slug(found.title, 40)}.md"'
    return response
