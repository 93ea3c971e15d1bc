"""What stands on Heute of the formats of the network: each format names its own."""

from django.utils import timezone

from dreiklang.exchange import lunch_today, signals_today, team_start, welcome, working_start
from dreiklang.exchange.models import Signal

PARTS = [welcome.cards, lunch_today.cards, working_start.cards, team_start.cards, signals_today.cards]


def could_be(person) -> dict:
    today = timezone.localdate()
    return {
        "lunch": lunch_today.today(), "tasks": working_start.tasks_of(person),
        "cares": working_start.cares_of(person), "teams": team_start.teams_of(person),
        "drafts": team_start.drafts_for(person, today), "signals": Signal.objects.waiting(),
        "welcome": welcome.open_for(person),
    }  # fmt: skip


def cards(person) -> list[dict]:
    if not person.is_authenticated:
        return []
    return [card for part in PARTS for card in part(person)]
