"""Whether a seat is there for somebody, where some are reserved for certain kinds of applicants."""

from dreiklang.seats.models import Answer, Question, Quota, Registration, Seats
from dreiklang.seats.models.applying import YES, Profile, profiles


def fitting(quotas: list[Quota], registrations, profile_of: dict[object, Profile] | None = None) -> dict:
    """{registration id: the quotas that she fits, in their order}; two queries whatever the length of the lists."""
    if not quotas:
        return {registration.pk: [] for registration in registrations}
    profile_of = profiles(registrations) if profile_of is None else profile_of
    yes = _yes(quotas, registrations)
    return {
        registration.pk: [q for q in quotas if q.fits(profile_of[registration.pk], yes.get(registration.pk, set()))]
        for registration in registrations
    }


def _yes(quotas, registrations) -> dict:
    asked = {quota.question_id for quota in quotas if quota.criterion == Quota.ANSWER}
    found = {}
    rows = Answer.objects.filter(question__in=asked, registration__in=[one.pk for one in registrations], text=YES)
    for registration, question in rows.filter(question__kind=Question.YES_NO).values_list(
        "registration_id", "question_id"
    ):
        found.setdefault(registration, set()).add(question)
    return found


class Room:
    """The free seats of one thing at this moment, for some who want one. Ask `takes` for one after the other.

    Who has a seat and fits several quotas counts for the one that leaves most room for others: where a newcomer finds
    her quota full, somebody in it who also fits another one moves over.
    """

    def __init__(self, seats: Seats, candidates, quotas: list[Quota] | None = None):
        self.quotas = list(seats.quotas.live()) if quotas is None else quotas
        seated = list(seats.registrations.holding_a_seat())
        self.free = seats.capacity - len(seated)
        self._held = {quota.pk: [] for quota in self.quotas}
        self._fits = fitting(self.quotas, [*seated, *candidates])
        for registration in seated:
            self._goes_into_a_quota(registration.pk, set())

    @property
    def reserved(self) -> int:
        """Reserved seats that nobody has yet who fits them."""
        return sum(max(0, quota.places - len(self._held[quota.pk])) for quota in self.quotas)

    def takes(self, registration: Registration) -> bool:
        """Give her a seat, a reserved one if she fits, if there is one for her."""
        return self.takes_reserved(registration) or self._takes_open(registration)

    def takes_reserved(self, registration: Registration) -> bool:
        if self.free > 0 and self._goes_into_a_quota(registration.pk, set()):
            self.free -= 1
            return True
        return False

    def _takes_open(self, registration: Registration) -> bool:
        if self.free > self.reserved:
            self.free -= 1
            return True
        return False

    def fits_of(self, registration: Registration) -> list[Quota]:
        return self._fits[registration.pk]

    def _goes_into_a_quota(self, pk, tried: set) -> bool:
        for quota in self._fits[pk]:
            if quota.pk in tried:
                continue
            tried.add(quota.pk)
            inside = self._held[quota.pk]
            if len(inside) < quota.places:
                inside.append(pk)
                return True
            for other in inside:
                if self._goes_into_a_quota(other, tried):
                    inside[inside.index(other)] = pk
                    return True
        return False
