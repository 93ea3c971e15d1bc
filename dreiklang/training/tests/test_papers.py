"""What leaves the house: lists of who is expected, for those who hold the date; sums for funders, never of a few."""

import io

import pypdfium2
import pytest
import python_calamine

from dreiklang.events.models import Attendance, Event, Part
from dreiklang.events.tests.makers import a_trainer, an_event
from dreiklang.foundation.tests import verapdf
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality
from dreiklang.seats.actions.registering import confirm_address, register, register_guest
from dreiklang.seats.models import Registration
from dreiklang.training import funding
from dreiklang.training.actions import confirming
from dreiklang.training.models import Confirmation, PendingParticipant
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

EVIL = '#read("/etc/passwd") $a$ *fett* „Ä“'


def a_held_run(people=6, parts=2, days=-10, kind="gemeinde"):
    """A run whose cohort of so many came to everything that is past."""
    programme = a_programme()
    cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    run = a_run(programme, cohort=cohort)
    date = a_date(
        run, a_building_block(programme), parts=parts, days=days, capacity=None, audience=cohort, place="Saal"
    )
    Event.objects.filter(part_of=date.event).update(audience=cohort)
    place = a_municipality(kind=kind)
    for number in range(people):
        person = a_person(f"Person{number} Muster", f"p{number}@example.org", function="Leitung")
        take_office(person, place, title="Leitung")
        join(cohort, person)
    return run


def event_of(run) -> Event:
    return run.dates.get().event


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return " ".join("\n".join(pages).split())


def fetched(client, event, name) -> bytes:
    answer = client.get(f"/weiterbildung/termine/{event.pk}/{name}")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    return answer.content


# --- lists of a date ---


def test_the_sheet_names_who_is_expected_with_a_line_to_sign(client):
    run = a_held_run(days=5)
    PendingParticipant.objects.create(run=run, name=EVIL, email="neu@example.org", place="See")
    client.force_login(ada())
    session = event_of(run).sessions.first()
    text = text_of(fetched(client, session, "anwesenheitsliste.pdf"))
    for said in ("Unterschrift", session.title, "Person0 Muster", "Musterlingen (Oberauland)", EVIL, "See", "7"):
        assert said in text


def test_it_does_not_say_who_was_there(client):
    run = a_held_run()
    session = event_of(run).sessions.first()
    client.force_login(ada())
    before = text_of(fetched(client, session, "anwesenheitsliste.pdf"))
    for number, state in ((0, Attendance.PRESENT), (1, Attendance.EXCUSED)):
        Attendance.objects.create(event=session, person=a_person_of(run, number), state=state)
    assert text_of(fetched(client, session, "anwesenheitsliste.pdf")) == before


def a_person_of(run, number):
    return run.cohort.memberships.select_related("person").order_by("pk")[number].person


def test_guests_without_account_and_who_joins_stand_on_it_and_who_waits_does_not(client):
    programme = a_programme()
    date = a_date(a_run(programme), a_building_block(programme), capacity=2)
    register(date.event.seats, ben())
    confirm_address(register_guest(date.event.seats, "Gitta Gast", "gitta@example.net"))
    register(date.event.seats, cem())
    Part.objects.create(event=date.event, person=a_person("Jona Joch"), role=Part.JOINER)
    client.force_login(ada())
    text = text_of(fetched(client, date.event, "anwesenheitsliste.pdf"))
    assert all(name in text for name in ("Ben Okonkwo", "Gitta Gast", "Jona Joch")) and "Cem" not in text


def test_badges_and_the_table_say_name_function_and_municipality(client):
    run = a_held_run(12, days=5)
    client.force_login(ada())
    badges = fetched(client, event_of(run), "namensschilder.pdf")
    with pypdfium2.PdfDocument(badges) as document:
        assert len(document) == 2  # ten on a page
    assert all(said in text_of(badges) for said in ("Person11 Muster", "Leitung", "Musterlingen"))
    table = fetched(client, event_of(run), "teilnehmende.xlsx")
    rows = python_calamine.load_workbook(io.BytesIO(table)).get_sheet_by_index(0).to_python()
    assert rows[:2] == [["Name", "Funktion", "Kommune"], ["Person0 Muster", "Leitung", "Musterlingen (Oberauland)"]]
    assert len(rows) == 13


@pytest.mark.parametrize("name", ["", "anwesenheitsliste.pdf", "namensschilder.pdf", "teilnehmende.xlsx"])
def test_the_team_and_whoever_leads_the_date_print_and_nobody_else(client, name):
    run = a_held_run(days=5)
    event = event_of(run)
    address = f"/weiterbildung/termine/{event.pk}/{name}"
    trainer, other = a_person("Tara Tal"), a_person("Olaf Ott")
    a_trainer(event, trainer)
    a_trainer(an_event("Anderes"), other)
    for person, status in ((ada(), 200), (trainer, 200), (other, 403), (a_person_of(run, 0), 403), (cem(), 403)):
        client.force_login(person)
        assert client.get(address).status_code == status, person


def test_an_event_that_belongs_to_no_run_has_no_lists_here(client):
    client.force_login(ada())
    assert client.get(f"/weiterbildung/termine/{an_event().pk}/").status_code == 404


def test_nobody_expected_leaves_lines_to_fill_in(client):
    run = a_held_run(0, days=5)
    client.force_login(ada())
    assert "Unterschrift" in text_of(fetched(client, event_of(run), "anwesenheitsliste.pdf"))
    assert "niemand erwartet" in text_of(fetched(client, event_of(run), "namensschilder.pdf"))


# --- what a funder reads ---


def said(run) -> dict[str, str]:
    return dict(row for part in funding.report(run) for row in part.rows)


def attend(run, shares):
    """So many of the people were at each session, in order."""
    sessions = list(event_of(run).sessions.order_by("starts"))
    for session, number in zip(sessions, shares, strict=True):
        for index in range(number):
            Attendance.objects.create(event=session, person=a_person_of(run, index), state=Attendance.PRESENT)


def test_sums_over_everybody():
    run = a_held_run(6)
    attend(run, [6, 6])
    confirming.award(run.dates.get())
    absent = [a_person_of(run, number) for number in (3, 4, 5)]
    Attendance.objects.filter(event=event_of(run).sessions.latest("starts"), person__in=absent).delete()
    told = said(run)
    assert told["Teilnehmende"] == "6" and told["Gehaltene Sitzungen"] == "2" and told["Gemeinde"] == "6"
    assert told["Anwesenheit insgesamt"] == "75 %" and told["Ausgestellte Teilnahmebescheinigungen"] == "6"


def test_of_fewer_than_five_nothing_is_told_but_what_took_place():
    run = a_held_run(4)
    attend(run, [4, 2])
    assert said(run) == {"Gehaltene Kompetenzbausteine": "1", "Gehaltene Sitzungen": "2"}


def test_one_share_stands_for_all_and_never_says_all_or_nobody():
    run = a_held_run(6)
    assert said(run)["Anwesenheit insgesamt"] == "unter 5 %"
    attend(run, [6, 6])
    assert said(run)["Anwesenheit insgesamt"] == "über 95 %"


def test_only_who_is_to_come_to_a_date_counts_in_the_share():
    run = a_held_run(6)
    attend(run, [6, 3])
    small = a_date(run, a_building_block(run.programme, "B", "Recht"), days=-8, capacity=9)
    seats = small.event.seats
    Registration.objects.create(seats=seats, person=a_person_of(run, 0), state=Registration.CONFIRMED, line=1)
    Attendance.objects.create(event=small.event, person=a_person_of(run, 0), state=Attendance.PRESENT)
    assert said(run)["Anwesenheit insgesamt"] == "77 %"  # ten of thirteen


def test_few_confirmations_are_not_counted():
    run = a_held_run(6)
    attend(run, [4, 4])
    confirming.award(run.dates.get())
    assert Confirmation.objects.count() == 4
    assert "Ausgestellte Teilnahmebescheinigungen" not in said(run)


def test_what_is_still_to_come_is_not_counted_as_missed():
    run = a_held_run(6, days=20)
    told = said(run)
    assert told["Gehaltene Kompetenzbausteine"] == "0" and "Anwesenheit insgesamt" not in told


@pytest.mark.parametrize("people", range(9))
def test_no_number_of_people_below_its_threshold_stands_in_any_report(people):
    for part in funding.report(a_held_run(people))[1:]:
        assert all(int(number) >= 5 for _what, number in part.rows if number.isdigit()), part


def test_the_report_leaves_as_pdf_and_table_for_the_team_alone(client):
    run = a_held_run(6)
    attend(run, [6, 3])
    for name in ("/", ".pdf", ".xlsx"):
        address = f"/team/durchgaenge/{run.pk}/bericht{name}"
        client.force_login(a_person_of(run, 0))
        assert client.get(address).status_code == 403
    client.force_login(ada())
    page, paper, table = (client.get(f"/team/durchgaenge/{run.pk}/bericht{name}") for name in ("/", ".pdf", ".xlsx"))
    assert "75 %" in page.content.decode() and "75 %" in text_of(paper.content)
    rows = python_calamine.load_workbook(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()
    assert ["Ergebnis", "Anwesenheit insgesamt", "75 %"] in rows
    with pypdfium2.PdfDocument(paper.content) as document:
        assert len(document) == 1


def test_no_name_stands_in_a_report(client):
    run = a_held_run(6)
    client.force_login(ada())
    for name in ("/", ".pdf"):
        answer = client.get(f"/team/durchgaenge/{run.pk}/bericht{name}")
        text = text_of(answer.content) if name == ".pdf" else answer.content.decode()
        assert "Person0" not in text and "example.org" not in text


@pytest.mark.long
@pytest.mark.skipif(bool(verapdf.what_is_missing()), reason=verapdf.what_is_missing())
def test_all_papers_hold_to_both_standards(client, tmp_path):
    run = a_held_run(12)
    client.force_login(ada())
    names = {"sheet.pdf": "anwesenheitsliste.pdf", "badges.pdf": "namensschilder.pdf"}
    for file, name in names.items():
        (tmp_path / file).write_bytes(fetched(client, event_of(run), name))
    (tmp_path / "report.pdf").write_bytes(client.get(f"/team/durchgaenge/{run.pk}/bericht.pdf").content)
    found = verapdf.check(*sorted(tmp_path.glob("*.pdf")))
    assert found == dict.fromkeys(("badges.pdf", "report.pdf", "sheet.pdf"), {"PDF/UA-1": [], "PDF/A-3a": []})
