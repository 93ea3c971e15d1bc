from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dreiklang.debates import paper_files, phases, showing
from dreiklang.debates.answering import card_for, may_read_results
from dreiklang.debates.models import Debate
from dreiklang.debates.views.finding import find_debate, who_is
from dreiklang.foundation.refusal import require


def find_results(request, slug) -> Debate:
    """Of a debate whose results she may read now."""
    debate = find_debate(request, slug)
    card = card_for(debate, who_is(request)) if debate.phase == phases.VOTING else None
    require(
        may_read_results(debate, card),
        _("Das Ergebnis sehen Sie, sobald Sie genug geantwortet haben, oder nach dem Ende."),
    )
    return debate


@never_cache
@require_safe
def results(request, slug):
    """Text first: what all share, what divides, what is typical of each group; then the picture, and all as a table."""
    debate = find_results(request, slug)
    state = debate.states.first()
    parts = showing.parts_of(debate, state) if state else []
    return render(request, "debates/results.html", {
        "debate": debate, "state": state, "parts": [(part, showing.places(part)) for part in parts],
        "is_over": debate.phase != phases.VOTING, "size": showing.SIZE, "how_many": showing.how_many,
        "named": showing.named, "map_explained": showing.map_explained,
    })  # fmt: skip


@never_cache
@require_safe
def results_pdf(request, slug):
    debate = find_results(request, slug)
    state = get_object_or_404(debate.states.all()[:1])
    response = HttpResponse(paper_files.as_pdf(debate, state), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="debatte-{debate.slug}.pdf"'
    return response


@never_cache
@require_safe
def results_json(request, slug):
    """The same for machines: what is shown, and nothing else."""
    debate = find_results(request, slug)
    state = debate.states.first()
    return JsonResponse({
        "debate": debate.title, "address": debate.path, "as_of": state.at.isoformat() if state else None,
        "is_last": bool(state and state.is_last), "parts": showing.shown_of(debate, state) if state else {},
    })  # fmt: skip
