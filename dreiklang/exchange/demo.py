"""The demo of the network's formats: each furnishes its own in a file of its own."""

from dreiklang.exchange import team_demo


def furnish(tell=print) -> None:
    team_demo.furnish(tell)
