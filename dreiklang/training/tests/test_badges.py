"""A badge is verified by what it says and by our keys, and one changed sign is found."""

import json
import os
import re
import stat
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from openbadgeslib import ob3

from dreiklang.people.tests.makers import a_person, ada, ben
from dreiklang.training import badge_keys, badges
from dreiklang.training.actions import confirming
from dreiklang.training.models import BadgeKey, Confirmation
from dreiklang.training.tests.makers import a_confirmation, an_earned_block

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def confirmation():
    return a_confirmation(ben())


def test_a_badge_is_verified_and_names_its_confirmation(confirmation):
    assert badges.verify(confirmation.badge) == ("valid", confirmation)


def test_a_badge_says_what_was_achieved_and_neither_name_nor_address(confirmation):
    told = json.loads(confirmation.badge)
    assert told["issuer"]["id"] == "did:web:localhost%3A8000"
    assert told["credentialSubject"]["achievement"]["name"] == "Baustein A: Grundlagen"
    assert told["credentialSubject"]["id"].startswith("urn:uuid:")
    for secret in ("ben@example.org", "Ben", "Okonkwo", str(confirmation.person_id), confirmation.code):
        assert secret not in confirmation.badge
    [identifier] = told["credentialSubject"]["identifier"]
    assert identifier["hashed"] and len(identifier["salt"]) >= 16
    again = json.loads(badges.sign(confirmation))
    assert again["credentialSubject"]["id"] != told["credentialSubject"]["id"]
    assert again["credentialSubject"]["identifier"] != told["credentialSubject"]["identifier"]


def changed(badge: str) -> dict[str, str]:
    """Copies of a badge with one thing changed each."""
    told = json.loads(badge)

    def with_(change) -> str:
        copy = json.loads(badge)
        change(copy)
        return json.dumps(copy)

    return {
        "title": badge.replace("Grundlagen", "Grundlager"),
        "expiry": with_(lambda copy: copy.update(validUntil="2099-01-01T00:00:00Z")),
        "another's": with_(lambda copy: copy["credentialSubject"].update(id="urn:uuid:" + "0" * 36)),
        "id": with_(lambda copy: copy.update(id="urn:uuid:00000000-0000-4000-8000-000000000000")),
        "status": with_(lambda copy: copy["credentialStatus"].update(statusListIndex="1")),
        "no status": with_(lambda copy: copy.pop("credentialStatus")),
        "an alias": with_(lambda copy: copy.update(expirationDate="2099-01-01T00:00:00Z")),
        "no proof": with_(lambda copy: copy.pop("proof")),
        "half a proof": badge.replace(told["proof"]["proofValue"], told["proof"]["proofValue"][:-3] + "abc"),
        "another key": badge.replace(told["proof"]["verificationMethod"], "did:web:localhost%3A8000#z6Mkandere"),
        "no JSON": badge[:-2],
        "no badge": '{"issuer": {"id": "did:web:localhost%3A8000"}}',
        "a list": "[1]",
        "deep": "[" * 100_000,
        "nothing": "",
    }


def test_a_changed_badge_is_refused(confirmation):
    found = {change: badges.verify(copy) for change, copy in changed(confirmation.badge).items()}
    assert found == dict.fromkeys(found, ("tampered", None))


def test_a_badge_signed_by_somebody_else_in_our_name_is_refused(confirmation):
    """The twin of the test above: everything fits but the key."""
    told = json.loads(confirmation.badge)
    credential = ob3.OpenBadgeCredential.from_vc_document(told)
    pair = badge_keys.KeyEd25519()
    pair.generate_keypair()
    ours = ob3.OB3LdpSigner(pair.get_priv_key_pem(), told["proof"]["verificationMethod"]).sign_to_json(credential)
    assert badges.verify(ours) == ("tampered", None)
    theirs = ob3.OB3LdpSigner(pair.get_priv_key_pem(), "did:web:anders.example#1").sign_to_json(credential)
    assert badges.verify(theirs) == ("tampered", None)


def test_whoever_has_stolen_our_key_gives_nobody_another_title(confirmation):
    told = json.loads(confirmation.badge)
    credential = ob3.OpenBadgeCredential.from_vc_document(told)
    credential.achievement.name = "Meisterschaft"
    private, public = badge_keys.current()
    forged = ob3.OB3LdpSigner(private, public.address).sign_to_json(credential)
    assert badges.verify(forged) == ("tampered", None)
    credential.id = "urn:uuid:00000000-0000-4000-8000-000000000000"
    assert badges.verify(ob3.OB3LdpSigner(private, public.address).sign_to_json(credential)) == ("gone", None)


def test_a_badge_that_another_program_has_written_down_anew_is_the_same(confirmation):
    assert badges.verify(json.dumps(json.loads(confirmation.badge), sort_keys=True))[0] == "valid"


def test_a_badge_with_an_id_of_no_kind_is_refused_or_gone(confirmation):
    """Signed with our key: what is no UUID must not reach the database."""
    credential = ob3.OpenBadgeCredential.from_vc_document(json.loads(confirmation.badge))
    private, public = badge_keys.current()
    for odd in ("urn:uuid:x", "https://anders.example/1"):
        credential.id = odd
        badge = ob3.OB3LdpSigner(private, public.address).sign_to_json(credential)
        assert badges.verify(badge) == ("gone", None)


def test_a_badge_of_another_issuer_is_called_foreign(confirmation):
    assert (
        badges.verify(confirmation.badge.replace("did:web:localhost%3A8000", "did:web:anders.example"))[0] == "foreign"
    )


@pytest.mark.parametrize("issuer", ["\ud800", "did:web:\0", "did:web:x\n"])
def test_an_issuer_that_no_database_can_look_up_is_foreign(issuer):
    assert badges.verify(json.dumps({"issuer": {"id": issuer}})) == (badges.FOREIGN, None)


def test_a_revoked_an_expired_and_a_forgotten_badge_are_told_apart(confirmation):
    confirming.award_certificates(confirmation.programme)
    certificate = Confirmation.objects.certificates().get()
    assert badges.verify(certificate.badge)[0] == "valid"
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung")
    assert badges.verify(confirmation.badge) == ("revoked", confirmation)
    confirmation.delete()
    assert badges.verify(confirmation.badge) == ("gone", None)


def test_an_expired_badge_is_genuine_and_over():
    person = ben()
    programme = a_confirmation(person, certificate_months=1).programme
    confirming.award_certificates(programme)
    certificate = Confirmation.objects.certificates().get()
    with time_machine.travel(certificate.expires_at + timedelta(days=1), tick=False):
        assert badges.verify(certificate.badge) == ("expired", certificate)
        assert badges.verify(certificate.badge.replace("Kompetenz", "Inkompetenz"))[0] == "tampered"


# --- keys ---


def test_the_private_key_is_read_by_its_owner_alone(confirmation, data):
    assert stat.S_IMODE(os.stat(data / "badge_key").st_mode) == 0o600
    assert [file.name for file in data.iterdir() if "badge" in file.name] == ["badge_key"]
    assert (data / "badge_key").read_text() not in str(list(BadgeKey.objects.values()))


def test_old_badges_verify_after_the_key_was_changed(data):
    confirming.award(an_earned_block([a_person(f"P{number} Name") for number in range(10)]))
    old = list(Confirmation.objects.values_list("badge", flat=True))
    before = (data / "badge_key").read_bytes()
    call_command("rotate_badge_key", stdout=StringIO())
    assert (data / "badge_key").read_bytes() != before
    new = a_confirmation(ben()).badge
    methods = {json.loads(badge)["proof"]["verificationMethod"] for badge in (*old, new)}
    assert len(methods) == 2
    assert {badges.verify(badge)[0] for badge in (*old, new)} == {"valid"}
    # The twin: without the old public key nothing of it verifies.
    BadgeKey.objects.order_by("made_at").first().delete()
    assert {badges.verify(badge)[0] for badge in old} == {"tampered"}


def test_a_lost_key_costs_nothing_but_a_new_one(confirmation, data):
    (data / "badge_key").unlink()
    other = a_confirmation(a_person("Eva Neu"))
    assert badges.verify(confirmation.badge)[0] == badges.verify(other.badge)[0] == "valid"
    assert BadgeKey.objects.count() == 2


def test_the_keys_of_the_issuer_stand_at_their_known_address(client, confirmation):
    answer = client.get("/.well-known/did.json")
    document = answer.json()
    assert document["id"] == "did:web:localhost%3A8000"
    [method] = document["verificationMethod"]
    assert method["id"] == json.loads(confirmation.badge)["proof"]["verificationMethod"]
    assert re.fullmatch("z6Mk[1-9A-Za-z]{44}", method["publicKeyMultibase"])
    assert "private" not in answer.content.decode().lower()


def test_a_house_that_moved_still_knows_its_old_badges(confirmation, settings):
    settings.SITE_URL = "https://dreiklang.example.org"
    other = a_confirmation(a_person("Eva Neu"))
    assert json.loads(other.badge)["issuer"]["id"] == "did:web:dreiklang.example.org"
    assert badges.verify(confirmation.badge)[0] == badges.verify(other.badge)[0] == "valid"


# --- the public list of revoked badges ---


def test_the_list_says_which_are_revoked_and_is_signed(client, confirmation):
    other = a_confirmation(a_person("Eva Neu"))
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung")
    status = json.loads(confirmation.badge)["credentialStatus"]
    answer = client.get(status["statusListCredential"].removeprefix("http://localhost:8000"))
    document = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    bits = ob3.decode_encoded_list(document["credentialSubject"]["encodedList"])
    assert len(bits) * 8 == badges.LIST_SIZE >= 131_072
    assert ob3.set_indices(bits) == {int(status["statusListIndex"])} == {confirmation.status_id}
    assert confirmation.status_id != other.status_id
    pem = ob3.resolve_verification_method(
        document["proof"]["verificationMethod"], download=badges._our_keys(badge_keys.issuer())
    )
    ob3.verify_data_integrity_proof(document, pem)
    with pytest.raises(ob3.OB3VerificationError):
        ob3.verify_data_integrity_proof(document | {"validUntil": "2099-01-01T00:00:00Z"}, pem)


def test_a_list_that_was_never_begun_is_nowhere(client, confirmation):
    assert client.get("/pruefen/widerrufe/0/").status_code == 200
    assert client.get("/pruefen/widerrufe/7/").status_code == 404


def test_a_list_is_signed_once_a_day_and_anew_when_something_is_revoked(client, confirmation):
    first = client.get("/pruefen/widerrufe/0/").content
    assert client.get("/pruefen/widerrufe/0/").content == first
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung")
    assert client.get("/pruefen/widerrufe/0/").content != first
