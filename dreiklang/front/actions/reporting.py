from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.front.models import BarrierReport
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


@transaction.atomic
def report_barrier(text: str, page: str = "", email: str = "", public_id=None) -> BarrierReport:
    """Keep the report and tell the team. A second click finds the first."""
    report, is_new = BarrierReport.objects.get_or_create(
        pk=public_id or fresh_id(), defaults={"text": text.strip(), "page": page.strip(), "email": email.strip()}
    )
    if is_new:
        for member in Person.objects.filter(is_team=True, is_active=True):
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
