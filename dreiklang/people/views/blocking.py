from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.foundation.refusal import require
from dreiklang.people.actions import blocking
from dreiklang.people.models import Block, Release
from dreiklang.people.rules import may_write_to


@never_cache
def block_by_link(request, token):
    """From a letter, without signing in. Opening it changes nothing."""
    found = blocking.people_of(token)
    if found is None:
        raise Http404
    person, whom = found
    if request.method == "POST":
        blocking.block(person, whom)
        return redirect(request.path)
    return render(
        request, "people/block.html",
        {"whom": whom, "is_done": Block.objects.filter(person=person, whom=whom).exists(), "back": "/"},
    )  # fmt: skip


@never_cache
@login_required
def block_colleague(request, pk):
    """From her card: asked once more, then done."""
    card = get_object_or_404(Release.objects.visible_to(request.user).select_related("person"), pk=pk)
    require(may_write_to(request.user, card), _("Das ist Ihre eigene Karte."))
    if request.method == "POST":
        blocking.block(request.user, card.person)
        messages.success(request, _("Von %(name)s nehmen wir keine Nachrichten mehr an.") % {"name": card.person.name})
        return redirect("blocks")
    is_done = Block.objects.filter(person=request.user, whom=card.person).exists()
    return render(request, "people/block.html", {"whom": card.person, "is_done": is_done, "back": card.path})


@never_cache
@login_required
def blocks(request):
    """Whom she takes no messages from; she can change that."""
    held = Block.objects.filter(person=request.user).select_related("whom").order_by("whom__name")
    if request.method == "POST":
        number = request.POST.get("block", "")
        found = get_object_or_404(held, pk=number if number.isdecimal() else None)
        blocking.unblock(request.user, found.whom)
        messages.success(request, _("Von %(name)s nehmen wir wieder Nachrichten an.") % {"name": found.whom.name})
        return redirect("blocks")
    return render(request, "people/blocks.html", {"blocks": held})
