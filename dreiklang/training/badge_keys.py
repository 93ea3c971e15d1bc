"""The keys that badges are signed with. The private one lies in DREIKLANG_DATA/badge_key and in no backup, as the
secret key; every public one that ever was stands in the database and stays. So a lost file costs nothing but a new key:
the next badge makes it, and what was signed before can still be verified."""

import os
import secrets
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from openbadgeslib import ob3
from openbadgeslib.keys import KeyEd25519

from dreiklang.training.models import BadgeKey


class SigningKey(NamedTuple):
    private: bytes  # PEM
    public: BadgeKey


def issuer() -> str:
    """did:web of this house: did:web:dreiklang.example.org"""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}"


def current() -> SigningKey:
    """The key to sign with; made where there is none yet."""
    file = settings.DATA / "badge_key"
    if not file.exists():
        _put(replacing=False)
    private = file.read_bytes()
    key, _made = BadgeKey.objects.get_or_create(issuer=issuer(), public=_public_half(private))
    return SigningKey(private, key)


def rotate() -> BadgeKey:
    """From now on badges are signed with a new key; those of the old ones stay verifiable."""
    current()
    _put(replacing=True)
    return current().public


def _put(*, replacing: bool) -> None:
    """A new key file, whole from its first moment; where somebody was faster, hers stays."""
    pair = KeyEd25519()
    pair.generate_keypair()
    temporary = settings.DATA / f".badge_key-{secrets.token_hex(8)}"
    try:
        with open(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.write(pair.get_priv_key_pem())
            new.flush()
            os.fsync(new.fileno())
        if replacing:
            os.replace(temporary, settings.DATA / "badge_key")
        else:
            os.link(temporary, settings.DATA / "badge_key")
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)


def _public_half(private_pem: bytes) -> str:
    pair = KeyEd25519()
    pair.read_private_key(private_pem)
    pair.pub_key = pair.get_priv_key().public_key()
    return ob3.multikey_from_pem(pair.get_pub_key_pem())


def did_document(of: str) -> dict:
    """What stands at /.well-known/did.json of an issuer: every key, the newest first."""
    keys = list(BadgeKey.objects.filter(issuer=of))
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": of,
        "verificationMethod": [
            {"id": key.address, "type": "Multikey", "controller": of, "publicKeyMultibase": key.public} for key in keys
        ],
        "assertionMethod": [key.address for key in keys],
    }
