"""Bei uns übernommen: said for one's municipality, changed, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said
from dreiklang.library.actions import adopting
from dreiklang.library.forms.adopting import AdoptionForm, RemovalForm
from dreiklang.library.rules import may_adopt, may_remove_adoptions
from dreiklang.library.views.finding import find_article


@login_required
def adoption(request, slug):
    found, person = find_article(request, slug), request.user
    require(may_adopt(person, found))
    office = person.current_office
    hers = found.adoptions.filter(municipality=office.municipality).first() if office else None
    form = AdoptionForm(
        request.POST if request.method == "POST" else None, initial={"changed": hers.changed if hers else ""}
    )
    if form.is_valid():
        try:
            told = _act(request, found, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect(f"{found.path}#uebernommen")
    return render(request, "library/adoption.html", {
        "article": found, "form": form, "hers": hers, "municipality": office.municipality if office else None,
        "who_reads": said(found.readers),
    }, status=422 if form.errors else 200)  # fmt: skip


def _act(request, article, form) -> str:
    if "zuruecknehmen" in request.POST:
        adopting.take_back(article, by=request.user)
        return _("Zurückgenommen. Ihre Kommune steht nicht mehr auf der Seite.")
    adopting.adopt(article, form.cleaned_data["changed"], by=request.user)
    return _("Danke. Ihre Kommune steht jetzt auf der Seite.")


@login_required
def adoption_removal(request, slug, pk):
    found = find_article(request, slug)
    adoption = get_object_or_404(found.adoptions.select_related("municipality"), pk=pk)
    require(may_remove_adoptions(request.user))
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            adopting.remove_adoption(adoption, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Von der Seite genommen."))
            return redirect(f"{found.path}#uebernommen")
    return render(
        request, "library/remove_adoption.html", {"article": found, "adoption": adoption, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip
