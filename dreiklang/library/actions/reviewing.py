"""A draft is handed in, and named people review it: members, and by a link somebody from outside."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.foundation.audit import record
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.library.actions.informing import people_of, team_of, tell
from dreiklang.library.actions.releasing import reviews_that_count
from dreiklang.library.actions.writing import lock
from dreiklang.library.models import Article, Review
from dreiklang.library.rules import has_written, may_release, may_review, may_send_back, may_write
from dreiklang.people.models import Person

MOST = 10  # reviews for one release


@transaction.atomic
def submit(article: Article, *, by) -> Article:
    """From now on it waits for its reviews and then for a second person. Where nobody was asked yet, the team hears."""
    article = _locked_for(article, by)
    if article.is_submitted:
        return article
    if not article.has_changes:
        raise Refusal(_("Seit der letzten Freigabe hat sich nichts geändert. Es gibt nichts einzureichen."))
    if not any(one.source.strip() for one in article.sections.standing()):
        raise Refusal(_("Die Seite hat noch keinen Text."))
    article.submitted_by, article.submitted_at = by, timezone.now()
    if article.state == Article.DRAFT:
        article.state = Article.REVIEW
    article.save(update_fields=["submitted_by", "submitted_at", "state"])
    if reviews_that_count(article):
        tell(_releasers(article), "release_waits", article, by=by)
    elif not article.reviews.filter(round=article.next_number).exclude(state=Review.DECLINED).exists():
        tell(team_of(article), "page_submitted", article, by=by)
    return article


@transaction.atomic
def take_back(article: Article, *, by) -> Article:
    """Those who write go on writing."""
    article = _locked_for(article, by)
    return _take_back(article)


@transaction.atomic
def send_back(article: Article, reason: str, *, by) -> Article:
    """Not like this: back to those who write, who read the reason."""
    article = lock(article.pk)
    if not article.is_submitted:
        return article
    if not may_send_back(by, article):
        raise Refusal(_("Zurückgeben kann eine Seite das Programmteam, oder wer sie freigeben darf."))
    if not reason.strip():
        raise Refusal(_("Bitte schreiben Sie, was noch fehlt: Wer schreibt, liest es."), field="reason")
    told = people_of(article)
    _take_back(article)
    record(by, "article.sent_back", f"article:{article.pk}", reason=reason)
    tell(told, "page_sent_back", article, by=by, reason=reason)
    return article


def _take_back(article: Article) -> Article:
    article.submitted_by = article.submitted_at = None
    if article.state == Article.REVIEW:
        article.state = Article.DRAFT
    article.save(update_fields=["submitted_by", "submitted_at", "state"])
    return article


@transaction.atomic
def ask(article: Article, person: Person, *, by, side: str = Review.PRACTICE) -> Review:
    """A reader of the page is asked to review it. Who declined, objected or read an older text is asked anew."""
    article = _locked_for(article, by)
    if not holders(article.readers).filter(pk=person.pk).exists():
        raise Refusal(_("Diese Person liest die Seite auch später nicht."), field="name")
    if has_written(person, article):
        raise Refusal(_("Wer an der Seite schreibt, prüft sie nicht."), field="name")
    there = article.reviews.filter(person=person, round=article.next_number).first()
    if there and there.state == Review.ASKED:
        return there
    if not there:
        _require_room(article)
    review = there or Review(article=article, person=person, round=article.next_number)
    review.name, review.side, review.state, review.text = person.name, side, Review.ASKED, ""
    review.asked_at, review.done_on, review.done_at = timezone.now(), None, None
    review.save()
    tell([person], "review_asked", article, by=by, link=_link(article, "review"))
    return review


@transaction.atomic
def invite(article: Article, *, name: str, email: str, by, side: str = Review.SCIENCE) -> Review:
    """Somebody without an account gets a link to this one draft, for thirty days; named once more, once more. Whoever
    has an account and reads the page is asked as a member."""
    article, email = _locked_for(article, by), email.strip().lower()
    if person := holders(article.readers).filter(email=email).first():
        return ask(article, person, by=by, side=side)
    if article.stays_inside:
        raise Refusal(_("Was nur eine Gruppe liest, prüft niemand von außen."), field="email")
    review = article.reviews.filter(email=email, round=article.next_number, state=Review.ASKED).first()
    if not review:
        _require_room(article)
        review = Review(article=article, email=email, round=article.next_number)
    review.name, review.side, review.asked_at, review.link_key = name.strip(), side, timezone.now(), fresh_id()
    review.save()
    record(by, "article.outsider_invited", f"article:{article.pk}")
    write(
        email, "letters/review_asked_outside.txt",
        {"review": review, "article": article, "by": by,
         "link": settings.SITE_URL + reverse("review_outside", args=[review.secret])},
        recipient=review.pk, quietly=True,
    )  # fmt: skip
    return review


def _require_room(article: Article) -> None:
    if article.reviews.filter(round=article.next_number).count() >= MOST:
        raise Refusal(_("Es sind schon zehn Personen um eine Prüfung gebeten. Das genügt."))


@transaction.atomic
def withdraw_request(review: Review, *, by) -> None:
    """Whoever has not answered yet need not; a link of hers ends."""
    article = _locked_for(review.article, by)
    if article.reviews.filter(pk=review.pk, state=Review.ASKED).delete()[0] and not review.person_id:
        record(by, "article.outsider_withdrawn", f"article:{article.pk}")


@transaction.atomic
def answer(review: Review, state: str, text: str, *, by=None) -> Review:
    """What she found. `by` is None behind the link of somebody outside, which ends with it, and her address goes. A
    member may change her mind until the release."""
    article = lock(review.article_id)
    review = Review.objects.select_related("person").get(pk=review.pk)
    review.article = article
    if (review.state, review.text) == (state, text):
        return review
    if not (may_review(by, article) if by else review.is_open_outside):
        raise Refusal(_("Diese Prüfung ist beendet, oder Sie schreiben inzwischen selbst an der Seite."))
    if state == Review.OBJECTS and not text.strip():
        raise Refusal(_("Bitte schreiben Sie Ihre Einwände auf, damit sie ausgeräumt werden können."), field="text")
    review.state, review.text, review.email, review.link_key = state, text.strip(), "", None
    review.done_at = timezone.now()
    review.done_on = timezone.localdate(review.done_at)
    review.save()
    tell(people_of(article), "review_done", article, by=by, review=review)
    if state == Review.GOOD and article.is_submitted and len(reviews_that_count(article)) == 1:
        tell(_releasers(article), "release_waits", article, by=by)
    return review


@transaction.atomic
def open_for_comments(article: Article, *, by, is_open: bool) -> Article:
    """Whoever will read the page may read its draft meanwhile, and say something; or no longer."""
    article = _locked_for(article, by)
    article.is_out_for_comments = is_open
    article.save(update_fields=["is_out_for_comments"])
    return article


@transaction.atomic
def end_comments(article: Article) -> None:
    """The day until which it was out for comments has passed."""
    Article.objects.filter(pk=lock(article.pk).pk).update(is_out_for_comments=False)


def forget_outsiders() -> int:
    """Whose time is over: the link ends, and the address goes. Returns how many."""
    return Review.objects.ended_outside(timezone.now()).update(email="", link_key=None)


def _releasers(article: Article) -> list[Person]:
    """Who could release it now: of the team, and where that suffices of its reviewers."""
    reviewers = [review.person for review in reviews_that_count(article) if review.person]
    people = {person.pk: person for person in [*team_of(article), *reviewers]}
    return [person for person in people.values() if may_release(person, article)]


def _link(article: Article, name: str) -> str:
    return settings.SITE_URL + reverse(name, args=[article.pk])


def _locked_for(article: Article, by) -> Article:
    article = lock(article.pk)
    if not may_write(by, article):
        raise Refusal(_("Das entscheiden die, die an der Seite schreiben."))
    if article.state == Article.WITHDRAWN:
        raise Refusal(_("Diese Seite ist zurückgezogen. Bitte setzen Sie sie zuerst wieder in Kraft."))
    return article
