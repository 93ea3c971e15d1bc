from django.db import transaction

from dreiklang.exchange.models import WelcomeDone
from dreiklang.people.models import Person


@transaction.atomic
def put_away(person: Person) -> None:
    """She wants to see the first steps no longer."""
    WelcomeDone.objects.get_or_create(person=person)
