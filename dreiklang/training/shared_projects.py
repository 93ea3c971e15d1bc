from dreiklang.people.models import Tenure
from dreiklang.training.models import PracticeProject


def shared_in(run) -> list[tuple[str, str]]:
    """(title, kind of municipality) of the practice projects whose people let the cohort read of them, by title: the
    order tells nothing. The kind is empty for whoever holds no office. Two queries."""
    shared = list(PracticeProject.objects.filter(run=run, is_shared=True).order_by("title"))
    tenures = Tenure.objects.current().filter(person__in=[project.person_id for project in shared])
    kinds = {
        tenure.person_id: tenure.office.municipality.get_kind_display()
        for tenure in tenures.select_related("office__municipality")
    }
    return [(project.title, kinds.get(project.person_id, "")) for project in shared]
