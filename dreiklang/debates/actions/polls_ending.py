"""A poll ends: it is counted once, the ballots and the key go, and everybody who took part hears of it."""

from secrets import SystemRandom

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.debates import tallies
from dreiklang.debates.actions.polls import lock
from dreiklang.debates.models import Ballot, Poll, Turnout
from dreiklang.debates.poll_results import said_of
from dreiklang.debates.rules import may_look_after_poll
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import holders, tokens_of_all
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


def finish_due() -> None:
    """The chore."""
    for poll in Poll.objects.filter(is_draft=False, ends__lte=timezone.now(), key__isnull=False):
        finish(poll)


@transaction.atomic
def finish(poll: Poll) -> Poll:
    """Nothing is left of the ballots but what is told: no key, no rows, no order. Harmless when called twice."""
    poll = lock(poll.pk)
    if poll.key is None or not poll.is_over:
        return poll
    ballots = Ballot.objects.filter(poll=poll)
    poll.result = result_of(poll, list(ballots.order_by("pk").values_list("said", flat=True)))
    ballots.delete()
    poll.key = None
    poll.save()
    _tell(_who_took_part(poll), poll, "letters/poll_result.txt")
    return poll


def result_of(poll: Poll, said: list) -> dict:
    options = poll.options.count()
    if poll.kind == Poll.DOTS:
        return tallies.dots(said, options, dots=poll.dots, most=poll.most)
    if poll.kind == Poll.RANKING:
        return tallies.ranking(said, options)
    words = {kind: [one["words"] for one in said if one["stance"] == kind and one["words"]]
             for kind in (tallies.OBJECTION, tallies.CONCERN)}  # fmt: skip
    for texts in words.values():
        SystemRandom().shuffle(texts)
    return tallies.consent([one["stance"] for one in said]) | {"words": words}


@transaction.atomic
def close(poll: Poll, *, by) -> Poll:
    """Before its time: from now on nobody answers, and the result stands there."""
    poll = lock(poll.pk)
    if not may_look_after_poll(by, poll) or poll.is_draft:
        raise Refusal(_("Eine Umfrage beendet, wer sie vorbereitet hat."))
    if poll.is_running:
        poll.ends = timezone.now()
        poll.save()
        record(by, "poll.closed", f"poll:{poll.pk}")
    return finish(poll)


@transaction.atomic
def conclude(poll: Poll, source: str, *, by) -> Poll:
    """Say what came of it. Everybody who took part hears it, the first time."""
    poll = lock(poll.pk)
    if not may_look_after_poll(by, poll) or poll.result is None:
        raise Refusal(_("Was daraus wurde, steht nach dem Ende fest."))
    is_first = poll.outcome_at is None
    poll.outcome_source, poll.outcome_html = source, to_html(source)
    poll.outcome_at = poll.outcome_at or timezone.now()
    poll.save()
    record(by, "poll.concluded", f"poll:{poll.pk}")
    if is_first:
        _tell(_who_took_part(poll), poll, "letters/poll_outcome.txt")
    return poll


@transaction.atomic
def remind(poll: Poll, *, by) -> None:
    """Those of a group who have not answered, once, while there is time. Who they are nobody is told."""
    poll = lock(poll.pk)
    if not may_look_after_poll(by, poll) or not poll.is_running or not poll.is_of_a_group:
        raise Refusal(_("Erinnert wird nur, wer zu einer Gruppe gehört, und nur solange die Umfrage läuft."))
    if poll.reminded_at:
        return
    poll.reminded_at = timezone.now()
    poll.save(update_fields=["reminded_at"])
    took_part = Turnout.objects.filter(poll=poll).values("person")
    _tell(holders(poll.readers).filter(is_member=True).exclude(pk__in=took_part), poll, "letters/poll_reminder.txt")


@transaction.atomic
def take_out(poll: Poll, kind: str, number: int, *, by) -> None:
    """Words that harm somebody leave the result. That they are gone is said there."""
    poll = lock(poll.pk)
    words = ((poll.result or {}).get("words") or {}).get(kind, [])
    if not may_look_after_poll(by, poll) or not 0 <= number < len(words):
        raise Refusal(_("Diese Worte stehen nicht mehr da."))
    if words[number]:
        words[number] = ""
        poll.save()
        record(by, "poll.words_taken_out", f"poll:{poll.pk}")


def _who_took_part(poll: Poll) -> list[Person]:
    """Of them whoever may read it still."""
    people = list(Person.objects.able().filter(pk__in=Turnout.objects.filter(poll=poll).values("person")))
    tokens = tokens_of_all(people)
    return [person for person in people if poll.readers in tokens[person.pk]]


def _tell(people, poll: Poll, letter: str) -> None:
    options = list(poll.options.all())

    def headline() -> str:
        """In the language of the letter."""
        return said_of(poll, options).headline

    for person in sorted(people, key=lambda person: person.pk):
        write(
            person.email, letter,
            {"person": person, "poll": poll, "address": f"{settings.SITE_URL}{poll.path}", "headline": headline},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip
