from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from dreiklang.foundation.privacy import Rule
from dreiklang.people.models import AccessRequest, DayCard, DayCount, DaySalt, Invitation

DAYS = 30
UNDECIDED = 180


def _ended_invitations(now):
    before = now - timedelta(days=DAYS)
    return Invitation.objects.filter(
        Q(expires_at__lte=before) | Q(accepted_at__lte=before) | Q(withdrawn_at__lte=before)
    )


def _decided_requests(now):
    return AccessRequest.objects.filter(decided_at__lte=now - timedelta(days=DAYS))


def _undecided_requests(now):
    return AccessRequest.objects.open().filter(asked_at__lte=now - timedelta(days=UNDECIDED))


def _counts_of_past_days(now):
    return DayCount.objects.filter(day__lt=timezone.localdate(now))


def _cards_of_past_days(now):
    return DayCard.objects.filter(day__lt=timezone.localdate(now))


def _salts_of_past_days(now):
    return DaySalt.objects.filter(day__lt=timezone.localdate(now))


RULES = [
    Rule("Beendete Einladungen", DAYS, _ended_invitations, lambda due: due.delete()[0]),
    Rule("Entschiedene Bitten um Zugang", DAYS, _decided_requests, lambda due: due.delete()[0]),
    Rule("Nie entschiedene Bitten um Zugang", UNDECIDED, _undecided_requests, lambda due: due.delete()[0]),
    Rule("Zähler gelesener Karten", 1, _counts_of_past_days, lambda due: due.delete()[0]),
    Rule("Zeichen gelesener Karten", 1, _cards_of_past_days, lambda due: due.delete()[0]),
    Rule("Tagesschlüssel gelesener Karten", 1, _salts_of_past_days, lambda due: due.delete()[0]),
]
