"""A thesis of the demo with its arguments, invented like the people who write them."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.actions.arguing import add
from dreiklang.debates.actions.convincing import convince, count
from dreiklang.debates.models import Thesis
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.text import to_html
from dreiklang.people.models import Person

_FILE = Path(__file__).with_name("demo_arguments.toml")


@transaction.atomic
def furnish() -> bool:
    """Whether it was missing. Repeatable."""
    if Thesis.objects.filter(is_demo=True).exists():
        return False
    said, pk = tomllib.loads(_FILE.read_text(encoding="utf-8")), fresh_id()
    people = {one.email: one for one in Person.objects.filter(is_demo=True, is_member=True).order_by("email")}
    thesis = Thesis.objects.create(
        pk=pk, title=said["title"], source=said["background"], html=to_html(said["background"]),
        last_day=timezone.localdate() + timedelta(days=said["days"]), key=secret.fresh_key(pk), is_demo=True,
        by=people["ada@example.org"],
    )  # fmt: skip
    arguments = []
    for row in said["argument"]:
        facts = {"is_pro": row["side"] == "pro", "headline": row["headline"], "source": row["text"].strip(),
                 "link_title": row.get("link_title", ""), "link": row.get("link", "")}  # fmt: skip
        by = people[row.get("by", "ada@example.org")]
        to = arguments[row["to"]] if "to" in row else None
        arguments.append(add(thesis, facts, by=by, is_named="by" in row, to=to))
    for argument, row in zip(arguments, said["argument"], strict=True):
        for person in [one for one in people.values() if one != argument.author][: row.get("convinces", 0)]:
            convince(argument, True, by=person)
    count(thesis)
    return True
