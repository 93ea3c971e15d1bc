"""A hall as those who open and moderate it see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.debates import hall_showing
from dreiklang.debates.actions import hall_tending as acts
from dreiklang.debates.actions import halls as opening
from dreiklang.debates.forms.halls import HallForm
from dreiklang.debates.models import Hall
from dreiklang.debates.rules import may_begin, may_moderate
from dreiklang.debates.views.halls import find_hall
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said

ACTS = {
    "aufnehmen": acts.take_in, "beiseite": acts.put_aside, "beantwortet": acts.answer, "zurueck": acts.bring_back,
    "liste": acts.shortlist, "von-der-liste": acts.take_off, "hoch": acts.move_up, "runter": acts.move_down,
    "leinwand": acts.show, "leinwand-leer": acts.hide,
}  # fmt: skip


def find_to_moderate(request, code: str) -> Hall:
    found = find_hall(request, code)
    require(may_moderate(request.user, found))
    return found


@never_cache
@login_required
def new_hall(request):
    require(may_begin(request.user))
    initial = {"public_id": fresh_id(), "event_path": request.GET.get("veranstaltung", "")[:250]}
    form = HallForm(request.POST if request.method == "POST" else None, initial=initial, person=request.user)
    if form.is_valid():
        try:
            found = opening.open_hall(form.facts(), by=request.user, public_id=form.cleaned_data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Saal ist offen. Zeigen Sie die Leinwand, damit alle den Code sehen."))
            return redirect(f"{found.path}moderation/")
    return render(
        request, "debates/hall_write.html", {"form": form, "hall": None}, status=422 if form.is_bound else 200
    )


@never_cache
@login_required
def edit_hall(request, code):
    found = find_to_moderate(request, code)
    form = HallForm(
        request.POST if request.method == "POST" else None, initial=HallForm.of(found), person=request.user, hall=found
    )
    if form.is_valid():
        try:
            opening.change(found, form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(f"{found.path}moderation/")
    return render(
        request, "debates/hall_write.html", {"form": form, "hall": found}, status=422 if form.is_bound else 200
    )


@never_cache
@login_required
def tend(request, code):
    """Everything that was asked; a button says what becomes of a question. With htmx the lists come back."""
    found, refused = find_to_moderate(request, code), ""
    is_part = "HX-Request" in request.headers
    if request.method == "POST":
        act = next((name for name in ACTS if name in request.POST), None)
        if act is None:
            raise Http404
        question = get_object_or_404(found.questions, pk=as_id(request.POST[act]))
        try:
            ACTS[act](question, by=request.user)
        except Refusal as refusal:
            refused = refusal.sentence
        if not is_part:
            if refused:
                messages.error(request, refused)
            return redirect(f"{found.path}moderation/#q-{question.pk}")
    stand, lists = hall_showing.for_moderator(found)
    if request.method == "GET" and request.GET.get("stand") == stand:
        return HttpResponse(status=204)
    if is_part and not found.is_open:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, f"debates/{'_' if is_part else ''}hall_tend.html", {
        "hall": found, "stand": stand, "lists": lists, "refused": refused, "who_reads": said(found.readers),
        "address": hall_showing.address_of(found), "qr": "" if is_part else hall_showing.qr_of(found),
    })  # fmt: skip


@never_cache
@login_required
def closing(request, code):
    """Asked once more: it cannot be opened again."""
    found = find_to_moderate(request, code)
    if request.method == "POST":
        opening.close(found, by=request.user)
        messages.success(request, _("Der Saal ist geschlossen. Wer was interessant fand, ist gelöscht."))
        return redirect(found.path)
    if not found.is_open:
        return redirect(found.path)
    _stand, lists = hall_showing.for_moderator(found)
    return render(request, "debates/hall_close.html", {"hall": found, "questions": lists})


@never_cache
@login_required
@require_safe
def questions_file(request, code):
    """What was answered and what was not, as Markdown."""
    found = find_to_moderate(request, code)
    response = HttpResponse(hall_showing.as_markdown(found), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="fragen-{slugify(found.title) or found.code}.md"'
    return response
