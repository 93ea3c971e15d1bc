"""A link in the invitation to a date, by which somebody says that she comes without signing in."""

from django.conf import settings

from dreiklang.exchange.models import Meeting
from dreiklang.foundation.models import as_id
from dreiklang.foundation.secret_links import seal, unseal
from dreiklang.groups.models import Membership
from dreiklang.people.models import Person

_PURPOSE = "reply to a date"


def reply_link(meeting: Meeting, person) -> str:
    return f"{settings.SITE_URL}/austausch/zusage/{seal(f'{meeting.pk}.{person.pk}', _PURPOSE)}/"


def replied_by(token: str) -> tuple[Meeting, Person] | None:
    """None for a link that is forged, and for somebody who no longer belongs to the group."""
    number, _dot, who = (unseal(token, _PURPOSE) or "").partition(".")
    if not number.isdecimal():
        return None
    meeting = Meeting.objects.select_related("event", "group").filter(pk=number).first()
    belonging = meeting and Membership.objects.standing().filter(group=meeting.group_id, person=as_id(who))
    person = Person.objects.able().filter(pk__in=belonging.values("person")).first() if meeting else None
    return (meeting, person) if person else None
