import logging

from django.db import transaction
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.privacy import rules

log = logging.getLogger(__name__)


def run(dry: bool = False, tell=None) -> dict[str, int]:
    """Apply every retention rule once. Returns rows per rule; a dry run counts and changes nothing."""
    counts = {}
    for rule in rules():
        with transaction.atomic():
            due = rule.due(timezone.now())
            counts[rule.name] = due.count() if dry else rule.apply(due)
        if tell:
            term = "nach eigener Frist" if rule.days is None else f"nach {rule.days} Tagen"
            tell(f"{rule.name} ({term}): {counts[rule.name]}")
    return counts


def expired_acts(now):
    return Act.objects.filter(expires_at__lte=now)
