from django.db import transaction

from dreiklang.dialogue.models import Agreement


@transaction.atomic
def agree(person, version: int) -> None:
    """She agrees to this version of the house rules. Never back to an older one."""
    made = Agreement.objects.get_or_create(person=person, defaults={"version": version})[0]
    if made.version < version:
        made.version = version
        made.save(update_fields=["version"])
