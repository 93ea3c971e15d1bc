"""Experts from outside who see one run: invited by the team, until a day, and no longer than the team wants."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.training.models import Run, RunGuest

LONGEST = timedelta(days=731)  # a link stays open so long at most


@transaction.atomic
def invite_guest(run: Run, *, name: str, email: str, until: date, by) -> RunGuest:
    """She gets a link to this run. Who is invited already gets the same link again, with the day that is named now."""
    if until < timezone.localdate():
        raise Refusal(_("Dieser Tag ist vorbei."), field="until")
    if until > timezone.localdate() + LONGEST:
        raise Refusal(_("Bitte wählen Sie einen Tag in den nächsten zwei Jahren."), field="until")
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.is_draft:
        raise Refusal(_("Dieser Durchgang ist noch ein Entwurf. Bitte veröffentlichen Sie ihn zuerst."))
    email = email.strip().lower()
    guest = run.guests.filter(email=email, withdrawn_at=None).first() or RunGuest(run=run, email=email)
    guest.name, guest.until = name.strip(), timezone.make_aware(datetime.combine(until, time(23, 59, 59)))
    guest.save()
    record(by, "run.guest_invited", f"run:{run.pk}")
    _send(guest)
    return guest


@transaction.atomic
def renew_link(guest: RunGuest, *, by) -> RunGuest:
    """A new link, which ends the old one: it was passed on, or got lost."""
    guest = RunGuest.objects.select_for_update(of=("self",)).select_related("run").get(pk=guest.pk)
    if not guest.is_invited:
        raise Refusal(_("Diese Einladung ist beendet. Bitte laden Sie die Person neu ein."))
    guest.link_key = fresh_id()
    guest.save(update_fields=["link_key"])
    record(by, "run.guest_link_renewed", f"run:{guest.run_id}")
    _send(guest)
    return guest


@transaction.atomic
def withdraw_guest(guest: RunGuest, *, by) -> RunGuest:
    guest = RunGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if guest.withdrawn_at is None:
        guest.withdrawn_at = timezone.now()
        guest.save(update_fields=["withdrawn_at"])
        record(by, "run.guest_withdrawn", f"run:{guest.run_id}")
    return guest


def _send(guest: RunGuest) -> None:
    link = settings.SITE_URL + reverse("run_guest", args=[guest.secret])
    write(
        guest.email, "letters/guest_invited.txt", {"guest": guest, "run": guest.run, "link": link}, recipient=guest.pk
    )  # fmt: skip
