"""Which answer helped: the asker accepts one, everybody may say that one was useful."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Post, Thread, Useful
from dreiklang.dialogue.rules import is_hers, may_accept
from dreiklang.foundation.refusal import Refusal


@transaction.atomic
def accept(post: Post, *, by) -> Thread:
    """This one solved it; of another that was accepted before it is no longer said."""
    thread = _locked(post.thread_id)
    post = thread.posts.get(pk=post.pk)
    if post.is_opening or post.state != Post.SHOWN or not may_accept(by, thread):
        raise Refusal(_("Diese Antwort können Sie nicht annehmen."))
    thread.accepted = post
    thread.save(update_fields=["accepted"])
    return thread


@transaction.atomic
def undo_accept(thread: Thread, *, by) -> Thread:
    thread = _locked(thread.pk)
    if not may_accept(by, thread):
        raise Refusal(_("Das kann nur, wer gefragt hat."))
    thread.accepted = None
    thread.save(update_fields=["accepted"])
    return thread


@transaction.atomic
def vote(post: Post, *, by) -> Post:
    """It was useful to her. Shown as a number only."""
    post = _locked_post(post)
    if post.state != Post.SHOWN or is_hers(by, post):
        raise Refusal(_("Das geht nur bei Beiträgen anderer."))
    Useful.objects.get_or_create(post=post, person=by)
    return _counted(post)


@transaction.atomic
def unvote(post: Post, *, by) -> Post:
    post = _locked_post(post)
    Useful.objects.filter(post=post, person=by).delete()
    return _counted(post)


def _locked(pk) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("room").get(pk=pk)


def _locked_post(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("thread__room").get(pk=post.pk)


def _counted(post: Post) -> Post:
    post.useful = post.votes.count()
    post.save(update_fields=["useful"])
    return post
