from datetime import timedelta

from django.utils import timezone

from dreiklang.moderation import things
from dreiklang.moderation.models import Case, Decision

LEFT_LYING = timedelta(days=3)


def cases_for(person, places: set[str] | None = None):
    """What she may see: of the places where she decides; as one of the team also what nobody there has taken up for
    three days, and objections that nobody else there can decide. `places` are those where she decides, if known."""
    if not person.is_authenticated:
        return Case.objects.none()
    cases = Case.objects.filter(place__in=things.places_of(person) if places is None else places)
    if person.is_team:
        cases |= Case.objects.filter(state=Case.OPEN, since__lte=timezone.now() - LEFT_LYING)
        cases |= Case.objects.filter(pk__in=_without_a_second_one())
    return cases


def cases_to_decide(person, places: set[str] | None = None):
    """Of these what waits for her: an objection never for whoever decided first."""
    waiting = cases_for(person, places).filter(state__in=[Case.OPEN, Case.APPEALED])
    return waiting.exclude(state=Case.APPEALED, decisions__by=person.pk)


def _without_a_second_one() -> list:
    """Objections in places where only the one decides who has decided already, or whose text it is."""
    cases = Case.objects.filter(state=Case.APPEALED).prefetch_related("decisions")
    return [case.pk for case in cases if not _others_than(case)]


def _others_than(case: Case) -> list:
    deciders = {decision.by for decision in case.decisions.all()}
    return [one for one in things.room_of(case.place).caretakers(case.place) if one.pk not in deciders]


def may_decide(person, case: Case, thing) -> bool:
    """Never on her own text; of an appeal, never who decided first."""
    if thing is not None and things.room_of(case.target).is_hers(person, case.target):
        return False
    if case.state == Case.APPEALED:
        return not case.decisions.filter(by=person.pk).exists()
    return case.state == Case.OPEN


def may_object(decision: Decision) -> bool:
    return decision.may_be_appealed and not hasattr(decision, "appeal")
