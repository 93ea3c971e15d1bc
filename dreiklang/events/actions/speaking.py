"""What the team and a speaker settle beforehand: her link, her briefing, her consent to be named."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dreiklang.events import searchable
from dreiklang.events.actions.publishing import look_up_text
from dreiklang.events.models import Briefing, Event, Speaker
from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


@transaction.atomic
def describe(speaker: Speaker, *, name: str, role: str, slot: str, email: str, asks_first: bool, by) -> Speaker:
    """What the team says about her. Another address ends the link that went to the one before. With `asks_first` she
    is named only once she has agreed herself; what she has said already stays."""
    event, speaker = _lock(speaker)
    email = email.strip().lower()
    if speaker.email != email:
        speaker.link_key = None
    speaker.name, speaker.role, speaker.slot, speaker.email = name.strip(), role.strip(), slot.strip(), email
    if speaker.consent in (Speaker.NOTED, Speaker.ASKED):
        speaker.consent = Speaker.ASKED if asks_first else Speaker.NOTED
    speaker.save()
    speaker.material.update(by_name=speaker.name if speaker.is_announced else "")
    _keep_announced(event)
    record(by, "speaker.described", f"event:{event.pk}")
    return speaker


@transaction.atomic
def send_link(speaker: Speaker, *, by, renew: bool = False) -> Speaker:
    """Send her the link to her part, the same as before unless it is to be renewed: then the old one ends."""
    event, speaker = _lock(speaker)
    if not speaker.email:
        raise Refusal(_("Bitte geben Sie zuerst eine E-Mail-Adresse an."), field="email")
    if event.is_over or event.is_cancelled:
        raise Refusal(_("Diese Veranstaltung ist vorbei oder abgesagt."))
    if speaker.link_key is None or renew:
        speaker.link_key = fresh_id()
        speaker.save(update_fields=["link_key"])
    record(by, "speaker.link_sent", f"event:{event.pk}")
    briefed = Briefing.objects.filter(event=event).exclude(source="").exists()
    _tell(speaker, event, "your_part", is_briefed=briefed)
    return speaker


@transaction.atomic
def withdraw_link(speaker: Speaker, *, by) -> Speaker:
    event, speaker = _lock(speaker)
    if speaker.link_key is not None:
        speaker.link_key = None
        speaker.save(update_fields=["link_key"])
        record(by, "speaker.link_withdrawn", f"event:{event.pk}")
    return speaker


@transaction.atomic
def brief(event: Event, source: str, *, by) -> Briefing:
    """Write what all speakers of the event read on their pages."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    briefing, _made = Briefing.objects.update_or_create(
        event=event, defaults={"source": source.strip(), "html": to_html(source.strip())}
    )
    record(by, "event.briefed", f"event:{event.pk}")
    return briefing


@transaction.atomic
def agree(speaker: Speaker) -> Speaker:
    """She agrees herself to be named on the public page."""
    event, speaker = _lock(speaker)
    if speaker.consent != Speaker.GIVEN:
        _say(event, speaker, Speaker.GIVEN)
    return speaker


@transaction.atomic
def disagree(speaker: Speaker) -> Speaker:
    """She does not want to be named: her name leaves the page and the look-ups at once, and the team hears of it."""
    event, speaker = _lock(speaker)
    if speaker.consent != Speaker.WITHDRAWN:
        _say(event, speaker, Speaker.WITHDRAWN)
        for member in Person.objects.team():
            page = settings.SITE_URL + reverse("speakers", args=[event.slug])
            write(
                member.email, "letters/not_to_be_named.txt", {"speaker": speaker, "event": event, "link": page},
                recipient=member.pk, language=member.language, quietly=True,
            )  # fmt: skip
    return speaker


def _lock(speaker: Speaker) -> tuple[Event, Speaker]:
    """The event's row is what saving the event waits for too."""
    event = Event.objects.select_for_update().get(pk=speaker.event_id)
    speaker = Speaker.objects.get(pk=speaker.pk)
    speaker.event = event
    return event, speaker


def _say(event: Event, speaker: Speaker, consent: str) -> None:
    speaker.consent = consent
    speaker.save(update_fields=["consent"])
    speaker.material.update(by_name=speaker.name if speaker.is_announced else "")
    _keep_announced(event)


def _keep_announced(event: Event) -> None:
    """The page is rendered once for each state of it: it changes with whoever is named on it."""
    event.folded = look_up_text(event, event.speakers.all())
    event.save(update_fields=["folded", "changed_at"])
    searchable.keep(event)


def _tell(speaker: Speaker, event: Event, letter: str, **more) -> None:
    link = settings.SITE_URL + reverse("speaker", args=[speaker.secret])
    write(
        speaker.email, f"letters/{letter}.txt", {"speaker": speaker, "event": event, "link": link, **more},
        recipient=f"speaker:{speaker.pk}",
    )  # fmt: skip
