from dreiklang.groups.models import Membership

HEADING = "Gruppen"
_WHY, _WHO, _KEPT = "Zugehörigkeit zu einer Gruppe", "die Gruppe, Team", "bis zum Austritt"
COLUMNS = [
    ("groups.Membership.id", "Zuordnung", "niemand", _KEPT),
    ("groups.Membership.group", _WHY, _WHO, _KEPT),
    ("groups.Membership.person", _WHY, _WHO, _KEPT),
]


def export(person) -> dict:
    mine = Membership.objects.filter(person=person).select_related("group")
    return {"Meine Gruppen": [membership.group.name for membership in mine]}


def erase(person) -> None:
    Membership.objects.filter(person=person).delete()
