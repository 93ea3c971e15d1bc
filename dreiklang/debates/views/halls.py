"""A hall as its audience sees it: which there are, asking, saying what interests one too, and the screen."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dreiklang.debates import hall_showing
from dreiklang.debates.actions import halls as acts
from dreiklang.debates.forms.halls import CodeForm, HallQuestionForm
from dreiklang.debates.guests import guest_of, new_guest, new_task, remember
from dreiklang.debates.hall_reports import target_of
from dreiklang.debates.models import Hall, HallQuestion
from dreiklang.debates.rules import may_ask, may_begin, may_enter, may_moderate
from dreiklang.debates.views.finding import who_is
from dreiklang.debates.views.reporting import hand_in
from dreiklang.foundation.gather import gather
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.readers import said
from dreiklang.people.limits import is_too_much, is_too_often

A_PAGE = 20
HOUR = timedelta(hours=1)
QUESTIONS, OF_A_CONNECTION = 10, 60  # in an hour: of one person or browser; of all guests behind one address
NEW_GUESTS = 200  # of one connection in an hour: a full hall behind one address


def find_hall(request, code: str) -> Hall:
    """Whoever types small letters means the same."""
    found = get_object_or_404(Hall, code=code.upper())
    if not may_enter(request.user, found):
        raise Http404
    return found


@require_safe
def halls(request):
    """The code from the screen is typed here; below it those that she reads."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    readable = Hall.objects.visible_to(request.user)
    if form.is_valid():
        if found := readable.filter(code=form.cleaned_data["code"]).first():
            return redirect(found.path)
        form.add_error("code", _("Einen Saal mit diesem Code gibt es hier nicht. Vielleicht müssen Sie sich anmelden."))
    page = Paginator(readable.in_order(), A_PAGE).get_page(request.GET.get("seite"))
    return render(
        request, "debates/halls.html", {"page": page, "form": form, "may_begin": may_begin(request.user)},
        status=422 if form.errors else 200,
    )  # fmt: skip


@never_cache
@require_safe
def hall(request, code):
    """`stand`: the page asks for its list; 204 while that is as it was. `neu`: the newest first. `ruhig`: it does not
    move by itself."""
    try:
        found = find_hall(request, code)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())  # members read the code too; whether it is right is not said
    if "stand" in request.GET:
        return _part(request, found, who_is(request), request.GET["stand"])
    return _show(request, found)


def _part(request, found: Hall, who: UUID | None, stand: str = "", refused: str = ""):
    if not found.is_open:  # the page has changed as a whole
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = _of_list(request, found, who) | {"refused": refused}
    if stand == context["shown"].stand:
        return HttpResponse(status=204)
    return render(request, "debates/_hall_questions.html", context)


def _of_list(request, found: Hall, who: UUID | None) -> dict:
    newest_first, is_quiet = "neu" in request.GET, "ruhig" in request.GET
    tail = "&".join(f"{name}=ja" for name, is_so in (("neu", newest_first), ("ruhig", is_quiet)) if is_so)
    return {
        "hall": found, "shown": hall_showing.for_audience(found, who, newest_first), "refused": "",
        "newest_first": newest_first, "is_quiet": is_quiet, "tail": tail,
        "takes_part": may_ask(request.user, found) and found.is_open,
    }  # fmt: skip


def _show(request, found: Hall, form=None, status=200):
    context, person = _of_list(request, found, who_is(request)), request.user
    is_new_guest = context["takes_part"] and not person.is_authenticated and guest_of(request) is None
    steps = {} if found.is_open else {
        one.pk: [step for room in gather("next_steps") for step in room.steps(one, person)]
        for one in _of_hall(found, context["shown"].open)
    }  # fmt: skip
    return render(request, "debates/hall.html", context | {
        "form": form or (HallQuestionForm(initial={"public_id": fresh_id()}) if context["takes_part"] else None),
        "may_moderate": may_moderate(person, found), "who_reads": said(found.readers), "steps": steps,
        "task": new_task() if is_new_guest else "", "is_signed_in": person.is_authenticated,
    }, status=status)  # fmt: skip


def _of_hall(found: Hall, questions: list[HallQuestion]):
    for one in questions:
        one.hall = found
        yield one


@never_cache
@require_POST
def question(request, code):
    found = find_hall(request, code)
    require(may_ask(request.user, found), _("In diesem Saal fragen andere."))
    form, guest = HallQuestionForm(request.POST), None
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        guest = _guest(request)
        if _asks_too_much(request, guest):
            raise Refusal(_("Das waren viele Fragen in einer Stunde. Bitte warten Sie ein wenig."))
        acts.ask(found, form.cleaned_data["source"], public_id=form.cleaned_data["public_id"])
    except Refusal as refusal:
        form.refuse(refusal)
        return _show(request, found, form, status=422)
    waits = _("Danke. Ihre Frage wartet, bis die Moderation sie aufnimmt.")
    messages.success(request, waits if found.is_checked else _("Danke. Ihre Frage steht da."))
    return _remembered(redirect(f"{found.path}#fragen"), guest)


def _guest(request) -> UUID | None:
    """The id of a guest, None for whoever is signed in. A Refusal where there have been too many."""
    if request.user.is_authenticated:
        return None
    if guest := guest_of(request) or new_guest(request, NEW_GUESTS):
        return guest
    raise Refusal(
        _("Aus Ihrem Netz kamen gerade viele neue Teilnehmende. Bitte versuchen Sie es in einer Stunde noch einmal.")
    )


def _asks_too_much(request, guest: UUID | None) -> bool:
    if guest is None:
        return is_too_often(request.user, "hall-question", QUESTIONS, HOUR)
    return is_too_often(_Guest(guest), "hall-question", QUESTIONS, HOUR) or is_too_much(
        request, "hall-question", OF_A_CONNECTION, HOUR
    )


class _Guest:
    """As the limits want to know somebody."""

    def __init__(self, pk: UUID):
        self.pk = pk


def _remembered(response, guest: UUID | None):
    if guest is not None:
        remember(response, guest)
    return response


@never_cache
@require_POST
def interest(request, code):
    """`ja` or `nein`: a question. With htmx the list comes back as it is now."""
    found = find_hall(request, code)
    require(may_ask(request.user, found), _("In diesem Saal fragen andere."))
    is_liked = "ja" in request.POST
    wanted = get_object_or_404(found.questions, pk=as_id(request.POST.get("ja" if is_liked else "nein")))
    refused, guest = "", None
    try:
        guest = _guest(request)
        acts.like(wanted, is_liked, guest or request.user.pk)
    except Refusal as refusal:
        refused = refusal.sentence
    if "HX-Request" in request.headers:
        return _remembered(_part(request, found, guest or request.user.pk, refused=refused), guest)
    if refused:
        messages.error(request, refused)
    tail = request.GET.urlencode()
    return _remembered(redirect(f"{found.path}{tail and '?'}{tail}#fragen"), guest)


@never_cache
@require_safe
def screen(request, code):
    """What is projected: the question that is being answered, else the shortlist, and how one takes part."""
    found = find_hall(request, code)
    stand, now, listed = hall_showing.for_screen(found)
    if request.GET.get("stand") == stand:
        return HttpResponse(status=204)
    return render(request, f"debates/{'_' if 'stand' in request.GET else ''}hall_screen.html", {
        "hall": found, "stand": stand, "question": now, "listed": listed, "qr": hall_showing.qr_of(found),
        "address": f"{settings.SITE_URL.partition('://')[2]}/dialog/debatten/saal",
    })  # fmt: skip


@never_cache
def report_question(request, code, pk):
    """Whoever reads a hall says what is wrong with one of its questions, also without an account."""
    found = find_hall(request, code)
    asked = get_object_or_404(found.questions, pk=pk, state__in=[HallQuestion.OPEN, HallQuestion.ANSWERED])
    form = hand_in(request, target_of(asked))
    return render(
        request, "debates/hall_report.html", {"hall": found, "question": asked, "form": form, "is_done": form is None},
        status=422 if form and form.is_bound else 200,
    )  # fmt: skip
