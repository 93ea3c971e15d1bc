"""A Signal: worded by one of the team, released by another, joined by members, taken up and answered by an
institution."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dreiklang.dialogue.models import Asked, Follow, Moderator, Post, Room, Thread, Trace
from dreiklang.exchange import signals_searchable
from dreiklang.exchange.actions.declining import decline_path
from dreiklang.exchange.bundles import bundle_around
from dreiklang.exchange.models import Declined, Signal, SignalSupport, SignalThread, in_steps
from dreiklang.exchange.rules import may_answer_signal, may_release_signal, may_support_signal
from dreiklang.foundation.audit import record
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.text import to_html
from dreiklang.groups.readers import holders
from dreiklang.letters.actions.writing import write
from dreiklang.people.models import Person


@transaction.atomic
def propose(key, *, by, public_id, title: str, source: str, association, is_public: bool) -> Signal:
    """Of the bundle around this question. Sent twice, the same one; of two who begin at once one does."""
    if there := Signal.objects.filter(pk=public_id, proposed_by=by).first() if public_id else None:
        return there
    list(Thread.objects.select_for_update().filter(pk=key))
    bundle = bundle_around(key)
    if bundle is None:
        raise Refusal(_("Daraus hat inzwischen jemand ein Signal gemacht, oder es sind nicht mehr genug Fragende."))
    facts = {"title": title, "source": source, "html": to_html(source, top=3), "association": association}
    taken = public_id is None or Signal.objects.filter(pk=public_id).exists()
    signal = Signal.objects.create(
        **facts, **({} if taken else {"pk": public_id}), is_public=is_public, proposed_by=by,
        bundled=bundle.at_least, at_least=bundle.at_least,
    )  # fmt: skip
    SignalThread.objects.bulk_create([SignalThread(signal=signal, thread_id=each.pk) for each in bundle.questions])
    record(by, "signal.proposed", f"signal:{signal.pk}")
    return signal


@transaction.atomic
def change(signal: Signal, *, by, title: str, source: str, association, is_public: bool) -> Signal:
    """Worded anew: whoever did that does not release it."""
    signal = _locked(signal, Signal.PROPOSED)
    signal.title, signal.source, signal.html = title, source, to_html(source, top=3)
    signal.association, signal.is_public, signal.proposed_by = association, is_public, by
    signal.save()
    return signal


@transaction.atomic
def discard(signal: Signal, *, by) -> None:
    """Its questions may be bundled again."""
    signal = _locked(signal, Signal.PROPOSED)
    record(by, "signal.discarded", f"signal:{signal.pk}")
    signal.delete()


@transaction.atomic
def release(signal: Signal, *, by) -> Signal:
    signal = _locked(signal, Signal.PROPOSED)
    if not may_release_signal(by, signal):
        raise Refusal(_("Ein Signal gibt jemand anderes frei als die Person, die es formuliert hat."))
    signal.state, signal.released_on, signal.proposed_by = Signal.RELEASED, timezone.localdate(), None
    signal.save()
    signals_searchable.keep(signal)
    _leave_traces(signal)
    record(by, "signal.released", f"signal:{signal.pk}")
    _tell(_addressed(signal), "letters/signal_addressed.txt", signal)
    return signal


@override(settings.LANGUAGE_CODE)  # whoever releases it: others read it
def _leave_traces(signal: Signal) -> None:
    label = _("Signal: %(title)s") % {"title": signal.title}
    for thread in signal.bundle.values_list("thread", flat=True):
        place = {"thread_id": thread, "direction": Trace.TO, "path": signal.path}
        Trace.objects.get_or_create(**place, defaults={"label": label})


def _addressed(signal: Signal) -> list[Person]:
    """Who may answer it."""
    if signal.association_id is None:
        rooms = Room.objects.filter(kind=Room.MINISTRY, readers__startswith="group:")
        found = {each for room in rooms for each in holders(room.readers).filter(is_member=False)}
    else:
        circle = {"kind": Room.CIRCLE, "association": signal.association_id}
        rooms = set(Room.objects.filter(**circle).values_list("pk", flat=True))
        found = {each.person for each in Moderator.objects.standing() if each.room_id in rooms}
    return sorted((each for each in found if may_answer_signal(each, signal)), key=lambda each: each.pk)


@transaction.atomic
def support(signal: Signal, is_so: bool, *, by) -> None:
    """It concerns her too, or no longer. The number moves with the next count of all: did it move at once, whoever
    joins at a step, or takes it back and joins again, would know how many others there are."""
    signal = _locked(signal, Signal.RELEASED, Signal.TAKEN_UP)
    if not may_support_signal(by, signal):
        raise Refusal(_("Diesem Signal kann sich niemand mehr anschließen."))
    mark = signal.mark_of(by.pk)
    if is_so:
        SignalSupport.objects.get_or_create(signal=signal, mark=mark)
    else:
        signal.supports.filter(mark=mark).delete()


def count_all() -> None:
    """A chore: once a day."""
    for pk in Signal.objects.waiting().values_list("pk", flat=True):
        with transaction.atomic():
            if signal := Signal.objects.select_for_update().waiting().filter(pk=pk).first():
                count_anew(signal)


def count_anew(signal: Signal) -> None:
    """People who asked by name and joined are one; a voice may be anybody who joined, so that both numbers are compared
    and not added. Past its time nobody joins, the marks are gone, and the last count stands."""
    if signal.is_past_its_time:
        return
    opening = Post.objects.filter(thread__in=signal.bundle.values("thread"), number=1, author__isnull=False)
    marks = {signal.mark_of(author) for author in opening.values_list("author", flat=True)}
    marks |= set(signal.supports.values_list("mark", flat=True))
    signal.at_least = max(signal.bundled, in_steps(len(marks)))
    signal.save(update_fields=["at_least"])


def let_supports_go(supports) -> int:
    """Of Signals that nobody joins any more: the number stays as it was counted last."""
    return supports.delete()[0]


@transaction.atomic
def take_up(signal: Signal, *, by) -> Signal:
    signal = _locked(signal, Signal.RELEASED, Signal.TAKEN_UP)
    if not may_answer_signal(by, signal):
        raise Refusal(_("Das kann nur, an wen das Signal gerichtet ist."))
    if signal.state == Signal.RELEASED:
        signal.state, signal.taken_up_on = Signal.TAKEN_UP, timezone.localdate()
        signal.save()
        record(by, "signal.taken_up", f"signal:{signal.pk}")
    return signal


@transaction.atomic
def answer(signal: Signal, *, source: str, answered_as: str, by) -> Signal:
    """Once, as an institution. Whoever asked hears of it."""
    signal = _locked(signal, Signal.RELEASED, Signal.TAKEN_UP)
    if not may_answer_signal(by, signal):
        raise Refusal(_("Das kann nur, an wen das Signal gerichtet ist."))
    signal.answer_source, signal.answer_html = source, to_html(source, top=3)
    signal.answered_as, signal.answered_on, signal.state = answered_as, timezone.localdate(), Signal.ANSWERED
    signal.taken_up_on = signal.taken_up_on or signal.answered_on
    signal.save()
    signals_searchable.keep(signal)
    let_supports_go(signal.supports.all())
    record(by, "signal.answered", f"signal:{signal.pk}")
    _tell(_askers(signal), "letters/signal_answered.txt", signal)
    return signal


def _askers(signal: Signal) -> list[Person]:
    """Whoever asked by name; and where somebody asked under a trait line, all who were asked, of whom she is one: a
    letter to her alone would say who she is. Without those who want no letters about the thread."""
    threads = list(signal.bundle.values_list("thread", flat=True))
    openings = Post.objects.filter(thread__in=threads, number=1)
    named = openings.filter(author__isnull=False).values_list("author", "thread")
    voiced = openings.filter(voice__isnull=False).values("thread")
    pairs = {*named, *Asked.objects.still().filter(thread__in=voiced).values_list("person", "thread")}
    silent = Follow.objects.filter(thread__in=threads, how=Follow.NEVER)
    people = {person for person, _thread in pairs - set(silent.values_list("person", "thread"))}
    return list(Person.objects.able().filter(pk__in=people, is_member=True).order_by("pk"))


def _tell(people, letter: str, signal: Signal) -> None:
    """Of these people those who have not declined letters about Signals."""
    unwanted = set(Declined.objects.filter(kind=Declined.SIGNALS).values_list("person", flat=True))
    for person in people:
        if person.pk in unwanted:
            continue
        link, decline = (settings.SITE_URL + path for path in (signal.path, decline_path(person, Declined.SIGNALS)))
        write(
            person.email, letter, {"person": person, "signal": signal, "link": link, "decline": decline},
            recipient=person.pk, language=person.language, quietly=True,
        )  # fmt: skip


def _locked(signal: Signal, *states: str) -> Signal:
    found = Signal.objects.select_for_update().filter(pk=signal.pk, state__in=states).first()
    if found is None:
        raise Refusal(_("Dieses Signal ist inzwischen weiter. Bitte laden Sie die Seite neu."))
    return found
