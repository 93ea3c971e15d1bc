from datetime import timedelta

from django.utils import timezone

from dreiklang.foundation.models import Act

KEPT = timedelta(days=365)


def record(by, act: str, on: str, about: str = "", reason: str = "") -> Act:
    """Write one line of the log. `by` is a person, or None where the stated rule acted."""
    return Act.objects.create(
        by=str(by.pk) if by is not None else "rule",
        act=act, on=on, about=str(about), reason=reason, expires_at=timezone.now() + KEPT,
    )  # fmt: skip


def history(on: str):
    """What was done to a thing, newest first."""
    return Act.objects.filter(on=on)
