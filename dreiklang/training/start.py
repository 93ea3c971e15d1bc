from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.training.models import FollowUp, Ticket
from dreiklang.training.standing import in_short, runs_of


def cards(person) -> list[dict]:
    """On Heute, for whoever takes part in a run: what she is asked, how far she is and what comes next."""
    if not person.is_authenticated:
        return []
    runs = runs_of(person)  # whoever was in none is asked nothing
    return [*what_she_is_asked(person), *_how_far_she_is(person, runs)] if runs else []


def what_she_is_asked(person) -> list[dict]:
    """Evaluations that wait for her, and what became of her practice projects."""
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


def _how_far_she_is(person, runs) -> list[dict]:
    courses = in_short(person, runs)
    if not courses:
        return []
    card = {"title": _("Ihre Weiterbildung"), "template": "training/_own_training.html"}
    return [card | {"courses": courses, "is_hers": True}]
