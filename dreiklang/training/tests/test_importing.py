"""A list comes into a run: first it is said what would happen, then all of it happens or nothing, and only once."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dreiklang.foundation import retention_chore
from dreiklang.foundation.audit import history
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group, Membership
from dreiklang.letters.models import Letter
from dreiklang.people.actions.joining import accept
from dreiklang.people.models import Invitation
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.seats.actions.cancelling import remove
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import some_seats
from dreiklang.training.actions import importing, writing
from dreiklang.training.actions.importing import INVITED, SEATED, THERE
from dreiklang.training.models import PendingParticipant, Run
from dreiklang.training.participant_list import read
from dreiklang.training.participants import participants_of
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIST = (
    "Name;E-Mail;Kommune;Funktion;Telefon\n"
    "Ben Okonkwo;ben@example.org;Au;IB;07\nNele Neu;nele@example.org;See;Leitung;08\n"
)


@pytest.fixture
def team():
    return ada()


@pytest.fixture
def run():
    cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
    return a_run(a_programme(), cohort=cohort)


def brought(run, text=LIST, by=None):
    return importing.bring_in(run, read(text.encode()), by=by)


def steps(planned) -> list[tuple[int, str]]:
    return [(step.entry.line, step.what) for step in planned.steps]


def state() -> tuple:
    """All that an import could change."""
    tables = (PendingParticipant, Membership, Invitation, Letter, Registration)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def test_a_plan_says_what_would_happen_line_by_line_and_changes_nothing(run):
    ben()
    before = state()
    planned = importing.plan(run, read(LIST.encode()))
    assert steps(planned) == [(2, SEATED), (3, INVITED)]
    assert planned.ignored == ["Telefon"] and planned.changes_something
    assert state() == before


def test_who_has_an_account_gets_a_place_and_everybody_else_an_invitation(run, team):
    person = ben()
    brought(run, by=team)
    assert list(participants_of(run)) == [person]
    pending = PendingParticipant.objects.get()
    assert (pending.email, pending.name, pending.place, pending.function) == (
        "nele@example.org", "Nele Neu", "See", "Leitung",
    )  # fmt: skip
    assert Invitation.objects.open().get().email == "nele@example.org"
    assert {letter.to for letter in Letter.objects.all()} == {"ben@example.org", "nele@example.org"}
    assert history(f"run:{run.pk}").filter(act="run.participants_listed").get().by == str(team.pk)


def test_with_the_account_the_place_becomes_hers(run, team):
    brought(run, by=team)
    assert importing.fill() == 0
    invitation = Invitation.objects.get(email="nele@example.org")
    nele = accept(invitation, name="Nele Neu-Alt", municipality=None, function="")
    assert importing.fill() == 1
    assert nele in participants_of(run)
    assert list(PendingParticipant.objects.values_list("email", flat=True)) == ["ben@example.org"]
    assert importing.fill() == 0


def test_the_same_list_twice_does_nothing_new(run, team):
    ben()
    brought(run, by=team)
    before = state()
    planned = brought(run, by=team)
    assert [what for _line, what in steps(planned)] == [THERE, THERE] and not planned.changes_something
    assert state() == before


def test_after_she_has_joined_the_list_once_more_finds_her_there(run, team):
    brought(run, by=team)
    accept(Invitation.objects.get(email="nele@example.org"), name="Nele", municipality=None, function="")
    importing.fill()
    assert steps(importing.plan(run, read(LIST.encode())))[1] == (3, THERE)


@pytest.mark.parametrize("wrong", ["Kim;\n", ";kim@example.org\n", "Kim;kim\n", "Ben;nele@example.org\n"])
def test_with_one_fault_nothing_happens(run, team, wrong):
    ben()
    before = state()
    with pytest.raises(Refusal, match=r"Zeile 4: "):
        brought(run, LIST + wrong, by=team)
    assert state() == before


def test_what_fails_in_the_middle_undoes_what_was_before(run, team, monkeypatch):
    ben()
    before = state()

    def fails(*_args, **_more):
        raise Refusal("Mitten darin.")

    monkeypatch.setattr(importing, "invite", fails)
    with pytest.raises(Refusal, match="Mitten darin"):
        brought(run, by=team)
    assert state() == before


def test_a_locked_account_is_a_fault(run, team):
    ben(is_active=False)
    ((line, sentence),) = importing.plan(run, read(LIST.encode())).faults
    assert line == 2 and "gesperrt" in sentence


def test_a_run_without_a_cohort_gets_one(team):
    run, person = a_run(a_programme()), ben()
    brought(run, by=team)
    run.refresh_from_db()
    assert (run.cohort.name, run.cohort.kind) == (run.title, Group.COHORT)
    assert list(participants_of(run)) == [person]


# --- a run with seats of its own ---


def with_seats(run, capacity=5, **fields) -> Run:
    run.seats = some_seats(capacity=capacity, title=run.title, joins=run.cohort, **fields)
    run.save()
    return run


def test_where_the_run_has_seats_she_gets_one_and_joins_the_cohort(run, team):
    person = ben()
    with_seats(run, closes_at=timezone.now() - timedelta(days=1))  # closed for others
    brought(run, by=team)
    assert run.seats.registrations.get().state == Registration.CONFIRMED
    assert run.cohort.memberships.get().person == person
    assert Letter.objects.filter(to=person.email, subject__contains="Ihr Platz ist sicher").count() == 1


def test_who_waits_is_taken_from_the_line(run, team):
    with_seats(run, capacity=1)
    register(run.seats, cem())
    person = ben()
    register(run.seats, person)
    remove(run.seats.registrations.get(person__name__startswith="Cem"), by=team, reason="Umzug")
    assert run.seats.registrations.of(person).get().state == Registration.CONFIRMED
    assert steps(importing.plan(run, read(LIST.encode())))[0] == (2, THERE)


def test_more_people_than_seats_are_a_fault_of_the_whole_list(run, team):
    ben()
    with_seats(run, capacity=1)
    ((line, sentence),) = importing.plan(run, read(LIST.encode())).faults
    assert line == 0 and "noch 1 Platz frei" in sentence and "2 neue Personen" in sentence
    with pytest.raises(Refusal):
        brought(run, by=team)


def test_who_is_promised_a_seat_counts_and_gets_it_even_where_others_were_faster(run, team):
    with_seats(run, capacity=2)
    brought(run, by=team)
    assert importing.plan(run, read(b"Name;E-Mail\nKim Berg;kim@example.org\n")).faults
    for number in range(2):
        register(run.seats, a_person(f"P{number}"))
    accept(Invitation.objects.get(email="nele@example.org"), name="Nele", municipality=None, function="")
    importing.fill()
    run.seats.refresh_from_db()
    assert run.seats.capacity == 3
    assert history(run.seats.log_name).filter(act="seats.capacity").count() == 1


def test_a_run_that_was_called_off_takes_nobody(run, team):
    with_seats(run, is_open=False)
    assert importing.plan(run, read(LIST.encode())).faults[0].line == 0


def test_nobody_is_told_of_a_run_that_is_a_draft(run, team):
    Run.objects.update(state=Run.DRAFT)
    run.refresh_from_db()
    with pytest.raises(Refusal, match="noch ein Entwurf"):
        brought(run, by=team)
    assert not Letter.objects.exists() and not run.pending.exists()


def test_a_run_whose_list_waits_for_accounts_does_not_become_a_draft_again(run, team):
    brought(run, by=team)
    Membership.objects.all().delete()
    assert writing.takes_part(run)
    run.pending.all().delete()
    assert not writing.takes_part(run)


def test_as_many_queries_for_a_long_list_as_for_a_short_one(run):
    def queries(number: int) -> int:
        found = read(("Name;E-Mail\n" + "".join(f"A B;a{i}@example.org\n" for i in range(number))).encode())
        with CaptureQueriesContext(connection) as caught:
            importing.plan(run, found)
        return len(caught)

    assert queries(2) == queries(200) <= 6


# --- the team's page ---


def upload(client, run, text=LIST, name="liste.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(f"/team/durchgaenge/{run.pk}/liste/", {"file": file})


def sealed_in(page) -> str:
    return page.content.decode().partition('name="sealed" value="')[2].partition('"')[0]


def test_the_team_sees_first_and_confirms_then(client, run, team):
    ben()
    client.force_login(team)
    before = state()
    page = upload(client, run)
    assert "Noch ist nichts geändert" in page.content.decode() and state() == before
    answer = client.post(f"/team/durchgaenge/{run.pk}/liste/", {"sealed": sealed_in(page)}, follow=True)
    assert "1 Person hat jetzt einen Platz, 1 Einladung ist unterwegs." in answer.content.decode()
    assert "nele@example.org" in answer.content.decode()


def test_a_preview_of_another_run_or_of_yesterday_or_by_hand_does_nothing(client, run, team):
    client.force_login(team)
    sealed = sealed_in(upload(client, run))
    other = a_run(run.programme, "Anderer")
    for address, text in ((other.pk, sealed), (run.pk, sealed[:-2] + "xx"), (run.pk, "")):
        client.post(f"/team/durchgaenge/{address}/liste/", {"sealed": text})
        assert not PendingParticipant.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.force_login(team)
        client.post(f"/team/durchgaenge/{run.pk}/liste/", {"sealed": sealed})
        assert not PendingParticipant.objects.exists()
    client.post(f"/team/durchgaenge/{run.pk}/liste/", {"sealed": sealed})  # the twin: as it is, it works
    assert PendingParticipant.objects.count() == 2


def test_faults_are_shown_with_their_lines_and_no_way_to_confirm(client, run, team):
    client.force_login(team)
    text = upload(client, run, LIST + "Kim;\n").content.decode()
    assert "Zeile 4: " in text and 'name="sealed"' not in text
    assert "E-Mail“" in upload(client, run, "nur ein Satz").content.decode()


def test_what_stands_in_a_cell_is_text_on_the_page(client, run, team):
    client.force_login(team)
    text = upload(client, run, "Name;E-Mail;Kommune;<b>x\nA B;a@b.example;<script>alert(1)</script>\n").content.decode()
    assert "<script>alert" not in text and "<b>x" not in text and "&lt;script&gt;alert" in text


def test_the_team_invites_once_more_or_takes_her_off(client, run, team):
    client.force_login(team)
    brought(run, by=team)
    nele = PendingParticipant.objects.get(email="nele@example.org")
    address = f"/team/durchgaenge/{run.pk}/liste/{nele.pk}/"
    letters = Letter.objects.count()
    client.post(address, {"act": "invite"})
    assert Letter.objects.count() == letters + 1
    client.post(address, {"act": "take_off"})
    assert not PendingParticipant.objects.filter(pk=nele.pk).exists()
    assert Invitation.objects.open().filter(email=nele.email).exists()


# --- the command ---


def command(*arguments) -> str:
    out = io.StringIO()
    call_command("import_participants", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_says_first_and_does_with_apply(run, tmp_path):
    ben()
    file = tmp_path / "liste.csv"
    file.write_text(LIST, encoding="utf-8")
    said = command(file, "--run", run.title)
    assert "Zeile 2: Ben Okonkwo <ben@example.org> hat schon ein Konto" in said and "Noch ist nichts geändert" in said
    assert not PendingParticipant.objects.exists()
    data = json.loads(command(file, "--run", run.pk, "--apply", "--json"))
    assert data["applied"] and [one["what"] for one in data["people"]] == [SEATED, INVITED]
    assert PendingParticipant.objects.count() == 1


def test_the_command_reads_from_a_pipe(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode("cp1252"))))
    assert "neu eingeladen: 2" in command("-", "--run", run.title)


def test_the_command_names_the_line_that_is_wrong_and_changes_nothing(run, tmp_path):
    file = tmp_path / "liste.csv"
    file.write_text(LIST + "Kim;\n", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="Es wurde nichts geändert"):
        call_command("import_participants", str(file), "--run", run.title, "--apply", stdout=out)
    assert "FEHLER in Zeile 4: Es fehlt die E-Mail-Adresse." in out.getvalue()
    assert not PendingParticipant.objects.exists()


@pytest.mark.parametrize("name", ["nicht da", "7"])
def test_the_command_names_the_runs_that_there_are(run, tmp_path, name):
    with pytest.raises(CommandError, match=f"{run.title}.*Es wurde nichts geändert"):
        command(tmp_path / "x.csv", "--run", name)


def test_a_file_that_is_not_there_or_no_list_is_a_sentence(run, tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        command(tmp_path / "x.csv", "--run", run.title)
    (tmp_path / "x.csv").write_bytes(b"\x89PNG")
    with pytest.raises(CommandError, match="Es wurde nichts geändert"):
        command(tmp_path / "x.csv", "--run", run.title)


# --- it is forgotten ---


def test_who_never_came_is_forgotten_after_the_run(run, team):
    block = a_building_block(run.programme)
    a_date(run, block, days=10)
    brought(run, by=team)
    with time_machine.travel(timezone.now() + timedelta(days=39)):
        retention_chore.run()
        assert PendingParticipant.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=43)):
        retention_chore.run()
        assert not PendingParticipant.objects.exists()
