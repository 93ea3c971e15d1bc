"""A Kollegiale Beratung: begun, its roles taken, led through its steps, and gone. No log is kept of any of it."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.counsel_steps import CASE, STEPS, TAKEN, label_of
from dreiklang.exchange.models import CounselPart, CounselSession
from dreiklang.exchange.rules import may_steer_counsel
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter

MOST_INVITED = 12


@transaction.atomic
def begin(*, by, public_id, readers: str = "", people=(), link: str = "", invites: bool = True) -> CounselSession:
    """For a group (its token), or for these people. Sent twice, the same one."""
    there = CounselSession.objects.visible_to(by).filter(pk=public_id).first() if public_id else None
    if there:
        return there
    if not readers and not 1 <= len(people) <= MOST_INVITED:
        raise Refusal(_("Bitte nennen Sie eine bis zwölf Personen."), field="names")
    taken = public_id is None or CounselSession.objects.filter(pk=public_id).exists()
    session = CounselSession.objects.create(readers=readers, link=link, **({} if taken else {"pk": public_id}))
    if not readers:
        CounselPart.objects.bulk_create([CounselPart(session=session, person=person) for person in {by, *people}])
    if invites:
        _invite(session, holders(readers).filter(is_member=True) if readers else people, by)
    return session


def _invite(session: CounselSession, people, by) -> None:
    for person in people:
        if person.pk != by.pk:
            write(
                person.email, "letters/counsel_invited.txt",
                {"person": person, "by": by, "link": settings.SITE_URL + session.path},
                recipient=person.pk, language=person.language,
            )  # fmt: skip


@transaction.atomic
def take_role(session: CounselSession, role: str, *, by, seen: str = "") -> None:
    """Hers, and the one that she had is free again. `seen` is the id of whoever she takes it over from: a moderation
    that lost its line must not hold up the others. The case stays with whoever brought it."""
    session = _locked(session)
    if role not in TAKEN:
        raise Refusal(_("Diese Rolle gibt es nicht."))
    if role == CASE and session.step > 1:
        raise Refusal(_("Der Fall ist schon geschildert."))
    holder = session.parts.filter(role=role).first()
    if holder and holder.person_id == by.pk:
        return
    if holder and (role == CASE or str(holder.person_id) != seen):
        raise Refusal(_("Die Rolle „%(role)s“ hat schon jemand.") % {"role": label_of(role)})
    if holder:
        _free(session, holder.person)
    CounselPart.objects.update_or_create(session=session, person=by, defaults={"role": role})
    _beat(session)


@transaction.atomic
def give_role(session: CounselSession, *, by) -> None:
    """She counsels like the others. Of a group nothing stays of her; whom somebody invited stays invited."""
    session = _locked(session)
    if _free(session, by):
        _beat(session)


def _free(session: CounselSession, person) -> bool:
    hers = session.parts.filter(person=person).exclude(role="")
    return bool(hers.delete()[0] if session.readers else hers.update(role=""))


@transaction.atomic
def go_to(session: CounselSession, step: int, *, by) -> CounselSession:
    """Led to this step, whose clock begins now. Pressed twice, it stands where it stands."""
    session = _locked(session)
    if not may_steer_counsel(by, session):
        raise Refusal(_("Weiter schaltet, wer moderiert."))
    if step != session.step and 0 <= step < len(STEPS):
        session.step, session.step_began_at = step, timezone.now()
        _beat(session)
    return session


@transaction.atomic
def end(session: CounselSession, *, by) -> None:
    session = _locked(session)
    if not may_steer_counsel(by, session):
        raise Refusal(_("Die Beratung beendet, wer moderiert."))
    let_go([session])


def end_overdue() -> None:
    """A chore: what nobody ended goes by itself."""
    let_go(CounselSession.objects.overdue(timezone.now()))


@transaction.atomic
def let_go(sessions) -> int:
    """With roles, with who was invited, and with the letters that said so."""
    sessions = list(sessions)
    for session in sessions:
        Letter.objects.filter(text__contains=session.path).delete()
        session.delete()
    return len(sessions)


def _locked(session: CounselSession) -> CounselSession:
    found = CounselSession.objects.select_for_update().running().filter(pk=session.pk).first()
    if found is None:
        raise Refusal(_("Diese Beratung ist beendet."))
    return found


def _beat(session: CounselSession) -> None:
    session.pulse += 1
    session.save()
