"""How many cards, and lists of them, one account is shown in a day. Whoever copies the network page by page does not
get far, and the team hears whose account it is. Whose cards they were nobody can read: so that the same card counts
once, the day keeps a mark of reader and card, which leads to nobody without the house's key and the salt of the day."""

import hmac
import secrets
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dreiklang.letters.actions.writing import write
from dreiklang.people.models import DayCard, DayCount, DaySalt, Person, Release

CARDS, LISTS = "cards", "lists"


@transaction.atomic(savepoint=False)
def spend(person: Person, what: str, card: Release | None = None) -> bool:
    """Count one of CARDS or LISTS, and say whether it is still within what a day allows. The same card counts once,
    whatever of it she opens."""
    today = timezone.localdate()
    salt, _is_new = DaySalt.objects.get_or_create(day=today, defaults={"value": secrets.token_hex(32)})
    seen = _mark_of(person, card, salt) if card else ""
    if seen and not _is_first(seen, today):
        return True
    mark = hmac.new(salt.value.encode(), person.pk.bytes, "sha256").hexdigest()
    spent = _counted(mark, today, what)
    most = {CARDS: settings.MOST_CARDS, LISTS: settings.MOST_LISTS}[what]
    if spent > most and seen:
        DayCard.objects.filter(mark=seen).delete()  # she did not see it
    if spent == most + 1:
        _tell_the_team(person, what)
    return spent <= most


def _mark_of(person: Person, card: Release, salt: DaySalt) -> str:
    pair = person.pk.bytes + card.pk.bytes
    return hmac.new(settings.SEAL_KEY + salt.value.encode(), pair, "sha256").hexdigest()


def _is_first(mark: str, today: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_daycard (mark, day) VALUES (%s, %s) ON CONFLICT (mark) DO NOTHING", [mark, today]
        )
        return cursor.rowcount == 1


def _counted(mark: str, today: date, what: str) -> int:
    """One more, in one statement: of two at the same moment, each has a number of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO people_daycount (mark, day, cards, lists) VALUES (%s, %s, %s, %s)
            ON CONFLICT (mark) DO UPDATE SET {what} = people_daycount.{what} + 1 RETURNING {what}
            """,  # noqa: S608 – one of two words of ours
            [mark, today, int(what == CARDS), int(what == LISTS)],
        )
        return cursor.fetchone()[0]


def _tell_the_team(person: Person, what: str) -> None:
    """Once for each account, kind and day: the one who counts past the end."""
    for member in Person.objects.team():
        write(
            member.email, "letters/reads_too_much.txt",
            {"account": person, "is_of_cards": what == CARDS, "most_cards": settings.MOST_CARDS,
             "most_lists": settings.MOST_LISTS},
            recipient=member.pk, language=member.language,
        )  # fmt: skip


def forget_past_days() -> int:
    """The chore: at midnight the salt goes, and with it whose counter was whose."""
    today = timezone.localdate()
    gone, _by_model = DaySalt.objects.filter(day__lt=today).delete()
    return gone + sum(model.objects.filter(day__lt=today).delete()[0] for model in (DayCount, DayCard))
