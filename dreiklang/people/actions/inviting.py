from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.models import AccessRequest, Invitation, Person

EXPIRES = timedelta(days=10)
TOLD_AN_HOUR = 10  # more requests stand on the team's page, but no longer fill its mailboxes


@transaction.atomic
def invite(email: str, name: str = "", *, by, as_team: bool = False, as_member: bool = True) -> Invitation:
    """Send an invitation bound to this address. An open one is sent again, with its full time, not made twice. `by` is
    None where the operator invites at the console. Not `as_member`: for a ministry, see `Person.is_member`."""
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise Refusal(_("Mit dieser Adresse gibt es schon ein Konto."), field="email")
    invitation = Invitation.objects.select_for_update().filter(email=email).open().first()
    if invitation is None:
        invitation = Invitation.objects.create(
            email=email, name=name.strip(), as_team=as_team, as_member=as_member or as_team, invited_by=by,
            expires_at=timezone.now() + EXPIRES,
        )  # fmt: skip
        record(by, "invitation.sent", f"invitation:{invitation.pk}")
    else:
        invitation.expires_at = timezone.now() + EXPIRES
        invitation.save(update_fields=["expires_at"])
        _let_into_network(invitation, as_member or as_team or invitation.as_team, by)
        _let_into_team(invitation, as_team, by)
    _send(invitation, by)
    return invitation


def _let_into_network(invitation: Invitation, as_member: bool, by) -> None:
    """What was said last is true: a slip of the pen must be mendable before somebody reads too much."""
    if as_member != invitation.as_member:
        invitation.as_member = as_member
        invitation.save(update_fields=["as_member"])
        record(by, "invitation.as_member" if as_member else "invitation.for_ministry", f"invitation:{invitation.pk}")


def _let_into_team(invitation: Invitation, as_team: bool, by) -> None:
    if as_team and not invitation.as_team:
        invitation.as_team = True
        invitation.save(update_fields=["as_team"])
        record(by, "invitation.into_team", f"invitation:{invitation.pk}")


def _send(invitation: Invitation, by) -> None:
    inviter = by.name if by else settings.OPERATOR
    write(
        invitation.email, "letters/invitation.txt",
        {"invitation": invitation, "inviter": inviter, "link": link_of(invitation)}, recipient=invitation.pk,
    )  # fmt: skip


def link_of(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("invitation", args=[seal(invitation.pk, "invitation")])


@transaction.atomic
def withdraw(invitation: Invitation, *, by) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.is_open:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(by, "invitation.withdrawn", f"invitation:{invitation.pk}")
    return invitation


@transaction.atomic
def ask_for_access(name: str, email: str, municipality, function: str, message: str = "") -> AccessRequest | None:
    """Somebody without an invitation asks for an account. Known addresses get the same answer on the page, and in the
    mailbox the hint that an account is there; None then. What was asked is kept even where the mailbox got enough."""
    email = email.strip().lower()
    may_be_written_to = not Letter.objects.is_enough_for(email)
    if person := Person.objects.filter(email=email).first():
        if may_be_written_to:
            write(
                email, "letters/account_exists.txt", {"link": settings.SITE_URL + reverse("account_login")},
                recipient=person.pk, language=person.language,
            )  # fmt: skip
        return None
    request = AccessRequest.objects.open().filter(email=email).first()
    if request is None:
        request = AccessRequest.objects.create(
            name=name.strip(),
            email=email,
            municipality=municipality,
            function=function.strip(),
            message=message.strip(),
        )
        if may_be_written_to:
            write(email, "letters/request_received.txt", {"request": request}, recipient=request.pk)
        _tell_the_team()
    return request


def _tell_the_team() -> None:
    """The letter leads to the page and names nobody: what the person said is kept, and forgotten, in one place."""
    within_the_hour = AccessRequest.objects.filter(asked_at__gte=timezone.now() - timedelta(hours=1)).count()
    if within_the_hour > TOLD_AN_HOUR:
        return
    for member in Person.objects.team():
        write(
            member.email, "letters/access_requested.txt", {"link": settings.SITE_URL + reverse("team_people")},
            recipient=member.pk, language=member.language, quietly=True,
        )  # fmt: skip


@transaction.atomic
def accept_request(request: AccessRequest, *, by) -> Invitation | None:
    """A human says yes: the person is invited to the address she named. None for a second yes."""
    request = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if request.decided_at:
        _keep_to(AccessRequest.ACCEPTED, request)
        return None
    _decide(request, AccessRequest.ACCEPTED, by)
    return invite(request.email, request.name, by=by)


@transaction.atomic
def decline_request(request: AccessRequest, *, reason: str, by) -> AccessRequest:
    if not reason.strip():
        raise Refusal(_("Bitte nennen Sie den Grund. Die Person liest ihn."), field="reason")
    request = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if request.decided_at:
        _keep_to(AccessRequest.DECLINED, request)
        return request
    _decide(request, AccessRequest.DECLINED, by, reason.strip())
    write(
        request.email, "letters/request_declined.txt", {"request": request, "reason": reason.strip()},
        recipient=request.pk,
    )  # fmt: skip
    return request


def _keep_to(decision: str, request: AccessRequest) -> None:
    """The same decision twice is harmless; the opposite one comes too late, and whoever takes it must hear so."""
    if request.decision != decision:
        raise Refusal(_("Diese Bitte ist entschieden."))


def _decide(request: AccessRequest, decision: str, by, reason: str = "") -> None:
    request.decision, request.decided_at = decision, timezone.now()
    request.save(update_fields=["decision", "decided_at"])
    record(by, f"request.{decision}", f"request:{request.pk}", reason=reason)
