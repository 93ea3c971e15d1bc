"""Answers by mail: the text of a mail to somebody's secret address becomes her post in that thread.

Accepted from her own address alone, and only as far as she may write there now. What she is told by letter names
neither thread nor words where voices speak: a letter lies in the outbox with her name on it.
"""

import hmac
import re
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from dreiklang.dialogue import warning
from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.forms.writing import LONGEST
from dreiklang.dialogue.house_rules import has_agreed
from dreiklang.dialogue.models import Post, Thread
from dreiklang.dialogue.reply_addresses import thread_meant, token_in
from dreiklang.dialogue.rules import may_reply
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import fold
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.receiving.cutting import own_words
from dreiklang.letters.receiving.outcome import Outcome
from dreiklang.letters.receiving.reading import Mail
from dreiklang.moderation.sealed import voice_of
from dreiklang.people.limits import is_too_often
from dreiklang.people.models import Person

MOST_ANSWERS = 10  # letters about her mails that one person gets in an hour
# Of a telephone number or an address a signature may be full; these nobody writes by chance.
_OF_SOMEBODY = {warning.BORN, warning.AZR, warning.FILE, warning.ACCOUNT}


def take(mail: Mail) -> Outcome | None:
    """None if the mail is not for this room. A stranger, and whoever forges an address, hears nothing."""
    tokens = dict.fromkeys(token for token in map(token_in, mail.to) if token)
    if not tokens:
        return None
    person = Person.objects.able().filter(email=mail.sender).first() if mail.sender and mail.is_genuine else None
    if person is None:
        return Outcome.IGNORED
    outcomes = [_answer(mail, thread, person) for token in tokens if (thread := thread_meant(token, person))]
    return outcomes[0] if outcomes else Outcome.IGNORED


def _answer(mail: Mail, pk: UUID, person) -> Outcome:
    number = _number("post", mail, pk, person)
    if Post.objects.filter(pk=number).exists():
        return Outcome.POSTED
    thread = Thread.objects.visible_to(person).select_related("room").filter(pk=pk).first()
    with translation.override(person.language):
        try:
            post = _post(mail, thread, person, number)
        except Refusal as refusal:
            _tell(person, pk, thread, mail, "letters/mail_refused.txt", as_said_by_letter(refusal.sentence))
            return Outcome.REFUSED
        if sentence := _remark(mail, post):
            _tell(person, pk, thread, mail, "letters/mail_taken.txt", sentence)
    return Outcome.POSTED


def _number(what: str, mail: Mail, pk: UUID, person) -> UUID:
    """The id of the post, or of the letter about it. A mail that comes twice has the same ones; without the key nobody
    calculates from a mail which post it became, from a letter which post it is about, and each looks like any other."""
    content = pk.bytes + person.pk.bytes + mail.message_id.encode(errors="replace")
    key = f"dreiklang.mail.{what}.{settings.SECRET_KEY}".encode()
    return UUID(bytes=hmac.new(key, content, sha256).digest()[:16], version=4)


def _post(mail: Mail, thread: Thread | None, person, number: UUID) -> Post:
    if thread is None or not may_reply(person, thread):
        raise Refusal(_why_not(thread))
    if not has_agreed(person):
        raise Refusal(
            _("Bevor Sie das erste Mal schreiben, stimmen Sie bitte den Hausregeln zu: %(address)s")
            % {"address": f"{settings.SITE_URL}/dialog/hausregeln/"}
        )  # fmt: skip
    has_voice = voice_of(person, thread.pk) is not None
    words = own_words(mail.text, is_strict=has_voice)
    if not words:
        raise Refusal(
            _("In Ihrer E-Mail war außer dem zitierten Text und der Signatur nichts zu finden. Bitte schreiben Sie "
              "Ihre Antwort ganz oben in die E-Mail.")
        )  # fmt: skip
    source = as_source(words)
    if len(source) > LONGEST:
        raise Refusal(_("Ihr Text hat mehr als %(most)s Zeichen. Bitte kürzen Sie ihn.") % {"most": LONGEST})
    if has_voice and names_her(words, person):
        raise Refusal(
            _("In Ihrem Text steht Ihr Name oder Ihre Adresse. Weil Sie dort nicht unter Ihrem Namen schreiben, ist er "
              "nicht erschienen.")
        )  # fmt: skip
    if found := warning.found(words).keys() & _OF_SOMEBODY:  # by mail nobody can be asked once more
        raise Refusal(
            _("Ihr Text sieht nach Angaben über eine bestimmte Person aus (%(what)s) und ist nicht erschienen. Bitte "
              "lassen Sie sie weg, oder antworten Sie auf der Seite.")
            % {"what": ", ".join(str(warning.SAID[kind]) for kind in sorted(found))}
        )  # fmt: skip
    try:
        with transaction.atomic():
            return writing.reply(thread, source=source, by=person, public_id=number)
    except IntegrityError:  # the same mail came in beside this one
        return Post.objects.get(pk=number)


def _why_not(thread: Thread | None) -> str:
    if thread is None:
        return _("Dieses Thema gibt es für Sie nicht mehr: Es wurde gelöscht, der Raum ist zurzeit gesperrt, oder Sie "
                 "gehören nicht mehr zu denen, die ihn lesen.")  # fmt: skip
    if thread.closed_at:
        return _("Das Thema ist geschlossen.")
    if thread.room.is_archived:
        return _("Der Raum ist abgeschlossen; er wird nur noch gelesen.")
    return _("In diesem Raum können Sie zurzeit nicht schreiben.")


def as_said_by_letter(sentence: str) -> str:
    """Actions speak to somebody in front of a form. Here is no field in which her text still stands."""
    return re.sub(rf"[;.]?\s*{re.escape(_('Ihr Text steht noch im Feld'))}\s*([;.])", r"\1", sentence)


def names_her(words: str, person) -> bool:
    """Whether a text says who wrote it: by her name, a part of it, or her address."""
    parts = {part for part in re.findall(r"\w+", fold(person.name)) if len(part) > 2} - _BETWEEN_NAMES
    return person.email in words.lower() or bool(parts & set(re.findall(r"\w+", fold(words))))


_BETWEEN_NAMES = {"von", "van", "vom", "und", "der", "den", "dem", "die", "das", "zur", "zum", "del", "dos"}


def as_source(words: str) -> str:
    """The words of a mail as Markdown. Lists and emphasis that somebody types by hand mean the same in both, and
    `to_html` makes every text harmless, so nothing is escaped. Three things mean something else in a mail: a line
    broken on purpose stays broken, a blank in front is no program code, and a rule under a line makes no heading."""
    lines = [
        re.sub(r"^(\s{0,2})\s*(?=([-*+]|\d+[.)])\s)|^\s+", r"\1", line.expandtabs(2)) for line in words.split("\n")
    ]
    source = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_broken = line and following and len(line) + 1 + len(following.split()[0]) <= _WRAPPED
        source.append(f"{line}  " if is_broken else line)
        if line and re.fullmatch(r"[-=]+", following.strip()):
            source.append("")
    return "\n".join(source)


_WRAPPED = 64  # where no mail program breaks a line by itself: the next word would still have fitted


def _remark(mail: Mail, post: Post) -> str:
    """What she should know of a text that was taken. About a voice no letter says that it has just spoken."""
    if post.voice_id:
        return ""
    if mail.attachments:
        return _("Anlagen kommen auf diesem Weg nicht mit: %(files)s. Sie können sie auf der Seite anhängen.") % {
            "files": ", ".join(mail.attachments[:5])
        }
    if post.state == Post.WAITING:
        return _("Er erscheint, sobald die Moderation ihn freigibt.")
    return ""


def _tell(person, pk: UUID, thread: Thread | None, mail: Mail, template: str, reason: str) -> None:
    """At most one letter for a mail, and not more in an hour than somebody can write by hand."""
    number = _number("letter", mail, pk, person)
    if Letter.objects.filter(pk=number).exists():
        return
    if is_too_often(person, "letters-about-mails", MOST_ANSWERS, timedelta(hours=1)):
        return
    is_open = not Thread.objects.filter(Q(stays_inside=True) | Q(voices__isnull=False), pk=pk).exists()
    words = own_words(mail.text) or mail.text.strip()
    write(
        person.email, template,
        {
            "person": person, "reason": reason, "thread": thread if is_open else None,
            "words": words[:LONGEST] if is_open else "", "files": mail.attachments,
        },
        recipient=person.pk, language=person.language, public_id=number,
    )  # fmt: skip
