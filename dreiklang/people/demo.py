"""The people of the demo: demo_people.toml beside this file. Everybody is invented; example.org receives no mail."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from dreiklang.people.actions import inviting
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import AccessRequest, FieldOfAction, Invitation, Level, Person, Release
from dreiklang.places.models import Municipality

PASSWORD = "dreiklang-demo"  # noqa: S105 – known to all on purpose; people.sign_in.Backend refuses it outside the demo
_FILE = Path(__file__).with_name("demo_people.toml")
_SIGN_INS = {
    "ada": "Programmteam", "ben": "Mitglied, Gemeinde", "cem": "Mitglied, Stadt", "dana": "Mitglied, Landkreis",
    "mirja": "Leitung von Sitzungen", "olga": "Betrieb",
}  # fmt: skip
NEWCOMER, ASKING = "nele.neumann@example.org", "ruth.rieger@example.org"


@transaction.atomic
def furnish(tell=print) -> None:
    """Bring who is missing: the cast, an open invitation, a request for access. Repeatable."""
    there = set(Person.objects.filter(is_demo=True).values_list("email", flat=True))
    rows = [row for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["person"] if row["email"] not in there]
    for row in rows:
        _move_in(row)
    _knock_at_the_door(Person.objects.get(email="ada@example.org"))
    tell(f"Personen der Demo neu: {len(rows)}")


def _move_in(row: dict) -> None:
    person = Person.objects.create_user(
        row["email"], PASSWORD if row["key"] in _SIGN_INS else None, name=row["name"], function=row["function"],
        is_team=row["is_team"], is_operator=row["is_operator"], is_demo=True,
    )  # fmt: skip
    person.fields_of_action.set(FieldOfAction.objects.filter(slug__in=row.get("fields", [])))
    if "municipality" in row:
        municipality = Municipality.objects.get(key=row["municipality"])
        tenure = take_office(person, municipality, title=row["function"], share=row.get("share"))
        # as if they had come one after the other over the years
        tenure.held_from -= timedelta(days=(len(row["name"]) * 97) % 1900)
        tenure.confirmed_on = tenure.held_from
        tenure.save(update_fields=["held_from", "confirmed_on"])
    if "released" in row:  # on the day she moves in: who withdraws in the demo stays withdrawn
        texts = {name: row[name] for name in ("offer", "seeks", "phone", "link", "allows_vcard") if name in row}
        shown = [*row["released"], *(name for name in texts if name in Release.LEVELS)]
        levels = {f"shows_{name}": Level.MEMBERS for name in shown}
        levels |= {f"shows_{name}": Level.PUBLIC for name in row.get("for_all", [])}
        release(person, **texts, **levels)


def _knock_at_the_door(ada: Person) -> None:
    is_known = Person.objects.filter(email=NEWCOMER).exists()
    if not is_known and not Invitation.objects.filter(email=NEWCOMER).open().exists():
        inviting.invite(NEWCOMER, "Nele Neumann", by=ada)
    if not AccessRequest.objects.filter(email=ASKING).exists():
        inviting.ask_for_access(
            "Ruth Rieger", ASKING, Municipality.objects.current().filter(district__land__is_fictional=True).first(),
            "Integrationsbeauftragte", "Ich habe die Stelle im letzten Monat übernommen.",
        )  # fmt: skip


def sign_ins() -> list[str]:
    """A line each: who one may be in the demo."""
    people = Person.objects.filter(email__in=[f"{key}@example.org" for key in _SIGN_INS])
    names = {person.email: person.name for person in people}
    width = max(len(email) for email in names)
    return [
        f"{email:<{width}}  {PASSWORD}  {role} ({names[email]})"
        for email, role in ((f"{key}@example.org", role) for key, role in _SIGN_INS.items())
        if email in names
    ]
