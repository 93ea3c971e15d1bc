import pytest

from dreiklang.letters.models import Letter
from dreiklang.library.actions.informing import tell
from dreiklang.library.tests.makers import a_draft
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = pytest.mark.django_db


def test_one_letter_goes_to_each_who_can_sign_in_and_none_to_whoever_did_it(settings):
    settings.DEMO = False
    author, other, team = ben(), cem(), ada()
    gone, invented = a_person("Gerd Gegangen", is_active=False), a_person("Demo Person", is_demo=True)
    tell([author, other, gone, invented, team], "named_as_author", a_draft(author), by=team)
    assert sorted(Letter.objects.values_list("to", flat=True)) == [author.email, other.email]
