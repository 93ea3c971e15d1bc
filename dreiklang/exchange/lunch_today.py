"""The MittagsMeeting on Heute, on its day."""

from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.exchange.lunch_showing import countdown
from dreiklang.exchange.models import LunchMeeting
from dreiklang.foundation.together import is_missing
from dreiklang.people.rules import is_member


def today():
    return LunchMeeting.objects.to_come().taking_place().filter(event__starts__lte=_end_of(timezone.now()))


def cards(person) -> list[dict]:
    if not is_member(person) or is_missing("lunch"):
        return []
    now = timezone.now()
    return [
        {
            "title": _("Heute: MittagsMeeting"), "template": "exchange/_lunch_today.html", "event": one.event,
            "until": countdown(one.event.starts, one.event.ends, now), "is_hers": True,
        }
        for one in today().select_related("event")[:1]
    ]  # fmt: skip


def _end_of(now):
    return timezone.localtime(now).replace(hour=23, minute=59, second=59)
