"""What is wrong with the input, said to the person who gave it."""


class Unusable(ValueError):
    """Carries one German sentence; where a file is at fault, it names file and line. Nothing was computed."""
