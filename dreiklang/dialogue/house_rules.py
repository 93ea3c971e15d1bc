"""The house rules, house_rules.toml beside this file: what one agrees to once, in the version that holds now."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dreiklang.dialogue.models import Agreement
from dreiklang.foundation.text import to_html


class HouseRules(NamedTuple):
    version: int
    since: date
    html: str


@cache
def house_rules() -> HouseRules:
    read = tomllib.loads(Path(__file__).with_name("house_rules.toml").read_text(encoding="utf-8"))
    return HouseRules(read["version"], read["since"], to_html(read["text"].strip()))


def has_agreed(person) -> bool:
    """To the version that holds now."""
    if not person.is_authenticated:
        return False
    return Agreement.objects.filter(person=person, version__gte=house_rules().version).exists()
