"""The page of a group, and the circles and regional rounds of the network: finding one, asking in, keeping members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dreiklang.exchange import member_list
from dreiklang.exchange.actions import circles as acting
from dreiklang.exchange.circles import circles_for, comings_of
from dreiklang.exchange.forms.circles import DescriptionForm, ListForm, WantForm
from dreiklang.exchange.models import Coming, TopicTeam, Wish
from dreiklang.exchange.rules import may_lead, may_work_in
from dreiklang.exchange.views.finding import find_group, members_in, read_by_members, sent_by_members
from dreiklang.exchange.working import parts_of
from dreiklang.foundation.models import as_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups import actions as groups
from dreiklang.groups.models import Group
from dreiklang.groups.rules import may_keep_members, may_lead_groups
from dreiklang.people.models import Person, Release
from dreiklang.people.rules import is_member


@login_required
@require_safe
def group_page(request, pk):
    members = members_in(pk)
    group = members[0].group if members else None
    if group is None or not may_work_in(request.user, group):
        raise Http404
    if group.kind == Group.TOPIC_TEAM and (team := TopicTeam.objects.filter(group=group).first()):
        return redirect(team.path)  # its one page
    return render(request, "exchange/group.html", {
        **parts_of(group, request.user), "members": members,
        "speakers": [each for each in members if each.is_speaker],
        "may_keep": may_keep_members(request.user, group),
    })  # fmt: skip


@login_required
@require_POST
def open_room(request, pk):
    group = find_group(request, pk)
    require(may_lead(request.user, group))
    room = acting.open_room(group, by=request.user)
    messages.success(request, _("Der Raum ist offen. Nur die Gruppe liest und schreibt dort."))
    return redirect(room.path)


@login_required
@require_safe
def video_room(request, pk):
    """One address for good: it leads to the room that the group uses today."""
    group = find_group(request, pk)
    if not group.link:
        raise Http404
    return HttpResponseRedirect(group.link)


@read_by_members
def circles(request):
    """Hers first, then those that one may know of."""
    return render(request, "exchange/circles.html", {
        **circles_for(request.user), "may_decide": may_lead_groups(request.user),
    })  # fmt: skip


@sent_by_members
def ask_in(request, pk):
    """Into one that she may know of; `act`: withdraw takes her wish back."""
    known = Group.objects.exclude(joining=Group.INVISIBLE).filter(kind__in=(Group.CIRCLE, Group.REGION))
    group = get_object_or_404(known, pk=pk)
    if request.POST.get("act") == "withdraw":
        acting.withdraw_wish(group, request.user)
        messages.success(request, _("Ihre Bitte ist zurückgenommen."))
        return redirect("circles")
    try:
        found = acting.ask_in(group, request.user, request.POST.get("words", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("circles")
    if isinstance(found, Wish):
        messages.success(request, _("Ihre Bitte ist unterwegs zu denen, die für „%(name)s“ sprechen.")
                         % {"name": group.name})  # fmt: skip
        return redirect("circles")
    messages.success(request, _("Sie gehören jetzt zu „%(name)s“.") % {"name": group.name})
    return redirect(group.path)


@login_required
@require_POST
def answer_coming(request, pk):
    """She was asked into a group."""
    coming = get_object_or_404(comings_of(request.user), pk=pk)
    accepts = request.POST.get("act") == "yes"
    acting.answer(coming, request.user, accepts)
    if accepts:
        messages.success(request, _("Sie gehören jetzt zu „%(name)s“.") % {"name": coming.group.name})
        return redirect(coming.group.path)
    messages.success(request, _("Abgelehnt. Niemand wird davon benachrichtigt."))
    return redirect("circles")


@login_required
def leave_group(request, pk):
    group = find_group(request, pk)
    if request.method == "POST":
        try:
            acting.go(group, request.user)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(group.path)
        messages.success(request, _("Sie gehören nicht mehr zu „%(name)s“.") % {"name": group.name})
        return redirect("circles" if is_member(request.user) else "home")
    return render(request, "exchange/leave.html", {"group": group})


def _find_kept(request, pk) -> Group:
    """One whose members she keeps: the team's too, which does not read what it does."""
    group = get_object_or_404(Group.objects.exclude(kind=Group.NAMED).select_related("association"), pk=pk)
    if not may_keep_members(request.user, group):
        if may_work_in(request.user, group):
            require(False)
        raise Http404
    return group


@login_required
def describe_group(request, pk):
    group = _find_kept(request, pk)
    form = DescriptionForm(request.POST if request.method == "POST" else None, initial=DescriptionForm.of(group))
    if form.is_valid():
        acting.describe(group, **form.cleaned_data, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("group_members", pk)
    return render(request, "exchange/describe.html", {"group": group, "form": form}, status=422 if form.errors else 200)


@login_required
def group_members(request, pk):
    """Who belongs to it, who asks, who is asked; and asking more."""
    group = _find_kept(request, pk)
    form = WantForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acting.want(group, [(form.cleaned_data["email"], form.cleaned_data["name"])], by=request.user)
        messages.success(request, _("Die Person wird gefragt. Hat sie noch kein Konto, entscheidet zuerst das Team."))
        return redirect("group_members", pk)
    return _members(request, group, form=form, status=422 if form.errors else 200)


def _members(request, group, *, form=None, list_form=None, faults=(), status=200):
    words = request.GET.get("q", "").strip()
    members = members_in(group)
    there = {each.person_id for each in members}
    cards = Release.objects.visible_to(request.user).filter(person__in=Person.objects.called(words)) if words else ()
    return render(request, "exchange/members.html", {
        "group": group, "members": members, "form": form or WantForm(), "list_form": list_form or ListForm(),
        "faults": faults, "words": words,
        "people": [card.person for card in cards.select_related("person")[:20] if card.person_id not in there]
        if words else [],
        "wishes": list(Wish.objects.filter(group=group).select_related("person").order_by("on", "person__name")),
        "coming": list(Coming.objects.filter(group=group).order_by("email")),
        "reads": may_work_in(request.user, group),
    }, status=status)  # fmt: skip


@login_required
@require_POST
def take_in(request, pk):
    """Somebody who may be found by the members of the network."""
    group = _find_kept(request, pk)
    findable = Release.objects.visible_to(request.user).select_related("person")
    card = get_object_or_404(findable, person=as_id(request.POST.get("person")))
    groups.take_in(group, card.person, by=request.user)
    messages.success(request, _("%(name)s gehört jetzt dazu und bekommt eine Nachricht.") % {"name": card.person.name})
    return redirect("group_members", pk)


@login_required
@require_POST
def member_list_in(request, pk):
    """A list: all of it is asked, or where a line is wrong, nobody."""
    group = _find_kept(request, pk)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _members(request, group, list_form=form, status=422)
    try:
        found = member_list.read(form.cleaned_data["file"].read())
    except Refusal as refusal:
        form.refuse(refusal)
        return _members(request, group, list_form=form, status=422)
    if found.faults:
        return _members(request, group, list_form=form, faults=found.faults, status=422)
    asked = acting.want(group, found.entries, by=request.user)
    said = ngettext("%(n)s Person wird gefragt.", "%(n)s Personen werden gefragt.", asked) % {"n": asked}
    messages.success(request, said)
    return redirect("group_members", pk)


@login_required
@require_POST
def member_role(request, pk, membership):
    """Handing over the speaking, or sharing it."""
    group = _find_kept(request, pk)
    there = get_object_or_404(group.memberships.standing().select_related("group", "person"), pk=membership)
    act = request.POST.get("act")
    if act == "hand_over":
        groups.hand_over(group, there, by=request.user)
    elif act in ("speaker", "member"):
        groups.change_role(there, act, by=request.user)
    messages.success(request, _("Gespeichert."))
    return redirect("group_members" if may_keep_members(request.user, group) else "group_page", pk)


@login_required
@require_POST
def member_out(request, pk, membership):
    group = _find_kept(request, pk)
    there = get_object_or_404(group.memberships.standing().select_related("group", "person"), pk=membership)
    try:
        acting.take_out(there, reason=request.POST.get("reason", "")[:500], by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = _("%(name)s gehört nicht mehr dazu und bekommt eine Nachricht.") % {"name": there.person.name}
        messages.success(request, said)
    return redirect("group_members", pk)


@login_required
@require_POST
def decide_wish(request, pk, wish):
    group = _find_kept(request, pk)
    found = get_object_or_404(Wish.objects.filter(group=group).select_related("person"), pk=wish)
    try:
        acting.decide(found, request.POST.get("act") == "yes", reason=request.POST.get("reason", ""), by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Entschieden. %(name)s bekommt eine Nachricht.") % {"name": found.person.name})
    return redirect("group_members", pk)


@login_required
@require_POST
def drop_coming(request, pk, coming):
    group = _find_kept(request, pk)
    acting.drop(get_object_or_404(Coming.objects.filter(group=group), pk=coming), by=request.user)
    messages.success(request, _("Zurückgenommen."))
    return redirect("group_members", pk)


@login_required
def wanted_strangers(request):
    """Whom groups want who has no account: the team decides whether she is invited into the house."""
    require(may_lead_groups(request.user))
    waiting = Coming.objects.filter(is_invited=False, is_asked=False).select_related("group").order_by("on", "email")
    if request.method == "POST":
        coming = get_object_or_404(waiting, pk=as_id(request.POST.get("coming")))
        if request.POST.get("act") == "yes":
            acting.invite_stranger(coming, by=request.user)
            messages.success(request, _("Eingeladen."))
        else:
            acting.drop(coming, by=request.user)
            messages.success(request, _("Gelöscht, ohne Brief."))
        return redirect("wanted_strangers")
    return render(request, "exchange/strangers.html", {"waiting": list(waiting[:200])})
