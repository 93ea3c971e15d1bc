"""What stands on Heute of the formats of the network: each names its card in a file of its own."""

from dreiklang.exchange import team_start


def cards(person) -> list[dict]:
    return [*team_start.cards(person)]
