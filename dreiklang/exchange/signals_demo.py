"""Signals of the demo: one was answered, one waits for the ministry, one for a second person of the team."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from dreiklang.dialogue.models import Thread, Trace
from dreiklang.exchange import signals_searchable
from dreiklang.exchange.models import Signal, SignalSupport, SignalThread
from dreiklang.foundation.text import to_html
from dreiklang.people.models import Person
from dreiklang.places.models import Association

_FILE = Path(__file__).with_name("demo_signals.toml")


def furnish(tell=print) -> None:
    """Bring those that are missing. Repeatable."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["signal"]
    new = [row for row in rows if not Signal.objects.filter(title=row["title"]).exists()]
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_demo=True)}
    for row in new:
        _bring(row, people)
    tell(f"Signale der Demo neu: {len(new)}")


def _bring(row: dict, people: dict) -> None:
    signal = Signal.objects.create(
        title=row["title"], source=row["source"], html=to_html(row["source"], top=3), is_public=row["is_public"],
        association=Association.objects.filter(pk=row.get("association")).first(),
        bundled=row["at_least"], at_least=row["at_least"], released_on=_ago(row.get("released")),
        taken_up_on=_ago(row.get("taken_up")), answered_on=_ago(row.get("answered")),
        answered_as=row.get("answered_as", ""),
        answer_source=row.get("answer", ""), answer_html=to_html(row.get("answer", ""), top=3),
        state=Signal.ANSWERED if row.get("answered") else Signal.RELEASED if row.get("released") else Signal.PROPOSED,
    )  # fmt: skip
    signals_searchable.keep(signal)
    if signal.state == Signal.RELEASED:
        SignalSupport.objects.create(signal=signal, mark=signal.mark_of(people["cem"].pk))
    if signal.state == Signal.ANSWERED:
        for thread in Thread.objects.filter(title__icontains="Sprachmittlung", room__readers="members")[:2]:
            SignalThread.objects.create(signal=signal, thread=thread)
            Trace.objects.create(thread=thread, direction=Trace.TO, path=signal.path, label=f"Signal: {signal.title}")


def _ago(days: int | None):
    return None if days is None else timezone.localdate() - timedelta(days=days)
