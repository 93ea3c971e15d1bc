from django.utils import timezone

from dreiklang.dialogue.actions.writing import show
from dreiklang.dialogue.models import Room, Thread
from dreiklang.dialogue.tests.makers import a_moderator, a_room, a_thread
from dreiklang.exchange.models import Signal, SignalSupport, SignalThread
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Association

TITLES = [
    "Wer bezahlt die Sprachmittlung?",
    "Sprachmittlung: Wer zahlt?",
    "Wer zahlt bei Ihnen die Sprachmittlung?",
    "Wie bezahlen Sie Sprachmittlung?",
    "Sprachmittlung bezahlen: aus welchem Topf?",
]


def a_question(room: Room, by, title: str, line: str = "") -> Thread:
    thread = a_thread(room, by, title=title, line=line)
    if line:
        show(thread.posts.get())
    return thread


def named_questions(room: Room, number: int) -> list[Thread]:
    """Each of somebody else."""
    people = [a_person(f"Fragende Nummer{n}", f"fragende{n}@example.org") for n in range(number)]
    return [a_question(room, person, TITLES[n % len(TITLES)]) for n, person in enumerate(people)]


def an_association(slug="staedtetag", name="Städtetag Musterland") -> Association:
    return Association.objects.get_or_create(slug=slug, defaults={"name": name, "short": name.split()[0]})[0]


def who_looks_after_its_circle(person, association: Association) -> None:
    group = Group.objects.create(name=f"Kreis {association.short}", kind=Group.CIRCLE)
    join(group, person)
    facts = {"kind": Room.CIRCLE, "association": association, "readers": group.token, "writers": group.token}
    a_moderator(a_room(f"Kreis {association.short}", **facts), person)


def a_ministry(name="Mila Amt") -> Person:
    """In the room in which members ask it."""
    person = a_person(name, f"{name.split()[0].lower()}@ministerium.example", is_member=False)
    group = Group.objects.create(name="Fragen an das Haus", kind=Group.TOPIC_TEAM)
    join(group, person)
    a_room("Fragen an das Haus", kind=Room.MINISTRY, readers=group.token, writers=group.token)
    return person


def a_signal(title="Dolmetschen braucht einen Topf", state=Signal.RELEASED, threads=(), **facts) -> Signal:
    facts = {"source": "Viele fragen.", "html": "<p>Viele fragen.</p>", "bundled": 5, "at_least": 5} | facts
    day = None if state == Signal.PROPOSED else timezone.localdate()
    signal = Signal.objects.create(title=title, state=state, **{"released_on": day} | facts)
    SignalThread.objects.bulk_create([SignalThread(signal=signal, thread=thread) for thread in threads])
    return signal


def signals_with(person, number: int) -> None:
    """She worded one, and another concerns her too."""
    a_signal(f"Entwurf{number} eines Signals", Signal.PROPOSED, proposed_by=person)
    signal = a_signal(f"Betroffen{number}")
    SignalSupport.objects.create(signal=signal, mark=signal.mark_of(person.pk))
