from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.foundation.text import to_html
from dreiklang.letters.actions.receiving import receive
from dreiklang.letters.forms import AnswerForm
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.answering import answer_to
from dreiklang.letters.receiving.outcome import Outcome


@require_safe
def demo_mailbox(request):
    """What would lie in the mailboxes: only in demo mode, where everybody is invented."""
    _only_in_demo_mode()
    asked = request.GET.get("an", "").replace("\x00", "").strip()
    letters = Letter.objects.order_by("-written_at")
    if asked:
        letters = letters.filter(to__icontains=asked)
    return render(request, "letters/mailbox.html", {"letters": letters[:100], "asked": asked})


@require_safe
def demo_letter(request, pk):
    _only_in_demo_mode()
    return _opened(request, get_object_or_404(Letter, pk=pk), AnswerForm())


def _opened(request, letter: Letter, form):
    return render(
        request, "letters/letter.html", {"letter": letter, "body": to_html(letter.text, top=2), "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
def demo_answer(request, pk):
    """Answer a letter as its reader's mail program would: the mail takes the way that every mail takes."""
    _only_in_demo_mode()
    letter = get_object_or_404(Letter.objects.exclude(reply_to=""), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _opened(request, letter, form)
    outcome = receive(answer_to(letter, form.cleaned_data["text"]), letter.to, [letter.reply_to])
    said = {
        Outcome.POSTED: _("Ihre Antwort ist angekommen. Zitat und Signatur sind abgeschnitten."),
        Outcome.REFUSED: _("Ihre Antwort wurde nicht angenommen. Der Grund liegt hier im Postfach."),
        Outcome.IGNORED: _("Diese Antwort wurde nicht beachtet."),
    }
    say = messages.success if outcome == Outcome.POSTED else messages.warning
    say(request, said[outcome])
    return redirect("demo_mailbox")


def _only_in_demo_mode() -> None:
    if not settings.DEMO:
        raise Http404
