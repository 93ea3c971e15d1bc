from dreiklang.training.models import MakeUp

HEADING = "Weiterbildung"
_WHY, _WHO, _KEPT = (
    "Ersatz für eine versäumte Sitzung",
    "sie selbst, Leitung der Sitzung",
    "bis zum Ende des Durchgangs",
)
COLUMNS = [
    ("training.MakeUp.id", "Zuordnung", "niemand", _KEPT),
    ("training.MakeUp.person", _WHY, _WHO, _KEPT),
    ("training.MakeUp.missed", _WHY, _WHO, _KEPT),
    ("training.MakeUp.instead", _WHY, _WHO, _KEPT),
]


def export(person) -> dict:
    made_up = MakeUp.objects.filter(person=person).select_related("missed", "instead").order_by("instead__starts")
    return {
        "Nachgeholte Sitzungen": [
            {"versäumt": each.missed.title, "stattdessen": each.instead.title, "Wann": each.instead.when}
            for each in made_up
        ]
    }


def erase(person) -> None:
    MakeUp.objects.filter(person=person).delete()
