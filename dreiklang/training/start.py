from django.utils.translation import gettext as _

from dreiklang.training.standing import courses_of


def cards(person) -> list[dict]:
    """On Heute, for whoever takes part in a run: how far she is and what comes next."""
    courses = [course for course in courses_of(person) if course.is_on]
    if not courses:
        return []
    card = {"title": _("Ihre Weiterbildung"), "template": "training/_own_training.html"}
    return [card | {"courses": courses, "is_hers": True}]
