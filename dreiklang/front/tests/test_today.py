import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.events.models import Event
from dreiklang.events.tests.makers import an_event
from dreiklang.exchange.models import Task
from dreiklang.front import views
from dreiklang.groups.actions import join
from dreiklang.groups.tests.makers import a_group
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions import calling, deciding
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import an_officer

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_visitor_reads_who_we_are_what_is_open_to_all_and_how_to_come_in(client):
    event = an_event("Vortrag für alle")
    page = client.get("/").content.decode()
    assert "Niemand macht Integrationsarbeit allein." in page and "Vortrag für alle" in page
    assert f'href="/veranstaltungen/{event.slug}/"' in page and 'href="/konto/anfrage/"' in page


def test_a_visitor_finds_neither_drafts_nor_what_is_for_members(client):
    an_event("Geheimer Entwurf", state=Event.DRAFT)
    an_event("Nur für Mitglieder", readers="members")
    page = client.get("/").content.decode()
    assert "Geheimer Entwurf" not in page and "Nur für Mitglieder" not in page


def test_a_member_is_greeted_by_name_and_finds_her_own_dates_first(client):
    person = ben()
    register(an_event("Mein Vortrag").seats, person)
    an_event("Ein anderer Vortrag")
    client.force_login(person)
    page = client.get("/").content.decode()
    assert "Guten Tag, Ben Okonkwo" in page
    assert page.index("Ihre Termine") < page.index("Mein Vortrag") < page.index("Ein anderer Vortrag")


def test_an_offer_with_its_deadline_stands_before_everything_else(client):
    team, person = ada(), an_officer()
    register(an_event("Mein Vortrag").seats, person)
    call = an_event("Fachtag", days=60).seats
    calling.call(call, by=team)
    client.force_login(person)
    deciding.decide(call, [apply(call, person, {})], Registration.OFFERED, by=team, reason="Passt.")
    page = client.get("/").content.decode()
    assert page.index("Ein Platz wartet auf Sie") < page.index("Ihre Termine")


def test_an_empty_house_has_a_start_page_too(client):
    assert client.get("/").status_code == 200
    client.force_login(ben())
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("is_in", [False, True])
def test_as_many_queries_for_three_dates_as_for_one(client, is_in):
    person, counts = ben(), []
    if is_in:
        client.force_login(person)
    for number in range(3):
        an_event(f"Vortrag {number}")
        register(an_event(f"Mein Vortrag {number}").seats, person)
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[2] < 13  # of somebody new, who has her first steps there


def test_what_is_there_stands_there_and_what_is_not_costs_no_query(client, monkeypatch):
    person = ben()
    client.force_login(person)

    def looked() -> tuple[int, bool]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/").content.decode()
        return len(queries), "Flyer übersetzen" in page

    without, is_there = looked()
    assert not is_there
    group = a_group("Runde")
    join(group, person)
    Task.objects.create(group=group, who=person, text="Flyer übersetzen")
    assert looked() == (without + 1, True)
    monkeypatch.setattr(views, "ask_together", lambda *_asked: None)
    assert looked()[0] > without + 4 and looked()[1]  # each room asks itself
