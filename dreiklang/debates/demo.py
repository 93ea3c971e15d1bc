"""Two debates of the demo, invented like the people who answer them: one that runs, and one that is over; a hall."""

import tomllib
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dreiklang.debates import demo_arguments, demo_halls, demo_polls, searchable, secret
from dreiklang.debates.actions.voting import vote
from dreiklang.debates.forms.debates import RULES
from dreiklang.debates.models import Debate, Statement
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_html
from dreiklang.people.models import Person

_FILE = Path(__file__).with_name("demo_debates.toml")


def furnish(tell=print) -> None:
    """Bring the debates that are missing. Repeatable."""
    there = set(Debate.objects.filter(is_demo=True).values_list("slug", flat=True))
    rows = [row for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["debate"] if row["slug"] not in there]
    for row in rows:
        _hold(row)
    tell(f"Debatten der Demo neu: {len(rows)}")
    demo_halls.furnish(tell)
    if demo_arguments.furnish():
        tell("Für und Wider der Demo: eine These")
    demo_polls.furnish(tell)


@transaction.atomic
def _hold(row: dict) -> None:
    """It is answered while it runs; one that is over ends afterwards."""
    now, pk = timezone.now(), fresh_id()
    ada = Person.objects.filter(is_demo=True, email="ada@example.org").first()
    debate = Debate.objects.create(
        pk=pk, slug=row["slug"], title=row["title"], source=row["background"], html=to_html(row["background"]),
        rules_source=str(RULES), rules_html=to_html(str(RULES)), readers=row["readers"], by=ada, is_draft=False,
        votes_from=now - timedelta(days=row["began_days_ago"]), ends=now + timedelta(days=1), is_demo=True,
        key=secret.fresh_key(pk),
    )  # fmt: skip
    statements = [
        Statement.objects.create(debate=debate, number=number, text=text, state=Statement.ACCEPTED, is_seed=True)
        for number, text in enumerate(row["statements"])
    ]
    people = Person.objects.filter(is_demo=True, is_member=True).exclude(email__in=row.get("without", []))
    for person in people.order_by("email"):
        camp = row["camps"][_lot(person.email, "camp") % len(row["camps"])]
        for statement, leaning in zip(statements, camp, strict=True):
            if _lot(person.email, statement.text) % 10 < 8:
                vote(debate, statement, _answer(leaning, _lot(statement.text, person.email) % 100), by=person)
    debate.ends = now + timedelta(days=row["ends_in_days"])
    debate.save()
    searchable.keep(debate)


def _lot(*words: str) -> int:
    return int.from_bytes(sha256("\n".join(words).encode()).digest()[:6])


def _answer(leaning: str, chance: int) -> int:
    """ "+" mostly agrees, "-" mostly does not, "o" is undecided."""
    agrees = {"+": 85, "o": 40, "-": 10}[leaning]
    return 1 if chance < agrees else 0 if chance < agrees + (30 if leaning == "o" else 7) else -1
