"""From a page and from the dialogue into a council paper, and what stands in it item by item."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dreiklang.dialogue.models import Post, Thread
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_plain
from dreiklang.library.actions import papering
from dreiklang.library.forms.papers import AnswersForm, IntoForm, ItemForm
from dreiklang.library.papers import answers_of, entries_of, open_papers
from dreiklang.library.rules import may_make_papers
from dreiklang.library.views.finding import find_article, find_item, find_paper

BEGINS = 160  # signs of an answer in the list of all


@login_required
def collect_article(request, slug):
    """One click from its page; whoever has several papers open may choose here."""
    require(may_make_papers(request.user))
    found = find_article(request, slug)
    form = IntoForm(request.POST or None, papers=list(open_papers(request.user)))
    if form.is_valid():
        return _collected(request, form.chosen, found)
    return render(request, "library/collect_article.html", {"form": form, "article": found})


@login_required
def collect_answers(request, pk):
    require(may_make_papers(request.user))
    thread = get_object_or_404(Thread.objects.visible_to(request.user).select_related("room"), pk=pk)
    if thread.is_kept_inside:
        raise Refusal(papering.stays_inside())
    number = request.GET.get("beitrag", "")
    number = int(number) if number.isdecimal() and len(number) < 10 else None
    answers = {post.number: (post, _begins(post)) for post in answers_of(thread, also=number)}
    form = AnswersForm(
        request.POST or None, papers=list(open_papers(request.user)), answers=answers,
        initial={"answers": _chosen(thread, answers, number)},
    )  # fmt: skip
    if form.is_valid():
        return _collected(request, form.chosen, *form.chosen_posts)
    return render(request, "library/collect_answers.html", {"form": form, "thread": thread, "answers": answers})


def _begins(post: Post) -> str:
    text = " ".join(to_plain(post.source).split())
    text = text if len(text) <= BEGINS else text[:BEGINS].rsplit(" ", 1)[0] + " …"
    return f"{post.byline}: {text}"


def _chosen(thread: Thread, answers: dict, number: int | None) -> list[str]:
    """The one that she came from, else the one that helped, else the only one."""
    if number in answers:
        return [str(number)]
    helped = [str(each) for each, (post, _text) in answers.items() if post.pk == thread.accepted_id]
    return helped or [str(each) for each in answers if len(answers) == 1]


def _collected(request, paper, *things):
    paper = paper or papering.begin_untitled(by=request.user)
    papering.collect(paper, *things, by=request.user)
    told = ngettext("Übernommen in „%(title)s“.", "%(n)s Antworten übernommen in „%(title)s“.", len(things))
    messages.success(request, told % {"title": paper.title, "n": len(things)})
    return redirect(paper.path)


@login_required
def paper_item(request, pk, item):
    """How much of a page or an answer stands in the paper, and her own word to it."""
    paper = find_paper(request, pk)
    found = find_item(paper, item)
    entry = next((entry for entry in entries_of(paper, request.user) if entry.item.pk == found.pk), None)
    if entry is None:
        return redirect(paper.path)
    form = ItemForm(request.POST or None, initial={"extent": found.extent, "note": found.note})
    if form.is_valid():
        papering.word(found, form.cleaned_data["extent"], form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(paper.path)
    return render(request, "library/paper_item.html", {"form": form, "paper": paper, "entry": entry})


@login_required
@require_POST
def place_item(request, pk, item):
    """Up, down, out of the paper, and back into it."""
    paper = find_paper(request, pk)
    found = find_item(paper, item)
    match request.POST.get("tun"):
        case "hoch":
            papering.move_item(found, -1, by=request.user)
        case "runter":
            papering.move_item(found, 1, by=request.user)
        case "heraus":
            papering.take_from(found, by=request.user)
            messages.success(request, _("Herausgenommen. Unter der Sammlung holen Sie es zurück."))
        case "zurueck":
            papering.bring_into(found, by=request.user)
            messages.success(request, _("Es steht wieder in der Vorlage."))
    return redirect(f"{paper.path}#inhalte")
