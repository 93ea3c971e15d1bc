from dreiklang.search.models import FeedAddress

HEADING = "Gespeicherte Suchen"
_WHY, _NOBODY = "Feed der eigenen Suchen", "niemand"
COLUMNS = [
    ("search.FeedAddress.id", _WHY, _NOBODY, "bis zum Beenden"),
    ("search.FeedAddress.person", _WHY, _NOBODY, "bis zum Beenden"),
    ("search.FeedAddress.digest", "Prüfwert der geheimen Adresse", _NOBODY, "bis zum Beenden"),
]


def export(person) -> dict:
    has = FeedAddress.objects.filter(person=person).exists()
    return {"Feed der eigenen Suchen": "eingerichtet" if has else "nicht eingerichtet"}


def erase(person) -> None:
    FeedAddress.objects.filter(person=person).delete()
