"""Handing in, asking for reviews, and giving one: signed in, or by the link of somebody from outside."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.groups.readers import said
from dreiklang.library.actions import reviewing
from dreiklang.library.forms.living import OutsiderForm, ReviewerForm, ReviewForm, SendBackForm
from dreiklang.library.models import Article, Review
from dreiklang.library.rules import may_review, may_send_back, may_write
from dreiklang.library.stages import pitfalls_of, reviews_of
from dreiklang.library.views.finding import find_draft
from dreiklang.people.limits import is_too_often

MOST_OUTSIDE, IN = 10, timedelta(days=1)  # letters to strangers that one person may cause


@login_required
def submission(request, pk):
    """Who is asked to review it, what could be in the way, and handing in."""
    found = find_draft(request, pk)
    require(may_write(request.user, found))
    act = request.POST.get("act") if request.method == "POST" else None
    member = ReviewerForm(request.POST if act == "ask" else None, article=found, prefix="member")
    outsider = OutsiderForm(request.POST if act == "invite" else None, prefix="outside")
    form = {"ask": member, "invite": outsider}.get(act)
    if form and form.is_valid():
        try:
            messages.success(request, _ask(found, form, request.user))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("submission", pk)
    elif request.method == "POST" and not form:
        return _hand_in(request, found, act)
    reviews = reviews_of(found)
    return render(
        request, "library/submission.html",
        {
            "article": found, "reviews": reviews, "member": member, "outsider": outsider, "sent": act,
            "pitfalls": pitfalls_of(found), "will_read": said(found.next_readers),
        },
        status=422 if act else 200,
    )  # fmt: skip


def _ask(article: Article, form, by) -> str:
    if isinstance(form, OutsiderForm):
        if is_too_often(by, "outside_reviews", MOST_OUTSIDE, IN):
            raise Refusal(_("Sie haben heute schon viele Personen von außen gebeten. Bitte warten Sie bis morgen."))
        review = reviewing.invite(article, **form.cleaned_data, by=by)
    else:
        review = reviewing.ask(article, form.person, side=form.cleaned_data["side"], by=by)
    return _("%(name)s ist um eine Prüfung gebeten.") % {"name": review.name}


def _hand_in(request, article: Article, act):
    match act:
        case "submit":
            reviewing.submit(article, by=request.user)
            messages.success(request, _("Eingereicht. Sie bekommen einen Brief, sobald jemand geprüft hat."))
        case "take_back":
            reviewing.take_back(article, by=request.user)
            messages.success(request, _("Zurückgenommen. Sie können weiterschreiben."))
        case "open" | "close":
            reviewing.open_for_comments(article, by=request.user, is_open=act == "open")
            messages.success(request, _("Der Entwurf ist in Rückmeldung.") if act == "open" else
                             _("Der Entwurf ist nicht mehr in Rückmeldung."))  # fmt: skip
        case _other:
            raise Http404
    return redirect("workroom", article.pk)


@login_required
@require_POST
def withdraw_request(request, pk, review):
    found = find_draft(request, pk)
    require(may_write(request.user, found))
    reviewing.withdraw_request(get_object_or_404(found.reviews, pk=review), by=request.user)
    messages.success(request, _("Die Anfrage ist zurückgenommen."))
    return redirect("submission", pk)


@login_required
def review(request, pk):
    """For whoever was asked: the draft, and what she finds."""
    found = find_draft(request, pk)
    require(may_review(request.user, found))
    hers = found.reviews.get(person=request.user, round=found.next_number)
    hers.article = found
    return _review(request, hers, redirect("workroom", pk), by=request.user)


@never_cache
def review_outside(request, token):
    """The same by a link, without an account. Opening it changes nothing; it ends with the answer. No other host learns
    it: the house says `same-origin`. Under `no-referrer` a browser says "Origin: null", and no form comes through."""
    key = unseal(token, "review")
    if key is None:
        raise Http404
    hers = Review.objects.select_related("article__release").filter(link_key=key).first()
    if hers is None or not hers.is_open_outside:
        response = render(request, "library/review_over.html", status=410)
    else:
        response = _review(request, hers, redirect("articles"), by=None)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _review(request, hers: Review, there, by):
    is_said = hers.state != Review.ASKED
    initial = {"state": hers.state, "text": hers.text} if is_said else None
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            done = reviewing.answer(hers, **form.cleaned_data, by=by)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _thanks(done))
            return redirect("articles") if done.state == Review.DECLINED else there
    article = hers.article
    parts = [one for one in article.sections.standing() if one.source.strip()]
    return render(
        request, "library/review.html",
        {
            "article": article, "review": hers, "form": form, "is_outside": by is None, "parts": parts,
            "sources": article.sources.all(), "will_read": said(article.next_readers),
        },
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _thanks(review: Review) -> str:
    if review.state == Review.DECLINED:
        return _("Danke für die Rückmeldung. Es wird jemand anderes gefragt.")
    return _("Danke. Ihre Prüfung ist bei denen, die an der Seite schreiben.")


@login_required
def sending_back(request, pk):
    """Not like this: back to those who write, with a reason."""
    found = find_draft(request, pk)
    require(may_send_back(request.user, found))
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reviewing.send_back(found, form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Zurückgegeben. Wer daran schreibt, bekommt einen Brief mit dem Grund."))
            return redirect("workroom", pk)
    return render(
        request, "library/sending_back.html", {"article": found, "form": form}, status=422 if form.is_bound else 200
    )
