"""Experts from outside who work in one ThemenTeam until a day: invited by whoever speaks for it, and afterwards without
anything that the team or the network reads."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Follow
from dreiklang.exchange.actions.team_letters import speakers_of, tell
from dreiklang.exchange.actions.teaming import lock, put_out
from dreiklang.exchange.models import TeamGuest, TopicTeam
from dreiklang.exchange.rules import may_do
from dreiklang.exchange.team_stages import HOST
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Membership
from dreiklang.letters.actions.writing import write
from dreiklang.people.actions.joining import accept
from dreiklang.people.models import Invitation, Person

LONGEST = timedelta(days=366)
MOST = 6  # a team, not an audience


@transaction.atomic
def invite_guest(team: TopicTeam, *, name: str, email: str, until: date, by) -> TeamGuest:
    """She gets a link. Whoever is invited already gets it again, with the day that is named now; whoever is there stays
    until that day."""
    team = lock(team)
    if not may_do(by, team, HOST):
        raise Refusal(_("Gäste lädt ein, wer für das Team spricht."))
    today, email = timezone.localdate(), email.strip().lower()
    if not today <= until <= today + LONGEST:
        raise Refusal(_("Bitte wählen Sie einen Tag ab heute, höchstens ein Jahr voraus."), field="until")
    guest = team.guests.filter(email=email).first() or TeamGuest(team=team, email=email)
    if guest._state.adding and team.guests.filter(until__gte=today).count() >= MOST:
        raise Refusal(_("Sechs Gäste sind schon eingeladen. Mehr hat ein ThemenTeam nicht zugleich."))
    if team.group.memberships.standing().filter(person__email=email).exclude(role=Membership.GUEST).exists():
        raise Refusal(_("Diese Person arbeitet schon im Team mit."), field="email")
    guest.name, guest.until, guest.invited_by, guest.is_told = name.strip(), until, by, False
    guest.save()
    if guest.person:
        put_out(team, guest.person)
        _let_in(guest)
    record(by, "topic_team.guest_invited", f"topic_team:{team.pk}", guest.pk)
    _send(guest, by)
    return guest


def _send(guest: TeamGuest, by) -> None:
    write(
        guest.email, "letters/team_guest_invited.txt",
        {"guest": guest, "team": guest.team, "by": by, "link": settings.SITE_URL + guest.path},
        recipient=guest.person_id or guest.pk,
    )  # fmt: skip


@transaction.atomic
def come_in(guest: TeamGuest, person) -> TeamGuest:
    """Somebody with an account under this address follows the link."""
    guest = _open_one(guest)
    if person.email != guest.email:
        raise Refusal(_("Diese Einladung gilt für eine andere Adresse."))
    if guest.person_id == person.pk:
        return guest
    guest.person = person
    guest.save(update_fields=["person"])
    _let_in(guest)
    _tell_arrival(guest)
    return guest


@transaction.atomic
def make_account(guest: TeamGuest, *, name: str, function: str, password: str = "") -> Person:
    """She has none yet: one that belongs to no network and goes when her time is over."""
    guest = _open_one(guest)
    invitation = Invitation.objects.create(
        email=guest.email, name=guest.name, as_member=False, invited_by=guest.invited_by,
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    person = accept(invitation, name=name, municipality=None, function=function, password=password)
    guest.person, guest.has_new_account = person, True
    guest.save(update_fields=["person", "has_new_account"])
    _let_in(guest)
    _tell_arrival(guest)
    return person


def _open_one(guest: TeamGuest) -> TeamGuest:
    guest = TeamGuest.objects.select_for_update(of=("self",)).select_related("team__group", "person").get(pk=guest.pk)
    if guest.is_over or guest.team.is_over:
        raise Refusal(_("Diese Einladung ist beendet. Bitte wenden Sie sich an das ThemenTeam."))
    return guest


def _let_in(guest: TeamGuest) -> None:
    join(guest.team.group, guest.person, role=Membership.GUEST, until=guest.until)
    Follow.objects.get_or_create(room=guest.team.room, person=guest.person, defaults={"how": Follow.BUNDLED})


def _tell_arrival(guest: TeamGuest) -> None:
    tell(guest.team, "team_guest_came", speakers_of(guest.team), guest=guest)


@transaction.atomic
def end_stay(guest: TeamGuest, *, by) -> None:
    """Before her day: she reads nothing of it from now on."""
    team = lock(guest.team)
    if not may_do(by, team, HOST):
        raise Refusal(_("Das bestimmt, wer für das Team spricht."))
    if guest := team.guests.filter(pk=guest.pk).select_related("person").first():
        record(by, "topic_team.guest_ended", f"topic_team:{team.pk}", guest.pk)
        end_one(team, guest)


def end_one(team: TopicTeam, guest: TeamGuest) -> None:
    """Her stay, or an invitation that nobody took up. Whoever was there hears so, once."""
    yesterday = timezone.localdate() - timedelta(days=1)
    guest.until = min(guest.until, yesterday)
    if guest.person is None:
        guest.delete()
        return
    if not guest.is_told:
        tell(team, "team_guest_ended", [guest.person_id], guest=guest)
    guest.is_told = True
    guest.save(update_fields=["until", "is_told"])
    if team.group and Membership.objects.filter(group=team.group, person=guest.person, role=Membership.GUEST).exists():
        put_out(team, guest.person)
