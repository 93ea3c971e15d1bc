"""Remarks on the paragraphs of a section."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dreiklang.foundation.refusal import Refusal, require
from dreiklang.library.actions import remarking as acts
from dreiklang.library.feedback import (
    as_released,
    as_written,
    find_quote,
    paragraphs_of,
    remarks_path,
    threads,
    title_for,
)
from dreiklang.library.forms.feedback import OwnRemarkForm, RemarkForm
from dreiklang.library.models import Article, Comment
from dreiklang.library.rules import may_remark, may_write
from dreiklang.library.views.finding import find_article, find_draft, find_section


@login_required
def on_page(request, slug, section):
    """Of a reader, on what was released. Those who work on the page read it, and she."""
    article = find_article(request, slug)
    sources = (one["source"] for release in _releases(article) for one in release.content["sections"]
               if one["id"] == str(section))  # fmt: skip
    return _remarks(request, article, section, as_released(article, section), sources)


def _releases(article):
    yield article.release
    yield from article.releases.only("content")  # what she had before her may just have been replaced


@login_required
def in_draft(request, pk, section):
    article = find_draft(request, pk)
    found = find_section(article, section)
    sources = found.versions.values_list("source", flat=True).iterator()
    return _remarks(request, article, section, as_written(found), sources)


def _remarks(request, article, pk, text, sources):
    """`sources` gives the texts, the newest first, in which the paragraph may stand that she means."""
    require(may_remark(request.user, article))
    if text is None:
        raise Http404
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = _write(article, pk, form.cleaned_data, sources, request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(f"{request.path}#anmerkung-{made.to_id or made.pk}")
    paragraphs, whole, gone = paragraphs_of(text.source, threads(article, pk, request.user))
    return render(request, "library/remarks.html", {
        "title": title_for(request.user, article), "text": text, "paragraphs": paragraphs, "whole": whole,
        "gone": gone, "form": form, "here": request.path, "may_write": may_write(request.user, article),
        "back": article.workroom if request.path.startswith(article.workroom) else article.path,
    }, status=422 if form.errors else 200)  # fmt: skip


def _write(article, pk, data, sources, by) -> Comment:
    if data["to"]:
        to = get_object_or_404(Comment.objects.visible_to(by, article), pk=data["to"], section=pk)
        return acts.answer(to, data["text"], by=by, public_id=data["public_id"])
    quote = find_quote(data["place"], sources) if data["place"] else ""
    if quote is None:
        raise Refusal(_("Diesen Absatz gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    return acts.remark(find_section(article, pk), data["text"], by=by, quote=quote, public_id=data["public_id"])


@login_required
def own(request, pk):
    """Change one's own words, or take them back."""
    found = get_object_or_404(Comment.objects.select_related("section__article__release"), pk=pk, by=request.user)
    article = found.section.article
    back = remarks_path(request.user, article, found.section_id)
    form = OwnRemarkForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if request.method == "POST" and request.POST.get("tun") == "loeschen":
        acts.take_back(found, by=request.user)
        messages.success(request, _("Ihre Anmerkung ist gelöscht."))
        return redirect(back)
    if form.is_valid():
        acts.change(found, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(f"{back}#anmerkung-{found.to_id or found.pk}")
    return render(request, "library/own_remark.html", {
        "title": title_for(request.user, article), "form": form, "back": back, "one": found,
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
@require_POST
def settle(request, pk):
    articles = Article.objects.open_to(request.user)
    found = get_object_or_404(Comment.objects.select_related("section__article"), pk=pk, to=None,
                              section__article__in=articles)  # fmt: skip
    article = found.section.article
    require(may_write(request.user, article))
    acts.settle(found, request.POST.get("erledigt") == "ja", by=request.user)
    messages.success(request, _("Gespeichert."))
    return redirect(f"{remarks_path(request.user, article, found.section_id)}#anmerkung-{found.pk}")
