from enum import StrEnum


class Outcome(StrEnum):
    """What became of a mail that came in."""

    POSTED = "posted"
    REFUSED = "refused"  # its sender, who may know, is told why by letter
    IGNORED = "ignored"  # not for us, from a stranger, or written by a machine: nobody is told anything
