"""What can come of a thread among the formats of the network: each names its steps in a file of its own."""

from dreiklang.exchange import team_steps


def steps(thing, person) -> list[tuple[str, str]]:
    return [*team_steps.steps(thing, person)]
