"""Where a page stands, what is next and who can do it: the box on top of its workroom."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.groups.readers import PUBLIC, said
from dreiklang.library.models import Article, Consent, Review, Source, Suggestion
from dreiklang.library.rules import may_look_after, may_release, may_review, may_send_back

WRITING, REVIEWING, RELEASING, IN_FORCE, WITHDRAWN = "writing", "reviewing", "releasing", "in_force", "withdrawn"
_ORDER = [WRITING, REVIEWING, RELEASING, IN_FORCE]


def stage_of(article: Article, reviews: list[Review]) -> str:
    """`reviews` are those of the coming release."""
    if article.state == Article.WITHDRAWN:
        return WITHDRAWN
    if article.is_submitted:
        return RELEASING if any(one.state == Review.GOOD for one in reviews) else REVIEWING
    return WRITING if article.has_changes else IN_FORCE


def reviews_of(article: Article) -> list[Review]:
    """Of the coming release, in the order in which they were asked."""
    return list(article.reviews.filter(round=article.next_number))


class Facts(NamedTuple):
    """What of a draft could be in the way."""

    sections: int
    empty: int
    rivals: int
    suggestions: int
    comments: int
    is_sourced: bool
    is_awaited: bool  # somebody was asked for her words and has not answered yet


def box_of(article: Article, person, writes: bool, facts: Facts | None = None) -> dict:
    """What `_next.html` shows. `writes` is what `may_write` said; `facts` is what is at hand of the draft; `primary` is
    (label, address) of the one thing that this person can do now, or None."""
    reviews = reviews_of(article)
    stage = stage_of(article, reviews)
    return {
        "stage": stage, "steps": _steps(stage), "reviews": reviews, "is_writing": writes,
        "primary": _primary(article, person, stage, reviews, writes), "next_said": _said(article, stage, reviews),
        "pitfalls": pitfalls_of(article, facts) if writes and stage in _ORDER[:3] else [],
        "may_look_after": may_look_after(person, article), "may_send_back": may_send_back(person, article),
        "comment_readers": _("alle mit Konto") if article.readers == PUBLIC else said(article.readers),
        "is_due": article.is_due(timezone.localdate()),
    }  # fmt: skip


def _steps(stage: str) -> list[tuple[str, str]]:
    """[(name, 'done', 'now' or 'next')]; none for what was withdrawn."""
    if stage == WITHDRAWN:
        return []
    names, here = [_("Entwurf"), _("Prüfung"), _("Freigabe"), _("in Kraft")], _ORDER.index(stage)
    return [(name, "done" if at < here else "now" if at == here else "next") for at, name in enumerate(names)]


def _primary(article: Article, person, stage: str, reviews, writes: bool) -> tuple[str, str] | None:
    """Whoever was asked for a review first gives it; then whoever may release releases; then those who write act."""
    mine = next((one for one in reviews if one.person_id == person.pk and one.state == Review.ASKED), None)
    if mine and stage != WITHDRAWN and may_review(person, article):
        return _("Diese Seite prüfen"), reverse("review", args=[article.pk])
    if stage == RELEASING and may_release(person, article):
        return _("Freigabe vorbereiten"), reverse("release_article", args=[article.pk])
    if stage == WRITING and writes:
        return _("Einreichen und Prüfende bitten"), reverse("submission", args=[article.pk])
    if stage == REVIEWING and writes and not any(one.state == Review.ASKED for one in reviews):
        return _("Jemanden um eine Prüfung bitten"), reverse("submission", args=[article.pk])
    if stage == IN_FORCE and may_look_after(person, article) and article.is_due(timezone.localdate()):
        return _("Prüfen, ob sie noch stimmt"), reverse("validity", args=[article.pk])
    if stage == WITHDRAWN and may_look_after(person, article):
        return _("Wieder in Kraft setzen"), reverse("withdrawal", args=[article.pk])
    return None


def _said(article: Article, stage: str, reviews) -> str:
    match stage:
        case "writing" if article.release_id:
            return _(
                "Es gibt Änderungen, die noch niemand liest. Als Nächstes reicht sie ein, wer an der Seite schreibt."
            )
        case "writing":
            return _("Als Nächstes reicht ein, wer an der Seite schreibt, und bittet jemanden um eine Prüfung.")
        case "reviewing" if names := ", ".join(one.name for one in reviews if one.state == Review.ASKED):
            return _("Als Nächstes prüft: %(names)s.") % {"names": names}
        case "reviewing":
            return _("Es fehlt jemand, der die Seite prüft: aus der Praxis oder aus der Wissenschaft.")
        case "releasing" if article.next_readers == PUBLIC:
            return _("Als Nächstes gibt jemand aus dem Programmteam frei, der nicht daran geschrieben hat.")
        case "releasing":
            return _("Als Nächstes gibt jemand frei, der nicht daran geschrieben hat: aus dem Programmteam, oder wer "
                     "die Seite geprüft hat.")  # fmt: skip
        case "in_force":
            return _("Die Seite ist in Kraft, so wie sie hier steht.")
        case _withdrawn:
            return _("Die Seite ist zurückgezogen: %(reason)s") % {"reason": article.withdrawn_reason}


def _facts_of(article: Article) -> Facts:
    found = article.sections.standing().aggregate(
        sections=_number(), empty=_number(source=""), rivals=_number("rivals", rivals__settled_at=None),
        suggestions=_number("suggestions", suggestions__state=Suggestion.OPEN),
        comments=_number("comments", comments__settled_at=None, comments__to=None),
    )  # fmt: skip
    awaited = Consent.objects.filter(origin__article=OuterRef("pk"), state=Consent.OPEN)
    found |= (
        Article.objects.filter(pk=article.pk)
        .annotate(is_sourced=Exists(Source.objects.filter(article=OuterRef("pk"))), is_awaited=Exists(awaited))
        .values("is_sourced", "is_awaited")
        .get()
    )
    return Facts(**found)


def pitfalls_of(article: Article, facts: Facts | None = None) -> list[str]:
    """What could be in the way of a release, or of its readers."""
    found = (facts or _facts_of(article))._asdict()
    is_sourced, is_awaited = found["is_sourced"], found["is_awaited"]
    has_text = found["sections"] > found["empty"]
    rows = [
        (not article.summary, _("Die Zusammenfassung fehlt: Ohne sie weiß in der Liste niemand, worum es geht.")),
        (not has_text, _("Die Seite hat noch keinen Text.")),
        (
            has_text and found["empty"],
            ngettext(
                "%(n)s Abschnitt ist leer. Er erscheint nicht.", "%(n)s Abschnitte sind leer. Sie erscheinen nicht.",
                found["empty"],
            ) % {"n": found["empty"]},
        ),
        (not is_sourced, _("Es ist keine Quelle genannt.")),
        (found["rivals"], _("In einem Abschnitt stehen zwei Fassungen nebeneinander. Das entscheidet jemand vorher.")),
        (
            found["suggestions"],
            ngettext("%(n)s Vorschlag ist offen.", "%(n)s Vorschläge sind offen.", found["suggestions"])
            % {"n": found["suggestions"]},
        ),
        (
            found["comments"],
            ngettext("%(n)s Anmerkung ist offen.", "%(n)s Anmerkungen sind offen.", found["comments"])
            % {"n": found["comments"]},
        ),
        (is_awaited, _("Jemand hat noch nicht gesagt, ob der eigene Beitrag im Dialog hinein darf. Nach der Freigabe "
                       "kommt er nicht mehr hinein.")),
    ]  # fmt: skip
    return [sentence for is_so, sentence in rows if is_so]


def _number(of: str = "pk", **which) -> Count:
    return Count(of, filter=Q(**which), distinct=True)
