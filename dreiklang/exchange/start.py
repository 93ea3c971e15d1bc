"""What stands on Heute of the formats of the network: each format names its own."""

from dreiklang.exchange import signals_today

PARTS = [signals_today.cards]


def cards(person) -> list[dict]:
    if not person.is_authenticated:
        return []
    return [card for part in PARTS for card in part(person)]
