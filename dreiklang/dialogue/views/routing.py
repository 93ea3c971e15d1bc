from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.dialogue.actions import answers, routing
from dreiklang.dialogue.forms.routing import PassOnForm
from dreiklang.dialogue.models import Asked, NotAsked, Post, Question, Thread, Useful
from dreiklang.dialogue.models.routing import ASKED, HELPED
from dreiklang.dialogue.rules import is_hers, may_accept, may_tend_questions
from dreiklang.dialogue.shares import shares
from dreiklang.dialogue.steps import state_of
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.people.models import Person

MOST = 100  # on one page of what waits


@login_required
def asked(request):
    """The questions that I was asked, and whether I want to be."""
    if request.method == "POST":
        act = {"off": routing.turn_off, "on": routing.turn_on}.get(request.POST.get("act"))
        if act is None:
            raise Http404
        act(request.user)
        return redirect("asked")
    rows = Asked.objects.waiting_for(request.user).select_related("thread__room")
    is_off = NotAsked.objects.filter(person=request.user).exists()
    return render(request, "dialogue/asked.html", {"asked": rows, "is_off": is_off})


@never_cache
def decline(request, token):
    """Behind a link in a letter, without sign-in. Opening it changes nothing."""
    mine = _asked_behind(token)
    if request.method == "POST":
        routing.decline(mine)
        return redirect("decline_question", token)
    return render(request, "dialogue/decline.html", {"asked": mine, "thread": mine.thread, "token": token})


@never_cache
def pass_on(request, token):
    mine = _asked_behind(token)
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            routing.pass_on(mine, name=form.cleaned_data["name"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("pass_on_question", token)
    return render(
        request, "dialogue/pass_on.html", {"asked": mine, "thread": mine.thread, "token": token, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _asked_behind(token: str) -> Asked:
    """Whom the link in a letter was written to, as long as she may read the question."""
    thread, person = _behind(token, ASKED)
    visible = Thread.objects.visible_to(person)
    rows = Asked.objects.select_related("person", "thread__room")
    return get_object_or_404(rows, person=person, thread__in=visible.filter(pk=thread))


@never_cache
def helped(request, token):
    """Whether an answer helped, without sign-in. In a protected thread the page is the same for everybody: whoever has
    all the links must not learn from them who asked."""
    pk, person = _behind(token, HELPED)
    posts = Post.objects.select_related("thread__room", "voice", "author").shown()
    post = get_object_or_404(posts, pk=pk, thread__in=Thread.objects.visible_to(person))
    if is_hers(person, post):
        raise Http404
    thread, is_asker = post.thread, may_accept(person, post.thread)
    if request.method == "POST":
        _say(post, person, is_asker, is_so=request.POST.get("act") != "undo")
        return redirect("helped", token)
    is_said = thread.accepted_id == post.pk if is_asker else Useful.objects.filter(post=post, person=person).exists()
    is_protected = thread.posts.filter(number=1, voice__isnull=False).exists()
    return render(
        request, "dialogue/helped.html",
        {
            "post": post, "thread": thread, "token": token, "is_said": is_said, "is_protected": is_protected,
            "is_asker": is_asker and not is_protected,
        },
    )  # fmt: skip


def _say(post: Post, person: Person, is_asker: bool, *, is_so: bool) -> None:
    if is_asker and is_so:
        answers.accept(post, by=person)
    elif is_asker and post.thread.accepted_id == post.pk:
        answers.undo_accept(post.thread, by=person)
    elif not is_asker:
        (answers.vote if is_so else answers.unvote)(post, by=person)


def _behind(token: str, purpose: str) -> tuple[UUID, Person]:
    """The id of a thing and the person that a link was made for."""
    first, _dot, second = (unseal(token, purpose) or "").partition(".")
    try:
        return UUID(first), get_object_or_404(Person.objects.able(), pk=UUID(second))
    except ValueError:
        raise Http404 from None


@login_required
@require_safe
def waiting(request):
    """For the team: what waits for an answer, longest first, and the one share that is counted."""
    require(may_tend_questions(request.user))
    now = timezone.now()
    open_ones = Question.objects.open().visible_to(request.user).filter(routed_at__isnull=False)
    found = open_ones.select_related("room", "field").order_by("begun_at", "pk")
    house, rooms = shares(request.user, now)
    return render(
        request, "dialogue/waiting.html",
        {
            "questions": [(one, state_of(one, now, 0)) for one in found[:MOST]], "number": open_ones.count(),
            "house": house, "rooms": rooms,
        },
    )  # fmt: skip
