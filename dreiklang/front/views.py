import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation import privacy
from dreiklang.foundation.gather import gather
from dreiklang.foundation.models import Page
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.foundation.together import ask_together
from dreiklang.foundation.views import packed
from dreiklang.front import forms
from dreiklang.front.actions import editing, leaving, reporting
from dreiklang.front.health import examine
from dreiklang.front.models import BarrierReport
from dreiklang.front.rules import may_run_the_house
from dreiklang.letters.actions import repairing
from dreiklang.letters.models import Letter
from dreiklang.people.models import AccessRequest


@require_safe
@packed
def home(request):
    """Heute: signed out, who we are and what is open to all; signed in, my next steps."""
    rooms = gather("start")
    if request.user.is_authenticated:
        could_be = [room.could_be(request.user) for room in rooms if hasattr(room, "could_be")]
        ask_together(request.user, {name: rows for each in could_be for name, rows in each.items()})
    cards = [card for room in rooms for card in room.cards(request.user)]
    # First what waits for her answer, then what is hers, then what is for all.
    cards.sort(key=lambda card: (not card.get("is_due", False), not card.get("is_hers", False)))
    return render(
        request, "front/today.html" if request.user.is_authenticated else "front/welcome.html", {"cards": cards}
    )


@require_safe
def page(request, slug):
    found = get_object_or_404(Page, slug=slug)
    return render(request, "front/page.html", {
        "page": found, "version": found.current(), "may_edit": may_run_the_house(request.user),
        "form": forms.BarrierForm() if slug == "barrierefreiheit" else None,
    })  # fmt: skip


@login_required
def edit_page(request, slug):
    require(may_run_the_house(request.user))
    found = get_object_or_404(Page, slug=slug)
    current = found.current()
    form = forms.PageForm(request.POST or None, initial={"source": current.source, "seen": current.number})
    preview = others = None
    if form.is_valid():
        if "preview" in request.POST:
            preview = to_html(form.cleaned_data["source"])
        else:
            try:
                editing.edit(found, form.cleaned_data["source"], by=request.user, seen=form.cleaned_data["seen"])
            except Refusal as refusal:
                form.refuse(refusal)
                others = found.current()
                form.has_seen(others.number)
            else:
                messages.success(request, _("Die neue Fassung ist veröffentlicht."))
                return redirect("page", slug)
    return render(request, "front/edit_page.html", {
        "page": found, "form": form, "preview": preview, "others": others,
        "versions": found.versions.order_by("-number")[:20],
    })  # fmt: skip


def report_barrier(request):
    if request.method != "POST":
        return redirect("page", "barrierefreiheit")
    form = forms.BarrierForm(request.POST)
    if form.is_valid():
        reporting.report_barrier(**form.cleaned_data)
        messages.success(request, _("Danke. Ihre Meldung ist beim Team."))
        return redirect("page", "barrierefreiheit")
    found = get_object_or_404(Page, slug="barrierefreiheit")
    return render(
        request,
        "front/page.html",
        {"page": found, "version": found.current(), "may_edit": False, "form": form},
        status=422,
    )


@require_POST
def language(request):
    """Remember the chosen language in the session, and for letters with the account."""
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        request.session["language"] = chosen
        if request.user.is_authenticated and request.user.language != chosen:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    there = request.POST.get("next", "")
    is_here = there.startswith("/") and url_has_allowed_host_and_scheme(there, {request.get_host()})
    return HttpResponseRedirect(there if is_here else "/")


@login_required
@require_safe
def my_data(request):
    return render(request, "front/my_data.html", {"parts": privacy.summary()})


@login_required
@never_cache
@require_safe
def my_data_export(request):
    """Everything about me as one JSON file: readable by machines, with German headings for people."""
    text = json.dumps(privacy.export(request.user), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@login_required
def deletion(request):
    """Delete one's account: a page that says what goes and what stays, a tick, and it is done."""
    form = forms.DeletionForm(request.POST or None)
    if form.is_valid():
        try:
            leaving.leave(request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            logout(request)
            messages.success(request, _("Ihr Konto und Ihre Daten sind gelöscht."))
            return redirect("home")
    return render(request, "front/deletion.html", {"form": form})


@never_cache
@require_safe
def health(request):
    well, findings = examine()
    return JsonResponse({"status": "ok" if well else "gestört", **findings}, status=200 if well else 503)


@login_required
@require_safe
def team(request):
    require(may_run_the_house(request.user))
    return render(request, "front/team.html", {
        "undelivered": Letter.objects.undelivered().count(),
        "requests": AccessRequest.objects.open().count(),
        "reports": BarrierReport.objects.filter(answered_at=None).count(),
        "pages": Page.objects.order_by("title"),
    })  # fmt: skip


@login_required
@require_safe
def undelivered(request):
    """What could not be delivered, with its reason: to send again or to give up. The text of a letter is not shown."""
    require(may_run_the_house(request.user))
    page = Paginator(Letter.objects.undelivered().order_by("written_at"), 50).get_page(request.GET.get("seite"))
    return render(request, "front/undelivered.html", {"page": page})


@login_required
@require_POST
def repair_letter(request, pk):
    require(may_run_the_house(request.user))
    letter = get_object_or_404(Letter, pk=pk)
    act = request.POST.get("act")
    if act not in {"again", "withdraw"}:
        raise Http404
    (repairing.send_again if act == "again" else repairing.withdraw)(letter, by=request.user)
    messages.success(
        request, _("Der Brief geht gleich noch einmal hinaus.") if act == "again" else _("Der Brief ist zurückgezogen.")
    )
    return redirect("undelivered")


@login_required
def barriers(request):
    require(may_run_the_house(request.user))
    if request.method == "POST":
        form = forms.AnsweredForm(request.POST)
        if not form.is_valid():
            raise Http404
        reporting.mark_answered(form.cleaned_data["report"], by=request.user)
        messages.success(request, _("Als beantwortet vermerkt."))
        return redirect("barriers")
    return render(request, "front/barriers.html", {"reports": BarrierReport.objects.all()[:100]})
