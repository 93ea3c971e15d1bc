"""Who speaks as a voice. Only these functions read the sealed table; `deliver` and `reveal` alone open a box.

A voice is a random id that stands for one person in one place. Whoever has the database without the key learns nothing
from the table, not even whether two voices are one person. What an operator with both can do stands in docs/privacy.
"""

import hmac
import logging
import os
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction

from dreiklang.foundation.models import fresh_id
from dreiklang.moderation.models import Sealed
from dreiklang.people.models import Person

_NONCE = 12  # bytes, as AES-GCM wants it
_log = logging.getLogger(__name__)


def voice_for(person: Person, place: UUID) -> UUID:
    """Her voice in this place (a thread's id): the one she has, or a new one."""
    lock = _lock(person, place)
    try:
        with transaction.atomic():
            voice = fresh_id()
            made = Sealed.objects.get_or_create(lock=lock, defaults={"voice": voice, "box": _box(voice, person)})[0]
    except IntegrityError:
        made = Sealed.objects.get(lock=lock)
    return made.voice


def voice_of(person: Person, place: UUID) -> UUID | None:
    """Her voice in this place, if she has one. Asked for her alone: whoever has no account has none."""
    if not person.is_authenticated:
        return None
    return Sealed.objects.filter(lock=_lock(person, place)).values_list("voice", flat=True).first()


def voices_of(person: Person, places) -> dict[UUID, UUID]:
    """Place -> her voice, for her own export and for forgetting. Finds by the locks, opens nothing."""
    locks = {_lock(person, place): place for place in places}
    found, wanted = {}, list(locks)
    for start in range(0, len(wanted), 500):
        rows = Sealed.objects.filter(lock__in=wanted[start : start + 500])
        found |= {locks[lock]: voice for lock, voice in rows.values_list("lock", "voice")}
    return found


def forget(person: Person, places) -> None:
    """From now on nobody, with or without the key, can say whose voices these were."""
    Sealed.objects.filter(voice__in=voices_of(person, places).values()).delete()


def forget_voices(voices) -> None:
    """The places are gone."""
    Sealed.objects.filter(voice__in=list(voices)).delete()


def deliver(voice: UUID, write) -> None:
    """Call `write(person)` with whoever speaks as this voice, if she can still be reached. What it writes must say to
    everybody else no more than that something was written."""
    if person := _opened(voice):
        write(person)


def has_the_key(voices=None) -> bool:
    """Whether our key is the one under which these voices were sealed; of none, and of forgotten ones, it is. Without
    `voices` some of all are tried."""
    found = Sealed.objects.order_by("voice")[:3] if voices is None else Sealed.objects.filter(voice__in=list(voices))
    return all(_number_in(sealed) for sealed in found)


def _opened(voice: UUID) -> Person | None:
    sealed = Sealed.objects.filter(voice=voice).first()
    number = sealed and _number_in(sealed)
    if sealed and not number:
        _log.error("a sealed box does not open: SEAL_KEY is not the one by which it was closed")
    return Person.objects.able().filter(pk=number).first() if number else None


def _number_in(sealed: Sealed) -> UUID | None:
    """The id of whoever speaks; None with another key than that by which it was sealed."""
    box = bytes(sealed.box)
    try:
        return UUID(bytes=AESGCM(_key(b"box")).decrypt(box[:_NONCE], box[_NONCE:], sealed.voice.bytes))
    except InvalidTag:
        return None


def _box(voice: UUID, person: Person) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(b"box")).encrypt(nonce, person.pk.bytes, voice.bytes)


def _lock(person: Person, place: UUID) -> str:
    return hmac.new(_key(b"lock"), place.bytes + person.pk.bytes, sha256).hexdigest()


def _key(purpose: bytes) -> bytes:
    return hmac.new(settings.SEAL_KEY, purpose, sha256).digest()
