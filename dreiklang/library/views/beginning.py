"""A page is begun; and what somebody works on."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.library.actions.writing import begin
from dreiklang.library.forms.writing import BeginForm
from dreiklang.library.rules import may_begin
from dreiklang.library.workplaces import hers, next_of

A_PAGE = 30


@login_required
def begin_article(request):
    require(may_begin(request.user))
    asked = {name: request.GET[key] for name, key in (("kind", "art"), ("title", "titel")) if key in request.GET}
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        initial={"public_id": fresh_id()} | asked,
    )
    if form.is_valid():
        try:
            made = begin(form.cleaned_data["kind"], form.cleaned_data["title"], by=request.user, **form.facts())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(made.workroom)
    return render(request, "library/begin.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def drafts(request):
    """My drafts, and the pages in force that I look after."""
    require(may_begin(request.user))
    page, today = Paginator(hers(request.user), A_PAGE).get_page(request.GET.get("seite")), timezone.localdate()
    rows = [(article, next_of(article, today)) for article in page]
    return render(request, "library/drafts.html", {
        "page": page,
        "open": [row for row in rows if row[0].state in ("draft", "review")],
        "released": [row for row in rows if row[0].state not in ("draft", "review")],
    })  # fmt: skip
