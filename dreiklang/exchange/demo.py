"""What the formats of the network show in the demo: each brings its own."""

from dreiklang.exchange import demo_colleagues, lunch_demo, signals_demo, team_demo
from dreiklang.exchange.demo_circles import furnish_circles

PARTS = [demo_colleagues.furnish, lunch_demo.furnish, furnish_circles, team_demo.furnish, signals_demo.furnish]


def furnish(tell=print) -> None:
    for part in PARTS:
        part(tell)
