"""The crisis board: one step opens a thread that only those who agreed to help and she herself read, and calls them."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Helper, Post, Room, Thread
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join, leave
from dreiklang.groups.models import Group, Membership
from dreiklang.groups.readers import MEMBERS, members_of
from dreiklang.letters.actions.writing import write
from dreiklang.letters.models import Letter
from dreiklang.people.models import Person

SLUG = "krisentafel"
TITLE = "Krisentafel"
LINE = "Integrationsbeauftragte"  # as wide as a line can be: it fits everybody who reads there
CALLED_WITHIN = timedelta(days=1)


@transaction.atomic
def open_crisis(*, title: str, source: str, is_protected: bool = False, public_id: UUID | None = None, by) -> Post:
    """A thread of its own readers: who agreed to help, and she. Protected, under a line that fits them all, only one of
    the helpers can be: anybody else the circle of readers itself would give away. Sent twice, the same one."""
    helpers = list(_helpers())
    if not [helper for helper in helpers if helper.pk != by.pk]:
        raise Refusal(
            _("Noch hat niemand zugesagt zu helfen. Bitte wenden Sie sich an die Stellen der Seite „Hilfe bei "
              "Anfeindung“, sie sind sofort erreichbar. Ihr Text steht noch im Feld.")
        )  # fmt: skip
    if is_protected and not may_be_protected(by):
        raise Refusal(_("Ohne Namen geht es hier nicht, weil der Kreis der Lesenden Sie verraten würde."))
    room = _room()
    public_id = public_id or fresh_id()
    if there := Thread.objects.filter(pk=public_id).first():
        return there.posts.order_by("at").first()
    group = Group.objects.create(name=TITLE, kind=Group.TOPIC_TEAM)
    for person in helpers if is_protected else {*helpers, by}:
        join(group, person)
    post = writing.open_thread(
        room, kind=Thread.DISCUSSION, title=title, source=source, by=by, public_id=public_id, readers=group.token,
        stays_inside=True, line=LINE if is_protected else "",
    )  # fmt: skip
    Thread.objects.filter(pk=post.thread_id).update(is_crisis=True)
    call_helpers()
    return post


def may_be_protected(person) -> bool:
    """Hidden among so many helpers, herself one of them."""
    helpers = [helper.pk for helper in _helpers()]
    return person.pk in helpers and len(helpers) >= settings.FEWEST_ALIKE


def _helpers():
    return Person.objects.able().filter(pk__in=Helper.objects.values("person")).order_by("pk")


def _room() -> Room:
    """Everybody may open a case there, hence it is known to all members; its threads have readers of their own."""
    return Room.objects.get_or_create(
        is_crisis=True,
        defaults={
            "slug": SLUG, "title": TITLE, "kind": Room.TOPIC, "readers": MEMBERS, "writers": MEMBERS, "order": 90,
            "stays_inside": True, "kept_months": 12,
            "about": "Wenn eine Kollegin oder ein Kollege angefeindet wird: Hilfe in einem Schritt.",
        },
    )[0]  # fmt: skip


def call_helpers() -> int:
    """Once to each helper for each new case, at once and at any hour; also a chore, for cases under a voice appear
    later. In these the one who asks is called like all the others. Returns how many letters."""
    called = 0
    since = timezone.now() - CALLED_WITHIN
    for thread in Thread.objects.filter(is_crisis=True, begun_at__gt=since, closed_at=None):
        author = thread.posts.filter(number=1).values_list("author", flat=True).first()
        with transaction.atomic():
            Thread.objects.select_for_update().get(pk=thread.pk)
            for membership in members_of(thread.readers).exclude(person=author).select_related("person"):
                called += _call(membership.person, thread)
    return called


def _call(person, thread: Thread) -> bool:
    number = uuid5(thread.pk, f"crisis {person.pk}")
    if not person.is_active or Letter.objects.filter(pk=number).exists():
        return False
    write(
        person.email, "letters/crisis.txt", {"person": person, "thread": thread}, recipient=person.pk,
        language=person.language, public_id=number,
    )  # fmt: skip
    return True


@transaction.atomic
def agree(person) -> None:
    """From the next case on she is called."""
    Helper.objects.get_or_create(person=person)
    _room()


@transaction.atomic
def withdraw(person) -> None:
    """She is called no more, and no longer reads the cases of others."""
    Helper.objects.filter(person=person).delete()
    own = Post.objects.filter(number=1, author=person, thread__is_crisis=True).values("thread")
    others = Thread.objects.filter(is_crisis=True).exclude(pk__in=own)
    tokens = others.values_list("readers", flat=True)
    hers = Membership.objects.filter(person=person, group__in=[token.removeprefix("group:") for token in tokens])
    for membership in hers.select_related("group"):
        leave(membership.group, person)
