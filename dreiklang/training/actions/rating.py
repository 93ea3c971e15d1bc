"""One's own competences before and after a block: written, changed and deleted by herself, and read by nobody else."""

from django.db import transaction

from dreiklang.training.models import BlockDate, Rating


@transaction.atomic
def rate(date: BlockDate, person, steps: dict[str, tuple[int | None, int | None]]) -> None:
    """Write down {competence: (before, after)}; where both are None nothing is kept. Leaves no line in the log."""
    mine = Rating.objects.filter(date=date, person=person)
    for competence, (before, after) in steps.items():
        if before is None and after is None:
            mine.filter(competence=competence).delete()
        else:
            Rating.objects.update_or_create(
                date=date, person=person, competence=competence, defaults={"before": before, "after": after}
            )


def forget(date: BlockDate, person) -> None:
    Rating.objects.filter(date=date, person=person).delete()
