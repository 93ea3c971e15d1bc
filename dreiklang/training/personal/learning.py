from dreiklang.training.models import EarlyWarning, MakeUp

_WHY, _WHO, _KEPT = (
    "Ersatz für eine versäumte Sitzung",
    "sie selbst, Leitung der Sitzung",
    "365 Tage nach der Sitzung",
)
_WARNED, _A_MONTH = "einmal gesagt, dass ein Baustein nicht mehr zu erreichen ist", "30 Tage nach dem Durchgang"
COLUMNS = [
    # making up and early warning
    ("training.MakeUp.id", "Zuordnung", "niemand", _KEPT),
    ("training.MakeUp.person", _WHY, _WHO, _KEPT),
    ("training.MakeUp.missed", _WHY, _WHO, _KEPT),
    ("training.MakeUp.instead", _WHY, _WHO, _KEPT),
    ("training.EarlyWarning.id", "Zuordnung", "niemand", _A_MONTH),
    ("training.EarlyWarning.person", _WARNED, "sie selbst", _A_MONTH),
    ("training.EarlyWarning.date", _WARNED, "sie selbst", _A_MONTH),
]


def export(person) -> dict:
    made_up = MakeUp.objects.filter(person=person).select_related("missed", "instead").order_by("instead__starts")
    warned = EarlyWarning.objects.filter(person=person).select_related("date__block", "date__run")
    return {
        "Nachgeholte Sitzungen": [
            {"versäumt": each.missed.title, "stattdessen": each.instead.title, "Wann": each.instead.when}
            for each in made_up
        ],
        "Hinweise, dass ein Baustein nicht mehr zu erreichen ist": [
            {"Baustein": each.date.block.title, "Durchgang": each.date.run.title, "Termin": str(each.date)}
            for each in warned
        ],
    }


def erase(person) -> None:
    MakeUp.objects.filter(person=person).delete()
    EarlyWarning.objects.filter(person=person).delete()
