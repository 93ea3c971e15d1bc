"""What the pages of the MittagsMeeting show, in the same number of queries however much there is."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.dialogue.models import Post
from dreiklang.exchange.models import LunchCare, LunchItem, LunchKnower, LunchMeeting, LunchSeries
from dreiklang.foundation.dates import clock
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.people.models import Release


def countdown(starts: datetime, ends: datetime, now: datetime) -> str:
    """When it is, as one says it: 'heute um 12:30 Uhr', 'in 20 Minuten', 'läuft noch 40 Minuten'."""
    if now >= ends:
        return _("ist vorbei")
    if now >= starts:
        left = -(-int((ends - now).total_seconds()) // 60)
        return ngettext("läuft noch %(n)s Minute", "läuft noch %(n)s Minuten", left) % {"n": left}
    minutes = -(-int((starts - now).total_seconds()) // 60)
    if minutes <= 60:
        return ngettext("in %(n)s Minute", "in %(n)s Minuten", minutes) % {"n": minutes}
    days = (timezone.localdate(starts) - timezone.localdate(now)).days
    if days == 0:
        return _("heute um %(time)s Uhr") % {"time": clock(starts)}
    if days == 1:
        return _("morgen um %(time)s Uhr") % {"time": clock(starts)}
    if days < 15:
        return ngettext("in %(n)s Tag", "in %(n)s Tagen", days) % {"n": days}
    return ngettext("in %(n)s Woche", "in %(n)s Wochen", days // 7) % {"n": days // 7}


@dataclass
class Line:
    """One day of the series in the coming weeks: a date, or why there is none."""

    on: date
    meeting: LunchMeeting | None = None
    reason: str = ""


def lines_of(series: LunchSeries, meetings: list[LunchMeeting]) -> list[Line]:
    """Its dates, and between them the days on which it does not take place."""
    today = timezone.localdate()
    lines = [
        Line(timezone.localdate(one.event.starts), one, one.event.cancelled_because if one.event.is_cancelled else "")
        for one in meetings
    ]
    there = {one.planned_on for one in meetings}
    days = [day for day in series.days(today, today + LunchSeries.AHEAD) if day not in there]
    lines += [Line(day, None, reason) for day in days if (reason := series.hindrance(day))]
    return sorted(lines, key=lambda line: line.on)


def items_now(meeting: LunchMeeting) -> list[LunchItem]:
    """What stands on the page where one chooses. The same for all, so it is asked once for all who look in the same
    two seconds: forty people look at every change. What was taken back elsewhere goes with the next two."""
    return _items(meeting.event_id, meeting.pulse, int(timezone.now().timestamp()) // 2)


@lru_cache(maxsize=4)
def _items(event, pulse: int, moment: int) -> list[LunchItem]:
    return LunchItem.objects.filter(meeting__event=event).to_show()


@dataclass
class Result:
    item: LunchItem
    cards: list[Release]  # of those who know more and said so
    hint_path: str = ""  # of the Hinweis in force
    has_draft: bool = False
    answer_path: str = ""
    care: str = ""  # of what was agreed on takes care: "hers", "somebody", or nobody


def results_of(meeting: LunchMeeting, person) -> list[Result]:
    """What came of its questions, as this person may read it."""
    items = [
        item for item in meeting.items.with_result().select_related("article", "answer").to_show()
    ]  # fmt: skip
    cards, cares = (_cards(items, person), _cares(items, person)) if items else ({}, {})
    return [_result(item, cards.get(item.pk, []), cares.get(item.pk, "")) for item in items]


def _cares(items: list[LunchItem], person) -> dict:
    """Whether she or somebody takes care of it. Who else it is leaves this function never."""
    agreed = [item.pk for item in items if item.is_agreed]
    rows = LunchCare.objects.filter(item__in=agreed).values_list("item", "person") if agreed else ()
    return {item: "hers" if whose == person.pk else "somebody" for item, whose in rows}


def _cards(items: list[LunchItem], person) -> dict:
    rows = list(LunchKnower.objects.filter(item__in=items).order_by("pk").values_list("item", "person"))
    found = Release.objects.visible_to(person).filter(person__in=[row[1] for row in rows]) if rows else ()
    cards = {card.person_id: card for card in (found.select_related("person") if rows else ())}
    said: dict = {}
    for item, whose in rows:
        if whose in cards:
            said.setdefault(item, []).append(cards[whose])
    return said


def _result(item: LunchItem, cards: list[Release], care: str) -> Result:
    result, article, answer = Result(item, cards, care=care), item.article, item.answer
    if article and article.readers in (MEMBERS, PUBLIC):
        if article.is_in_force:
            result.hint_path = article.path
        else:
            result.has_draft = article.state in (article.DRAFT, article.REVIEW)
    if answer and item.shown_thread and answer.state == Post.SHOWN:
        result.answer_path = answer.path
    return result
