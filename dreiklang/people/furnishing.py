import tomllib
from pathlib import Path

from django.db import transaction

from dreiklang.people.models import FieldOfAction

_FILE = Path(__file__).with_name("fields_of_action.toml")


@transaction.atomic
def bring_fields_of_action() -> int:
    """Make the taxonomy say what fields_of_action.toml says. Repeatable; returns terms."""
    terms = [FieldOfAction(**term) for term in tomllib.loads(_FILE.read_text(encoding="utf-8"))["field"]]
    FieldOfAction.objects.bulk_create(
        terms, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "facet", "order"]
    )
    return len(terms)
