"""A council paper is begun, filled and written by one person alone. Nothing here is recorded or told: it is hers."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.models import Post
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions.ordering import move
from dreiklang.library.models import Article, CouncilPaper, PaperItem
from dreiklang.library.rules import may_make_papers

COPIED = ("municipality", "body", "is_public", "proposal", "situation", "costs", "has_figures")
MOST = 60  # items of a paper; who reads more for a meeting?


@transaction.atomic
def begin_paper(facts: dict, *, by, public_id: UUID | None = None) -> CouncilPaper:
    """Sent twice, the same one. Without a municipality among the facts it is that of her office."""
    if not may_make_papers(by):
        raise Refusal(_("Vorlagen schreiben Mitglieder des Netzwerks."))
    if there := CouncilPaper.objects.of(by).filter(pk=public_id).first():
        return there
    if "municipality" not in facts and (office := by.current_office):
        facts = facts | {"municipality": office.municipality}
    return CouncilPaper.objects.create(pk=public_id or fresh_id(), person=by, **facts)


def begin_untitled(*, by) -> CouncilPaper:
    """For whoever collects first and writes later."""
    return begin_paper({"title": _("Vorlage, begonnen am %(day)s") % {"day": short_day(timezone.localdate())}}, by=by)


@transaction.atomic
def write_paper(paper: CouncilPaper, facts: dict, *, by, seen: str) -> CouncilPaper:
    """Refused where something else was typed into it since version `seen`, in another window."""
    paper = _lock(paper, by)
    before = paper.version
    for name, value in facts.items():
        setattr(paper, name, value)
    if before not in {seen, paper.version}:
        raise Refusal(
            _("Inzwischen haben Sie diese Vorlage in einem anderen Fenster gespeichert. Ihr Text steht noch hier; "
              "vergleichen Sie ihn bitte und speichern Sie dann erneut."),
        )  # fmt: skip
    paper.changed_at = timezone.now()
    paper.save()
    return paper


@transaction.atomic
def copy(paper: CouncilPaper, *, by, public_id: UUID | None = None) -> CouncilPaper:
    """The beginning of the next: all that stands in it, but no meeting and no number yet."""
    paper = _lock(paper, by)
    if there := CouncilPaper.objects.of(by).filter(pk=public_id).first():
        return there
    made = CouncilPaper.objects.create(
        pk=public_id or fresh_id(), person=by, title=_shortened(_("%(title)s (Kopie)") % {"title": paper.title}),
        **{name: getattr(paper, name) for name in COPIED},
    )  # fmt: skip
    PaperItem.objects.bulk_create(
        PaperItem(
            paper=made, article_id=item.article_id, post_id=item.post_id, extent=item.extent, note=item.note,
            order=item.order,
        )
        for item in paper.items.filter(is_gone=False)
    )  # fmt: skip
    return made


def _shortened(title: str) -> str:
    return title[: CouncilPaper._meta.get_field("title").max_length]


@transaction.atomic
def throw_away(paper: CouncilPaper, *, by) -> None:
    _lock(paper, by).delete()


@transaction.atomic
def collect(paper: CouncilPaper, *things: Article | Post, by) -> list[PaperItem]:
    """Pages and answers go to the end of the paper. What is there stays where it is; what was taken out comes back.

    That she reads them her views have asked; what does not leave its room is refused here.
    """
    paper = _lock(paper, by)
    found = [_item(paper, thing) for thing in things]
    if paper.items.filter(is_gone=False).count() > MOST:
        raise Refusal(_("Eine Vorlage fasst höchstens %(n)s Seiten und Antworten.") % {"n": MOST})
    _touch(paper)
    return found


def _item(paper: CouncilPaper, thing: Article | Post) -> PaperItem:
    if isinstance(thing, Post) and thing.thread.is_kept_inside:
        raise Refusal(stays_inside())
    what = {"post": thing} if isinstance(thing, Post) else {"article": thing}
    item, _is_new = PaperItem.objects.get_or_create(paper=paper, **what, defaults={"order": _end_of(paper)})
    if item.is_gone:
        item.is_gone, item.order = False, _end_of(paper)
        item.save(update_fields=["is_gone", "order"])
    return item


def stays_inside() -> str:
    return _("Was in diesem Thema steht, soll den Raum nicht verlassen. Es geht in keine Vorlage.")


def _end_of(paper: CouncilPaper) -> int:
    last = paper.items.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def word(item: PaperItem, extent: str, note: str, *, by) -> PaperItem:
    """How much of it stands in the paper, and what she says of it."""
    paper = _lock(item.paper, by)
    item = paper.items.get(pk=item.pk)
    item.extent, item.note = extent, note
    item.save(update_fields=["extent", "note"])
    _touch(paper)
    return item


@transaction.atomic
def take_from(item: PaperItem, *, by) -> None:
    _put(item, by, is_gone=True)


@transaction.atomic
def bring_into(item: PaperItem, *, by) -> None:
    _put(item, by, is_gone=False)


def _put(item: PaperItem, by, *, is_gone: bool) -> None:
    paper = _lock(item.paper, by)
    paper.items.filter(pk=item.pk).update(is_gone=is_gone)
    _touch(paper)


@transaction.atomic
def move_item(item: PaperItem, step: int, *, by) -> None:
    """One place up (-1) or down (1) in the paper."""
    paper = _lock(item.paper, by)
    if move(item, step, paper.items.filter(is_gone=False)):
        _touch(paper)


def _lock(paper: CouncilPaper, by) -> CouncilPaper:
    """Hers as it is now, until the end of the transaction. Nobody else's is found."""
    return CouncilPaper.objects.select_for_update(of=("self",), no_key=True).of(by).get(pk=paper.pk)


def _touch(paper: CouncilPaper) -> None:
    paper.changed_at = timezone.now()
    paper.save(update_fields=["changed_at"])
