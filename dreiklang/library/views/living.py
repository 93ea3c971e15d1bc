"""A page in force: looked through, reported, handed over, withdrawn; and what of all that waits for the team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.library.actions import checking, owning
from dreiklang.library.forms.living import CheckForm, NamedForm, ReportForm, ValidityForm, WithdrawalForm
from dreiklang.library.models import Article, Check
from dreiklang.library.rules import may_look_after, may_report
from dreiklang.library.views.finding import find_article, find_draft
from dreiklang.library.waiting import tasks_of
from dreiklang.people.models import Person


@login_required
def validity(request, pk):
    """Whether it still holds: what others said since it was last looked through, and how long it holds from now on."""
    found = _looked_after(request, pk)
    if not found.is_in_force:
        return redirect("withdrawal", pk)
    form = ValidityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            checking.renew(found, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Danke. Die Seite gilt als geprüft."))
            return redirect(found.path)
    checks = found.checks.filter(asked_on__gte=checking.last_checked(found)).select_related("person")
    return render(
        request, "library/validity.html",
        {
            "article": found, "release": found.release, "form": form, "today": timezone.localdate(), "checks": checks,
            "sources": found.release.content.get("sources", []),
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
def check(request, token):
    """Behind the link in a letter to an officer nearby. Opening it changes nothing."""
    hers = _check_behind(token)
    wished = {"ja": Check.RIGHT, "nein": Check.WRONG}.get(request.GET.get("antwort"))
    is_said = hers.state != Check.ASKED
    initial = {"state": hers.state if is_said else wished, "text": hers.text}
    form = CheckForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            checking.say(hers, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Danke. Ihre Antwort ist bei denen, die für die Seite zuständig sind."))
            return redirect("check_article", token)
    response = render(
        request, "library/check.html",
        {"article": hers.article, "release": hers.article.release, "form": form, "is_said": is_said,
         "today": timezone.localdate()},
        status=422 if form.is_bound else 200,
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _check_behind(token: str) -> Check:
    """As long as she whom it was written to can read the page."""
    checks = Check.objects.select_related("person", "article__release")
    found = get_object_or_404(checks, pk=unseal(token, "check") or None)
    get_object_or_404(Article.objects.visible_to(found.person), pk=found.article_id)
    get_object_or_404(Person.objects.able(), pk=found.person_id)
    return found


@login_required
def report_article(request, slug):
    """A reader says what is no longer right."""
    found = find_article(request, slug)
    require(may_report(request.user, found))
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            checking.report(found, form.cleaned_data["text"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Danke. Ihr Hinweis ist bei denen, die für die Seite zuständig sind."))
            return redirect(found.path)
    return render(
        request, "library/report.html", {"article": found, "release": found.release, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
def ownership(request, pk):
    """Who answers for it from now on."""
    found = _looked_after(request, pk)
    to_team = request.POST.get("act") == "team"
    form = NamedForm(request.POST if request.method == "POST" and not to_team else None, article=found)
    if to_team or form.is_valid():
        try:
            owning.hand_over(found, None if to_team else form.person, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            name = _("das Programmteam") if to_team else form.person.name
            messages.success(request, _("Zuständig ist jetzt: %(name)s.") % {"name": name})
            return redirect(found.path)
    return render(
        request, "library/ownership.html", {"article": found, "form": form}, status=422 if form.is_bound else 200
    )


@never_cache
def owner_return(request, token):
    """Behind the link in the letter to a new owner: she does not take it."""
    parts = owning.returned_by(token)
    if parts is None:
        raise Http404
    page, before, to = parts
    person = get_object_or_404(Person.objects.able(), pk=to)
    found = get_object_or_404(Article.objects.visible_to(person).select_related("release"), pk=page)
    giver = Person.objects.able().filter(pk=before).first()
    if request.method == "POST":
        owning.give_back(found, giver, by=person)
        return redirect("owner_return", token)
    return render(
        request, "library/owner_return.html",
        {"article": found, "giver": giver, "is_hers": found.owner_id == person.pk},
    )  # fmt: skip


@login_required
def withdrawal(request, pk):
    """No longer in force, with a reason that readers read; or in force again."""
    found = _looked_after(request, pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and found.state == Article.WITHDRAWN:
        owning.bring_back(found, by=request.user)
        messages.success(request, _("Die Seite ist wieder in Kraft."))
        return redirect(found.path)
    if form.is_valid():
        try:
            owning.withdraw(found, form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Seite ist zurückgezogen. Unter ihrer Adresse steht jetzt der Grund."))
            return redirect(found.path)
    return render(
        request, "library/withdrawal.html", {"article": found, "form": form}, status=422 if form.is_bound else 200
    )


def _looked_after(request, pk) -> Article:
    found = find_draft(request, pk)
    require(may_look_after(request.user, found))
    return found


@login_required
@require_safe
def team_articles(request):
    """For the programme team: what waits for a review, for a release, for somebody who looks through it."""
    require(request.user.is_team)
    return render(request, "library/team_articles.html", {
        "tasks": tasks_of(request.user), "today": timezone.localdate(),
    })  # fmt: skip
