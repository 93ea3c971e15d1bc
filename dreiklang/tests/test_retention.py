"""What is past its time goes by itself: each rule leaves a row that is just inside alone and takes the one just past
it, and a dry run only counts."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import NamedTuple

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from dreiklang.debates.models import Participation, Turnout
from dreiklang.debates.tests.hall_makers import a_hall
from dreiklang.debates.tests.makers import a_debate
from dreiklang.debates.tests.poll_makers import a_poll
from dreiklang.dialogue.actions import moderating
from dreiklang.dialogue.actions.writing import show
from dreiklang.dialogue.models import Asked, Post, Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread
from dreiklang.events.models import Attendance, Event, Speaker
from dreiklang.events.tests.makers import an_event
from dreiklang.exchange.models import (
    Circular,
    Coming,
    CounselSession,
    DateAnswer,
    DatePoll,
    Interest,
    LunchCare,
    LunchItem,
    LunchMeeting,
    LunchPoints,
    LunchQuestion,
    Meeting,
    Pair,
    Reply,
    SignalSupport,
    Task,
    TeamGuest,
    TopicTeam,
    Unsent,
    Wish,
)
from dreiklang.exchange.tests.lunch_makers import a_meeting
from dreiklang.exchange.tests.signal_makers import a_signal
from dreiklang.foundation import privacy, retention_chore
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.privacy import Rule
from dreiklang.front.models import BarrierReport
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.tests.makers import a_group
from dreiklang.index.models import Change
from dreiklang.letters.models import Letter
from dreiklang.library import models as library
from dreiklang.library.tests.makers import a_draft, an_article
from dreiklang.moderation import models as moderation
from dreiklang.moderation.log import append
from dreiklang.moderation.unchangeable import guard
from dreiklang.people.models import AccessRequest, DayCard, DayCount, DaySalt, Invitation
from dreiklang.people.tests.makers import a_person
from dreiklang.search.models import MissingWord, Salt
from dreiklang.seats.models import Answer, Registration
from dreiklang.seats.tests.makers import a_question, some_seats
from dreiklang.training.models import (
    EarlyWarning,
    Evaluation,
    MakeUp,
    PendingParticipant,
    RunGuest,
    Ticket,
)
from dreiklang.training.tests.makers import a_building_block, a_confirmation, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # four weeks before the clock changes: a day is 24 hours for the rules
DAY, A_MOMENT = timedelta(days=1), timedelta(seconds=1)
TO_MIDNIGHT = timedelta(hours=13, minutes=30)  # in Germany, from START on


class Case(NamedTuple):
    rule: str
    make: Callable[[], Model]  # called at START, when the term begins
    term: timedelta | None = None  # the days of the rule, unless it takes what ends earlier or the thing says its own


def a_missing_word() -> MissingWord:
    return MissingWord.objects.create(word="sprachlotsin", day=timezone.localdate(), mark="x")


def a_salt(model=Salt) -> Model:
    return model.objects.create(day=timezone.localdate(), value="x")


def a_pair() -> Pair:
    one, other = sorted((a_person(), a_person("Cem Aydoğan")), key=lambda person: person.pk)
    return Pair.objects.create(one=one, other=other)


def a_letter(state=Letter.SENT) -> Letter:
    return Letter.objects.create(to="ben@example.org", subject="Werkstatt", text="Guten Tag", state=state)


def an_invitation(expires_at=START + 10 * DAY, **fields) -> Invitation:
    return Invitation.objects.create(email="ben@example.org", name="Ben", expires_at=expires_at, **fields)


def a_request(**fields) -> AccessRequest:
    return AccessRequest.objects.create(name="Ben", email="ben@example.org", function="Amt", **fields)


def a_report(**fields) -> BarrierReport:
    return BarrierReport.objects.create(text="Zu klein", email="ben@example.org", **fields)


def a_place(state=Registration.CONFIRMED, ends=START, **who) -> Registration:
    entry = {"uid": "1", "title": "Werkstatt", "starts": (ends - DAY).isoformat(), "ends": ends.isoformat()}
    return Registration.objects.create(seats=some_seats(entry=entry), state=state, line=1, **who)


def a_confirmed_attendance() -> Attendance:
    """Confirmed at START; the session was shortly before."""
    a_confirmation(a_person())
    one = Attendance.objects.first()
    Attendance.objects.exclude(pk=one.pk).delete()
    return one


def an_attendance() -> Attendance:
    event = an_event(starts=START - DAY, hours=24, capacity=None)
    return Attendance.objects.create(event=event, person=a_person(), state=Attendance.PRESENT)


def an_answer(ends: datetime | None, **fields) -> Answer:
    entry = (
        {"uid": "1", "title": "Werkstatt", "starts": (ends - DAY).isoformat(), "ends": ends.isoformat()} if ends else {}
    )
    seats = some_seats(entry=entry, by_application=True, **fields)
    application = Registration.objects.create(seats=seats, state=Registration.APPLIED, line=1, number="ABC234")
    return Answer.objects.create(registration=application, question=a_question(seats), text="yes")


def a_ticket() -> Ticket:
    programme = a_programme()
    date = a_date(a_run(programme), a_building_block(programme), starts=START - 20 * DAY)
    evaluation = Evaluation.objects.create(date=date, open_since=START - 14 * DAY, closes_at=START)
    return Ticket.objects.create(evaluation=evaluation, person=a_person())


def a_make_up() -> MakeUp:
    event = an_event(starts=START - DAY, hours=24, capacity=None)
    return MakeUp.objects.create(missed=event, instead=event, person=a_person())


def a_warning() -> EarlyWarning:
    programme = a_programme()
    date = a_date(a_run(programme), a_building_block(programme), starts=START - timedelta(hours=30), capacity=None)
    return EarlyWarning.objects.create(date=date, person=a_person())


def a_speaker() -> Speaker:
    event = an_event(starts=START - DAY, hours=24, capacity=None, speakers=[("Lea Roth", "Universität")])
    speaker = event.speakers.get()
    speaker.email = "lea@example.net"
    speaker.save()
    return speaker


def a_guest() -> RunGuest:
    return RunGuest.objects.create(run=a_run(a_programme()), name="Gita", email="gita@example.net", until=START)


def a_guest_of_a_group() -> Membership:
    group = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    return join(group, a_person(), role=Membership.GUEST, until=timezone.localdate())


def a_topic_team(**facts) -> TopicTeam:
    return TopicTeam.objects.create(name="Wohnen", question="Wer mietet an?", why="Jetzt.", outcome="pointer", **facts)


def a_guest_of_a_team() -> TeamGuest:
    return TeamGuest.objects.create(
        team=a_topic_team(), name="Eva", email="eva@example.net", until=timezone.localdate()
    )


def an_interest() -> Interest:
    return Interest.objects.create(team=a_topic_team(), person=a_person(), how=Interest.READS)


def a_dissolved_team() -> Group:
    group = Group.objects.create(name="ThemenTeam", kind=Group.TOPIC_TEAM)
    return a_topic_team(group=group, state=TopicTeam.DISSOLVED, ended_on=timezone.localdate()).group


def a_lapsed_team() -> TopicTeam:
    return a_topic_team(state=TopicTeam.LAPSED, ended_on=timezone.localdate())


def a_done_task() -> Task:
    return Task.objects.create(group=a_group(), text="Brief", who=a_person(), done_on=timezone.localdate())


def a_date_answer(**facts) -> DateAnswer:
    poll = DatePoll.objects.create(group=a_group(), title="Wann?", closes_on=timezone.localdate(), **facts)
    return DateAnswer.objects.create(option=poll.options.create(starts=START), person=a_person(), answer="yes")


def a_reply_to_a_meeting() -> Reply:
    event = an_event(starts=START - DAY, hours=24, capacity=None)
    meeting = Meeting.objects.create(event=event, group=a_group())
    return Reply.objects.create(meeting=meeting, person=a_person(), comes=True)


def a_wish() -> Wish:
    return Wish.objects.create(group=a_group(), person=a_person())


def a_coming_one() -> Coming:
    return Coming.objects.create(group=a_group(), email="nele@example.net")


def a_circular() -> Circular:
    return Circular.objects.create(subject="Brief", source="x", html="x", said="an alle")


def an_unsent_one() -> Unsent:
    return Unsent.objects.create(circular=a_circular(), person=a_person())


def a_listed_one() -> PendingParticipant:
    return PendingParticipant.objects.create(run=a_run(a_programme()), name="Nele", email="nele@example.net")


def a_forgotten_counsel() -> CounselSession:
    return CounselSession.objects.create(readers="members")


def a_support() -> SignalSupport:
    return SignalSupport.objects.create(signal=a_signal(), mark="x")


def a_fading_thread(**facts) -> Thread:
    thread = a_thread(a_room(kept_months=6), a_person(), **facts)
    show(thread.posts.get())
    return thread


def an_asked_one() -> Asked:
    return Asked.objects.create(thread=a_thread(a_room(), a_person()), person=a_person("Cem", "cem@example.org"))


def a_session() -> Session:
    ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.create(session_key="x" * 32, session_data="x", expire_date=ends)


def a_removed_post() -> Post:
    post = a_thread(a_room(), a_person()).posts.get()
    moderating.set_aside(post, moderation.Decision.REMOVE, "hostility")
    return post


def a_decided_case() -> moderation.Case:
    return _a_case(at=START)


def a_heard_case() -> moderation.Case:
    """Long decided; the objection was decided at START."""
    case = _a_case(at=START - 30 * DAY)
    moderation.Appeal.objects.create(decision=case.decisions.get(), words="Nein", outcome="upheld", decided_at=START)
    return case


def _a_case(at) -> moderation.Case:
    case = moderation.Case.objects.create(target="post:1", place="room:1", state=moderation.Case.CLOSED)
    moderation.Decision.objects.create(case=case, what="nothing", because="other", reason="x", at=at)
    return case


def a_reveal_request() -> moderation.RevealRequest:
    return moderation.RevealRequest.objects.create(voice=fresh_id(), place="room:1", reason="x")


def a_line_of_moderation() -> moderation.Entry:
    """The database judges by its own clock, which no test can turn: here it is late enough for it."""
    guard(connection, clock="'2099-01-01 00:00:00'")
    return append(None, "case.opened", "case:1")


def a_decided_suggestion(**facts) -> library.Suggestion:
    section = a_draft(a_person()).sections.first()
    facts = {"state": library.Suggestion.ACCEPTED, "at": START - 30 * DAY, "decided_at": START, **facts}
    return library.Suggestion.objects.create(section=section, base=1, after="Anders.", **facts)


def a_settled_remark() -> library.Comment:
    section = a_draft(a_person()).sections.first()
    return library.Comment.objects.create(section=section, text="Stimmt das?", settled_at=START)


def a_settled_rival() -> library.Rival:
    section = a_draft(a_person()).sections.first()
    return library.Rival.objects.create(section=section, base=1, source="Anders.", settled_at=START)


def a_check() -> library.Check:
    article = an_article(a_person(), a_person("Cem", "cem@example.org"))
    return library.Check.objects.create(article=article, person=a_person("Olga"), asked_on=timezone.localdate())


def a_review_of_a_release() -> library.Review:
    article = an_article(a_person(), a_person("Cem", "cem@example.org"))
    article.reviews.update(text="Bitte den Betrag prüfen.")
    return article.reviews.get()


def a_review_outside() -> library.Review:
    facts = {"name": "Lea", "email": "lea@example.net", "link_key": fresh_id()}
    return library.Review.objects.create(article=a_draft(a_person()), **facts)


def a_paper() -> library.CouncilPaper:
    return library.CouncilPaper.objects.create(person=a_person(), title="Sprachmittlung")


def a_lunch_question() -> LunchQuestion:
    return LunchQuestion.objects.create(text="Wie?", author=a_person())


def a_hosted_lunch() -> LunchMeeting:
    meeting = a_meeting()
    Event.objects.filter(pk=meeting.event_id).update(starts=START - timedelta(hours=1), ends=START)
    meeting.host = a_person()
    meeting.save()
    return meeting


def points_at_lunch() -> LunchPoints:
    item = LunchItem.objects.create(meeting=a_hosted_lunch(), hint="So.")
    Event.objects.update(ends=START + timedelta(minutes=30))
    return LunchPoints.objects.create(item=item, mark="x", number=1)


def a_care_since_lunch() -> LunchCare:
    item = LunchItem.objects.create(
        meeting=a_hosted_lunch(), hint="So.", agreed="Muster schicken", agreed_until=timezone.localdate(START)
    )
    return LunchCare.objects.create(item=item, person=a_person("Cara", "cara@example.org"))


_GUEST = {"guest_name": "Gitta Gast", "guest_email": "gitta@example.net"}
_NAMES = "Namen auf Plätzen vergangener Veranstaltungen"


def a_participation():
    debate = a_debate(days=(-2, 0))
    return Participation.objects.create(debate=debate, person=a_person())


def a_turnout():
    return Turnout.objects.create(poll=a_poll(days=0), person=a_person())


CASES = [
    # a midnight of summer
    Case("Fragen für das MittagsMeeting", a_lunch_question, 60 * DAY - timedelta(hours=11, minutes=30)),
    Case("Fragen aus dem Saal", a_hall, 30 * DAY - timedelta(hours=11, minutes=30)),
    Case("Wer ein MittagsMeeting leitet", a_hosted_lunch),
    Case("Wer etwas aus einem MittagsMeeting übernahm", a_care_since_lunch, 30 * DAY - timedelta(hours=11, minutes=30)),
    Case("Punkte einer Auswahl, die vorbei ist", points_at_lunch, timedelta(minutes=30)),
    Case("Entschiedene Vorschläge zu Seiten", a_decided_suggestion),
    Case("Entschiedene Vorschläge zu Seiten", lambda: a_decided_suggestion(at=START, decided_at=None)),
    Case("Erledigte Anmerkungen zu Seiten", a_settled_remark),
    Case("Fassungen, die neben anderen standen", a_settled_rival),
    Case("Wer gefragt wurde, ob eine Seite noch stimmt", a_check, 365 * DAY - timedelta(hours=10, minutes=30)),
    Case("Was bei Prüfungen auffiel", a_review_of_a_release),
    Case("Adressen von Prüfenden ohne Konto", a_review_outside),
    Case("Nie freigegebene Entwürfe", lambda: a_draft(a_person())),
    Case("Nicht mehr angefasste Vorlagen", a_paper),
    Case("Texte entfernter Beiträge", a_removed_post),
    Case("Abgeschlossene Fälle der Moderation", a_decided_case),
    Case("Abgeschlossene Fälle der Moderation", a_heard_case),
    Case("Anträge auf Aufdeckung", a_reveal_request),
    Case("Protokoll der Moderation", a_line_of_moderation),
    Case("Protokoll der Eingriffe", lambda: record(a_person(), "seats.capacity", "seats:1", reason="1 → 2")),
    Case("Anwesenheit in bescheinigten Bausteinen", a_confirmed_attendance),
    Case("Anwesenheit bei vergangenen Veranstaltungen", an_attendance),
    Case("Wer um Rückmeldung gebeten wurde", a_ticket),
    Case("Nachgeholte Sitzungen", a_make_up),
    Case("Hinweise vergangener Durchgänge", a_warning),
    Case("Adressen von Mitwirkenden", a_speaker),
    Case("Gäste eines Durchgangs", a_guest),
    Case("Erledigte Aufgaben von Gruppen", a_done_task, 180 * DAY - timedelta(hours=11, minutes=30)),  # a midnight
    Case(
        "Antworten in Umfragen zu Terminen",
        lambda: a_date_answer(settled_on=timezone.localdate()),
        13 * DAY + TO_MIDNIGHT,
    ),
    Case("Antworten in Umfragen ohne Termin", a_date_answer),
    Case("Zusagen und Absagen zu Treffen", a_reply_to_a_meeting),
    Case("Bitten um Aufnahme in eine Gruppe", a_wish, 90 * DAY - timedelta(hours=11, minutes=30)),
    Case("Wer zu einer Gruppe kommen soll", a_coming_one, 90 * DAY - timedelta(hours=11, minutes=30)),
    Case("Rundschreiben", a_circular),
    Case("Nie geschriebene Briefe von Rundschreiben", an_unsent_one),
    Case("Gäste in Gruppen, deren Zeit vorbei ist", a_guest_of_a_group, TO_MIDNIGHT),
    Case("Auf Listen, ohne Konto geblieben", a_listed_one),
    Case("Gäste von ThemenTeams und ihre Konten", a_guest_of_a_team, 30 * DAY - timedelta(hours=11, minutes=30)),
    Case("Interesse an ThemenTeams", an_interest, 365 * DAY - timedelta(hours=10, minutes=30)),
    Case("Was aufgelöste ThemenTeams innen hatten", a_dissolved_team, 90 * DAY - timedelta(hours=11, minutes=30)),
    Case("ThemenTeams, die nicht zustande kamen", a_lapsed_team, 365 * DAY - timedelta(hours=10, minutes=30)),
    Case("Kollegiale Beratungen, die niemand beendet hat", a_forgotten_counsel, timedelta(hours=3)),
    Case("Wen ein Signal auch betrifft", a_support, 84 * DAY - timedelta(hours=11, minutes=30)),  # a midnight of summer
    Case("Verblasste Themen", a_fading_thread, 186 * DAY),
    Case("Verblasste Themen", lambda: a_fading_thread(line="Integrationsbeauftragte"), 186 * DAY),
    Case("Wer um eine Antwort gebeten wurde", an_asked_one, 365 * DAY - timedelta(hours=10, minutes=30)),  # a midnight
    Case("wer an beendeten Debatten teilnahm", a_participation),
    Case("wer an beendeten Umfragen teilnahm", a_turnout),
    Case("Abgelaufene Sitzungen", a_session, timedelta(seconds=settings.SESSION_COOKIE_AGE)),
    Case("Änderungen am Suchverzeichnis", lambda: Change.objects.create(kind="event", object_id="1")),
    Case("Wörter ohne Treffer", a_missing_word, 90 * DAY - timedelta(hours=11, minutes=30)),  # a midnight of summer
    Case("Tagesschlüssel der Suche", a_salt, TO_MIDNIGHT),
    Case("Tagesschlüssel gelesener Karten", lambda: a_salt(DaySalt), TO_MIDNIGHT),
    Case("Zeichen gelesener Karten", lambda: DayCard.objects.create(mark="x", day=timezone.localdate()), TO_MIDNIGHT),
    Case("Zähler gelesener Karten", lambda: DayCount.objects.create(mark="x", day=timezone.localdate()), TO_MIDNIGHT),
    Case("Paare aus Zwanzig Minuten", a_pair, 729 * DAY + TO_MIDNIGHT),
    Case("Verschickte und aufgegebene Briefe", lambda: a_letter(Letter.SENT)),
    Case("Verschickte und aufgegebene Briefe", lambda: a_letter(Letter.FAILED)),
    Case("Verschickte und aufgegebene Briefe", lambda: a_letter(Letter.WITHDRAWN)),
    Case("Beendete Einladungen", lambda: an_invitation(expires_at=START)),
    Case("Beendete Einladungen", lambda: an_invitation(accepted_at=START)),
    Case("Beendete Einladungen", lambda: an_invitation(withdrawn_at=START)),
    Case("Entschiedene Bitten um Zugang", lambda: a_request(decided_at=START, decision=AccessRequest.DECLINED)),
    Case("Nie entschiedene Bitten um Zugang", a_request),
    Case("Beantwortete Meldungen von Barrieren", lambda: a_report(answered_at=START)),
    Case(_NAMES, lambda: a_place(person=a_person())),
    Case(_NAMES, lambda: a_place(person=a_person(), state=Registration.CANCELLED)),
    Case(_NAMES, lambda: a_place(**_GUEST)),
    Case(_NAMES, lambda: a_place(**_GUEST, ends=timezone.localtime(START))),  # as it comes from the form
    Case(_NAMES, lambda: a_place(state=Registration.REJECTED, reason="Voll.", number="ABC234")),
    Case("Antworten in Bewerbungen", lambda: an_answer(ends=START)),
    Case("Antworten in Bewerbungen", lambda: an_answer(ends=None, closes_at=START)),
    Case("Nie bestätigte Anmeldungen", lambda: a_place(Registration.LAPSED, ends=START + 30 * DAY, **_GUEST)),
]


def try_out(case: Case) -> None:
    """Live through the term of one row. AssertionError where the rule is early, late, idle or not thorough."""
    rule = next(rule for rule in retention_chore.rules() if rule.name == case.rule)
    term = rule.days * DAY if case.term is None else case.term
    assert rule.days is None or term <= rule.days * DAY
    with time_machine.travel(START, tick=False):
        row = case.make()
        as_made = _values(row)
    with time_machine.travel(START + term - A_MOMENT, tick=False):
        assert retention_chore.run()[case.rule] == 0, "zu früh"
        assert _values(row) == as_made, "zu früh"
    with time_machine.travel(START + term + A_MOMENT, tick=False):
        before = _everything()
        assert retention_chore.run(dry=True)[case.rule] == 1, "zu spät"
        assert _everything() == before, "ein Probelauf ändert nichts"
        assert retention_chore.run()[case.rule] == 1
        assert _is_forgotten(row), "es bleibt etwas stehen"
        assert retention_chore.run()[case.rule] == 0, "beim zweiten Mal ist nichts mehr fällig"


def _values(row: Model) -> dict | None:
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def _everything() -> dict:
    """The whole database as text."""
    return {
        model._meta.label: sorted(str(values) for values in model._base_manager.values())
        for model in apps.get_models(include_auto_created=True)
    }


def _is_forgotten(row: Model) -> bool:
    """The row is gone, or every column of it that the one table gives a term in days is empty."""
    left = _values(row)
    names = [column.name for column in privacy.columns() if re.search(r"\d+ Tag", column.kept)]
    fields = [row._meta.get_field(name.split(".")[2]) for name in names if name.startswith(f"{row._meta.label}.")]
    return left is None or bool(fields) and not any(left[field.attname] for field in fields)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_row_just_inside_stays_and_one_just_past_goes(case):
    try_out(case)


def test_every_rule_is_tried_out():
    assert {case.rule for case in CASES} == {rule.name for rule in privacy.rules()}


def test_what_still_waits_for_somebody_stays_however_long_it_takes():
    with time_machine.travel(START, tick=False):
        rows = [a_letter(Letter.WAITING), a_report(), a_place(ends=START + 500 * DAY, person=a_person())]
        rows.append(an_invitation(expires_at=START + 500 * DAY))
    with time_machine.travel(START + 400 * DAY, tick=False):
        before = _everything()
        assert set(retention_chore.run().values()) == {0}
        assert _everything() == before
    assert all(_values(row) for row in rows)


def test_the_command_counts_in_a_dry_run_and_does_it_without():
    with time_machine.travel(START, tick=False):
        a_letter()
    with time_machine.travel(START + 31 * DAY, tick=False):
        before = _everything()
        dry, real = (_told(*options) for options in (["--dry-run", "--json"], ["--json"]))
        assert json.loads(dry) == json.loads(real)
        assert sum(json.loads(dry).values()) == 1
        assert _everything() != before and not Letter.objects.exists()


def _told(*options) -> str:
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue()


# From here on the twins: rules that are wrong, to prove that trying them out says so.


def letters_settled(days):
    return lambda now: Letter.objects.filter(written_at__lte=now - days * DAY)


def _delete(due) -> int:
    return due.delete()[0]


def _due_that_acts(now):
    """Even asking what is due changes something: a dry run would not be dry."""
    Letter.objects.filter(written_at__lte=now - 30 * DAY).update(subject="")
    return letters_settled(30)(now)


@pytest.mark.parametrize(
    ("due", "apply", "fault"),
    [
        (letters_settled(29), _delete, "zu früh"),
        (letters_settled(31), _delete, "zu spät"),
        (_due_that_acts, _delete, "ein Probelauf ändert nichts"),
        (letters_settled(30), lambda due: due.count(), "es bleibt etwas stehen"),
        (letters_settled(30), lambda due: due.update(text=""), "es bleibt etwas stehen"),
        (letters_settled(30), lambda due: due.delete()[0] * 2, "assert 2 == 1"),
    ],
)
def test_a_wrong_rule_is_found(monkeypatch, due, apply, fault):
    monkeypatch.setattr(retention_chore, "rules", lambda: [Rule("Briefe", 30, due, apply)])
    with pytest.raises(AssertionError, match=fault):
        try_out(Case("Briefe", a_letter))


def test_a_rule_that_is_right_passes_and_one_that_promises_less_than_it_takes_does_not(monkeypatch):
    monkeypatch.setattr(retention_chore, "rules", lambda: [Rule("Briefe", 30, letters_settled(30), _delete)])
    try_out(Case("Briefe", a_letter))
    with pytest.raises(AssertionError):
        try_out(Case("Briefe", a_letter, 31 * DAY))
