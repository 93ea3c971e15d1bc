from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.letters.models import Letter
from dreiklang.people.actions.inviting import accept_request, ask_for_access, decline_request
from dreiklang.people.models import AccessRequest, Invitation, Person
from dreiklang.people.retention import RULES
from dreiklang.people.tests.answers import told
from dreiklang.people.tests.makers import a_person, a_request, ada, an_invitation, ben, link_of, olga
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

RUTH = "ruth@example.org"
ASK = "/konto/anfrage/"


def typed(email=RUTH, **other) -> dict:
    return {
        "name": "Ruth Rieger", "email": email, "municipality": "Musterlingen", "function": "Leitung",
        "message": "Guten Tag",
    } | other  # fmt: skip


@pytest.fixture(autouse=True)
def musterlingen():
    return a_municipality("Musterlingen")


def test_asking_brings_a_request_and_a_letter_and_nothing_more(client, musterlingen):
    page = client.post(ASK, typed(" Ruth@Example.org ")).content.decode()
    assert "Ihre Bitte ist unterwegs" in page
    asked = AccessRequest.objects.get()
    assert (asked.email, asked.name, asked.message) == (RUTH, "Ruth Rieger", "Guten Tag")
    assert asked.municipality == musterlingen
    assert [(letter.to, letter.subject) for letter in Letter.objects.all()] == [
        (RUTH, "Ihre Bitte um Zugang ist angekommen")
    ]
    assert not Person.objects.exists() and not Invitation.objects.exists()  # a human decides
    assert client.get("/konto/").status_code == 302


def test_asking_says_who_reads_it(client):
    page = client.get(ASK).content.decode()
    assert "liest nur das Programmteam" in page and "Ein Mensch prüft jede Bitte." in page


def test_asking_twice_is_one_request_and_one_letter():
    assert a_request() == a_request("RUTH@example.org")
    assert AccessRequest.objects.count() == Letter.objects.count() == 1


def test_a_known_and_an_unknown_address_get_the_same_page():
    ben()
    assert answer("ben@example.org") == answer("nie@example.org")
    assert answer("BEN@example.org") == answer("nie@example.org")  # the second time, with a request lying there
    assert AccessRequest.objects.filter(email="ben@example.org").count() == 0


def answer(email: str) -> tuple:
    return told(Client().post(ASK, typed(email)), email)


def test_the_comparison_notices_a_house_that_tells(monkeypatch):
    ben()
    monkeypatch.setattr("dreiklang.people.actions.inviting.ask_for_access", ask_and_tell)
    known, unknown = answer("ben@example.org"), answer("nie@example.org")
    assert known[0] != unknown[0] and known[-1] != unknown[-1]


def ask_and_tell(email, **other):
    if Person.objects.filter(email=email).exists():
        raise Refusal("Mit dieser Adresse gibt es schon ein Konto.")
    return ask_for_access(email=email, **other)


def test_whoever_has_an_account_reads_so_in_the_mailbox_in_her_language():
    person = ben(language="en")
    assert a_request("Ben@example.org") is None
    letter = Letter.objects.get()
    assert letter.to == "ben@example.org" and "/konto/anmelden/" in letter.text
    assert (letter.recipient, letter.language) == (str(person.pk), "en")


def test_a_mailbox_is_not_filled_by_typing_its_address_again_and_again(client):
    person = ben()
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        for _time in range(10):
            assert "Ihre Bitte ist unterwegs" in client.post(ASK, typed(person.email)).content.decode()
        assert Letter.objects.count() == 8
        time.shift(timedelta(hours=1, seconds=1))
        client.post(ASK, typed(person.email))
        assert Letter.objects.count() == 9


def test_nobody_sends_letters_to_address_after_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    sent = [client.post(ASK, typed(f"ruth{number}@example.org")).status_code for number in range(3)]
    assert sent == [200, 200, 429] and Letter.objects.count() == 2
    assert client.get(ASK).status_code == 200


@pytest.mark.parametrize("missing", ["name", "email", "municipality", "function"])
def test_what_is_missing_is_said_and_the_rest_stays(client, missing):
    page = client.post(ASK, typed(**{missing: ""})).content.decode()
    assert f'id="id_{missing}_error"' in page
    kept = {"name": "Ruth Rieger", "email": RUTH, "municipality": "Musterlingen", "function": "Leitung"}
    for name, value in kept.items():
        assert (f'value="{value}' in page) == (name != missing)
    assert "Guten Tag</textarea>" in page and not AccessRequest.objects.exists()


def test_an_ambiguous_municipality_offers_choices_and_keeps_what_was_typed(client):
    a_municipality("Lindenmühl", "99115007")
    a_municipality("Lindenmühl", "99118009", district=a_district("Seegau", "99118"))
    page = client.post(ASK, typed(municipality="Lindenmühl")).content.decode()
    assert page.count('name="municipality-auswahl"') == 2 and 'value="Ruth Rieger"' in page
    chosen = {"municipality": "Lindenmühl", "municipality-zu": "Lindenmühl", "municipality-auswahl": "99115007"}
    client.post(ASK, typed(**chosen))
    assert AccessRequest.objects.get().municipality_id == "99115007"


@pytest.mark.parametrize("who", [ben, olga])
def test_nobody_but_the_team_reads_or_decides(client, who):
    asked = a_request()
    client.force_login(who())
    for response in (client.get(page_of(asked)), client.post(page_of(asked), {"decision": "accept"})):
        assert response.status_code == 403
    client.logout()
    assert client.post(page_of(asked), {"decision": "accept"}).url.startswith("/konto/anmelden/")
    asked.refresh_from_db()
    assert asked.decided_at is None and not Invitation.objects.exists()


def page_of(asked: AccessRequest) -> str:
    return f"/team/personen/anfrage/{asked.pk}/"


def test_opening_a_request_decides_nothing(client):
    asked = a_request(message="Ich habe die Stelle <b>seit Mai</b>.")
    client.force_login(ada())
    page = client.get(page_of(asked)).content.decode()
    assert "Ruth Rieger" in page and RUTH in page and "Musterlingen (Oberauland)" in page
    assert "&lt;b&gt;seit Mai&lt;/b&gt;" in page
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_a_yes_invites_the_address_that_asked(client):
    asked = a_request()
    client.force_login(ada())
    assert client.post(page_of(asked), {"decision": "accept", "reason": ""}).url == "/team/personen/"
    page = client.get("/team/personen/").content.decode()
    assert "Ruth Rieger ist eingeladen." in page and "Keine offene Bitte." in page
    invitation = Invitation.objects.open().get()
    assert (invitation.email, invitation.name, invitation.as_team) == (RUTH, "Ruth Rieger", False)
    assert Client().get(link_of(invitation)).status_code == 200
    asked.refresh_from_db()
    assert asked.decision == AccessRequest.ACCEPTED


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_no_needs_a_reason(client, reason):
    asked = a_request()
    client.force_login(ada())
    sent = {"decision": "decline"} if reason is None else {"decision": "decline", "reason": reason}
    page = client.post(page_of(asked), sent).content.decode()
    assert 'id="id_reason_error"' in page and "Bitte nennen Sie den Grund. Die Person liest ihn." in page
    asked.refresh_from_db()
    assert asked.decided_at is None and Letter.objects.count() == 1


def test_a_no_is_told_with_its_reason_and_logged(client):
    asked = a_request()
    client.force_login(ada())
    client.post(page_of(asked), {"decision": "decline", "reason": " Sie arbeiten <i>nicht</i> in einer Kommune. "})
    letter = Letter.objects.get(subject="Ihre Bitte um Zugang")
    assert letter.to == RUTH and "Sie arbeiten &lt;i&gt;nicht&lt;/i&gt; in einer Kommune." in to_html(letter.text)
    act = Act.objects.get(act="request.declined")
    assert act.on == f"request:{asked.pk}" and act.reason == "Sie arbeiten <i>nicht</i> in einer Kommune."
    assert not Invitation.objects.exists()


def test_neither_a_yes_nor_a_no_is_no_decision(client):
    asked = a_request()
    client.force_login(ada())
    assert client.post(page_of(asked), {"reason": "Nur so"}).status_code == 404
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_deciding_twice_the_same_is_harmless():
    by = ada()
    yes, no = a_request(), a_request("tom@example.org", "Tom")
    accept_request(yes, by=by)
    accept_request(yes, by=by)
    decline_request(no, reason="Der erste Grund", by=by)
    decline_request(no, reason="Der zweite Grund", by=by)
    assert Invitation.objects.count() == 1
    assert Letter.objects.filter(to=RUTH).count() == Letter.objects.filter(to="tom@example.org").count() == 2
    assert list(Act.objects.filter(on=f"request:{no.pk}").values_list("reason", flat=True)) == ["Der erste Grund"]


@pytest.mark.parametrize(("first", "second"), [("accept", "decline"), ("decline", "accept")])
def test_what_one_person_decided_another_does_not_turn_round(client, first, second):
    asked, by = a_request(), ada()
    if first == "accept":
        accept_request(asked, by=by)
    else:
        decline_request(asked, reason="Keine Kommune", by=by)
    letters = Letter.objects.count()
    client.force_login(by)
    page = client.post(page_of(asked), {"decision": second, "reason": "Doch nicht"}, follow=True).content.decode()
    assert "Diese Bitte ist entschieden." in page
    assert "ist eingeladen." not in page and "mit Ihrer Begründung beantwortet" not in page
    asked.refresh_from_db()
    assert asked.decision == {"accept": "accepted", "decline": "declined"}[first]
    assert Letter.objects.count() == letters
    assert Invitation.objects.exists() == (first == "accept")


def test_whoever_got_an_account_meanwhile_is_not_invited(client):
    asked = a_request("ben@example.org")
    ben()
    client.force_login(ada())
    page = client.post(page_of(asked), {"decision": "accept"}).content.decode()
    assert "Mit dieser Adresse gibt es schon ein Konto." in page
    asked.refresh_from_db()
    assert asked.decided_at is None and not Invitation.objects.exists()


def test_one_may_ask_again_after_a_no():
    decline_request(a_request(), reason="Noch keine Stelle", by=ada())
    assert a_request().decided_at is None and AccessRequest.objects.count() == 2


def test_decided_requests_and_ended_invitations_are_forgotten_after_thirty_days():
    by = ada()
    decline_request(a_request(), reason="Keine Kommune", by=by)
    accept_request(a_request("tom@example.org"), by=by)
    waiting = a_request("vera@example.org")
    forget(timezone.now() + timedelta(days=29))
    assert AccessRequest.objects.count() == 3 and Invitation.objects.count() == 1
    forget(timezone.now() + timedelta(days=30, seconds=1))
    assert AccessRequest.objects.get() == waiting and Invitation.objects.count() == 1
    forget(timezone.now() + timedelta(days=40, seconds=1))
    assert AccessRequest.objects.get() == waiting and not Invitation.objects.exists()


def test_a_request_that_nobody_decides_is_forgotten_after_a_hundred_and_eighty_days():
    waiting = a_request()
    forget(waiting.asked_at + timedelta(days=180, seconds=-1))
    assert AccessRequest.objects.get() == waiting
    forget(waiting.asked_at + timedelta(days=180))
    assert not AccessRequest.objects.exists()


def test_each_active_member_of_the_team_hears_of_a_request_in_working_hours():
    ada(), ben(), olga()
    a_person("Uwe Berg", is_team=True, is_active=False)
    with time_machine.travel("2026-11-07 22:00+01:00", tick=False):  # a Saturday night
        a_request()
        a_request()
    letter = Letter.objects.get(subject="Eine Bitte um Zugang ist eingegangen")
    assert letter.to == "ada@example.org" and letter.not_before.isoformat().startswith("2026-11-09T")
    assert "/team/personen/" in letter.text and "Ruth" not in letter.text  # what she said stays in one place


def test_a_storm_of_requests_does_not_fill_the_mailboxes_of_the_team():
    person = ada()
    with time_machine.travel("2026-11-02 09:00+01:00", tick=False) as time:
        for number in range(12):
            a_request(f"ruth{number}@example.org")
        assert Letter.objects.filter(to=person.email).count() == 10 and AccessRequest.objects.count() == 12
        time.shift(timedelta(hours=1, seconds=1))
        a_request()
        assert Letter.objects.filter(to=person.email).count() == 11


def test_a_no_promises_nothing_that_is_not_there():
    decline_request(a_request(), reason="Keine Kommune", by=ada())
    text = Letter.objects.get(subject="Ihre Bitte um Zugang").text
    assert "Öffentliche Veranstaltungen stehen" in text and "Ergebnisse" not in text


def test_what_was_said_when_asking_is_not_asked_for_again(client):
    accept_request(a_request(), by=ada())
    page = client.get(link_of(Invitation.objects.get())).content.decode()
    for value in ("Ruth Rieger", "Integrationsbeauftragte", "Musterlingen (Oberauland)"):
        assert f'value="{value}"' in page


def test_what_was_said_in_vain_or_by_others_is_not_filled_in(client):
    by = ada()
    decline_request(a_request(), reason="Keine Kommune", by=by)
    accept_request(a_request("tom@example.org", "Tom"), by=by)
    page = client.get(link_of(an_invitation(RUTH))).content.decode()
    assert 'value="Integrationsbeauftragte"' not in page and 'value="Musterlingen' not in page


def forget(now) -> None:
    for rule in RULES:
        rule.apply(rule.due(now))
