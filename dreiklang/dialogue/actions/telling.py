"""Letters about new posts, to whoever wants them and may still read. What stays in the room is not in them.

The nearer word counts: what she says of a thread before what she says of its room, and that before a field of action.
Everything here is asked for all people together, and never who speaks as a voice: whoever asked under one hears as
everybody does who follows, or not.
"""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dreiklang.dialogue.models import Follow, Mention, Post, Thread, Waiting, helped_path
from dreiklang.dialogue.reading import readers_of
from dreiklang.dialogue.reply_addresses import reply_address
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.letters.quiet_hours import is_working_day, next_working_moment

STOP = "stop following"
A_BITE = 200  # people, or letters, that a chore takes at a time


@transaction.atomic(savepoint=False)
def tell_of(post: Post) -> None:
    """A letter to everybody who wants to hear at once or is mentioned, the author excepted; a place in the next bundle
    for everybody who wants that."""
    if post.is_opening and post.thread.is_among_named:  # told by a letter of their own
        return
    mentioned = set(Mention.objects.filter(post=post).values_list("person", flat=True))
    hows = _hows(post, mentioned)
    people = list(readers_of(post.thread).filter(pk__in=list(hows)).exclude(pk=post.author_id).order_by("pk"))
    waiting, asker = [], _asker(post)
    for person in people:
        row = Waiting(person=person, post=post, is_weekly=hows[person.pk] == Follow.WEEKLY)
        if hows[person.pk] == Follow.AT_ONCE:
            letter = _write(person, post, is_mentioned=person.pk in mentioned, has_asked=person.pk == asker)
            row.letter = letter.pk
        if row.letter is None or letter.not_before > timezone.now():
            waiting.append(row)
    Waiting.objects.bulk_create(waiting, ignore_conflicts=True, batch_size=200)


def _hows(post: Post, mentioned: set, nearest: dict | None = None) -> dict:
    """Person id -> how she hears: at once or in bundles. Whoever is mentioned hears at once, unless she wants nothing
    of this thread."""
    hows = dict.fromkeys(mentioned, Follow.AT_ONCE)
    for person, (distance, how) in (_nearest(post.thread) if nearest is None else nearest).items():
        if person not in mentioned or (how == Follow.NEVER and distance == 0):
            hows[person] = how
    return {person: how for person, how in hows.items() if how != Follow.NEVER}


def _nearest(thread: Thread) -> dict:
    """Person id -> (how near, how) of her nearest word: 0 for the thread, 1 for its room, 2 for its field."""
    follows = Follow.objects.filter(
        Q(thread=thread) | Q(room=thread.room_id) | (Q(field=thread.field_id) if thread.field_id else Q(pk__in=()))
    )
    nearest: dict = {}
    for person, how, of_thread, of_room in follows.values_list("person", "how", "thread", "room"):
        distance = 0 if of_thread else 1 if of_room else 2
        if distance < nearest.get(person, (9, ""))[0]:
            nearest[person] = (distance, how)
    return nearest


def _asker(post: Post):
    """The id of whoever asked under her name, to whom a letter about an answer says where she accepts it."""
    if post.is_opening or not post.thread.is_question:
        return None
    return post.thread.posts.filter(number=1).values_list("author", flat=True).first()


def _write(person, post: Post, *, is_mentioned: bool, has_asked: bool) -> Letter:
    thread = post.thread
    return write(
        person.email, "letters/new_post.txt",
        {
            "post": post, "thread": thread, "room": thread.room, "person": person, "is_mentioned": is_mentioned,
            "stop": stop_path(person, "thread", thread.pk),
            "helped": settings.SITE_URL + helped_path(post, person) if has_asked else "",
        },
        recipient=person.pk, language=person.language, quietly=True, reply_to=reply_address(thread, person),
    )  # fmt: skip


def stop_path(person, what: str, pk="") -> str:
    """The address that ends letters, for whoever holds the letter: of a "thread", a "room" or of every "bundle"."""
    return f"/dialog/folgen/ende/{seal(f'{person.pk}.{what}.{pk}', STOP)}/"


def bundle_due() -> None:
    """A chore: what waits since before this working day began goes out, one letter to each; what waits for the bundle
    of a week, since before this week began. On other days nothing.

    The hour alone says what is due, so that nobody has to note when somebody was last told.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    if is_working_day(today) and next_working_moment(now) == now:
        while _bundle_some(_beginning(today), _beginning(monday)):
            pass


def _beginning(day: date) -> datetime:
    return next_working_moment(timezone.make_aware(datetime.combine(day, time())))


@transaction.atomic
def _bundle_some(begun: datetime, week_begun: datetime) -> bool:
    is_due = Q(is_weekly=False, post__at__lt=begun) | Q(is_weekly=True, post__at__lt=week_begun)
    due = Waiting.objects.filter(is_due, letter=None)
    people = list(due.order_by("person").values_list("person", flat=True).distinct()[:A_BITE])
    rows = _locked(due.filter(person__in=people).order_by("person", "post__thread", "post__number"))
    held = _that_hold(rows)
    for _person, mine in groupby((row for row in rows if row.pk in held), key=lambda row: row.person_id):
        _write_bundle(list(mine))
    _drop(rows)
    return bool(people)


def _locked(rows) -> list[Waiting]:
    return list(
        rows.select_related("person", "post__thread__room", "post__author", "post__voice")
        .select_for_update(of=("self",))
    )  # fmt: skip


def _write_bundle(rows: list[Waiting]) -> None:
    person, threads = rows[0].person, {}
    for row in rows:
        threads.setdefault(row.post.thread, []).append(row.post)
    write(
        person.email, "letters/bundle.txt",
        {"person": person, "threads": list(threads.items()), "number": len(rows), "stop": stop_path(person, "bundle")},
        recipient=person.pk, language=person.language, quietly=True,
    )  # fmt: skip


def keep_letters_true() -> None:
    """A chore: letters that lie in the outbox until the morning are withdrawn when their post is gone, or she may not
    read it any more, or wants no letters meanwhile. Of those that have left nothing is kept."""
    last = -1
    while last is not None:
        last = _keep_some_true(after=last)


@transaction.atomic
def _keep_some_true(after: int) -> int | None:
    rows = _locked(Waiting.objects.filter(letter__isnull=False, pk__gt=after).order_by("pk")[:A_BITE])
    waiting = Letter.objects.waiting().filter(pk__in=[row.letter for row in rows])
    lying, held = set(waiting.values_list("pk", flat=True)), _that_hold(rows)
    waiting.filter(pk__in=[row.letter for row in rows if row.pk not in held]).update(state=Letter.WITHDRAWN)
    _drop([row for row in rows if row.letter not in lying or row.pk not in held])
    return rows[-1].pk if rows else None


def _that_hold(rows: list[Waiting]) -> set[int]:
    """Rows whose post is still to be read, by her, and of which she still wants to hear. Asked for each thread, never
    for each person."""
    people, mentioned = {}, {}
    for row in rows:
        people.setdefault(row.post.thread, set()).add(row.person_id)
    for post, person in Mention.objects.filter(post__in={row.post_id for row in rows}).values_list("post", "person"):
        mentioned.setdefault(post, set()).add(person)
    readers = {
        thread: set(readers_of(thread).filter(pk__in=wanted).values_list("pk", flat=True))
        for thread, wanted in people.items()
    }
    nearest = {thread: _nearest(thread) for thread in people}
    return {
        row.pk
        for row in rows
        if row.post.state == Post.SHOWN
        and row.person_id in readers[row.post.thread]
        and row.person_id in _hows(row.post, mentioned.get(row.post_id, set()), nearest[row.post.thread])
    }


def _drop(rows: list[Waiting]) -> None:
    Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
