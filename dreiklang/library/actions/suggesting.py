"""Whoever reads a page proposes other wordings; whoever writes it takes each into the text, or says why not."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import tokens_of_all
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import next_working_moment
from dreiklang.library.actions.writing import lock, save_section
from dreiklang.library.blocks import changes, put_in
from dreiklang.library.feedback import Text, title_for
from dreiklang.library.models import Article, Section, Suggestion
from dreiklang.library.rules import may_suggest, may_write
from dreiklang.people.models import Person

MOST_OPEN = 20  # that one person has on one page


@transaction.atomic
def suggest(
    section: Section, text: Text, source: str, *, by, reason: str = "", is_named: bool = False,
    public_id: UUID | None = None,
) -> list[Suggestion]:  # fmt: skip
    """One suggestion for each group of paragraphs in which `source` differs from `text`, which she had before her.
    `public_id` came with the form: sent twice, proposed once."""
    article = lock(section.article_id)
    if not may_suggest(by, article):
        raise Refusal(_("Änderungen schlagen Mitglieder vor, die diese Seite lesen."))
    found = changes(text.source, source)
    if not found:
        raise Refusal(_("Noch ist nichts geändert."), field="source")
    first = public_id or fresh_id()
    ids = [uuid5(first, str(number)) for number in range(len(found))]
    if there := list(Suggestion.objects.filter(pk__in=ids)):
        return _that_were_sent(there, section, found, by)
    waiting = Suggestion.objects.open().filter(section__article=article, by=by).count()
    if waiting + len(found) > MOST_OPEN:
        raise Refusal(
            ngettext(
                "Von Ihnen ist auf dieser Seite schon %(n)s Vorschlag offen, und dieser Text hätte %(new)s Änderungen; "
                "mehr als %(most)s gehen nicht. Ihr Text steht noch im Feld.",
                "Von Ihnen sind auf dieser Seite schon %(n)s Vorschläge offen, und dieser Text hätte %(new)s "
                "Änderungen; mehr als %(most)s gehen nicht. Ihr Text steht noch im Feld.",
                waiting,
            ) % {"n": waiting, "new": len(found), "most": MOST_OPEN},
            field="source",
        )  # fmt: skip
    now = timezone.now()
    made = Suggestion.objects.bulk_create(
        Suggestion(pk=ids[number], section=section, base=text.number, **change._asdict(), reason=reason,
                   is_named=is_named, by=by, at=now + timedelta(microseconds=number))  # in the order of the text
        for number, change in enumerate(found)
    )  # fmt: skip
    tell_writers(article, by)
    return made


def _that_were_sent(there: list[Suggestion], section: Section, found, by) -> list[Suggestion]:
    if {one.change for one in there} != set(found) or any(
        (one.by_id, one.section_id) != (by.pk, section.pk) for one in there
    ):
        raise Refusal(_("Dieses Formular ist schon benutzt worden. Bitte laden Sie die Seite neu."))
    return there


@transaction.atomic
def accept(suggestion: Suggestion, answer: str, *, by, is_by_hand: bool = False) -> Suggestion:
    """Into the text as it stands now, as a new version. Where the paragraph is not there any more, nothing is
    overwritten: she puts in by hand what fits, and says so (`is_by_hand`)."""
    suggestion = _locked(suggestion, by)
    if _is_settled(suggestion, Suggestion.ACCEPTED, by):
        return suggestion
    if not is_by_hand:
        _put_in(suggestion, by)
    return _decide(suggestion, Suggestion.ACCEPTED, answer, by)


@transaction.atomic
def decline(suggestion: Suggestion, answer: str, *, by) -> Suggestion:
    suggestion = _locked(suggestion, by)
    if _is_settled(suggestion, Suggestion.DECLINED, by):
        return suggestion
    if not answer.strip():
        raise Refusal(_("Bitte nennen Sie den Grund: Wer den Vorschlag gemacht hat, liest ihn."), field="answer")
    return _decide(suggestion, Suggestion.DECLINED, answer, by)


@transaction.atomic
def take_back(suggestion: Suggestion, *, by) -> Suggestion:
    """Her own, while nobody has decided."""
    lock(suggestion.section.article_id)
    suggestion = Suggestion.objects.get(pk=suggestion.pk)
    if suggestion.by_id != by.pk:
        raise Refusal(_("Zurücknehmen kann einen Vorschlag nur, wer ihn gemacht hat."))
    if suggestion.state == Suggestion.TAKEN_BACK:
        return suggestion
    if not suggestion.is_open:
        raise Refusal(_("Über diesen Vorschlag ist inzwischen entschieden."))
    suggestion.state = Suggestion.TAKEN_BACK
    suggestion.save(update_fields=["state"])
    return suggestion


def _locked(suggestion: Suggestion, by) -> Suggestion:
    article = lock(suggestion.section.article_id)
    if not may_write(by, article):
        raise Refusal(_("Über Vorschläge entscheiden die, die an dieser Seite schreiben."))
    suggestion = Suggestion.objects.select_related("section", "by", "decided_by").get(pk=suggestion.pk)
    suggestion.section.article = article
    return suggestion


def _is_settled(suggestion: Suggestion, wanted: str, by) -> bool:
    """A second click finds the first. Whoever comes second with anything else learns what was decided."""
    if suggestion.is_open:
        return False
    if (suggestion.state, suggestion.decided_by_id) == (wanted, by.pk):
        return True
    said = suggestion.get_state_display()
    if suggestion.decided_by is None:
        raise Refusal(_("Das ist inzwischen entschieden: %(what)s.") % {"what": said})
    raise Refusal(
        _("Das hat inzwischen %(who)s entschieden: %(what)s.") % {"who": suggestion.decided_by.name, "what": said}
    )


def _put_in(suggestion: Suggestion, by) -> None:
    section = suggestion.section
    if section.is_gone:
        raise Refusal(_("Dieser Abschnitt ist aus dem Entwurf herausgenommen. Es wurde nichts geändert."))
    changed = put_in(section.source, suggestion.change)
    if changed is None:
        raise Refusal(
            _("Dieser Absatz steht im Entwurf nicht mehr so da. Es wurde nichts überschrieben: Vergleichen Sie beide "
              "Fassungen, ändern Sie den Abschnitt von Hand, und kennzeichnen Sie den Vorschlag dann als erledigt.")
        )  # fmt: skip
    note = _("Vorschlag von %(name)s") % {"name": suggestion.by.name} if suggestion.by else _("aus einem Vorschlag")
    save_section(
        section, section.heading, changed, by=by, seen=section.number, note=note[:200],
        public_id=version_id(suggestion),
    )  # fmt: skip


def version_id(suggestion: Suggestion) -> UUID:
    """Of the version that an accepted suggestion made."""
    return uuid5(suggestion.pk, "accepted")


def _decide(suggestion: Suggestion, state: str, answer: str, by) -> Suggestion:
    suggestion.state, suggestion.answer = state, answer.strip()
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    article = suggestion.section.article
    record(by, f"suggestion.{state}", f"article:{article.pk}", suggestion.pk, suggestion.answer)
    proposer = suggestion.by
    if proposer and proposer != by and proposer.is_active:
        context = {"suggestion": suggestion, "person": proposer, "title": title_for(proposer, article)}
        write(
            proposer.email, "letters/suggestion_decided.txt", context, recipient=proposer.pk,
            language=proposer.language, quietly=True,
        )  # fmt: skip
    return suggestion


def tell_writers(article: Article, by) -> None:
    """Those who write hear that something waits: once a working day at most for each page, and without any text. The
    caller holds the page's lock."""
    today = timezone.localdate(next_working_moment(timezone.now()))
    for person in _writers(article):
        number = uuid5(person.pk, f"feedback {article.pk} {today}")
        if person != by and not Letter.objects.filter(pk=number).exists():
            write(
                person.email, "letters/feedback_waits.txt", {"article": article, "person": person},
                recipient=person.pk, language=person.language, quietly=True, public_id=number,
            )  # fmt: skip


def _writers(article: Article) -> list[Person]:
    """Its authors and whoever owns it; where none of them is left, its topic team, and at last the programme team."""
    able = Person.objects.able()
    theirs = able.filter(pk__in=[*article.authors.values_list("person", flat=True), article.owner_id])
    group = able.filter(pk__in=article.team.memberships.standing().values("person")) if article.team_id else able.none()
    for people in (theirs, group, Person.objects.team()):
        held = tokens_of_all(people)
        if found := [person for person in people if article.readers in held[person.pk]]:
            return found
    return []
