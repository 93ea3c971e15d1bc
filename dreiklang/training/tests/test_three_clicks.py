"""Every act of the team takes at most three clicks from the page of the run: the ways, followed link by link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dreiklang.people.tests.makers import a_person, ada
from dreiklang.seats.tests.makers import an_application
from dreiklang.training.actions import calling, writing
from dreiklang.training.models import Run
from dreiklang.training.tests.makers import a_building_block, a_confirmation, a_date, a_programme

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
A_FILE, A_FORM = "Datei", "Formular"

# What the team does: the addresses that it follows from the run's page, and how it ends. A form is one click more.
WAYS = {
    "Bewerbungen nach Regel entscheiden": (["applications", "proposed_choice"], A_FORM),
    "Bewerbungen einzeln oder gesammelt entscheiden": (["applications"], A_FORM),
    "Bewerbungen herunterladen": (["applications", "list_of_applications"], A_FILE),
    "Zahl der Plätze und Frist ändern": (["call_run"], A_FORM),
    "Fragen und Kontingente festlegen": (["call"], A_FORM),
    "Liste der Plätze herunterladen": (["list_of_seats"], A_FILE),
    "Liste der Teilnehmenden einlesen": (["run_list"], A_FORM),
    "Gast einladen": (["run_guests"], A_FORM),
    "Termin hinzufügen": (["new_date"], A_FORM),
    "Termin bearbeiten oder verschieben": (["edit_event"], A_FORM),
    "Teil hinzufügen": (["new_session"], A_FORM),
    "Leitung festlegen": (["event_trainers"], A_FORM),
    "Termin absagen": (["event_calling_off"], A_FORM),
    "Termin vom Durchgang lösen": (["detach_date"], A_FORM),
    "Anwesenheitsliste drucken": (["papers", "attendance_sheet"], A_FILE),
    "Namensschilder drucken": (["papers", "name_badges"], A_FILE),
    "Fragen der Rückmeldung ändern": (["evaluation", "evaluation_questions"], A_FORM),
    "Bescheinigungen ausstellen": (["run_confirmations"], A_FORM),
    "Bericht als PDF": (["run_report", "run_report_pdf"], A_FILE),
    "Bericht als Tabelle": (["run_report", "run_report_table"], A_FILE),
    "Vorschlag aus Bedarfen machen": (["needs"], A_FORM),
    "Neuen Durchgang planen": (["plan_run"], A_FORM),
    "Titel und Stand ändern": (["edit_run"], A_FORM),
    "Programm und Regel ändern": (["edit_programme"], A_FORM),
}


@pytest.fixture
def house():
    programme, team = a_programme(), ada()
    run = writing.write_run(Run(programme=programme), {"title": "Durchgang"}, by=team)
    date = a_date(run, a_building_block(programme), days=40, capacity=None, audience=run.cohort)
    a_building_block(programme, "B", "Noch ohne Termin")
    seats = calling.open_call(run, capacity=2, closes_at=timezone.now() + timedelta(days=9), by=team)
    an_application(seats)
    client = Client()
    client.force_login(team)
    place = {"slug": programme.slug, "pk": run.pk, "block": date.block.slug}
    keys = {
        "applications": {"pk": seats.pk}, "proposed_choice": {"pk": seats.pk}, "call": {"pk": seats.pk},
        "list_of_applications": {"pk": seats.pk}, "list_of_seats": {"pk": seats.pk},
        "detach_date": {"pk": run.pk, "date": date.pk}, "evaluation": place, "evaluation_questions": place,
        "needs": {"slug": programme.slug}, "edit_programme": {"slug": programme.slug},
    }  # fmt: skip
    of_event = ("edit_event", "new_session", "event_trainers", "event_calling_off")
    keys |= {name: {"slug": date.event.slug} for name in of_event}
    keys |= {name: {"pk": date.event_id} for name in ("papers", "attendance_sheet", "name_badges")}
    return client, run, lambda name: reverse(name, kwargs=keys.get(name, {"pk": run.pk}))


@pytest.mark.parametrize("act", WAYS)
def test_at_most_three_clicks_from_the_page_of_the_run(house, act):
    client, run, address = house
    way, end = WAYS[act]
    assert len(way) + (end == A_FORM) <= 3
    page = client.get(reverse("team_run", args=[run.pk])).content.decode()
    for name in way[:-1]:
        assert f'href="{address(name)}' in page, f"{act}: kein Weg zu {name}"
        page = client.get(address(name)).content.decode()
    assert f'href="{address(way[-1])}' in page, f"{act}: kein Weg zu {way[-1]}"
    answer = client.get(address(way[-1]))
    if end == A_FILE:
        assert "attachment" in answer.headers["Content-Disposition"]
    else:
        assert 'method="post"' in answer.content.decode().split("<main", 1)[1]


def test_a_way_that_is_not_there_would_be_found(house):
    client, run, address = house
    page = client.get(reverse("team_run", args=[run.pk])).content.decode()
    assert f'href="{address("run_report_pdf")}' not in page


def test_a_confirmation_is_revoked_in_three_clicks(client):
    confirmation = a_confirmation(a_person("Dora Demir"))
    client.force_login(ada())
    page = client.get(reverse("team_run", args=[confirmation.run_id])).content.decode()
    assert f'href="{reverse("run_confirmations", args=[confirmation.run_id])}"' in page
    page = client.get(reverse("run_confirmations", args=[confirmation.run_id])).content.decode()
    assert f'href="{reverse("revocation", args=[confirmation.pk])}"' in page
