from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue.actions.attaching import detach
from dreiklang.dialogue.models import Attachment, Post, Thread
from dreiklang.dialogue.rules import may_change
from dreiklang.foundation.refusal import require
from dreiklang.foundation.views import handed_over, or_sign_in


def _find(request, pk) -> Attachment:
    """Of a post that is to be read, in a thread that she reads."""
    attachments = Attachment.objects.filter(
        post__state=Post.SHOWN, post__thread__in=Thread.objects.visible_to(request.user)
    )
    return get_object_or_404(attachments.select_related("post__voice", "post__thread__room"), pk=pk)


@require_safe
@or_sign_in
def attachment(request, pk):
    """The file, which runs nowhere. A picture is shown where it stands, everything else is handed over."""
    found = _find(request, pk)
    return handed_over(found.file, found.name, is_shown=found.is_picture)


@login_required
@require_POST
def removal(request, pk):
    found = _find(request, pk)
    require(may_change(request.user, found.post))
    detach(found, by=request.user)
    messages.success(request, _("Die Anlage ist gelöscht."))
    return redirect("change_post", found.post.thread_id, found.post.number)
