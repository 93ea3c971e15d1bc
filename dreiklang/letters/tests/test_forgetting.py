from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from dreiklang.letters.models import Letter
from dreiklang.letters.personal_data import erase, export
from dreiklang.letters.retention import RULES
from dreiklang.letters.tests.makers import a_letter

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BEN = SimpleNamespace(pk="11111111-2222", email="ben@example.com")
CEM = SimpleNamespace(pk="33333333-4444", email="cem@example.com")


def test_settled_letters_are_forgotten_after_thirty_days_and_waiting_ones_are_kept():
    now = timezone.now()
    kept = [a_letter(written_at=now - timedelta(days=31))]
    for state in (Letter.SENT, Letter.FAILED, Letter.WITHDRAWN):
        a_letter(state=state, written_at=now - timedelta(days=30))
        kept.append(a_letter(state=state, written_at=now - timedelta(days=30) + timedelta(minutes=1)))
    (rule,) = RULES
    assert rule.apply(rule.due(now)) == 3
    assert set(Letter.objects.all()) == set(kept)


def test_a_person_gets_her_own_letters_and_nobody_elses():
    a_letter(recipient=BEN.pk, subject="Für Ben", text="Guten Tag Ben,\n")
    a_letter(recipient=CEM.pk, subject="Für Cem")
    (mine,) = export(BEN)["Briefe an mich (30 Tage)"]
    assert (mine["Betreff"], mine["Text"]) == ("Für Ben", "Guten Tag Ben,\n")


def test_a_person_who_leaves_takes_her_letters_along():
    a_letter(recipient=BEN.pk)
    others = {a_letter(recipient=CEM.pk), a_letter()}
    erase(BEN)
    assert set(Letter.objects.all()) == others


def test_what_went_to_her_address_as_a_guest_or_a_speaker_is_hers_too():
    a_letter(to=BEN.email, recipient="speaker:7", subject="Ihre Mitwirkung")
    other = a_letter(to=CEM.email, recipient="speaker:8")
    (mine,) = export(BEN)["Briefe an mich (30 Tage)"]
    assert mine["Betreff"] == "Ihre Mitwirkung"
    erase(BEN)
    assert set(Letter.objects.all()) == {other}
