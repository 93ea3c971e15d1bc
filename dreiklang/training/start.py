from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.together import is_missing
from dreiklang.training.models import FollowUp, Run, Ticket
from dreiklang.training.standing import in_short, runs_of


def could_be(person) -> dict:
    return {
        "runs": Run.objects.of(person).visible_to(person),
        "tickets": _tickets(person),
        "projects": _unanswered(person),
    }


def cards(person) -> list[dict]:
    """On Heute, for whoever takes part in a run: what she is asked, how far she is and what comes next."""
    if not person.is_authenticated or is_missing("runs"):
        return []
    runs = runs_of(person)  # whoever was in none is asked nothing
    return [*what_she_is_asked(person), *_how_far_she_is(person, runs)] if runs else []


def what_she_is_asked(person) -> list[dict]:
    """Evaluations that wait for her, and what became of her practice projects."""
    tickets, follow_ups = [], []
    if not is_missing("tickets"):
        tickets = _tickets(person).select_related("evaluation__date__block", "evaluation__date__run__programme")
    if not is_missing("projects"):
        follow_ups = list(_unanswered(person).select_related("project__run__programme"))
    evaluations = [ticket.evaluation for ticket in tickets]
    if not evaluations and not follow_ups:
        return []
    return [{
        "title": _("Wir hören zu"), "template": "training/_asked.html", "evaluations": evaluations,
        "projects": list({each.project for each in follow_ups}),
    }]  # fmt: skip


def _tickets(person):
    return Ticket.objects.filter(person=person, is_open=True, evaluation__closes_at__gt=timezone.now())


def _unanswered(person):
    return FollowUp.objects.filter(project__person=person, project__is_asked=True, state="", is_skipped=False)


def _how_far_she_is(person, runs) -> list[dict]:
    courses = in_short(person, runs)
    if not courses:
        return []
    card = {"title": _("Ihre Weiterbildung"), "template": "training/_own_training.html"}
    return [card | {"courses": courses, "is_hers": True}]
