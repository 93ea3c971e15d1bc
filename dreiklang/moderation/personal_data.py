HEADING = "Versiegelte Zuordnung"
_WHY = "wer unter einer Merkmalszeile schreibt, verschlüsselt"
_WHO = "niemand; aufgedeckt nur durch zwei Moderierende, mit Protokoll und Nachricht an die Person"
_KEPT = "so lange es das Thema gibt, höchstens bis zur Löschung des Kontos"
COLUMNS = [(f"moderation.Sealed.{name}", _WHY, _WHO, _KEPT) for name in ("voice", "lock", "box")]


def export(person) -> dict:
    """What she wrote under a voice stands with her contributions to the dialogue: only there is it known where."""
    return {}


def erase(person) -> None:
    """The rooms know the places where somebody speaks; they let their voices be forgotten."""
