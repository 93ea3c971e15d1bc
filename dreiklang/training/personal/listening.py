from dreiklang.training.models import FollowUp, PracticeProject, Rating, Ticket

_ASKED, _TICKET = "dass jemand genau einmal antworten kann, nicht was", "30 Tage nach Ende der Rückmeldung"
_OWN, _HERSELF, _TILL_SHE_GOES = (
    "eigene Einschätzung vor und nach einem Baustein",
    "nur sie selbst",
    "bis sie es löscht",
)
_PROJECT = "Vorhaben für zu Hause und was daraus wurde"
_COHORT = "sie selbst; wenn sie es erlaubt, der Durchgang"
_COUNTED = "sie selbst; als Summe ab fünf das Team"
COLUMNS = [
    ("training.Ticket.id", "Zuordnung", "niemand", _TICKET),
    ("training.Ticket.evaluation", _ASKED, _HERSELF, _TICKET),
    ("training.Ticket.person", _ASKED, _HERSELF, _TICKET),
    ("training.Ticket.is_open", _ASKED, _HERSELF, _TICKET),
    ("training.Rating.id", "Zuordnung", "niemand", _TILL_SHE_GOES),
    ("training.Rating.date", _OWN, _HERSELF, _TILL_SHE_GOES),
    ("training.Rating.person", _OWN, _HERSELF, _TILL_SHE_GOES),
    ("training.Rating.competence", _OWN, _HERSELF, _TILL_SHE_GOES),
    ("training.Rating.before", _OWN, _HERSELF, _TILL_SHE_GOES),
    ("training.Rating.after", _OWN, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.id", "Zuordnung", "niemand", _TILL_SHE_GOES),
    ("training.PracticeProject.run", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.person", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.title", _PROJECT, _COHORT, _TILL_SHE_GOES),
    ("training.PracticeProject.aim", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.field", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.first_sign", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.is_shared", "ob andere davon lesen", _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.is_asked", "ob Briefe nachfragen", _HERSELF, _TILL_SHE_GOES),
    ("training.PracticeProject.named_on", "wann nachgefragt wird", _HERSELF, _TILL_SHE_GOES),
    ("training.FollowUp.id", "Zuordnung", "niemand", _TILL_SHE_GOES),
    ("training.FollowUp.project", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.FollowUp.months", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.FollowUp.state", _PROJECT, _COUNTED, _TILL_SHE_GOES),
    ("training.FollowUp.outcome", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.FollowUp.would_help", _PROJECT, _HERSELF, _TILL_SHE_GOES),
    ("training.FollowUp.is_skipped", _PROJECT, _HERSELF, _TILL_SHE_GOES),
]


def export(person) -> dict:
    return {
        "Rückmeldungen, um die ich gebeten wurde": [
            {"Baustein": str(ticket.evaluation), "noch offen": ticket.is_open}
            for ticket in _with_date(Ticket, person, "evaluation__date")
        ],
        "Meine Kompetenzen": [
            {
                "Baustein": str(each.date), "Kompetenz": each.competence,
                "vorher (0 bis 4)": each.before, "nachher (0 bis 4)": each.after,
            }
            for each in _with_date(Rating, person, "date")
        ],
        "Meine Praxisprojekte": [_project(each) for each in _projects_of(person)],
    }  # fmt: skip


def _with_date(model, person, way: str):
    return model.objects.filter(person=person).select_related(f"{way}__block", f"{way}__run").order_by("pk")


def _projects_of(person):
    mine = PracticeProject.objects.filter(person=person).select_related("run", "field")
    return mine.prefetch_related("follow_ups").order_by("named_on")


def _project(project: PracticeProject) -> dict:
    return {
        "Durchgang": project.run.title, "Name": project.title, "Ziel": project.aim,
        "Handlungsfeld": project.field.name if project.field else None, "erstes Zeichen": project.first_sign,
        "andere dürfen lesen": project.is_shared, "Nachfragen erwünscht": project.is_asked,
        "genannt": project.named_on.isoformat(),
        "Nachfragen": [
            {"nach Monaten": each.months, "Stand": str(each.get_state_display()), "Ergebnis": each.outcome,
             "was helfen würde": each.would_help, "übersprungen": each.is_skipped}
            for each in project.follow_ups.all()
        ],
    }  # fmt: skip


def erase(person) -> None:
    """Not what she said anonymously: nobody, we neither, knows which answers were hers."""
    Ticket.objects.filter(person=person).delete()
    Rating.objects.filter(person=person).delete()
    FollowUp.objects.filter(project__person=person).delete()
    PracticeProject.objects.filter(person=person).delete()
