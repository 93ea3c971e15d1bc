"""A list of participants comes into a run: first it is said what would happen, line by line, then all of it happens or
nothing. Who has no account is invited, and what she was promised is made true once she has one."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.actions.writing import write
from dreiklang.people.actions.inviting import invite
from dreiklang.people.models import Person
from dreiklang.seats.actions.placing import place
from dreiklang.seats.models import Registration
from dreiklang.training.models import PendingParticipant, Run
from dreiklang.training.participant_list import Entry, Fault, ParticipantList

SEATED, INVITED, THERE = "seated", "invited", "there"
_REASON = "Liste der Teilnehmenden"


class Step(NamedTuple):
    """What would happen, or happened, with one person of the list."""

    entry: Entry
    what: str

    @property
    def said(self) -> str:
        return {
            SEATED: _("hat schon ein Konto und bekommt einen Platz"), INVITED: _("wird eingeladen"),
            THERE: _("steht schon auf der Liste"),
        }[self.what]  # fmt: skip


class Plan(NamedTuple):
    steps: list[Step]
    faults: list[Fault]
    remarks: list[Fault]
    ignored: list[str]

    def number(self, what: str) -> int:
        return sum(step.what == what for step in self.steps)

    @property
    def changes_something(self) -> bool:
        return any(step.what != THERE for step in self.steps)


def plan(run: Run, found: ParticipantList) -> Plan:
    """What the list would do to this run now. Changes nothing; six queries, however long the list is."""
    emails = [entry.email for entry in found.entries]
    accounts = {person.email: person for person in Person.objects.filter(email__in=emails)}
    taking_part = _ids_in(run)
    there = {email for email, person in accounts.items() if person.pk in taking_part}
    there |= set(run.pending.filter(email__in=emails).values_list("email", flat=True))
    steps, faults = [], list(found.faults)
    for entry in found.entries:
        what = THERE if entry.email in there else SEATED if entry.email in accounts else INVITED
        steps.append(Step(entry, what))
        if entry.email in accounts and not accounts[entry.email].is_active:
            faults.append(Fault(entry.line, _("Das Konto mit dieser Adresse ist gesperrt.")))
    if run.is_draft:  # or letters would tell of it
        faults.append(Fault(0, _("Dieser Durchgang ist noch ein Entwurf. Bitte veröffentlichen Sie ihn zuerst.")))
    faults += _faults_of_seats(run, sum(step.what != THERE for step in steps))
    return Plan(steps, sorted(faults, key=lambda fault: fault.line), found.remarks, found.ignored)


@transaction.atomic
def bring_in(run: Run, found: ParticipantList, *, by) -> Plan:
    """Do what `plan` says, all of it. Refused, with nothing changed, where anything in it is wrong. The same list once
    more changes nothing. `by` is None where the operator acts at the console."""
    run = Run.objects.select_for_update(of=("self",)).select_related("seats", "cohort").get(pk=run.pk)
    planned = plan(run, found)
    if planned.faults:
        first = planned.faults[0]
        line = _("Zeile %(line)s: ") % {"line": first.line} if first.line else ""
        raise Refusal(f"{line}{first.sentence}")
    accounts = {each.email: each for each in Person.objects.filter(email__in=[s.entry.email for s in planned.steps])}
    for entry, what in planned.steps:
        if what == SEATED:
            _take_in(run, accounts[entry.email], by)
        elif what == INVITED:
            PendingParticipant.objects.create(
                run=run, email=entry.email, name=entry.name, place=entry.place, function=entry.function
            )
            invite(entry.email, entry.name, by=by)
    if planned.changes_something:
        numbers = f"{planned.number(SEATED)} mit Konto, {planned.number(INVITED)} eingeladen"
        record(by, "run.participants_listed", f"run:{run.pk}", reason=numbers)
    return planned


@transaction.atomic
def take_off(pending: PendingParticipant, *, by) -> None:
    """She stands on the list no more. Her invitation stays: it opens an account, not a place."""
    PendingParticipant.objects.filter(pk=pending.pk).delete()
    record(by, "run.participant_taken_off", f"run:{pending.run_id}")


def fill() -> int:
    """The chore: whoever stood on a list and has an account by now gets her place. Returns how many."""
    waiting = PendingParticipant.objects.filter(email__in=Person.objects.filter(is_active=True).values("email"))
    return sum(_make_true(pk) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _make_true(pk: int) -> int:
    """Each for itself: one that fails stops no other."""
    pending = PendingParticipant.objects.select_for_update().filter(pk=pk).first()
    person = pending and Person.objects.filter(email=pending.email, is_active=True).first()
    if not person:
        return 0
    run = Run.objects.select_for_update(of=("self",)).select_related("seats", "cohort").get(pk=pending.run_id)
    _take_in(run, person, None)
    pending.delete()
    return 1


def _take_in(run: Run, person: Person, by) -> None:
    """A seat of the run where it has seats, else a place in its cohort."""
    if run.seats:
        place(run.seats, person, by=by, reason=_REASON)
        return
    if run.cohort is None:
        run.cohort = Group.objects.create(name=run.title, kind=Group.COHORT)
        run.save(update_fields=["cohort"])
    if Membership.objects.standing().filter(group=run.cohort, person=person).exists():
        return
    join(run.cohort, person)
    record(by, "run.joined", f"run:{run.pk}", about=person.pk, reason=_REASON)
    write(
        person.email, "letters/on_the_list.txt",
        {"person": person, "run": run, "link": settings.SITE_URL + run.path},
        recipient=person.pk, language=person.language,
    )  # fmt: skip


def _ids_in(run: Run) -> set:
    if run.seats_id:
        confirmed = Registration.objects.filter(seats=run.seats_id, state=Registration.CONFIRMED)
        return set(confirmed.values_list("person", flat=True))
    return set(run.cohort.memberships.standing().values_list("person", flat=True)) if run.cohort_id else set()


def _faults_of_seats(run: Run, wanted: int) -> list[Fault]:
    if not run.seats_id or not wanted:
        return []
    if not run.seats.is_open or run.seats.is_over:
        return [Fault(0, _("Dieser Durchgang ist abgesagt oder vorbei."))]
    free = max(0, run.seats.capacity - run.seats.taken() - run.pending.count())
    if wanted <= free:
        return []
    said = ngettext("Es ist noch %(n)s Platz frei", "Es sind noch %(n)s Plätze frei", free) % {"n": free}
    more = _("%(said)s, auf der Liste stehen %(wanted)s neue Personen. Bitte erhöhen Sie zuerst die Zahl der Plätze.")
    return [Fault(0, more % {"said": said, "wanted": wanted})]
