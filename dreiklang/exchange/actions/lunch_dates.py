"""The dates of the series are made true ahead, moved or called off singly; whoever follows hears of what changes."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.events.actions import publishing
from dreiklang.events.models import Event
from dreiklang.exchange.models import LunchFollow, LunchMeeting, LunchPause, LunchSeries
from dreiklang.exchange.models.lunch import HOME
from dreiklang.exchange.rules import may_keep_lunch
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.readers import MEMBERS, holders
from dreiklang.letters.actions.writing import write

STOP = "lunch letters"  # purpose of the link that ends them


@transaction.atomic
def arrange(facts: dict, *, by, seen: str = "") -> LunchSeries:
    """The team says rhythm, time and link: the first time, or anew. Dates follow; whoever follows hears it once."""
    _require_keeper(by)
    there = LunchSeries.objects.select_for_update().order_by("pk").first()
    if there and seen and there.changed_at.isoformat() != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes die Reihe geändert. Ihre Angaben stehen noch im Formular; bitte "
              "vergleichen Sie sie mit der Seite, bevor Sie erneut speichern.")
        )  # fmt: skip
    series = there or LunchSeries()
    before = {name: getattr(series, name) for name in facts}
    if there and before == facts:
        return series
    for name, value in facts.items():
        setattr(series, name, value)
    series.save()
    record(by, "lunch.arranged", f"lunch:{series.pk}")
    gone = fill(series)
    if there:
        _follow_suit(series)
        if gone or any(before[name] != facts[name] for name in ("begins", "ends")):
            _tell("rhythm", series=series)
    return series


def _require_keeper(by) -> None:
    if not may_keep_lunch(by):
        raise Refusal(_("Das richtet das Programmteam ein."))


def fill_all() -> None:
    """The chore."""
    if series := LunchSeries.standing():
        fill(series)


@transaction.atomic
def fill(series: LunchSeries) -> list[LunchMeeting]:
    """Every day of the next weeks on which it is due has its date; one on which it is no longer due is called off, but
    for those that the team moved. Idempotent. Returns what was called off."""
    series = LunchSeries.objects.select_for_update().get(pk=series.pk)
    today = timezone.localdate()
    due = {day for day in series.days(today, today + LunchSeries.AHEAD) if not series.hindrance(day)}
    there = {one.planned_on: one for one in series.meetings.select_related("event").filter(planned_on__gte=today)}
    for day in sorted(due - there.keys()):
        if _moment(day, series.ends) > timezone.now():
            make_date(series, day)
    gone = [
        one for day, one in there.items()
        if not one.is_moved and not one.event.is_cancelled and not one.event.is_over
        and (not series.is_due(day) or series.hindrance(day))
    ]  # fmt: skip
    for one in gone:
        with override(settings.LANGUAGE_CODE):
            reason = series.hindrance(one.planned_on) or _("Das MittagsMeeting hat einen anderen Rhythmus.")
            publishing.call_off(one.event, reason=reason, by=None)
    return gone


def _moment(day: date, clock) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


@override(settings.LANGUAGE_CODE)  # an event speaks the language of the house
def make_date(series: LunchSeries, day: date) -> LunchMeeting:
    event = Event(
        pk=fresh_id(), slug=f"mittagsmeeting-{day.isoformat()}", kind=Event.LUNCH, state=Event.PUBLISHED,
        readers=MEMBERS, starts=_moment(day, series.begins), ends=_moment(day, series.ends),
    )  # fmt: skip
    _describe(event, series, day)
    publishing.save(event, speakers=[], seats=None, by=None)
    return LunchMeeting.objects.create(series=series, event=event, planned_on=day)


def _describe(event: Event, series: LunchSeries, day: date) -> None:
    event.title, event.link, event.access = series.title, series.link, series.access
    event.summary = _(
        "Eine Stunde online, ohne Tagesordnung: Die Anwesenden wählen gemeinsam, welche Fragen sie lösen."
    )
    event.source = _("Sie brauchen sich nicht anzumelden. [Fragen mitbringen, wählen und nachlesen](%(path)s)") % {
        "path": f"{HOME}{day.isoformat()}/"
    }


@override(settings.LANGUAGE_CODE)
def _follow_suit(series: LunchSeries) -> None:
    """Time, title and link of what is to come; of a date that was moved singly not the time."""
    for one in series.meetings.to_come().taking_place().select_related("event"):
        event = one.event
        _describe(event, series, one.planned_on)
        if not one.is_moved:
            event.starts, event.ends = (_moment(one.planned_on, clock) for clock in (series.begins, series.ends))
        publishing.save(event, speakers=[], seats=None, by=None)


@transaction.atomic
def pause(series: LunchSeries, first: date, last: date, reason: str, *, by) -> LunchPause:
    _require_keeper(by)
    made, is_new = LunchPause.objects.get_or_create(series=series, first=first, last=last, defaults={"reason": reason})
    if is_new:
        record(by, "lunch.paused", f"lunch:{series.pk}", reason=reason)
        if gone := fill(series):
            _tell("off", days=[one.event.starts for one in gone], reason=reason)
    return made


@transaction.atomic
def end_pause(made: LunchPause, *, by) -> None:
    """Dates that were called off for it stay called off; the team lets each take place after all."""
    _require_keeper(by)
    made.delete()
    record(by, "lunch.pause_ended", f"lunch:{made.series_id}")
    fill(made.series)


@transaction.atomic
def call_off(meeting: LunchMeeting, reason: str, *, by) -> LunchMeeting:
    meeting = _locked(meeting, by)
    if not meeting.event.is_cancelled:
        meeting.event = publishing.call_off(meeting.event, reason=reason, by=by)
        _tell("off", days=[meeting.event.starts], reason=reason.strip())
    return meeting


@transaction.atomic
def move(meeting: LunchMeeting, starts: datetime, ends: datetime, *, by) -> LunchMeeting:
    """To another day or hour; also one that was called off takes place again."""
    meeting = _locked(meeting, by)
    event, before = meeting.event, meeting.event.starts
    if event.is_over or starts <= timezone.now():
        raise Refusal(_("Verschieben lässt sich nur auf einen Zeitpunkt, der noch kommt."), field="starts")
    if ends <= starts:
        raise Refusal(_("Das Ende liegt vor dem Beginn."), field="ends")
    if (event.starts, event.ends) == (starts, ends) and not event.is_cancelled:
        return meeting
    event.starts, event.ends = starts, ends
    if event.is_cancelled:
        event.state, event.cancelled_because, event.sequence = Event.PUBLISHED, "", event.sequence + 1
    publishing.save(event, speakers=[], seats=None, by=by)
    meeting.is_moved, meeting.is_morning_told = True, False
    meeting.save(update_fields=["is_moved", "is_morning_told"])
    _tell("moved", before=before, event=event)
    return meeting


def _locked(meeting: LunchMeeting, by) -> LunchMeeting:
    _require_keeper(by)
    return LunchMeeting.objects.select_for_update(of=("self",)).select_related("event", "series").get(pk=meeting.pk)


@transaction.atomic
def name_host(meeting: LunchMeeting, person, *, by) -> LunchMeeting:
    """Who hosts it this time, or None for the team."""
    meeting = _locked(meeting, by)
    if meeting.host_id != (person.pk if person else None):
        meeting.host = person
        meeting.save(update_fields=["host"])
        record(by, "lunch.host_named", f"lunch_meeting:{meeting.pk}", about=person.pk if person else "")
    return meeting


@transaction.atomic
def renew_calendar(series: LunchSeries, *, by) -> LunchSeries:
    """The calendar gets another address; whoever subscribed to the old one subscribes anew."""
    _require_keeper(by)
    series.feed_key = fresh_id()
    series.save(update_fields=["feed_key", "changed_at"])
    record(by, "lunch.calendar_renewed", f"lunch:{series.pk}")
    return series


@transaction.atomic
def follow(person, *, morning: bool, lines: bool) -> None:
    """The letters that she wants. None: no row of hers stays."""
    if morning or lines:
        LunchFollow.objects.update_or_create(person=person, defaults={"morning": morning, "lines": lines})
    else:
        LunchFollow.objects.filter(person=person).delete()


def stop_path(person) -> str:
    return f"{HOME}briefe/ende/{seal(person.pk, STOP)}/"


def tell_followers(letter: str, context: dict, **which) -> int:
    """One letter to each who wants it and still is a member. Returns how many."""
    following = LunchFollow.objects.filter(**which, person__in=holders(MEMBERS)).select_related("person")
    people, home = [one.person for one in following.order_by("person")], settings.SITE_URL + HOME
    for person in people:
        write(
            person.email, f"letters/{letter}.txt",
            {"person": person, "stop": settings.SITE_URL + stop_path(person), "home": home} | context,
            recipient=person.pk, language=person.language, quietly=letter != "lunch_morning",
        )  # fmt: skip
    return len(people)


def _tell(what: str, **facts) -> None:
    """Everybody who follows, whichever letters she wants."""
    tell_followers("lunch_changed", {"what": what, "days": (), "reason": "", **facts})


def remind() -> None:
    """The chore: on the morning of a date, once working hours have begun, whoever wants it hears."""
    today = timezone.localdate()
    first, _last = settings.WORKING_HOURS
    if timezone.localtime().hour < first:
        return
    due = LunchMeeting.objects.to_come().taking_place().filter(is_morning_told=False, event__starts__date=today)
    for pk in due.values_list("pk", flat=True):
        _remind(pk)


@transaction.atomic
def _remind(pk) -> None:
    meeting = LunchMeeting.objects.select_for_update(of=("self",)).select_related("event").get(pk=pk)
    if meeting.is_morning_told or meeting.event.starts <= timezone.now():
        return
    meeting.is_morning_told = True
    meeting.save(update_fields=["is_morning_told"])
    tell_followers(
        "lunch_morning", {"event": meeting.event, "page": settings.SITE_URL + meeting.path,
                          "join": f"{settings.SITE_URL}{HOME}jetzt/"}, morning=True,
    )  # fmt: skip
