"""Open Badges 3.0, our one way to openbadgeslib: what is confirmed becomes a JSON text that anybody can verify.

The issuer is `did:web:<host>`, whose keys stand at /.well-known/did.json. Who earned a badge is named in it by a salted
hash of her address alone. Whether it was revoked stands in public lists, so long that fetching one tells nobody which
badge is meant.
"""

import json
import secrets
from datetime import timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone
from openbadgeslib import ob3

from dreiklang.training import badge_keys
from dreiklang.training.models import BadgeKey, BadgeStatus, Confirmation

LIST_SIZE = 131_072
_FRESH = timedelta(days=7)  # so long a copy of a list may be used
FOREIGN, TAMPERED, GONE = "foreign", "tampered", "gone"


def sign(confirmation: Confirmation) -> str:
    """The badge of a confirmation that has all its facts, as JSON text."""
    facts, (private, key) = confirmation.facts, badge_keys.current()
    site, number = settings.SITE_URL, confirmation.status_id
    credential = ob3.OpenBadgeCredential(
        id=confirmation.pk.urn, recipient_id=uuid4().urn,
        identifiers=[ob3.IdentityObject.create(confirmation.person.email, salt=secrets.token_urlsafe(16))],
        issuer=ob3.Issuer(id=key.issuer, name=settings.OPERATOR, url=site),
        achievement=ob3.Achievement(
            id=site + facts["path"], name=facts["title"], description=facts["summary"],
            criteria_narrative=facts["rule"], tags=facts["competences"], achievement_type="Certificate",
        ),
        issuance_date=confirmation.awarded_at, expiration_date=confirmation.expires_at,
        credential_status=[ob3.status_entry(list_address(number // LIST_SIZE), "revocation", number % LIST_SIZE)],
    )  # fmt: skip
    signer = ob3.OB3LdpSigner(private, verification_method=key.address)
    return json.dumps(signer.sign(credential, created=confirmation.awarded_at), ensure_ascii=False, indent=1)


def verify(text: str) -> tuple[str, Confirmation | None]:
    """What is true of a badge that somebody shows: a state of its confirmation, and that; or FOREIGN, TAMPERED (also:
    no badge at all), GONE (signed here, but its person has gone). Asks no other machine."""
    try:
        told = json.loads(text)
        issuer = told["issuer"]["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return TAMPERED, None
    # No database is asked for half a sign or a NUL, which JSON may hold.
    if not isinstance(issuer, str) or not issuer.isprintable() or not BadgeKey.objects.filter(issuer=issuer).exists():
        return FOREIGN, None
    try:
        ob3.OB3LdpVerifier().verify(text, check_status=False, download=_our_keys(issuer))
    except ob3.OB3VerificationError as error:
        # The term is looked at last: whoever hears that it is over has an untouched badge.
        if not str(error).startswith("Credential has expired"):
            return TAMPERED, None
    if (confirmation := _named(told.get("id"))) is None:
        return GONE, None
    # Even whoever has stolen our key gives nobody another title.
    return (confirmation.state, confirmation) if told == json.loads(confirmation.badge) else (TAMPERED, None)


def _named(urn) -> Confirmation | None:
    try:
        return Confirmation.objects.filter(pk=UUID(str(urn).removeprefix("urn:uuid:"))).first()
    except ValueError:
        return None


def _our_keys(issuer: str):
    return lambda address: json.dumps(badge_keys.did_document(issuer)).encode()


def list_address(number: int) -> str:
    return f"{settings.SITE_URL}/pruefen/widerrufe/{number}/"


def status_list(number: int) -> str:
    """The signed list of revoked badges, as JSON text. LookupError for a list that has not been begun."""
    first = number * LIST_SIZE
    numbers = BadgeStatus.objects.filter(number__gte=first, number__lt=first + LIST_SIZE)
    if not numbers.exists():
        raise LookupError(number)
    revoked = numbers.filter(is_revoked=True).order_by("number").values_list("number", flat=True)
    return _signed_list(number, tuple(n - first for n in revoked), badge_keys.current(), timezone.localdate())


@lru_cache(maxsize=4)  # anybody may ask as often as she likes
def _signed_list(number: int, revoked: tuple[int, ...], key: badge_keys.SigningKey, _day) -> str:
    now = timezone.now()
    document = ob3.build_status_list_credential(
        key.public.issuer, list_address(number), "revocation", revoked, LIST_SIZE, issued=now,
        valid_until=now + _FRESH,
    )  # fmt: skip
    return json.dumps(ob3.add_data_integrity_proof(document, key.private, key.public.address, created=now))
