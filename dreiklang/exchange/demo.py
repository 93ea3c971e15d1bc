"""The formats of the network in the demo: each brings its own."""

from django.db import transaction

from dreiklang.exchange import team_demo
from dreiklang.exchange.demo_circles import furnish_circles

PARTS = [furnish_circles, team_demo.furnish]


@transaction.atomic
def furnish(tell=print) -> None:
    for part in PARTS:
        part(tell)
