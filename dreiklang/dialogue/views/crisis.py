from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.dialogue.actions import crisis
from dreiklang.dialogue.forms.crisis import CrisisForm
from dreiklang.dialogue.models import Helper, Post, Thread
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.people.models import Person
from dreiklang.people.rules import is_member


@never_cache
@login_required
def board(request):
    """One step: what happened, to whom it goes, sent."""
    require(is_member(request.user))
    form = CrisisForm(
        request.POST if request.method == "POST" else None, initial={"public_id": fresh_id(), "as_whom": "named"},
        may_be_protected=crisis.may_be_protected(request.user),
    )  # fmt: skip
    if form.is_valid():
        try:
            post = crisis.open_crisis(**form.facts(), by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _called(request, post)
    helpers = Person.objects.able().filter(pk__in=Helper.objects.values("person")).exclude(pk=request.user.pk)
    return render(
        request, "dialogue/crisis.html",
        {
            "form": form, "helpers": helpers.count(), "helps": Helper.objects.filter(person=request.user).exists(),
            "threads": Thread.objects.visible_to(request.user).filter(is_crisis=True).newest_first()[:20],
        }, status=422 if form.is_bound else 200,
    )  # fmt: skip


def _called(request, post: Post):
    if post.state == Post.SHOWN:
        messages.success(request, _("Ist gesendet. Alle, die zugesagt haben zu helfen, bekommen jetzt eine E-Mail."))
        return redirect(post.thread.path)
    messages.success(request, _("Ist gesendet. Ihr Text erscheint innerhalb einer halben Stunde; dann bekommen alle, "
                                "die zugesagt haben, eine E-Mail."))  # fmt: skip
    return redirect("crisis")


@never_cache
@login_required
def helping(request):
    """Agree to be called, or no longer."""
    require(is_member(request.user))
    if request.method == "POST":
        if "agree" in request.POST:
            crisis.agree(request.user)
            messages.success(
                request, _("Danke. Wird jemand angefeindet und bittet um Hilfe, bekommen Sie eine E-Mail.")
            )
        elif "withdraw" in request.POST:
            crisis.withdraw(request.user)
            messages.success(request, _("Ihre Zusage ist zurückgenommen."))
        return redirect("crisis_help")
    helps = Helper.objects.filter(person=request.user).exists()
    return render(request, "dialogue/crisis_help.html", {"helps": helps})
