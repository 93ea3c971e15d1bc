"""The team's pages of the rooms: what a room is, who reads it, who looks after it. No text of any thread is here: the
team arranges rooms that it does not read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.dialogue.actions import rooms as acting
from dreiklang.dialogue.forms.rooms import RoomForm, WhoForm
from dreiklang.dialogue.models import Room
from dreiklang.dialogue.reading import who_reads, who_reads_all
from dreiklang.dialogue.rules import may_arrange
from dreiklang.foundation.audit import history
from dreiklang.foundation.models import as_id, fresh_id
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC, holders, members_of, said
from dreiklang.people.models import Person


@login_required
@require_safe
def arrange_rooms(request):
    require(may_arrange(request.user))
    rooms = list(Room.objects.in_order().prefetch_related("moderators__person"))
    return render(request, "dialogue/arrange_rooms.html", {"rooms": rooms, "lines": who_reads_all(rooms)})


@login_required
def new_room(request):
    require(may_arrange(request.user))
    form = RoomForm(request.POST or None, initial=RoomForm.of(Room()) | {"public_id": fresh_id()})
    if form.is_valid():
        room = acting.open_room(by=request.user, public_id=form.cleaned_data["public_id"], **form.facts())
        messages.success(request, _("Der Raum ist offen."))
        return redirect("arrange_room", room.pk)
    return render(request, "dialogue/edit_room.html", {"form": form, "room": None}, status=422 if form.errors else 200)


@login_required
def edit_room(request, pk):
    require(may_arrange(request.user))
    room = get_object_or_404(Room, pk=pk)
    form = RoomForm(request.POST or None, initial=RoomForm.of(room))
    if form.is_valid():
        facts = form.facts()
        if widens(room.readers, facts["readers"]) and "sure" not in request.POST:
            return render(request, "dialogue/widen_room.html", {
                "room": room, "form": form, "before": said(room.readers), "after": _said(facts),
                "number": room.threads.filter(readers=room.readers, last_at__isnull=False).count(),
            })  # fmt: skip
        acting.change_room(room, by=request.user, **facts)
        messages.success(request, _("Gespeichert."))
        return redirect("arrange_room", pk)
    return render(request, "dialogue/edit_room.html", {"form": form, "room": room}, status=422 if form.errors else 200)


def widens(before: str, after: str) -> bool:
    """Whether somebody may read afterwards who could not before. Who is in two groups today says nothing about it."""
    return before not in {after, PUBLIC} and (before != MEMBERS or after == PUBLIC)


def _said(facts: dict) -> str:
    own = _("eine neue Gruppe, in der noch niemand ist")
    return own if facts["readers"] == acting.OWN_GROUP else said(facts["readers"])


@login_required
@require_safe
def arrange_room(request, pk):
    require(may_arrange(request.user))
    return _shown(request, get_object_or_404(Room, pk=pk))


def _shown(request, room: Room, form: WhoForm | None = None, about: str = ""):
    """`form` was refused, as it was typed in the part `about`: moderators or members."""
    group = Group.objects.filter(pk=room.readers.removeprefix("group:")).first() if room.is_a_groups else None
    is_by_hand = group is not None and group.kind != Group.COHORT
    return render(request, "dialogue/arrange_room.html", {
        "room": room, "who_reads": who_reads(room), "history": _told(history(f"room:{room.pk}")[:100]),
        "writers": said(room.writers), "moderators": room.moderators.select_related("person").order_by("person__name"),
        "members": members_of(room.readers).select_related("person").order_by("person__name") if is_by_hand else None,
        "moderator_form": form if about == "moderators" else WhoForm(auto_id="betreut_%s"),
        "member_form": form if about == "members" else WhoForm(auto_id="gehoert_%s"),
        "reads": Room.objects.visible_to(request.user).filter(pk=room.pk).exists(),
    }, status=422 if form else 200)  # fmt: skip


def _told(acts) -> list[dict]:
    """The lines of the log with the names behind their ids, as long as there are names."""
    acts = list(acts)
    names = {str(pk): name for pk, name in Person.objects.filter(
        pk__in={number for act in acts for number in (as_id(act.by), as_id(act.about)) if number}
    ).values_list("pk", "name")}  # fmt: skip
    return [{"act": act, "by": names.get(act.by, ""), "whom": names.get(act.about, "")} for act in acts]


@login_required
@require_POST
def change_moderators(request, pk):
    return _change_people(request, pk, "moderators", acting.name_moderator, acting.release_moderator)


@login_required
@require_POST
def change_members(request, pk):
    return _change_people(request, pk, "members", acting.bring_in, acting.take_out)


def _change_people(request, pk, about: str, take_in, let_go):
    require(may_arrange(request.user))
    room = get_object_or_404(Room, pk=pk)
    if "release" in request.POST:
        person = get_object_or_404(Person, pk=as_id(request.POST["release"]))
        let_go(room, person, by=request.user)
        messages.success(request, _("%(name)s ist nicht mehr eingetragen.") % {"name": person.name})
        return redirect("arrange_room", pk)
    form = WhoForm(request.POST, auto_id="betreut_%s" if about == "moderators" else "gehoert_%s")
    if form.is_valid():
        try:
            person = _the_one(form.cleaned_data["who"], room if about == "moderators" else None)
            take_in(room, person, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s ist eingetragen.") % {"name": person.name})
            return redirect("arrange_room", pk)
    return _shown(request, room, form, about)


def _the_one(words: str, room: Room | None) -> Person:
    """Whoever is called like this, among the readers of `room` if it is given: exactly one."""
    people = Person.objects.called(words)
    if room is not None:
        people = people.filter(pk__in=holders(room.readers).values("pk"))
    found = list(people[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(_("Das sind mehrere. Bitte geben Sie die E-Mail-Adresse an."), field="who")
    if room is not None:
        raise Refusal(_("Unter denen, die den Raum lesen, ist niemand mit diesem Namen."), field="who")
    raise Refusal(_("Niemand mit diesem Namen oder dieser Adresse hat ein Konto."), field="who")


@login_required
@require_POST
def archive_room(request, pk):
    require(may_arrange(request.user))
    room = get_object_or_404(Room, pk=pk)
    if room.is_archived:
        acting.reopen_room(room, by=request.user)
        messages.success(request, _("In diesem Raum kann wieder geschrieben werden."))
    else:
        acting.archive_room(room, by=request.user)
        messages.success(request, _("Der Raum ist archiviert: Man liest ihn, aber schreibt nicht mehr."))
    return redirect("arrange_room", pk)
