"""Circles stay their own: one finds those that are not invisible, asks in, is asked, and leaves."""

import pytest
from django.core.files.base import ContentFile

from dreiklang.events.tests.makers import queries_of
from dreiklang.exchange.actions import circles, polls
from dreiklang.exchange.models import Coming, DateAnswer, Task, Wish
from dreiklang.exchange.tests.working_makers import a_circle, a_poll, a_task
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.rules import is_in
from dreiklang.letters.models import Letter
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Invitation
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def is_member(person, group) -> bool:
    return Membership.objects.filter(person=person, group=group).exists()


def test_one_finds_what_is_not_invisible_and_comes_in_as_it_says(client):
    speaker, person = ben(), cem()
    made = {way: a_circle(f"Kreis {way}", speaker=speaker, joining=way) for way, _label in Group.WAYS_IN}
    client.force_login(person)
    page = client.get("/austausch/kreise/").content.decode()
    assert [way for way in made if f"Kreis {way}" in page] == ["open", "request", "closed"]
    statuses = {way: client.post(f"{group.path}beitritt/").status_code for way, group in made.items()}
    assert statuses["invisible"] == 404
    assert [way for way, group in made.items() if is_member(person, group)] == ["open"]
    assert Wish.objects.get().group == made["request"]


def test_who_asks_is_decided_upon_by_the_speaker_alone_and_hears_of_it(client):
    speaker, person, member = ben(), cem(), a_person("Dana Mitglied")
    group = a_circle(speaker=speaker, members=[member], joining=Group.ON_REQUEST)
    for _again in range(2):
        wish = circles.ask_in(group, person, "Ich würde gern")
    assert Letter.objects.get().to == speaker.email
    path = f"{group.path}beitritt/{wish.pk}/"
    for other, status in ((member, 403), (person, 404)):
        client.force_login(other)
        assert client.post(path, {"act": "yes"}).status_code == status
    client.force_login(speaker)
    client.post(path, {"act": "no"})
    assert Wish.objects.exists()  # without a sentence nobody is declined
    client.post(path, {"act": "yes"})
    assert is_in(person, group) and not Wish.objects.exists()
    assert Letter.objects.filter(to=person.email).count() == 1


def test_whom_a_circle_wants_is_told_alike_with_and_without_an_account_and_decides_herself(client):
    speaker, person, team = ben(), cem(), ada()
    group = a_circle(speaker=speaker)
    client.force_login(speaker)
    answers = []
    for email in (person.email, "nele@example.net"):
        client.post(f"{group.path}mitglieder/", {"email": email})
        answers.append(client.get(f"{group.path}mitglieder/").content.decode().count("wird gefragt"))
    assert answers == [1, 1] and Coming.objects.count() == 2 and not is_member(person, group)
    assert {letter.to for letter in Letter.objects.all()} == {person.email, team.email}
    client.force_login(person)
    assert "Sie sind eingeladen" in client.get("/austausch/kreise/").content.decode()
    theirs = Coming.objects.get(email="nele@example.net")
    assert client.post(f"/austausch/kreise/einladungen/{theirs.pk}/", {"act": "yes"}).status_code == 404
    hers = Coming.objects.get(email=person.email)
    client.post(f"/austausch/kreise/einladungen/{hers.pk}/", {"act": "yes"})
    assert is_member(person, group)


def test_the_team_decides_about_strangers_and_they_are_asked_once_they_have_an_account(client):
    speaker = ben()
    group = a_circle(speaker=speaker)
    circles.want(group, [("nele@example.net", "Nele")], by=speaker)
    coming = Coming.objects.get()
    client.force_login(speaker)
    assert client.get("/austausch/kreise/vorschlaege/").status_code == 403
    client.force_login(ada())
    assert "nele@example.net" in client.get("/austausch/kreise/vorschlaege/").content.decode()
    client.post("/austausch/kreise/vorschlaege/", {"act": "yes", "coming": coming.pk})
    assert Invitation.objects.get().email == "nele@example.net"
    assert circles.ask_who_came() == 0
    nele = a_person("Nele Neu", "nele@example.net")
    assert (circles.ask_who_came(), circles.ask_who_came()) == (1, 0)
    circles.answer(Coming.objects.get(), nele, True)
    assert is_in(nele, group)


def test_a_list_is_asked_as_a_whole_or_not_at_all(client):
    speaker = ben()
    group = a_circle(speaker=speaker, members=[cem()])
    client.force_login(speaker)
    wrong = "Name;E-Mail\nNele;nele@example.net\nOhne;\nDoppelt;nele@example.net\n"
    answer = client.post(f"{group.path}mitglieder/liste/", {"file": ContentFile(wrong.encode(), name="l.csv")})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Coming.objects.exists()
    assert "Zeile 3: " in page and "steht schon in Zeile 2" in page
    right = "Name;E-Mail\nNele;nele@example.net\nCem;cem@example.org\n"
    for _again in range(2):
        client.post(f"{group.path}mitglieder/liste/", {"file": ContentFile(right.encode(), name="l.csv")})
    assert list(Coming.objects.values_list("email", "name")) == [("nele@example.net", "Nele")]


def test_the_speaker_takes_in_whom_members_may_find_and_nobody_else(client):
    speaker, findable, hidden = ben(), cem(), a_person("Dana Verborgen")
    release(findable)
    group = a_circle(speaker=speaker)
    client.force_login(speaker)
    assert "Dana Verborgen" not in client.get(f"{group.path}mitglieder/?q=Dana").content.decode()
    assert findable.name in client.get(f"{group.path}mitglieder/?q=Cem").content.decode()
    for person, status in ((hidden, 404), (findable, 302)):
        assert client.post(f"{group.path}mitglieder/aufnahme/", {"person": person.pk}).status_code == status
    assert is_member(findable, group) and not is_member(hidden, group)


def test_who_is_taken_out_reads_the_sentence_and_without_one_nobody_is(client):
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    path = f"{group.path}mitglieder/{Membership.objects.get(person=member).pk}/ende/"
    client.force_login(speaker)
    a_task(group, speaker, who=member)
    poll = a_poll(group, speaker)
    polls.answer(poll, member, {poll.options.first().pk: "yes"})
    client.post(path, {"reason": " "})
    assert is_member(member, group) and DateAnswer.objects.exists()
    client.post(path, {"reason": "Der Kreis ist für Städte."})
    task = Task.objects.get()
    assert task.who is None and not DateAnswer.objects.exists()
    assert not is_member(member, group) and "Der Kreis ist für Städte" in Letter.objects.latest("written_at").text


def test_whoever_alone_speaks_hands_over_before_she_goes(client):
    speaker, member = ben(), cem()
    group = a_circle(speaker=speaker, members=[member])
    with pytest.raises(Refusal, match="übergeben"):
        circles.go(group, speaker)
    client.force_login(speaker)
    theirs = Membership.objects.get(person=member)
    client.post(f"{group.path}mitglieder/{theirs.pk}/rolle/", {"act": "hand_over"})
    circles.go(group, speaker)
    assert not is_member(speaker, group) and Membership.objects.get().is_speaker


def test_the_list_asks_as_often_for_three_as_for_one(client):
    person, counts = ben(), []
    client.force_login(person)
    for number in range(3):
        a_circle(f"Mein {number}", members=[person])
        a_circle(f"Anderer {number}", speaker=a_person(f"S{number}", f"s{number}@example.org"), joining=Group.OPEN)
        counts.append(queries_of(client, "/austausch/kreise/"))
    assert len(set(counts)) == 1 and counts[0] <= 9
