from datetime import timedelta

from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.actions.polls_answering import cast
from dreiklang.debates.actions.polls_ending import finish
from dreiklang.debates.models import Poll, PollOption
from dreiklang.foundation.models import fresh_id
from dreiklang.people.tests.makers import a_person

TEXTS = ("Mehr Zeit", "Mehr Geld", "Mehr Austausch")


def a_poll(kind=Poll.DOTS, question="Was hilft?", texts=TEXTS, *, by=None, days=7, **facts) -> Poll:
    """A published one that ends in so many days."""
    pk, ends = fresh_id(), timezone.now() + timedelta(days=days)
    facts = {"is_draft": False, "key": secret.fresh_key(pk)} | facts
    poll = Poll.objects.create(pk=pk, kind=kind, question=question, by=by, ends=ends, **facts)
    for number, text in enumerate(texts if kind != Poll.CONSENT else ()):
        PollOption.objects.create(poll=poll, number=number, text=text)
    return poll


def a_consent(*stances, **facts) -> Poll:
    """With these answers of as many members."""
    poll = a_poll(Poll.CONSENT, "Wir treffen uns montags.", **facts)
    for stance, words in stances:
        cast(poll, {"stance": stance, "words": words}, by=a_person(is_member=True))
    return poll


def polls_with(person, number: int) -> None:
    """She asks, and answers in each way; and in a poll that is over, of which nobody can say any more what she did."""
    said = {Poll.CONSENT: {"stance": "concern", "words": f"Umfragebedenken{number}"}, Poll.DOTS: [1, 0, number],
            Poll.RANKING: [number, 0, 3 - number]}  # fmt: skip
    for kind, answer in said.items():
        texts = [f"{text} {number}" for text in TEXTS]
        cast(a_poll(kind, f"Umfrage{number} {kind}", texts, by=person, days=30), answer, by=person)
    over = a_poll(question=f"Umfrage{number} vorbei", by=person)
    cast(over, [0, 1, 0], by=person)
    Poll.objects.filter(pk=over.pk).update(ends=timezone.now())
    finish(over)
