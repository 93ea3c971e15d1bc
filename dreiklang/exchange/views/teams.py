"""ThemenTeams: the list, the page of one, and its steps from the proposal to the end."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue.models import Thread
from dreiklang.exchange import team_showing
from dreiklang.exchange.actions import team_dissolving, team_texts, teaming
from dreiklang.exchange.actions.team_letters import declined_by
from dreiklang.exchange.forms.teams import CommentsForm, DissolveForm, GiveUpForm, TeamFilterForm, TeamForm
from dreiklang.exchange.models import Interest, TopicTeam
from dreiklang.exchange.models.teams import STOPPED
from dreiklang.exchange.rules import is_inside, may_do, may_propose_team
from dreiklang.exchange.team_stages import CHANGE, CLOSE_DRAFT, DISSOLVE, GIVE_UP, OPEN_DRAFT, START, TAKE_IN
from dreiklang.exchange.views.finding import read_by_members
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.secret_links import unseal
from dreiklang.groups.models import Membership
from dreiklang.people.models import Person
from dreiklang.people.rules import is_member

A_PAGE = 20


@read_by_members
def teams(request):
    """Questions that look for people, teams at work, and what past teams worked out; hers first."""
    form = TeamFilterForm(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    found = team_showing.listed(request.user, chosen["feld"] or None, chosen["stand"])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("seite"))
    mixes = team_showing.mixes_in(list(page))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return render(request, "exchange/teams.html", {
        "page": page, "form": form, "is_narrowed": any(chosen.values()), "keep": f"{urlencode(kept)}&" if kept else "",
        "rows": [(team, team_showing.said_mix(team, mixes.get(team.pk))) for team in page],
    })  # fmt: skip


def find_team(request, pk) -> TopicTeam:
    """The only way to one."""
    teams = TopicTeam.objects.visible_to(request.user).with_result().select_related("group", "room", "proposed_by")
    return get_object_or_404(teams, pk=pk)


@login_required
@require_safe
def team(request, pk):
    found = find_team(request, pk)
    return render(request, "exchange/team.html", team_showing.page_of(found, request.user))


@login_required
def propose_team(request):
    require(may_propose_team(request.user))
    threads = Thread.objects.visible_to(request.user).free_to_leave()
    thread = threads.filter(pk=as_id(request.GET.get("thema"))).first()
    initial = {"public_id": fresh_id(), "question": thread.title if thread else ""}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            made = teaming.propose(
                by=request.user, thread=thread, public_id=form.cleaned_data["public_id"], **form.facts()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Ihr Vorschlag steht jetzt in der Liste. Sie sind dabei."))
            return redirect(made.path)
    return render(
        request,
        "exchange/team_form.html",
        {"form": form, "thread": thread, "team": None},
        status=422 if form.errors else 200,
    )


@login_required
def change_team(request, pk):
    found = find_team(request, pk)
    require(may_do(request.user, found, CHANGE))
    form = TeamForm(
        request.POST if request.method == "POST" else None, initial=TeamForm.of(found), works=found.has_begun
    )
    if form.is_valid() and _did(form, teaming.change, found, by=request.user, **form.facts()):
        messages.success(request, _("Gespeichert."))
        return redirect(found.path)
    return render(
        request,
        "exchange/team_form.html",
        {"form": form, "team": found, "thread": None},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def say_interest(request, pk):
    """In, reading along, no letters; or nothing any more."""
    found, how = find_team(request, pk), request.POST.get("how", "")
    if how in {"", *dict(Interest.HOWS)}:
        _do(request, _said_back(found, how), teaming.say, found, how, by=request.user)
    return redirect(found.path)


def _said_back(team: TopicTeam, how: str) -> str:
    if how == Interest.IN and team.has_begun and team.joining != TopicTeam.OPEN:
        return _("Ihre Anfrage ist beim Team. Sie bekommen einen Brief, sobald darüber entschieden ist.")
    return {
        Interest.IN: _("Sie sind dabei."), Interest.READS: _("Sie lesen mit und hören, wenn es etwas zu lesen gibt."),
        Interest.QUIET: _("Sie bekommen keine Briefe zu diesem ThemenTeam."), "": _("Ihre Angabe ist gelöscht."),
    }[how]  # fmt: skip


@login_required
def start_team(request, pk):
    found = find_team(request, pk)
    require(may_do(request.user, found, START))
    if request.method == "POST":
        _do(request, _("Das ThemenTeam arbeitet. Alle, die dabei sind, bekommen einen Brief."), teaming.start, found,
            by=request.user)  # fmt: skip
        return redirect(found.path)
    return render(request, "exchange/team_start.html", team_showing.page_of(found, request.user))


@login_required
def give_up_team(request, pk):
    found = find_team(request, pk)
    require(may_do(request.user, found, GIVE_UP))
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _did(form, teaming.give_up, found, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("Der Vorschlag ist zurückgezogen. Wer interessiert war, bekommt einen Brief."))
        return redirect("teams")
    return render(
        request, "exchange/team_give_up.html", {"form": form, "team": found}, status=422 if form.errors else 200
    )


@login_required
def team_members(request, pk):
    """Who works in it; whoever speaks for it decides who comes, and who speaks."""
    found, act = find_team(request, pk), request.POST.get("act", "")
    require(is_inside(request.user, found) or may_do(request.user, found, TAKE_IN))
    if act == "leave":
        is_out = _do(
            request, _("Sie arbeiten nicht mehr im Team mit."), teaming.leave, found, by=request.user
        )  # fmt: skip
        return redirect("home" if is_out and not is_member(request.user) else found.path)
    if request.method == "POST":
        _decide(request, found, act)
        return redirect("team_members", pk)
    return render(request, "exchange/team_members.html", team_showing.page_of(found, request.user))


def _decide(request, team: TopicTeam, act: str) -> None:
    person = get_object_or_404(Person.objects.able(), pk=as_id(request.POST.get("person")))
    if act == "take in":
        _do(request, _("%(name)s gehört jetzt zum Team.") % {"name": person.name}, teaming.take_in, team, person,
            by=request.user)  # fmt: skip
    elif act == "decline":
        _do(request, _("%(name)s bekommt einen Brief und kann weiter mitlesen.") % {"name": person.name},
            teaming.decline, team, person, by=request.user)  # fmt: skip
    elif act == "speak":
        membership = get_object_or_404(Membership.objects.standing(), group=team.group_id, person=person)
        _do(request, _("%(name)s spricht jetzt für das Team.") % {"name": person.name}, teaming.speak, team, membership,
            by=request.user)  # fmt: skip


@login_required
@require_POST
def begin_text(request, pk):
    found = find_team(request, pk)
    require(is_inside(request.user, found))
    try:
        return redirect(team_texts.begin_text(found, by=request.user).workroom)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found.path)


@login_required
def open_draft(request, pk):
    """Until which day the draft is out for comments; or no longer."""
    found = find_team(request, pk)
    if request.method == "POST" and request.POST.get("act") == "close":
        require(may_do(request.user, found, CLOSE_DRAFT))
        _do(request, _("Die Rückmeldung ist beendet."), team_texts.close_draft, found, by=request.user)
        return redirect(found.path)
    require(may_do(request.user, found, OPEN_DRAFT))
    form = CommentsForm(request.POST if request.method == "POST" else None, initial={"until": found.comment_until})
    if form.is_valid() and _did(form, team_texts.open_draft, found, form.cleaned_data["until"], by=request.user):
        messages.success(request, _("Der Entwurf ist in Rückmeldung."))
        return redirect(found.path)
    return render(
        request, "exchange/team_draft.html", {"form": form, "team": found}, status=422 if form.errors else 200
    )


@login_required
def dissolve_team(request, pk):
    found = find_team(request, pk)
    require(may_do(request.user, found, DISSOLVE))
    has_text = found.article_id is not None
    form = DissolveForm(
        request.POST if request.method == "POST" else None, owners=team_dissolving.possible_owners(found),
        has_text=has_text, initial={"owner": found.article.owner_id if has_text else None},
    )  # fmt: skip
    owner = form.cleaned_data.get("owner") if form.is_valid() else None
    if form.is_valid() and _did(form, team_dissolving.dissolve, found, by=request.user, owner=owner):
        messages.success(request, _("Das ThemenTeam ist aufgelöst."))
        return redirect(found.path)
    return render(
        request, "exchange/team_dissolve.html",
        {"form": form, "team": found, "days": team_dissolving.KEPT.days}, status=422 if form.errors else 200,
    )  # fmt: skip


def stop_team_letters(request, token):
    """Behind the link in a letter: no more of this team. Opening it changes nothing."""
    team_id, _dot, person_id = (unseal(token, STOPPED) or "").partition(".")
    found = get_object_or_404(TopicTeam, pk=as_id(team_id))
    person = get_object_or_404(Person.objects.able(), pk=as_id(person_id))
    if request.method == "POST":
        teaming.quiet(found, person)
    is_quiet = person.pk in declined_by(found)
    return render(request, "exchange/team_quiet.html", {"team": found, "is_quiet": is_quiet})


def _did(form, act, *args, **kwargs) -> bool:
    """Whether the act was done; else its refusal stands in the form."""
    try:
        act(*args, **kwargs)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _do(request, done: str, act, *args, **kwargs) -> bool:
    """The act, and what is said of it on the next page."""
    try:
        act(*args, **kwargs)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True


def card(person) -> dict | None:
    """Of the overview: the teams that look for people. One query."""
    seeks = TopicTeam.objects.filter(state=TopicTeam.PROPOSED).order_by("-proposed_on", "pk")[:3]
    return {
        "title": _("ThemenTeams"), "path": "/austausch/thementeams/",
        "text": _("Eine Frage, die mehrere Kommunen zusammen beantworten. Es beginnt, sobald genug dabei sind."),
        "label": _("Alle ThemenTeams"), "lines": [(team.name, team.path, team.question) for team in seeks],
    }  # fmt: skip
