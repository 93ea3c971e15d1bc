from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from dreiklang.events.models import Attendance
from dreiklang.foundation.privacy import Rule
from dreiklang.training.models import Confirmation, EarlyWarning, MakeUp, PendingParticipant, Run, RunGuest, Ticket

MADE_UP_DAYS, WARNED_DAYS = 365, 30  # as long as who was there is kept; and a month after the last date of the run
ASKED_DAYS = GUEST_DAYS = PENDING_DAYS = 30
ATTENDED_DAYS = 90  # after the confirmation


def _made_up_long_ago(now):
    return MakeUp.objects.filter(instead__ends__lte=now - timedelta(days=MADE_UP_DAYS))


def _run_is_over(now):
    ended = Run.objects.annotate(ends=Max("dates__event__ends")).filter(ends__lte=now - timedelta(days=WARNED_DAYS))
    return EarlyWarning.objects.filter(date__run__in=ended.values("pk"))


def _long_closed(now):
    """Who was asked and who answered is needed as long as one may answer, and a little longer for whoever asks why she
    was not asked."""
    return Ticket.objects.filter(evaluation__closes_at__lte=now - timedelta(days=ASKED_DAYS))


def _guests_gone(now):
    before = now - timedelta(days=GUEST_DAYS)
    return RunGuest.objects.filter(Q(until__lte=before) | Q(withdrawn_at__lte=before))


def _confirmed_long_ago(now):
    """Who was there has done its work once the block is confirmed; what is kept longer is the confirmation."""
    of_the_block = Q(block__dates__event=OuterRef("event")) | Q(block__dates__event=OuterRef("event__part_of"))
    confirmed = Confirmation.objects.attendance().filter(
        of_the_block, person=OuterRef("person"), block__dates__run=F("run"),
        awarded_at__lte=now - timedelta(days=ATTENDED_DAYS),
    )  # fmt: skip
    return Attendance.objects.filter(Exists(confirmed))


def _never_came(now):
    """After the last date of the run, or after she was listed where it has none."""
    before = now - timedelta(days=PENDING_DAYS)
    listed = PendingParticipant.objects.filter(listed_at__lte=before)
    over = listed.annotate(over=Coalesce(Max("run__dates__event__ends"), "listed_at")).filter(over__lte=before)
    return PendingParticipant.objects.filter(pk__in=over.values("pk"))


RULES = [
    Rule("Anwesenheit in bescheinigten Bausteinen", ATTENDED_DAYS, _confirmed_long_ago, lambda due: due.delete()[0]),
    Rule("Nachgeholte Sitzungen", MADE_UP_DAYS, _made_up_long_ago, lambda due: due.delete()[0]),
    Rule("Hinweise vergangener Durchgänge", WARNED_DAYS, _run_is_over, lambda due: due.delete()[0]),
    Rule("Wer um Rückmeldung gebeten wurde", ASKED_DAYS, _long_closed, lambda due: due.delete()[0]),
    Rule("Gäste eines Durchgangs", GUEST_DAYS, _guests_gone, lambda due: due.delete()[0]),
    Rule("Auf Listen, ohne Konto geblieben", PENDING_DAYS, _never_came, lambda due: due.delete()[0]),
]
