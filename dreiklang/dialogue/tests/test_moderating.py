"""Reports, decisions and objections: who learns what, who decides, and that nothing is decided twice."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.dialogue import reportable, searchable
from dreiklang.dialogue.actions import moderating, writing
from dreiklang.dialogue.actions.reminding import remind_moderators
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.models.rooms import Moderators
from dreiklang.dialogue.rules import may_moderate
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.foundation.text import to_plain
from dreiklang.groups.actions import leave
from dreiklang.groups.models import Group
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.moderation import things
from dreiklang.moderation.actions import deciding
from dreiklang.moderation.actions.reporting import report
from dreiklang.moderation.log import check
from dreiklang.moderation.models import Appeal, Case, Decision, Entry, Report, Suspension
from dreiklang.moderation.rules import cases_for, may_decide
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINE = "Integrationsbeauftragte, Stadt"
REASON = {"because": "hostility", "reason": "Das verletzt die Hausregeln."}


def a_post(room=None, by=None, **facts) -> Post:
    post = a_thread(room or a_room(), by or ben(), **facts).posts.get()
    if post.state == Post.HELD:
        writing.show(post)
        post.refresh_from_db()
    return post


def thing_of(post):
    return things.find([moderating.target_of(post)])[moderating.target_of(post)]


def reported(post, by=None) -> Case:
    return report(thing_of(post), kind=Report.HOSTILITY, words="Das geht nicht.", by=by or cem()).case


def decided(post, what=Decision.REMOVE, by=None, case=None, **more) -> Decision:
    by = by or ada(email=f"ada{Case.objects.count()}@example.org")
    return deciding.decide(case or reported(post), what=what, **REASON | more, by=by)


# --- reporting ---


def test_one_person_reports_a_post_once_and_several_make_one_case():
    post, reader = a_post(), cem()
    for _again in range(2):
        reported(post, reader)
    reported(post, a_person("Dana Abel"))
    assert Case.objects.get().reports.count() == 2
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reported_by_many_at_once_it_is_one_case_and_one_report_each():
    thing, reader = thing_of(a_post()), cem()
    others = [a_person(f"Person{n}") for n in range(3)]
    calls = [lambda who=who: report(thing, kind="other", by=who) for who in [reader, reader, *others]]
    assert all(isinstance(answer, Report) for answer in side_by_side(*calls))
    assert Case.objects.get().reports.count() == 4


def pages_of(client, person, paths) -> str:
    client.force_login(person)
    return " ".join(client.get(path).content.decode() for path in paths)


def test_who_reported_stands_on_no_page_and_in_no_letter(client):
    writer, reader, moderator = ben(), cem(), ada()
    post = a_post(by=writer)
    client.force_login(reader)
    answer = client.post(post.report_path, {"kind": "hostility", "words": "Bitte ansehen."})
    assert "Danke, Ihre Meldung ist da" in answer.content.decode()
    case = Case.objects.get()
    seen = pages_of(client, moderator, ["/dialog/moderation/", case.path])
    assert "Bitte ansehen." in seen
    decision = decided(post, by=moderator, case=case)
    seen += pages_of(client, moderator, [case.path])
    seen += pages_of(client, writer, [post.thread.path, f"/dialog/entscheidungen/{decision.pk}/"])
    seen += " ".join(Letter.objects.values_list("text", flat=True))
    assert "Das verletzt die Hausregeln." in seen
    assert reader.name not in seen and str(reader.pk) not in seen
    Report.objects.update(words=f"von {reader.name}")  # the twin: a page that said it would be found
    assert reader.name in pages_of(client, moderator, [case.path])


def test_nobody_reports_her_own_post_or_what_she_does_not_read(client):
    writer = ben()
    post = a_post(by=writer)
    client.force_login(writer)
    assert client.post(post.report_path, {"kind": "other"}).status_code == 403
    inner = a_post(a_circle(writer), writer)
    client.force_login(cem())
    assert client.get(inner.report_path).status_code == 404
    assert client.post(post.report_path, {}).status_code == 422
    assert not Case.objects.exists()


# --- who decides ---


def test_moderators_decide_in_their_room_alone_and_the_team_where_there_is_none():
    writer, helper, team = ben(), a_person("Hanna Moll"), ada()
    room = a_room("Mit Moderation")
    a_moderator(room, helper)
    case = reported(a_post(room, writer))
    assert list(cases_for(helper)) == [case] and not cases_for(team).exists()
    other = reported(a_post(a_room("Ohne"), writer), a_person("Dana Abel"))
    assert list(cases_for(helper)) == [case] and list(cases_for(team)) == [other]
    assert not cases_for(writer).exists()


def test_of_a_room_that_the_team_does_not_read_it_sees_the_reported_text_alone(client):
    writer, team = ben(), ada()
    room = a_circle(writer, cem())
    thread = a_thread(room, writer, source="Der Anfang.")
    post = a_reply(thread, writer, "Das Gemeldete.")
    case = reported(post, a_person("Dana Abel"))
    page = pages_of(client, team, [case.path])
    assert "Das Gemeldete." in page and "Der Anfang." not in page
    a_moderator(room, writer)
    assert client.get(case.path).status_code == 404


def test_what_nobody_takes_up_for_three_days_reaches_the_team():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        helper, team, room = a_person("Hanna Moll"), ada(), a_room()
        a_moderator(room, helper)
        case = reported(a_post(room))
        assert not cases_for(team).exists()
        clock.shift(timedelta(days=3))
        assert list(cases_for(team)) == [case]


@pytest.mark.parametrize("line", ["", LINE])
def test_nobody_decides_about_her_own_text_not_even_as_a_voice(line):
    moderator, room = ben(), a_room()
    a_moderator(room, moderator)
    post = a_post(room, moderator, line=line)
    case = reported(post)
    assert not may_decide(moderator, case, thing_of(post))
    with pytest.raises(Refusal, match="jemand anderes"):
        deciding.decide(case, what="nothing", **REASON, by=moderator)
    assert may_decide(ada(), case, thing_of(post))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_hears_that_it_is_decided():
    case = reported(a_post())
    team = [ada(), ada(email="ada2@example.org")]
    answers = side_by_side(
        *[lambda by=by: deciding.decide(case, what="remove", **REASON, by=by) for by in team]
    )  # fmt: skip
    assert sorted(type(answer).__name__ for answer in answers) == ["Decision", "Refusal"]
    assert Decision.objects.count() == 1 and check().holds


def test_no_decision_without_a_reason():
    case = reported(a_post())
    with pytest.raises(Refusal) as refusal:
        deciding.decide(case, what="remove", because="other", reason=" ", by=ada())
    assert refusal.value.field == "reason" and Case.objects.get().state == Case.OPEN


# --- what a decision does ---


def test_a_removed_text_is_read_nowhere_any_more(client):
    writer, reader = ben(), cem()
    thread = a_thread(a_room(), writer, source="Harmlos.")
    follower = a_person("Dana Abel")
    writing.reply(thread, source="Folge.", by=follower)
    post = a_reply(thread, writer, "Schlimmes Wort.")
    assert Letter.objects.waiting().filter(text__contains="Schlimmes").count() == 1
    assert "Schlimmes" in Row.objects.get(kind=searchable.THREAD).text
    decided(post, case=reported(post, follower))
    page = pages_of(client, reader, [thread.path])
    assert "Schlimmes" not in page and "Entfernt durch die Moderation: Anfeindung." in page
    assert "Schlimmes" not in Row.objects.get(kind=searchable.THREAD).text
    assert not Letter.objects.waiting().filter(text__contains="Schlimmes").exists()
    with pytest.raises(Refusal):
        writing.change(post, source="Wieder da.", by=writer)
    assert "Folge." in page


def test_a_removed_question_loses_its_title_too_and_gets_it_back():
    post = a_post(title="Ein böser Titel")
    decision = decided(post)
    assert Thread.objects.get().title == "Entferntes Thema" and "böser" not in Row.objects.get().title
    deciding.object_to(decision, words="Das stimmt nicht.")
    deciding.decide_appeal(decision.case, outcome=Appeal.UPHELD, reason="Stimmt.", by=ada(email="z@example.org"))
    post.refresh_from_db()
    assert (Thread.objects.get().title, post.state, post.removed_as) == ("Ein böser Titel", Post.SHOWN, "")
    assert "Wir haben kein Geld." in Row.objects.get().text


@pytest.mark.parametrize(
    ("what", "state", "is_closed"),
    [("nothing", "shown", False), ("hint", "shown", False), ("hide", "removed", False), ("close", "shown", True)],
)
def test_each_decision_does_what_it_says(what, state, is_closed):
    post = a_post()
    decided(post, what)
    post = Post.objects.select_related("thread").get()
    assert (post.state, post.thread.closed_at is not None, post.is_decided) == (state, is_closed, what != "nothing")
    assert Letter.objects.filter(to="ben@example.org").exists() == (what != "nothing")


@pytest.mark.parametrize("line", ["", LINE])
def test_whoever_is_suspended_writes_no_more_until_it_is_over(line):
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        writer = ben()
        post = a_post(by=writer, line=line)
        decided(post, "suspend", days=7)
        with pytest.raises(Refusal, match="können Sie in diesem Raum nicht schreiben"):
            a_reply(post.thread, writer)
        assert a_reply(post.thread, cem(email="c@example.org"))
        clock.shift(timedelta(days=7, seconds=1))
        assert a_reply(post.thread, writer)


def test_days_are_asked_for():
    with pytest.raises(Refusal) as refusal:
        decided(a_post(), "suspend")
    assert refusal.value.field == "days"


# --- the author ---


def test_the_author_hears_by_letter_with_the_reason_and_objects_without_signing_in(client):
    post = a_post()
    decision = decided(post)
    letter = Letter.objects.get(to="ben@example.org")
    link = f"/dialog/einspruch/{seal(decision.pk, deciding.PURPOSE)}/"
    assert "Das verletzt die Hausregeln." in letter.text and link in to_plain(letter.text)
    page = client.get(link).content.decode()
    assert "Das verletzt die Hausregeln." in page and post.source not in page
    assert client.post(link, {"words": ""}).status_code == 422
    assert client.post(link, {"words": "Ich sehe das anders."}).status_code == 302
    assert Appeal.objects.get().words == "Ich sehe das anders."
    assert client.get(f"/dialog/einspruch/{seal(decision.pk, 'other')}/").status_code == 404


def test_a_voice_gets_no_letter_and_finds_the_decision_where_only_she_looks(client):
    writer = ben()
    post = a_post(by=writer, line=LINE)
    decision = decided(post)
    assert not Letter.objects.exists()
    path = f"/dialog/entscheidungen/{decision.pk}/"
    seen = pages_of(client, writer, ["/", "/dialog/entscheidungen/", post.thread.path])
    assert path in seen and "Entscheidung der Moderation ansehen" in seen
    assert client.post(path, {"words": "Nein."}).status_code == 302
    assert Appeal.objects.get().person is None
    client.force_login(cem(email="c@example.org"))
    assert client.get(path).status_code == 404
    assert path not in client.get("/").content.decode()
    assert client.get(f"/dialog/einspruch/{seal(decision.pk, deciding.PURPOSE)}/").status_code == 404


def test_under_her_name_she_would_have_got_a_letter():
    decided(a_post())
    assert Letter.objects.filter(to="ben@example.org").exists()


def test_an_objection_goes_to_somebody_else():
    first, second, room = a_person("Hanna Moll"), a_person("Mia Lang"), a_room()
    a_moderator(room, first)
    post = a_post(room)
    decision = decided(post, by=first)
    deciding.object_to(decision, words="Nein.")
    team = ada(email="team@example.org")
    assert list(cases_for(team)) == [decision.case]  # nobody else moderates there
    a_moderator(room, second)
    assert not cases_for(team).exists() and list(cases_for(second)) == [decision.case]
    verdict = {"outcome": Appeal.REJECTED, "reason": "Bleibt."}
    with pytest.raises(Refusal, match="jemand anderes"):
        deciding.decide_appeal(decision.case, **verdict, by=first)
    deciding.decide_appeal(decision.case, **verdict, by=second)
    assert Case.objects.get().state == Case.CLOSED and Post.objects.get().state == Post.REMOVED
    assert Letter.objects.filter(to="ben@example.org").count() == 2


def test_an_objection_waits_for_nobody_who_decided_first(client):
    first, second, room = a_person("Hanna Moll"), a_person("Mia Lang"), a_room()
    a_moderator(room, first), a_moderator(room, second)
    decision = decided(a_post(room), by=first)
    deciding.object_to(decision, words="Nein.")
    assert decision.case.path in pages_of(client, second, ["/dialog/moderation/"])
    assert decision.case.path not in pages_of(client, first, ["/dialog/moderation/"])
    assert client.get(decision.case.path).status_code == 200  # what became of it she may see


def test_upheld_a_suspension_ends():
    decision = decided(a_post(), "suspend", days=7)
    deciding.object_to(decision, words="Nein.")
    assert Suspension.objects.exists()
    deciding.decide_appeal(decision.case, outcome=Appeal.UPHELD, reason="Ja.", by=ada(email="z@example.org"))
    assert not Suspension.objects.exists()


def test_one_objects_once_and_within_thirty_days():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False) as clock:
        decision = decided(a_post())
        clock.shift(timedelta(days=30))
        with pytest.raises(Refusal, match="kein Einspruch mehr"):
            deciding.object_to(decision, words="Zu spät.")
        clock.shift(timedelta(seconds=-1))
        first = deciding.object_to(decision, words="Nein.")
        assert deciding.object_to(decision, words="Noch einmal.") == first
    assert list(Entry.objects.values_list("act", flat=True)) == ["case.opened", "case.remove", "appeal.made"]


# --- taking back ---


@pytest.mark.parametrize("line", ["", LINE])
def test_what_she_takes_back_is_gone_at_once(client, line):
    writer = ben()
    post = a_post(by=writer, line=line, source="Zu viel gesagt.")
    writing.change(post, source="Immer noch zu viel.", by=writer)
    client.force_login(writer)
    assert "sofort und endgültig gelöscht" in client.get(post.withdrawal_path).content.decode()
    assert client.post(post.withdrawal_path).status_code == 302
    post.refresh_from_db()
    assert (post.source, post.html, post.versions.count(), post.removed_as) == ("", "", 0, Post.HERSELF)
    assert Thread.objects.get().title == "Entferntes Thema" and post.removed_title == ""
    assert "Zurückgenommen" in client.get(post.thread.path).content.decode()
    moderating.restore(post, Decision.REMOVE)
    assert Post.objects.get().state == Post.REMOVED
    client.force_login(cem())
    assert client.post(post.withdrawal_path).status_code == 403


# --- approval ---


@pytest.fixture
def calm_room():
    room = a_room(needs_approval=True)
    a_moderator(room, a_person("Hanna Moll"))
    return room


def test_a_post_is_let_through_by_a_moderator(client, calm_room):
    post = a_post(calm_room)
    helper = calm_room.moderators.get().person
    path = f"/dialog/moderation/beitraege/{post.pk}/"
    assert path in pages_of(client, helper, ["/dialog/moderation/"])
    client.post(path, {"approve": "1"})
    post.refresh_from_db()
    assert post.state == Post.SHOWN and post.number == 1
    client.force_login(cem())
    assert client.get(path).status_code == 404
    assert moderating.approve(post, by=helper).number == 1


@pytest.mark.parametrize("line", ["", LINE])
def test_a_declined_post_does_not_appear_and_upheld_it_does(line, calm_room):
    writer, helper = ben(), calm_room.moderators.get().person
    post = a_thread(calm_room, writer, line=line).posts.get()
    Post.objects.update(state=Post.WAITING)
    decision = moderating.decline(post, **REASON, by=helper)
    assert Letter.objects.filter(to=writer.email).exists() == (not line)
    assert not Thread.objects.visible_to(helper).exists()
    with pytest.raises(Refusal):
        moderating.approve(post, by=helper)
    deciding.object_to(decision, words="Doch.")
    deciding.decide_appeal(decision.case, outcome=Appeal.UPHELD, reason="Ja.", by=ada())
    assert Thread.objects.visible_to(helper).get().title == "Wie bezahlen Sie Sprachmittlung?"


# --- hearing that something waits ---


def test_moderators_hear_once_a_working_day_and_never_what_it_is():
    with time_machine.travel("2026-03-07 10:00+01:00", tick=False) as clock:  # a Saturday
        team = ada()
        assert remind_moderators() == 0
        reported(a_post())
        assert remind_moderators() == 1 and remind_moderators() == 0
        letter = Letter.objects.get(to=team.email)
        assert letter.not_before.isoformat() == "2026-03-09T06:00:00+00:00" and "Sprachmittlung" not in letter.text
        clock.move_to("2026-03-10 10:00+01:00")
        assert remind_moderators() == 1
        decided(Post.objects.get(), case=Case.objects.get(), by=team)
        clock.move_to("2026-03-11 10:00+01:00")
        assert remind_moderators() == 0


# --- the file that moderation calls ---


def test_a_queue_asks_the_same_for_one_and_for_three(client, django_assert_max_num_queries):
    team, writer = ada(), ben()
    client.force_login(team)
    numbers = []
    for number in (1, 2):
        for n in range(number):
            reported(a_post(a_room(f"Raum {number}{n}"), writer), a_person(f"Wer{number}{n}"))
        with django_assert_max_num_queries(12) as asked:
            assert client.get("/dialog/moderation/").content.decode().count("/faelle/") == Case.objects.count()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_caretakers_and_places_say_the_same():
    people = [ada(), ada(email="zwei@example.org"), ben(), cem()]
    rooms = [a_room("Offen"), a_circle(people[2], title="Ohne Team"), a_circle(people[1], title="Mit Team")]
    moderated = a_room("Betreut")
    a_moderator(moderated, people[3])
    for room in [*rooms, moderated]:
        place = f"room:{room.pk}"
        assert {p.pk for p in reportable.caretakers(place)} == {p.pk for p in people if place in things.places_of(p)}


@pytest.fixture
def a_moderator_who_left():
    """She looks after a circle and is no longer of it; nobody released her as its moderator."""
    writer, gone, stays = ben(), cem(), a_person("Mona Moor")
    room = a_circle(writer, gone, stays, title="Kreis")
    a_moderator(room, gone)
    target = moderating.target_of(a_thread(room, writer).posts.get())
    report(things.find([target])[target], kind="other", by=stays)
    return room, gone


def test_whoever_left_the_circle_decides_and_reveals_nothing_there(a_moderator_who_left):
    room, gone = a_moderator_who_left
    place = f"room:{room.pk}"
    assert may_moderate(gone, room) and place in things.places_of(gone) and cases_for(gone).exists()
    leave(Group.objects.get(pk=room.readers.removeprefix("group:")), gone)
    assert not may_moderate(gone, room) and place not in things.places_of(gone) and not cases_for(gone).exists()
    assert gone not in reportable.moderators(place) and gone not in reportable.caretakers(place)
    room.locked_at = timezone.now()
    room.save()
    assert not Thread.objects.visible_to(gone).exists()


def test_by_the_row_alone_she_would_still_decide(a_moderator_who_left, monkeypatch):
    room, gone = a_moderator_who_left
    leave(Group.objects.get(pk=room.readers.removeprefix("group:")), gone)
    every = lambda rows, person: frozenset(rows.filter(person=person.pk).values_list("room", flat=True))  # noqa: E731
    monkeypatch.setattr(Moderators, "_rooms_of", every)
    assert may_moderate(gone, room) and cases_for(gone).exists()


def test_what_the_one_who_left_looked_after_falls_to_the_others(a_moderator_who_left):
    room, gone = a_moderator_who_left
    team, place = ada(), f"room:{room.pk}"
    assert place not in things.places_of(team) and reportable.caretakers(place) == [gone]
    leave(Group.objects.get(pk=room.readers.removeprefix("group:")), gone)
    assert place in things.places_of(team) and reportable.caretakers(place) == [team]
