"""Tasks, the agenda and files of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dreiklang.exchange.actions import files, minutes, tasks
from dreiklang.exchange.forms.working import AgendaForm, FileForm, TaskForm
from dreiklang.exchange.models import AgendaItem, SharedFile, Task
from dreiklang.exchange.rules import may_lead, may_take_away
from dreiklang.exchange.views.finding import find_group, members_in
from dreiklang.foundation.refusal import Refusal, require
from dreiklang.foundation.views import handed_over, or_sign_in

_DONE_SHOWN = 30


@login_required
def group_tasks(request, pk):
    """All that are open, what was done lately, and a new one."""
    group = find_group(request, pk)
    form = TaskForm(request.POST if request.method == "POST" else None, members=members_in(group))
    if form.is_valid():
        try:
            tasks.add_task(group, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Aufgabe steht auf der Liste."))
            return redirect("group_tasks", pk)
    listed = Task.objects.filter(group=group).select_related("who")
    return render(request, "exchange/tasks.html", {
        "group": group, "form": form, "tasks": list(listed.open().in_order()),
        "done": list(listed.exclude(done_on=None).order_by("-done_on", "text")[:_DONE_SHOWN]),
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
def group_task(request, pk, task):
    """Say anew what it is, who has it and until when; or take it off the list."""
    group = find_group(request, pk)
    found = get_object_or_404(Task.objects.filter(group=group).select_related("who"), pk=task)
    if request.POST.get("act") == "drop":
        tasks.drop_task(found, by=request.user)
        messages.success(request, _("Die Aufgabe ist gelöscht."))
        return redirect("group_tasks", pk)
    initial = {"text": found.text, "who": str(found.who_id or ""), "due": found.due}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial, members=members_in(group))
    if form.is_valid():
        data = form.cleaned_data
        try:
            tasks.change_task(found, text=data["text"], who=data["who"], due=data["due"], by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("group_tasks", pk)
    return render(
        request, "exchange/task.html", {"group": group, "task": found, "form": form}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def task_state(request, pk, task):
    """Done, to be done still, or: I take it."""
    group = find_group(request, pk)
    found = get_object_or_404(Task.objects.filter(group=group), pk=task)
    act = request.POST.get("act")
    try:
        if act == "take":
            tasks.take_on(found, by=request.user)
        elif act in ("done", "open"):
            (tasks.finish if act == "done" else tasks.reopen)(found)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, {
            "take": _("Sie haben die Aufgabe übernommen."), "done": _("Erledigt."), "open": _("Wieder offen."),
        }.get(act, _("Nichts geändert.")))  # fmt: skip
    return redirect(request.POST["next"] if request.POST.get("next") == "/" else group.path + "#aufgaben")


@login_required
@require_POST
def agenda(request, pk):
    """Something to talk about next time."""
    group = find_group(request, pk)
    form = AgendaForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.errors["text"][0])
        minutes.bring_up(group, form.cleaned_data["text"])
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Das Thema steht auf der nächsten Tagesordnung."))
    return redirect(group.path + "#tagesordnung")


@login_required
@require_POST
def agenda_item_off(request, pk, item):
    group = find_group(request, pk)
    found = get_object_or_404(AgendaItem.objects.filter(group=group), pk=item)
    minutes.take_off(found, by=request.user)
    messages.success(request, _("Das Thema steht nicht mehr auf der Tagesordnung."))
    return redirect(group.path + "#tagesordnung")


@login_required
def group_files(request, pk):
    group = find_group(request, pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            files.share(group, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Die Datei steht jetzt bei der Gruppe."))
            return redirect("group_files", pk)
    listed = list(SharedFile.objects.filter(group=group))
    leads = may_lead(request.user, group)
    return render(request, "exchange/files.html", {
        "group": group, "form": form, "files": listed,
        "may_take_away": {each.pk for each in listed if leads or each.brought_by_id == request.user.pk},
    }, status=422 if form.errors else 200)  # fmt: skip


@require_safe
@or_sign_in
def shared_file(request, pk, file):
    """It runs nowhere. A picture is shown where it stands, everything else is handed over."""
    group = find_group(request, pk)
    found = get_object_or_404(SharedFile.objects.filter(group=group), pk=file)
    return handed_over(found.file, found.name, is_shown=found.is_picture)


@login_required
@require_POST
def file_off(request, pk, file):
    group = find_group(request, pk)
    found = get_object_or_404(SharedFile.objects.filter(group=group).select_related("group"), pk=file)
    require(may_take_away(request.user, found))
    files.take_away(found, by=request.user)
    messages.success(request, _("Die Datei ist gelöscht."))
    return redirect("group_files", pk)
