"""Two people who live through the same things in the house, each with words of their own, and which rows are whose."""

import re
from collections.abc import Iterator
from datetime import date as day
from datetime import datetime, timedelta

import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreiklang.debates.actions.convincing import convince
from dreiklang.debates.actions.proposing import propose
from dreiklang.debates.models import Debate
from dreiklang.debates.personal.arguments import all_marks_of
from dreiklang.debates.personal.debates import voters_of
from dreiklang.debates.personal.halls import likes_of
from dreiklang.debates.personal.polls import ballots_of
from dreiklang.debates.tests.argument_makers import a_thesis, an_argument
from dreiklang.debates.tests.hall_makers import a_life_in_a_hall
from dreiklang.debates.tests.makers import a_debate, answered
from dreiklang.debates.tests.poll_makers import polls_with
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import (
    Agreement,
    Asked,
    Attachment,
    Follow,
    Helper,
    Mention,
    NotAsked,
    Post,
    Room,
    Thread,
    Useful,
    Voice,
)
from dreiklang.dialogue.tests.makers import a_moderator, a_reply, a_room, a_thread
from dreiklang.events.actions import contributing, speaking
from dreiklang.events.actions.subscribing import make_address
from dreiklang.events.models import Attendance, Material, Part, Speaker
from dreiklang.events.tests.makers import an_event, some_material
from dreiklang.exchange.actions import meetings, polls, tasks
from dreiklang.exchange.actions.welcoming import put_away
from dreiklang.exchange.models import (
    Circular,
    Coming,
    DateAnswer,
    Declined,
    Interest,
    Pair,
    PairingWish,
    Task,
    TeamGuest,
    TopicTeam,
    Unsent,
    Wish,
)
from dreiklang.exchange.personal.lunch import points_of
from dreiklang.exchange.personal.signals import supports_of
from dreiklang.exchange.tests.counsel_makers import counsel_with
from dreiklang.exchange.tests.lunch_makers import lunch_with
from dreiklang.exchange.tests.signal_makers import signals_with
from dreiklang.exchange.tests.working_makers import a_file, a_group_date, a_poll, a_task, some_minutes, the_meeting
from dreiklang.foundation import pages, privacy
from dreiklang.foundation.audit import record
from dreiklang.foundation.licences import CC_BY
from dreiklang.foundation.models import Page, fresh_id
from dreiklang.front.actions.reporting import report_barrier
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.models import Letter
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import (
    Adoption,
    Check,
    Comment,
    Consent,
    CouncilPaper,
    Origin,
    PaperItem,
    Rival,
    Suggestion,
)
from dreiklang.library.tests.makers import a_draft, a_review, an_article
from dreiklang.moderation import log
from dreiklang.moderation.log import mark_of
from dreiklang.moderation.models import Appeal, Case, Decision, Report, RevealRequest, Suspension
from dreiklang.moderation.sealed import voices_of
from dreiklang.people.actions import blocking, inviting, joining, releasing
from dreiklang.people.models import FieldOfAction, Level, Person, Release
from dreiklang.people.tests.makers import ada
from dreiklang.places.models import Association
from dreiklang.places.tests.makers import a_municipality
from dreiklang.search.actions.subscribing import make_address as make_feed_address
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.registering import confirm_address, register, register_guest
from dreiklang.seats.models import Question
from dreiklang.seats.tests.makers import a_call, a_question
from dreiklang.training.actions import hosting, rating
from dreiklang.training.models import (
    EarlyWarning,
    Evaluation,
    FollowUp,
    MakeUp,
    PendingParticipant,
    PracticeProject,
    Programme,
    Run,
    Ticket,
)
from dreiklang.training.tests.makers import a_building_block, a_confirmation, a_date, a_programme, a_run

BEFORE = timezone.make_aware(datetime(2026, 3, 2, 9, 30))
NOW = BEFORE + timedelta(days=5)
BEN, CEM, PASSWORD = "Ben Okonkwo", "Cem Aydoğan", "einlanger-satz-hier"
# Which rows of a table are a person's own. A table that the list of columns names and that is missing here fails.
HERS = {
    "exchange.PairingWish": lambda person: Q(person=person),
    "exchange.Pair": lambda person: Q(one=person) | Q(other=person),
    "exchange.WelcomeDone": lambda person: Q(person=person),
    "people.Person": lambda person: Q(pk=person.pk),
    "people.Release": lambda person: Q(person=person),
    "people.Tenure": lambda person: Q(person=person),
    "people.Office": lambda person: Q(tenures__person=person),
    "people.Invitation": lambda person: Q(email=person.email),
    "people.AccessRequest": lambda person: Q(email=person.email),
    "groups.Membership": lambda person: Q(person=person),
    "index.Row": lambda person: Q(object_id=person.pk),
    "index.Change": lambda person: Q(object_id=person.pk),
    "letters.Letter": lambda person: Q(to=person.email),
    "seats.Registration": lambda person: Q(person=person) | Q(guest_email=person.email),
    "seats.Answer": lambda person: Q(registration__person=person),
    "moderation.Sealed": lambda person: Q(voice__in=_voices_of(person)),
    "dialogue.Post": lambda person: Q(author=person) | Q(voice__in=_voices_of(person)),
    "dialogue.PostVersion": lambda person: Q(post__author=person) | Q(post__voice__in=_voices_of(person)),
    "dialogue.Attachment": lambda person: Q(post__author=person) | Q(post__voice__in=_voices_of(person)),
    "moderation.Report": lambda person: Q(reporter=person.pk),
    "moderation.Decision": lambda person: Q(by=person.pk),
    "moderation.Appeal": lambda person: Q(person=person.pk),
    "moderation.Suspension": lambda person: Q(who=person.pk),
    "moderation.Entry": lambda person: Q(by=mark_of(person)),
    "moderation.RevealRequest": lambda person: Q(first=person.pk),
    "people.Block": lambda person: Q(person=person),
    "dialogue.Helper": lambda person: Q(person=person),
    "dialogue.Voice": lambda person: Q(pk__in=_voices_of(person)),
    "dialogue.Mention": lambda person: Q(person=person),
    "dialogue.Useful": lambda person: Q(person=person),
    "dialogue.Thread": lambda person: Q(summary_by=person) | Q(accepted__author=person),
    "dialogue.Follow": lambda person: Q(person=person),
    "dialogue.Mark": lambda person: Q(person=person),
    "dialogue.Waiting": lambda person: Q(person=person),
    "dialogue.Agreement": lambda person: Q(person=person),
    "dialogue.Asked": lambda person: Q(person=person),
    "dialogue.NotAsked": lambda person: Q(person=person),
    "dialogue.Moderator": lambda person: Q(person=person),
    "library.Article": lambda person: Q(owner=person),
    "library.Author": lambda person: Q(person=person),
    "library.Release": lambda person: Q(by=person),
    "library.Review": lambda person: Q(person=person),
    "library.SectionVersion": lambda person: Q(by=person),
    "library.Rival": lambda person: Q(by=person),
    "library.Suggestion": lambda person: Q(by=person),
    "library.Comment": lambda person: Q(by=person),
    "library.Check": lambda person: Q(person=person),
    "library.Adoption": lambda person: Q(person=person),
    "library.Origin": lambda person: Q(post__author=person),
    "library.Consent": lambda person: Q(person=person) | Q(voice__in=_voices_of(person)),
    "library.CouncilPaper": lambda person: Q(person=person),
    "library.PaperItem": lambda person: Q(paper__person=person),
    "exchange.TopicTeam": lambda person: Q(proposed_by=person),
    "exchange.Interest": lambda person: Q(person=person),
    "exchange.TeamGuest": lambda person: Q(email=person.email),
    "events.Speaker": lambda person: Q(name=person.name) | Q(email=person.email),
    "events.Event": lambda person: Q(speakers__name=person.name),
    "events.Part": lambda person: Q(person=person),
    "events.Attendance": lambda person: Q(person=person),
    "events.Material": lambda person: Q(by_name=person.name),
    "events.CalendarAddress": lambda person: Q(person=person),
    "exchange.Task": lambda person: Q(who=person),
    "exchange.DateAnswer": lambda person: Q(person=person),
    "exchange.Reply": lambda person: Q(person=person),
    "exchange.SharedFile": lambda person: Q(brought_by=person),
    "exchange.Wish": lambda person: Q(person=person),
    "exchange.Coming": lambda person: Q(email=person.email),
    "exchange.Circular": lambda person: Q(by=person),
    "exchange.Unsent": lambda person: Q(person=person),
    "exchange.Declined": lambda person: Q(person=person),
    "search.FeedAddress": lambda person: Q(person=person),
    "exchange.LunchMeeting": lambda person: Q(host=person),
    "exchange.LunchItem": lambda person: Q(question__author=person) | Q(answer__author=person),
    "exchange.LunchQuestion": lambda person: Q(author=person),
    "exchange.LunchFollow": lambda person: Q(person=person),
    "exchange.LunchKnower": lambda person: Q(person=person),
    "exchange.LunchCare": lambda person: Q(person=person),
    "exchange.LunchPoints": points_of,
    "exchange.CounselPart": lambda person: Q(person=person),
    "exchange.Signal": lambda person: Q(proposed_by=person),
    "exchange.SignalSupport": supports_of,
    "training.MakeUp": lambda person: Q(person=person),
    "training.Confirmation": lambda person: Q(person=person),
    "training.Ticket": lambda person: Q(person=person),
    "training.Rating": lambda person: Q(person=person),
    "training.PracticeProject": lambda person: Q(person=person),
    "training.FollowUp": lambda person: Q(project__person=person),
    "training.EarlyWarning": lambda person: Q(person=person),
    "training.RunGuest": lambda person: Q(email=person.email),
    "training.PendingParticipant": lambda person: Q(email=person.email),
    "debates.Participation": lambda person: Q(person=person),
    "debates.Voter": lambda person: Q(pk__in=voters_of(person)),
    "debates.Vote": lambda person: Q(voter__in=voters_of(person)),
    "debates.Statement": lambda person: Q(proposer=person),
    "debates.Debate": lambda person: Q(by=person),
    "debates.HallLike": likes_of,
    "debates.Hall": lambda person: Q(by=person),
    "debates.Argument": lambda person: Q(author=person),
    "debates.Conviction": lambda person: Q(mark__in=all_marks_of(person)),
    "debates.Thesis": lambda person: Q(by=person),
    "debates.Turnout": lambda person: Q(person=person),
    "debates.Ballot": lambda person: Q(pk__in=ballots_of(person)),
    "debates.Poll": lambda person: Q(by=person),
    "front.BarrierReport": lambda person: Q(email=person.email),
    "foundation.Act": lambda person: Q(by=str(person.pk)) | Q(about=str(person.pk)),
    "foundation.Version": lambda person: Q(saved_by=str(person.pk)),
    "sessions.Session": lambda person: Q(session_key__in=sessions_of(person)),
}


def _voices_of(person) -> list:
    return list(voices_of(person, Thread.objects.values_list("pk", flat=True)).values())


def two_lives() -> list[Person]:
    """Ben and Cem, some minutes after NOW."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        team, house = ada(), _a_furnished_house()
        return [
            _a_life(clock, team, house, BEN, "ben@example.org", "Beauftragter für Teilhabe", 1),
            _a_life(clock, team, house, CEM, "cem@example.org", "Leitung der Stabsstelle", 2),
        ]


def _a_furnished_house() -> dict:
    return {
        "call": (call := a_call(title="Gemeinsamer Durchgang", days=90)),
        "question": a_question(call, "Warum?", Question.TEXT),
        "page": Page.objects.create(slug="ueber-uns", title="Über uns"),
        "debate": a_debate("Gemeinsame Debatte", days=(-9, 99), proposes_until=NOW + timedelta(days=90)),
        "event": an_event("Gemeinsamer Fachtag", days=40),
        "evening": an_event("Abend mit Gästen", days=50, speakers=[(BEN, "Gast aus Au"), (CEM, "Gast aus See")]),
    }


def _a_life(clock, team, house: dict, name: str, email: str, function: str, number: int) -> Person:
    clock.move_to(BEFORE)
    confirm_address(register_guest(house["evening"].seats, f"{name} als Gast", email))
    place = a_municipality(f"Ort{number}heim", key=f"9911500{number}")
    request = inviting.ask_for_access(name, email, place, function, f"Nachricht von {name}")
    invitation = inviting.accept_request(request, by=team)

    clock.move_to(NOW + timedelta(minutes=number))
    topic = FieldOfAction.objects.create(slug=f"thema-{number}", name=f"Thema{number}", facet="Thema")
    person = joining.accept(
        invitation, name=name, municipality=None, function=function, fields=[topic], password=PASSWORD
    )
    union = Association.objects.create(slug=f"verband-{number}", name=f"Verband{number}", short=f"V{number}")
    tenure = joining.take_office(person, place, title=f"Stelle{number}", share=f"0.{number}5", association=union)
    tenure.held_from, tenure.held_to = day(2020, number, 3), day(2031, number, 4)
    tenure.confirmed_on = day(2020, number, 2)
    tenure.save()
    releasing.release(
        person,
        **{f"shows_{name}": Level.MEMBERS for name in Release.LEVELS},
        offer=f"Kartentext{number}",
        seeks=f"Gesucht{number}",
        phone=f"0753{number} 1234",
        link=f"https://stelle{number}.example/",
        allows_vcard=True,
    )
    circle = Group.objects.create(name=f"Kreis{number}", kind=Group.CIRCLE)
    join(circle, person, role=Membership.GUEST, until=NOW.date() + timedelta(days=20 + number))
    _team_up(person, number)
    _work_together(circle, person, number)
    releasing.show_photo(person, ContentFile(b"RIFF", name=f"portraet{number}.webp"))
    PairingWish.objects.create(person=person, is_first=True)
    one, other = sorted([person, team], key=lambda each: each.pk)
    Pair.objects.create(one=one, other=other, on=day(2026, number, 14))
    put_away(person)
    join(Group.objects.create(name=f"Kreis{number}", kind=Group.CIRCLE), person)
    register(house["event"].seats, person)
    apply(house["call"], person, {house["question"]: f"Weil{number}"})
    register(an_event(f"Vortrag{number}", days=20 + number).seats, person)
    _speak(house["evening"], team, person, number)
    _look_in_and_be_listed(team, person, number)
    led, missed, instead = (an_event(f"{name}{number}", days=9 + number) for name in ("Geleitet", "Versäumt", "Ersatz"))
    Part.objects.create(event=led, person=person, role=Part.TRAINER)
    Attendance.objects.create(event=missed, person=person, state=Attendance.EXCUSED)
    some_material(led, file=None, url=f"https://folien{number}.example/", by_name=name)
    make_address(person)
    make_feed_address(person)
    MakeUp.objects.create(person=person, missed=missed, instead=instead)
    a_confirmation(person, title=f"Programm{number}", least_blocks=1)
    _learn(person, number)
    _moderate(person, team, number)
    _a_run_that_went_wrong(person, number)
    _talk(team, person, number)
    _write_pages(team, person, place, number)
    _debate(house["debate"], person, number)
    a_life_in_a_hall(person, number)
    polls_with(person, number)
    lunch_with(person, number)
    counsel_with(person, number)
    signals_with(person, number)
    report_barrier(f"Knopf{number} zu klein", f"/seite-{number}/", email)
    pages.save(house["page"], f"Fassung{number} der Seite", by=person)
    record(team, f"role.given{number}", f"role:{number}", about=person.pk, reason=f"Vertretung{number}")
    inviting.invite(f"neu{number}@example.net", by=person)
    _sign_in_with_password_and_code(person)
    return person


def _debate(debate, person, number: int) -> None:
    """Her answers while it runs; and one that is over, in which nobody can say any more which were hers."""
    answered(debate, person)
    propose(debate, f"Vorschlag{number} zur Debatte", by=person)
    thesis = a_thesis(f"These{number}", days=99, by=person)
    link = f"https://quelle{number}.example/"
    an_argument(thesis, person, f"Grund{number}", source=f"Text{number}", link_title=f"Beleg{number}", link=link)
    convince(an_argument(thesis, person, f"Ungenannt{number}", is_named=False), True, by=person)
    over = a_debate(f"Frage{number}", by=person)
    answered(over, person)
    Debate.objects.filter(pk=over.pk).update(ends=timezone.now(), key=None)


def _team_up(person, number: int) -> None:
    """She proposes a ThemenTeam, and is asked into one as an expert."""
    team = TopicTeam.objects.create(
        name=f"Teamname{number}", question=f"Teamfrage{number}?", why=f"Teamgrund{number}", outcome="pointer",
        proposed_by=person, proposed_on=day(2026, 2, number),
    )  # fmt: skip
    Interest.objects.create(team=team, person=person, how=Interest.IN if number == 1 else Interest.READS)
    until = NOW.date() + timedelta(days=60 + number)
    TeamGuest.objects.create(
        team=team, name=person.name, email=person.email, until=until, invited_by=person, person=person
    )


def _work_together(circle, person, number: int) -> None:
    """In a circle of hers, and at the door of another one."""
    paper = some_minutes(circle, person, title=f"Protokoll{number}")
    done = tasks.finish(a_task(circle, person, text=f"Aufgabe{number}", who=person, due=day(2026, 9, number)))
    Task.objects.filter(pk=done.pk).update(noted_in=paper, done_on=day(2024, 3, number))
    poll = a_poll(circle, person, title=f"Umfrage{number}", days=(7 + number, 17 + number))
    polls.answer(poll, person, {poll.options.first().pk: (DateAnswer.MAYBE, DateAnswer.NO)[number - 1]})
    meetings.reply(the_meeting(a_group_date(circle, person, title=f"Runde{number}")), person, number == 1)
    a_file(circle, person, title=f"Datei{number}")
    other = Group.objects.create(name=f"Andere Runde{number}", kind=Group.REGION)
    on = day(2024, 5, 10 + number)
    Wish.objects.create(group=other, person=person, words=f"Bitte{number}", on=on)
    Coming.objects.create(group=other, email=person.email, name=f"Soll{number}", on=on, is_invited=number == 1)
    sent = Circular.objects.create(
        subject=f"Rundbrief{number}", source=f"Rundtext{number}", html="", said=f"an alle{number}", by=person
    )
    Unsent.objects.create(circular=sent, person=person)
    Declined.objects.create(person=person, kind=Declined.KINDS[number % 2][0])


def _moderate(person, team, number: int) -> None:
    """She reports, decides, objects, pauses, proposes to reveal somebody, agreed to help, and blocks somebody."""
    case = Case.objects.create(target=f"post:{fresh_id()}", place=f"room:{fresh_id()}", state=Case.CLOSED)
    Report.objects.create(case=case, reporter=person.pk, kind=Report.OTHER, words=f"Meldung{number}")
    decision = Decision.objects.create(
        case=case,
        what=Decision.SUSPEND,
        because=Report.ADVERT,
        reason=f"Entscheidung{number}",
        days=number,
        by=person.pk,
    )
    Appeal.objects.create(
        decision=decision, person=person.pk, words=f"Einspruch{number}", outcome=Appeal.UPHELD,
        reason=f"Nachgeprüft{number}", decided_by=team.pk, decided_at=timezone.now(),
    )  # fmt: skip
    Suspension.objects.create(decision=decision, place=case.place, who=person.pk, until=NOW + timedelta(days=number))
    log.append(person, f"case.lived{number}", f"case:{case.pk}", "Grund")
    RevealRequest.objects.create(voice=fresh_id(), place=case.place, first=person.pk, reason=f"Weshalb{number}")
    Helper.objects.create(person=person)
    blocking.block(person, team)


def _learn(person, number: int) -> None:
    """A block that she rates herself in and is asked about, and a project that she takes home from it."""
    programme = a_programme(slug=f"lauf-{number}")
    run = a_run(programme, f"Durchgang{number}")
    date = a_date(run, a_building_block(programme, title=f"Baustein{number}"), days=30 + number, capacity=None)
    rating.rate(date, person, {f"Kompetenz{number}": (number, number + 1)})
    Ticket.objects.create(evaluation=Evaluation.objects.create(date=date), person=person)
    topic = FieldOfAction.objects.create(slug=f"praxis-{number}", name=f"Praxis{number}", facet="Thema")
    project = PracticeProject.objects.create(
        run=run, person=person, title=f"Projekt{number}", aim=f"Ziel{number}", field=topic,
        first_sign=f"Zeichen{number}", named_on=day(2026, number, 5),
    )  # fmt: skip
    FollowUp.objects.create(
        project=project, months=3 * number, state=(FollowUp.DONE, FollowUp.CHANGED)[number - 1],
        outcome=f"Ergebnis{number}", would_help=f"Hilfe{number}",
    )  # fmt: skip


def _a_run_that_went_wrong(person, number: int):
    programme = a_programme(f"Programm{number}", f"weg-{number}")
    block, run = a_building_block(programme, title=f"Baustein{number}"), a_run(programme, f"Durchgang{number}")
    EarlyWarning.objects.create(person=person, date=a_date(run, block, days=30))


def _talk(team, person, number: int) -> None:
    """Under her name and under a voice, in a room that she looks after and whose words stay inside."""
    room = a_room(f"Raum{number}", stays_inside=True, kind=Room.TOPIC)
    a_moderator(room, person)
    for post in (_ask(room, person, f"Offen{number}"), _ask(room, person, f"Geschützt{number}", f"Merkmal{number}")):
        writing.change(post, source=f"Wortlaut{post.thread.title}", by=person)
        picture = ContentFile(b"RIFF", name=f"bild{number}.webp")
        Attachment.objects.create(
            post=post, file=picture, name=f"Bild{number}.webp", alt=f"Zu sehen{number}", is_picture=True, weight=4
        )
    theirs = a_thread(room, team, title=f"Teamfrage{number}", source=f"Wer weiß es? @{person.name}, Sie?")
    answer = a_reply(theirs, person, source=f"Antwort{number}", speaks=Post.PRACTICE)
    Post.objects.filter(pk=answer.pk).update(checked_by=f"Prüferin{number}", checked_on=day(2026, number, 7), useful=3)
    Thread.objects.filter(pk=theirs.pk).update(
        accepted=answer, summary_by=person, summary_source=f"Kurz{number}", summary_on=day(2026, number, 8)
    )
    opening = theirs.posts.get(number=1)
    Post.objects.filter(pk=opening.pk).update(checked_by=person.name, checked_on=day(2026, number, 9), useful=1)
    Useful.objects.create(post=opening, person=person)
    Mention.objects.get_or_create(post=opening, person=person)
    Follow.objects.create(person=person, room=room, how=(Follow.BUNDLED, Follow.NEVER)[number - 1])
    topic = FieldOfAction.objects.create(slug=f"gehoert-{number}", name=f"Gehört{number}", facet="Thema")
    Follow.objects.create(person=person, field=topic)
    Agreement.objects.create(person=person, version=number)
    NotAsked.objects.create(person=person)
    state = (Asked.PASSED, Asked.DECLINED)[number - 1]
    Asked.objects.update_or_create(thread=theirs, person=person, defaults={"state": state})


def _ask(room, person, title: str, line: str = "") -> Post:
    post = a_thread(room, person, title=title, source=f"Zuerst{title}", line=line).posts.get()
    writing.show(post)
    return post


def _write_pages(team, person, place, number: int) -> None:
    """A page of hers that grew from her answer, one of the team's that she proposes, reviews, releases and adopts, and
    a paper of both."""
    page = an_article(person, team, title=f"Seite{number}", source=f"Wortlaut{number} der Seite", readers="public")
    page.contact, page.owner_told_on = f"{person.name}, {person.email}", day(2026, number, 10)
    page.submitted_by, page.submitted_at = person, NOW + timedelta(hours=number)
    page.save()
    made = page.release
    made.content |= {"contact": page.contact, "thanks": [person.name]}
    made.save()
    section = page.sections.first()
    section.versions.filter(number=section.number).update(note=f"Vorschlag von {person.name}")
    Rival.objects.create(
        section=section, base=number, heading=f"Anders{number}", source=f"Daneben{number}", by=person, settled_at=NOW
    )
    origin = Origin.objects.create(article=page, post=Post.objects.get(author=person, source=f"Antwort{number}"))
    voice = Voice.objects.get(pk=_voices_of(person)[0])
    Consent.objects.create(origin=origin, role=Consent.ANSWERER, person=person, state=Consent.GIVEN)
    Consent.objects.create(origin=origin, role=Consent.ASKER, voice=voice, state=Consent.REFUSED)

    theirs = a_draft(team, title=f"Teamseite{number}", source=f"Teamsatz{number}")
    review = a_review(theirs, person, text=f"Befund{number}")
    put_in_force(theirs, [review], by=person, as_of=day(2026, 1, number), checked_until=day(2027, 1, number))
    section = theirs.sections.first()
    Suggestion.objects.create(
        section=section, base=number, before=f"Bisher{number}", follows=f"Zuvor{number}", after=f"Neu{number}",
        reason=f"Weil{number} so", by=person, is_named=number == 1,
        state=(Suggestion.ACCEPTED, Suggestion.TAKEN_BACK)[number - 1],
        answer=f"Dazu{number}", decided_by=team, decided_at=NOW + timedelta(hours=2, minutes=number),
    )  # fmt: skip
    remark = Comment.objects.create(
        section=section, quote=f"Absatz{number}", text=f"Anmerkung{number}", by=person, settled_at=NOW
    )
    Comment.objects.create(section=section, to=remark, text=f"Noch{number} etwas", by=person)
    Check.objects.create(
        article=theirs, person=person, state=(Check.RIGHT, Check.WRONG)[number - 1], text=f"Stimmt{number}",
        asked_on=day(2026, number, 11), done_on=day(2026, number, 12),
    )  # fmt: skip
    Adoption.objects.create(
        article=theirs, municipality=place, person=person, changed=f"Angepasst{number}", on=day(2026, number, 13)
    )
    paper = CouncilPaper.objects.create(
        person=person, municipality=place, title=f"Vorlage{number}", body=f"Ausschuss{number}",
        meets_on=day(2026, 5, number), reference=f"V-{number}", proposal=f"Beschluss{number}",
        situation=f"Sachverhalt{number}", costs=f"Kosten{number}",
    )  # fmt: skip
    PaperItem.objects.create(paper=paper, article=theirs, extent=PaperItem.WHOLE, note=f"Hierzu{number}")
    PaperItem.objects.create(paper=paper, post=origin.post, note=f"Und{number} hierzu", order=1)


def _speak(evening, team, person, number: int) -> None:
    speaker = evening.speakers.get(name=person.name)
    speaking.describe(
        speaker, name=speaker.name, role=speaker.role, slot=f"Beitrag{number}", email=person.email, asks_first=False,
        by=team,
    )  # fmt: skip
    speaking.agree(speaking.send_link(speaker, by=team))
    contributing.contribute(
        Speaker.objects.get(pk=speaker.pk), title=f"Folien{number}", url=f"https://example.org/folien{number}",
        allowed=Material.SEATED, licence=CC_BY,
    )  # fmt: skip


def _look_in_and_be_listed(team, person, number: int) -> None:
    """As a guest of one run, and on the list of another before she had her account."""
    programme = Programme.objects.create(slug=f"liste-{number}", title=f"Kurs{number}", summary="Kurz.")
    seen, listed = (
        Run.objects.create(programme=programme, title=f"{name}{number}") for name in ("Gesehen", "Gelistet")
    )
    until = timezone.localdate() + timedelta(days=20 + number)
    hosting.withdraw_guest(
        hosting.invite_guest(seen, name=person.name, email=person.email, until=until, by=team), by=team
    )
    PendingParticipant.objects.create(
        run=listed, email=person.email, name=person.name, place=f"Liste{number}ort", function=f"Aufgabe{number}"
    )


def _sign_in_with_password_and_code(person):
    Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": person.email})
    letter = Letter.objects.get(to=person.email, subject__contains="Code")
    code = re.search(r"\*\*(\S+)\*\*", letter.text)[1]
    browser.post(reverse("account_confirm_login_code"), {"code": code.replace("\\", "")})


def sessions_of(person) -> list[str]:
    return [row.session_key for row in Session.objects.all() if str(person.pk) in str(row.get_decoded())]


def rows_of(person) -> Iterator[tuple[models.Model, models.Field]]:
    """Every row about this person, once with every column that the one table names."""
    for column in privacy.columns():
        label, _, name = column.name.rpartition(".")
        for row in apps.get_model(label)._default_manager.filter(HERS[label](person)).distinct():
            yield row, row._meta.get_field(name)
