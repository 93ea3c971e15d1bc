"""Council papers: each is found by whoever writes it, and by nobody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.models import as_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.foundation.word import DOCX
from dreiklang.library import paper_files
from dreiklang.library.actions import papering
from dreiklang.library.forms.papers import PaperForm
from dreiklang.library.models import CouncilPaper
from dreiklang.library.papers import collected_in, figures_of
from dreiklang.library.rules import may_make_papers
from dreiklang.library.views.finding import find_paper


@login_required
@require_safe
def council_papers(request):
    require(may_make_papers(request.user))
    hers = CouncilPaper.objects.of(request.user).annotate(size=Count("items", filter=Q(items__is_gone=False)))
    return render(request, "library/papers.html", {"papers": hers, "today": timezone.localdate()})


@login_required
def new_paper(request):
    require(may_make_papers(request.user))
    office = request.user.current_office
    initial = {"is_public": True, "has_figures": True, "municipality": office.municipality if office else None}
    form = PaperForm(request.POST or None, initial=initial)
    if form.is_valid():
        made = papering.begin_paper(form.facts, by=request.user, public_id=form.cleaned_data["public_id"])
        messages.success(request, _("Angelegt. Jetzt sammeln Sie Seiten und Antworten, oder Sie schreiben weiter."))
        return redirect(made.path)
    return render(request, "library/write_paper.html", {"form": form, "paper": None})


@login_required
@require_safe
def council_paper(request, pk):
    """All that stands in it, as it will leave the house, and what can be done with it."""
    found = find_paper(request, pk)
    collected = collected_in(found, request.user)
    entries = [entry for entry in collected if not entry.item.is_gone]
    texts = [(label, to_html(text, top=3)) for label, text in (
        (_("Beschlussvorschlag"), found.proposal), (_("Sachverhalt"), found.situation),
        (_("Finanzielle Auswirkungen"), found.costs),
    )]  # fmt: skip
    return render(request, "library/paper.html", {
        "paper": found, "entries": entries, "texts": texts, "figures": figures_of(found),
        "gone": [entry for entry in collected if entry.item.is_gone],
        "summed": paper_files.summed(entries),
    })  # fmt: skip


@login_required
def edit_paper(request, pk):
    found = find_paper(request, pk)
    form = PaperForm(request.POST or None, initial=PaperForm.of(found))
    if form.is_valid():
        try:
            papering.write_paper(found, form.facts, by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(find_paper(request, pk).version)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(found.path)
    return render(request, "library/write_paper.html", {"form": form, "paper": found})


@login_required
@require_POST
def copy_paper(request, pk):
    made = papering.copy(find_paper(request, pk), by=request.user, public_id=as_id(request.POST.get("public_id")))
    messages.success(
        request, _("Das ist die Kopie. Texte und Sammlung stehen schon darin, Termin und Nummer noch nicht.")
    )
    return redirect("edit_paper", made.pk)


@login_required
def delete_paper(request, pk):
    found = find_paper(request, pk)
    if request.method == "POST":
        papering.throw_away(found, by=request.user)
        messages.success(request, _("Die Vorlage ist gelöscht."))
        return redirect("council_papers")
    return render(request, "library/delete_paper.html", {"paper": found})


@login_required
@require_safe
def paper_docx(request, pk):
    return _file(find_paper(request, pk), paper_files.as_word, DOCX, "docx", request.user)


@login_required
@require_safe
def paper_pdf(request, pk):
    return _file(find_paper(request, pk), paper_files.as_pdf, "application/pdf", "pdf", request.user)


def _file(paper: CouncilPaper, printed, kind: str, suffix: str, person) -> HttpResponse:
    response = HttpResponse(printed(paper, person), content_type=kind)
    name = f"{paper_files.file_name(paper)}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
