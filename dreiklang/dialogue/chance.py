"""What nobody may foresee: the while before a post appears, the name of a voice, who is asked. Tests seed it."""

from random import Random, SystemRandom

_chance: Random = SystemRandom()


def share() -> float:
    """From 0 to 1."""
    return _chance.random()


def one_of(things: list):
    return _chance.choice(things)


def some_of(things: list, number: int) -> list:
    """So many different ones, in a drawn order; all of them where there are fewer."""
    return _chance.sample(things, min(number, len(things)))
