"""A static site of all that every visitor reads, for the day on which nobody runs this house any more."""

from dreiklang.front.archive.writing import write_archive

__all__ = ["write_archive"]
