"""What moderation does to posts, and what an author takes back herself."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.dialogue import searchable
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.actions.answers import lock
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.rules import is_hers
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.moderation import log, things
from dreiklang.moderation.actions import deciding
from dreiklang.moderation.models import Case, Decision


@transaction.atomic
def approve(post: Post, *, by) -> Post:
    """In a room with approval: it appears now. Approved twice, once."""
    post = _locked(post)
    if post.state == Post.REMOVED:
        raise Refusal(_("Dieser Beitrag ist nicht freigegeben worden."))
    if post.state == Post.WAITING:
        _require_another(post, by)
        writing.show(post)
        log.append(by, "post.approved", target_of(post))
    return post


@transaction.atomic
def decline(post: Post, *, because: str, reason: str, by) -> Decision | None:
    """It does not appear; she hears why, and may object."""
    post = _locked(post)
    if post.state != Post.WAITING:
        raise Refusal(_("Über diesen Beitrag ist inzwischen entschieden."))
    _require_another(post, by)
    if not reason.strip():
        raise Refusal(_("Bitte geben Sie einen Grund an. Wer den Beitrag geschrieben hat, liest ihn."), field="reason")
    target = target_of(post)
    thing = things.find([target])[target]
    case = Case.objects.create(target=target, place=thing.place)
    return deciding.settle(case, thing, what=Decision.DECLINE, because=because, reason=reason, by=by)


def _require_another(post: Post, by) -> None:
    if is_hers(by, post):
        raise Refusal(_("Über einen eigenen Beitrag entscheidet jemand anderes."))


@transaction.atomic
def withdraw(post: Post, *, by) -> None:
    """Her own text goes at once and for good; that there was one stays, so that answers keep their place."""
    post = _locked(post)
    if not is_hers(by, post):
        raise Refusal(_("Diesen Beitrag können Sie nicht zurücknehmen."))
    if post.state == Post.REMOVED and post.removed_as == Post.HERSELF:
        return
    _take_away(post, Post.HERSELF)
    forget_text(post)


def set_aside(post: Post, what: str, because: str) -> None:
    """Carry a decision out, within its transaction."""
    post = _locked(post)
    post.is_decided = True
    post.save(update_fields=["is_decided"])
    if what == Decision.CLOSE:
        Thread.objects.filter(pk=post.thread_id, closed_at=None).update(closed_at=timezone.now())
    as_what = {Decision.HIDE: Post.HIDDEN, Decision.DECLINE: Post.DECLINED, Decision.REMOVE: because}.get(what)
    if as_what and post.state != Post.REMOVED:
        _take_away(post, as_what)


def _take_away(post: Post, as_what: str) -> None:
    """The text is no longer read, found, or sent; a post that was shown keeps its place."""
    thread = post.thread
    post.state, post.removed_as, post.removed_at = Post.REMOVED, as_what, timezone.now()
    if post.is_opening:
        with override(settings.LANGUAGE_CODE):  # whoever decides: others read it
            post.removed_title, thread.title = thread.title, _("Entferntes Thema")
    if thread.accepted_id == post.pk:
        thread.accepted = None
    post.save(update_fields=["state", "removed_as", "removed_at", "removed_title"])
    thread.save(update_fields=["title", "accepted"])
    searchable.keep(thread, None if post.is_opening else post.number)
    if post.number:
        _withdraw_letters(post)


def _withdraw_letters(post: Post) -> None:
    """What tells of this post and has not gone yet does not go any more."""
    link = f"{settings.SITE_URL}{post.path})"
    Letter.objects.waiting().filter(text__contains=link).update(state=Letter.WITHDRAWN, text="", subject="")


@transaction.atomic
def restore(post: Post, what: str) -> None:
    """As if it had not been decided. What she took back herself stays gone."""
    post = _locked(post)
    thread = post.thread
    if what == Decision.CLOSE:
        Thread.objects.filter(pk=thread.pk).update(closed_at=None)
    if post.state != Post.REMOVED or post.removed_as == Post.HERSELF or not post.source:
        return
    if post.removed_title:
        thread.title, post.removed_title = post.removed_title, ""
        thread.save(update_fields=["title"])
    post.removed_as, post.removed_at = "", None
    post.state = Post.SHOWN if post.number else Post.WAITING
    post.save(update_fields=["state", "removed_as", "removed_at", "removed_title"])
    if post.number:
        searchable.keep(thread, None if post.is_opening else post.number)
    else:
        writing.show(post)


def forget_text(post: Post) -> None:
    """Nothing of what it said is left: text, earlier versions, files, the people it named."""
    for attachment in post.attachments.all():
        attachment.file.delete(save=False)
        attachment.delete()
    post.versions.all().delete()
    post.mentions.all().delete()
    post.source = post.html = post.removed_title = ""
    post.save(update_fields=["source", "html", "removed_title"])


def target_of(post: Post) -> str:
    return f"post:{post.pk}"


def _locked(post: Post) -> Post:
    lock(post.thread_id)
    posts = Post.objects.select_for_update(of=("self",)).select_related("thread__room", "thread__field", "voice")
    return posts.get(pk=post.pk)
