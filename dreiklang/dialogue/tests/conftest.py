"""What every story of the dialogue takes for granted, unless it is about just that."""

import pytest
from django.db.models.signals import post_save

ABOUT_AGREEING = {"test_house_rules"}
ABOUT_WHO_IS_ASKED = {"test_routing", "test_escalation", "test_asked", "test_steps", "test_writing"}


@pytest.fixture(autouse=True)
def _everybody_agreed(request):
    """To the house rules, as soon as she has an account."""
    if request.module.__name__.rpartition(".")[2] in ABOUT_AGREEING:
        yield
        return

    from dreiklang.dialogue.house_rules import house_rules  # not before the settings are there
    from dreiklang.dialogue.models import Agreement
    from dreiklang.people.models import Person

    def agree(instance, created, raw=False, **_rest):
        if created and not raw:
            Agreement.objects.create(person=instance, version=house_rules().version)

    post_save.connect(agree, sender=Person, weak=False)
    yield
    post_save.disconnect(agree, sender=Person)


@pytest.fixture(autouse=True)
def _nobody_is_asked(request, monkeypatch):
    """Letters of a test are those that it is about."""
    if request.module.__name__.rpartition(".")[2] not in ABOUT_WHO_IS_ASKED:
        monkeypatch.setattr("dreiklang.dialogue.actions.writing.route", lambda _thread: None)
