from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dreiklang.debates.reportable import target_of
from dreiklang.debates.views.finding import find_debate
from dreiklang.dialogue.forms.moderating import ReportForm
from dreiklang.foundation.refusal import Refusal
from dreiklang.moderation import things
from dreiklang.moderation.actions.reporting import report
from dreiklang.people.limits import is_too_much

WITHOUT_ACCOUNT = 10  # reports of one connection in an hour


def hand_in(request, target: str) -> ReportForm | None:
    """A report about what she reads, also without an account. None once it is handed in, else the form to show."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form
    by = request.user if request.user.is_authenticated else None
    if by is None and is_too_much(request, "debate-report", WITHOUT_ACCOUNT, timedelta(hours=1)):
        raise Refusal(_("Aus Ihrem Netz kamen gerade viele Meldungen. Bitte versuchen Sie es später noch einmal."))
    report(things.find([target])[target], **form.cleaned_data, by=by)
    return None


@never_cache
def report_statement(request, slug, pk):
    """Whoever reads a debate says what is wrong with one of its statements, also without an account."""
    debate = find_debate(request, slug)
    statement = get_object_or_404(debate.statements.accepted(), pk=pk)
    form = hand_in(request, target_of(statement))
    if form is None:
        return render(request, "debates/reported.html", {"debate": debate})
    return render(
        request, "debates/report.html", {"debate": debate, "statement": statement, "form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip
