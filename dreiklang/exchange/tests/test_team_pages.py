"""The pages of ThemenTeams: who finds what on them, and that they ask the database as much for three as for one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dreiklang.dialogue.models import Thread
from dreiklang.dialogue.tests.makers import a_room, a_thread, agreed, queries_of
from dreiklang.exchange import team_start, team_steps
from dreiklang.exchange.actions import team_texts, teaming
from dreiklang.exchange.models import Interest, SharedFile, Task, TopicTeam
from dreiklang.exchange.team_searchable import KIND
from dreiklang.exchange.tests.team_makers import FACTS, a_proposal, a_text_of, a_topic_team, an_officer, three_officers
from dreiklang.foundation.refusal import Refusal
from dreiklang.index.models import Row
from dreiklang.people.tests.makers import a_field, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LIST = "/austausch/thementeams/"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person, path: str) -> str:
    return signed_in(person).get(path).content.decode()


def test_a_list_of_three_asks_as_much_as_one_and_less_than_twelve_times():
    ben, cem, dana = three_officers()
    a_topic_team(ben, cem, dana)
    a_proposal(cem, name="Wohnen")
    client = signed_in(ben)
    number = queries_of(client, LIST)
    for name in ("Ehrenamt", "Gesundheit"):
        a_topic_team(ben, cem, dana, name=name)
        a_proposal(cem, dana, name=f"{name} zwei")
    assert queries_of(client, LIST) == number <= 12


def test_the_page_of_a_team_asks_as_much_for_three_of_each_as_for_one():
    """Inside more than the twelve of other pages: it shows eleven kinds of things, and asks once for each."""
    ben, cem, dana = three_officers()
    agreed(ben)
    team = a_topic_team(ben, cem, dana)
    a_text_of(team, ben)
    client, outside = signed_in(ben), signed_in(an_officer("Emil Roth"))

    def bring_one(number: int) -> None:
        a_thread(team.room, ben, title=f"Frage {number}")
        Task.objects.create(group=team.group, text=f"Aufgabe {number}")
        SharedFile.objects.create(group=team.group, title=f"Datei {number}", name="x.pdf", file="exchange/x.pdf")
        teaming.say(team, Interest.IN, by=an_officer(f"Nora{number} Lang"))

    bring_one(1)
    inside_one, outside_one = queries_of(client, team.path), queries_of(outside, team.path)
    bring_one(2)
    bring_one(3)
    assert queries_of(client, team.path) == inside_one <= 18
    assert queries_of(outside, team.path) == outside_one <= 12


def test_hers_come_first_and_the_list_is_narrowed_by_field_and_state():
    ben, cem, dana = three_officers()
    field = a_field("Wohnen")
    team = a_topic_team(ben, cem, dana)
    other = a_proposal(cem, name="Anmietung", fields=[field])
    assert _names(ben, "") == [team.name, other.name]
    assert _names(an_officer("Emil Roth"), "") == [other.name, team.name]
    assert _names(ben, "?stand=sucht") == [other.name] and _names(ben, f"?feld={field.pk}") == [other.name]
    assert _names(ben, "?stand=ergebnis") == [] and _names(ben, "?stand=unsinn") == [team.name, other.name]


def _names(person, query: str) -> list[str]:
    html = page(person, LIST + query)
    return sorted((name for name in ("Sprachmittlung", "Anmietung") if f">{name}</a>" in html), key=html.index)


def test_the_names_of_who_is_in_are_read_by_those_who_are_in_alone():
    ben, cem, dana = three_officers()
    team = a_proposal(ben, cem)
    teaming.say(team, Interest.READS, by=dana)
    assert cem.name in page(ben, team.path) and ben.name in page(cem, team.path)
    html = page(dana, team.path)
    assert cem.name not in html and "Städtetag" in html and "1 Person liest mit." in html
    assert dana.name not in page(ben, team.path)


def test_nobody_outside_reads_what_is_inside():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    teaming.change(team, link="https://video.example.org/geheim", by=ben)
    Task.objects.create(group=team.group, text="Förderbescheid suchen")
    for person, reads in ((cem, True), (an_officer("Emil Roth"), False), (a_person("Ada", is_team=True), False)):
        html = page(person, team.path)
        assert ("Förderbescheid suchen" in html, "Zum Videoraum" in html, dana.name in html) == (reads, reads, reads)


def test_a_ministry_and_a_visitor_find_no_team():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    assert signed_in(a_person("Rita Amt", is_member=False)).get(team.path).status_code == 404
    assert Client().get(team.path).status_code == 302
    assert KIND.readable([str(team.pk)], ben) == {str(team.pk)}
    assert KIND.readable([str(team.pk)], a_person("Rolf Amt", is_member=False)) == set()


def test_the_question_is_found_and_nothing_of_the_inside():
    ben, cem, dana = three_officers()
    team = a_topic_team(ben, cem, dana)
    row = Row.objects.get(object_id=str(team.pk))
    assert (row.readers, row.title) == ("members", "ThemenTeam Sprachmittlung") and FACTS["question"] in row.keywords
    assert cem.name not in row.keywords + row.text
    proposal = a_proposal(cem, name="Wohnen")
    teaming.give_up(proposal, by=cem)
    assert not Row.objects.filter(object_id=str(proposal.pk)).exists()


def test_on_heute_stands_the_next_step_of_my_team_and_the_draft_that_i_read_along():
    ben, cem, dana = three_officers()
    team, reader = a_topic_team(ben, cem, dana), an_officer("Emil Roth")
    assert "beginnt das Team den gemeinsamen Text" in page(ben, "/")
    a_text_of(team, ben)
    teaming.say(team, Interest.READS, by=reader)
    assert team_start.cards(reader) == []
    team_texts.open_draft(team, timezone.localdate() + timedelta(days=7), by=ben)
    assert [card["title"] for card in team_start.cards(reader)] == ["Entwürfe, zu denen Sie Rückmeldung geben können"]


def test_a_thread_leads_to_a_proposal_unless_it_stays_in_its_room():
    ben, *_others = three_officers()
    agreed(ben)
    thread = a_thread(a_room(), ben)
    ((label, address),) = team_steps.steps(thread, ben)
    html = page(ben, address)
    assert label == "Ein ThemenTeam vorschlagen" and thread.title in html
    signed_in(ben).post(address, {**FACTS, "joining": "open"})
    assert TopicTeam.objects.get().thread == thread
    inside = a_thread(a_room("Innen", stays_inside=True), ben)
    assert team_steps.steps(inside, ben) == [] == team_steps.steps(thread, a_person("Rita Amt", is_member=False))


@pytest.mark.parametrize("facts", [{"stays_inside": True}, {"is_crisis": True}])
def test_what_stays_in_its_room_is_drawn_out_by_no_address_made_by_hand(facts):
    ben, *_others = three_officers()
    agreed(ben)
    inside = a_thread(a_room("Innen"), ben, title="Drohbrief an das Amt")
    Thread.objects.filter(pk=inside.pk).update(**facts)
    inside.refresh_from_db()
    address = f"/austausch/thementeams/neu/?thema={inside.pk}"
    assert inside.title not in page(ben, address)
    signed_in(ben).post(address, {**FACTS, "joining": "open"})
    assert TopicTeam.objects.get().thread is None and not inside.traces.exists()
    with pytest.raises(Refusal):
        a_proposal(ben, thread=inside)


def test_whoever_stops_letters_by_the_link_is_told_and_opening_it_stops_nothing():
    ben, cem, dana = three_officers()
    team = a_proposal(ben)
    path = team.stop_path(dana)
    Client().get(path)
    assert not Interest.objects.filter(person=dana).exists()
    assert "keine Briefe mehr zu diesem ThemenTeam" in Client().post(path).content.decode()
    assert Interest.objects.get(person=dana).how == Interest.QUIET
