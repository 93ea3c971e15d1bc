class Refusal(Exception):
    """An action says no, with a German sentence for the person; `field` names the form field it concerns, if any."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def require(allowed: bool, sentence: str = "") -> None:
    """Turn the answer of a rule into 403. What one may not *see* is a 404 and never comes here."""
    from django.core.exceptions import PermissionDenied

    if not allowed:
        raise PermissionDenied(sentence)
