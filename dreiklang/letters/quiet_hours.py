from datetime import datetime, time, timedelta
from functools import cache

import holidays
from django.conf import settings
from django.utils import timezone


def next_working_moment(now: datetime) -> datetime:
    """`now` if it lies in the working hours of a working day of the Land, else the next such moment's beginning."""
    local = timezone.localtime(now)
    start, end = settings.WORKING_HOURS
    if is_working_day(local.date()) and start <= local.hour < end:
        return now
    day = local.date() if local.hour < start else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(start)))


def working_days_after(moment: datetime, days: int) -> datetime:
    """The same time of day so many working days later. What falls outside the working hours counts from where they
    begin again: asked on Saturday, one working day is over on Tuesday at seven."""
    local = timezone.localtime(next_working_moment(moment))
    day = local.date()
    for _each in range(days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, local.time()))


def is_working_day(day) -> bool:
    """Monday to Friday without the holidays of the Land, and without 24 and 31 December, on which town halls are closed
    (§ 6 Abs. 3 TVöD)."""
    is_eve = day.month == 12 and day.day in {24, 31}
    return day.weekday() < 5 and not is_eve and day not in _holidays(settings.LAND)


def holiday_on(day) -> str:
    """Its German name, as it is a holiday in the Land; empty on any other day."""
    return _holidays(settings.LAND).get(day) or ""


@cache
def _holidays(land: str):
    return holidays.country_holidays("DE", subdiv=land, language="de")
