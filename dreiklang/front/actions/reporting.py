from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.front.models import BarrierReport
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person

TOLD_AN_HOUR = 10  # more are kept and stand on the team's page, but no longer fill its mailboxes


@transaction.atomic
def report_barrier(text: str, page: str = "", email: str = "", public_id=None) -> BarrierReport:
    """Keep the report and tell the team. A second click finds the first. Another text from the same form is another
    report: the browser's way back shows the form as it was sent."""
    text = text.strip()
    report, is_new = BarrierReport.objects.get_or_create(
        pk=public_id or fresh_id(), defaults={"text": text, "page": page.strip(), "email": email.strip()}
    )
    if not is_new and report.text != text:
        return report_barrier(text, page, email)
    within_the_hour = BarrierReport.objects.filter(reported_at__gte=timezone.now() - timedelta(hours=1)).count()
    if is_new and within_the_hour <= TOLD_AN_HOUR:
        for member in Person.objects.team():
            write(
                member.email, "letters/barrier_reported.txt", {"report": report}, recipient=member.pk,
                language=member.language, quietly=True,
            )  # fmt: skip
    return report


@transaction.atomic
def mark_answered(report: BarrierReport, *, by) -> BarrierReport:
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    if report.answered_at is None:
        report.answered_at = timezone.now()
        report.save(update_fields=["answered_at"])
        record(by, "barrier.answered", f"barrier:{report.pk}")
    return report
