"""What stands on Heute of the formats of the network: each format names its own."""

from dreiklang.exchange import lunch_today, signals_today, team_start, welcome
from dreiklang.exchange.working_start import working_cards

PARTS = [welcome.cards, lunch_today.cards, working_cards, team_start.cards, signals_today.cards]


def cards(person) -> list[dict]:
    if not person.is_authenticated:
        return []
    return [card for part in PARTS for card in part(person)]
