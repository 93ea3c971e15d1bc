"""What the team writes: programmes, building blocks, runs and their dates; nothing that was used can be deleted."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dreiklang.events.models import Attendance, Event, Part
from dreiklang.events.tests.makers import an_event, queries_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.tests.makers import ada, ben
from dreiklang.seats.actions.registering import register
from dreiklang.training.actions import writing
from dreiklang.training.models import BlockDate, BuildingBlock, Programme, Run
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

OF_PROGRAMME = {
    "title": "Kompetenzbausteine", "summary": "Ein Satz.", "source": "## Wozu\n\n**Fett**",
    "entry": "Alle Beauftragten.", "least_attendance": "75",
    "excused_allowed": "2", "least_blocks": "3", "certificate_months": "",
}  # fmt: skip
OF_BLOCK = {
    "letter": "b", "title": "Recht", "kind": "Werkstatt", "summary": "Ein Satz.", "workload": "1 Tag",
    "aims": "Eins\n\n  Zwei  \n", "competences": "", "topics": "Drei",
}  # fmt: skip


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def team(client) -> Client:
    client.force_login(ada())
    return client


def read(answer) -> str:
    return unescape(answer.content.decode())


# --- programmes ---


def test_the_team_writes_a_programme_with_its_rule_and_everybody_reads_it(team):
    answer = team.post("/weiterbildung/neu/", OF_PROGRAMME)
    made = Programme.objects.get()
    assert answer.status_code == 302 and answer.url == made.path == "/weiterbildung/kompetenzbausteine/"
    assert (made.least_attendance, made.excused_allowed, made.least_blocks, made.certificate_months) == (75, 2, 3, None)
    html = read(Client().get(made.path))
    assert "mindestens 75 Prozent" in html and "Alle Beauftragten." in html and "<strong>Fett</strong>" in html


def test_the_text_can_be_looked_at_before_it_is_saved(team):
    html = read(team.post("/weiterbildung/neu/", OF_PROGRAMME | {"preview": "1"}))
    assert "<strong>Fett</strong>" in html and 'value="Kompetenzbausteine"' in html
    assert not Programme.objects.exists()


def test_a_programme_clicked_twice_is_there_once(team):
    twice = OF_PROGRAMME | {"public_id": str(uuid4())}
    assert team.post("/weiterbildung/neu/", twice).url == team.post("/weiterbildung/neu/", twice).url
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("title", ["Neu", "Meine"])
def test_a_programme_does_not_take_the_address_of_a_page(team, title):
    team.post("/weiterbildung/neu/", OF_PROGRAMME | {"title": title})
    made = Programme.objects.get()
    assert made.slug.startswith(f"{title.lower()}-") and team.get(made.path).status_code == 200


def test_what_somebody_else_saved_is_not_overwritten_unseen(team, programme):
    address = f"{programme.path}bearbeitung/"
    form = OF_PROGRAMME | {"seen": programme.version}
    Programme.objects.get().save()
    html = read(team.post(address, form | {"title": "Meins"}))
    assert "Inzwischen hat jemand anderes gespeichert." in html and 'value="Meins"' in html
    assert Programme.objects.get().title == programme.title
    knowing = form | {"title": "Meins", "seen": Programme.objects.get().version}
    assert team.post(address, knowing).status_code == 302
    assert Programme.objects.get().title == "Meins"


def test_a_slip_keeps_what_was_typed_and_is_said_at_its_field(team):
    html = read(team.post("/weiterbildung/neu/", OF_PROGRAMME | {"least_attendance": "viele", "title": ""}))
    assert "Bitte geben Sie eine ganze Zahl an." in html and "Bitte geben Sie einen Titel an." in html
    assert "Alle Beauftragten." in html and 'value="viele"' in html


def test_whom_a_new_rule_concerns_is_said_before_it_is_saved(team, programme):
    a_date(a_run(programme, "Läuft noch"), a_building_block(programme))
    a_date(a_run(programme, "Ist vorbei"), a_building_block(programme, "B", "Recht"), days=-30)
    html = read(team.get(f"{programme.path}bearbeitung/"))
    assert "Eine neue Regel gilt sofort" in html and "Läuft noch" in html and "Ist vorbei" not in html


def test_a_programme_with_runs_stays(team, programme):
    run = a_run(programme)
    team.post(f"{programme.path}loeschung/")
    assert Programme.objects.exists()
    run.delete()
    team.post(f"{programme.path}loeschung/")
    assert not Programme.objects.exists()


# --- building blocks ---


def test_the_team_writes_a_block_its_lists_one_line_an_item(team, programme):
    team.post(f"{programme.path}bausteine/neu/", OF_BLOCK | {"is_required": "on"})
    block = BuildingBlock.objects.get()
    assert (block.letter, block.slug, block.is_required) == ("B", "recht", True)
    assert (block.aims, block.competences, block.topics) == (["Eins", "Zwei"], [], ["Drei"])
    html = read(team.get(f"{block.path}bearbeitung/"))
    assert "Eins\nZwei</textarea>" in html
    assert "darunter B" in read(Client().get(programme.path))


def test_a_letter_stands_once_in_a_programme(team, programme):
    a_building_block(programme, "B", "Anderes")
    html = read(team.post(f"{programme.path}bausteine/neu/", OF_BLOCK))
    assert "Diesen Buchstaben hat schon ein anderer Baustein." in html and BuildingBlock.objects.count() == 1
    a_building_block(a_programme("Zweites", "zweites"), "C", "Woanders")
    assert team.post(f"{programme.path}bausteine/neu/", OF_BLOCK | {"letter": "c"}).status_code == 302


def test_a_block_keeps_its_address_when_its_title_changes(team, programme):
    block = a_building_block(programme, "B", "Recht")
    team.post(f"{block.path}bearbeitung/", OF_BLOCK | {"title": "Recht und Pflicht", "seen": block.version})
    block.refresh_from_db()
    assert (block.slug, block.title) == ("recht", "Recht und Pflicht")


def test_a_block_with_a_date_stays(team, programme):
    block = a_building_block(programme)
    date = a_date(a_run(programme), block)
    team.post(f"{block.path}loeschung/")
    assert BuildingBlock.objects.exists()
    date.delete()
    team.post(f"{block.path}loeschung/")
    assert not BuildingBlock.objects.exists()


# --- runs and their dates ---


def test_a_new_run_is_a_draft_with_a_cohort_of_its_own(team, programme):
    form = {"title": "Durchgang 2027", "public_id": str(uuid4())}
    for _twice in range(2):
        team.post(f"/team/durchgaenge/neu/{programme.slug}/", form)
    run = Run.objects.get()
    assert run.is_draft and (run.cohort.name, run.cohort.kind) == ("Durchgang 2027", Group.COHORT)
    assert Client().get(run.path).status_code == 404 and team.get(run.path).status_code == 200
    assert "Durchgang 2027" not in read(Client().get(programme.path))
    team.post(f"/team/durchgaenge/{run.pk}/veroeffentlichung/")
    assert Client().get(run.path).status_code == 200 and "Durchgang 2027" in read(Client().get(programme.path))


def test_a_run_goes_back_to_a_draft_only_while_nobody_takes_part(team, programme):
    run = a_run(programme, cohort=Group.objects.create(name="Jahrgang", kind=Group.COHORT))
    address, form = f"/team/durchgaenge/{run.pk}/bearbeitung/", {"title": "Neuer Name", "state": Run.DRAFT}
    assert team.post(address, form).status_code == 302
    run.refresh_from_db()
    assert run.is_draft and run.cohort.name == "Neuer Name"
    Run.objects.update(state=Run.PUBLISHED)
    join(run.cohort, ben())
    assert "nehmen schon Personen teil" in read(team.post(address, form))
    assert not Run.objects.get().is_draft


def test_a_block_gets_a_new_event_that_says_what_the_block_says(team, programme):
    block, run = a_building_block(programme), a_run(programme, cohort=Group.objects.create(name="J", kind=Group.COHORT))
    form = {
        "block": block.pk, "event": "", "starts_0": "2027-03-01", "starts_1": "09:00", "ends_0": "2027-03-02",
        "ends_1": "16:00", "place": "Rathaus", "capacity": "30", "public_id": str(uuid4()),
    }  # fmt: skip
    address = f"/team/durchgaenge/{run.pk}/termine/neu/"
    first, second = team.post(address, form), team.post(address, form)
    date = BlockDate.objects.get()
    assert first.url == second.url == f"{date.event.path}bearbeitung/"
    assert (date.event.title, date.event.kind, date.event.state) == (block.title, Event.BLOCK, Event.DRAFT)
    assert (date.event.seats.capacity, date.event.seats.joins) == (30, run.cohort)
    assert Event.objects.count() == 1


def test_without_seats_of_its_own_a_new_event_is_for_the_cohort(programme):
    run = a_run(programme, cohort=Group.objects.create(name="J", kind=Group.COHORT))
    facts = {"starts": timezone.now(), "ends": timezone.now() + timedelta(hours=8), "place": ""}
    date = writing.hold(run, a_building_block(programme), facts, capacity=None, by=ada())
    assert (date.event.audience, date.event.readers, date.event.seats) == (run.cohort, "public", None)


def test_a_new_event_must_say_when(team, programme):
    block, run = a_building_block(programme), a_run(programme)
    html = read(team.post(f"/team/durchgaenge/{run.pk}/termine/neu/", {"block": block.pk, "place": "Rathaus"}))
    assert html.count("Bitte geben Sie Datum und Uhrzeit an.") >= 2 and 'value="Rathaus"' in html


def test_an_event_that_is_there_is_attached_and_its_people_join_the_cohort(team, programme):
    block, run = a_building_block(programme), a_run(programme, cohort=Group.objects.create(name="J", kind=Group.COHORT))
    event, person = an_event("Schon geplant"), ben()
    register(event.seats, person)
    team.post(f"/team/durchgaenge/{run.pk}/termine/neu/", {"block": block.pk, "event": event.pk})
    assert BlockDate.objects.get().event == event
    assert [each.person for each in run.cohort.memberships.all()] == [person]
    elsewhere = a_building_block(a_programme("Zweites", "zweites"))
    with pytest.raises(Refusal):
        writing.attach(run, elsewhere, an_event("Dritte"), by=person)
    for other_run, other_event in ((a_run(programme, "Zweiter"), event), (run, an_event("Noch eine"))):
        with pytest.raises(Refusal):
            writing.attach(other_run, block, other_event, by=person)


def test_a_date_that_somebody_uses_is_not_taken_out_of_its_run(team, programme):
    date, person = a_date(a_run(programme), a_building_block(programme), parts=1), ben()
    address = f"/team/durchgaenge/{date.run_id}/termine/{date.pk}/loesung/"
    session = Event.objects.get(part_of=date.event)
    there = Attendance.objects.create(event=session, person=person, state=Attendance.EXCUSED)
    team.post(address)
    assert BlockDate.objects.exists()
    there.delete()
    registration = register(date.event.seats, person)
    team.post(address)
    assert BlockDate.objects.exists()
    registration.delete()
    team.post(address)
    assert not BlockDate.objects.exists() and Event.objects.filter(pk=date.event_id).exists()


def test_only_a_run_that_nobody_used_is_deleted_with_its_drafts(team, programme):
    run = a_run(programme, state=Run.DRAFT, cohort=Group.objects.create(name="Jahrgang", kind=Group.COHORT))
    date, address = a_date(run, a_building_block(programme), parts=2), f"/team/durchgaenge/{run.pk}/loeschung/"
    team.post(address)
    assert Run.objects.exists() and "veröffentlichte Termine" in read(team.get(address))
    Event.objects.update(state=Event.DRAFT)
    join(run.cohort, person := ben())
    team.post(address)
    assert Run.objects.exists()
    run.cohort.memberships.filter(person=person).delete()
    team.post(address)
    assert not Run.objects.exists() and not Event.objects.exists() and not Group.objects.exists()
    assert not BlockDate.objects.filter(pk=date.pk).exists()


def test_publishing_a_run_publishes_all_its_drafts_after_saying_who_reads_them(team, programme):
    run = a_run(programme, state=Run.DRAFT)
    a_date(run, a_building_block(programme), "Block", parts=2, state=Event.DRAFT)
    an_event("Anderes", state=Event.DRAFT)
    html = read(team.get(f"/team/durchgaenge/{run.pk}/veroeffentlichung/"))
    assert html.count("alle, auch ohne Konto") >= 3 and "Anderes" not in html
    team.post(f"/team/durchgaenge/{run.pk}/veroeffentlichung/")
    assert Event.objects.filter(state=Event.PUBLISHED).count() == 3
    assert Event.objects.get(title="Anderes").is_draft and not Run.objects.get().is_draft


# --- the team's pages ---


def test_the_list_tells_runs_that_are_on_from_those_to_come_and_past(team, programme):
    block = a_building_block(programme)
    a_date(a_run(programme, "Läuft"), block, starts=timezone.now() - timedelta(hours=3))
    a_date(a_run(programme, "Kommt"), block, days=30)
    a_date(a_run(programme, "War"), block, days=-30)
    a_run(programme, "Grünes Licht", state=Run.DRAFT)
    html = read(team.get("/team/durchgaenge/"))
    order = [html.index(text) for text in ("Laufend", ">Läuft<", "Geplant", ">Kommt<", "Vergangen", ">War<")]
    assert order == sorted(order)
    found = read(team.get("/team/durchgaenge/?q=gruenes"))
    assert "Grünes Licht" in found and ">Kommt<" not in found
    assert "Dazu gibt es nichts" in read(team.get("/team/durchgaenge/?q=unbekannt"))


def test_the_page_of_a_run_leads_everywhere_and_says_nothing_of_attendance(team, programme):
    run = a_run(programme, cohort=Group.objects.create(name="J", kind=Group.COHORT))
    date, other = a_date(run, a_building_block(programme), parts=2), a_building_block(programme, "B", "Recht")
    person = ben()
    register(date.event.seats, person)
    Attendance.objects.create(event=Event.objects.filter(part_of=date.event).first(), person=person, state="present")
    Part.objects.create(event=date.event, person=person, role=Part.TRAINER)
    html = read(team.get(f"/team/durchgaenge/{run.pk}/"))
    for link in (
        f"/team/plaetze/{date.event.seats_id}/", f"{date.event.path}bearbeitung/", f"{date.event.path}teile/neu/",
        f"/team/durchgaenge/{run.pk}/termine/neu/?baustein={other.slug}", f"/team/durchgaenge/{run.pk}/neu/", run.path,
        f"/team/durchgaenge/{run.pk}/liste/", f"/team/durchgaenge/{run.pk}/gaeste/",
        f"/team/durchgaenge/{run.pk}/bericht/", f"/team/durchgaenge/{run.pk}/bescheinigungen/",
        f"/weiterbildung/termine/{date.event_id}/", f"{programme.path}rueckmeldungen/bedarfe/",
    ):  # fmt: skip
        assert f'href="{link}"' in html
    assert "Ben Okonkwo" in html  # who leads it
    assert not any(word in html for word in ("anwesend", "besucht", "Anwesenheit"))


def test_as_many_queries_for_three_dates_as_for_one(team, programme):
    run, counts = a_run(programme, cohort=Group.objects.create(name="J", kind=Group.COHORT)), []
    for letter in "ABC":
        a_date(run, a_building_block(programme, letter, f"Baustein {letter}"), parts=2)
        a_run(programme, f"Durchgang {letter}")
        addresses = (f"/team/durchgaenge/{run.pk}/", "/team/durchgaenge/", f"{programme.path}bearbeitung/")
        counts.append([queries_of(team, address) for address in addresses])
    assert counts[0] == counts[2] and max(counts[0]) < 12


# --- the catalogue ---


def test_blocks_are_filtered_by_format_and_by_what_is_required_and_searched_where_there_are_many(programme):
    for number, letter in enumerate("ABCDEFGHIJK"):
        kind = "Werkstatt" if number % 2 else "Präsenzblock"
        a_building_block(
            programme, letter, f"Titel {letter}", kind=kind, is_required=letter == "A", aims=[f"Öl {letter}"]
        )

    def shown(query: str) -> int:
        return read(Client().get(f"{programme.path}?{query}")).count('<li class="card">')

    assert shown("") == 11 and shown("pflicht=ja") == 1 and shown("pflicht=nein") == 10
    assert shown("art=Werkstatt") == 5 and shown("art=Werkstatt&pflicht=ja") == 0
    assert shown("q=oel+k") == 1 and shown("q=nichts") == 0 and shown("pflicht=quatsch") == 11
    assert 'id="q"' in read(Client().get(programme.path))
    programme.blocks.filter(letter="K").delete()
    assert 'id="q"' not in read(Client().get(programme.path))


def test_dates_aims_workload_entry_and_rule_are_read_before_one_signs_in():
    programme = a_programme(entry="Wer beauftragt ist.", certificate_months=36)
    block = a_building_block(
        programme, is_required=True, aims=["Ein Ziel"], competences=["Eine Kompetenz"], workload="14 Stunden"
    )
    run = a_run(programme)
    date = a_date(run, block)
    for address in (programme.path, block.path, run.path):
        html = read(Client().get(address))
        assert "Wer beauftragt ist." in html and programme.rule in html and "gilt 36 Monate" in html
        assert "Pflicht" in html and date.event.title in html
    html = read(Client().get(block.path))
    assert all(text in html for text in ("Ein Ziel", "Eine Kompetenz", "14 Stunden"))
