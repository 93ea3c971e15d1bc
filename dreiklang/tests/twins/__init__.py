"""Servers that lack on purpose what a proof is about, so that the proof can be seen to fail. Only tests serve them."""

from dreiklang.wsgi import application  # here, because it makes the models known that a twin imports

__all__ = ["application"]
