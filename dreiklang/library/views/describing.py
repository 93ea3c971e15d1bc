"""The facts of a page: what it is about, who writes it, on what it rests, which files come with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import formset_factory
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.views import handed_over
from dreiklang.library.actions import authoring, describing, filing, resting_on
from dreiklang.library.forms.describing import (
    FactsForm,
    FileForm,
    FileNameForm,
    SourceForm,
    SourceRows,
    TeamForm,
    WhoForm,
)
from dreiklang.library.models import Article, File
from dreiklang.library.rules import may_discard, may_write, works_on
from dreiklang.library.views.finding import find_draft, find_to_write
from dreiklang.library.workplaces import who_will_read

STEPS = {"hoch": -1, "runter": 1}


@login_required
def facts(request, pk):
    found = find_to_write(request, pk)
    form = FactsForm(request.POST if request.method == "POST" else None, article=found, person=request.user)
    if form.is_valid():
        try:
            describing.describe(found, form.facts(), by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.refuse(refusal)
            form.has_seen(describing.version_of(Article.objects.get(pk=found.pk)))
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(found.workroom)
    return render(request, "library/facts.html", {
        "article": found, "form": form, "may_discard": may_discard(request.user, found),
        "who_will_read": who_will_read(found),
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
def authors(request, pk):
    """Who writes it: add, remove, order; and the name of a team above them. Her own name everybody takes off."""
    found = find_to_write(request, pk)
    who = WhoForm(request.POST if "who" in request.POST else None, person=request.user, article=found)
    team = TeamForm(request.POST if "team" in request.POST else None, person=request.user, article=found)
    if request.method == "POST":
        try:
            if answer := _change_authors(request, found, who, team):
                return answer
        except Refusal as refusal:
            if not who.is_bound:
                messages.error(request, refusal.sentence)
                return redirect("authors", found.pk)
            who.refuse(refusal)
    return render(request, "library/authors.html", {
        "article": found, "who": who, "team": team, "rows": found.authors.select_related("person"),
        "has_teams": team.fields["team"].queryset.exists() or found.team_name,
    }, status=422 if who.errors or team.errors else 200)  # fmt: skip


def _change_authors(request, article: Article, who: WhoForm, team: TeamForm):
    """What was asked for; nothing where a form is to be shown again."""
    if who.is_bound:
        if not who.is_valid():
            return None
        person = who.cleaned_data["who"]
        authoring.add_author(article, person, by=request.user)
        messages.success(request, _("%(name)s schreibt jetzt mit.") % {"name": person.name})
    elif team.is_bound:
        if not team.is_valid():
            return None
        authoring.write_as_team(article, team.cleaned_data["team"], by=request.user)
        messages.success(request, _("Gespeichert."))
    elif "heraus" in request.POST:
        author = _one_of(article.authors.select_related("person"), request.POST["heraus"])
        authoring.remove_author(author, by=request.user)
        messages.success(request, _("%(name)s steht nicht mehr unter der Seite.") % {"name": author.name})
        if not may_write(request.user, Article.objects.get(pk=article.pk)):
            return redirect("drafts")
    else:
        step = next((word for word in STEPS if word in request.POST), None)
        if step is None:
            return None
        authoring.move_author(_one_of(article.authors.all(), request.POST[step]), STEPS[step], by=request.user)
    return redirect("authors", article.pk)


def _one_of(rows, pk: str):
    if not pk.isdecimal() or len(pk) > 12:
        raise Http404
    return get_object_or_404(rows, pk=pk)


@login_required
def sources(request, pk):
    """All sources in rows. Without JavaScript a button brings more rows; what was typed stays."""
    found = find_to_write(request, pk)
    there = resting_on.sources_of(found)
    if request.method != "POST":
        rows = _rows(initial=there)
        return _sources(request, found, rows, resting_on.version_of(there))
    rows, seen = _rows(data=request.POST), request.POST.get("seen", "")
    if not rows.is_valid():
        return _sources(request, found, rows, seen, status=422)
    typed = _typed(rows)
    if "mehr" in request.POST:
        return _sources(request, found, _rows(initial=typed), seen)
    try:
        resting_on.write_sources(found, typed, by=request.user, seen=seen)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _sources(request, found, rows, resting_on.version_of(there), there, status=422)
    messages.success(request, _("Die Quellen sind gespeichert."))
    return redirect(found.workroom)


def _rows(**kwargs):
    return _ROWS(prefix="quelle", **kwargs)


_ROWS = formset_factory(SourceForm, SourceRows, extra=2, max_num=resting_on.MOST, can_delete=True, can_order=True)


def _typed(rows) -> list[dict]:
    """In the order of the numbers beside them; empty rows and those to be removed are none."""
    kept = [row.cleaned_data for row in rows if row.cleaned_data.get("title") and not row.cleaned_data.get("DELETE")]
    kept = sorted(enumerate(kept), key=lambda each: (each[1].get("ORDER") or 10_000, each[0]))
    return [{name: one.get(name) or "" for name in ("title", "url", "note")} for _n, one in kept]


def _sources(request, article: Article, rows, seen: str, there=None, status: int = 200):
    return render(request, "library/sources.html", {
        "article": article, "rows": rows, "seen": seen, "there": there,
    }, status=status)  # fmt: skip


@login_required
def files(request, pk):
    found = find_to_write(request, pk)
    form = FileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"public_id": fresh_id()},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            filing.attach(found, data["file"], data["title"], by=request.user, public_id=data["public_id"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Datei liegt beim Entwurf."))
            return redirect("draft_files", found.pk)
    return _files(request, found, form)


def _files(request, article: Article, form=None, renamed: File | None = None, name_form=None):
    items = article.files.filter(is_gone=False)
    names = {item: FileNameForm(initial={"title": item.title}, auto_id=f"{item.pk}_%s") for item in items}
    if renamed:
        names[renamed] = name_form
    return render(request, "library/files.html", {
        "article": article, "form": form or FileForm(initial={"public_id": fresh_id()}), "most": filing.MOST,
        "items": names.items(),
    }, status=422 if form and form.errors or name_form else 200)  # fmt: skip


@login_required
@require_POST
def change_file(request, pk, file):
    """Its title, its place, or out with it."""
    found = find_to_write(request, pk)
    item = get_object_or_404(found.files.filter(is_gone=False), pk=file)
    if "heraus" in request.POST:
        filing.take_file_out(item, by=request.user)
        messages.success(request, _("„%(title)s“ ist herausgenommen.") % {"title": item.title})
        return redirect("draft_files", found.pk)
    if step := next((word for word in STEPS if word in request.POST), None):
        filing.move_file(item, STEPS[step], by=request.user)
        return redirect("draft_files", found.pk)
    form = FileNameForm(request.POST, auto_id=f"{item.pk}_%s")
    if form.is_valid():
        filing.name_file(item, form.cleaned_data["title"], by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("draft_files", found.pk)
    return _files(request, found, None, item, form)


@login_required
@require_safe
def draft_file(request, pk, file):
    """A file of the draft for whoever works on it; it runs nowhere."""
    found = find_draft(request, pk)
    require(works_on(request.user, found))
    item = get_object_or_404(found.files.filter(is_gone=False), pk=file)
    return handed_over(item.file, item.name)


@login_required
def discard(request, pk):
    found = find_draft(request, pk)
    require(may_discard(request.user, found))
    if request.method == "POST":
        describing.discard(found, by=request.user)
        messages.success(request, _("Der Entwurf ist gelöscht."))
        return redirect("drafts")
    return render(request, "library/discard.html", {"article": found})
