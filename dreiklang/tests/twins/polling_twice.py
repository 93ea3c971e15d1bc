"""The whole site, but who answers a poll is looked for without waiting, and gets a ballot of an id of its own."""

from dreiklang.debates.models import Ballot, Turnout
from dreiklang.debates.views import polls
from dreiklang.foundation.models import fresh_id
from dreiklang.tests.twins import application, linger

__all__ = ["application"]


def cast(poll, said, *, by):
    if not Turnout.objects.filter(poll=poll, person=by).exists():
        linger()
        Ballot.objects.create(pk=fresh_id(), poll=poll, said=said)
        Turnout.objects.bulk_create([Turnout(poll=poll, person=by)], ignore_conflicts=True)


polls.cast = cast
