"""What is brought along and how those present choose: three points stay three, only sums are shown, and afterwards
nothing says who was there or who gave what."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models import Sum
from django.utils import timezone

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Post, Room
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, agreed
from dreiklang.exchange.actions import lunch_choosing as choosing
from dreiklang.exchange.actions import lunch_results as results
from dreiklang.exchange.models import LunchItem, LunchMeeting, LunchPoints, LunchQuestion, LunchSalt, pool
from dreiklang.exchange.personal.lunch import RULES, erase, export
from dreiklang.exchange.tests.lunch_makers import a_choosing, a_meeting, a_pooled, a_series
from dreiklang.foundation import privacy
from dreiklang.foundation.backup import kept_models
from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAY = date(2026, 3, 4)
HOME = "/austausch/mittagsmeeting/"
LINE = "Stabsstelle, große Stadt"


@pytest.fixture(autouse=True)
def noon(settings):
    settings.LAND = "BW"
    with time_machine.travel("2026-03-04 12:31+01:00", tick=False) as clock:
        yield clock


# --- what is brought along ---


def test_a_question_under_a_name_is_taken_back_by_its_author_alone_and_by_the_team_with_a_reason(client):
    a_series()
    hers, other, team = ben(), cem(), ada()
    question = choosing.drop("Wie?", by=hers, is_named=True)
    with pytest.raises(Refusal):
        choosing.take_back(question, by=other)
    with pytest.raises(Refusal, match="Grund"):
        choosing.take_back(question, by=team)
    choosing.take_back(question, by=hers)
    assert not LunchQuestion.objects.exists() and not Act.objects.exists()
    choosing.take_back(choosing.drop("Was?", by=hers, is_named=True), by=team, reason="Nennt eine Person.")
    assert Act.objects.get().reason == "Nennt eine Person." and Act.objects.get().by == str(team.pk)


def test_an_unnamed_question_leads_to_nobody_and_goes_by_the_link_that_was_shown_once(client):
    a_series()
    hers = ben()
    agreed(hers)
    client.force_login(hers)
    before = places_of(hers)
    typed = {"source": "Wie sage ich es der Chefin?", "way": "unnamed", "public_id": fresh_id()}
    page = client.post(f"{HOME}frage/", typed).content.decode()
    question = LunchQuestion.objects.get()
    assert question.author is None and question.secret_path in page
    assert places_of(hers) == before
    assert client.post(f"{HOME}frage/", typed).content.decode().count(question.secret_path) == 1  # sent twice: one
    assert LunchQuestion.objects.count() == 1
    listed = client.get(HOME).content.decode()
    assert question.text in listed and str(question.pk) not in listed and "ohne Namen" in listed
    client.logout()
    assert client.get(question.secret_path).status_code == 200 and LunchQuestion.objects.exists()
    client.post(question.secret_path)
    assert not LunchQuestion.objects.exists()
    assert "steht nirgends mehr" in client.get(question.secret_path).content.decode()


def test_whoever_knows_the_number_of_an_unnamed_question_does_not_get_its_link():
    a_series()
    question = choosing.drop("Wie?", by=ben(), is_named=False)
    other = choosing.drop("Anders", by=cem(), is_named=False, public_id=question.pk)
    assert other.pk != question.pk


def test_there_is_a_limit_for_one_and_one_for_all_without_a_name():
    a_series()
    hers = ben()
    for number in range(choosing.MOST_OF_ONE):
        choosing.drop(f"Frage {number}", by=hers, is_named=True)
    with pytest.raises(Refusal, match="fünf"):
        choosing.drop("Noch eine", by=hers, is_named=True)
    LunchQuestion.objects.bulk_create(LunchQuestion(text="?") for _each in range(choosing.MOST_UNNAMED))
    with pytest.raises(Refusal, match="ohne Namen"):
        choosing.drop("Noch eine", by=cem(), is_named=False)


def test_what_nobody_chooses_goes_after_sixty_days_and_not_while_one_chooses_among_it(noon):
    hers = ben()
    meeting, (item,) = a_choosing("Wie?", by=hers)
    LunchQuestion.objects.update(dropped_on=DAY - timedelta(days=60))
    rule = RULES[0]
    assert not rule.due(timezone.now()).exists()
    choosing.end(meeting)
    assert rule.apply(rule.due(timezone.now())) == 1
    assert not LunchQuestion.objects.exists() and not LunchItem.objects.exists()


def test_the_pool_holds_what_members_read_and_nothing_that_must_not_leave_its_room(client):
    a_series()
    asker, reader = ben(), cem()
    room = a_room()
    shown = a_pooled(asker, "Offen für alle", room)
    a_pooled(asker, "Bleibt drin", room, stays_inside=True)
    a_pooled(asker, "Bleibt im Raum", a_room("Innen", stays_inside=True))
    a_pooled(asker, "Nur der Kreis", a_circle(asker, reader))
    answered = a_pooled(asker, "Beantwortet", room)
    a_reply(answered, reader)
    hidden = a_pooled(asker, "Verborgen", room)
    hidden.posts.update(state=Post.REMOVED)
    locked = a_room("Gesperrt")
    a_pooled(asker, "Gesperrt", locked)
    Room.objects.filter(pk=locked.pk).update(locked_at=timezone.now())
    assert [one.title for one in pool()] == [shown.title]
    client.force_login(reader)
    page = client.get(HOME).content.decode()
    assert "Offen für alle" in page
    for title in ("Bleibt", "Kreis fragt", "Beantwortet", "Verborgen"):
        assert title not in page


def test_of_a_protected_question_the_title_alone_is_there(client, noon):
    hers, reader = a_person("Amira Asker", "amira@example.org"), cem()
    thread = a_pooled(hers, "Wer hat Erfahrung damit?", line=LINE)
    noon.shift(60 * 31)
    writing.show_due()
    meeting = choosing.begin(a_meeting(day=DAY))
    item = meeting.items.get(thread=thread)
    client.force_login(reader)
    for path in (HOME, meeting.path, f"{meeting.path}wahl/", f"{meeting.path}wahl/?gross=ja", item.path):
        page = client.get(path).content.decode()
        assert thread.title in page and hers.name not in page and LINE not in page, path
    thread.posts.update(state=Post.REMOVED)  # taken back meanwhile
    noon.shift(3)
    for path in (HOME, meeting.path, f"{meeting.path}wahl/?stand=0"):
        assert thread.title not in client.get(path).content.decode()


# --- choosing ---


def test_each_has_three_points_at_most_three_on_one_and_takes_them_back():
    one, other = ben(), cem()
    meeting, (first, second) = a_choosing("Erste?", "Zweite?", by=one)
    choosing.give(first, 2, by=one)
    choosing.give(first, 2, by=one)  # a double click
    choosing.give(second, 1, by=one)
    with pytest.raises(Refusal, match="drei Punkte"):
        choosing.give(second, 2, by=one)
    choosing.give(second, 3, by=other)
    choosing.give(first, 0, by=one)
    assert dict(meeting.items.values_list("pk", "points")) == {first.pk: 0, second.pk: 4}
    assert choosing.points_of(one, meeting) == {second.pk: 1}
    assert [item.pk for item in meeting.items.to_show()] == [second.pk, first.pk]


def test_it_begins_and_ends_by_the_clock_and_begins_early_only_for_who_hosts_it(noon):
    team, other = ada(), ben()
    choosing_of = a_meeting(day=DAY)
    noon.move_to("2026-03-04 12:16+01:00")
    choosing.tend()
    with pytest.raises(Refusal):
        choosing.begin(choosing_of, by=other)
    assert not LunchSalt.objects.exists()
    choosing.begin(choosing_of, by=team)
    assert LunchSalt.objects.count() == 1
    choosing.end(choosing_of, by=team)
    later = a_meeting(day=DAY + timedelta(days=14))
    noon.move_to("2026-03-18 12:30+01:00")
    choosing.tend()
    choosing.tend()
    later.refresh_from_db()
    assert later.is_choosing
    question = choosing.drop("Noch eine", by=other, is_named=True)  # while it is on: it stands there at once
    assert later.items.filter(question=question).exists()
    noon.move_to("2026-03-18 13:30+01:00")
    choosing.tend()
    later.refresh_from_db()
    assert later.stage == LunchMeeting.OVER and not LunchSalt.objects.exists()


def test_what_is_open_waits_for_the_next_meeting_and_what_has_a_result_does_not():
    hers = ben()
    meeting, (first, second) = a_choosing("Erste?", "Zweite?", by=hers)
    thread = a_pooled(hers, "Aus dem Dialog?")
    results.note(first, asked="Erste?", hint="So geht es.", knows_more="", seen=0, by=hers)
    choosing.end(meeting)
    assert [one.text for one in LunchQuestion.objects.waiting()] == ["Zweite?"]
    assert [one.pk for one in pool()] == [thread.pk]


# --- nobody can say who was there ---


def places_of(person, marks=()) -> set[tuple]:
    """Every table and row in which something of this person stands: her id, name or address, or one of these marks."""
    words = {str(person.pk), person.pk.hex, person.name, person.email, *marks}
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy or model._meta.label == "sessions.Session":
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                if any(word in str(value) for value in row for word in words):
                    found.add((model._meta.label, str(row[0])))
        cursor.execute("SELECT cache_key, value FROM shared_counters")
        found |= {("cache", key) for key, value in cursor.fetchall() if any(word in key + value for word in words)}
    return found


def a_whole_meeting(client, person) -> tuple[LunchMeeting, str]:
    """She comes: looks, joins, drops a question without a name, gives points, writes a note. (meeting, her mark)"""
    meeting = choosing.begin(a_meeting(day=DAY))
    client.force_login(person)
    for path in (HOME, meeting.path, f"{meeting.path}wahl/", f"{meeting.path}wahl/?gross=ja", f"{HOME}jetzt/"):
        assert client.get(path).status_code in (200, 302)
    client.post(f"{HOME}frage/", {"source": "Wer zahlt?", "way": "unnamed", "public_id": fresh_id()})
    item = meeting.items.get()
    client.post(f"{meeting.path}wahl/punkte/", {"item": item.pk, "number": 3})
    client.post(item.path, {"asked": "Wer zahlt?", "source": "Der Landkreis.", "knows_more": "", "seen": 0})
    item.refresh_from_db()
    assert (item.points, item.hint) == (3, "Der Landkreis.")
    return meeting, LunchSalt.objects.get().mark_of(person)


def test_afterwards_no_table_counter_log_page_or_export_can_say_who_was_there_or_who_gave_points(client):
    hers, other, team = ben(), cem(), ada()
    agreed(hers)
    before = places_of(hers)
    meeting, mark = a_whole_meeting(client, hers)
    assert places_of(hers) == before  # not even meanwhile, under her id
    during = places_of(hers, [mark])
    assert {label for label, _row in during - before} == {"exchange.LunchPoints"}
    assert str(export(hers)["Meine Punkte in der laufenden Auswahl"]) == "[{'Frage': 'Wer zahlt?', 'Punkte': 3}]"
    choosing.end(meeting, by=team)
    results.release(meeting, "Der Landkreis zahlt.", by=team)
    assert places_of(hers, [mark]) == before
    assert not any(hers.name in str(act.__dict__) or str(hers.pk) in str(act.__dict__) for act in Act.objects.all())
    for reader in (other, team):
        client.force_login(reader)
        for path in (HOME, meeting.path, f"{meeting.path}wahl/", f"{meeting.path}wahl/?gross=ja"):
            assert hers.name not in client.get(path).content.decode()
        assert hers.name not in str(privacy.export(reader))
    assert privacy.export(hers)["Meine Punkte in der laufenden Auswahl"] == []


def test_a_twin_that_keeps_points_and_number_would_be_found(client, monkeypatch):
    hers, team = ben(), ada()
    agreed(hers)
    before = places_of(hers)
    monkeypatch.setattr(LunchPoints.objects.all().__class__, "delete", lambda self: (0, {}))
    meeting, mark = a_whole_meeting(client, hers)
    choosing.end(meeting, by=team)
    monkeypatch.undo()
    assert places_of(hers, [mark]) != before


def test_points_and_their_number_are_in_no_backup():
    labels = {model._meta.label for model in kept_models()}
    assert "exchange.LunchItem" in labels and not {"exchange.LunchPoints", "exchange.LunchSalt"} & labels


def test_the_number_in_the_database_alone_makes_no_mark(settings):
    a_choosing("Wie?", by=ben())
    salt, person = LunchSalt.objects.get(), cem()
    before = salt.mark_of(person)
    settings.SEAL_KEY = b"another key of another house"
    assert salt.mark_of(person) != before


def test_whoever_leaves_takes_questions_letters_and_points_along():
    hers, other = ben(), cem()
    meeting, (first,) = a_choosing("Wie?", by=other)
    own = choosing.drop("Und ich?", by=hers, is_named=True)
    choosing.give(first, 2, by=hers)
    choosing.give(first, 1, by=other)
    erase(hers)
    first.refresh_from_db()
    assert first.points == 1 and LunchPoints.objects.count() == 1
    assert not LunchQuestion.objects.filter(pk=own.pk).exists()


# --- at the same moment ---


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_three_points_stay_three_however_many_windows_send_at_once():
    hers = ben()
    meeting, items = a_choosing("Eins?", "Zwei?", "Drei?", "Vier?", by=hers)
    said = side_by_side(*(lambda item=item: choosing.give(item, 3, by=hers) for item in items))
    assert sum(isinstance(each, Refusal) for each in said) == 3
    assert _given(meeting) == 3 == sum(meeting.items.values_list("points", flat=True))


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_twin_without_the_lock_gives_more_than_three():
    hers = ben()
    meeting, items = a_choosing("Eins?", "Zwei?", by=hers)
    mark, counted = LunchSalt.objects.get().mark_of(hers), threading.Barrier(2)

    def give(item):
        others = LunchPoints.objects.filter(item__meeting=meeting, mark=mark).aggregate(sum=Sum("number"))["sum"] or 0
        counted.wait(20)  # both have counted before either writes: each statement is for itself
        if others + 3 <= 3:
            with transaction.atomic():
                LunchPoints.objects.create(item=item, mark=mark, number=3)
        connections.close_all()

    side_by_side(*(lambda item=item: give(item) for item in items))
    assert _given(meeting) > 3


def _given(meeting) -> int:
    return LunchPoints.objects.filter(item__meeting=meeting).aggregate(sum=Sum("number"))["sum"]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_points_that_meet_the_end_leave_nothing_behind():
    hers, team = ben(), ada()
    meeting, (item,) = a_choosing("Eins?", by=hers)
    side_by_side(lambda: choosing.give(item, 3, by=hers), lambda: choosing.end(meeting, by=team))
    assert not LunchPoints.objects.exists() and not LunchSalt.objects.exists()
