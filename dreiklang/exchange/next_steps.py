"""What can come of a thread or a debate among the formats of the network: each names its steps in a file of its own."""

from dreiklang.exchange import lunch_steps, team_steps


def steps(thing, person) -> list[tuple[str, str]]:
    return [*team_steps.steps(thing, person), *lunch_steps.steps(thing, person)]
