"""What the formats of the network show in the demo: each brings its own."""

from dreiklang.exchange import lunch_demo

PARTS = [lunch_demo]


def furnish(tell=print) -> None:
    for part in PARTS:
        part.furnish(tell)
