from dreiklang.groups.models import Membership

COLUMNS = [("groups.Membership.person", "Zugehörigkeit zu einer Gruppe", "die Gruppe, Team", "bis zum Austritt")]


def export(person) -> dict:
    mine = Membership.objects.filter(person=person).select_related("group")
    return {"Meine Gruppen": [membership.group.name for membership in mine]}


def erase(person) -> None:
    Membership.objects.filter(person=person).delete()
