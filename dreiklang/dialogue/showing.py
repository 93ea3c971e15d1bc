"""A page of a thread, with all that stands on it: a query for each kind of thing, however many posts there are."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from dreiklang.dialogue.bylines import bylines_of
from dreiklang.dialogue.models import Attachment, Post, Thread, Useful
from dreiklang.dialogue.rules import Standing, may_accept, may_reply, standing_in
from dreiklang.foundation.gather import gather


@dataclass
class Shown:
    thread: Thread
    standing: Standing
    number: int  # of this page
    pages: int
    posts: list[Post]
    accepted: Post | None = None  # only beneath the question
    bylines: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    mine: set = field(default_factory=set)
    may_reply: bool = False
    may_accept: bool = False
    voice: object = None  # as whom she would speak
    steps: list = field(default_factory=list)  # (label, address) of what the upper rooms offer

    @property
    def is_hers(self) -> bool:
        """Whether she began it. Said on the first page, where she finds what she may do with it."""
        return any(post.is_opening and post.pk in self.mine for post in self.posts)

    @property
    def may_state(self) -> bool:
        return self.standing.moderates or self.may_reply and self.is_hers

    @property
    def may_trace(self) -> bool:
        return self.standing.tends or self.is_hers


def shown(thread: Thread, person, page: int = 1) -> Shown:
    """Page `page` of the thread; the nearest one there is."""
    pages = max(1, Post.page_of(thread.size))
    page = min(max(1, page), pages)
    posts = _posts(thread, person, page)
    standing = standing_in(thread, person)
    here = Shown(thread, standing, page, pages, posts, mine={post.pk for post in posts if standing.wrote(post)})
    if page == 1:
        here.accepted = _accepted(thread, posts, person)
    all_shown = posts + [here.accepted] * (here.accepted is not None and here.accepted not in posts)
    here.bylines = bylines_of(all_shown, person)
    for attachment in _attachments(all_shown):
        here.files.setdefault(attachment.post_id, []).append(attachment)
    here.may_reply = may_reply(person, thread)
    if thread.is_question:
        opening = posts[0] if page == 1 and posts else None
        here.may_accept = opening.pk in here.mine if opening else may_accept(person, thread)
    if standing.voice:
        here.voice = thread.voices.filter(pk=standing.voice).first()
    here.steps = [step for room in gather("next_steps") for step in room.steps(thread, person)]
    return here


def _posts(thread: Thread, person, page: int) -> list[Post]:
    """By number, which has an index and no gaps: the last page costs what the first does."""
    first = (page - 1) * Post.A_PAGE
    posts = thread.posts.filter(number__gt=first, number__lte=first + Post.A_PAGE)
    return list(_ready(posts, person).in_order())


def _ready(posts, person):
    voted = Useful.objects.filter(post=OuterRef("pk"), person=person.pk)
    return posts.select_related("voice").defer("source").annotate(
        has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))), is_mine_useful=Exists(voted),
    )  # fmt: skip


def _accepted(thread: Thread, posts: list[Post], person) -> Post | None:
    if not thread.accepted_id:
        return None
    found = next((post for post in posts if post.pk == thread.accepted_id), None)
    found = found or _ready(thread.posts.all(), person).filter(pk=thread.accepted_id).first()
    return found if found and found.state == Post.SHOWN else None


def _attachments(posts: list[Post]):
    having = [post.pk for post in posts if post.has_files and post.state == Post.SHOWN]
    return Attachment.objects.filter(post__in=having).order_by("name", "pk") if having else ()
