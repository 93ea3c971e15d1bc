"""What the team reads about all applications of one call, in the same number of queries however many there are."""

from collections import Counter
from typing import NamedTuple

from dreiklang.foundation.text import fold
from dreiklang.seats.actions.reserving import fitting
from dreiklang.seats.models import Quota, Registration, Seats
from dreiklang.seats.models.applying import Profile, profiles

CHOSEN = (Registration.OFFERED, Registration.CONFIRMED)


class Row(NamedTuple):
    registration: Registration
    profile: Profile
    quotas: list[Quota]
    answers: list
    rank: int | None  # on the waiting list

    @property
    def is_chosen(self) -> bool:
        return self.registration.state in CHOSEN and self.registration.is_active

    @property
    def is_open(self) -> bool:
        """Whether the panel may decide: not yet decided, or waiting."""
        return self.registration.state in {Registration.APPLIED, Registration.WAITING}


class Overview:
    def __init__(self, seats: Seats):
        self.seats, self.quotas = seats, list(seats.quotas.all())
        self.questions = list(seats.questions.all())
        everyone = list(
            seats.registrations.exclude(number="").select_related("person").prefetch_related("answers__question")
            .order_by("line")
        )  # fmt: skip
        profile_of = profiles(everyone)
        fits = fitting(self.quotas, everyone, profile_of)
        waiting = sorted(
            (one for one in everyone if one.state == Registration.WAITING), key=lambda one: (one.ranking, one.line)
        )
        rank = {one.pk: number for number, one in enumerate(waiting, start=1)}
        self.rows = [
            Row(one, profile_of[one.pk], fits[one.pk], list(one.answers.all()), rank.get(one.pk)) for one in everyone
        ]

    def filtered(self, *, state="", quota="", text="") -> list[Row]:
        """`text` is folded and looked for in name, number and municipality."""
        return [
            row for row in self.rows
            if (not state or row.registration.state == state)
            and (not quota or quota in {str(one.pk) for one in row.quotas})
            and (not text or text in fold(f"{row.registration.name} {row.registration.number} {_place(row)}"))
        ]  # fmt: skip

    @property
    def chosen(self) -> list[Row]:
        return [row for row in self.rows if row.is_chosen]

    @property
    def undecided(self) -> int:
        return sum(row.registration.state == Registration.APPLIED for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.rank is not None for row in self.rows)

    def by_quota(self) -> list[tuple[Quota, int, int]]:
        """(quota, chosen who fit it, all applicants who fit it)"""
        return [
            (quota, sum(quota in row.quotas for row in self.chosen), sum(quota in row.quotas for row in self.rows))
            for quota in self.quotas
        ]

    def by_association(self) -> list[tuple[str, int, int]]:
        """(association, chosen, all applicants of it), the largest first; the empty name is none."""
        chosen = Counter(_association(row) for row in self.chosen)
        everyone = Counter(_association(row) for row in self.rows)
        return [(name, chosen[name], number) for name, number in everyone.most_common()]


def _association(row: Row) -> str:
    return row.profile.association.short if row.profile.association else ""


def _place(row: Row) -> str:
    return row.profile.municipality.label if row.profile.municipality else ""
