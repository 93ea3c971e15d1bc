from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.training.models import FollowUp, Ticket


def cards(person) -> list[dict]:
    """What this person is asked: evaluations that wait for her, and what became of her practice projects."""
    if not person.is_authenticated:
        return []
    tickets = Ticket.objects.filter(person=person, is_open=True, evaluation__closes_at__gt=timezone.now())
    evaluations = [
        ticket.evaluation
        for ticket in tickets.select_related("evaluation__date__block", "evaluation__date__run__programme")
    ]
    unanswered = FollowUp.objects.filter(project__person=person, project__is_asked=True, state="", is_skipped=False)
    follow_ups = list(unanswered.select_related("project__run__programme"))
    if not evaluations and not follow_ups:
        return []
    return [{
        "title": _("Wir hören zu"), "template": "training/_asked.html", "evaluations": evaluations,
        "projects": list({each.project for each in follow_ups}),
    }]  # fmt: skip
