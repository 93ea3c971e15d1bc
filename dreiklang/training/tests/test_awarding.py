"""What is collected is confirmed once, to whom the rule names, and stays true however often one awards."""

import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from dreiklang.events.models import Attendance, Part
from dreiklang.events.tests.makers import an_event
from dreiklang.foundation.audit import history
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.training.actions import confirming
from dreiklang.training.models import BadgeStatus, Confirmation, MakeUp
from dreiklang.training.tests.makers import (
    a_building_block,
    a_confirmation,
    a_programme,
    a_run,
    an_earned_block,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


def test_who_has_earned_a_block_gets_it_confirmed_and_reads_how_to_show_it():
    person = ben()
    confirmation = a_confirmation(person)
    assert (confirmation.kind, confirmation.state, confirmation.name) == (
        "attendance_confirmation",
        "valid",
        "Ben Okonkwo",
    )
    assert confirmation.facts["title"] == "Baustein A: Grundlagen"
    assert confirmation.facts["form"] == "in Präsenz"
    [letter] = Letter.objects.filter(to=person.email)
    assert letter.subject == "Teilnahmebescheinigung: Baustein A: Grundlagen"
    assert confirmation.check_address in letter.text and "/weiterbildung/bescheinigungen/" in letter.text
    assert letter.calendar == ""


def test_awarding_again_changes_nothing_and_writes_nobody():
    people = [a_person(f"P{number} Name") for number in range(3)]
    date = an_earned_block(people)
    assert confirming.award(date) == 3
    before = list(Confirmation.objects.values_list("pk", "badge"))
    assert confirming.award(date) == 0
    assert list(Confirmation.objects.values_list("pk", "badge")) == before
    assert Letter.objects.count() == 3


def test_who_was_ticked_later_is_confirmed_by_the_next_call():
    date = an_earned_block([ben()])
    confirming.award(date)
    late = cem()
    attend_all_but_the_seats(date, late)
    assert confirming.award(date) == 1
    assert Confirmation.objects.of(late).exists()


def attend_all_but_the_seats(date, person):
    """She has a seat in a line of her own."""
    date.event.seats.registrations.create(person=person, state="confirmed", line=99)
    for session in date.event.sessions.all():
        Attendance.objects.create(event=session, person=person, state=Attendance.PRESENT)


def test_who_missed_too_much_gets_nothing():
    person = ben()
    date = an_earned_block([person])
    Attendance.objects.filter(event__in=date.event.sessions.all()[:2]).delete()
    assert confirming.award(date) == 0
    assert not Letter.objects.filter(to=person.email).exists()


def test_who_only_joined_from_another_run_gets_it_there_and_not_twice():
    guest = ben()
    date = an_earned_block([cem()])
    Part.objects.create(event=date.event, person=guest, role=Part.JOINER)
    Attendance.objects.bulk_create(
        Attendance(event=session, person=guest, state=Attendance.PRESENT) for session in date.event.sessions.all()
    )
    confirming.award(date)
    assert [each.name for each in Confirmation.objects.all()] == ["Cem Aydoğan"]


def test_before_the_last_session_is_over_nobody_is_confirmed():
    date = an_earned_block([ben()])
    last = date.event.sessions.last()
    last.starts, last.ends = timezone.now(), timezone.now() + timedelta(hours=1)
    last.save()
    with pytest.raises(Refusal, match="letzte Termin"):
        confirming.award(date)


def test_the_name_and_the_facts_stay_as_they_were():
    person = ben()
    confirmation = a_confirmation(person)
    person.name = "Ben Anders"
    person.save()
    confirmation.block.title = "Umbenannt"
    confirmation.block.save()
    confirmation.refresh_from_db()
    assert (confirmation.name, confirmation.title) == ("Ben Okonkwo", "Baustein A: Grundlagen")


def test_progress_is_told_and_every_batch_is_for_good(monkeypatch):
    monkeypatch.setattr(confirming, "BATCH", 2)
    told = []
    date = an_earned_block([a_person(f"P{number} Name") for number in range(5)])
    confirming.award(date, tell=lambda done, of: told.append((done, of)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_an_award_that_breaks_in_the_middle_is_taken_up_where_it_stopped(monkeypatch):
    monkeypatch.setattr(confirming, "BATCH", 2)
    date = an_earned_block([a_person(f"P{number} Name") for number in range(5)])

    def breaks(done, of):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        confirming.award(date, tell=breaks)
    assert Confirmation.objects.count() == 4
    assert confirming.award(date) == 1


def test_who_waited_for_the_lock_finds_what_the_other_has_made(monkeypatch):
    date = an_earned_block([a_person(f"P{number} Name") for number in range(3)])
    lock = confirming._lock

    def another_was_faster():
        monkeypatch.setattr(confirming, "_lock", lock)
        assert confirming.award(date) == 3

    monkeypatch.setattr(confirming, "_lock", another_was_faster)
    assert confirming.award(date) == 0
    assert Confirmation.objects.count() == Letter.objects.count() == BadgeStatus.objects.count() == 3


def test_two_for_one_block_are_refused_by_the_database():
    """What stands behind the lock, should somebody forget to take it."""
    confirmation = a_confirmation(ben())
    twin = Confirmation(
        person=confirmation.person, run=confirmation.run, block=confirmation.block, kind=confirmation.kind,
        status=BadgeStatus.objects.create(number=1_000_000),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_two_who_award_at_once_make_nothing_twice():
    people = [a_person(f"P{number} Name") for number in range(20)]
    run = an_earned_block(people).run
    command = [sys.executable, settings.ROOT / "manage.py", "award", str(run.pk), "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum(json.loads(out)["awarded"] for out, _error in said) == 40
    assert Confirmation.objects.attendance().count() == Confirmation.objects.certificates().count() == 20
    assert Letter.objects.count() == 40


def test_a_code_cannot_be_guessed_and_numbers_of_the_lists_tell_no_order():
    confirming.award(an_earned_block([a_person(f"P{number} Name") for number in range(4)]))
    codes = list(Confirmation.objects.values_list("code", flat=True))
    assert len(set(codes)) == 4 and {len(code) for code in codes} == {26}
    assert set("".join(codes)) <= set("abcdefghjkmnpqrstuvwxyz23456789")
    numbers = sorted(BadgeStatus.objects.values_list("number", flat=True))
    assert numbers != list(range(numbers[0], numbers[0] + 4)) and max(numbers) < 131_072


# --- the certificate ---


@pytest.fixture
def programme():
    """Two blocks for the certificate, A among them; it holds for 36 months."""
    programme = a_programme(least_blocks=2, certificate_months=36)
    for letter in "ABC":
        a_building_block(programme, letter, f"Thema {letter}", is_required=letter == "A", competences=[letter])
    return programme


def collect(programme, person, letters: str):
    for letter in letters:
        block = programme.blocks.get(letter=letter)
        confirming.award(an_earned_block([person], block=block, run=a_run(programme, f"Durchgang {letter}")))


def test_whoever_has_what_it_takes_is_certified_from_whichever_runs(programme):
    person = ben()
    collect(programme, person, "AC")
    assert confirming.award_certificates(programme) == 1
    certificate = Confirmation.objects.certificates().get(person=person)
    assert certificate.expires_at > timezone.now() + timedelta(days=3 * 365 - 2)
    assert [block["title"] for block in certificate.facts["blocks"]] == [
        "Baustein A: Thema A",
        "Baustein C: Thema C",
    ]
    assert certificate.facts["competences"] == ["A", "C"]
    assert confirming.award_certificates(programme) == 0


@pytest.mark.parametrize("letters", ["A", "BC", ""])
def test_too_few_blocks_or_none_that_is_required_make_no_certificate(programme, letters):
    collect(programme, ben(), letters)
    assert confirming.award_certificates(programme) == 0


def test_a_block_that_was_withdrawn_does_not_count(programme):
    person = ben()
    collect(programme, person, "AB")
    confirming.revoke(Confirmation.objects.filter(block__letter="B").get(), by=ada(), reason="Verwechslung")
    assert confirming.award_certificates(programme) == 0


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-11-30", 3, "2027-02-28"), ("2024-02-29", 36, "2027-02-28"),
     ("2026-12-15", 12, "2027-12-15"), ("2026-03-31", 6, "2026-09-30")],
)  # fmt: skip
def test_a_certificate_ends_on_the_same_day_of_the_month_or_its_last(programme, start, months, end):
    programme.certificate_months = months
    with time_machine.travel(f"{start}T10:00+00:00", tick=False):
        assert confirming._end(programme).date().isoformat() == end


# --- withdrawing ---


def test_a_withdrawn_confirmation_stays_withdrawn_and_its_person_hears_why():
    person, team = ben(), ada()
    confirmation = a_confirmation(person)
    confirming.revoke(confirmation, by=team, reason="Verwechslung zweier Namen")
    assert confirmation.state == "revoked"
    assert BadgeStatus.objects.get(pk=confirmation.status_id).is_revoked
    letter = Letter.objects.get(to=person.email, subject__startswith="Widerrufen")
    assert "Verwechslung zweier Namen" in letter.text
    [act] = history(confirmation.log_name).filter(act="confirmation.revoked")
    assert (act.by, act.reason) == (str(team.pk), "Verwechslung zweier Namen")
    confirming.revoke(confirmation, by=team, reason="noch einmal")
    assert Letter.objects.filter(subject__startswith="Widerrufen").count() == 1
    date = confirmation.run.dates.select_related("event", "run__programme", "block").get()
    assert confirming.award(date) == 0, "erneutes Ausstellen hat zurückgeholt, was widerrufen ist"


def test_nobody_withdraws_without_a_reason():
    confirmation = a_confirmation(ben())
    with pytest.raises(Refusal, match="Grund"):
        confirming.revoke(confirmation, by=ada(), reason="  ")
    confirmation.refresh_from_db()
    assert confirmation.state == "valid"


def test_what_was_revoked_stays_in_the_list_when_its_person_has_gone():
    confirmation = a_confirmation(ben())
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung")
    confirmation.delete()
    assert BadgeStatus.objects.get(pk=confirmation.status_id).is_revoked


# --- renewing ---


@pytest.fixture
def certificate(programme):
    collect(programme, ben(), "AB")
    confirming.award_certificates(programme)
    return Confirmation.objects.certificates().get()


def test_sixty_days_before_it_ends_its_holder_is_invited_once(certificate):
    with time_machine.travel(certificate.expires_at - timedelta(days=61), tick=False):
        confirming.invite_to_renew()
        assert not Letter.objects.filter(subject__startswith="Ihr Zertifikat gilt bis").exists()
    with time_machine.travel(certificate.expires_at - timedelta(days=60), tick=False):
        confirming.invite_to_renew()
        confirming.invite_to_renew()
        assert Letter.objects.filter(to="ben@example.org", subject__startswith="Ihr Zertifikat gilt bis").count() == 1


def test_with_another_block_it_is_renewed_from_its_end_on_and_only_once(certificate):
    with time_machine.travel(certificate.expires_at - timedelta(days=30), tick=False):
        with pytest.raises(Refusal, match="weiteren Baustein"):
            confirming.renew(certificate)
        collect(certificate.programme, certificate.person, "C")
        renewal = confirming.renew(certificate)
        assert confirming.renew(certificate) == renewal
        assert renewal.expires_at == confirming._end(certificate.programme, certificate.expires_at)
        assert len(renewal.facts["blocks"]) == 3
        assert confirming.award_certificates(certificate.programme) == 0
        confirming.invite_to_renew()
        assert not Letter.objects.filter(subject__startswith="Ihr Zertifikat gilt bis").exists()


def test_what_has_ended_is_renewed_from_today_on(certificate):
    with time_machine.travel(certificate.expires_at + timedelta(days=100), tick=False):
        assert certificate.state == "expired"
        collect(certificate.programme, certificate.person, "C")
        assert confirming.renew(certificate).expires_at == confirming._end(certificate.programme)


def test_what_holds_for_long_yet_or_was_withdrawn_is_not_renewed(certificate):
    with pytest.raises(Refusal, match="gilt noch bis"):
        confirming.renew(certificate)
    confirming.revoke(certificate, by=ada(), reason="Verwechslung")
    with time_machine.travel(certificate.expires_at, tick=False), pytest.raises(Refusal, match="nicht verlängern"):
        confirming.renew(certificate)


# --- by itself, and by command ---


def test_some_days_after_a_block_it_is_awarded_without_a_click():
    person = ben()
    date = an_earned_block([person])
    with time_machine.travel(date.event.ends + timedelta(days=2), tick=False):
        confirming.award_due()
        assert not Confirmation.objects.exists()
    with time_machine.travel(date.event.ends + timedelta(days=3, minutes=1), tick=False):
        confirming.award_due()
    assert {each.kind for each in Confirmation.objects.of(person)} == {"attendance_confirmation", "certificate"}


def test_what_was_made_up_long_after_the_block_is_awarded_without_a_click_too():
    person = ben()
    date = an_earned_block([person], parts=1)
    mine = Attendance.objects.get()
    later = an_event("Grundlagen", kind="session", capacity=None, days=80)
    Attendance.objects.update(event=later)
    MakeUp.objects.create(person=person, missed=mine.event, instead=later)
    for after, confirmations in ((-1, 0), (4, 1)):
        with time_machine.travel(later.ends + timedelta(days=after), tick=False):
            confirming.award_due()
            assert Confirmation.objects.attendance().count() == confirmations
    assert Confirmation.objects.attendance().get().block == date.block


def test_the_command_says_how_far_it_is_and_how_many_it_made():
    date = an_earned_block([ben(), cem()])
    out = StringIO()
    call_command("award", date.run.title, stdout=out)
    assert out.getvalue().splitlines() == ["Durchgang 2024: 2 von 2", "Durchgang 2024: 2 von 2", "Ausgestellt: 4"]
    out = StringIO()
    call_command("award", str(date.run.pk), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"awarded": 0, "runs": {"Durchgang 2024": 0}}


def test_the_command_names_the_runs_there_are():
    an_earned_block([ben()])
    with pytest.raises(CommandError, match="Durchgang 2024"):
        call_command("award", "Unbekannt")
