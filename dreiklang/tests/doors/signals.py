"""The doors of Signals: released ones for members, public ones for all, proposed ones for the team. Ben looks after the
circle of the association that is to answer. What a ministry reads is tried out in exchange/tests/test_signals.py."""

from dreiklang.dialogue.tests.makers import a_room
from dreiklang.exchange.bundles import bundles
from dreiklang.exchange.models import Signal
from dreiklang.exchange.tests.signal_makers import (
    a_signal,
    an_association,
    named_questions,
    who_looks_after_its_circle,
)
from dreiklang.people.models import Person

EVERYONE, NOT_ALLOWED = "200 200 200 200 200", "405 405 405 405 405"
TEAM, NO_GET, NO_POST = "login 403 403 200 403", "login 405 405 405 405", "login 405 405 405 405"

DOORS = [
    ("signals", "", EVERYONE, NOT_ALLOWED),
    ("signal", "public signal", EVERYONE, NOT_ALLOWED),
    ("signal", "signal of members", "404 200 200 200 200", NOT_ALLOWED),
    ("signal", "ada's proposed signal", "404 404 404 200 404", NOT_ALLOWED),
    ("signal_bundles", "", TEAM, NO_POST),
    ("propose_signal", "bundle", TEAM, "login 403 403 422 403"),
    ("propose_signal", "no bundle", "login 403 403 302 403", "login 403 403 302 403"),
    ("edit_signal", "ada's proposed signal", TEAM, "login 403 403 422 403"),
    ("edit_signal", "signal of members", "login 403 403 404 403", "login 403 403 404 403"),  # it is released
    ("release_signal", "ada's proposed signal", NO_GET, "login 404 404 403 404"),  # never whoever worded it
    ("release_signal", "proposed signal of another", NO_GET, "login 404 404 302 404"),
    ("discard_signal", "ada's proposed signal", TEAM, "login 403 403 302 403"),
    ("discard_signal", "signal of members", "login 403 403 404 403", "login 403 403 404 403"),
    ("support_signal", "signal of members", NO_GET, "login 302 302 302 302"),
    ("support_signal", "ada's proposed signal", NO_GET, "login 404 404 302 404"),  # and is told that it cannot be
    ("take_up_signal", "signal of members", NO_GET, "login 403 302 403 403"),
    ("answer_signal", "signal of members", "login 403 200 403 403", "login 403 422 403 403"),
    ("answer_signal", "public signal", "login 403 403 403 403", "login 403 403 403 403"),  # it is answered
]


def furnish(house) -> dict[str, dict]:
    association = an_association()
    who_looks_after_its_circle(house.people["ben"], association)
    room = a_room("Signalraum")
    named_questions(room, 5)
    Person.objects.filter(name__startswith="Fragende ").update(is_active=False)  # nobody who is asked or found
    (bundle,) = bundles()
    facts = {"association": association, "is_public": True, "state": Signal.ANSWERED, "answer_html": "<p>So.</p>"}
    signals = {
        "public signal": a_signal(**facts, answered_as="Städtetag", answered_on="2026-03-02"),
        "signal of members": a_signal(association=association),
        "ada's proposed signal": a_signal(state=Signal.PROPOSED, proposed_by=house.people["ada"]),
        "proposed signal of another": a_signal(state=Signal.PROPOSED),
    }
    return {name: {"pk": signal.pk} for name, signal in signals.items()} | {
        "bundle": {"thread": bundle.key}, "no bundle": {"thread": signals["public signal"].pk},
    }  # fmt: skip
