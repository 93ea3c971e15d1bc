"""Whoever decides hears that something waits: once a working day at most, whatever it is, and without any text."""

from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from dreiklang.dialogue.models import Moderator
from dreiklang.dialogue.moderated import requests_for, waiting_for
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import next_working_moment
from dreiklang.moderation.rules import cases_to_decide
from dreiklang.people.models import Person


def remind_moderators() -> int:
    """A chore: make it true that everybody who has something to decide was told today. Returns how many letters."""
    today = timezone.localdate(next_working_moment(timezone.now()))
    keepers = Person.objects.able().filter(pk__in=Moderator.objects.values("person")) | Person.objects.team()
    written = 0
    for person in keepers.distinct():
        number = uuid5(person.pk, f"moderation waits {today}")
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            if not Letter.objects.filter(pk=number).exists() and _something_waits_for(person):
                write(
                    person.email, "letters/moderation_waits.txt", {"person": person}, recipient=person.pk,
                    language=person.language, quietly=True, public_id=number,
                )  # fmt: skip
                written += 1
    return written


def _something_waits_for(person) -> bool:
    others = [request for request, _voice in requests_for(person) if request.first != person.pk]
    return cases_to_decide(person).exists() or waiting_for(person).exists() or bool(others)
