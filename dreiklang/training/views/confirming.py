from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import slug
from dreiklang.people.limits import is_too_much
from dreiklang.people.rules import is_member
from dreiklang.training import badge_keys, badges, papers
from dreiklang.training.actions import confirming
from dreiklang.training.forms.confirming import BadgeForm, CodeForm, RevocationForm
from dreiklang.training.models import Confirmation, Run
from dreiklang.training.rules import may_run_programmes

MOST_GUESSES, MOST_BADGES, WITHIN = 30, 60, timedelta(minutes=10)


@never_cache
@login_required
@require_safe
def confirmations(request):
    """One's own, with what one needs to show them."""
    require(is_member(request.user))
    mine = Confirmation.objects.of(request.user).select_related("renewal")
    return render(request, "training/confirmations.html", {"confirmations": mine, "qr_code": _qr_code})


def _qr_code(confirmation: Confirmation) -> str:
    said = _("QR-Code mit der Prüfadresse: %(title)s") % {"title": confirmation.title}
    drawn = papers.qr_code(
        confirmation.check_address, xmldecl=False, svgns=True, title=said, omitsize=True, light="#ffffff"
    )
    return mark_safe(drawn)  # noqa: S308  of our own making


@never_cache
@login_required
@require_safe
def confirmation_paper(request, pk):
    mine = _find_mine(request, pk)
    return _download(papers.of(mine), "application/pdf", f"{slug(mine.title)}.pdf")


@never_cache
@login_required
@require_safe
def confirmation_badge(request, pk):
    mine = _find_mine(request, pk)
    return _download(mine.badge.encode(), "application/ld+json", f"{slug(mine.title)}-badge.json")


def _find_mine(request, pk) -> Confirmation:
    """Nobody else has it, not even the team. What was withdrawn is not given out any more."""
    return get_object_or_404(Confirmation.objects.of(request.user).filter(revoked_at=None), pk=pk)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@login_required
@require_POST
def renewal(request, pk):
    try:
        renewed = confirming.renew(_find_mine(request, pk))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Ihr Zertifikat „%(title)s“ ist verlängert.") % {"title": renewed.title})
    return redirect("confirmations")


@require_safe
def checking(request):
    """The entry for whoever holds a paper in her hand: type its code, or show its badge."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid() and form.cleaned_data["code"]:
        return redirect("check", form.cleaned_data["code"])
    return _hide(render(request, "training/checking.html", {"form": form, "badge_form": BadgeForm()}))


@never_cache
@require_safe
def check(request, code):
    """What anybody reads whom the person has given the code: name, achievement, date, state. No more."""
    found = Confirmation.objects.filter(code=code).first()
    if found is None:
        if is_too_much(request, "codes", MOST_GUESSES, WITHIN):
            return render(request, "429.html", status=429)
        return _hide(render(request, "training/unknown_code.html", {"form": CodeForm({"code": code})}, status=404))
    return _hide(render(request, "training/check.html", {"confirmation": found, "badge_form": BadgeForm()}))


@require_POST
def check_badge(request):
    form = BadgeForm(request.POST, request.FILES)
    if is_too_much(request, "badges", MOST_BADGES, WITHIN):
        return render(request, "429.html", status=429)
    state = found = None
    if form.is_valid():
        state, found = badges.verify(form.badge())
    shown = {"badge_form": form, "state": state, "confirmation": found}
    return _hide(render(request, "training/badge_checked.html", shown, status=200 if state else 422))


def _hide(response: HttpResponse) -> HttpResponse:
    """Search engines neither keep what these pages say nor follow them."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def revoked_badges(request, number):
    """The public list of revoked badges, for programs that verify one. Fetching it tells nobody which."""
    try:
        return _public(HttpResponse(badges.status_list(number), content_type="application/vc+ld+json"))
    except LookupError:
        raise Http404


@require_safe
def issuer_keys(request):
    """/.well-known/did.json: the keys of did:web."""
    badge_keys.current()
    return _public(JsonResponse(badge_keys.did_document(badge_keys.issuer())))


def _public(response: HttpResponse) -> HttpResponse:
    """Programs of others read it, also in a browser."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@login_required
def run_confirmations(request, pk):
    """Of the team: who has which confirmation of this run, and the button that awards by the rule."""
    require(may_run_programmes(request.user))
    run = get_object_or_404(Run.objects.select_related("programme"), pk=pk)
    if request.method == "POST":
        awarded = confirming.award_run(run, by=request.user)
        messages.success(request, _said(awarded))
        return redirect("run_confirmations", pk)
    awarded = Confirmation.objects.filter(run=run).order_by("block__letter", "name")
    certificates = Confirmation.objects.certificates().filter(
        programme=run.programme_id, person__in=awarded.values("person")
    )
    return render(request, "training/run_confirmations.html", {
        "run": run, "confirmations": awarded, "certificates": certificates.order_by("name"),
    })  # fmt: skip


def _said(awarded: int) -> str:
    if not awarded:
        return _("Alle, für die die Regel erfüllt ist, haben ihre Bescheinigung schon.")
    said = ngettext(
        "%(n)s Bescheinigung ist ausgestellt; der Brief ist unterwegs.",
        "%(n)s Bescheinigungen sind ausgestellt; die Briefe sind unterwegs.", awarded,
    )  # fmt: skip
    return said % {"n": awarded}


@login_required
def revocation(request, pk):
    require(may_run_programmes(request.user))
    found = get_object_or_404(Confirmation.objects.select_related("person", "run"), pk=pk)
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirming.revoke(found, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = _("Die Bescheinigung ist widerrufen; %(name)s erfährt es.")
            messages.success(request, said % {"name": found.name})
            return redirect(reverse("run_confirmations", args=[found.run_id]) if found.run_id else "team")
    status = 422 if form.errors else 200
    return render(request, "training/revocation.html", {"confirmation": found, "form": form}, status=status)
