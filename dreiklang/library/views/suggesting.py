"""Another wording is proposed, and decided on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.library.actions import suggesting as acts
from dreiklang.library.blocks import changes, put_in
from dreiklang.library.feedback import as_released, as_written, comparison, title_for, with_pieces
from dreiklang.library.forms.feedback import AnswerForm, SuggestForm
from dreiklang.library.models import Article, Suggestion
from dreiklang.library.rules import may_suggest, may_write
from dreiklang.library.views.finding import find_article, find_draft, find_section

A_PAGE = 20


@login_required
def on_page(request, slug, section):
    """Of a reader, on what was released."""
    article = find_article(request, slug)
    return _suggest(request, article, section, article.path, lambda number=None: as_released(article, section, number))


@login_required
def in_draft(request, pk, section):
    article = find_draft(request, pk)
    found = find_section(article, section)
    return _suggest(request, article, section, article.workroom, lambda number=None: as_written(found, number))


def _suggest(request, article, pk, back, text_of):
    """`text_of(number)` gives the section as she may read it, or as she had it before her; else None."""
    require(may_suggest(request.user, article))
    now = text_of()
    if now is None:
        raise Http404
    initial = {"public_id": fresh_id(), "seen": now.number, "source": now.source}
    form = SuggestForm(request.POST if request.method == "POST" else None, initial=initial)
    shown = []
    if form.is_valid():
        text = text_of(form.cleaned_data.pop("seen"))
        if text is None:
            form.add_error(None, _("Diese Fassung gibt es nicht. Bitte laden Sie die Seite neu."))
        elif request.POST.get("tun") == "ansehen":
            shown = _preview(text, form)
        elif made := _send(form, find_section(article, pk), text, request.user):
            messages.success(request, ngettext(
                "Danke! Ihr Vorschlag ist angekommen.",
                "Danke! Ihre %(n)s Vorschläge sind angekommen; über jeden wird einzeln entschieden.", len(made),
            ) % {"n": len(made)})  # fmt: skip
            return redirect("my_suggestions")
    return render(request, "library/suggest.html", {
        "title": title_for(request.user, article), "text": now, "html": to_html(now.source, top=3), "form": form,
        "changes": shown, "back": back,
    }, status=422 if form.errors else 200)  # fmt: skip


def _preview(text, form) -> list[tuple]:
    """Each change with its comparison; nothing is kept."""
    found = changes(text.source, form.cleaned_data["source"])
    if not found:
        form.add_error("source", _("Noch ist nichts geändert."))
    return [(one, comparison(one.before, one.after)) for one in found]


def _send(form, section, text, by) -> list[Suggestion]:
    try:
        return acts.suggest(section, text, **form.cleaned_data, by=by)
    except Refusal as refusal:
        form.refuse(refusal)
        return []


@login_required
def suggestion(request, pk, suggestion):
    """One proposal beside the text as it stands now, and what becomes of it."""
    article = find_draft(request, pk)
    require(may_write(request.user, article))
    found = get_object_or_404(
        Suggestion.objects.select_related("section", "by"), pk=suggestion, section__article=article
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = _ACTS.get(request.POST.get("tun"))
        if act is None:
            raise Http404
        try:
            act(found, form.cleaned_data["answer"], request.user)
        except Refusal as refusal:
            form.refuse(refusal)
            found.refresh_from_db()
        else:
            messages.success(request, _("Entschieden. Wer den Vorschlag gemacht hat, bekommt einen Brief."))
            return redirect(f"{article.workroom}#vorschlaege")
    return render(request, "library/suggestion.html", {
        "article": article, "one": with_pieces(found), "form": form,
        "fits": not found.section.is_gone and put_in(found.section.source, found.change) is not None,
        "declines": request.POST.get("tun") == "ablehnen",
    }, status=422 if form.errors else 200)  # fmt: skip


_ACTS = {
    "uebernehmen": lambda found, answer, by: acts.accept(found, answer, by=by),
    "erledigt": lambda found, answer, by: acts.accept(found, answer, by=by, is_by_hand=True),
    "ablehnen": lambda found, answer, by: acts.decline(found, answer, by=by),
}


@login_required
@require_safe
def my_suggestions(request):
    """What became of one's own. A page that she may not read any more is not named."""
    mine = Suggestion.objects.filter(by=request.user).select_related("section__article__release")
    page = Paginator(mine.order_by("-at", "pk"), A_PAGE).get_page(request.GET.get("seite"))
    articles = {one.section.article_id for one in page}
    read = set(Article.objects.visible_to(request.user).filter(pk__in=articles).values_list("pk", flat=True))
    opened = set(Article.objects.open_to(request.user).filter(pk__in=articles).values_list("pk", flat=True))
    for one in page:
        article = with_pieces(one).section.article
        one.title, one.path = "", ""
        if article.pk in read:
            one.title, one.path = article.release.title, article.path
        elif article.pk in opened:
            one.title, one.path = article.title, article.workroom
    return render(request, "library/my_suggestions.html", {"page": page})


@login_required
@require_POST
def take_back(request, pk):
    found = get_object_or_404(Suggestion.objects.select_related("section"), pk=pk, by=request.user)
    try:
        acts.take_back(found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Ihr Vorschlag ist zurückgenommen."))
    return redirect("my_suggestions")
