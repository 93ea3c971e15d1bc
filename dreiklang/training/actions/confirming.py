"""Confirming what was collected: awarding by the rule, as often as one likes, withdrawing, renewing."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person
from dreiklang.training import badge_keys, badges, facts
from dreiklang.training.models import BadgeKey, BadgeStatus, BlockDate, Confirmation, MakeUp, Programme, Run
from dreiklang.training.models.confirming import RENEWABLE
from dreiklang.training.progress import TICKED_WITHIN, progress, sessions_of

BATCH = 10  # so many in one transaction, about a quarter of a second: others who write do not wait longer
LOOKED_BACK = timedelta(days=60)  # what was ticked later than that after a block, the team awards by hand
Told = Callable[[int, int], None]  # how many are done, of how many


def award(block_date: BlockDate, *, by: Person | None = None, tell: Told = lambda done, of: None) -> int:
    """Confirm a block for everybody for whom the rule holds and who has no confirmation yet; says for how many."""
    sessions = sessions_of([block_date])[block_date.pk]
    if any(session.ends > timezone.now() for session in [block_date.event, *sessions]):
        raise Refusal(_("Bescheinigungen gibt es erst, wenn der letzte Termin des Bausteins vorbei ist."))
    earned = progress([block_date], people := list(block_date.participants()))
    earners = [person for person in people if earned[block_date.pk, person.pk].is_earned]
    what = {"programme": block_date.run.programme, "run": block_date.run, "block": block_date.block}
    said = facts.of_block(block_date, sessions)
    return _award_each(
        earners, lambda person: said, by=by, tell=tell, kind=Confirmation.ATTENDANCE, key=("run", "block"), **what
    )


def award_certificates(programme: Programme, *, by: Person | None = None, tell: Told = lambda done, of: None) -> int:
    """Certify the programme for everybody who has collected what it takes, in whichever runs; says for how many."""
    collected = defaultdict(dict)
    for confirmation in _collected(programme):
        collected[confirmation.person][confirmation.block_id] = confirmation
    required = {block.pk for block in programme.blocks.all() if block.is_required}
    ready = [
        person for person, blocks in collected.items()
        if len(blocks) >= programme.least_blocks and required <= blocks.keys()
    ]  # fmt: skip
    return _award_each(
        ready, lambda person: facts.of_programme(programme, collected[person].values()), by=by, tell=tell,
        kind=Confirmation.CERTIFICATE, key=("programme",), programme=programme, expires_at=_end(programme),
    )  # fmt: skip


def _collected(programme: Programme):
    confirmations = Confirmation.objects.attendance().standing().filter(programme=programme, block__isnull=False)
    return confirmations.select_related("person").order_by("person__name", "awarded_at")


def _end(programme: Programme, start: datetime | None = None) -> datetime | None:
    """The moment so many months after `start` (now) as a certificate of this programme is valid."""
    if programme.certificate_months is None:
        return None
    start = timezone.localtime(start)
    years, month = divmod(start.month - 1 + programme.certificate_months, 12)
    first_of_next = start.replace(year=start.year + years + month // 11, month=(month + 1) % 12 + 1, day=1)
    last_day = (first_of_next - timedelta(days=1)).day
    return start.replace(year=start.year + years, month=month + 1, day=min(start.day, last_day))


def _award_each(people, facts_of, *, by, tell: Told, **what) -> int:
    """In transactions of their own: whoever stops it half-way starts it again, and it goes on."""
    key = {name: what[name] for name in what["key"]} | {"kind": what["kind"]}
    has = set(Confirmation.objects.filter(**key).values_list("person", flat=True))
    missing = [person for person in people if person.pk not in has]
    awarded = 0
    for start in range(0, len(missing), BATCH):
        awarded += len(_award_some(missing[start : start + BATCH], facts_of, by=by, **what))
        tell(min(start + BATCH, len(missing)), len(missing))
    return awarded


@transaction.atomic
def _award_some(people, facts_of, *, by, key, **what) -> list[Confirmation]:
    _lock()
    same = {name: what[name] for name in (*key, "kind")}
    has = set(Confirmation.objects.filter(person__in=people, **same).values_list("person", flat=True))
    people = [person for person in people if person.pk not in has]
    made = [
        Confirmation(person=person, name=person.name, facts=facts_of(person), status=status, **what)
        for person, status in zip(people, _draw(len(people)), strict=True)
    ]
    for confirmation in made:
        confirmation.badge = badges.sign(confirmation)
    Confirmation.objects.bulk_create(made)
    for confirmation in made:
        record(by, "confirmation.awarded", confirmation.log_name, about=confirmation.person_id)
        _tell(confirmation, "confirmation_awarded")
    return made


def _lock() -> None:
    """Who awards, withdraws or renews does so alone: on one row under PostgreSQL, in the one transaction of SQLite."""
    badge_keys.current()
    BadgeKey.objects.select_for_update().order_by("pk").first()


def _draw(count: int) -> list[BadgeStatus]:
    """Fresh numbers by lot in the list that is being filled, never more than half of it."""
    number = BadgeStatus.objects.count() // (badges.LIST_SIZE // 2)
    first = number * badges.LIST_SIZE
    here = BadgeStatus.objects.filter(number__gte=first, number__lt=first + badges.LIST_SIZE)
    taken = set(here.values_list("number", flat=True))
    drawn = set()
    while len(drawn) < count:
        drawn |= {first + random.SystemRandom().randrange(badges.LIST_SIZE)} - taken
    return BadgeStatus.objects.bulk_create([BadgeStatus(number=each) for each in drawn])


def _tell(confirmation: Confirmation, letter: str) -> None:
    context = {
        "confirmation": confirmation, "page": settings.SITE_URL + reverse("confirmations"),
        "programme": settings.SITE_URL + confirmation.facts["path"],
    }  # fmt: skip
    person = confirmation.person
    write(person.email, f"letters/{letter}.txt", context, recipient=person.pk, language=person.language, quietly=True)


@transaction.atomic
def revoke(confirmation: Confirmation, *, by: Person, reason: str) -> Confirmation:
    """Withdraw a confirmation for good: its page and the public list say so from now on, and its person is told why."""
    _lock()
    confirmation.refresh_from_db()
    if confirmation.revoked_at:
        return confirmation
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Er steht im Brief an die Person."), field="reason")
    confirmation.revoked_at, confirmation.revoked_because = timezone.now(), reason.strip()
    confirmation.save(update_fields=["revoked_at", "revoked_because"])
    BadgeStatus.objects.filter(pk=confirmation.status_id).update(is_revoked=True)
    record(by, "confirmation.revoked", confirmation.log_name, about=confirmation.person_id, reason=reason.strip())
    _tell(confirmation, "confirmation_revoked")
    return confirmation


@transaction.atomic
def renew(certificate: Confirmation) -> Confirmation:
    """A new certificate after one that ends, for who has collected another block since; returns the one there is when
    called again."""
    _lock()
    certificate = Confirmation.objects.select_related("person", "programme").get(pk=certificate.pk)
    if renewal := Confirmation.objects.filter(renews=certificate).first():
        return renewal
    _require_renewable(certificate)
    start = max(timezone.now(), certificate.expires_at)
    collected = [each for each in _collected(certificate.programme) if each.person_id == certificate.person_id]
    if not any(each.awarded_at > certificate.awarded_at for each in collected):
        raise Refusal(_("Dafür braucht es einen weiteren Baustein seit der Ausstellung Ihres Zertifikats."))
    by_block = {each.block_id: each for each in collected}
    said = facts.of_programme(certificate.programme, by_block.values())
    [renewal] = _award_some(
        [certificate.person], lambda person: said, by=None, key=("renews",), kind=Confirmation.CERTIFICATE,
        programme=certificate.programme, renews=certificate, expires_at=_end(certificate.programme, start),
    )  # fmt: skip
    return renewal


def _require_renewable(certificate: Confirmation) -> None:
    if certificate.revoked_at or certificate.programme is None:
        raise Refusal(_("Dieses Zertifikat lässt sich nicht verlängern."))
    if not certificate.is_ending:
        if certificate.expires_at is None:
            raise Refusal(_("Dieses Zertifikat läuft nicht ab."))
        raise Refusal(_("Ihr Zertifikat gilt noch bis %(day)s.") % {"day": short_day(certificate.expires_at)})


def award_run(run: Run, *, by: Person | None = None, tell: Told = lambda done, of: None) -> int:
    """Every block of a run that is over, then the certificates that these make possible."""
    awarded = sum(award(each, by=by, tell=tell) for each in _over(BlockDate.objects.filter(run=run)))
    return awarded + award_certificates(run.programme, by=by, tell=tell)


def _over(dates):
    dates = dates.filter(event__ends__lte=timezone.now()).select_related("event", "block", "run__programme")
    sessions = sessions_of(dates)
    return [each for each in dates if all(session.ends <= timezone.now() for session in sessions[each.pk])]


def award_due() -> None:
    """The nightly chore: what ended, or was made up, so long ago that trainers have ticked, without anybody's click."""
    since, until = timezone.now() - LOOKED_BACK, timezone.now() - TICKED_WITHIN
    made_up = MakeUp.objects.filter(instead__ends__gte=since, instead__ends__lte=until)
    missed = Q(event__in=made_up.values("missed")) | Q(event__in=made_up.values("missed__part_of"))
    lately = Q(event__ends__gte=since, event__ends__lte=until)
    for block_date in _over(BlockDate.objects.filter(lately | missed)):
        award(block_date)
    for programme in Programme.objects.all():
        award_certificates(programme)


def invite_to_renew() -> None:
    """The nightly chore: who has a certificate that ends soon is told once, in time to collect another block."""
    for certificate in _ending():
        _invite(certificate)


def _ending():
    now = timezone.now()
    return Confirmation.objects.certificates().standing().filter(
        expires_at__lte=now + RENEWABLE, invited_at=None, renewal=None, programme__isnull=False
    )  # fmt: skip


@transaction.atomic
def _invite(certificate: Confirmation) -> None:
    asked = Confirmation.objects.select_for_update(of=("self",)).select_related("person")
    certificate = asked.get(pk=certificate.pk)
    if certificate.invited_at:
        return
    certificate.invited_at = timezone.now()
    certificate.save(update_fields=["invited_at"])
    _tell(certificate, "certificate_ends")
