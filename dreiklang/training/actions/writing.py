"""What the team says of programmes, building blocks and runs."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.actions import publishing
from dreiklang.events.models import Attendance, Event
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import slug, to_html
from dreiklang.groups.models import Group
from dreiklang.index.actions import remove
from dreiklang.seats.actions import describing
from dreiklang.training import searchable
from dreiklang.training.actions.calling import keep_true
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run

PAGES = {"neu", "meine", "bearbeitung", "loeschung", "bausteine", "durchgang"}  # addresses beside those of the things


@transaction.atomic
def write_programme(programme: Programme, facts: dict, *, by, public_id=None, seen: str = "") -> Programme:
    """A new programme (once, whatever is clicked twice), or a change of what the form had `seen`."""
    if programme._state.adding and public_id:
        if twin := Programme.objects.filter(pk=public_id).first():
            return twin
        programme.pk = public_id
    _take(programme, facts, seen)
    programme.html = to_html(programme.source)
    programme.slug = programme.slug or _free_slug(programme.title, Programme.objects.all())
    programme.save()
    searchable.keep(programme)
    record(by, "programme.saved", f"programme:{programme.pk}")
    return programme


@transaction.atomic
def write_block(block: BuildingBlock, facts: dict, *, by, seen: str = "") -> BuildingBlock:
    Programme.objects.select_for_update().get(pk=block.programme_id)  # one letter, one slug, whoever writes beside
    _take(block, facts, seen)
    others = BuildingBlock.objects.filter(programme=block.programme_id).exclude(pk=block.pk)
    if others.filter(letter=block.letter).exists():
        raise Refusal(_("Diesen Buchstaben hat schon ein anderer Baustein."), field="letter")
    block.slug = block.slug or _free_slug(block.title, others)
    block.save()
    searchable.keep(block.programme)
    record(by, "block.saved", f"block:{block.pk}")
    return block


@transaction.atomic
def write_run(run: Run, facts: dict, *, by, public_id=None, seen: str = "") -> Run:
    """A new run with a cohort of its own, as a draft; or a change. Back to a draft only while nobody takes part."""
    if run._state.adding:
        if public_id and (twin := Run.objects.filter(pk=public_id).first()):
            return twin
        run.pk, run.state = public_id or fresh_id(), Run.DRAFT
        run.cohort = Group.objects.create(name=facts["title"], kind=Group.COHORT)
    _take(run, facts, seen)
    if run.is_draft and takes_part(run):
        raise Refusal(_("An diesem Durchgang nehmen schon Personen teil; er bleibt veröffentlicht."), field="state")
    run.save()
    if run.cohort:
        Group.objects.filter(pk=run.cohort_id).update(name=run.title)
    keep_true(run)
    searchable.keep(run.programme)
    record(by, "run.saved", f"run:{run.pk}")
    return run


@transaction.atomic
def publish_run(run: Run, *, by) -> Run:
    """The run and whatever of its dates and sessions is still a draft is read by those whom each of them names."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    for event in drafts_of(run):
        publishing.publish(event, by=by)
    if run.is_draft:
        run.state = Run.PUBLISHED
        run.save(update_fields=["state", "changed_at"])
        record(by, "run.published", f"run:{run.pk}")
    searchable.keep(run.programme)
    keep_true(run)
    return run


@transaction.atomic
def attach(run: Run, block: BuildingBlock, event: Event, *, by) -> BlockDate:
    """The event carries the block in this run; whoever is confirmed there belongs to the cohort."""
    Run.objects.select_for_update().get(pk=run.pk)
    if block.programme_id != run.programme_id:
        raise Refusal(_("Bitte wählen Sie einen Baustein."), field="block")
    there = BlockDate.objects.filter(event=event).first()
    if there and (there.run_id, there.block_id) == (run.pk, block.pk):
        return there
    if there:
        raise Refusal(_("Diese Veranstaltung gehört schon zu einem Durchgang."), field="event")
    if run.dates.filter(block=block).exists():
        raise Refusal(_("Dieser Baustein hat in diesem Durchgang schon einen Termin."), field="block")
    date = BlockDate.objects.create(run=run, block=block, event=event)
    if event.seats and event.seats.joins_id is None and run.cohort:
        describing.describe(event.seats, joins=run.cohort)
    if event.seats is None and event.audience_id is None and run.cohort:
        Event.objects.filter(pk=event.pk).update(audience=run.cohort)
    keep_true(run)
    searchable.keep(run.programme)
    record(by, "run.date_attached", f"run:{run.pk}", about=event.pk)
    return date


@transaction.atomic
def hold(run: Run, block: BuildingBlock, facts: dict, *, capacity: int | None, by, public_id=None) -> BlockDate:
    """A new event for the block, a draft that says what the block says; `facts` are beginning, end and place.

    With `capacity` one registers for it; without, it is for the cohort, who have their place in the run already.
    """
    if public_id and (twin := BlockDate.objects.filter(event=public_id).first()):
        return twin
    event = Event(title=block.title, summary=block.summary[:300], kind=_kind_of(block), is_demo=run.is_demo, **facts)
    event.pk = public_id or fresh_id()
    seats = None
    if capacity is not None:
        seats = {"capacity": capacity, "open_to": "members", "closes_at": None, "joins": run.cohort}
    else:
        event.audience = run.cohort
    return attach(run, block, publishing.save(event, speakers=[], seats=seats, by=by), by=by)


@transaction.atomic
def detach(date: BlockDate, *, by) -> None:
    """The event stays, but carries the block no more. Not once somebody has a seat or was there."""
    date = BlockDate.objects.select_for_update(of=("self",)).select_related("event").filter(pk=date.pk).first()
    if date is None:
        return
    if is_used(date):
        raise Refusal(_("An diesem Termin nehmen schon Personen teil. Sagen Sie ihn ab, wenn er ausfällt."))
    record(by, "run.date_detached", f"run:{date.run_id}", about=date.event_id)
    date.delete()
    searchable.keep(date.run.programme)


@transaction.atomic
def discard_run(run: Run, *, by) -> None:
    """A run that nobody has used goes, with its cohort and those of its dates that are drafts."""
    run = Run.objects.select_for_update().filter(pk=run.pk).first()
    if run is None:
        return
    if why := kept_because(run):
        raise Refusal(why)
    events = [date.event for date in run.dates.select_related("event")]
    cohort, seats = run.cohort, run.seats
    record(by, "run.discarded", f"run:{run.pk}")
    remove(searchable.RUN, run.pk)
    run.delete()
    for event in events:
        publishing.discard(event, by=by)
    for each in filter(None, (cohort, seats)):
        each.delete()


@transaction.atomic
def discard_block(block: BuildingBlock, *, by) -> None:
    if block.pk and block.dates.exists():
        raise Refusal(_("Dieser Baustein hat Termine. Er bleibt, damit nachzulesen ist, was stattgefunden hat."))
    record(by, "block.discarded", f"block:{block.pk}")
    remove(searchable.BLOCK, block.pk)
    BuildingBlock.objects.filter(pk=block.pk).delete()


@transaction.atomic
def discard_programme(programme: Programme, *, by) -> None:
    if programme.runs.exists():
        raise Refusal(_("Dieses Programm hat Durchgänge. Es bleibt, damit nachzulesen ist, was stattgefunden hat."))
    record(by, "programme.discarded", f"programme:{programme.pk}")
    remove(searchable.BLOCK, *programme.blocks.values_list("pk", flat=True))
    remove(searchable.PROGRAMME, programme.pk)
    Programme.objects.filter(pk=programme.pk).delete()


def drafts_of(run: Run) -> list[Event]:
    """What of its dates and their sessions only the team sees, in order."""
    dates = run.dates.values("event")
    hers = Event.objects.filter(pk__in=dates) | Event.objects.filter(part_of__in=dates)
    return list(hers.filter(state=Event.DRAFT).select_related("part_of").order_by("starts", "title"))


def kept_because(run: Run) -> str:
    """Why a run cannot be deleted; empty if it can."""
    if takes_part(run):
        return _("An diesem Durchgang nehmen schon Personen teil.")
    if run.dates.exclude(event__state=Event.DRAFT).exists():
        return _("Dieser Durchgang hat veröffentlichte Termine. Lösen Sie sie zuerst vom Durchgang.")
    return ""


def takes_part(run: Run) -> bool:
    """Whether anybody belongs to its cohort, stands on its list, or registered for it or for one of its dates."""
    if run.pending.exists():
        return True
    if run.cohort_id and run.cohort.memberships.exists():
        return True
    if run.seats_id and run.seats.registrations.active().exists():
        return True
    return any(map(is_used, run.dates.select_related("event__seats")))


def is_used(date: BlockDate) -> bool:
    event = date.event
    if event.seats_id and event.seats.registrations.active().exists():
        return True
    parts = Event.objects.filter(part_of=event).values("pk")
    return Attendance.objects.filter(event__in=[event.pk, *(row["pk"] for row in parts)]).exists()


def _take(thing, facts: dict, seen: str) -> None:
    """Put the facts onto the thing, unless somebody else saved it since the form was opened."""
    if not thing._state.adding:
        current = type(thing).objects.select_for_update().get(pk=thing.pk)
        if seen and current.version != seen:
            raise Refusal(
                _("Inzwischen hat jemand anderes gespeichert. Ihre Angaben stehen noch im Formular; bitte vergleichen "
                  "Sie sie mit der Seite, bevor Sie erneut speichern.")
            )  # fmt: skip
    for name, value in facts.items():
        setattr(thing, name, value)


def _free_slug(title: str, others) -> str:
    wished = slug(title)
    taken = wished in PAGES or others.filter(slug=wished).exists()
    return f"{wished}-{str(fresh_id())[:8]}" if taken else wished


def _kind_of(block: BuildingBlock) -> str:
    kind = block.kind.casefold()
    if "präsenz" in kind:
        return Event.BLOCK
    return Event.WORKSHOP if "werkstatt" in kind else Event.SESSION
