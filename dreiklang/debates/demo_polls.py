"""Three polls of the demo: dots that run, a ranking and a consent round that are over, answered by drawn lots."""

import tomllib
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.actions.polls_answering import cast
from dreiklang.debates.actions.polls_ending import result_of
from dreiklang.debates.models import Ballot, Poll, PollOption
from dreiklang.debates.tallies import AGREE, CONCERN, OBJECTION
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_html
from dreiklang.people.models import Person

_FILE = Path(__file__).with_name("demo_polls.toml")


def furnish(tell=print) -> None:
    """Bring the polls that are missing. Repeatable."""
    there = set(Poll.objects.filter(is_demo=True).values_list("question", flat=True))
    rows = [row for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["poll"] if row["question"] not in there]
    for row in rows:
        _hold(row)
    tell(f"Umfragen der Demo neu: {len(rows)}")


@transaction.atomic
def _hold(row: dict) -> None:
    """It is answered while it runs; one that is over ends afterwards, and nobody gets a letter."""
    now, pk = timezone.now(), fresh_id()
    outcome = row.get("outcome", "")
    poll = Poll.objects.create(
        pk=pk, kind=row["kind"], question=row["question"], source=row["background"], html=to_html(row["background"]),
        by=Person.objects.filter(is_demo=True, email="ada@example.org").first(), is_draft=False, is_demo=True,
        ends=now + timedelta(days=1), dots=row.get("dots", 5), most=row.get("most", 3), key=secret.fresh_key(pk),
        outcome_source=outcome, outcome_html=to_html(outcome), outcome_at=now - timedelta(days=2) if outcome else None,
    )  # fmt: skip
    for number, text in enumerate(row.get("options", ())):
        PollOption.objects.create(poll=poll, number=number, text=text)
    people = Person.objects.filter(is_demo=True, is_member=True).exclude(email__in=row.get("without", []))
    for number, person in enumerate(people.order_by("email")):
        cast(poll, _answer(row, number, person.email), by=person)
    poll.ends = now + timedelta(days=row["ends_in_days"])
    if poll.is_over:
        ballots = Ballot.objects.filter(poll=poll)
        poll.result, poll.key = result_of(poll, list(ballots.values_list("said", flat=True))), None
        ballots.delete()
    poll.save()


def _answer(row: dict, number: int, email: str):
    if row["kind"] == Poll.CONSENT:
        written = [(OBJECTION, text) for text in row["objections"]] + [(CONCERN, text) for text in row["concerns"]]
        stance, words = written[number] if number < len(written) else (AGREE, "")
        return {"stance": stance, "words": words}
    leans = [lean + _lot(email, text) % 4 for lean, text in zip(row["leans"], row["options"], strict=True)]
    best_first = sorted(range(len(leans)), key=lambda at: (-leans[at], at))
    if row["kind"] == Poll.RANKING:
        return best_first
    said = [0] * len(leans)
    said[best_first[0]], said[best_first[1]] = row["most"], row["dots"] - row["most"]
    return said


def _lot(*words: str) -> int:
    return int.from_bytes(sha256("\n".join(words).encode()).digest()[:6])
