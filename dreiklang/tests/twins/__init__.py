"""Servers that lack on purpose what a proof is about, so that the proof can be seen to fail. Only tests serve them."""

from time import sleep

from dreiklang.wsgi import application  # here, because it makes the models known that a twin imports

__all__ = ["application"]


def linger() -> None:
    """Between looking and writing, so that others look meanwhile however few processors there are."""
    sleep(0.05)
