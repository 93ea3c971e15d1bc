"""Who speaks as a voice. Only these functions read the sealed table; `deliver`, `reveal` and, for the two
who agreed, `shown_once` alone open a envelope.

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
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.actions.writing import write
from dreiklang.moderation import log
from dreiklang.moderation.models import RevealRequest, Sealed
from dreiklang.moderation.things import room_of
from dreiklang.people.models import Person

_NONCE = 12  # bytes, as AES-GCM wants it
_log = logging.getLogger(__name__)


def voice_for(person: Person, place: UUID) -> UUID:
    """Her voice in this place (a thread's id): the one she has, or a new one."""
    lock = _lock(person, place)
    try:
        with transaction.atomic():
            voice = fresh_id()
            envelope = _envelope(voice, person)
            made = Sealed.objects.get_or_create(lock=lock, defaults={"voice": voice, "envelope": envelope})[0]
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


@transaction.atomic
def reveal(voice: UUID, *, first: Person, second: Person, reason: str) -> Person | None:
    """Who speaks as this voice, when two different moderators of its place agree: `first` proposed it with this reason,
    `second` confirms within 72 hours. It is logged, and she is told at once, by whom and why. None for a voice that was
    forgotten. The caller shows it, and keeps it nowhere."""
    request = RevealRequest.objects.select_for_update().filter(voice=voice).open().order_by("-proposed_at").first()
    if request is None or (request.first, request.reason) != (first.pk, reason.strip()):
        raise Refusal(_("Diesen Antrag gibt es nicht, oder seine 72 Stunden sind vorüber."))
    if first.pk == second.pk:
        raise Refusal(_("Eine Aufdeckung bestätigt jemand anderes als beantragt hat."))
    moderators = {one.pk for one in room_of(request.place).moderators(request.place)}
    if not {first.pk, second.pk} <= moderators:
        raise Refusal(_("Eine Aufdeckung beschließen zwei Moderierende dieses Raums."))
    request.second, request.revealed_at = second.pk, timezone.now()
    request.save(update_fields=["second", "revealed_at"])
    log.append(second, "reveal.confirmed", f"reveal:{request.pk}", request.reason)
    person = _opened(voice)
    if person is not None:
        write(
            person.email, "letters/revealed.txt",
            {"person": person, "first": first, "second": second, "reason": request.reason},
            recipient=person.pk, language=person.language,
        )  # fmt: skip
    return person


def shown_once(request: RevealRequest, person: Person) -> Person | None:
    """The result for one of the two who agreed, once; None for everybody else and ever after."""
    part = {request.first: "first", request.second: "second"}.get(person.pk)
    with transaction.atomic():
        request = RevealRequest.objects.select_for_update().get(pk=request.pk)
        if part is None or request.revealed_at is None or part in request.shown_to:
            return None
        request.shown_to = [*request.shown_to, part]
        request.save(update_fields=["shown_to"])
        return _opened(request.voice)


def _opened(voice: UUID) -> Person | None:
    sealed = Sealed.objects.filter(voice=voice).first()
    number = sealed and _number_in(sealed)
    if sealed and not number:
        _log.error("a sealed envelope does not open: SEAL_KEY is not the one by which it was closed")
    return Person.objects.able().filter(pk=number).first() if number else None


def _number_in(sealed: Sealed) -> UUID | None:
    """The id of whoever speaks; None with another key than that by which it was sealed."""
    envelope = bytes(sealed.envelope)
    try:
        return UUID(bytes=AESGCM(_key(b"envelope")).decrypt(envelope[:_NONCE], envelope[_NONCE:], sealed.voice.bytes))
    except InvalidTag:
        return None


def _envelope(voice: UUID, person: Person) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(b"envelope")).encrypt(nonce, person.pk.bytes, voice.bytes)


def _lock(person: Person, place: UUID) -> str:
    return hmac.new(_key(b"lock"), place.bytes + person.pk.bytes, sha256).hexdigest()


def _key(purpose: bytes) -> bytes:
    return hmac.new(settings.SEAL_KEY, purpose, sha256).digest()
