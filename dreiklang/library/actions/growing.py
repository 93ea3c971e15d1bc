"""From talk to page: a post becomes a draft, and whoever asked and answered says whether her words may stand in it.

Nothing here may tell who a voice is. She is never written to alone and never counted as content because of who drafts;
what her yes or no changes carries the day at most, not the hour.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.dialogue.actions.answers import lock as lock_thread
from dreiklang.dialogue.models import Post, Thread, Trace
from dreiklang.dialogue.protection import moment_for
from dreiklang.dialogue.reading import readers_of
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import MEMBERS, PUBLIC, holders
from dreiklang.letters.actions.writing import write
from dreiklang.library.actions.writing import begin, lock
from dreiklang.library.consenting import draft_from, hers, hindrance, holds, is_agreed, words_of
from dreiklang.library.models import Article, Consent, Origin, Section, SectionVersion


@transaction.atomic
def draft(post: Post, *, by, kind: str, title: str, public_id: UUID | None = None) -> Article:
    """A draft that says from which post it grew. Of its words nothing is in it but what `by` wrote herself, under her
    name; whoever else asked or answered is asked. Sent twice, the same one; of two who begin at once one does."""
    thread = lock_thread(post.thread_id)
    post = thread.posts.select_related("author", "voice").get(pk=post.pk)
    post.thread = thread
    if there := Origin.objects.filter(post=post, article=public_id).first():
        return there.article
    if post.state != Post.SHOWN:
        raise Refusal(_("Dieser Beitrag ist nicht mehr zu lesen."))
    if sentence := hindrance(post):
        raise Refusal(sentence)
    if draft_from(post):
        raise Refusal(_("Aus diesem Beitrag schreibt schon jemand eine Seite."))
    if Article.objects.filter(pk=public_id).exists():
        public_id = None  # of another page
    article = begin(kind, title, by=by, readers=readers_for(thread), public_id=public_id)
    origin = Origin.objects.create(article=article, thread=thread, post=post, readers=thread.readers)
    _ask(origin, post, by)
    return article


def readers_for(thread: Thread) -> str:
    """Who is to read the page at first: members, or the group alone whose thread it is."""
    return MEMBERS if thread.readers in {MEMBERS, PUBLIC} else thread.readers


def title_for(thread: Thread | None) -> str:
    """A title before anybody consented: the one of the question is hers who asked."""
    with override(settings.LANGUAGE_CODE):
        if thread and thread.field_id:
            return _("Aus dem Netzwerk: %(field)s") % {"field": thread.field.name}
        return _("Aus dem Netzwerk")


def _ask(origin: Origin, post: Post, by) -> None:
    asked = [(Consent.ANSWERER, post)]
    if not post.is_opening:
        asked.append((Consent.ASKER, origin.thread.posts.select_related("author", "voice").get(number=1)))
    consents = []
    for role, words in asked:
        is_own = words.author_id == by.pk  # never so of a voice, whoever drafts
        nobody = words.state != Post.SHOWN or not (words.author_id or words.voice_id)
        state = Consent.REFUSED if nobody else Consent.GIVEN if is_own else Consent.OPEN
        consent = Consent.objects.create(origin=origin, role=role, person=words.author, voice=words.voice, state=state)
        consents.append(consent)
        if is_own:
            _take_in(consent, by)
    _write_to_named(origin, consents, by)
    if any(consent.voice_id for consent in consents):
        _write_to_all_asked(origin, consents, by)


def _write_to_named(origin: Origin, consents: list[Consent], by) -> None:
    people = {one.person_id: one.person for one in consents if one.state == Consent.OPEN and one.person_id}
    for person in people.values():
        if person.is_active:
            roles = {one.role for one in consents if one.person_id == person.pk}
            _write(person, "asked_for_consent", origin, by, {"has_asked": Consent.ASKER in roles,
                                                             "has_answered": Consent.ANSWERER in roles})  # fmt: skip


def _write_to_all_asked(origin: Origin, consents: list[Consent], by) -> None:
    """A voice is reached as answers reach her: everybody who was asked gets the same letter. Who gets none depends only
    on what all can see: who drafts, and who is asked under her name."""
    thread = origin.thread
    if not thread.is_question or thread.routed_at is None:
        return
    named = [by.pk, *(one.person_id for one in consents if one.person_id)]
    rows = thread.asked.still().filter(person__in=readers_of(thread)).exclude(person__in=named)
    for row in rows.select_related("person").order_by("person"):
        _write(row.person, "voice_asked_for_consent", origin, by, {})


def _write(person, letter: str, origin: Origin, by, context: dict) -> None:
    link = settings.SITE_URL + origin.secret_path(person)
    context |= {"person": person, "by": by, "thread": origin.thread, "post": origin.post, "link": link}
    write(
        person.email, f"letters/{letter}.txt", context, recipient=person.pk, language=person.language, quietly=True
    )  # fmt: skip


@transaction.atomic
def decide(origin: Origin, is_given: bool, *, by, named: bool = True, voiced: bool = True) -> list[Consent]:
    """Her yes puts her words into the draft, her no takes them out, with every version and all that was written into
    that section. Until the page is in force she may say otherwise."""
    origin = _locked(origin)
    state = Consent.GIVEN if is_given else Consent.REFUSED
    consents = hers(origin, by, named=named, voiced=voiced)
    if consents and origin.article.release_id:
        raise Refusal(_("Die Seite ist inzwischen freigegeben. Möchten Sie, dass Ihr Text daraus verschwindet, "
                        "schreiben Sie bitte dem Programmteam."))  # fmt: skip
    changed = [consent for consent in consents if consent.state != state]
    for consent in consents:
        consent.origin, consent.state = origin, state
        consent.save(update_fields=["state"])
        if is_given:
            _take_in(consent, by)
        else:
            _take_out(consent)
    if any(consent.person_id for consent in changed):
        _tell_owner(origin, is_given, by)
    return consents


def _locked(origin: Origin) -> Origin:
    """Thread before page, as in `draft`: what is taken back meanwhile is known."""
    if origin.thread_id:
        lock_thread(origin.thread_id)
    article = lock(origin.article_id)
    origin = Origin.objects.select_related("thread__room", "thread__field", "post").get(pk=origin.pk)
    origin.article = article
    return origin


def _take_in(consent: Consent, by) -> None:
    """Her words, as they stand today, as the first version of a section of their own."""
    words, article = words_of(consent), consent.origin.article
    if words is None or article.sections.filter(pk=consent.pk).exists():
        return
    moment = moment_for(consent.voice)
    heading, last = _heading(consent, words), article.sections.order_by("order").last()
    Section.objects.create(
        pk=consent.pk, article=article, heading=heading, source=words.source, html=to_html(words.source, top=3),
        order=last.order + 1 if last else 0,
    )  # fmt: skip
    SectionVersion.objects.create(
        section_id=consent.pk, number=1, heading=heading, source=words.source, at=moment,
        by=None if consent.voice_id else by,
    )  # fmt: skip
    if _is_about_title(consent, words) and article.title == title_for(consent.origin.thread):
        article.title = heading
    if not consent.voice_id:
        article.changed_at = moment
    article.save(update_fields=["title", "changed_at"])


def _is_about_title(consent: Consent, words: Post) -> bool:
    return consent.role == Consent.ASKER or words.is_opening


def _heading(consent: Consent, words: Post) -> str:
    """Of whoever opened the thread her title, of an answer that it is one."""
    if _is_about_title(consent, words):
        return consent.origin.thread.title
    with override(settings.LANGUAGE_CODE):
        return _("Die Antwort")


def _take_out(consent: Consent) -> None:
    """Her words and whatever grew of them in that section: versions, proposals, remarks quote her."""
    section, article = Section.objects.filter(pk=consent.pk).first(), consent.origin.article
    if section is None:
        return
    if article.title in section.versions.filter(number=1).values_list("heading", flat=True):
        article.title = title_for(consent.origin.thread)
        article.save(update_fields=["title"])
    section.delete()


def _tell_owner(origin: Origin, is_given: bool, by) -> None:
    owner = origin.article.owner
    if owner and owner.is_active and owner != by:
        write(
            owner.email, "letters/consent_decided.txt",
            {"person": owner, "article": origin.article, "is_given": is_given},
            recipient=owner.pk, language=owner.language, quietly=True,
        )  # fmt: skip


def take_out_what_is_gone() -> None:
    """A chore: what was taken back in the dialogue, or taken away by moderation, leaves the drafts too."""
    there = Exists(Section.objects.filter(pk=OuterRef("pk")))
    consents = Consent.objects.filter(there, origin__article__release=None, origin__thread__isnull=False)
    for consent in consents.select_related("origin__thread__room", "origin__article").order_by("pk"):
        if not holds(consent):
            _take_out_again(consent)


@transaction.atomic
def _take_out_again(consent: Consent) -> None:
    consent.origin = _locked(consent.origin)
    if consent.origin.article.release_id is None and not holds(consent):
        _take_out(consent)


def keep_trace(article: Article) -> None:
    """The thread names the page that came of it, as long as all agreed, it is in force, and every reader of the thread
    may read it. Called with the page locked."""
    origin = Origin.objects.select_related("thread__room", "post").filter(article=article).first()
    if origin is None or origin.thread is None or not article.slug:
        return
    place = {"thread": origin.thread, "direction": Trace.TO, "path": article.path}
    if article.is_in_force and is_agreed(origin) and _is_read_by_all_of(origin.thread, article):
        Trace.objects.update_or_create(**place, defaults={"label": article.release.title})
    else:
        Trace.objects.filter(**place).delete()


def _is_read_by_all_of(thread: Thread, article: Article) -> bool:
    if article.readers in {PUBLIC, thread.readers}:
        return True
    without = holders(thread.readers).exclude(pk__in=holders(article.readers).values("pk"))
    return thread.readers != PUBLIC and not without.exists()
