from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.dialogue.models import Post, Thread
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.groups.readers import said
from dreiklang.library.actions import growing
from dreiklang.library.consenting import consents_of, draft_from, hers, hindrance
from dreiklang.library.forms.growing import DraftForm
from dreiklang.library.models import Article, Origin
from dreiklang.library.models.origin import CONSENT
from dreiklang.library.rules import may_begin
from dreiklang.people.models import Person

MOST = 10  # posts to choose from


@login_required
def from_talk(request, pk):
    """What will happen when a page is made of this post, and the button for it; of a thread first: of which post."""
    threads = Thread.objects.visible_to(request.user)
    if thread := threads.select_related("room").filter(pk=pk).first():
        return _choose(request, thread)
    posts = Post.objects.shown().select_related("thread__room", "thread__field", "author", "voice")
    post = get_object_or_404(posts, pk=pk, thread__in=threads)
    require(may_begin(request.user), _("Seiten schreiben Mitglieder des Netzwerks."))
    title = growing.title_for(post.thread)
    form = DraftForm(request.POST if request.method == "POST" else None, initial={
        "public_id": fresh_id(), "kind": _usual_kind(post), "title": title,
    })  # fmt: skip
    if form.is_valid():
        try:
            article = growing.draft(post, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Der Entwurf ist angelegt."))
            return redirect(article.workroom)
    return render(request, "library/from_talk.html", {
        "post": post, "thread": post.thread, "form": form, "hindrance": hindrance(post), "there": _there(request, post),
        "asker": _asker(post), "readers": said(growing.readers_for(post.thread)),
    }, status=422 if form.is_bound else 200)  # fmt: skip


def _choose(request, thread: Thread):
    require(may_begin(request.user), _("Seiten schreiben Mitglieder des Netzwerks."))
    posts = thread.posts.shown().select_related("author", "voice").order_by("-useful", "number")
    if thread.is_question:
        posts = posts.exclude(number=1)
    posts = list(posts[:MOST])
    if len(posts) == 1:
        return redirect("page_from_talk", posts[0].pk)
    return render(request, "library/choose_post.html", {"thread": thread, "posts": posts})


def _usual_kind(post: Post) -> str:
    is_own_case = post.is_opening and post.thread.kind == Thread.EXPERIENCE
    return Article.EXAMPLE if is_own_case else Article.POINTER


def _asker(post: Post) -> Post | None:
    return None if post.is_opening else post.thread.posts.select_related("author", "voice").get(number=1)


def _there(request, post: Post) -> dict | None:
    """The draft that there is, and whether she may open it."""
    if (origin := draft_from(post)) is None:
        return None
    is_open = Article.objects.open_to(request.user).filter(pk=origin.article_id).exists()
    is_read = Article.objects.visible_to(request.user).filter(pk=origin.article_id).exists()
    path = origin.article.path if is_read else origin.article.workroom if is_open else ""
    return {"path": path, "is_released": is_read, "owner": origin.article.owner}


@never_cache
@login_required
def consent(request, pk):
    """Hers alone who asked or answered, also as a voice: what she said, and that she may say otherwise."""
    origin = _find(pk)
    mine = hers(origin, request.user)
    if not mine:
        raise Http404
    if request.method == "POST":
        return _decided(request, origin, request.user)
    return render(request, "library/consent.html", _of_consent(origin, consents=mine))


def _find(article) -> Origin:
    return get_object_or_404(Origin.objects.select_related("article__owner", "thread", "post"), article=article)


@never_cache
def consent_by_letter(request, token):
    """The same behind a link in a letter, without sign-in. Where a voice is asked the page is one for all who got the
    letter, before and after: whoever has all the links must not learn from them who she is."""
    origin, person = _behind(token)
    mine = hers(origin, person, voiced=False)
    if mine and request.method == "POST":
        return _decided(request, origin, person, voiced=False)
    if mine:
        return render(request, "library/consent.html", _of_consent(origin, consents=mine))
    is_voiced = any(one.voice_id for one in consents_of(origin))
    if not is_voiced or not Thread.objects.visible_to(person).filter(pk=origin.thread_id).exists():
        raise Http404
    if request.method == "POST" and not origin.article.release_id:
        growing.decide(origin, _answer(request), by=person, named=False)
        return redirect(f"{request.path}?gesagt=ja")
    return render(request, "library/consent_of_voice.html", _of_consent(origin, is_said="gesagt" in request.GET))


def _behind(token: str) -> tuple[Origin, Person]:
    first, _dot, second = (unseal(token, CONSENT) or "").partition(".")
    try:
        person = get_object_or_404(Person.objects.able(), pk=UUID(second))
        return _find(UUID(first)), person
    except ValueError:
        raise Http404 from None


def _answer(request) -> bool:
    answer = {"ja": True, "nein": False}.get(request.POST.get("einverstanden"))
    if answer is None:
        raise Http404
    return answer


def _decided(request, origin: Origin, person, **who):
    try:
        growing.decide(origin, _answer(request), by=person, **who)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(request.path)


def _of_consent(origin: Origin, **more) -> dict:
    return {
        "origin": origin, "article": origin.article, "thread": origin.thread, "post": origin.post,
        "is_released": origin.article.release_id is not None, **more,
    }  # fmt: skip
