"""Who answers without an account: a random id in a signed cookie, given for a little work that a machine does.

The work makes ten thousand ids dear and one cheap; a picture puzzle would shut out people. Without JavaScript nobody
can do it: then fewer ids are given to one connection.
"""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core import signing

from dreiklang.foundation.models import fresh_id
from dreiklang.people.limits import is_too_much

COOKIE, KEPT = "debatte", timedelta(days=90)
ZEROS = 16  # leading zero bits of the hash: 65,000 tries on average, about a second of one core
LASTS = timedelta(hours=2)
WITH_PROOF, WITHOUT_PROOF = 60, 3  # new ids of one connection in an hour: a town hall behind one address, or nobody
_SALT = "dreiklang.debates.guest"


def guest_of(request) -> UUID | None:
    """The id that this browser carries."""
    try:
        return UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError):
        return None


def new_task() -> str:
    """What a browser gets to work on."""
    return signing.dumps(secrets.token_hex(8), salt=f"{_SALT}.task")


def is_done(task: str, answer: str) -> bool:
    """Whether the hash of both begins with enough zero bits, and the task is ours and young."""
    if not _is_ours(task) or len(answer) > 20:
        return False
    return int.from_bytes(sha256(f"{task}{answer}".encode()).digest()) >> (256 - ZEROS) == 0


def _is_ours(task: str) -> bool:
    try:
        signing.loads(task, salt=f"{_SALT}.task", max_age=LASTS)
    except signing.BadSignature:
        return False
    return True


def new_guest(request, with_proof: int = WITH_PROOF) -> UUID | None:
    """A new id, or None when this connection has had too many. It is made of the task on the page, so that a button
    that is pressed twice before the cookie came is one guest's."""
    task = request.POST.get("aufgabe", "")
    proven = is_done(task, request.POST.get("beweis", ""))
    most = with_proof if proven else WITHOUT_PROOF
    if is_too_much(request, f"debate-guest-{proven:d}", most, timedelta(hours=1)):
        return None
    return UUID(bytes=sha256(f"guest{task}".encode()).digest()[:16]) if _is_ours(task) else fresh_id()


def remember(response, guest: UUID) -> None:
    response.set_cookie(
        COOKIE, signing.dumps(str(guest), salt=_SALT), max_age=KEPT, path="/dialog/debatten/",
        httponly=True, samesite="Lax", secure=settings.IS_SECURE,
    )  # fmt: skip
