"""A page of a thread, with all that stands on it: a query for each kind of thing, however many posts there are."""

from collections import namedtuple
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.translation import get_language
from markupsafe import Markup

from dreiklang.dialogue.bylines import bylines_of
from dreiklang.dialogue.models import Attachment, Post, Thread, placeholder
from dreiklang.dialogue.rules import Standing, may_accept, may_reply, standing_in
from dreiklang.dialogue.slots import Printed, said_check, said_moment
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.gather import gather
from dreiklang.foundation.marking import marked
from dreiklang.foundation.prepared import Prepared
from dreiklang.groups.readers import tokens_of
from dreiklang.index.outdated import marks_for


class Kind(NamedTuple):
    """What the look of a post depends on, apart from what is written there."""

    is_opening: bool
    is_mine: bool
    is_removed: bool
    is_useful: bool
    is_mine_useful: bool  # she said so
    speaks: str
    is_edited: bool
    is_checked: bool
    is_accepted: bool
    is_decided: bool  # by moderation
    removed_as: str

    @property
    def placeholder(self) -> str:
        return placeholder(self.removed_as)

    @property
    def said_speaks(self) -> str:
        return dict(Post.SPEAKS)[self.speaks]


@dataclass
class Shown:
    thread: Thread
    standing: Standing
    number: int  # of this page
    pages: int
    posts: list  # of Line
    accepted: object = None  # only beneath the question
    bylines: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    mine: set = field(default_factory=set)
    voted: set = field(default_factory=set)
    may_reply: bool = False
    may_accept: bool = False
    voice: object = None  # as whom she would speak
    marks: dict = field(default_factory=dict)  # path -> what has become of what a post links to
    language: str = field(default_factory=get_language)
    steps: list = field(default_factory=list)  # (label, address) of what the upper rooms offer

    def each(self, macro, files):
        """(number, HTML) of each post, in order."""
        printed = Printed(macro)
        return ((post.number, self._print(post, printed, files)) for post in self.posts)

    def solution(self, macro, files) -> Markup:
        """The accepted answer, where the question stands."""
        return self._print(self.accepted, Printed(macro), files)

    def _print(self, post, printed: Printed, files) -> Markup:
        kind = Kind(
            post.number == 1, post.id in self.mine, post.state == Post.REMOVED, post.useful > 0, post.id in self.voted,
            post.speaks, post.edited_at is not None, post.checked_on is not None, post.id == self.thread.accepted_id,
            post.is_decided, post.removed_as,
        )  # fmt: skip
        attached = self.files.get(post.id)
        return printed(kind, {
            "number": str(post.number), "byline": self.bylines[post.id].html, "at": said_moment(post.at, self.language),
            "edited": self._said_edit(post) if post.edited_at else "", "text": marked(post.html, self.marks),
            "files": str(files(attached)) if attached else "", "useful": str(post.useful),
            "checked": said_check(post) if post.checked_on else "",
        })  # fmt: skip

    def _said_edit(self, post) -> str:
        """Of a voice only the day is known."""
        return short_day(post.edited_at) if post.voice_id else said_moment(post.edited_at, self.language)

    @property
    def is_solved_at_once(self) -> bool:
        """Whether the first answer is the accepted one: it stands beneath the question as it is, not twice."""
        return self.accepted is not None and self.accepted.number == 2

    @property
    def place_of_steps(self) -> int:
        """The number of the post beneath which the next steps stand: the accepted answer; 0 is the end of the page."""
        return 0 if self.accepted is None else 2 if self.is_solved_at_once else 1

    @property
    def path_of_solution(self) -> str:
        return self.thread.at_post(self.accepted.number)

    @property
    def is_hers(self) -> bool:
        """Whether she began it. Said on the first page, where she finds what she may do with it."""
        return any(post.number == 1 and post.id in self.mine for post in self.posts)

    @property
    def may_state(self) -> bool:
        return self.standing.moderates or self.may_reply and self.is_hers

    @property
    def may_trace(self) -> bool:
        return self.standing.tends or self.is_hers


def shown(thread: Thread, person, page: int = 1) -> Shown:
    """Page `page` of the thread; the nearest one there is."""
    pages = thread.pages
    page = min(max(1, page), pages)
    posts = _posts(thread, page, person)
    standing = standing_in(thread, person)
    here = Shown(thread, standing, page, pages, posts)
    here.mine = {post.id for post in posts if standing.wrote(post)}
    here.voted = {post.id for post in posts if post.hers__id is not None}
    here.accepted = _accepted(thread, posts, person) if page == 1 else None
    here.bylines = bylines_of([*posts, *filter(None, [here.accepted])], person)
    texts = (post.html for post in [*posts, *filter(None, [here.accepted])] if post.state == Post.SHOWN)
    here.marks = marks_for([*texts, thread.summary_html], lambda: tokens_of(person))
    here.files = _files(thread, page) if thread.has_files else {}
    here.may_reply = may_reply(person, thread)
    if thread.is_question:
        opening = posts[0] if page == 1 and posts else None
        here.may_accept = opening.id in here.mine if opening else may_accept(person, thread)
    if standing.voice:
        here.voice = thread.voices.filter(pk=standing.voice).first()
    here.steps = [step for room in gather("next_steps") for step in room.steps(thread, person)]
    return here


def _posts(thread: Thread, page: int, person) -> list:
    first, last = Post.on_page(page)
    return list(map(Line._make, _PAGE(thread=thread.pk, reader=person.pk, first=first, last=last)))


def _on(page: int, prefix: str = "") -> dict:
    """By number, which has an index and no gaps: the last page costs what the first does."""
    return {f"{prefix}number__range": Post.on_page(page)}


# As rows with names: fifty posts as objects cost more than all the rest of the page.
Line = namedtuple("Line", [
    "id", "number", "author_id", "author__name", "voice_id", "voice__name", "voice__line", "html", "state", "at",
    "edited_at", "speaks", "checked_by", "checked_on", "useful", "is_decided", "removed_as",
    "hers__id",  # she said of this post that it helped her
])  # fmt: skip


def _lines(thread, reader, **which):
    hers = FilteredRelation("votes", condition=Q(votes__person=reader))
    return Post.objects.filter(thread=thread, **which).annotate(hers=hers).values_list(*Line._fields)


_LINE = Prepared(lambda thread, reader, post: _lines(thread, reader, pk=post), thread=UUID, reader=UUID, post=UUID)
_PAGE = Prepared(
    lambda thread, reader, first, last: _lines(thread, reader, number__range=(first, last)).order_by("number"),
    thread=UUID, reader=UUID, first=int, last=int,
)  # fmt: skip


def _accepted(thread: Thread, posts: list, person):
    if not thread.accepted_id:
        return None
    found = next((post for post in posts if post.id == thread.accepted_id), None)
    for row in [] if found else _LINE(thread=thread.pk, reader=person.pk, post=thread.accepted_id):
        found = Line(*row)
    return found if found and found.state == Post.SHOWN else None


def _files(thread: Thread, page: int) -> dict:
    here = Q(**_on(page, "post__"))
    if page == 1 and thread.accepted_id:
        here |= Q(post=thread.accepted_id)
    files = {}
    for attachment in Attachment.objects.filter(here, post__thread=thread).order_by("name", "pk"):
        files.setdefault(attachment.post_id, []).append(attachment)
    return files
