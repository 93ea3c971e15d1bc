"""Whether a page may grow from what somebody asked or answered, and whose consent is there or missing.

Her words stand in a section of the draft that has the id of her consent. So they are found, with every version and all
that others wrote into it, when she takes them back.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Post, Thread
from dreiklang.library.models import Article, Consent, Origin, Section
from dreiklang.moderation.sealed import voice_of


def hindrance(post: Post) -> str:
    """Why no page may grow from this post, as a sentence; empty where one may."""
    if post.thread.is_kept_inside:
        return _("Was hier geschrieben wird, verlässt den Raum nicht. Darum kann daraus keine Seite werden, auch nicht "
                 "mit Einverständnis. Sie können selbst eine Seite schreiben, in eigenen Worten.")  # fmt: skip
    if post.thread.room.is_locked:
        return _("Der Raum ist zurzeit gesperrt.")
    if post.is_opening and post.thread.is_question:
        return _("Aus einer Frage allein wird keine Seite. Es braucht eine Antwort, die geholfen hat.")
    return ""


def draft_from(post: Post) -> Origin | None:
    """What somebody already writes, or wrote, from this post."""
    origins = Origin.objects.filter(post=post).exclude(article__state=Article.WITHDRAWN)
    return origins.select_related("article__owner").first()


def consents_of(origin: Origin) -> list[Consent]:
    consents = list(origin.consents.order_by("role"))
    for consent in consents:
        consent.origin = origin
    return consents


def hers(origin: Origin, person, *, named: bool = True, voiced: bool = True) -> list[Consent]:
    """What this person decides, under her name or as a voice. Asked for her alone."""
    who = Q(person=person) if named else Q(pk__in=())
    if voiced and origin.thread_id and (voice := voice_of(person, origin.thread_id)):
        who |= Q(voice=voice)
    return list(origin.consents.filter(who).order_by("role"))


def words_of(consent: Consent) -> Post | None:
    """The post that consent is about, while it is to be read and may leave its room."""
    origin = consent.origin
    if origin.thread is None or origin.thread.is_kept_inside:
        return None
    post = origin.post if consent.role == Consent.ANSWERER else origin.thread.posts.filter(number=1).first()
    return post if post is not None and post.state == Post.SHOWN else None


def holds(consent: Consent) -> bool:
    """She is content, and has not taken back, nor did moderation take away, what she wrote. A thread that faded as its
    room keeps it only for a while takes nothing back."""
    return consent.state == Consent.GIVEN and (consent.origin.thread_id is None or words_of(consent) is not None)


def is_agreed(origin: Origin) -> bool:
    """Everybody who was asked is content: the page may say from what it grew."""
    consents = consents_of(origin)
    is_of_opening = origin.post_id is not None and origin.post.number == 1
    return len(consents) == (1 if is_of_opening else 2) and all(map(holds, consents))


def missing(article: Article) -> list[str]:
    """Why the draft must not come into force: whose words stand in it without consent. Empty where all is well."""
    origin = _origin_of(article)
    if origin is None:
        return []
    consents = consents_of(origin)
    there = article.sections.standing().filter(pk__in=[one.pk for one in consents]).values_list("pk", flat=True)
    there = set(there)
    return [_without(one) for one in consents if one.pk in there and not holds(one)]


def _without(consent: Consent) -> str:
    if consent.role == Consent.ASKER:
        return _("Im Entwurf steht Text der Frage, ohne das Einverständnis der Person, die gefragt hat. Bitte nehmen "
                 "Sie diesen Abschnitt heraus.")  # fmt: skip
    return _("Im Entwurf steht Text der Antwort, ohne das Einverständnis der Person, die sie geschrieben hat. Bitte "
             "nehmen Sie diesen Abschnitt heraus.")  # fmt: skip


@dataclass
class Asked:
    """Whoever asked or answered, as the workroom says it: never by name."""

    role: str
    state: str  # of Consent.STATES, or GONE
    anchor: str = ""  # of the section with her words

    GONE = "gone"


@dataclass
class Seen:
    """The origin of a page, as one reader may see it."""

    thread: Thread | None = None  # if she reads it
    path: str = ""
    is_of_opening: bool = False
    asked: list[Asked] = field(default_factory=list)  # in the workroom only
    is_awaited: bool = False  # there: somebody has not answered yet


def seen_by_readers(article: Article, person) -> Seen | None:
    """For whoever reads the page. None where it has no origin, or not all agreed."""
    origin = _origin_of(article)
    return _seen(origin, person) if origin is not None and is_agreed(origin) else None


def seen_in_workroom(article: Article, person) -> Seen | None:
    origin = _origin_of(article)
    if origin is None:
        return None
    seen, consents = _seen(origin, person), consents_of(origin)
    sections = Section.objects.standing().in_bulk([one.pk for one in consents])
    seen.is_awaited = any(one.state == Consent.OPEN for one in consents)
    for one in consents:
        anchor = sections[one.pk].anchor if one.pk in sections else ""
        seen.asked.append(Asked(one.role, _state_of(one), anchor))
    return seen


def _state_of(consent: Consent) -> str:
    if consent.state == Consent.GIVEN and not holds(consent):
        return Asked.GONE
    return consent.state


def _seen(origin: Origin, person) -> Seen:
    thread = Thread.objects.visible_to(person).filter(pk=origin.thread_id).first() if origin.thread_id else None
    post = origin.post if thread else None
    path = (post.path if post and post.state == Post.SHOWN else thread.path) if thread else ""
    return Seen(thread, path, origin.post is not None and origin.post.number == 1)


def _origin_of(article: Article) -> Origin | None:
    if not getattr(article, "has_origin", True):  # views/finding.py knows
        return None
    return Origin.objects.select_related("thread__room", "post").filter(article=article).first()
