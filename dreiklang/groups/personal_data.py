from dreiklang.groups.models import Membership

HEADING = "Gruppen"
_WHY, _WHO = "Zugehörigkeit zu einer Gruppe", "die Gruppe, Team"
_KEPT = "bis zum Austritt; als Gast bis 1 Tag nach dem letzten"
COLUMNS = [
    ("groups.Membership.id", "Zuordnung", "niemand", _KEPT),
    ("groups.Membership.group", _WHY, _WHO, _KEPT),
    ("groups.Membership.person", _WHY, _WHO, _KEPT),
    ("groups.Membership.role", "wer für die Gruppe spricht, wer zu Gast ist", _WHO, _KEPT),
    ("groups.Membership.until", "bis wann jemand zu Gast ist", _WHO, _KEPT),
]


def export(person) -> dict:
    mine = Membership.objects.filter(person=person).select_related("group")
    return {
        "Meine Gruppen": [
            {"Gruppe": each.group.name, "Rolle": each.get_role_display(), **_last_day(each)} for each in mine
        ]
    }


def _last_day(membership: Membership) -> dict:
    return {"bis": membership.until.isoformat()} if membership.until else {}


def erase(person) -> None:
    Membership.objects.filter(person=person).delete()
