"""The doors of debates."""

DOORS = []


def furnish(house) -> dict[str, dict]:
    return {}
