"""Writing to a segment of the network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dreiklang.exchange.actions import circulars as acting
from dreiklang.exchange.forms.circulars import CircularForm, LetterForm
from dreiklang.exchange.models import Circular, Unsent
from dreiklang.exchange.rules import may_lead, may_write_circulars
from dreiklang.exchange.views.finding import find_group
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.text import to_html
from dreiklang.groups.models import Group, Membership


@login_required
@require_safe
def circulars(request):
    """What was sent: the team reads its own, whoever speaks for a group that of the group."""
    found = list(_hers(request.user).select_related("group")[:100])
    require(bool(found) or may_write_circulars(request.user) or _speaks(request.user).exists())
    return render(request, "exchange/circulars.html", {
        "circulars": found, "may_write": may_write_circulars(request.user), "groups": list(_speaks(request.user)),
    })  # fmt: skip


def _speaks(person):
    speaking = Membership.objects.speaking().filter(person=person)
    return Group.objects.filter(pk__in=speaking.values("group")).order_by("name")


def _hers(person):
    hers = Circular.objects.filter(group__in=_speaks(person))
    return hers | Circular.objects.filter(group=None) if may_write_circulars(person) else hers


@login_required
@require_safe
def circular(request, pk):
    found = get_object_or_404(_hers(request.user).select_related("by", "group"), pk=pk)
    left = Unsent.objects.filter(circular=found).count()
    return render(request, "exchange/circular.html", {"circular": found, "left": left, "done": found.letters - left})


@login_required
def new_circular(request):
    require(may_write_circulars(request.user))
    return _write(request, CircularForm)


@login_required
def circular_to_group(request, pk):
    group = find_group(request, pk)
    require(may_lead(request.user, group))
    return _write(request, LetterForm, group)


def _write(request, kind, group=None):
    """First the preview with the number of recipients; the button to send stands under what was seen."""
    form = kind(request.POST if request.method == "POST" else None, initial={"public_id": fresh_id()})
    preview = None
    if form.is_valid():
        data, segment = form.cleaned_data, form.segment(group)
        try:
            number = acting.weigh(segment, request.user)
            seen = acting.seen_as(data["subject"], data["source"], segment, request.user)
            if request.POST.get("act") == "send" and request.POST.get("seen") == seen:
                sent = acting.send(
                    data["subject"], data["source"], segment, public_id=data["public_id"], by=request.user
                )
                messages.success(request, _("Unterwegs. Die Briefe gehen nacheinander hinaus."))
                return redirect(sent.path)
            preview = {"number": number, "seen": seen, "said": segment.said(), "html": to_html(data["source"], top=3)}
        except Refusal as refusal:
            form.refuse(refusal)
    return render(
        request, "exchange/write_circular.html", {"form": form, "group": group, "preview": preview},
        status=422 if form.errors else 200,
    )  # fmt: skip
