from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dreiklang.foundation.text import to_html
from dreiklang.letters.models import Letter


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
    letter = get_object_or_404(Letter, pk=pk)
    return render(request, "letters/letter.html", {"letter": letter, "body": to_html(letter.text, top=2)})


def _only_in_demo_mode() -> None:
    if not settings.DEMO:
        raise Http404
