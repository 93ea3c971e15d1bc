"""What readers say about answers: which one helped, which one is useful, which one was checked; and the summary on
top. Accepting leaves no line in the log: it is for whoever asked, and may be a voice."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue import searchable
from dreiklang.dialogue.models import Post, Thread, Useful
from dreiklang.dialogue.rules import is_hers, may_accept, may_tend
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html


def lock(pk) -> Thread:
    """The thread as it is now, until the end of the transaction: whoever changes it comes through here."""
    return Thread.objects.select_for_update(of=("self",), no_key=True).select_related("room").get(pk=pk)


@transaction.atomic
def accept(post: Post, *, by) -> Thread:
    """This answer helped: it stands under the question, and the question is solved."""
    thread = lock(post.thread_id)
    if not may_accept(by, thread):
        raise Refusal(_("Welche Antwort geholfen hat, sagt, wer gefragt hat."))
    if post.is_opening or not thread.posts.shown().filter(pk=post.pk).exists():
        raise Refusal(_("Das ist keine Antwort, die man annehmen kann."))
    thread.accepted_id, thread.answered_at = post.pk, thread.answered_at or timezone.now()
    thread.save(update_fields=["accepted", "answered_at"])
    return thread


@transaction.atomic
def undo_accept(thread: Thread, *, by) -> Thread:
    thread = lock(thread.pk)
    if not may_accept(by, thread):
        raise Refusal(_("Welche Antwort geholfen hat, sagt, wer gefragt hat."))
    thread.accepted = None
    thread.save(update_fields=["accepted"])
    return thread


@transaction.atomic
def vote(post: Post, *, by) -> Post:
    """It helped her. One vote a reader; only the number is shown."""
    post = _locked(post)
    if is_hers(by, post) or post.state != Post.SHOWN:
        raise Refusal(_("Zu diesem Beitrag können Sie das nicht sagen."))
    Useful.objects.get_or_create(post=post, person=by)
    return _counted(post)


@transaction.atomic
def unvote(post: Post, *, by) -> Post:
    post = _locked(post)
    Useful.objects.filter(post=post, person=by).delete()
    return _counted(post)


def _locked(post: Post) -> Post:
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    return posts.select_related("voice", "thread__room").get(pk=post.pk)


def _counted(post: Post) -> Post:
    post.useful = post.votes.count()
    post.save(update_fields=["useful"])
    return post


@transaction.atomic
def check(post: Post, is_checked: bool, *, by) -> Post:
    """Somebody who tends the room looked at it and says so with her name; never at her own."""
    post = _locked(post)
    if not may_tend(by, post.thread.room) or is_hers(by, post) or post.state != Post.SHOWN:
        raise Refusal(_("Prüfen kann diesen Beitrag nur, wer den Raum betreut und ihn nicht geschrieben hat."))
    if bool(post.checked_on) == is_checked:
        return post
    post.checked_by, post.checked_on = (by.name, timezone.localdate()) if is_checked else ("", None)
    post.save(update_fields=["checked_by", "checked_on"])
    record(by, "post.checked" if is_checked else "post.unchecked", f"post:{post.pk}")
    return post


@transaction.atomic
def sum_up(thread: Thread, *, source: str, seen: str, by) -> Thread:
    """A new summary, or none. Refused when somebody else wrote one since `seen` (see `version_of`): nothing that was
    written goes unseen."""
    thread = lock(thread.pk)
    if not may_tend(by, thread.room):
        raise Refusal(_("Zusammenfassen kann, wer den Raum betreut."))
    if thread.summary_source == source:
        return thread
    if version_of(thread.summary_source) != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes die Zusammenfassung geändert. Ihr Text steht noch im Feld; vergleichen "
              "Sie ihn bitte mit der neuen Fassung und speichern Sie dann erneut."),
            field="source",
        )  # fmt: skip
    thread.summary_source, thread.summary_html = source, to_html(source, top=3) if source else ""
    thread.summary_by, thread.summary_on = (by, timezone.localdate()) if source else (None, None)
    thread.save(update_fields=["summary_source", "summary_html", "summary_by", "summary_on"])
    record(by, "thread.summed_up", f"thread:{thread.pk}")
    searchable.keep(thread)
    return thread


def version_of(source: str) -> str:
    """A short name of a text as it was when a form was opened."""
    return sha256(source.encode()).hexdigest()[:16]
