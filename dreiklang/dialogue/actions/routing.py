"""No question dies: a few readers are asked by mail, each of whom answers, passes on or declines.

In a protected thread nothing may hang on who asked. Who is drawn comes from the thread alone; the asker gets the same
letter and the same row as those who were drawn; and who replaces somebody is the next of the same draw, whoever it is.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, Prefetch, QuerySet, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dreiklang.dialogue import chance
from dreiklang.dialogue.actions.answers import lock
from dreiklang.dialogue.models import Asked, NotAsked, Post, Question, Thread, helped_path
from dreiklang.dialogue.reading import readers_of, who_reads
from dreiklang.dialogue.reply_addresses import reply_address
from dreiklang.dialogue.routing import Reader, Wish, in_order, traits_in
from dreiklang.dialogue.traits import bearers
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import TEAM
from dreiklang.letters.actions.writing import write
from dreiklang.moderation.sealed import deliver
from dreiklang.people.models import Person, Tenure

FEWEST, MOST, ALTOGETHER = 5, 8, 12
LATELY = timedelta(days=90)
WEIGHED = 400  # in a larger house so many of the readers take part in the draw


@transaction.atomic
def route(thread: Thread) -> None:
    """Ask the people who may know something, once, when the question is shown."""
    now = timezone.now()
    is_asked = thread.is_question and thread.room.writers != TEAM and not thread.is_among_named
    if not is_asked or not Thread.objects.filter(pk=thread.pk, routed_at=None).update(routed_at=now):
        return
    thread.routed_at = now
    opening = _opening(thread)
    people = _draw(thread, opening)[: _number(thread)]
    if opening.voice_id:
        people += _asker_among(may_be_asked(thread), opening)
    _ask(thread, opening, people)


def may_be_asked(thread: Thread) -> QuerySet[Person]:
    return readers_of(thread).filter(is_team=False).exclude(pk__in=NotAsked.objects.values("person"))


def _opening(thread: Thread) -> Post:
    return thread.posts.select_related("author", "voice").get(number=1)


def _number(thread: Thread) -> int:
    return FEWEST + int(chance.lot(thread.pk, "number") * (MOST - FEWEST + 1))


def _asker_among(people: QuerySet[Person], opening: Post) -> list[Person]:
    """Whoever speaks as this voice, if she could have been drawn: any other row would say that she asked."""
    found = []
    deliver(opening.voice_id, found.append)
    return list(people.filter(pk__in=[person.pk for person in found]))


def _draw(thread: Thread, opening: Post) -> list[Person]:
    """Everybody who may be asked, as they are asked. The same each time it is drawn about the same thread."""
    people = may_be_asked(thread).exclude(pk=opening.author_id) if opening.author_id else may_be_asked(thread)
    people = {person.pk: person for person in _some(thread, people)}
    lately = Asked.objects.filter(counts=True, on__gte=(thread.routed_at - LATELY).date())
    lately = dict(
        lately.filter(thread__routed_at__lt=thread.routed_at).values_list("person").annotate(Count("pk")).order_by()
    )
    readers = [_reader(person, lately.get(pk, 0)) for pk, person in people.items()]
    order = in_order(readers, _wish(thread, opening), lambda pk, purpose: chance.lot(thread.pk, pk, purpose))
    if opening.voice_id:
        order = _hidden(order, bearers(thread.readers, opening.voice.line))
    return [people[pk] for pk in order]


def _hidden(order: list, alike: set) -> list:
    """First so many of those who stand under the asker's line: whoever reads who was asked finds her among them."""
    first = [pk for pk in order if pk in alike][: settings.FEWEST_ALIKE]
    return first + [pk for pk in order if pk not in first]


def _some(thread: Thread, people: QuerySet[Person]) -> list[Person]:
    """All of them; in a large house those whose ids follow one that the lot points to."""
    point = f"{int(chance.lot(thread.pk, 'from') * 16**8):08x}-0000-0000-0000-000000000000"
    people = people.annotate(is_before=Case(When(pk__lt=point, then=True), default=False))
    people = people.order_by("is_before", "pk").prefetch_related(
        "fields_of_action",
        Prefetch(
            "tenures",
            Tenure.objects.current().select_related("office__municipality__district"),
            to_attr="current_tenures",
        ),
    )
    return list(people[:WEIGHED])


def _reader(person: Person, asked: int) -> Reader:
    tenures = person.current_tenures
    fields = frozenset(field.pk for field in person.fields_of_action.all())
    return Reader(person.pk, fields, tenures[0].office.municipality if tenures else None, asked)


def _wish(thread: Thread, opening: Post) -> Wish:
    if opening.voice_id:
        return Wish(thread.field_id, traits=traits_in(opening.voice.line))
    office = opening.author.current_office if opening.author_id else None
    return Wish(thread.field_id, municipality=office.municipality if office else None)


def _ask(thread: Thread, opening: Post, people: list[Person]) -> None:
    """Rows and letters to those of them who have none yet, in the order of their random ids: no order tells who was
    added to the draw."""
    there = set(thread.asked.values_list("person", flat=True))
    people = sorted({person.pk: person for person in people if person.pk not in there}.values(), key=lambda one: one.pk)
    rows = [Asked(thread=thread, person=person, counts=not opening.voice_id) for person in people]
    Asked.objects.bulk_create(rows)
    reads = {language: _who_reads(thread, language) for language in {person.language for person in people}}
    for row in rows:
        link = settings.SITE_URL + row.path
        _write(row.person, "asked", row, opening, {"who_reads": reads[row.person.language], "link": link})


def _who_reads(thread: Thread, language: str) -> str:
    with translation.override(language):  # of whoever gets the letter, not of whoever asks
        return who_reads(thread.room)


def _write(person: Person, letter: str, row: Asked, post: Post, context: dict) -> None:
    thread = row.thread
    context |= {"person": person, "thread": thread, "room": thread.room, "post": post}
    write(
        person.email, f"letters/{letter}.txt", context | {"is_protected": not row.counts},
        recipient=person.pk, language=person.language, quietly=True, reply_to=reply_address(thread, person),
    )  # fmt: skip


@transaction.atomic
def decline(asked: Asked) -> Asked:
    """She cannot say anything about it; somebody else is asked."""
    asked = _locked(asked)
    if asked.state == Asked.ASKED:
        asked.state = Asked.DECLINED
        asked.save(update_fields=["state"])
        _replace(asked.thread)
    return asked


@transaction.atomic
def pass_on(asked: Asked, *, name: str) -> Asked:
    """A colleague among the readers is asked instead, by her full name. Whether she had been asked already nobody
    learns from it: in a protected thread it could be because the question is hers."""
    asked = _locked(asked)
    if asked.state != Asked.ASKED:
        return asked
    thread, opening = asked.thread, _opening(asked.thread)
    if not Question.objects.open().filter(pk=thread.pk).exists():
        raise Refusal(_("Die Frage ist inzwischen beantwortet oder geschlossen. Es braucht niemanden mehr."))
    colleague = _colleague(asked, opening, name)
    if thread.asked.exclude(state=Asked.ASKED).count() >= ALTOGETHER - MOST - bool(opening.voice_id):
        raise Refusal(
            _("Es wurden schon viele Personen gefragt. Bitte sprechen Sie die Person selbst an."), field="name"
        )
    asked.state = Asked.PASSED
    asked.save(update_fields=["state"])
    _ask(thread, opening, [colleague])
    if not opening.voice_id:
        _replace(thread)
    return asked


def _colleague(asked: Asked, opening: Post, name: str) -> Person:
    readers = readers_of(asked.thread).exclude(pk=asked.person_id)
    words = " ".join(name.split()).casefold()
    found = [one for one in readers.only("name", "email") if words in {one.name.casefold(), one.email.casefold()}]
    if not found:
        raise Refusal(_("Unter denen, die hier mitlesen, gibt es niemanden mit diesem Namen."), field="name")
    if len(found) > 1:
        raise Refusal(_("So heißen mehrere. Bitte geben Sie die E-Mail-Adresse an."), field="name")
    colleague = Person.objects.get(pk=found[0].pk)
    if colleague.pk == opening.author_id:
        raise Refusal(_("Von dieser Person ist die Frage."), field="name")
    if NotAsked.objects.filter(person=colleague).exists():
        raise Refusal(_("Diese Person kann zurzeit nicht gefragt werden."), field="name")
    return colleague


def _locked(asked: Asked) -> Asked:
    """Whatever changes who is asked waits for the thread: two who decline at once are two."""
    thread = lock(asked.thread_id)
    asked = Asked.objects.select_related("person").get(pk=asked.pk)
    asked.thread = thread
    return asked


def _replace(thread: Thread) -> None:
    """Five stay asked, as long as nobody has answered and no more than twelve were asked."""
    if thread.routed_at is None or not Question.objects.open().filter(pk=thread.pk).exists():
        return
    opening, rows = _opening(thread), dict(thread.asked.values_list("person", "state"))
    order = _draw(thread, opening)
    if opening.voice_id:
        # The next of the draw, even if it is the asker, who has been asked: who comes after her would learn of it.
        declined = sum(state == Asked.DECLINED for state in rows.values())
        passed = sum(state == Asked.PASSED for state in rows.values())
        before, until = (max(_number(thread), FEWEST + number) for number in (declined - 1, declined))
        _ask(thread, opening, order[before : min(until, ALTOGETHER - 1 - passed)])
    elif len(rows) < ALTOGETHER and sum(state == Asked.ASKED for state in rows.values()) < FEWEST:
        _ask(thread, opening, [person for person in order if person.pk not in rows][:1])


@transaction.atomic
def turn_off(person: Person) -> None:
    """She is no longer drawn."""
    NotAsked.objects.get_or_create(person=person)


@transaction.atomic
def turn_on(person: Person) -> None:
    NotAsked.objects.filter(person=person).delete()


def tell_asked(post: Post) -> None:
    """An answer was shown. Under her name the asker follows her question; in a protected thread everybody who was asked
    gets the same letter, and she is among them."""
    thread = post.thread
    if not thread.is_question or thread.routed_at is None:
        return
    opening = thread.posts.get(number=1)
    if not opening.voice_id or post.voice_id == opening.voice_id:
        return
    rows = thread.asked.still().filter(person__in=readers_of(thread)).exclude(person=post.author_id)
    for row in rows.select_related("person").order_by("person"):
        row.thread = thread
        _write(row.person, "answered", row, post, {"link": settings.SITE_URL + helped_path(post, row.person)})
