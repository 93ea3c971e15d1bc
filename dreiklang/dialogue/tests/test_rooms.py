"""Rooms: what stands on their pages for whom, and what the team may change without reading them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from dreiklang.dialogue.actions import rooms as acting
from dreiklang.dialogue.models import Moderator, Room, Thread
from dreiklang.dialogue.reading import who_reads
from dreiklang.dialogue.rules import may_read
from dreiklang.dialogue.tests.makers import a_circle, a_moderator, a_reply, a_room, a_thread
from dreiklang.dialogue.views.arranging import widens
from dreiklang.foundation.audit import history
from dreiklang.foundation.once import AskedOnceARequest
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import holders, tokens_of
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem, olga

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def page_of(client, path) -> str:
    return client.get(path).content.decode()


def test_holders_a_token_are_those_who_hold_it():
    person, team = ben(), ada()
    circle = a_circle(person)
    a_person("Ist Fort", email="fort@example.org", is_active=False)
    for token in ("public", "members", "team", circle.readers, "group:unsinn", "unsinn"):
        told = {each for each in Person.objects.able() if token in tokens_of(each)}
        assert set(holders(token)) == told, token
    assert set(holders("team")) == {team}


def test_each_room_says_who_reads_it_and_what_is_newest_there(client):
    person, other = ben(), cem()
    a_thread(a_room(), person, title="Für alle")
    a_thread(a_circle(person, title="Kreis der Städte"), person, title="Im Kreis")
    client.force_login(person)
    page = page_of(client, "/dialog/")
    assert "Für alle" in page and "Im Kreis" in page and "zurzeit 1 Person." in page
    client.force_login(other)
    page = page_of(client, "/dialog/")
    assert "Für alle" in page and "Kreis der Städte" not in page and "Im Kreis" not in page


def test_only_whoever_decides_somewhere_is_sent_to_the_moderation(client):
    person, other = ben(), cem()
    a_moderator(a_room(), other)
    for each, is_sent in ((person, False), (other, True), (ada(), True)):
        client.force_login(each)
        assert ('href="/dialog/moderation/"' in client.get("/dialog/").content.decode()) == is_sent


def test_pinned_threads_stand_on_top(client):
    person, room = ben(), a_room()
    a_thread(room, person, title="Angepinnt")
    Thread.objects.update(is_pinned=True)
    a_thread(room, person, title="Neuer")
    client.force_login(person)
    page = page_of(client, room.path)
    assert page.index("Angepinnt") < page.index("Neuer") and "Angeheftet" in page


def test_a_room_is_narrowed_by_kind_field_state_and_words(client):
    person, other, room, field = ben(), cem(), a_room(), a_field("Wohnen")
    a_thread(room, person, title="Übergang in die Schule")
    answered = a_thread(room, person, title="Wohnraum gewinnen", field=field)
    a_reply(answered, other)
    solved = a_thread(room, person, title="Dolmetschpool", kind="question")
    solved.accepted = a_reply(solved, other)
    solved.save(update_fields=["accepted"])
    a_thread(room, person, title="Abend ohne Tagesordnung", kind="experience")
    client.force_login(other)
    for asked, found in {
        "art=experience": {"Abend ohne Tagesordnung"},
        f"feld={field.pk}": {"Wohnraum gewinnen"},
        "stand=open": {"Übergang in die Schule"},
        "stand=answered": {"Wohnraum gewinnen"},
        "stand=solved": {"Dolmetschpool"},
        "stand=unread": {"Übergang in die Schule", "Abend ohne Tagesordnung"},
        "q=übergang": {"Übergang in die Schule"},
        "q=ÜBERGANG schule": {"Übergang in die Schule"},
        "q=gibt+es+nicht": set(),
        "art=unsinn&stand=x&feld=y": {"Übergang in die Schule", "Wohnraum gewinnen", "Dolmetschpool",
                                      "Abend ohne Tagesordnung"},
        "q=%00": {"Übergang in die Schule", "Wohnraum gewinnen", "Dolmetschpool", "Abend ohne Tagesordnung"},
    }.items():  # fmt: skip
        page = page_of(client, f"{room.path}?{asked}")
        assert {title for title in Thread.objects.values_list("title", flat=True) if title in page} == found, asked


def test_thirty_threads_a_page_and_the_choice_is_kept(client):
    person, room = ben(), a_room()
    now = timezone.now()
    Thread.objects.bulk_create(
        Thread(room=room, kind="experience", title=f"Nr {number:02}", readers=room.readers, last_at=now, size=1)
        for number in range(31)
    )
    client.force_login(person)
    page = page_of(client, f"{room.path}?art=experience")
    assert page.count("Nr ") == 30 and "?art=experience&amp;seite=2" in page
    assert '<option value="experience" selected>' in page
    assert page_of(client, f"{room.path}?art=experience&seite=2").count("Nr ") == 1


def test_a_locked_and_an_archived_room_say_so(client):
    person, room = ben(), a_room()
    a_thread(room, person, title="Von früher")
    client.force_login(person)
    acting.archive_room(room, by=ada())
    page = page_of(client, room.path)
    assert "archiviert" in page and "Von früher" in page and "Fragen oder schreiben" not in page
    acting.lock_room(room, reason="Streit", by=Person.objects.get(is_team=True))
    page = page_of(client, room.path)
    assert "vorübergehend gesperrt" in page and "Von früher" not in page and "Streit" not in page


def test_who_looks_after_a_room_locks_it_at_once_and_others_do_not(client):
    person, helper, room = ben(), cem(), a_room()
    a_moderator(room, helper)
    client.force_login(person)
    assert client.post(f"{room.path}sperre/", {"reason": "Ich will"}).status_code == 403
    client.force_login(helper)
    assert client.post(f"{room.path}sperre/", {"reason": " "}).status_code == 422
    assert client.post(f"{room.path}sperre/", {"reason": "Jemand liest mit."}).url == room.path
    room.refresh_from_db()
    assert room.is_locked
    client.post(f"{room.path}sperre/", {})
    room.refresh_from_db()
    assert not room.is_locked
    assert [act.act for act in history(f"room:{room.pk}")] == ["room.unlocked", "room.locked"]


def test_the_team_arranges_a_circle_without_reading_it(client):
    person, team = ben(), ada()
    room = a_circle(person, title="Kreis der Städte")
    thread = a_thread(room, person, title="Sehr vertraulich", source="Nur für uns.")
    client.force_login(team)
    for path in ("/team/raeume/", f"/team/raeume/{room.pk}/", f"/team/raeume/{room.pk}/bearbeitung/",
                 f"{room.path}sperre/"):  # fmt: skip
        page = page_of(client, path)
        assert room.title in page and "vertraulich" not in page and "Nur für uns" not in page
    assert client.get(room.path).status_code == client.get(thread.path).status_code == 404
    assert client.post(f"{room.path}sperre/", {"reason": "Streit"}).url == f"/team/raeume/{room.pk}/"
    client.force_login(person)
    assert client.get(f"/team/raeume/{room.pk}/").status_code == 403


def facts_of(room=None, **changed) -> dict:
    facts = {"title": "Fragen zur Einbürgerung", "kind": "topic", "readers": "members", "pause": "0", "order": "5"}
    return (facts | {"readers": room.readers, "title": room.title} if room else facts) | changed


def test_the_team_opens_a_room_with_a_group_of_its_own_and_puts_people_in(client):
    person, team = ben(), ada()
    client.force_login(team)
    answer = client.post("/team/raeume/neu/", facts_of(readers="own", kind="circle", title="Kreis der Gemeinden"))
    room = Room.objects.get()
    assert answer.url == f"/team/raeume/{room.pk}/" and room.readers == Group.objects.get().token == room.writers
    path = f"/team/raeume/{room.pk}/mitglieder/"
    assert client.post(path, {"who": "niemand da"}).status_code == 422
    assert client.post(path, {"who": "okonkwo"}).status_code == 302
    assert list(Room.objects.visible_to(person)) == [room]
    assert client.post(f"/team/raeume/{room.pk}/betreuung/", {"who": person.email}).status_code == 302
    client.post(path, {"release": str(person.pk)})
    assert not Room.objects.visible_to(person).exists() and not Moderator.objects.exists()
    assert [act.act for act in history(f"room:{room.pk}")] == [
        "room.member_taken_out", "room.moderator_named", "room.member_brought_in", "room.opened",
    ]  # fmt: skip
    assert person.name in page_of(client, f"/team/raeume/{room.pk}/")  # in the history


def test_who_belongs_to_a_cohort_is_not_changed_by_hand(client):
    person, other = ben(), cem()
    room = a_circle(person)
    Group.objects.update(kind=Group.COHORT)
    with pytest.raises(Refusal):
        acting.bring_in(room, other, by=ada())
    with pytest.raises(Refusal):
        acting.take_out(a_room(), other, by=None)


def test_only_who_reads_a_room_looks_after_it(client):
    person, other, team = ben(), cem(), ada()
    room = a_circle(person)
    with pytest.raises(Refusal):
        acting.name_moderator(room, other, by=team)
    client.force_login(team)
    path = f"/team/raeume/{room.pk}/betreuung/"
    assert client.post(path, {"who": other.email}).status_code == 422
    assert client.post(path, {"who": person.email}).status_code == 302
    assert client.post(path, {"release": str(person.pk)}).status_code == 302
    assert client.post(path, {"release": "unsinn"}).status_code == 404
    assert not Moderator.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "wider"),
    [
        ("members", "public", True), ("team", "members", True), ("group:a", "members", True),
        ("group:a", "group:b", True), ("team", "group:a", True), ("group:a", "team", True),
        ("public", "members", False), ("members", "team", False), ("members", "group:a", False),
        ("group:a", "group:a", False), ("public", "group:a", False), ("members", "members", False),
    ],
)  # fmt: skip
def test_it_is_wider_when_somebody_may_read_who_could_not(before, after, wider):
    assert widens(before, after) is wider


def test_more_readers_are_asked_about_first(client):
    person, other = ben(), cem()
    room = a_circle(person)
    a_thread(room, person, title="Aus dem Kreis")
    client.force_login(ada())
    path, facts = f"/team/raeume/{room.pk}/bearbeitung/", facts_of(room, readers="members")
    answer = client.post(path, facts)
    page = answer.content.decode()
    assert answer.status_code == 200 and "1 Thema" in page and "Aus dem Kreis" not in page
    assert not Thread.objects.visible_to(other).exists()
    assert client.post(path, facts | {"sure": "1"}).status_code == 302
    assert Thread.objects.visible_to(other).exists()
    assert "Mitglieder" in history(f"room:{room.pk}")[0].reason


def test_fewer_readers_and_other_facts_are_saved_at_once(client):
    room = a_room()
    client.force_login(ada())
    path = f"/team/raeume/{room.pk}/bearbeitung/"
    assert client.post(path, facts_of(room, readers="team", pause="10", kept_months="6")).status_code == 302
    room.refresh_from_db()
    assert (room.readers, room.writers, room.pause, room.kept_months) == ("team", "team", 10, 6)
    assert client.post(path, facts_of(room, title="", pause="-1")).status_code == 422


def test_a_public_room_is_read_by_all_and_written_by_members(client):
    client.force_login(ada())
    client.post("/team/raeume/neu/", facts_of(readers="public"))
    assert Room.objects.get().writers == "members"


def test_the_list_of_rooms_asks_as_often_for_three_as_for_one(client, django_assert_max_num_queries):
    person = ben()
    client.force_login(olga(is_team=True))
    for number in range(3):
        a_moderator(a_circle(person, title=f"Kreis {number}"), person)
    with django_assert_max_num_queries(8):
        client.get("/team/raeume/")


def test_a_circle_with_a_ministry_in_it_says_so():
    """Whatever kind the room is: nobody writes there believing that no ministry reads."""
    person = ben()
    room = a_circle(person, title="Runde")
    assert "kein Ministerium" in who_reads(room)
    join(Group.objects.get(pk=room.readers.removeprefix("group:")), cem(is_member=False))
    assert "darunter ein Ministerium" in who_reads(room) and "kein Ministerium" not in who_reads(room)


@pytest.mark.parametrize("end", [acting.release_moderator, acting.take_out])
def test_the_request_that_changes_who_looks_after_a_room_knows_it(end):
    person, team = cem(), ada()
    room, seen = a_circle(person), []

    def answer(request):
        seen.append(Moderator.objects.rooms_of(person))
        acting.name_moderator(room, person, by=team)
        seen.append(Moderator.objects.rooms_of(person))
        end(room, person, by=team)
        seen.append(Moderator.objects.rooms_of(person))

    AskedOnceARequest(answer)(None)
    assert seen == [frozenset(), {room.pk}, frozenset()]


def test_one_thread_is_read_by_whom_the_lists_show_it():
    """And by nobody else: `may_read` asks of one what `visible_to` asks of all."""
    people = [AnonymousUser(), ada(), ben(), cem(), a_person("Dora", is_member=False)]
    circle = a_circle(people[2], title="Kreis")
    rooms = [a_room(token, readers=token, writers=token) for token in ("public", "members", "team")] + [circle]
    rooms += [a_circle(*people[2:4], title="Gesperrt", locked_at=timezone.now())]
    a_moderator(rooms[-1], people[3])
    threads = [
        Thread.objects.create(room=room, readers=readers, title="Frage", last_at=shown)
        for room in rooms
        for readers in {room.readers, circle.readers}
        for shown in (None, timezone.now())
    ]
    read = {person: {thread for thread in threads if may_read(person, thread)} for person in people}
    assert read == {person: set(Thread.objects.visible_to(person)) for person in people}
    assert len({frozenset(each) for each in read.values()}) == len(people) - 1  # Dora reads what all read
