from dreiklang.events.models import Part
from dreiklang.groups.readers import tokens_of
from dreiklang.training.models import BlockDate, Run


def may_run_programmes(person) -> bool:
    """Write programmes and runs, choose who takes part, word questions, award by the rule: the programme team."""
    return person.is_authenticated and person.is_team


def takes_part_in_run(person, run) -> bool:
    return Run.objects.of(person).filter(pk=run.pk).exists()


def takes_part(person, date) -> bool:
    """Her own things in a block: whom it is for, and the run's cohort, which outlasts names on seats."""
    in_cohort = date.run.cohort is not None and date.run.cohort.token in tokens_of(person)
    return in_cohort or BlockDate.objects.of(person).filter(pk=date.pk).exists()


def may_read_feedback(person, date) -> bool:
    """The one page of an evaluation: participants, the trainers of the block and the team read the same."""
    return may_run_programmes(person) or takes_part(person, date) or date.event.has_part(person, Part.TRAINER)


def may_read_proposals(person, programme) -> bool:
    return may_run_programmes(person) or Run.objects.of(person).filter(programme=programme).exists()


def may_print(person, event) -> bool:
    """Print who is expected at an event: the team, and whoever leads it or its block."""
    return may_run_programmes(person) or event.has_part(person, Part.TRAINER)
