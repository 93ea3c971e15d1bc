"""What came of a question: written down in one form, without names; and what becomes of it afterwards."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.dialogue.actions.answers import lock as lock_thread
from dreiklang.dialogue.actions.writing import reply
from dreiklang.dialogue.models import Post, Thread, Trace
from dreiklang.exchange.actions.lunch_choosing import forget
from dreiklang.exchange.actions.lunch_dates import tell_followers
from dreiklang.exchange.models import LunchCare, LunchItem, LunchKnower, LunchMeeting, LunchQuestion
from dreiklang.exchange.rules import may_host_lunch, may_make_hint, may_note_lunch
from dreiklang.foundation.audit import record
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.library.actions.growing import title_for
from dreiklang.library.actions.writing import add_section, begin
from dreiklang.library.models import Article
from dreiklang.people.models import Person, Release
from dreiklang.people.rules import is_member


def name_in(text: str) -> str:
    """The name of a member that stands in a text; empty where none does."""
    named = Person.objects.able().annotate(text=Value(text)).filter(text__contains=F("name")).exclude(name="")
    return named.values_list("name", flat=True).first() or ""


@transaction.atomic
def note(
    item: LunchItem,
    *,
    asked: str,
    hint: str,
    knows_more: str,
    agreed: str = "",
    agreed_until: date | None = None,
    seen: int,
    by,
) -> LunchItem:
    """The form of a question anew. Refused when somebody else saved since version `seen`: both stand on the page, and
    nothing that was written is lost. Who wrote it is kept nowhere."""
    item = _locked(item)
    if not may_note_lunch(by, item.meeting):
        raise Refusal(_("Hier lässt sich nichts mehr festhalten: Was herauskam, ist schon freigegeben."))
    facts = {
        "asked": "" if asked == _title_of_source(item) else asked,
        "hint": hint,
        "knows_more": knows_more,
        "agreed": agreed,
        "agreed_until": agreed_until if agreed else None,
    }
    if all(getattr(item, name) == value for name, value in facts.items()):
        return item
    if item.number != seen:
        raise Refusal(
            _("Inzwischen hat jemand anderes hier etwas festgehalten. Es steht unter Ihren Feldern, und Ihr Text steht "
              "noch darin. Bitte führen Sie beides zusammen und speichern Sie dann."),
        )  # fmt: skip
    for field in ("asked", "hint", "knows_more", "agreed"):
        if name := name_in(facts[field]):
            raise Refusal(_("Bitte ohne Namen: Hier steht „%(name)s“.") % {"name": name}, field=field)
    _require_not_taken(item, facts)
    for name, value in facts.items():
        setattr(item, name, value)
    item.hint_html, item.number = to_html(hint, top=4) if hint else "", item.number + 1
    item.save(update_fields=[*facts, "hint_html", "number"])
    LunchMeeting.objects.filter(pk=item.meeting_id).update(pulse=F("pulse") + 1)
    return item


def _require_not_taken(item: LunchItem, facts: dict) -> None:
    """Whoever takes care of it said yes to these words and this day."""
    is_same = all(getattr(item, name) == facts[name] for name in ("agreed", "agreed_until"))
    if not is_same and LunchCare.objects.filter(item=item).exists():
        raise Refusal(
            _("Darum kümmert sich schon jemand. Die Verabredung bleibt, wie sie ist: „%(what)s“, bis %(day)s.")
            % {"what": item.agreed, "day": short_day(item.agreed_until)},
            field="agreed",
        )


def _title_of_source(item: LunchItem) -> str:
    """The question as it was brought: as long as nobody words it anew it goes when its source goes."""
    if item.question:
        return item.question.text
    return item.shown_thread.title if item.shown_thread else ""


def _locked(item: LunchItem) -> LunchItem:
    """Meeting before item, as everywhere."""
    meeting = LunchMeeting.objects.select_for_update(of=("self",)).select_related("event").get(pk=item.meeting_id)
    item = LunchItem.objects.select_for_update(of=("self",)).select_related("question").get(pk=item.pk)
    item.meeting = meeting
    return item


@transaction.atomic
def know_more(item: LunchItem, does: bool, *, by) -> None:
    """Her card stands beside the result, or no longer. Only whoever has a card: what it shows is her own choice."""
    if not does:
        LunchKnower.objects.filter(item=item, person=by).delete()
        return
    if not is_member(by) or not Release.objects.filter(person=by).exists():
        raise Refusal(_("Dazu brauchen Sie eine Karte. Sie legen sie unter Konto, „Auffindbar für Mitglieder“ an."))
    LunchKnower.objects.get_or_create(item=item, person=by)


@transaction.atomic
def care(item: LunchItem, does: bool, *, by) -> None:
    """She takes care of what was agreed on, or no longer. One person, by her own word: nobody names another."""
    item = _locked(item)
    if not does:
        if LunchCare.objects.filter(item=item, person=by).delete()[0]:
            item.is_agreed_done = False
            item.save(update_fields=["is_agreed_done"])
        return
    there = LunchCare.objects.filter(item=item).first()
    if there is not None and there.person_id != by.pk:
        raise Refusal(_("Darum kümmert sich inzwischen jemand anderes."))
    if there is None:
        if not is_member(by) or not item.is_to_take:
            raise Refusal(_("Hier ist nichts mehr zu übernehmen."))
        LunchCare.objects.create(item=item, person=by)


@transaction.atomic
def finish(item: LunchItem, is_done: bool, *, by) -> None:
    """Done, or to be done still: whoever takes care of it says so."""
    item = _locked(item)
    if not LunchCare.objects.filter(item=item, person=by).exists():
        raise Refusal(_("Das sagt, wer sich darum kümmert."))
    item.is_agreed_done = is_done
    item.save(update_fields=["is_agreed_done"])


@transaction.atomic
def make_hint(item: LunchItem, title: str, *, by, public_id: UUID | None = None) -> Article:
    """A draft of a Hinweis, with the result as its first section. Whoever makes it writes it on; a second person
    releases it. Sent twice, the same one."""
    item = _locked(item)
    if item.article_id:
        return item.article
    if not may_make_hint(by, item):
        raise Refusal(_("Einen Hinweis machen Mitglieder des Netzwerks aus einem Ergebnis, das festgehalten ist."))
    article = begin(Article.POINTER, title, by=by, public_id=public_id)
    with override(settings.LANGUAGE_CODE):
        more = f"\n\n{_('Mehr weiß:')} {item.knows_more}" if item.knows_more else ""
        source = f"{item.hint}{more}\n\n{_from(item.meeting)}"
        add_section(article, _("Der Hinweis"), source, by=by)
    item.article = article
    item.save(update_fields=["article"])
    return article


def _from(meeting: LunchMeeting) -> str:
    return _("Aus dem MittagsMeeting am %(day)s.") % {"day": short_day(meeting.event.starts)}


def title_of_hint(item: LunchItem) -> str:
    """The words of those who took it up, or of whoever dropped it; a title of the dialogue belongs to whoever asked
    there, and is not taken without her."""
    if item.asked or item.question_id:
        return item.title[:150]
    return title_for(item.shown_thread)


def answer_for(item: LunchItem) -> str:
    """The answer as it is proposed to whoever takes it over."""
    with override(settings.LANGUAGE_CODE):
        more = f"\n\n{_('Mehr weiß:')} {item.knows_more}" if item.knows_more else ""
        return f"{item.hint}{more}\n\n{_from(item.meeting)}"


@transaction.atomic
def answer(item: LunchItem, source: str, *, by, public_id: UUID | None = None) -> Post:
    """Whoever takes it over answers the question from which it came, in its thread and as any other answer; the thread
    says from which meeting. Once."""
    if item.thread_id is None or item.shown_thread is None:
        raise Refusal(_("Diese Frage steht nicht mehr im Dialog."))
    lock_thread(item.thread_id)
    item = _locked(item)
    if item.answer_id and item.answer_id != public_id:
        raise Refusal(_("Die Antwort steht schon im Thema."))
    if not item.hint:
        raise Refusal(_("Es ist noch nichts festgehalten, was sich antworten ließe."))
    thread = Thread.objects.select_related("room").get(pk=item.thread_id)
    item.answer = reply(thread, source=source, by=by, public_id=public_id)
    item.save(update_fields=["answer"])
    with override(settings.LANGUAGE_CODE):
        label = _("MittagsMeeting am %(day)s") % {"day": short_day(item.meeting.event.starts)}
    place = {"thread": thread, "direction": Trace.TO, "path": item.meeting.path}
    Trace.objects.get_or_create(**place, defaults={"label": label})
    return item.answer


@transaction.atomic
def release(meeting: LunchMeeting, lines: str, *, by) -> LunchMeeting:
    """The three lines, for whoever missed it. What has a result is done: its question goes with its author, the words
    of the note stay. Whoever wants the letter gets it once; later changes are on the page alone."""
    meeting = LunchMeeting.objects.select_for_update(of=("self",)).select_related("event").get(pk=meeting.pk)
    if not may_host_lunch(by, meeting):
        raise Refusal(_("Freigeben kann das, wer das MittagsMeeting leitet."))
    if meeting.stage != LunchMeeting.OVER:
        raise Refusal(_("Erst wenn die Auswahl beendet ist."))
    if name := name_in(lines):
        raise Refusal(_("Bitte ohne Namen: Hier steht „%(name)s“.") % {"name": name}, field="lines")
    if not lines.strip():
        raise Refusal(_("Bitte schreiben Sie ein bis drei Zeilen."), field="lines")
    is_first, meeting.lines = meeting.released_on is None, lines.strip()
    meeting.released_on = meeting.released_on or timezone.localdate()
    meeting.save(update_fields=["lines", "released_on"])
    record(by, "lunch.released", f"lunch_meeting:{meeting.pk}")
    if is_first:
        results = meeting.items.with_result().exclude(question=None)
        forget(LunchQuestion.objects.filter(pk__in=results.values("question")), keeps_words=True)
        tell_followers("lunch_lines", {"event": meeting.event, "lines": meeting.lines.splitlines(),
                                       "page": settings.SITE_URL + meeting.path}, lines=True)  # fmt: skip
    return meeting
